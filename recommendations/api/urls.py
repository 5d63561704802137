from django.urls import path

from recommendations.api.statistics import StatisticsView
from recommendations.api.views import RecommendationViewSet, ResponseViewSet, ThemeViewSet

#: Prefix, view set and name of each list, for the router in `upr_tracker.api`.
routes = [
    ("recommendations", RecommendationViewSet, "api-recommendation"),
    ("responses", ResponseViewSet, "api-response"),
    ("themes", ThemeViewSet, "api-theme"),
]

#: What is no list of rows, and so none of the router's.
paths = [path("statistics/", StatisticsView.as_view(), name="api-statistics")]
