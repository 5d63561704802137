from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from recommendations.models import Recommendation, Recurrence, Response, Theme, ThemeName
from upr_tracker.lib.addresses import ListAddressField, PageAddressField


class RecommendationAddressField(serializers.HyperlinkedRelatedField):
    """The address of a recommendation, which has two keys. Reads its review, a query unless loaded."""

    def __init__(self, source: str, **kwargs: Any) -> None:
        super().__init__("api-recommendation-detail", source=source, read_only=True, **kwargs)

    def use_pk_only_optimization(self) -> bool:
        return False

    def get_url(self, obj: Any, view_name: str, request: Request, format: Any) -> str:
        key = {"review": obj.review.slug, "number": obj.number}
        return self.reverse(view_name, kwargs=key, request=request, format=format)


class ThemeNameSerializer(serializers.ModelSerializer):
    class Meta:
        model = ThemeName
        fields = read_only_fields = ["vocabulary", "name"]


class ThemeSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField("api-theme-detail", lookup_field="slug")
    html_url = PageAddressField(help_text=_("The page for people."))
    parent = serializers.SlugRelatedField(  # type: ignore[assignment]
        "slug", read_only=True, allow_null=True, help_text=_("Slug of the theme it stands below.")
    )
    parent_url = serializers.HyperlinkedRelatedField(
        "api-theme-detail", source="parent", lookup_field="slug", read_only=True, allow_null=True
    )
    names = ThemeNameSerializer(
        many=True,
        read_only=True,
        help_text=_("Its names in vocabularies: UHRI's of several years, UPR Info's."),
    )
    recommendations_url = ListAddressField("api-recommendation-list", "theme", source="slug")

    class Meta:
        model = Theme
        fields = read_only_fields = [
            "url",
            "html_url",
            "slug",
            "name",
            "parent",
            "parent_url",
            "names",
            "recommendations_url",
        ]


class StatementSerializer(serializers.ModelSerializer):
    """One statement of position."""

    document = serializers.SlugRelatedField("symbol", read_only=True)
    document_url = serializers.HyperlinkedRelatedField(
        "api-document-detail", source="document", lookup_field="symbol", read_only=True
    )

    class Meta:
        model = Response
        fields = read_only_fields = [
            "kind",
            "position",
            "date",
            "document",
            "document_url",
            "paragraph",
            "stated_as",
            "comment",
            "recorded_at",
        ]
        extra_kwargs = {
            "kind": {
                "help_text": _("A position, or a statement in the dialogue, which takes none and is pending.")
            },
            "comment": {
                "help_text": _(
                    "The State's comment; of a statement in the dialogue what was said, in our words."
                )
            },
        }


class ResponseSerializer(StatementSerializer):
    """One statement of position, with the recommendation that it answers."""

    review = serializers.CharField(source="recommendation.review.slug", read_only=True)
    number = serializers.CharField(source="recommendation.number", read_only=True)
    recommendation_url = RecommendationAddressField("recommendation")

    class Meta(StatementSerializer.Meta):
        fields = read_only_fields = [
            "review",
            "number",
            "recommendation_url",
            *StatementSerializer.Meta.fields,
        ]


class AskedBeforeSerializer(serializers.ModelSerializer):
    """A recommendation of an earlier cycle that this one takes up."""

    recommendation = serializers.SerializerMethodField(help_text=_("Review and number: khm-1/82.4."))
    recommendation_url = RecommendationAddressField("earlier")

    class Meta:
        model = Recurrence
        fields = read_only_fields = ["recommendation", "recommendation_url", "kind", "reason"]

    def get_recommendation(self, recurrence: Recurrence) -> str:
        return f"{recurrence.earlier.review.slug}/{recurrence.earlier.number}"


class AskedAgainSerializer(AskedBeforeSerializer):
    """A recommendation of a later cycle that takes this one up."""

    recommendation = serializers.SerializerMethodField(help_text=_("Review and number: khm-4/u12."))
    recommendation_url = RecommendationAddressField("later")

    def get_recommendation(self, recurrence: Recurrence) -> str:
        return f"{recurrence.later.review.slug}/{recurrence.later.number}"


