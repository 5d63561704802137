"""THE question: one set of filters for pages, API and downloads alike.

Several values of one parameter are alternatives; several parameters must all hold. A value that is not
known is an error that names it, never an empty list.
"""

import re
from collections.abc import Collection
from functools import cached_property
from typing import Any, cast

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from recommendations import search
from recommendations.models import (
    Clause,
    Position,
    Recommendation,
    Response,
    ResponseKind,
    Theme,
    ThemeTag,
)
from recommendations.querysets import RecommendationQuerySet
from reviews.models import Cycle, Document, Review
from states.models import RegionalGroup, State
from upr_tracker.lib.filters import AnyKeyFilter, AnyOfFilter

Choices = list[tuple[str, str]]

#: What is looked up as a number and not as words.
NUMBER = re.compile(r"\d+\.\d+")


class FilterValues:
    """The values that filters may take. Each kind is read once, and only if it is asked for."""

    @cached_property
    def themes(self) -> list[Theme]:
        return list(Theme.objects.in_order())

    @cached_property
    def states(self) -> list[State]:
        return list(State.objects.in_order().select_related("regional_group"))

    @cached_property
    def cycles(self) -> list[Cycle]:
        return list(Cycle.objects.order_by("number"))

    @cached_property
    def reviews(self) -> list[Review]:
        return list(Review.objects.in_order().select_related("state_under_review"))

    @property
    def regional_groups(self) -> list[RegionalGroup]:
        groups = {state.regional_group for state in self.states if state.regional_group}
        return sorted(groups, key=lambda group: group.name)

    def of_cycle(self) -> Choices:
        return [(str(cycle.number), str(cycle)) for cycle in self.cycles]

    def of_theme(self) -> Choices:
        return [(theme.slug, theme.name) for theme in self.themes]

    def of_state(self) -> Choices:
        return [(state.code, state.name) for state in self.states]

    of_state_under_review = of_state

    def of_group(self) -> Choices:
        return [(group.slug, group.name) for group in self.regional_groups]

    def of_review(self) -> Choices:
        return [(review.slug, str(review)) for review in self.reviews]

    def of_position(self) -> Choices:
        return [(value, str(label)) for value, label in Position.choices]

    def of_implementation(self) -> Choices:
        field = Recommendation._meta.get_field("implementation_status")
        return [(value, str(label)) for value, label in field.choices or []]


def made_by(**conditions: Any) -> Q:
    """Recommendations with a request by one of these States (`state__in`, `state__regional_group__in`)."""
    requests = Clause.states.through.objects.filter(**conditions)
    return Q(pk__in=requests.values("clause__recommendation"))


def about(slugs: list[str]) -> Q:
    """Recommendations tagged with one of these themes or with a theme below it."""
    tags = ThemeTag.objects.filter(Q(theme__slug__in=slugs) | Q(theme__parent__slug__in=slugs))
    return Q(pk__in=tags.values("recommendation"))


class RecommendationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        method="search",
        label=_("Text"),
        help_text=_(
            'Words in the wording or summary, or a number such as 118.5. All words must occur; "a phrase" '
            "keeps its order, -word excludes, OR gives alternatives."
        ),
    )
    review = AnyOfFilter(
        where=lambda slugs: Q(review__slug__in=slugs),
        label=_("Review"),
        help_text=_("The review, as State and cycle: khm-2."),
    )
    state_under_review = AnyOfFilter(
        where=lambda codes: Q(review__state_under_review__in=codes),
        label=_("State under review"),
        help_text=_("ISO 3166-1 alpha-3 code of the State that was reviewed: KHM."),
    )
    cycle = AnyOfFilter(
        where=lambda numbers: Q(review__cycle__in=numbers),
        label=_("Cycle"),
        help_text=_("Number of the cycle: 1, 2, 3 or 4."),
    )
    theme = AnyOfFilter(
        where=about,
        label=_("Theme"),
        help_text=_("Slug of a theme; a theme with others below it takes them in."),
    )
    state = AnyOfFilter(
        where=lambda codes: made_by(state__in=codes),
        label=_("Recommending State"),
        help_text=_("ISO 3166-1 alpha-3 code of a State that made the recommendation: FRA."),
    )
    group = AnyOfFilter(
        where=lambda slugs: made_by(state__regional_group__in=slugs),
        label=_("Regional group"),
        help_text=_("Slug of the regional group of a recommending State: weog."),
    )
    position = AnyOfFilter(
        where=lambda positions: Q(position__in=positions),
        label=_("Position"),
        help_text=_("Position of the State under review now: supported, noted or pending."),
    )
    implementation = AnyOfFilter(
        where=lambda statuses: Q(implementation_status__in=statuses),
        label=_("Implementation"),
        help_text=_(
            "Status in the latest published assessments; assessors-differ where organisations disagree, "
            "not-assessed where there is none."
        ),
    )

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values = FilterValues()
        for name, filter_ in self.filters.items():
            if isinstance(filter_, AnyOfFilter):
                # Django copies the fields of a form deeply; a function is shared, and with it what was read.
                read = getattr(self.values, f"of_{name}")
                filter_.extra["choices"] = lambda read=read: read()

    def filter_queryset(self, queryset: QuerySet[Any], but: Collection[str] = ()) -> QuerySet[Any]:
        """Apply every filter except those named in `but`."""
        for name, value in self.form.cleaned_data.items():
            if name not in but:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def rows(self, but: Collection[str] = ()) -> RecommendationQuerySet:
        """The recommendations asked for, or those asked for with the filters in `but` taken off."""
        asked_of = cast(RecommendationQuerySet, self.queryset)
        return cast(RecommendationQuerySet, self.filter_queryset(asked_of.all(), but))

    def search(self, queryset: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        return queryset.filter(number=value) if NUMBER.fullmatch(value) else search.matching(queryset, value)


class ThemeFilter(django_filters.FilterSet):
    parent = AnyOfFilter(
        where=lambda slugs: Q(parent__slug__in=slugs),
        choices=lambda: Theme.objects.filter(parent=None).in_order().values_list("slug", "name"),
        label=_("Parent"),
        help_text=_("Slug of the theme that they stand below."),
    )

    class Meta:
        model = Theme
        fields: list[str] = []


class ResponseFilter(django_filters.FilterSet):
    review = AnyKeyFilter(
        where=lambda slugs: Q(recommendation__review__slug__in=slugs),
        rows=Review.objects.all(),
        key="slug",
        label=_("Review"),
        help_text=_("The review, as State and cycle: khm-2."),
    )
    number = AnyKeyFilter(
        where=lambda numbers: Q(recommendation__number__in=numbers),
        rows=Recommendation.objects.all(),
        key="number",
        label=_("Number"),
        help_text=_("Number of the recommendation in its review: 118.5."),
    )
    position = AnyOfFilter(
        where=lambda positions: Q(position__in=positions),
        choices=Position.choices,
        label=_("Position"),
        help_text=_("Position that was stated then, whatever it is now."),
    )
    kind = AnyOfFilter(
        where=lambda kinds: Q(kind__in=kinds),
        choices=ResponseKind.choices,
        label=_("Kind"),
        help_text=_("A position, or a statement in the dialogue of the review."),
    )
    document = AnyKeyFilter(
        where=lambda symbols: Q(document__symbol__in=symbols),
        rows=Document.objects.all(),
        key="symbol",
        label=_("Document"),
        help_text=_("Symbol of the document that states it: A/HRC/26/16/Add.1."),
    )

    class Meta:
        model = Response
        fields: list[str] = []
