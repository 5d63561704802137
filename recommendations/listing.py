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
    states = {code: Link(page_of("state", code), name) for code, name in values.of_state()}
    themes = {str(theme.pk): Link(page_of("theme", theme.slug), theme.name) for theme in values.themes}
    return [
        Entry(row, _chosen(states, keys[row.pk].requests), _chosen(themes, keys[row.pk].themes))
        for row in rows
        if row.pk in keys
    ]


def _chosen(links: dict[str, Link], keys: str) -> list[Link]:
    """Answer the links with these keys, in the order of all links."""
    wanted = set(keys.split())
    return [link for key, link in links.items() if key in wanted]
