"""What is loaded, how complete it is, and which documents it rests on.

Everything is counted by review or by document in a query for each group of columns; their number does not
depend on how much is loaded.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from recommendations.assessments import published_assessments
from recommendations.models import (
    AffectedGroupTag,
    Clause,
    Recommendation,
    Recurrence,
    Response,
    Theme,
    ThemeTag,
)
from reviews.models import Document, DocumentKind, PublishedTotal, Review
from reviews.totals import ReviewTotals, totals_of
from states.models import State

#: How many rows of reviews, and how many documents, one page shows.
LIMIT = 200


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much there is of everything, and when a recommendation or an assessment was last changed."""

    recommendations: int
    requests: int
    states: int
    themes: int
    documents: int
    organisations: int
    assessments: int
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of a review's loaded recommendations have what a complete one has.

    `totals` knows loaded, expected and official; `numbered` have the number of the report; `linked` take up
    one of another cycle, or are taken up.
    """

    totals: ReviewTotals
    numbered: int
    themed: int
    grouped: int
    categorised: int
    assessed: int
    linked: int
    has_troika: bool

    @property
    def review(self) -> Review:
        return self.totals.review

    @property
    def loaded(self) -> int:
        return self.totals.loaded

    @property
    def answered(self) -> int:
        """With a position of the State."""
        return self.loaded - self.totals.positions["pending"]

    @property
    def is_counted(self) -> bool:
        """Whether there is anything to compare: a recommendation here, or a total that a source gives."""
        return bool(self.loaded or self.totals.published)

    @property
    def gaps(self) -> list[str]:
        """What is known to be missing, in sentences."""
        return list(_gaps(self))


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document and what rests on it: how many summaries, wordings, statements, assessments, totals."""

    document: Document
    summaries: int
    wordings: int
    responses: int
    assessments: int
    totals: int

    @property
    def language(self) -> str:
        """The name of its language; its code where we have no name for it."""
        try:
            return str(get_language_info(self.document.language)["name_translated"])
        except KeyError:
            return self.document.language

    @property
    def uses(self) -> list[str]:
        """What rests on it, in words, without what there is none of."""
        told = [
            (self.summaries, ngettext("%(count)d summary", "%(count)d summaries", self.summaries)),
            (self.wordings, ngettext("%(count)d wording", "%(count)d wordings", self.wordings)),
            (
                self.responses,
                ngettext(
                    "%(count)d statement of the State", "%(count)d statements of the State", self.responses
                ),
            ),
            (self.assessments, ngettext("%(count)d assessment", "%(count)d assessments", self.assessments)),
            (self.totals, ngettext("%(count)d published total", "%(count)d published totals", self.totals)),
        ]
        return [words % {"count": count} for count, words in told if count]


@dataclass(frozen=True, slots=True)
class Sources:
    """The documents that anything rests on, by kind in the order of kinds, and how many there are in all."""

    kinds: list[tuple[str, list[SourceDocument]]]
    shown: int
    used: int


def count_loaded() -> Loaded:
    """Count everything. Seven queries."""
    recommendations = Recommendation.objects.aggregate(count=Count("pk"), changed_at=Max("updated_at"))
    assessments = published_assessments().aggregate(count=Count("pk"), changed_at=Max("updated_at"))
    changes = [counted["changed_at"] for counted in (recommendations, assessments) if counted["changed_at"]]
    organisations: Any = apps.get_app_config("implementation").get_model("Organisation")
    return Loaded(
        recommendations["count"],
        Clause.states.through.objects.count(),
        State.objects.count(),
        Theme.objects.count(),
        Document.objects.count(),
        organisations.objects.count(),
        assessments["count"],
        max(changes, default=None),
    )


def known_reviews() -> QuerySet[Review]:
    """Reviews of which anything is loaded, counted by a source, or noted; by State and cycle."""
    return Review.objects.filter(
        Exists(Recommendation.objects.filter(review=OuterRef("pk")))
        | Exists(PublishedTotal.objects.filter(review=OuterRef("pk")))
        | ~Q(note="")
    ).in_order()


def measure_reviews(reviews: Iterable[Review]) -> list[Completeness]:
    """Measure these reviews, in the order of State and cycle. Seven queries, however many they are."""
    keys = [review.pk for review in reviews]
    mine = Recommendation.objects.filter(review__in=keys)
    columns = {
        row["review"]: row
        for row in mine.order_by()
        .values("review")
        .annotate(
            numbered=Count("pk", filter=Q(paragraph__isnull=False)),
            categorised=Count("pk", filter=Q(action_category__isnull=False)),
            assessed=Count("pk", filter=~Q(implementation_status=Recommendation.NOT_ASSESSED)),
        )
    }
    none = {"numbered": 0, "categorised": 0, "assessed": 0}
    themed = _tagged(ThemeTag.objects.filter(recommendation__in=mine))
    grouped = _tagged(AffectedGroupTag.objects.filter(recommendation__in=mine))
    linked = _counted(
        mine.filter(
            Q(pk__in=Recurrence.objects.values("later")) | Q(pk__in=Recurrence.objects.values("earlier"))
        ),
        "review",
    )
    troikas = _counted(Review.troika.through.objects.filter(review__in=keys), "review")
    measured = []
    for totals in totals_of(Review.objects.filter(pk__in=keys).in_order()):
        key = totals.review.pk
        column = columns.get(key, none)
        measured.append(
            Completeness(
                totals,
                column["numbered"],
                themed[key],
                grouped[key],
                column["categorised"],
                column["assessed"],
                linked[key],
                bool(troikas[key]),
            )
        )
    return measured


