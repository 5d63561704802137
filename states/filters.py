import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from states.models import Membership, RegionalGroup, State
from upr_tracker.lib.filters import AnyOfFilter


class StateFilter(django_filters.FilterSet):
    group = AnyOfFilter(
        where=lambda slugs: Q(regional_group__in=slugs),
        choices=lambda: RegionalGroup.objects.order_by("name").values_list("slug", "name"),
        label=_("Regional group"),
        help_text=_("Slug of a regional group: weog."),
    )
    membership = AnyOfFilter(
        where=lambda memberships: Q(membership__in=memberships),
        choices=Membership.choices,
        label=_("Membership"),
        help_text=_("Member State or observer State of the United Nations."),
    )

    class Meta:
        model = State
        fields: list[str] = []
