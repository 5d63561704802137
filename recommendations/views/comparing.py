"""Comparing: two dimensions crossed, two reviews or themes side by side, and where assessors disagree."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Count, Q, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.assessments import current_assessments
from recommendations.browsing import Chip
from recommendations.comparing import (
    DEFAULTS,
    CrossForm,
    Grid,
    Order,
    Share,
    Side,
    Ways,
    can_be_crossed,
    compare_sides,
    filters_on,
    lay_out,
)
from recommendations.dimensions import DIMENSIONS, Unit
from recommendations.filters import RecommendationFilter, about
from recommendations.listing import entries_of
from recommendations.models import Recommendation, Recurrence
from recommendations.statistics import CROSSED, cross
from recommendations.values import Choices, FilterValues
from upr_tracker.lib.filters import AnyOfFilter
from upr_tracker.lib.htmx import vary_on_htmx, wants_fragment

PAGE_SIZE = 20
#: Filters that are not offered here; an address may have them all the same.
NOT_OFFERED = ("q", "state_under_review", "all_of")


@dataclass(frozen=True)
class Asked:
    """What an address asks: filters, what is crossed, and the mistakes in either, by name of parameter."""

    query: QueryDict
    question: RecommendationFilter
    form: CrossForm
    mistakes: dict[str, tuple[str, list[str]]]

    @property
    def crossed(self) -> tuple[str, str]:
        return self.form.cleaned_data["row"], self.form.cleaned_data["column"]

    def with_(self, **values: str) -> str:
        """Answer the query with other values of what is crossed and shown."""
        return canonical({**dict(self.query.lists()), **{name: [value] for name, value in values.items()}})

    @property
    def query_of_api(self) -> str:
        """Answer the query that gives the same numbers from the API."""
        form = self.form.cleaned_data
        rest = {name: values for name, values in self.query.lists() if name not in DEFAULTS}
        return urlencode({**{name: form[name] for name in ("row", "column", "unit")}, **rest}, doseq=True)

    @property
    def chips(self) -> Iterator[Chip]:
        for name, value in filters_on(self.question):
            field: Any = self.question.form.fields[name]
            words = dict(field.choices)[value] if hasattr(field, "choices") else f"“{value}”"
            rest = {other: list(values) for other, values in self.query.lists()}
            rest[name].remove(value)
            yield Chip(name, value, field.label, words, canonical(rest, but=["page"]))


def compare(request: HttpRequest) -> HttpResponse:
    """Two dimensions crossed under any filter. The same address gives htmx the part that changes."""
    query = canonical(dict(request.GET.lists()), but=["page"])
    is_fragment = wants_fragment(request)
    address = f"{request.path}?{query}" if query else request.path
    if not is_fragment and QueryDict(query) != request.GET:
        return redirect(address)
    asked = ask(query)
    row, column = asked.crossed
    grid = grid_of(asked)
    context = {
        **_about_filters(asked, with_values=not is_fragment),
        "grid": grid,
        "swapped": asked.with_(row=column, column=row),
        "orders": _orders(asked),
        "instead": [] if grid or asked.mistakes else _instead(asked),
    }
    # htmx shows nothing of an answer that is an error.
    status = 200 if grid or is_fragment else 400
    template = "partials/compare_crossed.html" if is_fragment else "recommendations/compare.html"
    response = vary_on_htmx(render(request, template, context, status=status))
    if is_fragment:
        response["HX-Push-Url"] = address
    return response


def canonical(query: Mapping[str, list[str]], but: Collection[str] = ()) -> str:
    """Answer the query that is the one address of this: nothing empty, nothing twice, no default said."""
    kept = QueryDict(mutable=True)
    for name, values in query.items():
        given = [value for value in dict.fromkeys(values) if value.strip() and name not in but]
        if name in ("unit", "share", "sort") and given[-1:] == [DEFAULTS[name]]:
            continue
        if name == "all_of":  # of what is not chosen it says nothing
            given = [filter_ for filter_ in given if any(query.get(filter_, []))]
        if given and name in (*DEFAULTS, *RecommendationFilter.base_filters, "page"):
            kept.setlist(name, given[-1:] if name in (*DEFAULTS, "q", "page") else given)
    return kept.urlencode()


def ask(query: str) -> Asked:
    """Read an address; what is wrong in it is left out of the question and told."""
    given = QueryDict(query)
    mistakes: dict[str, tuple[str, list[str]]] = {}
    question = RecommendationFilter(given, queryset=Recommendation.objects.all())
    form = CrossForm({**DEFAULTS, **{name: given[name] for name in DEFAULTS if name in given}})
    for bound in (question.form, form):
        for name, messages in bound.errors.items():
            mistakes[name] = (str(bound.fields[name].label), [str(message) for message in messages])
    if mistakes:
        rest = given.copy()
        for name in mistakes:
            rest.pop(name, None)
        sound = ask(rest.urlencode())
        return Asked(sound.query, sound.question, sound.form, mistakes)
    return Asked(given, question, form, mistakes)


def grid_of(asked: Asked) -> Grid | None:
    """Answer the table as it is asked for; nothing where that cannot be counted."""
    if asked.mistakes or not can_be_crossed(*asked.crossed):
        return None
    chosen = asked.form.cleaned_data
    unit = Unit(chosen["unit"])
    beside = (("unit", unit.value),) if unit == Unit.REQUESTS else ()
    ways = Ways(asked.question, reverse("recommendations"), beside)
    table = cross(asked.question, *asked.crossed, unit)
    return lay_out(table, Share(chosen["share"]), Order(chosen["sort"]), ways)


def _orders(asked: Asked) -> dict[str, str]:
    """Answer the queries that sort by the totals, or no longer: of the rows, and of the columns."""
    by_rows, by_columns = (
        asked.form.cleaned_data["sort"] in (order, Order.BOTH) for order in (Order.ROWS, Order.COLUMNS)
    )

    def order(rows: bool, columns: bool) -> str:
        both = Order.BOTH if columns else Order.ROWS
        return asked.with_(sort=(both if rows else Order.COLUMNS if columns else Order.OWN).value)

    return {
        "rows": order(not by_rows, by_columns),
        "columns": order(by_rows, not by_columns),
        "by_rows": "descending" if by_rows else "",
        "by_columns": "descending" if by_columns else "",
    }


def _instead(asked: Asked) -> list[tuple[Any, str]]:
    """Answer what else the rows may be crossed with, and the query of each."""
    row, _column = asked.crossed
    return [
        (DIMENSIONS[name].label, asked.with_(column=name)) for name in CROSSED if can_be_crossed(row, name)
    ]


def _about_filters(asked: Asked, with_values: bool = True) -> dict[str, Any]:
    """What the form and the chips show; the values to choose from only where the form is shown."""
    offered = []
    for name, filter_ in asked.question.filters.items() if with_values else ():
        if isinstance(filter_, AnyOfFilter) and name not in NOT_OFFERED:
            field: Any = asked.question.form.fields[name]
            chosen = asked.question.chosen(name)
            values = [(value, words) for value, words in field.choices if value not in chosen]
            offered.append((name, field.label, values))
    return {
        "asked": asked,
        "form": asked.form,
        "question": asked.question,
        "query": asked.query,
        "chips": list(asked.chips),
        "kept": [pair for pair in filters_on(asked.question) if pair[0] != "q"],
        "offered": [one for one in offered if one[2]],
        "mistakes": asked.mistakes.values(),
    }


# --- Two side by side -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """What may stand side by side: the filter that chooses one, its page, and what is compared."""

    filter: str
    values: Callable[[FilterValues], Choices]
    title: Any
    compared: tuple[str, ...]


KINDS = {
    "reviews": Kind(
        "review",
        FilterValues.of_review,
        gettext_lazy("Two reviews side by side"),
        ("position", "theme_area", "group"),
    ),
    "themes": Kind(
        "theme",
        FilterValues.of_theme,
        gettext_lazy("Two themes side by side"),
        ("position", "cycle", "group"),
    ),
}


class SidesForm(forms.Form):
    """Which two; `choices` are those of the kind."""

    one = forms.ChoiceField(label=gettext_lazy("One"))
    other = forms.ChoiceField(label=gettext_lazy("The other"))

    def __init__(self, choices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.choices = [("", _("Choose …")), *choices]

    def clean(self) -> None:
        if self.cleaned_data.get("one", 1) == self.cleaned_data.get("other", 2):
            self.add_error("other", _("This is the same. Choose another one."))


def comparison(request: HttpRequest, kind: str) -> HttpResponse:
    """What else is compared: two of a kind, to be chosen here; or what assessors say."""
    if kind == "disagreements":
        return _disagreements(request)
    if kind not in KINDS:
        raise Http404
    form = SidesForm(KINDS[kind].values(FilterValues()), request.GET or None)
    if form.is_valid():
        return redirect("comparison", kind, form.cleaned_data["one"], form.cleaned_data["other"])
    context = {"kind": kind, "title": KINDS[kind].title, "form": form}
    return render(request, "recommendations/compare_choose.html", context, status=400 if request.GET else 200)


def sides(request: HttpRequest, kind: str, one: str, other: str) -> HttpResponse:
    """Two reviews or two themes side by side: how many, how answered, by whom, and what is in both."""
    if kind not in KINDS:
        raise Http404
    if one == other:
        return redirect(f"{reverse('comparison', args=[kind])}?one={one}&other={other}")
    what = KINDS[kind]
    left, right = both_sides = _sides(what, [one, other])
    context: dict[str, Any] = {
        "kind": kind,
        "title": what.title,
        "left": left,
        "right": right,
        "both_sides": both_sides,
        "tables": [compare_sides(left, right, name) for name in what.compared],
        "form": SidesForm(what.values(left.ways.question.values), initial={"one": one, "other": other}),
    }
    if kind == "reviews":
        between = Recurrence.objects.filter(
            Q(later__review__slug=one, earlier__review__slug=other)
            | Q(later__review__slug=other, earlier__review__slug=one)
        )
        context |= between.aggregate(
            asked=Count("earlier", distinct=True), asking=Count("later", distinct=True), links=Count("pk")
        )
        context["page"] = _page(_in_order(between), request, context["links"])
    else:
        context["both"] = left.ways.question.rows().filter(about([other])).count()
        context["both_at"] = f"{left.address_of_rows}&theme={other}&all_of=theme"
    return render(request, "recommendations/compare_sides.html", context)


def _sides(kind: Kind, slugs: list[str]) -> list[Side]:
    """Raises Http404 for what is not there."""
    questions = [
        RecommendationFilter(QueryDict(f"{kind.filter}={slug}"), queryset=Recommendation.objects.all())
        for slug in slugs
    ]
    if not all(question.is_valid() for question in questions):
        raise Http404(_("There is no such thing to compare."))
    # No State is chosen: all requests in these recommendations count.
    first, *others = (
        question.rows()
        .order_by()
        .values_list(Value(slug))
        .annotate(total=Count("pk", distinct=True), requests=Count("clauses__states"))
        for slug, question in zip(slugs, questions, strict=True)
    )
    counts = {slug: numbers for slug, *numbers in first.union(*others, all=True)}
    labels = dict(kind.values(questions[0].values))
    here = reverse("recommendations")
    return [
        Side(
            slug,
            labels[slug],
            reverse(kind.filter, args=[slug]),
            Ways(question, here),
            *counts.get(slug, [0, 0]),
        )
        for slug, question in zip(slugs, questions, strict=True)
    ]


def _in_order(links: QuerySet[Recurrence]) -> QuerySet[Recurrence]:
    """By the number of the later one, with both recommendations and their reviews."""
    return links.select_related(
        "later__review__state_under_review",
        "later__review__cycle",
        "earlier__review__state_under_review",
        "earlier__review__cycle",
    ).order_by("later__review__cycle", "later__paragraph", "later__item", "earlier__item", "pk")


def _page(rows: QuerySet[Any], request: HttpRequest, total: int) -> Page[Any]:
    """Raises Http404 for a page that is not there."""
    paginator = Paginator(rows, PAGE_SIZE)
    paginator.count = total
    try:
        return paginator.page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404(_("There is no such page of this list.")) from error


# --- Where assessors disagree -----------------------------------------------------------------------


def _disagreements(request: HttpRequest) -> HttpResponse:
    """Recommendations of which organisations say different things now, with who says what."""
    query = canonical(dict(request.GET.lists()), but=DEFAULTS)
    if QueryDict(query) != request.GET:
        return redirect(f"{request.path}?{query}" if query else request.path)
    asked = ask(query)
    differing = (
        current_assessments()
        .order_by()
        .values("recommendation")
        .annotate(statuses=Count("status", distinct=True))
        .filter(statuses__gt=1)
    )
    rows = asked.question.rows().filter(pk__in=differing.values("recommendation"))
    total = rows.order_by().count()
    page = _page(rows.for_listing().in_order(), request, total)
    said: dict[int, list[Any]] = {}
    current = current_assessments().filter(recommendation__in=[row.pk for row in page])
    for assessment in current.select_related("organisation").order_by("organisation__name", "pk"):
        said.setdefault(assessment.recommendation_id, []).append(assessment)
    context = {
        **_about_filters(asked),
        "kind": "disagreements",
        "title": _("Where assessors disagree"),
        "total": total,
        "page": page,
        "disagreements": [
            (entry, said[entry.recommendation.pk]) for entry in entries_of(page, asked.question.values)
        ],
    }
    status = 400 if asked.mistakes else 200
    return render(request, "recommendations/compare_disagreements.html", context, status=status)


urlpatterns = [
    path("", compare, name="compare"),
    path("<slug:kind>/", comparison, name="comparison"),
    path("<slug:kind>/<slug:one>/<slug:other>/", sides, name="comparison"),
]
