"""The list of recommendations: the question as filters, its answer as pages or as a file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from recommendations import search
from recommendations.browsing import (
    TABLE,
    Layout,
    LayoutForm,
    canonical,
    chips_of,
    in_chosen_order,
    in_words,
    layout_of,
    only,
    table_of,
    ways_out_of,
    with_columns,
)
from recommendations.export.csv import stream_csv
from recommendations.facets import Facets, count_facets
from recommendations.filters import RecommendationFilter
from recommendations.listing import entries_of
from recommendations.models import Recommendation
from upr_tracker.lib.htmx import vary_on_htmx, wants_fragment

PAGE_SIZE = 20
#: Of the layout, what is chosen by links and not in the form of the question, and goes with it unseen.
_NOT_IN_FORM = ("unit", "view", "column")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a misspelt word may have meant, in words, and the query that filters by it instead."""

    words: str
    query: str


def recommendations(request: HttpRequest) -> HttpResponse:
    """Browse by search and facets. The same address gives htmx the part of the page that changes."""
    query = canonical(request.GET)
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    is_fragment = wants_fragment(request)
    if query != request.GET and not is_fragment:
        return redirect(address)
    request.GET = query  # type: ignore[assignment]  # of it templates make addresses of pages, units, views
    question, form = _question(query), LayoutForm(query)
    if not (question.is_valid() & form.is_valid()):
        return _refuse(request, question, form, query)
    text = question.form.cleaned_data["q"]
    layout = layout_of(form, text)
    facets = count_facets(question, layout.unit)
    page = _page(question, layout, query.get("page", "1"), facets.total)
    context = {
        **_context(question, query, layout, facets),
        "page": page,
        **_laid_out(page, layout, question),
        "hints": search.hints(text),
        "meant": [] if facets.total else _meant(text, query),
        "ways_out": [] if facets.total else ways_out_of(question, query, facets),
    }
    template = "partials/browse.html" if is_fragment else "recommendations/list.html"
    response = vary_on_htmx(render(request, template, context))
    if is_fragment:
        response["HX-Push-Url"] = address
    return response


def export_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Every row of the question, as CSV."""
    query = canonical(request.GET)
    question = _question(query)
    if not question.is_valid():
        return _refuse(request, question, LayoutForm({}), query)
    return stream_csv(question.rows())


def _question(query: QueryDict) -> RecommendationFilter:
    return RecommendationFilter(query, queryset=Recommendation.objects.all())


def _refuse(
    request: HttpRequest, question: RecommendationFilter, form: LayoutForm, query: QueryDict
) -> HttpResponse:
    """Name the values that are not known, and keep the rest of the question in the form."""
    form.is_valid()
    errors = [
        (asked.fields[name].label, messages)
        for asked in (question.form, form)
        for name, messages in asked.errors.items()
    ]
    rest_of_query = query.copy()
    for name in (*question.form.errors, *form.errors):
        rest_of_query.pop(name, None)
    rest_of_query = canonical(rest_of_query)
    rest, rest_of_form = _question(rest_of_query), LayoutForm(rest_of_query)
    rest.is_valid()
    rest_of_form.is_valid()
    layout = layout_of(rest_of_form, rest.form.cleaned_data["q"])
    context = {**_context(rest, rest_of_query, layout, count_facets(rest, layout.unit)), "errors": errors}
    if wants_fragment(request):  # htmx shows nothing of an answer that is an error
        return vary_on_htmx(render(request, "partials/refused.html", context))
    return vary_on_htmx(render(request, "recommendations/list.html", context, status=400))


def _context(
    question: RecommendationFilter, query: QueryDict, layout: Layout, facets: Facets
) -> dict[str, Any]:
    ticked = {facet.name for facet in facets.all}
    unseen = [name for name in RecommendationFilter.base_filters if name not in {"q", "all_of", *ticked}]
    return {
        "question": question,
        "asked": in_words(question),
        "query": query,
        "filters": only(query, RecommendationFilter.base_filters),
        "layout": layout,
        "layout_only": only(query, LayoutForm.base_fields),
        "kept": _pairs(query, _NOT_IN_FORM),
        "unseen": _pairs(query, unseen),
        "facets": facets,
        "chips": list(chips_of(question, query)),
    }


def _pairs(query: QueryDict, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, value) for name in names for value in query.getlist(name)]


def _page(question: RecommendationFilter, layout: Layout, number: str, total: int) -> Page[Recommendation]:
    """Raises Http404 for a page that is not there. The total is known from the facets."""
    rows = Recommendation.objects.all()
    if question.is_restricted():
        rows = rows.filter(pk__in=question.found())
    loaded = with_columns(rows.for_reading()) if layout.view == TABLE else rows.for_listing()
    paginator = Paginator(in_chosen_order(loaded, layout), PAGE_SIZE)
    paginator.count = total
    try:
        return paginator.page(number)
    except InvalidPage as error:
        raise Http404(_("There is no such page of this list.")) from error


def _laid_out(page: Page[Recommendation], layout: Layout, question: RecommendationFilter) -> dict[str, Any]:
    rows = list(page)
    if layout.view == TABLE:
        return {"table": table_of(rows, layout.columns)}
    return {"entries": entries_of(rows, question.values)}


def _meant(text: str, query: QueryDict) -> list[Meant]:
    """Answer the States and themes that words without any result may have meant. Four queries at most."""
    words = {"state": _("the State %(name)s"), "theme": _("the theme %(name)s")}
    meant = []
    for found in search.suggest(text):
        written = r"\W+".join(map(re.escape, found.written.split()))
        rest_of_text = re.sub(rf'"?\b{written}\b"?', " ", text, count=1, flags=re.IGNORECASE)
        changed = query.copy()
        changed["q"] = " ".join(rest_of_text.split())
        if found.key not in changed.getlist(found.kind):
            changed.appendlist(found.kind, found.key)
        changed.pop("page", None)
        meant.append(Meant(words[found.kind] % {"name": found.name}, canonical(changed).urlencode()))
    return meant
