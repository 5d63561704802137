from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reviews.models import Review
from reviews.totals import totals_of
from states.models import State

#: Of so many States a page of the list shows the reviews.
STATES_ON_PAGE = 20


def reviews(request: HttpRequest) -> HttpResponse:
    """All reviews, by the State that was reviewed."""
    reviewed = State.objects.filter(reviews__isnull=False).distinct().in_order()
    page = Paginator(reviewed, STATES_ON_PAGE).get_page(request.GET.get("page"))
    totals = totals_of(Review.objects.filter(state_under_review__in=list(page)).in_order())
    return render(request, "reviews/list.html", {"page": page, "totals": totals})
