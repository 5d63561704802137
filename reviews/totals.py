"""What is loaded of a review, beside what sources say it came to."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from reviews.models import PublishedTotal, Review, ReviewQuerySet


@dataclass(frozen=True, slots=True)
class ReviewTotals:
    """The loaded recommendations of a review by current position, and the requests in them.

    `official` of them are loaded in the official wording, the others as summaries.
    """

    review: Review
    positions: Counter[str]
    official: int
    requests: int
    published: list[PublishedTotal]

    @property
    def loaded(self) -> int:
        return self.positions.total()

    @property
    def fullest(self) -> PublishedTotal | None:
        """The published total that says most; of equals, the one recorded last."""
        return max(self.published, key=_fullness, default=None)

    @property
    def expected(self) -> int | None:
        """How many recommendations the review has, as far as anybody said."""
        return self.fullest.received if self.fullest else None


def _fullness(total: PublishedTotal) -> tuple[int, int]:
    said = [total.received, total.supported, total.noted]
    return sum(number is not None for number in said), total.pk


def totals_of(reviews: ReviewQuerySet) -> list[ReviewTotals]:
    """Count what is loaded of each of these reviews, in their order. Two queries."""
    published = PublishedTotal.objects.select_related("document").order_by("pk")
    rows: Any = (
        reviews.with_counts()
        .select_related("state_under_review", "cycle", "session")
        .prefetch_related(Prefetch("published_totals", published))
    )
    return [
        ReviewTotals(
            review,
            Counter(supported=review.supported, noted=review.noted, pending=review.pending),
            review.official,
            review.requests,
            list(review.published_totals.all()),
        )
        for review in rows
    ]
