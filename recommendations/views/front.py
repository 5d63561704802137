"""The front page and what this site is."""

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recommendations.assessments import current_assessments, published_assessments
from recommendations.charts import answer_picture, by_name
from recommendations.models import ImplementationStatus, Position, Recommendation, ThemeTag
from recommendations.pictures import (
    answers_by_review,
    answers_to_groups,
    judgements_by_assessor,
    themes_through_cycles,
)
from recommendations.tallies import themes_by_cycle
from reviews.models import Review
from reviews.totals import totals_of
from states.models import State

#: How many organisations the front page shows before it leads to all.
ASSESSORS = 5

#: How many of the themes that were asked for most it shows.
LEADING = 8


def home(request: HttpRequest) -> HttpResponse:
    """One State at a glance: its cycles, what it was asked, what organisations published last."""
    state = State.objects.filter(code=settings.HOME_STATE).first()
    received = Recommendation.objects.filter(review__state_under_review=settings.HOME_STATE)
    judged = current_assessments().filter(recommendation__review__state_under_review=settings.HOME_STATE)
    here = {"state_under_review": settings.HOME_STATE}
    totals = totals_of(Review.objects.filter(state_under_review=settings.HOME_STATE).order_by("cycle"))
    grid = themes_by_cycle(received)
    pictures = by_name(
        answers_by_review(totals),
        themes_through_cycles(grid, grid.headings, here),
        answers_to_groups(received, here),
        judgements_by_assessor(judged, here, most=ASSESSORS),
    )
    if answer := answer_picture(request, pictures):
        return answer
    return render(
        request,
        "home.html",
        {
            "state": state,
            "pictures": pictures,
            "totals": totals,
            "leading": grid.leading[:LEADING],
            "completeness": received.aggregate(
                total=Count("pk"),
                official=Count("pk", filter=~Q(text="")),
                themed=Count("pk", filter=Exists(ThemeTag.objects.filter(recommendation=OuterRef("pk")))),
                answered=Count("pk", filter=~Q(position=Position.PENDING)),
                assessed=Count("pk", filter=~Q(implementation_status=Recommendation.NOT_ASSESSED)),
            ),
            "known_positions": [Position.SUPPORTED.value, Position.NOTED.value],
            "assessed_statuses": [*ImplementationStatus.values, Recommendation.ASSESSORS_DIFFER],
            "assessments": published_assessments()
            .newest_first()
            .for_reading()
            .filter(recommendation__review__state_under_review=settings.HOME_STATE)
            .select_related("recommendation__review", "recorded_from")[:5],
        },
    )


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")
