"""What the API says of organisations and assessments: never who wrote or published one."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recommendations.api.serializers import RecommendationAddressField
from recommendations.implementation.filters import RecommendationReferenceField
from recommendations.implementation.models import Assessment, Evidence, Organisation
from recommendations.models import Recommendation
from upr_tracker.lib.addresses import ListAddressField, PageAddressField


@extend_schema_field({"type": "string", "example": "khm-2/118.5"})
class RecommendationReference(serializers.Field):
    """A recommendation by its natural key, "khm-2/118.5". Reads `review`, a query unless it was loaded."""

    def to_representation(self, recommendation: Recommendation) -> str:
        return f"{recommendation.review.slug}/{recommendation.number}"

    def to_internal_value(self, data: Any) -> Recommendation:
        try:
            return RecommendationReferenceField().clean(data)
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.messages, code=error.code) from None


class OrganisationSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField("api-organisation-detail", lookup_field="slug")
    state_url = serializers.HyperlinkedRelatedField(
        "api-state-detail", source="state", lookup_field="code", read_only=True, allow_null=True
    )
    assessments_url = ListAddressField("api-assessment-list", "organisation", source="slug")

    class Meta:
        model = Organisation
        fields = read_only_fields = [
            "url",
            "slug",
            "name",
            "kind",
            "state",
            "state_url",
            "website",
            "assessments_url",
        ]
        extra_kwargs = {
            "slug": {"help_text": _("The key of the organisation in addresses and filters.")},
            "state": {"help_text": _("ISO 3166-1 alpha-3 code; null for an international organisation.")},
        }


class EvidenceSerializer(serializers.ModelSerializer):
    """A public piece of evidence of a published assessment."""

    document = serializers.SlugRelatedField(
        "symbol", read_only=True, allow_null=True, help_text=_("Symbol of a UN document.")
    )
    document_url = serializers.HyperlinkedRelatedField(
        "api-document-detail", source="document", lookup_field="symbol", read_only=True, allow_null=True
    )
    file = serializers.SerializerMethodField(help_text=_("Where to download the file, if there is one."))

    class Meta:
        model = Evidence
        fields = read_only_fields = [
            "title",
            "stance",
            "publisher",
            "date",
            "document",
            "document_url",
            "url",
            "file",
            "place",
            "excerpt",
        ]
        extra_kwargs = {
            "stance": {"help_text": _("What it says about implementation.")},
            "url": {"help_text": _("Link to the evidence.")},
        }

    def get_file(self, evidence: Evidence) -> str | None:
        if not evidence.file:
            return None
        return self.context["request"].build_absolute_uri(reverse("evidence-file", args=[evidence.pk]))


class AssessmentSerializer(serializers.ModelSerializer):
    """A published assessment: one organisation's dated judgement of one recommendation."""

    url = serializers.HyperlinkedIdentityField("api-assessment-detail")
    recommendation = RecommendationReference(
        read_only=True, help_text=_("Review and number of the recommendation.")
    )
    recommendation_url = RecommendationAddressField("recommendation")
    organisation = serializers.SlugRelatedField("slug", read_only=True, help_text=_("Slug of who assesses."))
    organisation_url = serializers.HyperlinkedRelatedField(
        "api-organisation-detail", source="organisation", lookup_field="slug", read_only=True
    )
    clauses = serializers.SlugRelatedField(
        "order",
        many=True,
        read_only=True,
        help_text=_("Numbers of the clauses it speaks of; empty for the whole recommendation."),
    )
    recorded_from = serializers.SlugRelatedField(
        "symbol",
        read_only=True,
        allow_null=True,
        help_text=_(
            "The organisation's published document from which the data managers recorded it; null where the "
            "organisation logged it here itself."
        ),
    )
    recorded_from_url = serializers.HyperlinkedRelatedField(
        "api-document-detail", source="recorded_from", lookup_field="symbol", read_only=True, allow_null=True
    )
    evidence = EvidenceSerializer(many=True, read_only=True)
    published_at = serializers.DateTimeField(
        source="publication",
        read_only=True,
        allow_null=True,
        help_text=_("Null where it is recorded from a document whose day is not known."),
    )

    class Meta:
        model = Assessment
        fields = read_only_fields = [
            "url",
            "id",
            "recommendation",
            "recommendation_url",
            "organisation",
            "organisation_url",
            "status",
            "confidence",
            "considered_up_to",
            "narrative",
            "clauses",
            "is_current",
            "published_at",
            "recorded_from",
            "recorded_from_url",
            "evidence",
        ]
        extra_kwargs = {
            "is_current": {"help_text": _("Whether it is the organisation's latest one on this.")},
        }


class NewEvidenceSerializer(serializers.ModelSerializer):
    """A link that the draft rests on. Files are added in the workspace."""

    class Meta:
        model = Evidence
        fields = ["title", "url", "stance", "visibility", "publisher", "date", "place", "excerpt"]
        extra_kwargs = {
            "url": {"required": True, "allow_blank": False},
            "stance": {"help_text": _("What it says about implementation.")},
            "visibility": {"help_text": _("Restricted evidence is never shown outside the organisation.")},
        }


class NewAssessmentSerializer(serializers.ModelSerializer):
    """A draft to write, for an organisation that the owner of the token belongs to."""

    recommendation = RecommendationReference(help_text=_("Review and number of the recommendation."))
    organisation = serializers.SlugRelatedField(
        "slug", queryset=Organisation.objects.all(), help_text=_("Slug of your organisation.")
    )
    evidence = serializers.ListField(child=NewEvidenceSerializer(), required=False, max_length=50)

    class Meta:
        model = Assessment
        fields = [
            "recommendation",
            "organisation",
            "status",
            "confidence",
            "considered_up_to",
            "narrative",
            "evidence",
        ]

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        Assessment(**{name: value for name, value in data.items() if name != "evidence"}).clean()
        return data


class DraftSerializer(serializers.ModelSerializer):
    """The draft that was written, and where its organisation finds it."""

    html_url = PageAddressField(help_text=_("Where members change, submit and publish it."))
    recommendation = RecommendationReference(
        read_only=True, help_text=_("Review and number of the recommendation.")
    )
    organisation = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Assessment
        fields = read_only_fields = ["html_url", "id", "stage", "recommendation", "organisation", "status"]
