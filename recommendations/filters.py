"""THE question: one set of filters for pages, API and downloads alike.

Several values of one parameter are alternatives; several parameters must all hold. A value that is not
known is an error that names it, never an empty list.
"""

import re
from collections.abc import Collection, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import Any, cast

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from recommendations import search
from recommendations.assessments import current_assessments
from recommendations.models import (
    AffectedGroupTag,
    Clause,
    GoalTag,
    Position,
    Recommendation,
    Response,
    ResponseKind,
    Theme,
    ThemeTag,
)
from recommendations.querysets import RecommendationQuerySet
from recommendations.values import FilterValues
from reviews.models import Document, Review
from upr_tracker.lib.filters import AnyKeyFilter, AnyOfFilter
from upr_tracker.lib.ids import among

#: So many ids are handed to the database again; more are quicker found anew.
MOST_IDS = 20_000
#: What is looked up as a number and not as words.
NUMBER = re.compile(r"\d+\.\d+")


def of_reviews(**conditions: Any) -> Q:
    """Recommendations of these reviews: found first, as they are few, so that less is asked of the rest."""
    return Q(review__in=Review.objects.filter(**conditions).order_by().values("pk"))


def made_by(**conditions: Any) -> Q:
    """Recommendations with a request by one of these States (`state__in`, `state__regional_group__in`)."""
    requests = Clause.states.through.objects.filter(clause__recommendation=OuterRef("pk"), **conditions)
    return Q(Exists(requests))


def judged(statuses: list[str], by: list[str]) -> Q:
    """Recommendations of which one of these organisations (or any) says one of these things (or any) now."""
    assessments = current_assessments()
    if by:
        assessments = assessments.filter(organisation__slug__in=by)
    if statuses:
        assessments = assessments.filter(status__in=statuses)
    return Q(pk__in=assessments.values("recommendation"))


def stated(values: list[str]) -> Q:
    """Recommendations that the State supported, or noted, at some time; or that it both did ("changed")."""

    def said(position: str) -> Q:
        return Q(pk__in=Response.objects.filter(position=position).order_by().values("recommendation"))

    ways = {
        "supported": said(Position.SUPPORTED),
        "noted": said(Position.NOTED),
        "changed": said(Position.SUPPORTED) & said(Position.NOTED),
    }
    return reduce(or_, (ways[value] for value in values))


def worded(values: list[str]) -> Q:
    """Recommendations by how good what we hold of their words is: see `values.WORDINGS`."""
    ways = {
        "official": Q(paragraph__isnull=False) & ~Q(text=""),
        "summary": Q(paragraph__isnull=False, text=""),
        "no-number": Q(paragraph__isnull=True),
    }
    return reduce(or_, (ways[value] for value in values))


