"""Compare one record of a document with what the database holds. Nothing here writes.

A record is a line of a plan, JSON-ready and complete in itself: whoever applies the line, a minute or
a week later, needs nothing but the record and the database.

    review          {"state", "cycle", "session", "date", "adopted_on", "troika"}
    document        {"symbol", "kind", "title", "date", "review"}
    recommendation  {"review", "number", "text", "text_as_printed", "text_source", "source_kind", "page",
                     "clauses": [{"text", "states", "unresolved"}],
                     "position", "stated_as", "comment", "document", "paragraph", "date",
                     "themes", "affected_groups", "goals"}
    response        {"review", "number",
                     "position", "stated_as", "comment", "document", "paragraph", "date"}

Reviews and documents are named by their natural keys ("khm-2", "A/HRC/26/16"), States by their ISO
codes, themes and affected groups by slugs, Goals by codes, dates as in ISO 8601. `document` and
`paragraph` are those that state the position, `text_source` is the document that was read. What a
document does not say (None, "" or []) is not compared, so that it never takes anything away.

Sources that disagree have an order. Wording comes from the report of the Working Group, then from a
thematic list, then from other sources; a later one in this order only fills in what is missing.
A position that a document quotes from another document is believed as long as that other document is
not recorded with a position itself.
"""

import datetime
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, Protocol

from django.db.models import Prefetch

from recommendations.importing.models import ChangeKind
from recommendations.models import (
    AffectedGroup,
    Clause,
    Position,
    Recommendation,
    Response,
    SustainableDevelopmentGoal,
    Theme,
)
from reviews.models import Document, DocumentKind, Review

Record = dict[str, Any]
Fields = dict[str, list[Any]]
"""The difference that a record makes: {field: [old, new]}."""

REVIEW, DOCUMENT, RECOMMENDATION, RESPONSE = "review", "document", "recommendation", "response"

TAGS = ("themes", "affected_groups", "goals")
"""What recommendations are tagged with: fields of the record, and relations of `Recommendation`."""

_FULL_TROIKA = 3
_WORDED_BY = [DocumentKind.WORKING_GROUP_REPORT, DocumentKind.THEMATIC_LIST]
"""Whose wording counts, the best first; all other sources come after these."""


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


class Known:
    """What the database holds of the records of some lines: seven queries, however many lines, and two
    more for each kind of tag that the lines speak of.

    `reviews` are found by slug, `documents` by symbol, `recommendations` by review and number; `tags`
    are the keys of the themes, groups and Goals by slug or code.
    """

    def __init__(self, lines: Iterable[Comparable]) -> None:
        records: dict[str, list[Record]] = {REVIEW: [], DOCUMENT: [], RECOMMENDATION: [], RESPONSE: []}
        for line in lines:
            records[line.model].append(line.record)
        about = [*records[RECOMMENDATION], *records[RESPONSE]]
        slugs = {key_of(REVIEW, record) for record in records[REVIEW]}
        slugs |= {record["review"] for record in chain(records[DOCUMENT], about)}
        symbols = {record["symbol"] for record in records[DOCUMENT]}
        symbols |= {record["text_source"] for record in records[RECOMMENDATION]}
        symbols |= {record["document"] for record in about}
        said = {name: {key for record in records[RECOMMENDATION] for key in record[name]} for name in TAGS}
        tagged = [name for name in TAGS if said[name]]

        self.tags: dict[str, dict[str, int | str]] = {
            name: dict(_tags_called(name, said[name])) if said[name] else {} for name in TAGS
        }

        self.reviews: dict[str, Review] = {
            review.slug: review for review in Review.objects.filter(slug__in=slugs).prefetch_related("troika")
        }
        self.documents: dict[str, Document] = {
            document.symbol: document
            for document in Document.objects.filter(symbol__in=symbols).select_related("review")
        }
        self.recommendations: dict[tuple[str, str], Recommendation] = {
            (recommendation.review.slug, recommendation.number): recommendation
            for recommendation in Recommendation.objects.filter(
                review__in=self.reviews.values(), number__in={record["number"] for record in about}
            )
            .select_related("review", "text_source")
            .prefetch_related(
                *tagged,
                Prefetch("clauses", Clause.objects.order_by("order").prefetch_related("states")),
                Prefetch(
                    "responses",
                    Response.objects.filter(document__in=self.documents.values()).order_by("pk"),
                    to_attr="stated",
                ),
            )
        }

    def recommendation(self, record: Record) -> Recommendation | None:
        return self.recommendations.get((record["review"], record["number"]))

    def stated(self, recommendation: Recommendation, symbol: str) -> list[Response]:
        """What a document states of a recommendation, as it was recorded."""
        document = self.documents.get(symbol)
        responses: list[Response] = recommendation.stated  # type: ignore[attr-defined]
        return [response for response in responses if document and response.document_id == document.pk]


