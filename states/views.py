from collections import Counter

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from states.models import RegionalGroup, State, StateName


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


def spellings(request: HttpRequest) -> JsonResponse:
    """Other names of States, by the name that is shown: what people type to find one in a list."""
    by_name: dict[str, list[str]] = {}
    for name, spelling in StateName.objects.order_by("pk").values_list("state__name", "name"):
        if spelling != name:
            by_name.setdefault(name, []).append(spelling)
    return JsonResponse(by_name)


def _count(states: QuerySet[State], what: str) -> Counter[str]:
    counted = states.order_by().values_list("code").annotate(count=Count(what, distinct=True))
    return Counter(dict(counted))
