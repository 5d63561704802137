"""What people want to know beside a planned change: who said the old value and who says the new one, and what
the current position will be. Nothing of it is compared or written.

    {"sources": {field: [[who says the old], [who says the new]]}, "position": [before, after]}

Who says something is a list of `Source`s, as tags of several sources may stand side by side. Current
positions are {"position", "source"}, and the one before is None where nothing was stated.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from recommendations.importing.comparing import DOCUMENT, RECOMMENDATION, RESPONSE, REVIEW, Compared
from recommendations.importing.finding import kind_by_symbol
from recommendations.importing.merging import Record
from recommendations.importing.models import ChangeKind
from recommendations.importing.portraits import TAGS, Held, Portrait, Statement
from recommendations.importing.precedence import OWN_SYMBOLS
from recommendations.models import Source, standing
from reviews.models import DocumentKind

Context = dict[str, Any]

_ENTERED_HERE = Source.DATASET.value
"""What is known of reviews and documents came with the application or was entered in it."""


def context_of(line: Compared, held: Held, source: str) -> Context:
    """Answer the context of a line that was compared; `source` is whose word the file is."""
    portrait = held.portrait(line.record) if line.model in (RECOMMENDATION, RESPONSE) else None
    if line.kind == ChangeKind.CHANGE and line.model in (REVIEW, DOCUMENT):
        said = {name: [[_ENTERED_HERE] if old else [], [source]] for name, (old, _) in line.fields.items()}
        return {"sources": said}
    if line.kind == ChangeKind.CHANGE and portrait:
        new = line.fields.get("statements", [[], []])[1]
        sources = {"sources": dict(_sources(line.record, line.fields, portrait))}
        return sources | ({"position": _positions(portrait, new, held)} if new else {})
    if line.kind == ChangeKind.CREATE and line.model == RESPONSE and portrait:
        return {"position": _positions(portrait, [line.record], held)}
    return {}


def _sources(
    record: Record, fields: Mapping[str, list[Any]], portrait: Portrait
) -> Iterator[tuple[str, list[list[str]]]]:
    own = Source.PERSON.value if record["edited"] is not None else record["source"]
    for name, (old, new) in fields.items():
        if name in TAGS:
            yield name, [sorted(set(old.values())), sorted(set(new.values())) or [own]]
        elif name not in ("statements", "absorbs") and not name.startswith("sources."):
            before = [] if old in (None, "", []) or name == "number" else [_source_of(name, portrait)]
            noted = fields.get(f"sources.{name}", [None, None])[1]
            kept = portrait.sources.get(name) if name in ("summary", "action_category") else None
            yield name, [before, [noted or kept or own]]


def _source_of(name: str, portrait: Portrait) -> str:
    """Who says what is here; what is printed with the wording comes from where that comes from."""
    with_wording = name in ("text_as_printed", "text_source", "page")
    return str(portrait.source_of("text" if with_wording else name))


def _positions(portrait: Portrait, new: list[Statement], held: Held) -> list[dict[str, str] | None]:
    """The current position before and after these statements are added."""
    before = after = portrait.statements[-1] if portrait.statements else None
    place = portrait.latest
    for said in new:
        if (own := _standing(said, held)) >= place:
            after, place = said, own
    return [said and {name: said[name] for name in ("position", "source")} for said in (before, after)]


def _standing(said: Statement, held: Held) -> tuple[object, ...]:
    document = held.documents.get(said["document"])
    date = said["date"] or (document.date.isoformat() if document and document.date else None)
    kind = document.kind if document else _kind(said)
    return standing(position=said["position"], source=said["source"], kind=kind, date=date)


def _kind(said: Statement) -> str:
    """Tell what a document is that is not here yet, or that nobody looked up."""
    if own := OWN_SYMBOLS.get(said["document"]):
        return own[0]
    if said["document"].startswith(DocumentKind.THEMATIC_LIST):
        return DocumentKind.THEMATIC_LIST
    return kind_by_symbol(said["document"])
