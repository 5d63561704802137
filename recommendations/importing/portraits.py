"""Reviews, documents and recommendations as imports see them: plain values, read for many at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db.models import Q

from recommendations.models import (
    AffectedGroup,
    AffectedGroupTag,
    Clause,
    GoalTag,
    Position,
    Recommendation,
    Response,
    ResponseKind,
    Source,
    SustainableDevelopmentGoal,
    Theme,
    ThemeTag,
    standing,
)
from reviews.models import Document, DocumentKind, Review

Statement: TypeAlias = dict[str, Any]
"""One response: {"position", "stated_as", "comment", "document", "paragraph", "date", "source"}, and "kind"
where it is a statement in the dialogue, which no import makes but which moves with its recommendation."""

TAGS = ("themes", "affected_groups", "goals")
"""What recommendations are tagged with: fields of a record, and relations of `Recommendation`."""

_OF_TAGS: dict[str, tuple[Any, str]] = {
    "themes": (ThemeTag, "theme__slug"),
    "affected_groups": (AffectedGroupTag, "group__slug"),
    "goals": (GoalTag, "goal_id"),
}
_SOURCE_OF_KIND = {
    DocumentKind.WORKING_GROUP_REPORT: Source.WORKING_GROUP_REPORT,
    DocumentKind.ADDENDUM: Source.ADDENDUM,
    DocumentKind.THEMATIC_LIST: Source.THEMATIC_LIST,
    DocumentKind.DATABASE: Source.UPR_INFO,
}


@dataclass(slots=True)
class ClausePortrait:
    pk: int
    order: int
    text: str
    states: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Portrait:
    """A recommendation with all that imports may write about it.

    `text_source` is a document's symbol, `tags` are {field: {slug or code: Source}}, the last of the
    `statements` is the current position; `latest` is where it stands among those that may come (`standing`).
    """

    pk: int
    review: str
    number: str
    text: str
    text_as_printed: str
    text_source: str
    text_source_kind: str
    page: int | None
    summary: str
    action_category: int | None
    position: str
    placeholder: int | None
    sources: dict[str, str]
    clauses: list[ClausePortrait] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    latest: tuple[object, ...] = ()
    tags: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in TAGS})

    def source_of(self, name: str) -> str:
        """Answer the Source of a field that has a value; where nobody noted it, what is likely.

        Wording without a note is that of its document, everything else came with the application.
        """
        noted = self.sources.get(name)
        if noted is None and name.startswith("clauses."):
            noted = self.sources.get("text")
        if noted is None and self.text and (name == "text" or name.startswith("clauses.")):
            return source_of_kind(self.text_source_kind)
        return noted or Source.DATASET

    def is_corrected(self, name: str) -> bool:
        """Whether a person gave a field its value, which may be none."""
        return self.sources.get(name) == Source.PERSON

    def states(self) -> set[str]:
        """The codes of all States that made the recommendation."""
        return {state for clause in self.clauses for state in clause.states}


def source_of_kind(kind: str) -> Source:
    """Answer whose word a document of a kind is, where nobody noted it."""
    return _SOURCE_OF_KIND.get(DocumentKind(kind), Source.SPREADSHEET) if kind else Source.DATASET


class Held:
    """What the database holds of some reviews and documents: a fixed number of queries.

    `reviews` are found by slug, `documents` by symbol, `portraits` by review and number; `keys` are the
    primary keys of themes, groups and Goals by slug or code.
    """

    def __init__(self, reviews: Iterable[str], symbols: Iterable[str]) -> None:
        self.reviews: dict[str, Review] = {
            review.slug: review
            for review in Review.objects.filter(slug__in=set(reviews)).prefetch_related("troika")
        }
        self.documents: dict[str, Document] = {}
        self.add_documents(symbols)
        self.portraits: dict[tuple[str, str], Portrait] = {}
        self._of_review: dict[str, list[Portrait]] = {}
        self.keys: dict[str, dict[str, int | str]] = {
            "themes": dict(Theme.objects.values_list("slug", "pk")),
            "affected_groups": dict(AffectedGroup.objects.values_list("slug", "pk")),
            "goals": dict(SustainableDevelopmentGoal.objects.values_list("code", "pk")),
        }
        self._paint()

    def add_documents(self, symbols: Iterable[str]) -> None:
        """Read some documents, too."""
        rows = Document.objects.filter(symbol__in=set(symbols)).select_related("review")
        self.documents |= {document.symbol: document for document in rows}

    def _paint(self) -> None:
        slugs = {review.pk: slug for slug, review in self.reviews.items()}
        if not slugs:
            return
        rows = Recommendation.objects.filter(review__in=slugs).values_list(
            "review_id",
            "pk",
            "number",
            "text",
            "text_as_printed",
            "text_source__symbol",
            "text_source__kind",
            "page",
            "summary",
            "action_category",
            "position",
            "placeholder",
            "sources",
        )
        by_key: dict[int, Portrait] = {}
        for review, pk, number, text, printed, symbol, kind, *rest in rows:
            portrait = Portrait(pk, slugs[review], number, text, printed, symbol or "", kind or "", *rest)
            by_key[pk] = self.portraits[portrait.review, number] = portrait
            self._of_review.setdefault(portrait.review, []).append(portrait)
        if by_key:
            self._paint_clauses(by_key)
            self._paint_statements(by_key)
            self._paint_tags(by_key)

    def _paint_clauses(self, portraits: dict[int, Portrait]) -> None:
        clauses = {}
        rows = Clause.objects.filter(_among("recommendation", portraits)).order_by("recommendation", "order")
        for recommendation, pk, order, text in rows.values_list("recommendation_id", "pk", "order", "text"):
            if portrait := portraits.get(recommendation):
                clauses[pk] = ClausePortrait(pk, order, text)
                portrait.clauses.append(clauses[pk])
        links = Clause.states.through.objects.filter(_among("clause", clauses))
        for clause, state in links.values_list("clause_id", "state_id"):
            if clause in clauses:
                clauses[clause].states.add(state)

    def _paint_statements(self, portraits: dict[int, Portrait]) -> None:
        rows = Response.objects.filter(_among("recommendation", portraits)).in_order()
        for (
            recommendation,
            document_kind,
            kind,
            position,
            stated_as,
            comment,
            symbol,
            paragraph,
            date,
            source,
            document_date,
        ) in rows.values_list(
            "recommendation_id",
            "document__kind",
            "kind",
            "position",
            "stated_as",
            "comment",
            "document__symbol",
            "paragraph",
            "date",
            "source",
            "document__date",
        ):
            if portrait := portraits.get(recommendation):
                day = date or document_date
                portrait.latest = standing(
                    position=position,
                    source=source,
                    kind=document_kind,
                    date=day.isoformat() if day else None,
                )
                portrait.statements.append(
                    {
                        "position": position,
                        "stated_as": stated_as,
                        "comment": comment,
                        "document": symbol,
                        "paragraph": paragraph,
                        "date": date.isoformat() if date else None,
                        "source": source or source_of_kind(document_kind).value,
                        **({"kind": kind} if kind != ResponseKind.POSITION else {}),
                    }
                )

    def _paint_tags(self, portraits: dict[int, Portrait]) -> None:
        for name, (tag, key) in _OF_TAGS.items():
            rows = tag.objects.filter(_among("recommendation", portraits))
            for recommendation, slug, source in rows.values_list("recommendation_id", key, "source"):
                if portrait := portraits.get(recommendation):
                    portrait.tags[name][slug] = source

    def of_review(self, slug: str) -> list[Portrait]:
        """Answer all recommendations of a review, by number."""
        return sorted(self._of_review.get(slug, ()), key=lambda portrait: portrait.number)

    def portrait(self, record: dict[str, Any]) -> Portrait | None:
        """Answer the recommendation that a record is about, under its own number or the one it has here."""
        review = record["review"]
        return self.portraits.get((review, record["number"])) or self.portraits.get(
            (review, record.get("held_as") or "")
        )


def key_of_statement(said: Statement) -> tuple[str, ...]:
    """What is recorded once of a recommendation, with or without a comment: see `Response`."""
    return said["document"], said["paragraph"], said["position"], said["stated_as"]


def _among(name: str, keys: Collection[int]) -> Q:
    """Ask for rows with one of these keys, and now and then for some more.

    What one import created lies side by side: then two ends are sent instead of a thousand keys.
    """
    if keys and max(keys) - min(keys) < 2 * len(keys):
        return Q(**{f"{name}__gte": min(keys), f"{name}__lte": max(keys)})
    return Q(**{f"{name}__in": list(keys)})


def final_position(statements: Iterable[Statement]) -> str | None:
    """Answer the last of these positions that is official: supported or noted."""
    positions = [said["position"] for said in statements if said["position"] != Position.PENDING]
    return positions[-1] if positions else None
