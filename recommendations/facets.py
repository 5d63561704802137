"""Counts beside every filter value.

The counts of a facet honour every filter but its own: they say what choosing a value would give. Where all
chosen values of a filter must hold, they honour it, too. What is counted is read from `FacetKeys`, a row for
each recommendation, in three queries whatever is chosen: the rows that all filters leave, those that are left
without the filter of each facet in which something is chosen, and the assessments.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from recommendations.assessments import current_assessments
from recommendations.dimensions import DIMENSIONS, Unit
from recommendations.filters import MOST_IDS, RecommendationFilter
from recommendations.models import FacetKeys, Position
from recommendations.values import FilterValues

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
#: Where the keys of a facet are read.
_FIELDS = {
    "state_under_review": "review__state_under_review",
    "cycle": "review__cycle",
    "theme": "themes",
    "group": "requests",
    "state": "requests",
    "position": "position",
    "position_ever": "positions_ever",
    "implementation": "implementation_status",
    "affected_group": "affected_groups",
    "goal": "goals",
    "action_category": "action_category",
    "wording": "wording",
}
_READ = ("pk", *dict.fromkeys(_FIELDS.values()))
_ASSESSED = ("assessed_by", "judged")
#: So many rows are looked at together, however many there are.
_AT_ONCE = 10_000
_BOTH = {Position.SUPPORTED.value, Position.NOTED.value}


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
    """All facets of a question in a unit, and how many recommendations and requests answer it.

    `without` tells how many there would be without the filter of a facet, where that is known.
    """

    unit: Unit
    total: int
    requests: int
    all: list[Facet]
    without: dict[str, int]


def count_facets(question: RecommendationFilter, unit: Unit = Unit.RECOMMENDATIONS) -> Facets:
    """Count what is behind every value of every filter of a valid question."""
    count = _Count(question, unit)
    counts = count.of_keys() | count.of_assessments()
    below = {theme.slug for theme in question.values.themes if theme.parent_id}
    facets = []
    for name in ORDER:
        chosen, counted = set(question.chosen(name)), counts[name]
        values = [
            FacetValue(value, text, counted[value], value in chosen, int(name == "theme" and value in below))
            for value, text in getattr(question.values, f"of_{name}")()
        ]
        if name == "state_under_review":
            values = [value for value in values if value.count or value.selected]
        if name != "state_under_review" or len(values) > 1:
            facets.append(Facet(name, str(DIMENSIONS[name].label), values))
    return Facets(unit, count.total, count.requests, facets, count.without)


class _Assessment(NamedTuple):
    """What an organisation said, and the facet whose filter is off in the rows that it was found in."""

    rows: str
    recommendation: int
    requests: str
    assessed_by: str
    judged: str


class _Count:
    """The counts of one question in one unit.

    Rows are not counted one by one: many have the same keys, and what these mean is asked once.
    """

    def __init__(self, question: RecommendationFilter, unit: Unit) -> None:
        self.question = question
        self.unit = unit
        self.total = 0
        self.requests = 0
        self.without: dict[str, int] = {}
        self._values_in = _values_in_keys(question.values)
        self._groups = set(question.chosen("group"))
        self._states = set() if question.asks_for_all_of("state") else set(question.chosen("state"))

    def of_keys(self) -> dict[str, Counter[str]]:
        """Count all but the assessments, and the totals. Two queries, or one."""
        cells: dict[str, Counter[Any]] = {name: Counter() for name in _FIELDS}
        if self.unit == Unit.RECOMMENDATIONS and not self.question.is_restricted():
            # The database counts all rows sooner than it hands them over.
            counted_there = [name for name in _FIELDS if name != "group"]
            made = cells["group"] = cells["state"]
        else:
            counted_there = [name for name in _FIELDS if self._is_apart(name)]
            made = self._count_rows(cells, [name for name in _FIELDS if name not in counted_there])
        for name, keys, requests, times in _together(self._cells_of(name) for name in counted_there):
            cells[name][(keys, requests) if self.unit == Unit.REQUESTS else keys] += times
            of_each = len(self._counted(requests, but=name)) if self.unit == Unit.REQUESTS else 1
            self.without[name] = self.without.get(name, 0) + of_each * times
        self.total = made.total()
        self.requests = sum(len(self._counted(requests)) * times for requests, times in made.items())
        return {name: self._sum(name, cells[name]) for name in _FIELDS}

    def _count_rows(self, cells: dict[str, Counter[Any]], names: list[str]) -> Counter[str]:
        """Read the rows that all filters leave into the cells of these facets; answer their requests."""
        made: Counter[str] = Counter()
        ids: list[int] = []
        keys_of_rows = _keys(self.question).values_list(*_READ)
        # PostgreSQL plans a cursor to answer soon and not to be read to its end: ten times as slow.
        rows = iter(keys_of_rows) if self.question.is_restricted() else keys_of_rows.iterator(_AT_ONCE)
        while some := list(islice(rows, _AT_ONCE)):
            columns = dict(zip(_READ, zip(*some, strict=True), strict=True))
            ids += columns["pk"] if len(ids) <= MOST_IDS else ()
            requests = columns["requests"]
            made.update(requests)
            for name in names:
                keys = columns[_FIELDS[name]]
                cells[name].update(zip(keys, requests, strict=True) if self.unit == Unit.REQUESTS else keys)
        self.question.remember(ids)
        return made

    def of_assessments(self) -> dict[str, Counter[str]]:
        """Count who assessed and how: either speaks of assessments that fit the other. One query."""
        sets = [name for name in _ASSESSED if self._is_apart(name)]
        sets += [""] if len(sets) < len(_ASSESSED) else []
        found = [_Assessment(*row) for row in _together(_assessments(self.question, name) for name in sets)]
        counts = {}
        for name, other in (_ASSESSED, _ASSESSED[::-1]):
            rows, wanted = name if self._is_apart(name) else "", self.question.chosen(other)
            once = {
                (getattr(row, name), row.recommendation, row.requests)
                for row in found
                if row.rows == rows and (not wanted or getattr(row, other) in wanted)
            }
            counts[name] = Counter[str]()
            for value, _recommendation, requests in once:
                counts[name][value] += len(self._counted(requests)) if self.unit == Unit.REQUESTS else 1
        return counts

    def _is_apart(self, name: str) -> bool:
        """Whether a facet is counted in rows of its own: those without its filter."""
        return bool(self.question.chosen(name)) and not self.question.asks_for_all_of(name)

    def _cells_of(self, name: str) -> QuerySet[Any, Any]:
        """Answer rows of (facet, keys, requests, how many recommendations), for a facet counted apart."""
        requests = F("requests") if self.unit == Unit.REQUESTS else Value("", output_field=CharField())
        cells = _keys(self.question, name).values(keys=Cast(_FIELDS[name], CharField()), made=requests)
        counted = cells.annotate(times=Count("pk"))
        return counted.values_list(Value(name, output_field=CharField()), "keys", "made", "times")

    def _sum(self, name: str, cells: Counter[Any]) -> Counter[str]:
        counts = Counter[str]()
        if self.unit == Unit.RECOMMENDATIONS:
            values_in = self._values_in[name]
            for keys, times in cells.items():
                for value in values_in(keys):
                    counts[value] += times
        else:
            for (keys, requests), times in cells.items():
                for value, count in self._requests_by_value(name, keys, requests).items():
                    counts[value] += count * times
        return counts

    def _requests_by_value(self, name: str, keys: Any, requests: str) -> dict[str, int]:
        """Count the requests of one recommendation for each value that it has in a facet.

        Where recommendations must be by all chosen States, each of their requests counts for every State.
        """
        values_in = self._values_in[name]
        counted = self._counted(requests, but=name)
        if name == "group" or (name == "state" and not self.question.asks_for_all_of(name)):
            return Counter(value for code in counted for value in values_in(code))
        return dict.fromkeys(values_in(keys), len(counted))

    def _counted(self, requests: str, but: str = "") -> list[str]:
        """Answer the States of the requests that count: as `RecommendationFilter.requests` says."""
        codes = requests.split()
        if self._states and but != "state":
            codes = [code for code in codes if code in self._states]
        if self._groups and but != "group":
            codes = [code for code in codes if self._values_in["group"](code) & self._groups]
        return codes


def _keys(question: RecommendationFilter, but: str = "") -> QuerySet[Any, Any]:
    """Answer the keys of the recommendations, or of those without the filter of one facet."""
    rows, off = FacetKeys.objects.order_by(), _off(but)
    if question.is_restricted(off):
        rows = rows.filter(pk__in=question.rows(off).order_by().values("pk"))
    return rows


def _assessments(question: RecommendationFilter, but: str) -> QuerySet[Any, Any]:
    """Answer rows of `_Assessment`, of the recommendations without the filter of one facet."""
    rows, off = current_assessments().order_by(), _off(but)
    if question.is_restricted(off):
        rows = rows.filter(recommendation__in=question.found(off))
    requests = FacetKeys.objects.filter(pk=OuterRef("recommendation")).values("requests")
    return rows.values_list(
        Value(but, output_field=CharField()),
        "recommendation",
        Subquery(requests),
        "organisation__slug",
        "status",
    )


def _off(name: str) -> list[str]:
    return [name] if name else []


def _together(queries: Iterable[QuerySet[Any, Any]]) -> Iterable[tuple[Any, ...]]:
    """Read the rows of several queries in one."""
    first, *others = [*queries] or [FacetKeys.objects.none()]
    return first.union(*others, all=True) if others else first


def _values_in_keys(values: FilterValues) -> dict[str, Callable[[Any], set[str]]]:
    """Answer, by facet, what tells the values of a filter from the keys of one recommendation."""
    slugs: dict[int | None, str] = {theme.pk: theme.slug for theme in values.themes}
    themes = {str(theme.pk): {theme.slug, slugs.get(theme.parent_id, theme.slug)} for theme in values.themes}
    states = {code: {group} for code, _name, group, _its_name in values.states if group}
    concerned = {str(pk): {slug} for pk, slug in values.slugs_of_groups.items()}

    def any_of(known: dict[str, set[str]]) -> Callable[[str], set[str]]:
        return lambda keys: {value for key in keys.split() for value in known.get(key, ())}

    def goals(keys: str) -> set[str]:
        return {code.partition(".")[0] for code in keys.split()}

    def positions(keys: str) -> set[str]:
        said = set(keys.split())
        return said | {"changed"} if said >= _BOTH else said

    def itself(key: Any) -> set[str]:
        return set() if key is None else {str(key)}

    known = {
        "theme": any_of(themes),
        "group": any_of(states),
        "affected_group": any_of(concerned),
        "goal": goals,
        "state": lambda keys: set(keys.split()),
        "position_ever": positions,
    }
    return {name: known.get(name, itself) for name in _FIELDS}
