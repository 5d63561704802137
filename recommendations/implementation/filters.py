"""Which organisations and which assessments are asked for. Values that are not known are errors."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recommendations.implementation.models import Assessment, Organisation, OrganisationKind
from recommendations.models import ImplementationStatus, Recommendation
from reviews.models import Review
from states.models import State
from upr_tracker.lib.filters import AnyKeyFilter, AnyOfFilter, TrueOrFalseFilter


class RecommendationReferenceField(forms.Field):
    """A recommendation by its natural key, "khm-2/118.5"."""

    def to_python(self, value: Any) -> Recommendation | None:
        if value in self.empty_values:
            return None
        review, _slash, number = str(value).partition("/")
        if "\x00" not in str(value):  # which PostgreSQL would not look for
            found = Recommendation.objects.filter(review__slug=review.lower(), number=number).first()
            if found is not None:
                return found
        raise ValidationError(
            _("There is no recommendation “%(reference)s”. Write it like this: khm-2/118.5."),
            code="unknown",
            params={"reference": value},
        )


class RecommendationReferenceFilter(django_filters.Filter):
    field_class = RecommendationReferenceField


class AssessmentFilter(django_filters.FilterSet):
    organisation = AnyKeyFilter(
        where=lambda slugs: Q(organisation__slug__in=slugs),
        rows=Organisation.objects.all(),
        key="slug",
        label=_("Organisation"),
        help_text=_("Slug of the organisation that assesses."),
    )
    recommendation = RecommendationReferenceFilter(
        label=_("Recommendation"), help_text=_("A recommendation, as review and number: khm-2/118.5.")
    )
    review = AnyKeyFilter(
        where=lambda slugs: Q(recommendation__review__slug__in=slugs),
        rows=Review.objects.all(),
        key="slug",
        label=_("Review"),
        help_text=_("The review, as State and cycle: khm-2."),
    )
    status = AnyOfFilter(
        where=lambda statuses: Q(status__in=statuses),
        choices=ImplementationStatus.choices,
        label=_("Status"),
        help_text=_("How far the recommendation is implemented, in the organisation's judgement."),
    )
    is_current = TrueOrFalseFilter(
        help_text=_("Whether it is the latest one of the organisation on the recommendation.")
    )

    class Meta:
        model = Assessment
        fields: list[str] = []


class OrganisationFilter(django_filters.FilterSet):
    kind = AnyOfFilter(
        where=lambda kinds: Q(kind__in=kinds),
        choices=OrganisationKind.choices,
        label=_("Kind"),
        help_text=_("What kind of organisation it is."),
    )
    state = AnyOfFilter(
        where=lambda codes: Q(state__in=codes),
        choices=lambda: State.objects.in_order().values_list("code", "name"),
        label=_("State"),
        help_text=_("ISO 3166-1 alpha-3 code of the State where it is based: KHM."),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []
