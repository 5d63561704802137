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


class RecommendationReferenceField(forms.CharField):
    """A recommendation by its natural key, "khm-2/118.5"."""

    def to_python(self, value: Any) -> Recommendation | None:
        reference = super().to_python(value)
        if reference in self.empty_values:
            return None
        review, _slash, number = reference.partition("/")
        found = Recommendation.objects.filter(review__slug=review.lower(), number=number).first()
        if found is None:
            raise ValidationError(
                _("There is no recommendation “%(reference)s”. Write it like this: khm-2/118.5."),
                code="unknown",
                params={"reference": reference},
            )
        return found


class RecommendationReferenceFilter(django_filters.CharFilter):
    field_class = RecommendationReferenceField


class AssessmentFilter(django_filters.FilterSet):
    organisation = AnyKeyFilter(
        where=lambda slugs: Q(organisation__slug__in=slugs),
        rows=Organisation.objects.all(),
        key="slug",
        label=_("Organisation"),
        help_text=_("Slug of an organisation that assesses; several are alternatives."),
    )
    recommendation = RecommendationReferenceFilter(
        help_text=_("A recommendation, as review and number: khm-2/118.5.")
    )
    review = AnyKeyFilter(
        where=lambda slugs: Q(recommendation__review__slug__in=slugs),
        rows=Review.objects.all(),
        key="slug",
        label=_("Review"),
        help_text=_("A review, as State and cycle: khm-2."),
    )
    status = AnyOfFilter(
        where=lambda statuses: Q(status__in=statuses),
        choices=ImplementationStatus.choices,
        label=_("Status"),
        help_text=_("How far the recommendation is implemented, in the organisation's judgement."),
    )
    is_current = TrueOrFalseFilter(
        help_text=_("true: only the latest one of each organisation on each recommendation.")
    )

    class Meta:
        model = Assessment
        fields: list[str] = []


class OrganisationFilter(django_filters.FilterSet):
    kind = AnyOfFilter(
        where=lambda kinds: Q(kind__in=kinds),
        choices=OrganisationKind.choices,
        label=_("Kind"),
        help_text=_("Kind of organisation."),
    )
    state = AnyKeyFilter(
        where=lambda codes: Q(state__in=codes),
        rows=State.objects.all(),
        key="code",
        label=_("State"),
        help_text=_("ISO 3166-1 alpha-3 code of the State where it is based: KHM."),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []
