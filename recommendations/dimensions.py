"""Along what recommendations are counted: every facet, and every row and column of a statistic.

A dimension knows the filter that chooses one of its values, and the ways to the keys of its values: from a
recommendation and from a request (one clause by one State), which are the two counting units.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, CharField, Count, F, Model, QuerySet, TextChoices, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from recommendations.assessments import current_assessments
from recommendations.filters import RecommendationFilter
from recommendations.models import (
    AffectedGroupTag,
    Clause,
    GoalTag,
    Response,
    ThemeTag,
)
from recommendations.values import Choices, FilterValues

Requests = Clause.states.through
"""One row for each request: a clause and one of its States."""


class Unit(TextChoices):
    """What a number counts. Every total says which of the two it is."""

    RECOMMENDATIONS = "recommendations", _("recommendations (numbered items)")
    REQUESTS = "requests", _("requests (each clause once for each State)")


@dataclass(frozen=True)
class Links:
    """Rows that hold little but a recommendation and a value: counting them is quicker than joining."""

    rows: Callable[[], QuerySet[Any]]
    recommendation: str
    key: Any


@dataclass(frozen=True)
class Dimension:
    """One way to tell recommendations apart.

    `name` is its name in addresses, `parameter` the filter that chooses one of its values. `key` answers an
    expression for the keys, given the prefix that leads to the recommendation ("" or from a request);
    `key_of_request` is the path where a request has a value of its own. `narrow` are conditions that must
    hold on the way, such as that an assessment is the current one.
    """

    name: str
    label: Any
    parameter: str
    choices: Callable[[FilterValues], Choices]
    key: Callable[[str], Any]
    key_of_request: str = ""
    narrow: Mapping[str, Any] = field(default_factory=dict)
    links: Links | None = None


def counted_units(
    question: RecommendationFilter, unit: Unit, but: Collection[str] = ()
) -> tuple[QuerySet[Any], str]:
    """Answer the recommendations or requests of a question, and the prefix from there to a recommendation."""
    if unit == Unit.REQUESTS:
        return question.requests(but), "clause__recommendation__"
    return question.rows(but).order_by(), ""


def with_keys(counted: QuerySet[Any], prefix: str, dimensions: dict[str, Dimension]) -> QuerySet[Any]:
    """Add the keys of dimensions under these names; a row for each of several values.

    Narrowed once, so that dimensions of one relation speak of the same row of it: who assessed, and how.
    """
    narrow = {
        f"{prefix}{path}": value
        for dimension in dimensions.values()
        for path, value in dimension.narrow.items()
    }
    if narrow:
        counted = counted.filter(**narrow)
    keys = {
        name: F(dimension.key_of_request) if prefix and dimension.key_of_request else dimension.key(prefix)
        for name, dimension in dimensions.items()
    }
    return counted.annotate(**keys)


def count_values(dimension: Dimension, question: RecommendationFilter, unit: Unit) -> QuerySet[Any, Any]:
    """Answer rows of {value, count} for every value that occurs; `value` as text."""
    what = "pk"
    if dimension.links and unit == Unit.RECOMMENDATIONS:
        what = dimension.links.recommendation
        counted = dimension.links.rows().order_by()
        if question.is_restricted():
            counted = counted.filter(**{f"{what}__in": question.found()})
        counted = counted.annotate(key=dimension.links.key)
    else:
        counted, prefix = counted_units(question, unit)
        counted = with_keys(counted, prefix, {"key": dimension})
    return (
        counted.filter(key__isnull=False)
        .values(value=Cast("key", CharField()))
        .annotate(count=Count(what, distinct=True))
    )


def as_asked(dimension: Dimension, question: RecommendationFilter) -> Dimension:
    """Answer the dimension as it tells the rows of this question apart.

    Who assessed and how are one question, so that either speaks of assessments that fit the other. Where
    recommendations must be by all chosen States, each of their requests counts for every State of theirs.
    """
    match dimension.name, question.chosen("assessed_by"), question.chosen("judged"):
        case ("assessed_by", _, [_, *_] as statuses):
            return _narrowed(dimension, "status", statuses)
        case ("judged", [_, *_] as organisations, _):
            return _narrowed(dimension, "organisation__slug", organisations)
    if dimension.name == "state" and question.asks_for_all_of("state"):
        return replace(dimension, key_of_request="")
    return dimension


def _narrowed(dimension: Dimension, path: str, values: list[str]) -> Dimension:
    among = {f"{path}__in": values}
    return replace(
        dimension,
        narrow={**dimension.narrow, f"assessments__{path}__in": values},
        links=dimension.links
        and replace(dimension.links, rows=lambda: current_assessments().filter(**among)),
    )


def _path(path: str) -> Callable[[str], Any]:
    return lambda prefix: F(f"{prefix}{path}")


def _theme_area(prefix: str) -> Any:
    """The heading that a theme stands below, or the theme where it is a heading."""
    return Coalesce(F(f"{prefix}themetags__theme__parent__slug"), F(f"{prefix}themetags__theme__slug"))


def _wording(prefix: str) -> Any:
    return Case(
        When(**{f"{prefix}paragraph__isnull": True}, then=Value("no-number")),
        When(**{f"{prefix}text": ""}, then=Value("summary")),
        default=Value("official"),
    )


def _links(model: type[Model], recommendation: str, key: Any) -> Links:
    return Links(
        lambda: model._default_manager.all(), recommendation, F(key) if isinstance(key, str) else key
    )


_ALL: Iterable[Dimension] = (
    Dimension("cycle", _("Cycle"), "cycle", FilterValues.of_cycle, _path("review__cycle_id")),
    Dimension(
        "state_under_review",
        _("State under review"),
        "state_under_review",
        FilterValues.of_state_under_review,
        _path("review__state_under_review"),
    ),
    Dimension("review", _("Review"), "review", FilterValues.of_review, _path("review__slug")),
    Dimension(
        "theme_area",
        _("Theme (areas)"),
        "theme",
        FilterValues.of_theme_area,
        _theme_area,
        links=_links(ThemeTag, "recommendation", Coalesce(F("theme__parent__slug"), F("theme__slug"))),
    ),
    Dimension(
        "theme",
        _("Theme"),
        "theme",
        FilterValues.of_theme_below,
        _path("themetags__theme__slug"),
        links=_links(ThemeTag, "recommendation", "theme__slug"),
    ),
    Dimension(
        "state",
        _("Recommending State"),
        "state",
        FilterValues.of_state,
        _path("clauses__states"),
        key_of_request="state_id",
        links=_links(Requests, "clause__recommendation", "state_id"),
    ),
    Dimension(
        "group",
        _("Regional group"),
        "group",
        FilterValues.of_group,
        _path("clauses__states__regional_group_id"),
        key_of_request="state__regional_group_id",
        links=_links(Requests, "clause__recommendation", "state__regional_group_id"),
    ),
    Dimension("position", _("Position"), "position", FilterValues.of_position, _path("position")),
    Dimension(
        "implementation",
        _("Implementation"),
        "implementation",
        FilterValues.of_implementation,
        _path("implementation_status"),
    ),
    Dimension(
        "assessed_by",
        _("Assessed by"),
        "assessed_by",
        FilterValues.of_assessed_by,
        _path("assessments__organisation__slug"),
        narrow={"assessments__is_current": True},
        links=Links(current_assessments, "recommendation", F("organisation__slug")),
    ),
    Dimension(
        "judged",
        _("Judgement"),
        "judged",
        FilterValues.of_judged,
        _path("assessments__status"),
        narrow={"assessments__is_current": True},
        links=Links(current_assessments, "recommendation", F("status")),
    ),
    Dimension(
        "affected_group",
        _("Affected group"),
        "affected_group",
        FilterValues.of_affected_group,
        _path("affectedgrouptags__group__slug"),
        links=_links(AffectedGroupTag, "recommendation", "group__slug"),
    ),
    Dimension(
        "goal",
        _("Sustainable Development Goal"),
        "goal",
        FilterValues.of_goal,
        _path("goaltags__goal__number"),
        links=_links(GoalTag, "recommendation", "goal__number"),
    ),
    Dimension(
        "action_category",
        _("Action category"),
        "action_category",
        FilterValues.of_action_category,
        _path("action_category"),
    ),
    Dimension("wording", _("Wording"), "wording", FilterValues.of_wording, _wording),
    Dimension(
        "position_ever",
        _("Position at some time"),
        "position_ever",
        FilterValues.of_position_ever,
        _path("responses__position"),
        links=_links(Response, "recommendation", "position"),
    ),
)
DIMENSIONS = {dimension.name: dimension for dimension in _ALL}