class ClauseSerializer(serializers.Serializer):
    """One request inside a recommendation, with the States that made it."""

    text = serializers.CharField(read_only=True, help_text=_("Official wording."))
    summary = serializers.CharField(read_only=True, help_text=_("Summary in our own words."))
    states = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        help_text=_("ISO 3166-1 alpha-3 codes of the States that made it."),
    )


class RecommendationSerializer(serializers.ModelSerializer):
    """A recommendation with its `parts`: see `recommendations.api.parts`."""

    url = RecommendationAddressField("*")
    html_url = PageAddressField(help_text=_("The permanent page for people."))
    review = serializers.SlugRelatedField("slug", read_only=True, help_text=_("State and cycle: khm-2."))
    review_url = serializers.HyperlinkedRelatedField(
        "api-review-detail", source="review", lookup_field="slug", read_only=True
    )
    number = serializers.CharField(
        read_only=True,
        help_text=_("118.5 is item 5 of paragraph 118; u12 where no official number is known."),
    )
    is_numbered = serializers.BooleanField(
        read_only=True, help_text=_("Whether the number is the official one.")
    )
    text_source = serializers.SlugRelatedField(
        "symbol", read_only=True, allow_null=True, help_text=_("Symbol of the document it is quoted from.")
    )
    text_source_url = serializers.HyperlinkedRelatedField(
        "api-document-detail", source="text_source", lookup_field="symbol", read_only=True, allow_null=True
    )
    summary_source = serializers.SlugRelatedField(
        "symbol",
        read_only=True,
        allow_null=True,
        help_text=_("Symbol of the document that the summary was made from."),
    )
    summary_source_url = serializers.HyperlinkedRelatedField(
        "api-document-detail",
        source="summary_source",
        lookup_field="symbol",
        read_only=True,
        allow_null=True,
    )
    clauses = ClauseSerializer(source="parts.clauses", many=True, read_only=True)
    themes = serializers.ListField(
        child=serializers.CharField(), source="parts.themes", read_only=True, help_text=_("Slugs of themes.")
    )
    affected_groups = serializers.ListField(
        child=serializers.CharField(),
        source="parts.affected_groups",
        read_only=True,
        help_text=_("Slugs of groups of persons concerned."),
    )
    goals = serializers.ListField(
        child=serializers.CharField(),
        source="parts.goals",
        read_only=True,
        help_text=_("Sustainable Development Goals (16) and targets (16.2)."),
    )

    class Meta:
        model = Recommendation
        fields = read_only_fields = [
            "url",
            "html_url",
            "review",
            "review_url",
            "number",
            "is_numbered",
            "text",
            "text_as_printed",
            "text_source",
            "text_source_url",
            "page",
            "summary",
            "summary_source",
            "summary_source_url",
            "summary_place",
            "note",
            "position",
            "implementation_status",
            "action_category",
            "action_rule",
            "action_verb",
            "action_reason",
            "clauses",
            "themes",
            "affected_groups",
            "goals",
            "updated_at",
        ]
        extra_kwargs = {
            "text": {"help_text": _("Official wording; empty where only a summary is known.")},
            "text_as_printed": {
                "help_text": _("The same as the document prints it, with its lines and misprints.")
            },
            "page": {"help_text": _("Page of the source of the wording.")},
            "summary_place": {"help_text": _("Place in the source of the summary.")},
            "action_rule": {"help_text": _("The rule that gave the action category.")},
            "position": {"help_text": _("Position of the State under review now.")},
            "implementation_status": {
                "help_text": _(
                    "What the latest published assessments say: a status, assessors-differ or not-assessed."
                )
            },
        }


class RecommendationDetailSerializer(RecommendationSerializer):
    """A recommendation with the history of the State's position, oldest first."""

    responses = StatementSerializer(
        many=True, read_only=True, help_text=_("Every statement of position; the last one counts now.")
    )
    asked_before = AskedBeforeSerializer(
        many=True, read_only=True, help_text=_("What it takes up of earlier cycles, and why we say so.")
    )
    asked_again = AskedAgainSerializer(
        many=True, read_only=True, help_text=_("What takes it up in later cycles, and why we say so.")
    )

    class Meta(RecommendationSerializer.Meta):
        fields = read_only_fields = [
            *RecommendationSerializer.Meta.fields,
            "responses",
            "asked_before",
            "asked_again",
        ]
