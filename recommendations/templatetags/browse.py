"""Numbers as links to the rows that they count, and as bars."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Page
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from recommendations.facets import Facet, FacetValue
from recommendations.listing import Link
from recommendations.models import Recommendation
from recommendations.search import highlight as mark

register = template.Library()

#: Filters whose values are there to see before they are asked for.
OPEN_FACETS = ("cycle", "theme", "position", "implementation")

#: Filters whose values stand below each other.
IN_LEVELS = ("theme",)

#: More values of a filter than this are worth narrowing by typing.
LONG = 25

#: Smaller numbers need no grouping, which takes its time.
FIRST_WITH_COMMA = 1000


@register.simple_tag
def browse_url(**filters: Any) -> str:
    """Answer the address of the recommendations so filtered: `{% browse_url cycle=2 theme="nhri" %}`."""
    query = urlencode({name: value for name, value in filters.items() if value not in (None, "")}, doseq=True)
    return f"{reverse('recommendations')}{'?' if query else ''}{query}"


@register.simple_tag
def count_link(count: int | None, **filters: Any) -> SafeString:
    """Answer a number as a link to the rows that it counts; nothing to count is no link."""
    if not count:
        return SafeString("0")
    return format_html('<a class="number" href="{}">{}</a>', browse_url(**filters), intcomma(count))


@register.simple_tag
def links(linked: Iterable[Link], between: str) -> SafeString:
    """Answer links one after the other."""
    return SafeString(
        escape(between).join(f'<a href="{escape(address)}">{escape(words)}</a>' for address, words in linked)
    )


@register.filter
def stands_open(facet: Facet) -> bool:
    """Whether the values of a filter are there to see when the page comes."""
    return bool(facet.selected) or facet.name in OPEN_FACETS


@register.filter
def is_long(facet: Facet) -> bool:
    """Whether a list of values is worth narrowing by typing."""
    return len(facet.values) > LONG


@register.simple_tag
def facet_values(facet: Facet) -> SafeString:
    """Answer the values of a filter as items of a list, those of a lower level folded below their heading.

    In a long list without levels, values without rows come last.
    """
    values = facet.values
    if is_long(facet) and facet.name not in IN_LEVELS:
        values = sorted(values, key=lambda value: not (value.count or value.selected))
    items: list[tuple[FacetValue, list[FacetValue]]] = []
    for value in values:
        if value.level and items and facet.name in IN_LEVELS:
            items[-1][1].append(value)
        else:
            items.append((value, []))
    # The end of an item is what HTML lets us leave out.
    return SafeString(
        "".join(f"<li>{facet_choice(facet, value)}{_folded(facet, value, below)}" for value, below in items)
    )


def _folded(facet: Facet, heading: FacetValue, values: list[FacetValue]) -> str:
    """Answer what stands below a heading, unfolded where something in it is chosen."""
    if not values:
        return ""
    words = ngettext("%(count)s theme", "%(count)s themes", len(values)) % {"count": len(values)}
    return format_html(
        '<details{}><summary>{}<span class="visually-hidden"> {}</span></summary>'
        '<ul role="list">{}</ul></details>',
        SafeString(" open" if any(value.selected for value in values) else ""),
        words,
        gettext("of “%(heading)s”") % {"heading": heading.label},
        SafeString("".join(f"<li>{facet_choice(facet, value)}" for value in values)),
    )


def facet_choice(facet: Facet, value: FacetValue) -> SafeString:
    """Answer one value of a filter as a box to tick, with its words and its number.

    What would give nothing can be read and not ticked; its style says 0. There are hundreds on a page: as
    lean and as quick as can be.
    """
    words = escape(value.label)
    if not value.count and not value.selected:
        return SafeString(f"<span>{words}</span>" if facet.name in IN_LEVELS else words)
    count = intcomma(value.count) if value.count >= FIRST_WITH_COMMA else value.count
    checked = " checked" if value.selected else ""
    box = f'<input type="checkbox" name="{facet.name}" value="{escape(value.value)}"{checked}>'
    return SafeString(f"<label>{box}{words} <b>{count}</b></label>")


@register.simple_tag
def value_bar(value: int, of: int) -> SafeString:
    """Answer a number as the part of a line that it fills; the number itself must stand beside it."""
    return format_html(
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="value" x="0" y="0" width="{}" height="1"></rect></svg>',
        f"{100 * value / of if of else 0:.2f}",
    )


@register.filter
def total(counts: Mapping[str, int]) -> int:
    """Answer the sum of counts by position."""
    return sum(counts.values())


@register.filter
def or_dash(value: object) -> object:
    """Answer a dash for what is not known; 0 is known."""
    return "–" if value in (None, "") else value


@register.filter
def elided(page: Page[Any]) -> Iterator[int | str]:
    """Answer the numbers of the pages around this one, with a sign where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def highlight(text: str, query: str) -> str:
    """Mark in a text what a search was for."""
    return mark(text, query) if query else text


@register.simple_tag
def api_url(recommendation: Recommendation) -> str:
    """Answer the address of the same recommendation in the API."""
    return reverse("api-recommendation-detail", args=[recommendation.review.slug, recommendation.number])
