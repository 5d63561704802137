from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404, redirect
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from recommendations.api.parts import with_parts
from recommendations.api.serializers import (
    RecommendationDetailSerializer,
    RecommendationSerializer,
    ResponseSerializer,
    ThemeSerializer,
)
from recommendations.filters import RecommendationFilter, ResponseFilter, ThemeFilter
from recommendations.models import Recommendation, Recurrence, Response, Theme, ThemeName


@extend_schema_view(
    list=extend_schema(
        summary="Recommendations",
        description=(
            "Recommendations by State, cycle and number. The filters are those of the page: several values "
            "of one are alternatives (`?position=noted&position=pending`), several filters must all hold."
        ),
    ),
    retrieve=extend_schema(
        summary="One recommendation",
        description="A recommendation by review and number, with the history of the State's position.",
        parameters=[
            OpenApiParameter("review", str, OpenApiParameter.PATH, description="State and cycle: khm-2."),
            OpenApiParameter("number", str, OpenApiParameter.PATH, description="Number: 118.5."),
        ],
    ),
)
class RecommendationViewSet(ReadOnlyModelViewSet):
    """Recommendations with their clauses, recommending States, positions and classification."""

    filterset_class = RecommendationFilter
    lookup_path = r"(?P<review>[a-z]{3}-[0-9]{1,2})/(?P<number>[0-9]{1,5}\.[0-9]{1,5}|u[0-9]{1,5})"

    def get_queryset(self) -> QuerySet[Recommendation]:
        return Recommendation.objects.select_related("review", "text_source", "summary_source").in_order()

    def get_serializer_class(self) -> type[BaseSerializer]:
        return RecommendationDetailSerializer if self.detail else RecommendationSerializer

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        return with_parts(super().paginate_queryset(queryset) or [])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A number of ours leads on to the official one that took its place."""
        if numbered := Recommendation.objects.now_numbered(kwargs["review"], kwargs["number"]):
            place = {"review": kwargs["review"], "number": numbered.number}
            return redirect(self.reverse_action("detail", kwargs=place), permanent=True)
        return super().retrieve(request, *args, **kwargs)

    def get_object(self) -> Recommendation:
        before = Recurrence.objects.select_related("earlier__review").order_by("earlier__review__cycle", "pk")
        again = Recurrence.objects.select_related("later__review").order_by("later__review__cycle", "pk")
        recommendation = get_object_or_404(
            self.filter_queryset(self.get_queryset()).prefetch_related(
                Prefetch("responses", Response.objects.in_order().select_related("document")),
                Prefetch("asked_before", before),
                Prefetch("asked_again", again),
            ),
            review__slug=self.kwargs["review"],
            number=self.kwargs["number"],
        )
        return with_parts([recommendation])[0]


@extend_schema_view(
    list=extend_schema(
        summary="Positions as they were stated",
        description=(
            "Every statement of a State's position, oldest first. A later one does not replace an earlier "
            "one: the latest on a recommendation is its position now."
        ),
    ),
)
class ResponseViewSet(ListModelMixin, GenericViewSet):
    """The States' responses to recommendations, as documents state them."""

    queryset = Response.objects.in_order().select_related("document", "recommendation__review")
    serializer_class = ResponseSerializer
    filterset_class = ResponseFilter


@extend_schema_view(
    list=extend_schema(
        summary="Themes",
        description="Human rights themes, a tree of two levels in its order, with their names elsewhere.",
    ),
    retrieve=extend_schema(
        summary="One theme", description="A theme by its slug, with its names in vocabularies."
    ),
)
class ThemeViewSet(ReadOnlyModelViewSet):
    """Themes, the tree they form and the crosswalk to other vocabularies."""

    queryset = (
        Theme.objects.in_order()
        .select_related("parent")
        .prefetch_related(Prefetch("names", ThemeName.objects.order_by("vocabulary", "name", "pk")))
    )
    serializer_class = ThemeSerializer
    filterset_class = ThemeFilter
    lookup_field = "slug"
