"""Counts beside every filter value.

The counts of a facet honour every filter but its own: they say what choosing a value would give. Where all
chosen values of a filter must hold, they honour it, too. Columns are counted together in one cube, all
links in one statement of a part for each facet: two queries whatever is chosen, and those for the words.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When

from recommendations.dimensions import (
    DIMENSIONS,
    Dimension,
    Unit,
    as_asked,
    count_values,
    counted_units,
    with_keys,
)
from recommendations.filters import RecommendationFilter
from recommendations.models import Position

#: Facets that are columns of a recommendation, counted together.
COLUMNS = ("cycle", "position", "implementation", "action_category", "wording")
#: Facets of which a recommendation may have several values, and States under review: these may be many.
LINKS = (
    "state_under_review",
    "theme",
    "state",
    "group",
    "assessed_by",
    "judged",
    "affected_group",
    "goal",
    "position_ever",
)
_OTHER_UNIT = "in the other unit"
#: As they stand on the page.
ORDER = (
    "state_under_review",
    "cycle",
    "theme",
    "group",
    "state",
    "position",
    "position_ever",
    "implementation",
    "assessed_by",
    "judged",
    "affected_group",
    "goal",
    "action_category",
    "wording",
)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a filter, how much it would give, and whether it is chosen."""

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

    @property
    def occurring(self) -> int:
        """How many values would give anything."""
        return sum(1 for value in self.values if value.count)


@dataclass(frozen=True, slots=True)
class Facets:
    """All facets of a question in a unit, and how many recommendations and requests answer it."""

    unit: Unit
    total: int
    requests: int
    all: list[Facet]


def count_facets(question: RecommendationFilter, unit: Unit = Unit.RECOMMENDATIONS) -> Facets:
    """Count what is behind every value of every filter of a valid question."""
    counted, counts = _count_columns(question, unit)
    counts |= _count_links(question, unit)
    in_other_unit = counts[_OTHER_UNIT]["all"]
    total, requests = (in_other_unit, counted) if unit == Unit.REQUESTS else (counted, in_other_unit)
    below = {theme.slug for theme in question.values.themes if theme.parent_id}
    facets = []
    for name in ORDER:
        chosen = set(question.chosen(name))
        values = [
            FacetValue(
                value, text, counts[name][value], value in chosen, int(name == "theme" and value in below)
            )
            for value, text in getattr(question.values, f"of_{name}")()
        ]
        if name == "state_under_review":
            values = [value for value in values if value.count or value.selected]
        if name != "state_under_review" or len(values) > 1:
            facets.append(Facet(name, str(DIMENSIONS[name].label), values))
    return Facets(unit, total, requests, facets)


def _count_columns(question: RecommendationFilter, unit: Unit) -> tuple[int, dict[str, Counter[str]]]:
    """Count one cube over all columns, then cut it for each facet by what is chosen in the others."""
    chosen = {name: set(question.chosen(name)) for name in COLUMNS}
    counted, prefix = counted_units(question, unit, but=COLUMNS)
    dimensions = {f"of_{name}": DIMENSIONS[name] for name in COLUMNS}
    cube = with_keys(counted, prefix, dimensions).values_list(*dimensions).annotate(count=Count("pk"))
    total = 0
    counts: dict[str, Counter[str]] = {name: Counter() for name in COLUMNS}
    for *cell, count in cube:
        values = {name: "" if key is None else str(key) for name, key in zip(COLUMNS, cell, strict=True)}
        missed = [name for name, wanted in chosen.items() if wanted and values[name] not in wanted]
        if not missed:
            total += count
        for name in COLUMNS:
            if missed in ([], [name]):
                counts[name][values[name]] += count
    return total, counts


def _count_links(question: RecommendationFilter, unit: Unit) -> dict[str, Counter[str]]:
    first, *others = _parts(question, unit)
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*LINKS, _OTHER_UNIT)}
    for facet, value, count in first.union(*others, all=True):
        counts[facet][value] += count
    ever = counts["position_ever"]
    # Of those that were supported or noted, what is counted twice was both.
    ever["changed"] = ever[Position.SUPPORTED] + ever[Position.NOTED] - ever.pop("any", 0)
    return counts


def _parts(question: RecommendationFilter, unit: Unit) -> Iterator[QuerySet]:
    other = question.rows().order_by() if unit == Unit.REQUESTS else question.requests()
    yield _named(
        _OTHER_UNIT, other.values(value=Value("all", output_field=CharField())).annotate(count=Count("pk"))
    )
    for name in LINKS:
        but = [] if question.asks_for_all_of(name) else [name]
        for dimension in _COUNTED.get(name) or [as_asked(DIMENSIONS[name], question)]:
            yield _named(name, count_values(dimension, question, unit, but))


def _named(name: str, counted: QuerySet) -> QuerySet:
    return counted.values_list(Value(name, output_field=CharField()), "value", "count")


def _with_key(dimension: Dimension, key: Callable[[str], Any], key_of_links: Any) -> Dimension:
    links = dimension.links and replace(dimension.links, key=key_of_links)
    return replace(dimension, key=key, links=links)


def _theme_below(prefix: str) -> Case:
    below = {f"{prefix}parent__isnull": False}
    return Case(When(**below, then=F(f"{prefix}slug")), output_field=CharField())


def _any_answer(prefix: str) -> Case:
    answered = {f"{prefix}position__in": [Position.SUPPORTED, Position.NOTED]}
    return Case(When(**answered, then=Value("any")), output_field=CharField())


#: Facets that take more than one count: headings, each recommendation below them once, and the themes below;
#: every position, and any answer at all.
_COUNTED = {
    "theme": [
        DIMENSIONS["theme_area"],
        _with_key(
            DIMENSIONS["theme"],
            lambda prefix: _theme_below(f"{prefix}themetags__theme__"),
            _theme_below("theme__"),
        ),
    ],
    "position_ever": [
        DIMENSIONS["position_ever"],
        _with_key(
            DIMENSIONS["position_ever"],
            lambda prefix: _any_answer(f"{prefix}responses__"),
            _any_answer(""),
        ),
    ],
}
