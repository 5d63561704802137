"""What the API says of organisations and assessments: never who wrote or published one."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recommendations.implementation.filters import RecommendationReferenceField
from recommendations.implementation.models import Assessment, Evidence, Organisation
from recommendations.models import Recommendation


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
    class Meta:
        model = Organisation
        fields = ["slug", "name", "kind", "state", "website"]
        extra_kwargs = {
            "slug": {"help_text": _("The key of the organisation in addresses and filters.")},
            "state": {"help_text": _("ISO 3166-1 alpha-3 code; null for an international organisation.")},
        }


class EvidenceSerializer(serializers.ModelSerializer):
    """A public piece of evidence of a published assessment."""

    document = serializers.SlugRelatedField("symbol", read_only=True, help_text=_("Symbol of a UN document."))
    file = serializers.SerializerMethodField(help_text=_("Where to download the file, if there is one."))

    class Meta:
        model = Evidence
        fields = ["title", "stance", "publisher", "date", "document", "url", "file", "place", "excerpt"]
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

    recommendation = RecommendationReference(help_text=_("Review and number of the recommendation."))
    organisation = serializers.SlugRelatedField("slug", read_only=True, help_text=_("Slug of who assesses."))
    clauses = serializers.SlugRelatedField(
        "order",
        many=True,
        read_only=True,
        help_text=_("Numbers of the clauses it speaks of; empty for the whole recommendation."),
    )
    evidence = EvidenceSerializer(many=True, read_only=True)

    class Meta:
        model = Assessment
        fields = [
            "id",
            "recommendation",
            "organisation",
            "status",
            "confidence",
            "considered_up_to",
            "narrative",
            "clauses",
            "is_current",
            "published_at",
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
    evidence = NewEvidenceSerializer(many=True, required=False, max_length=50)

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

    recommendation = RecommendationReference(help_text=_("Review and number of the recommendation."))
    organisation = serializers.SlugRelatedField("slug", read_only=True)
    page = serializers.SerializerMethodField(help_text=_("Where members change, submit and publish it."))

    class Meta:
        model = Assessment
        fields = ["id", "stage", "recommendation", "organisation", "status", "page"]

    def get_page(self, assessment: Assessment) -> str:
        return self.context["request"].build_absolute_uri(assessment.get_absolute_url())
