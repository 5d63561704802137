"""Compare one record of a document with what the database holds. Nothing here writes.

A record is a line of a plan, JSON-ready and complete in itself: whoever applies the line, a minute or
a week later, needs nothing but the record and the database.

    review          {"state", "cycle", "session", "date", "adopted_on", "troika"}
    document        {"symbol", "kind", "title", "date", "review"}
    recommendation  {"review", "number", "held_as", "source",
                     "text", "text_as_printed", "text_source", "page",
                     "clauses": [{"text", "states", "unresolved"}], "joined": [[order, states]],
                     "position", "stated_as", "comment", "document", "paragraph", "date",
                     "themes", "affected_groups", "goals", "summary", "action_category",
                     "edited", "absorbs", "rows"}
    response        {"review", "number", "source",
                     "position", "stated_as", "comment", "document", "paragraph", "date"}

Reviews and documents are named by their natural keys ("khm-2", "A/HRC/26/16"), States by their ISO
codes, themes and affected groups by slugs, Goals by codes, dates as in ISO 8601. `document` and
`paragraph` are those that state the position, `text_source` is the document of the wording. `joined` are
States that belong to a clause that is here already. `held_as` is the number of ours under which the
recommendation is here until the official one is known, `absorbs` are others that are part of it.
What a document does not say (None, "" or []) is not compared, so that it never takes anything away;
only of what a person `edited` in an exported spreadsheet, nothing is something, too.

The difference is {field: [old, new]}, where a clause that is not there yet has no old wording (None), and
the conflicts with better sources are {field: [kept, its source, refused]}: see `precedence` and `merging`. Of
reviews and documents what is known is kept.
"""

import datetime
from collections.abc import Iterable
from typing import Any, Protocol

from recommendations.importing.merging import (
    Conflicts,
    Difference,
    Fields,
    Record,
    compare_recommendation,
    is_said_by,
)
from recommendations.importing.models import ChangeKind
from recommendations.importing.portraits import TAGS, Held
from recommendations.models import Position, Source
from reviews.models import DocumentKind

REVIEW, DOCUMENT, RECOMMENDATION, RESPONSE = "review", "document", "recommendation", "response"

_FULL_TROIKA = 3
CREATES = Difference(ChangeKind.CREATE)


class Comparable(Protocol):
    """What a line of a plan, stored or not, is compared by: the kind of record, and the record."""

    @property
    def model(self) -> str: ...

    @property
    def record(self) -> Record: ...


class Compared(Comparable, Protocol):
    """A line of a plan, stored or not, with what it does."""

    @property
    def kind(self) -> str: ...

    @property
    def fields(self) -> Fields: ...


def key_of(model: str, record: Record) -> str:
    """Answer the natural key in words: "khm-2", "A/HRC/26/16" or "khm-2 118.5"."""
    match model:
        case "review":
            return f"{record['state'].lower()}-{record['cycle']}"
        case "document":
            return record["symbol"]
        case _:
            return f"{record['review']} {record['number']}"


def review_of(model: str, record: Record) -> str:
    """Answer the slug of the review that a record belongs to, "" where to none."""
    return (key_of(REVIEW, record) if model == REVIEW else record["review"]) or ""


def held_for(lines: Iterable[Comparable]) -> Held:
    """Read what the database holds of the records of some lines."""
    reviews, symbols = set(), set()
    for line in lines:
        record = line.record
        reviews.add(review_of(line.model, record))
        if line.model == DOCUMENT:
            symbols.add(record["symbol"])
        elif line.model in (RECOMMENDATION, RESPONSE):
            symbols |= {record["document"], record.get("text_source", "")}
            fields: Fields = getattr(line, "fields", {})
            symbols |= {symbol or "" for symbol in fields.get("text_source", ())}
            symbols |= {said["document"] for said in fields.get("statements", [[], []])[1]}
    return Held(reviews - {""}, symbols - {""})


def compare(line: Comparable, held: Held) -> Difference:
    """Answer what the line would do."""
    record = line.record
    match line.model:
        case "review":
            return _compare_review(record, held)
        case "document":
            return _compare_document(record, held)
        case "response":
            return _compare_response(record, held)
        case _:
            portrait = held.portrait(record)
            if portrait is None:
                # Without any words it is nothing that could be here; readers tell of it.
                return CREATES if record["text"] or record["summary"] else Difference(ChangeKind.SAME)
            parts = (held.portraits.get((portrait.review, number)) for number in record["absorbs"])
            record = _without_unknown_tags(record, held)
            return compare_recommendation(record, portrait, [part for part in parts if part])


def _without_unknown_tags(record: Record, held: Held) -> Record:
    """A theme may have gone since the file was read."""
    known = {name: [key for key in record[name] if key in held.keys[name]] for name in TAGS}
    return {**record, **known}


def _compare_review(record: Record, held: Held) -> Difference:
    review = held.reviews.get(key_of(REVIEW, record))
    if review is None:
        return CREATES
    troika = sorted(state.code for state in review.troika.all())
    printed = [] if set(record["troika"]) <= set(troika) else record["troika"]
    found = _fill_in(
        ("session", review.session_id, record["session"]),
        ("date", _iso(review.date), record["date"]),
        ("adopted_on", _iso(review.adopted_on), record["adopted_on"]),
        ("troika", troika if len(troika) >= _FULL_TROIKA else [], printed),
    )
    if "troika" in found.fields:
        found.fields["troika"] = [troika, printed]
    return found


def _compare_document(record: Record, held: Held) -> Difference:
    """The title is the catalogue's own once the document is there, and is not compared."""
    document = held.documents.get(record["symbol"])
    if document is None:
        return CREATES
    kind = document.kind if document.kind != DocumentKind.OTHER else ""
    return _fill_in(
        ("kind", kind, record["kind"] if record["kind"] != DocumentKind.OTHER else ""),
        ("date", _iso(document.date), record["date"]),
        ("review", document.review.slug if document.review else None, record["review"]),
    )


def _fill_in(*said: tuple[str, Any, Any]) -> Difference:
    """What is empty is filled in; what is there may be somebody's correction and is kept."""
    fields, conflicts = {}, {}
    for name, present, new in said:
        if new in (None, "", []) or new == present:
            continue
        if present in (None, "", []):
            fields[name] = [present, new]
        else:
            conflicts[name] = [present, Source.DATASET.value, new]
    return Difference.of(fields, conflicts)


def _compare_response(record: Record, held: Held) -> Difference:
    """A statement is there or is added; without its recommendation there is nothing to add it to."""
    portrait = held.portrait(record)
    if portrait is None:
        return Difference(ChangeKind.SAME)
    stated = [one for one in portrait.statements if one["document"] == record["document"]]
    here = [one for one in stated if one["paragraph"] == record["paragraph"]]
    if any(is_said_by(one, record) for one in here):
        return Difference(ChangeKind.SAME)
    persons = [one for one in portrait.statements if one["source"] == Source.PERSON]
    conflicts: Conflicts = {}
    if persons and record["position"] not in (persons[-1]["position"], Position.PENDING):
        conflicts = {"position": [persons[-1]["position"], Source.PERSON.value, record["position"]]}
    corrected = any(one in stated for one in persons)
    return Difference(ChangeKind.SAME if corrected else ChangeKind.CREATE, {}, conflicts)


def _iso(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None
