"""Composition of the API: one router, the OpenAPI document and its page, one shape of errors.

JSON only, and no CORS headers: pages of other origins have no business here, programs need none.
"""

from typing import Any, Never

from csp.decorators import csp_update
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import APIRootView, DefaultRouter
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from recommendations.api.urls import paths as recommendation_paths
from recommendations.api.urls import routes as recommendation_routes
from recommendations.implementation.api.urls import routes as implementation_routes
from recommendations.importing.api.urls import routes as import_routes
from reviews.api import routes as review_routes
from states.api import routes as state_routes


class RootView(APIRootView):
    """The resources with their addresses, and where they are described."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        resources = super().get(request, *args, **kwargs).data
        described = {name: reverse(f"api-{name}", request=request) for name in ("schema", "docs")}
        return Response(resources | described)


class NaturalKeyRouter(DefaultRouter):
    """Addresses made of natural keys; a view set with a key of two parts says so in `lookup_path`."""

    APIRootView = RootView
    root_view_name = "api"
    include_format_suffixes = False

    def __init__(self) -> None:
        super().__init__()
        self._default_value_pattern = "[-a-zA-Z0-9_]+"

    def get_lookup_regex(self, viewset: type[ViewSetMixin], lookup_prefix: str = "") -> str:
        return getattr(viewset, "lookup_path", None) or super().get_lookup_regex(viewset, lookup_prefix)


class NotFoundView(APIView):
    """Whatever else stands below /api/: not found, in the shape of the API's errors."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> Never:
        raise NotFound


router = NaturalKeyRouter()
for prefix, viewset, name in [
    *state_routes,
    *review_routes,
    *recommendation_routes,
    *implementation_routes,
    *import_routes,
]:
    router.register(prefix, viewset, name)

# Swagger UI's styles show icons from data: addresses. Nothing else is relaxed: it brings no inline style or
# script, and what is tried out stays on our own origin.
documentation = csp_update({"img-src": ["data:"]})(
    SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api/docs.html")
)

version_1 = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", documentation, name="api-docs"),
    *recommendation_paths,
    *router.urls,
]
urlpatterns = [
    path("v1/", include(version_1)),
    # Only with a slash at the end: Django adds a forgotten one to every other address.
    re_path(r"^(.*/)?$", NotFoundView.as_view()),
]
