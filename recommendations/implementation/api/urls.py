from recommendations.implementation.api.views import AssessmentViewSet, OrganisationViewSet

#: Prefix, view set and name of each list, for the router in `upr_tracker.api`.
routes = [
    ("organisations", OrganisationViewSet, "api-organisation"),
    ("assessments", AssessmentViewSet, "api-assessment"),
]
