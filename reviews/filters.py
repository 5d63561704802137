import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reviews.models import Cycle, Document, DocumentKind, Review, Session
from states.models import State
from upr_tracker.lib.filters import AnyKeyFilter, AnyOfFilter


class ReviewFilter(django_filters.FilterSet):
    state = AnyOfFilter(
        where=lambda codes: Q(state_under_review__in=codes),
        choices=lambda: State.objects.in_order().values_list("code", "name"),
        label=_("State under review"),
        help_text=_("ISO 3166-1 alpha-3 code of the State that is reviewed: KHM."),
    )
    cycle = AnyOfFilter(
        where=lambda numbers: Q(cycle__in=numbers),
        choices=lambda: [(str(cycle.number), str(cycle)) for cycle in Cycle.objects.order_by("number")],
        label=_("Cycle"),
        help_text=_("Number of the cycle: 1, 2, 3 or 4."),
    )
    session = AnyOfFilter(
        where=lambda numbers: Q(session__in=numbers),
        choices=lambda: [
            (str(session.number), str(session)) for session in Session.objects.order_by("number")
        ],
        label=_("Session"),
        help_text=_("Number of the session of the Working Group: 18."),
    )

    class Meta:
        model = Review
        fields: list[str] = []


class DocumentFilter(django_filters.FilterSet):
    kind = AnyOfFilter(
        where=lambda kinds: Q(kind__in=kinds),
        choices=DocumentKind.choices,
        label=_("Kind"),
        help_text=_("What kind of document it is."),
    )
    review = AnyKeyFilter(
        where=lambda slugs: Q(review__slug__in=slugs),
        rows=Review.objects.all(),
        key="slug",
        label=_("Review"),
        help_text=_("The review it speaks of, as State and cycle: khm-2."),
    )

    class Meta:
        model = Document
        fields: list[str] = []
