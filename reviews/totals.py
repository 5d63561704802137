"""What is loaded of a review, beside what sources say it came to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from reviews.models import PublishedTotal, Review, ReviewQuerySet


@dataclass(frozen=True, slots=True)
class ReviewTotals:
    """The loaded recommendations of a review by current position, and the requests in them.

    `official` of them are loaded in the official wording, the others as summaries.
    """

    review: Review
    positions: Counter[str] = field(default_factory=Counter)
    official: int = 0
    requests: int = 0
    published: list[PublishedTotal] = field(default_factory=list)

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
    """Count what is loaded of each of these reviews, in their order. Four queries."""
    rows = list(
        reviews.select_related("state_under_review", "cycle", "session").prefetch_related("published_totals")
    )
    keys = [review.pk for review in rows]
    positions, official = _count_positions(keys)
    requests = _count_requests(keys)
    return [
        ReviewTotals(
            review,
            positions.get(review.pk, Counter()),
            official[review.pk],
            requests[review.pk],
            sorted(review.published_totals.all(), key=lambda total: total.pk),
        )
        for review in rows
    ]


def _count_positions(keys: Iterable[int]) -> tuple[dict[int, Counter[str]], Counter[int]]:
    """Count each review's recommendations by position, and those in the official wording."""
    counted = (
        Review.objects.filter(pk__in=keys, recommendations__isnull=False)
        .order_by()
        .values_list("pk", "recommendations__position")
        .annotate(
            count=Count("recommendations"),
            official=Count("recommendations", filter=~Q(recommendations__text="")),
        )
    )
    positions: dict[int, Counter[str]] = {}
    official: Counter[int] = Counter()
    for key, position, count, in_official_wording in counted:
        positions.setdefault(key, Counter())[position] = count
        official[key] += in_official_wording
    return positions, official


def _count_requests(keys: Iterable[int]) -> Counter[int]:
    """Count a clause once for each State that made it: each is a row of the join."""
    counted = (
        Review.objects.filter(pk__in=keys)
        .order_by()
        .values_list("pk")
        .annotate(count=Count("recommendations__clauses__states"))
    )
    return Counter(dict(counted))
