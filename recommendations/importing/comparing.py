"""Compare one record of a document with what the database holds. Nothing here writes.

A record is a line of a plan, JSON-ready and complete in itself: whoever applies the line, a minute or
a week later, needs nothing but the record and the database.

    review          {"state", "cycle", "session", "date", "troika"}
    document        {"symbol", "kind", "title", "date", "review"}
    recommendation  {"review", "number", "text", "text_source", "page",
                     "clauses": [{"text", "states", "unresolved"}],
                     "position", "paragraph", "date"}

Reviews and documents are named by their natural keys ("khm-2", "A/HRC/26/16"), States by their ISO
codes, dates as in ISO 8601. What a document does not say (None, "" or []) is not compared, so that it
never takes anything away.
"""

import datetime
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, Protocol

from django.db.models import Prefetch

from recommendations.importing.models import ChangeKind
from recommendations.models import Clause, Recommendation, Response
from reviews.models import Document, Review

Record = dict[str, Any]
Fields = dict[str, list[Any]]
"""The difference that a record makes: {field: [old, new]}."""

REVIEW, DOCUMENT, RECOMMENDATION = "review", "document", "recommendation"

_FULL_TROIKA = 3


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
    """What the database holds of the records of some lines: seven queries, however many lines.

    `reviews` are found by slug, `documents` by symbol, `recommendations` by review and number.
    """

    def __init__(self, lines: Iterable[Comparable]) -> None:
        records: dict[str, list[Record]] = {REVIEW: [], DOCUMENT: [], RECOMMENDATION: []}
        for line in lines:
            records[line.model].append(line.record)
        slugs = {key_of(REVIEW, record) for record in records[REVIEW]}
        slugs |= {record["review"] for record in chain(records[DOCUMENT], records[RECOMMENDATION])}
        symbols = {record["symbol"] for record in records[DOCUMENT]}
        symbols |= {record["text_source"] for record in records[RECOMMENDATION]}

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
                review__in=self.reviews.values(),
                number__in={record["number"] for record in records[RECOMMENDATION]},
            )
            .select_related("review", "text_source")
            .prefetch_related(
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
    source = recommendation.text_source
    return _differences(
        ("text", recommendation.text, record["text"]),
        ("text_source", source.symbol if source else None, record["text"] and record["text_source"]),
        ("page", recommendation.page, record["page"]),
        *_clauses_differ(recommendation, record),
        ("position", *_positions(recommendation, record, known)),
    )


def _clauses_differ(recommendation: Recommendation, record: Record) -> Iterable[tuple[str, Any, Any]]:
    present = {clause.order: clause for clause in recommendation.clauses.all()}
    for order, clause in enumerate(record["clauses"], 1):
        old = present.get(order)
        states = {state.code for state in old.states.all()} if old else set()
        yield f"clauses.{order}.text", old.text if old else "", clause["text"]
        yield f"clauses.{order}.states", sorted(states), sorted(states_to_be(clause, states))


def _positions(recommendation: Recommendation, record: Record, known: Known) -> tuple[str | None, str | None]:
    """What this paragraph of this document is known to state, and what the record says it states.

    What was stated elsewhere or later is another response and does not matter here.
    """
    document = known.documents.get(record["text_source"])
    stated = [
        response.position
        for response in recommendation.stated  # type: ignore[attr-defined]
        if document and response.document_id == document.pk and response.paragraph == record["paragraph"]
    ]
    if record["position"] in stated:
        return record["position"], record["position"]
    return (stated[-1] if stated else None), record["position"]


def _differences(*pairs: tuple[str, Any, Any]) -> Fields:
    return {name: [old, new] for name, old, new in pairs if new not in (None, "", []) and new != old}


def _iso(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None


_COMPARE: dict[str, Callable[[Record, Known], Fields | None]] = {
    REVIEW: _review_differs,
    DOCUMENT: _document_differs,
    RECOMMENDATION: _recommendation_differs,
}
