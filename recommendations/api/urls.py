from recommendations.api.views import RecommendationViewSet, ResponseViewSet, ThemeViewSet

#: Prefix, view set and name of each list, for the router in `upr_tracker.api`.
routes = [
    ("recommendations", RecommendationViewSet, "api-recommendation"),
    ("responses", ResponseViewSet, "api-response"),
    ("themes", ThemeViewSet, "api-theme"),
]
