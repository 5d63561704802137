from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from recommendations.implementation import publication
from recommendations.implementation.api.serializers import (
    AssessmentSerializer,
    DraftSerializer,
    NewAssessmentSerializer,
    OrganisationSerializer,
)
from recommendations.implementation.filters import AssessmentFilter, OrganisationFilter
from recommendations.implementation.models import Assessment, Evidence, Organisation
from upr_tracker.accounts.models import User


class TokenRequest(Request):
    user: User


@extend_schema_view(
    list=extend_schema(
        summary="Organisations",
        description="Organisations that assess implementation, by name. Their members are not public.",
    ),
    retrieve=extend_schema(summary="One organisation", description="An organisation by its slug."),
)
class OrganisationViewSet(ReadOnlyModelViewSet):
    """Organisations that assess implementation."""

    serializer_class = OrganisationSerializer
    queryset = Organisation.objects.order_by("name", "slug")
    filterset_class = OrganisationFilter
    lookup_field = "slug"


@extend_schema_view(
    list=extend_schema(
        summary="Published assessments",
        description=(
            "What organisations published of how far recommendations are implemented, newest first, with "
            "the public pieces of evidence. Drafts and withdrawn assessments are not here."
        ),
    ),
    retrieve=extend_schema(
        summary="One published assessment",
        description="An assessment by its number here, with the public pieces of evidence.",
    ),
)
class AssessmentViewSet(ReadOnlyModelViewSet):
    """Assessments that organisations published, with their public evidence."""

    serializer_class = AssessmentSerializer
    filterset_class = AssessmentFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Assessment]:
        return (
            Assessment.objects.published()
            .for_reading()
            .select_related("recommendation__review")
            .newest_first()
        )

    @extend_schema(
        summary="Write a draft for your organisation",
        description="Needs a token of a member. The draft is submitted and published in the workspace.",
        request=NewAssessmentSerializer,
        responses={status.HTTP_201_CREATED: DraftSerializer},
    )
    def create(self, request: TokenRequest) -> Response:
        new = NewAssessmentSerializer(data=request.data, context=self.get_serializer_context())
        new.is_valid(raise_exception=True)
        words = dict(new.validated_data)
        evidence = [Evidence(**piece) for piece in words.pop("evidence", [])]
        try:
            draft = publication.save_draft(Assessment(**words), by=request.user, evidence=evidence)
        except publication.NotAllowedError as error:
            raise PermissionDenied(str(error)) from None
        answer = DraftSerializer(draft, context=self.get_serializer_context())
        return Response(answer.data, status=status.HTTP_201_CREATED)
