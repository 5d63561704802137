from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from reviews.models import Review
from reviews.totals import totals_of
from states.models import State


def reviews(request: HttpRequest) -> HttpResponse:
    return render(request, "reviews/list.html", {"totals": totals_of(Review.objects.in_order())})


def review(request: HttpRequest, slug: str) -> HttpResponse:
    """One review: its facts, its documents, and its totals in both counting units beside published ones."""
    found = get_object_or_404(Review.objects.prefetch_related("troika"), slug=slug)
    [totals] = totals_of(Review.objects.filter(pk=found.pk))
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
            "troika": sorted(found.troika.all(), key=lambda state: state.name),
            "totals": totals,
            "documents": found.documents.order_by(F("date").asc(nulls_last=True), "symbol"),
            "groups": groups,
            "others": Review.objects.filter(state_under_review=found.state_under_review)
            .select_related("cycle", "state_under_review")
            .order_by("cycle"),
        },
    )
