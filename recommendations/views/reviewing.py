"""One review, and one State: as it was reviewed, and as it recommended."""

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from recommendations.assessments import current_assessments
from recommendations.charts import Chart, answer_picture, by_name
from recommendations.models import Recommendation
from recommendations.pictures import (
    answers_beside_all,
    answers_by_review,
    answers_to_groups,
    judgements_by_assessor,
    themes_beside_all,
)
from reviews.models import Review
from reviews.totals import ReviewTotals, totals_of
from states.models import State

#: How many States that it recommended something to the page of a State shows before it leads to all.
RECIPIENTS = 10


def review(request: HttpRequest, slug: str) -> HttpResponse:
    """One review: its facts, its documents, and its totals in both counting units beside published ones."""
    found = get_object_or_404(Review.objects.prefetch_related("troika"), slug=slug)
    of_state = totals_of(Review.objects.filter(state_under_review=found.state_under_review).order_by("cycle"))
    [totals] = [one for one in of_state if one.review == found]
    pictures = _of_review(totals.review, of_state) if totals.loaded else {}
    if answer := answer_picture(request, pictures):
        return answer
    groups = (
        State.objects.filter(clauses__recommendation__review=found)
        .values(slug=F("regional_group"), group_name=F("regional_group__name"))
        .annotate(
            recommendations=Count("clauses__recommendation", distinct=True),
            requests=Count("clauses"),
            members=Count("code", distinct=True),
        )
        .order_by("-requests", "group_name")
    )
    return render(
        request,
        "reviews/detail.html",
        {
            "review": totals.review,
            "pictures": pictures,
            "troika": sorted(found.troika.all(), key=lambda state: state.name),
            "totals": totals,
            "documents": found.documents.order_by(F("date").asc(nulls_last=True), "symbol"),
            "groups": groups,
            "others": [one.review for one in of_state],
        },
    )


def _of_review(review: Review, of_state: list[ReviewTotals]) -> dict[str, Chart]:
    """Picture a review beside the others of its State, who asked, and what became of it. Two queries."""
    received = Recommendation.objects.filter(review=review)
    judged = current_assessments().filter(recommendation__review=review)
    here = {"review": review.slug}
    return by_name(
        answers_by_review(of_state),
        answers_to_groups(received, here),
        judgements_by_assessor(judged, here),
    )


def state(request: HttpRequest, code: str) -> HttpResponse:
    """One State as recommender and as State under review. A code in small letters leads here, too."""
    if code != code.upper():
        return redirect("state", code.upper(), permanent=True)
    found = get_object_or_404(State.objects.select_related("regional_group"), code=code)
    made = found.clauses.order_by()
    totals = totals_of(Review.objects.filter(state_under_review=found).order_by("cycle"))
    requests = made.count()
    pictures = {
        **(_as_recommender(found) if requests else {}),
        **(_as_reviewed(found, totals) if any(one.loaded for one in totals) else {}),
    }
    if answer := answer_picture(request, pictures):
        return answer
    return render(
        request,
        "states/detail.html",
        {
            "state": found,
            "other_names": found.names.exclude(name__in=[found.name, found.formal_name]).order_by("name"),
            "requests": requests,
            "pictures": pictures,
            "recipients": made.values(
                code=F("recommendation__review__state_under_review_id"),
                name=F("recommendation__review__state_under_review__name"),
            )
            .annotate(count=Count("recommendation", distinct=True))
            .order_by("-count", "name")[:RECIPIENTS],
            "totals": totals,
        },
    )


def _as_recommender(state: State) -> dict[str, Chart]:
    """Picture what it asked for and how that was answered, beside all others. Six queries."""
    answers = answers_beside_all(state)
    made, *_group, everything = (int(row.whole.value) for row in answers.rows)
    return by_name(answers, themes_beside_all(state, made, everything))


def _as_reviewed(state: State, totals: list[ReviewTotals]) -> dict[str, Chart]:
    """Picture its cycles, who asked, and what became of it. Two queries."""
    here = {"state_under_review": state.code}
    received = Recommendation.objects.filter(review__state_under_review=state)
    judged = current_assessments().filter(recommendation__review__state_under_review=state)
    return by_name(
        answers_by_review(totals),
        answers_to_groups(received, here),
        judgements_by_assessor(judged, here),
    )
