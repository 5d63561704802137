"""Themes against cycles: how many recommendations each cell holds."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from recommendations.models import Theme, ThemeTag
from recommendations.querysets import RecommendationQuerySet
from reviews.models import Cycle


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """Recommendations of a theme, in all and in each cycle; a heading takes in what is below it."""

    theme: Theme
    total: int
    cells: list[tuple[Cycle, int]]

    @property
    def is_heading(self) -> bool:
        return self.theme.parent_id is None


@dataclass(frozen=True, slots=True)
class ThemeGrid:
    cycles: list[Cycle]
    rows: list[ThemeRow]

    @property
    def headings(self) -> list[ThemeRow]:
        return [row for row in self.rows if row.is_heading]

    @property
    def leading(self) -> list[ThemeRow]:
        """The themes below the headings, the most frequent first."""
        themes = [row for row in self.rows if not row.is_heading and row.total]
        return sorted(themes, key=lambda row: (-row.total, row.theme.order))


def themes_by_cycle(recommendations: RecommendationQuerySet) -> ThemeGrid:
    """Count the recommendations of every theme in every cycle, each once under a heading. Three queries."""
    tags = ThemeTag.objects.filter(recommendation__in=recommendations.order_by().values("pk"))
    themes = (
        tags.filter(theme__parent__isnull=False)
        .values(theme_key=F("theme_id"), cycle=F("recommendation__review__cycle_id"))
        .annotate(count=Count("recommendation"))
    )
    headings = tags.values(
        theme_key=Coalesce("theme__parent_id", "theme_id"), cycle=F("recommendation__review__cycle_id")
    ).annotate(count=Count("recommendation", distinct=True))
    counts = Counter(
        {(row["theme_key"], row["cycle"]): row["count"] for row in themes.union(headings, all=True)}
    )
    cycles = list(Cycle.objects.order_by("number"))
    rows = []
    for theme in Theme.objects.in_order():
        cells = [(cycle, counts[theme.pk, cycle.number]) for cycle in cycles]
        rows.append(ThemeRow(theme, sum(count for _, count in cells), cells))
    return ThemeGrid(cycles, rows)


def counts_of_areas(tags: QuerySet[ThemeTag]) -> Counter[int]:
    """Count the recommendations with these tags by area, each once: the id of a theme with none above it."""
    area = Coalesce("theme__parent_id", "theme_id")
    counted = tags.order_by().values_list(area).annotate(count=Count("recommendation", distinct=True))
    return Counter(dict(counted))
