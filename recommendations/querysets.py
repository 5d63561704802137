"""The reading rules for recommendations, chainable and named in domain words."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Prefetch

if TYPE_CHECKING:
    from recommendations.models import Recommendation


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def in_order(self) -> Self:
        """By State, cycle and number: 118.9 before 118.10, the unnumbered last."""
        return self.order_by(
            "review__state_under_review__name",
            "review__cycle_id",
            F("paragraph").asc(nulls_last=True),
            "item",
            "pk",
        )

    def now_numbered(self, review_slug: str, number: str) -> "Recommendation | None":
        """Answer the recommendation that had this number of ours ("u12") until its official one was known."""
        placeholder = number.removeprefix("u")
        if placeholder == number or self.filter(review__slug=review_slug, number=number).exists():
            return None
        held = self.filter(review__slug=review_slug, placeholder=int(placeholder))
        return held.select_related("review").first()

    def for_listing(self) -> Self:
        """Load what an entry of a list shows of the row itself; `listing.entries_of` adds the rest."""
        return self.select_related("review__state_under_review")

    def for_reading(self) -> Self:
        """Load what a table or file tells: review, clauses with their States, themes. Four queries."""
        from recommendations.models import Clause, Theme

        return self.select_related("review__state_under_review", "review__cycle").prefetch_related(
            Prefetch("clauses", Clause.objects.order_by("order")),
            "clauses__states",
            Prefetch("themes", Theme.objects.in_order()),
        )
