from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from states.filters import StateFilter
from states.models import RegionalGroup, State, StateName
from upr_tracker.lib.addresses import ListAddressField, PageAddressField


class RegionalGroupSerializer(serializers.ModelSerializer):
    class Meta:
        model = RegionalGroup
        fields = read_only_fields = ["slug", "name", "short_name"]


class StateNameSerializer(serializers.ModelSerializer):
    class Meta:
        model = StateName
        fields = read_only_fields = ["name", "from_year", "until_year", "note"]


class StateSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField("api-state-detail", lookup_field="code")
    html_url = PageAddressField(help_text=_("The page for people."))
    regional_group = RegionalGroupSerializer(
        read_only=True, allow_null=True, help_text=_("Null for a State that belongs to none.")
    )
    names = StateNameSerializer(
        many=True, read_only=True, help_text=_("Every name that documents print, current or historical.")
    )
    reviews_url = ListAddressField("api-review-list", "state", source="code")

    class Meta:
        model = State
        fields = read_only_fields = [
            "url",
            "html_url",
            "code",
            "code2",
            "name",
            "formal_name",
            "membership",
            "regional_group",
            "names",
            "reviews_url",
        ]
        extra_kwargs = {"code": {"help_text": _("ISO 3166-1 alpha-3 code, the key of the State.")}}


@extend_schema_view(
    list=extend_schema(
        summary="States",
        description="The Member States and observer States of the United Nations, by name.",
    ),
    retrieve=extend_schema(
        summary="One State",
        description="A State by its ISO 3166-1 alpha-3 code, such as `FRA`.",
    ),
)
class StateViewSet(ReadOnlyModelViewSet):
    """States with their regional groups and the names that documents give them."""

    queryset = (
        State.objects.in_order()
        .select_related("regional_group")
        .prefetch_related(Prefetch("names", StateName.objects.order_by("name", "pk")))
    )
    serializer_class = StateSerializer
    filterset_class = StateFilter
    lookup_field = "code"
    lookup_value_regex = "[A-Z]{3}"


#: Prefix, view set and name of each list, for the router in `upr_tracker.api`.
routes = [("states", StateViewSet, "api-state")]