def compare(line: Comparable, known: Known) -> tuple[ChangeKind, Fields]:
    """Answer what the line would do, and the difference: none where it creates or changes nothing."""
    fields = _COMPARE[line.model](line.record, known)
    if fields is None:
        return ChangeKind.CREATE, {}
    return (ChangeKind.CHANGE if fields else ChangeKind.SAME), fields


def states_to_be(clause: Record, present: set[str]) -> set[str]:
    """Answer the States (codes) that a clause should have, given those that it has.

    The document's list replaces what was there. A list with a name that nobody could resolve only
    adds: the State behind that name may be among those present.
    """
    printed = set(clause["states"])
    return printed | present if clause["unresolved"] or not printed else printed


def _review_differs(record: Record, known: Known) -> Fields | None:
    review = known.reviews.get(key_of(REVIEW, record))
    if review is None:
        return None
    troika = sorted(state.code for state in review.troika.all())
    complete = len(record["troika"]) >= _FULL_TROIKA or not troika
    return _differences(
        ("session", review.session_id, record["session"]),
        ("date", _iso(review.date), record["date"]),
        ("adopted_on", _iso(review.adopted_on), record["adopted_on"]),
        ("troika", troika, record["troika"] if complete else []),
    )


def _document_differs(record: Record, known: Known) -> Fields | None:
    """The title is the catalogue's own once the document is there, and is not compared."""
    document = known.documents.get(record["symbol"])
    if document is None:
        return None
    return _differences(
        ("kind", document.kind, record["kind"]),
        ("date", _iso(document.date), record["date"]),
        ("review", document.review.slug if document.review else None, record["review"]),
    )


def _recommendation_differs(record: Record, known: Known) -> Fields | None:
    recommendation = known.recommendation(record)
    if recommendation is None:
        return None
    return {
        **(_wording_differs(recommendation, record) if gives_wording(recommendation, record) else {}),
        **_statement_differs(recommendation, record, known),
        **_tags_differ(recommendation, record, known),
    }


def gives_wording(recommendation: Recommendation, record: Record) -> bool:
    """Tell whether the wording in the record counts as much as the one that is there, or more."""
    there = recommendation.text_source if recommendation.text else None
    return there is None or _rank(record["source_kind"]) <= _rank(there.kind)


def _rank(kind: str) -> int:
    return _WORDED_BY.index(DocumentKind(kind)) if kind in _WORDED_BY else len(_WORDED_BY)


def _wording_differs(recommendation: Recommendation, record: Record) -> Fields:
    """The wording as printed is told only where the wording proper is the same; it is written with it."""
    source = recommendation.text_source
    printed = record["text_as_printed"] if record["text"] == recommendation.text else ""
    return _differences(
        ("text", recommendation.text, record["text"]),
        ("text_as_printed", recommendation.text_as_printed, printed),
        ("text_source", source.symbol if source else None, record["text"] and record["text_source"]),
        ("page", recommendation.page, record["page"]),
        *_clauses_differ(recommendation, record),
    )


