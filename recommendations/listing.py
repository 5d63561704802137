"""Recommendations as entries of a list: each with the States that made it and its themes, as links."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from recommendations.models import FacetKeys, Recommendation
from recommendations.values import FilterValues
from upr_tracker.lib.addresses import page_of


class Link(NamedTuple):
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    recommendation: Recommendation
    states: list[Link]
    themes: list[Link]


def entries_of(rows: Iterable[Recommendation], values: FilterValues) -> list[Entry]:
    """Answer entries for rows, loaded `for_listing`, in their order.

    One query, and those for the names of all States and themes where `values` has not read them. A row that
    was deleted meanwhile is left out.
    """
    rows = list(rows)
    keys = FacetKeys.objects.in_bulk([row.pk for row in rows])
    states = _places((code, code, name) for code, name in values.of_state())
    themes = _places((str(theme.pk), theme.slug, theme.name) for theme in values.themes)
    return [
        Entry(
            row,
            _links("state", states, keys[row.pk].requests),
            _links("theme", themes, keys[row.pk].themes),
        )
        for row in rows
        if row.pk in keys
    ]


def _places(named: Iterable[tuple[str, str, str]]) -> dict[str, tuple[int, str, str]]:
    """Answer by key: the place among all, the key in addresses, the name."""
    return {key: (place, slug, name) for place, (key, slug, name) in enumerate(named)}


def _links(view_name: str, places: dict[str, tuple[int, str, str]], keys: str) -> list[Link]:
    found = sorted(places[key] for key in set(keys.split()) if key in places)
    return [Link(page_of(view_name, slug), name) for _place, slug, name in found]
