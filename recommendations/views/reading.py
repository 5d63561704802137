"""Single recommendations, and themes."""

from typing import Any

from django.db.models import Count, Prefetch, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from recommendations.assessments import current_assessments, published_assessments
from recommendations.charts import Chart, answer_picture, by_name
from recommendations.citation import cite
from recommendations.filters import about
from recommendations.listing import entries_of
from recommendations.models import (
    AffectedGroupTag,
    Clause,
    GoalTag,
    Recommendation,
    Response,
    Theme,
    ThemeTag,
)
from recommendations.pictures import (
    answers_by_cycle,
    answers_to_groups,
    asked_again,
    judgements_by_assessor,
    said_and_judged,
    themes_through_cycles,
)
from recommendations.recurrence import chain_of
from recommendations.tallies import themes_by_cycle
from recommendations.values import FilterValues
from states.models import State

#: How many recommendations and States the page of a theme shows before it links to all.
LISTED = 10


def recommendation(request: HttpRequest, review_slug: str, number: str) -> HttpResponse:
    """Everything that is known of one recommendation, and where each fact comes from.

    A number of ours leads on to the official one that took its place.
    """
    if numbered := Recommendation.objects.now_numbered(review_slug, number):
        return redirect(numbered, permanent=True)
    found = get_object_or_404(
        Recommendation.objects.select_related(
            "review__state_under_review", "review__cycle", "text_source", "summary_source"
        ).prefetch_related(
            Prefetch("clauses", Clause.objects.order_by("order")),
            Prefetch("clauses__states", State.objects.in_order()),
            Prefetch("responses", Response.objects.in_order().select_related("document")),
            Prefetch("themetags", ThemeTag.objects.select_related("theme").order_by("theme__order", "pk")),
            Prefetch(
                "affectedgrouptags",
                AffectedGroupTag.objects.select_related("group").order_by("group__name", "pk"),
            ),
            Prefetch("goaltags", GoalTag.objects.select_related("goal").order_by("goal__number", "goal")),
        ),
        review__slug=review_slug,
        number=number,
    )
    said = published_assessments().filter(recommendation=found).newest_first().for_reading()
    judgements = _by_organisation(said)
    line, chain = said_and_judged(found, judgements), chain_of(found)
    pictures: dict[str, Chart] = {}
    # One sign alone says nothing that the page does not say in words.
    if sum(len(actor.events) for actor in line.actors) > 1:
        pictures |= by_name(line)
    if chain:
        pictures |= by_name(asked_again(found, chain))
    if answer := answer_picture(request, pictures):
        return answer
    address = request.build_absolute_uri(found.get_absolute_url())
    return render(
        request,
        "recommendations/detail.html",
        {
            "recommendation": found,
            "judgements": judgements,
            "pictures": pictures,
            "chain": chain,
            "address": address,
            "citation": cite(found, address).text,
            "may_assess": request.user.is_authenticated and request.user.memberships.exists(),
            **_neighbours(found),
        },
    )


def citation(request: HttpRequest, review_slug: str, number: str, form: str) -> HttpResponse:
    """How to cite a recommendation, as a file for reference managers."""
    if numbered := Recommendation.objects.now_numbered(review_slug, number):
        return redirect("recommendation-citation", review_slug, numbered.number, form, permanent=True)
    found = get_object_or_404(
        Recommendation.objects.select_related(
            "review__state_under_review", "text_source", "summary_source"
        ).prefetch_related(
            Prefetch("clauses", Clause.objects.order_by("order")),
            Prefetch("clauses__states", State.objects.in_order()),
        ),
        review__slug=review_slug,
        number=number,
    )
    cited = cite(found, request.build_absolute_uri(found.get_absolute_url()))
    body, content_type = {
        "bib": (cited.bibtex, "application/x-bibtex"),
        "ris": (cited.ris, "application/x-research-info-systems"),
    }[form]
    response = HttpResponse(body, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{cited.key}.{form}") or ""
    return response


def _by_organisation(assessments: Any) -> list[tuple[Any, Any, list[Any]]]:
    """Answer each organisation, by name, with its latest assessment and its earlier ones."""
    of: dict[Any, list[Any]] = {}
    for assessment in assessments:
        of.setdefault(assessment.organisation, []).append(assessment)
    in_order = sorted(of.items(), key=lambda pair: pair[0].name)
    return [(organisation, latest, earlier) for organisation, (latest, *earlier) in in_order]


def _neighbours(of: Recommendation) -> dict[str, Recommendation | None]:
    """The nearest recommendations in the same paragraph of the same review: previous and next. One query."""
    beside = Recommendation.objects.filter(review=of.review_id, paragraph=of.paragraph)
    before = beside.filter(item__lt=of.item).order_by("-item").values("item")[:1]
    after = beside.filter(item__gt=of.item).order_by("item").values("item")[:1]
    nearest = beside.filter(Q(item=Subquery(before)) | Q(item=Subquery(after))).select_related("review")
    found = {"previous" if one.item < of.item else "next": one for one in nearest}
    return {"previous": found.get("previous"), "next": found.get("next")}


def themes(request: HttpRequest) -> HttpResponse:
    """Every theme in every cycle."""
    grid = themes_by_cycle(Recommendation.objects.all())
    pictures = by_name(themes_through_cycles(grid, grid.rows, {}))
    if answer := answer_picture(request, pictures):
        return answer
    return render(request, "recommendations/themes.html", {"pictures": pictures})


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme across cycles and positions; a heading takes in what is below it."""
    found = get_object_or_404(
        Theme.objects.select_related("parent").prefetch_related(
            Prefetch("children", Theme.objects.in_order()), "names__vocabulary"
        ),
        slug=slug,
    )
    tagged = Recommendation.objects.filter(about([slug]))
    chosen = {"theme": found.slug}
    judged = current_assessments().filter(recommendation__in=tagged.values("pk"))
    cycles = answers_by_cycle(tagged, chosen)
    others = (answers_to_groups(tagged, chosen), judgements_by_assessor(judged, chosen))
    pictures = {} if cycles.is_empty else by_name(cycles, *others)
    if answer := answer_picture(request, pictures):
        return answer
    recommending = (
        State.objects.filter(clauses__recommendation__in=tagged)
        .annotate(count=Count("clauses__recommendation", distinct=True))
        .order_by("-count", "name")
    )
    return render(
        request,
        "recommendations/theme.html",
        {
            "theme": found,
            "pictures": pictures,
            "total": sum(int(row.whole.value) for row in cycles.rows),
            "positions": [
                (series, sum(int(row.count(series.key).value) for row in cycles.rows))
                for series in cycles.legend
            ],
            "states": recommending[:LISTED],
            "entries": entries_of(tagged.for_listing().in_order()[:LISTED], FilterValues()),
        },
    )
