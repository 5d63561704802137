from collections import Counter

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from states.models import RegionalGroup, State


def states(request: HttpRequest) -> HttpResponse:
    """All States by regional group, with how many recommendations (numbered items) each made and received."""
    made = _count(State.objects.filter(clauses__isnull=False), "clauses__recommendation")
    received = _count(State.objects.filter(reviews__isnull=False), "reviews__recommendations")
    by_group: dict[str | None, list[dict[str, object]]] = {}
    for state in State.objects.in_order():
        row = {"state": state, "made": made[state.code], "received": received[state.code]}
        by_group.setdefault(state.regional_group_id, []).append(row)
    groups = [(group, by_group.get(group.slug, [])) for group in RegionalGroup.objects.order_by("name")]
    return render(request, "states/list.html", {"groups": groups, "without_group": by_group.get(None, [])})


def state(request: HttpRequest, code: str) -> HttpResponse:
    """One State as recommender and as State under review. A code in small letters leads here, too."""
    if code != code.upper():
        return redirect("state", code.upper(), permanent=True)
    found = get_object_or_404(State.objects.select_related("regional_group"), code=code)
    made = found.clauses.order_by()
    recommendations = Count("recommendation", distinct=True)
    positions = made.values_list("recommendation__position").annotate(count=recommendations)
    return render(
        request,
        "states/detail.html",
        {
            "state": found,
            "other_names": found.names.exclude(name__in=[found.name, found.formal_name]).order_by("name"),
            "requests": made.count(),
            "positions": Counter(dict(positions)),
            "recipients": made.values(
                code=F("recommendation__review__state_under_review_id"),
                name=F("recommendation__review__state_under_review__name"),
            )
            .annotate(count=recommendations)
            .order_by("-count", "name")[:20],
            "themes": made.exclude(recommendation__themes=None)
            .values(
                slug=Coalesce("recommendation__themes__parent__slug", "recommendation__themes__slug"),
                name=Coalesce("recommendation__themes__parent__name", "recommendation__themes__name"),
            )
            .annotate(count=recommendations)
            .order_by("-count", "name"),
            "reviews": found.reviews.select_related("cycle", "session")
            .annotate(loaded=Count("recommendations"))
            .order_by("cycle"),
        },
    )


def _count(states: QuerySet[State], what: str) -> Counter[str]:
    counted = states.order_by().values_list("code").annotate(count=Count(what, distinct=True))
    return Counter(dict(counted))