def about(slugs: list[str]) -> Q:
    """Recommendations tagged with one of these themes or with a theme below it."""
    themes = Theme.objects.filter(Q(slug__in=slugs) | Q(parent__slug__in=slugs))
    return Q(Exists(ThemeTag.objects.filter(recommendation=OuterRef("pk"), theme__in=themes.values("pk"))))


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
        where=lambda slugs: of_reviews(slug__in=slugs),
        label=_("Review"),
        help_text=_("The review, as State and cycle: khm-2."),
    )
    state_under_review = AnyOfFilter(
        where=lambda codes: of_reviews(state_under_review__in=codes),
        label=_("State under review"),
        help_text=_("ISO 3166-1 alpha-3 code of the State that was reviewed: KHM."),
    )
    cycle = AnyOfFilter(
        where=lambda numbers: of_reviews(cycle__in=numbers),
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
    assessed_by = AnyOfFilter(
        where=lambda slugs: judged([], by=slugs),
        label=_("Assessed by"),
        help_text=_("Slug of an organisation that published an assessment: cchr."),
    )
    judged = AnyOfFilter(
        where=lambda statuses: judged(statuses, by=[]),
        label=_("Judgement"),
        help_text=_(
            "Status that the latest published assessment of an organisation gives: of one in assessed_by, "
            "or of any."
        ),
    )
    position_ever = AnyOfFilter(
        where=stated,
        label=_("Position at some time"),
        help_text=_("What the State said at some time: supported, noted, or changed where it said both."),
    )
    affected_group = AnyOfFilter(
        where=lambda slugs: Q(
            pk__in=AffectedGroupTag.objects.filter(group__slug__in=slugs).values("recommendation")
        ),
        label=_("Affected group"),
        help_text=_("Slug of a group of persons concerned: children."),
    )
    goal = AnyOfFilter(
        where=lambda numbers: Q(
            pk__in=GoalTag.objects.filter(goal__number__in=numbers).values("recommendation")
        ),
        label=_("Sustainable Development Goal"),
        help_text=_("Number of a Goal: 16. Its targets are taken in."),
    )
    action_category = AnyOfFilter(
        where=lambda numbers: Q(action_category__in=numbers),
        label=_("Action category"),
        help_text=_("UPR Info's scale from 1 (minimal) to 5 (specific action)."),
    )
    wording = AnyOfFilter(
        where=worded,
        label=_("Wording"),
        help_text=_(
            "official, summary where only ours is known, or no-number where the report's is not known."
        ),
    )
    all_of = AnyOfFilter(
        where=lambda names: Q(),
        label=_("All of"),
        help_text=_("theme, state: of these, a recommendation must have all chosen values, not any."),
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
        asked = {name: value for name, value in self.form.cleaned_data.items() if value and name not in but}
        for name in asked.get("all_of", ()):
            for value in asked.pop(name, ()):
                queryset = self.filters[name].filter(queryset, [value])
        if "assessed_by" in asked and "judged" in asked:
            queryset = queryset.filter(judged(asked.pop("judged"), by=asked.pop("assessed_by")))
        for name, value in asked.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def rows(self, but: Collection[str] = ()) -> RecommendationQuerySet:
        """The recommendations asked for, or those asked for with the filters in `but` taken off."""
        asked_of = cast(RecommendationQuerySet, self.queryset)
        return cast(RecommendationQuerySet, self.filter_queryset(asked_of.all(), but))

    def found(self, but: Collection[str] = ()) -> Any:
        """The same rows for `filter(recommendation__in=...)`: several counts of one question share them.

        They are looked for once, and handed to each count as ids, unless they are too many.
        """
        if any(self.chosen(name) for name in but):
            return self.rows(but).order_by().values("pk")
        return self._found

    @cached_property
    def _found(self) -> Any:
        return self._handed_back(list(self.rows().order_by().values_list("pk", flat=True)[: MOST_IDS + 1]))

    def remember(self, ids: Sequence[int]) -> None:
        """Take the ids of all rows from who has read them anyway, so that `found` does not look for them."""
        self.__dict__["_found"] = self._handed_back(ids)

    def _handed_back(self, ids: Sequence[int]) -> Any:
        if len(ids) > MOST_IDS:
            return self.rows().order_by().values("pk")
        return among(ids, cast(RecommendationQuerySet, self.queryset).db)

    def requests(self, but: Collection[str] = ()) -> QuerySet[Any]:
        """The requests in these rows: each clause once for each State, of the States that were chosen.

        Where a recommendation must be by all chosen States, all requests in it count.
        """
        requests = Clause.states.through.objects.order_by()
        if self.is_restricted(but):
            requests = requests.filter(clause__recommendation__in=self.found(but))
        if "group" not in but and (groups := self.chosen("group")):
            requests = requests.filter(state__regional_group__in=groups)
        if "state" not in but and (states := self.chosen("state")) and not self.asks_for_all_of("state"):
            requests = requests.filter(state__in=states)
        return requests

    def is_restricted(self, but: Collection[str] = ()) -> bool:
        """Whether any filter is on, apart from those in `but`: without, everything answers the question."""
        return any(value for name, value in self.form.cleaned_data.items() if name not in (*but, "all_of"))

    def chosen(self, name: str) -> list[str]:
        return list(self.form.cleaned_data.get(name) or ())

    def asks_for_all_of(self, name: str) -> bool:
        """Whether the chosen values of this filter are no alternatives."""
        return name in self.chosen("all_of")

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
