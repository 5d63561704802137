from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reviews.models import Review
from reviews.totals import totals_of


def reviews(request: HttpRequest) -> HttpResponse:
    return render(request, "reviews/list.html", {"totals": totals_of(Review.objects.in_order())})
