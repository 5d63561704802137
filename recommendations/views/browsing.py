"""The list of recommendations: the question as filters, its answer as pages or as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from recommendations.export.csv import stream_csv
from recommendations.facets import count_facets
from recommendations.filters import RecommendationFilter
from recommendations.models import Recommendation
from recommendations.querysets import RecommendationQuerySet
from upr_tracker.lib.htmx import vary_on_htmx, wants_fragment

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what it is called, its value in words, and the query without it."""

    label: str
    words: str
    query_without: str


@dataclass(frozen=True, slots=True)
class WayOut:
    """A filter that gives rows again when it is dropped, and how many."""

    label: str
    query_without: str
    count: int


def recommendations(request: HttpRequest) -> HttpResponse:
    """Browse by search and facets. The same address gives htmx the part of the page that changes."""
    query = _canonical(request.GET)
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    is_fragment = wants_fragment(request)
    if query != request.GET and not is_fragment:
        return redirect(address)
    question = _question(query)
    if not question.is_valid():
        return _refuse(request, question, query)
    rows = question.rows()
    facets = count_facets(question)
    context = {
        "question": question,
        "query": query,
        "facets": facets,
        "page": _page(rows, query.get("page", "1"), facets.total),
        "requests": facets.requests,
        "chips": list(_chips(question, query)),
        "ways_out": [] if facets.total else _ways_out(question, query),
    }
    template = "partials/browse.html" if is_fragment else "recommendations/list.html"
    response = vary_on_htmx(render(request, template, context))
    if is_fragment:
        response["HX-Push-Url"] = address
    return response


def export_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Every row of the question, as CSV."""
    query = _canonical(request.GET)
    question = _question(query)
    if not question.is_valid():
        return _refuse(request, question, query)
    return stream_csv(question.rows())


def _question(query: QueryDict) -> RecommendationFilter:
    return RecommendationFilter(query, queryset=Recommendation.objects.all())


def _refuse(request: HttpRequest, question: RecommendationFilter, query: QueryDict) -> HttpResponse:
    """Name the values that are not known, and keep the rest of the question in the form."""
    rest_of_query = query.copy()
    for name in question.form.errors:
        rest_of_query.pop(name, None)
    rest = _question(rest_of_query)
    rest.is_valid()
    context = {
        "errors": [
            (question.form.fields[name].label, messages) for name, messages in question.form.errors.items()
        ],
        "question": rest,
        "query": rest_of_query,
        "facets": count_facets(rest),
        "chips": list(_chips(rest, rest_of_query)),
    }
    return vary_on_htmx(render(request, "recommendations/list.html", context, status=400))


def _page(rows: RecommendationQuerySet, number: str, total: int) -> Page[Recommendation]:
    """Raises Http404 for a page that is not there. The total is known from the facets."""
    paginator = Paginator(rows.for_reading().in_order(), PAGE_SIZE)
    paginator.count = total
    try:
        return paginator.page(number)
    except InvalidPage as error:
        raise Http404(_("There is no such page of this list.")) from error


def _canonical(query: QueryDict) -> QueryDict:
    """Answer the query that is the question's one address.

    Without what an empty field of a form sends, and without the parameters that other sites hang on links.
    """
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        given = [value for value in values if value.strip()]
        if given and (name in RecommendationFilter.base_filters or name == "page"):
            kept.setlist(name, given)
    return kept


def _query_without(query: QueryDict, name: str, value: str | None = None) -> str:
    """Answer the first page of the query less one value of a filter, or less all of them."""
    rest = query.copy()
    rest.setlist(name, [other for other in rest.getlist(name) if value not in (None, other)])
    rest.pop("page", None)
    return rest.urlencode()


def _chips(question: RecommendationFilter, query: QueryDict) -> Iterator[Chip]:
    for name, chosen in question.form.cleaned_data.items():
        field: Any = question.form.fields[name]
        if isinstance(chosen, str):
            if chosen:
                yield Chip(field.label, f"“{chosen}”", _query_without(query, name))
        elif chosen:
            words = dict(field.choices)
            for value in chosen:
                yield Chip(field.label, words[value], _query_without(query, name, value))


def _ways_out(question: RecommendationFilter, query: QueryDict) -> list[WayOut]:
    """Try the question without each of its filters, best first. One query each."""
    ways = [
        WayOut(
            str(question.form.fields[name].label),
            _query_without(query, name),
            question.rows(but=[name]).count(),
        )
        for name, chosen in question.form.cleaned_data.items()
        if chosen
    ]
    return sorted((way for way in ways if way.count), key=lambda way: -way.count)
