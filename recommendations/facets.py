"""Counts beside every filter value.

The counts of a facet honour every filter but its own: they say what choosing a value would give. They
are counted on columns and on link tables restricted by the filtered ids, in three queries whatever the
number of values.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from recommendations.filters import RecommendationFilter
from recommendations.models import Clause, ThemeTag

#: Facets that are columns of a recommendation, counted together.
_COLUMNS = {"cycle": "review__cycle", "position": "position", "implementation": "implementation_status"}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a filter, how many recommendations it would give, and whether it is chosen."""

    value: str
    label: str
    count: int
    selected: bool
    level: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: list[FacetValue]

    @property
    def selected(self) -> list[FacetValue]:
        return [value for value in self.values if value.selected]


@dataclass(frozen=True, slots=True)
class Facets:
    """All facets of a question, and how many recommendations answer it."""

    total: int
    all: list[Facet]


def count_facets(question: RecommendationFilter) -> Facets:
    """Count the recommendations behind every value of every filter of a valid question."""
    total, counts = _count_columns(question)
    counts["theme"] = _count_themes(question)
    counts |= _count_states_and_groups(question)
    labels = {
        "cycle": _("Cycle"),
        "position": _("Position"),
        "theme": _("Theme"),
        "group": _("Regional group"),
        "state": _("Recommending State"),
        "implementation": _("Implementation"),
    }
    levels = {theme.slug: 1 for theme in question.values.themes if theme.parent_id}
    facets = []
    for name, label in labels.items():
        chosen = set(question.form.cleaned_data[name])
        values = [
            FacetValue(value, text, counts[name][value], value in chosen, levels.get(value, 0))
            for value, text in getattr(question.values, f"of_{name}")()
        ]
        facets.append(Facet(name, str(label), values))
    return Facets(total, facets)


def _count_columns(question: RecommendationFilter) -> tuple[int, dict[str, Counter[str]]]:
    """Count one cube over all columns, then cut it for each facet by what is chosen in the others."""
    chosen = {name: set(question.form.cleaned_data[name]) for name in _COLUMNS}
    cube = question.rows(but=_COLUMNS).order_by().values_list(*_COLUMNS.values()).annotate(count=Count("pk"))
    total = 0
    counts: dict[str, Counter[str]] = {name: Counter() for name in _COLUMNS}
    for *cell, count in cube:
        values = dict(zip(_COLUMNS, map(str, cell), strict=True))
        missed = [name for name, wanted in chosen.items() if wanted and values[name] not in wanted]
        if not missed:
            total += count
        for name in _COLUMNS:
            if missed in ([], [name]):
                counts[name][values[name]] += count
    return total, counts


def _count_themes(question: RecommendationFilter) -> Counter[str]:
    """Count themes by themselves and headings with all that is below them, each recommendation once."""
    tags = ThemeTag.objects.filter(recommendation__in=question.rows(but=["theme"]).order_by().values("pk"))
    leaves = (
        tags.filter(theme__parent__isnull=False)
        .values(theme_key=F("theme_id"))
        .annotate(count=Count("recommendation"))
    )
    headings = tags.values(theme_key=Coalesce("theme__parent_id", "theme_id")).annotate(
        count=Count("recommendation", distinct=True)
    )
    slugs = {theme.pk: theme.slug for theme in question.values.themes}
    return Counter({slugs[row["theme_key"]]: row["count"] for row in leaves.union(headings, all=True)})


def _count_states_and_groups(question: RecommendationFilter) -> dict[str, Counter[str]]:
    requests = Clause.states.through.objects
    by_state = (
        requests.filter(clause__recommendation__in=question.rows(but=["state"]).order_by().values("pk"))
        .values(key=F("state_id"))
        .annotate(count=Count("clause__recommendation", distinct=True))
    )
    by_group = (
        requests.filter(clause__recommendation__in=question.rows(but=["group"]).order_by().values("pk"))
        .values(key=F("state__regional_group_id"))
        .annotate(count=Count("clause__recommendation", distinct=True))
    )
    found = {row["key"]: row["count"] for row in by_state.union(by_group, all=True)}
    counts = Counter({key: count for key, count in found.items() if key})
    return {"state": counts, "group": counts}