def _clauses_differ(recommendation: Recommendation, record: Record) -> Iterable[tuple[str, Any, Any]]:
    present = {clause.order: clause for clause in recommendation.clauses.all()}
    for order, clause in enumerate(record["clauses"], 1):
        old = present.get(order)
        states = {state.code for state in old.states.all()} if old else set()
        yield f"clauses.{order}.text", old.text if old else "", clause["text"]
        yield f"clauses.{order}.states", sorted(states), sorted(states_to_be(clause, states))


def _statement_differs(recommendation: Recommendation, record: Record, known: Known) -> Fields:
    """What this paragraph of this document is known to state, and what the record says it states.

    What was stated elsewhere or later is another response and does not matter here.
    """
    if not record["position"]:
        return {}
    stated = known.stated(recommendation, record["document"])
    quoted = record["document"] != record["text_source"]
    if quoted and (record["position"] in {said.position for said in stated} or final_position(stated)):
        return {}
    here = [response for response in stated if response.paragraph == record["paragraph"]]
    if any(is_said_by(response, record) for response in here):
        return {}
    old = here[-1] if here else None
    return _differences(
        ("position", old.position if old else None, record["position"]),
        ("stated_as", old.stated_as if old else "", record["stated_as"]),
        ("comment", old.comment if old else "", record["comment"]),
    )


def is_said_by(response: Response, record: Record) -> bool:
    """Tell whether a response states what a record states, in the same words where it has any, and with
    a comment where it has one.

    Both are of one document, paragraph and recommendation.
    """
    same = response.position == record["position"] and record["stated_as"] in ("", response.stated_as)
    return same and bool(response.comment or not record["comment"])


def final_position(responses: Iterable[Response]) -> str | None:
    """Answer the last of these positions that is official: supported or noted."""
    positions = [response.position for response in responses if response.position != Position.PENDING]
    return positions[-1] if positions else None


def _tags_differ(recommendation: Recommendation, record: Record, known: Known) -> Fields:
    """Tags are only ever added. One whose theme, group or Goal is gone is none."""
    return _differences(
        *(
            (name, sorted(present), sorted(present.union(known.tags[name].keys() & set(record[name]))))
            for name in TAGS
            if record[name]
            for present in [{tag_key(tag) for tag in getattr(recommendation, name).all()}]
        )
    )


def tag_key(tag: Theme | AffectedGroup | SustainableDevelopmentGoal) -> str:
    return tag.code if isinstance(tag, SustainableDevelopmentGoal) else tag.slug


def _tags_called(name: str, keys: set[str]) -> Iterable[tuple[str, int | str]]:
    if name == "goals":
        return SustainableDevelopmentGoal.objects.filter(pk__in=keys).values_list("code", "pk")
    model: type[Theme | AffectedGroup] = Theme if name == "themes" else AffectedGroup
    return model._default_manager.filter(slug__in=keys).values_list("slug", "pk")


def _response_differs(record: Record, known: Known) -> Fields | None:
    """A statement is there or is added; without its recommendation there is nothing to add it to."""
    recommendation = known.recommendation(record)
    if recommendation is None:
        return {}
    stated = known.stated(recommendation, record["document"])
    here = [response for response in stated if response.paragraph == record["paragraph"]]
    return {} if any(is_said_by(response, record) for response in here) else None


def _differences(*pairs: tuple[str, Any, Any]) -> Fields:
    return {name: [old, new] for name, old, new in pairs if new not in (None, "", []) and new != old}


def _iso(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None


_COMPARE: dict[str, Callable[[Record, Known], Fields | None]] = {
    REVIEW: _review_differs,
    DOCUMENT: _document_differs,
    RECOMMENDATION: _recommendation_differs,
    RESPONSE: _response_differs,
}