def find_sources(limit: int) -> Sources:
    """Find the documents on which most rests, with what rests on each. Six queries."""
    summaries = _counted(Recommendation.objects.filter(summary_source__isnull=False), "summary_source")
    wordings = _counted(Recommendation.objects.filter(text_source__isnull=False), "text_source")
    responses = _counted(Response.objects.all(), "document")
    assessments = _counted(published_assessments().filter(recorded_from__isnull=False), "recorded_from")
    totals = _counted(PublishedTotal.objects.filter(document__isnull=False), "document")
    used = summaries + wordings + responses + assessments + totals
    documents = Document.objects.filter(pk__in=[key for key, _count in used.most_common(limit)])
    order = list(DocumentKind.values)
    rows = sorted(
        documents.order_by(F("date").asc(nulls_last=True), "symbol"), key=lambda row: order.index(row.kind)
    )
    kinds = [
        (
            kind,
            [
                SourceDocument(
                    row, *(counts[row.pk] for counts in (summaries, wordings, responses, assessments, totals))
                )
                for row in of_kind
            ],
        )
        for kind, of_kind in groupby(rows, key=lambda row: row.get_kind_display())
    ]
    return Sources(kinds, len(rows), len(used))


def _counted(rows: QuerySet[Any], by: str) -> Counter[int]:
    """Count rows by what they belong to. One query."""
    return Counter(dict(rows.order_by().values_list(by).annotate(count=Count("pk"))))


def _tagged(tags: QuerySet[Any]) -> Counter[int]:
    """Count the recommendations with a tag, each once, by review. One query."""
    rows = tags.order_by().values_list("recommendation__review")
    return Counter(dict(rows.annotate(count=Count("recommendation", distinct=True))))


def _gaps(row: Completeness) -> Iterator[str]:
    loaded, expected = row.loaded, row.totals.expected
    counts = sorted({total.received for total in row.totals.published if total.received is not None})
    if not loaded and expected is None:
        yield _("Nothing is loaded, and no published total was found.")
    elif not loaded:
        yield ngettext(
            "No text is loaded: sources count %(expected)d recommendation.",
            "No text is loaded: sources count %(expected)d recommendations.",
            expected or 0,
        ) % {"expected": expected}
    elif expected is None:
        yield _("No published total was found, so nobody can say whether all are here.")
    elif loaded != expected:
        words = (
            ngettext(
                "%(loaded)d of %(expected)d is loaded.", "%(loaded)d of %(expected)d are loaded.", loaded
            )
            if loaded < expected
            else _("%(loaded)d are loaded, more than the %(expected)d that sources count.")
        )
        yield words % {"loaded": loaded, "expected": expected}
    if len(counts) > 1:
        yield _("Sources differ on the total: %(totals)s.") % {"totals": ", ".join(map(str, counts))}
    if loaded:
        yield from _gaps_in_what_is_loaded(row)
    if not row.review.date:
        yield _("The day of the review is not known.")
    if not row.has_troika:
        yield _("The troika is not known.")


def _gaps_in_what_is_loaded(row: Completeness) -> Iterator[str]:
    loaded, summaries = row.loaded, row.loaded - row.totals.official
    if summaries == loaded:
        yield ngettext(
            "The only one is a summary; the official wording arrives when the report is imported.",
            "All %(count)d are summaries; the official wording arrives when the report is imported.",
            loaded,
        ) % {"count": loaded}
    elif summaries:
        yield ngettext(
            "%(summaries)d of %(loaded)d is known as a summary only.",
            "%(summaries)d of %(loaded)d are known as summaries only.",
            summaries,
        ) % {"summaries": summaries, "loaded": loaded}
    if unnumbered := loaded - row.numbered:
        yield ngettext(
            "%(count)d is known without its number, from a secondary source.",
            "%(count)d are known without number, from a secondary source.",
            unnumbered,
        ) % {"count": unnumbered}
    if not row.answered:
        yield _("No position of the State is known.")
    elif pending := loaded - row.answered:
        yield ngettext(
            "The position of the State on one of them is not known.",
            "The position of the State on %(count)d of them is not known.",
            pending,
        ) % {"count": pending}
