"""The values that questions about recommendations may name, with their words."""

from functools import cached_property

from django.db.models import Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.assessments import assessors
from recommendations.models import (
    AffectedGroup,
    ImplementationStatus,
    Position,
    Recommendation,
    SustainableDevelopmentGoal,
    Theme,
)
from reviews.models import Cycle, Review
from states.models import State

#: UPR Info's scale of 2014, in our words (E. McMahon's categories).
ACTION_CATEGORIES = {
    1: _("1 minimal: asks others, or for help"),
    2: _("2 continuing"),
    3: _("3 considering"),
    4: _("4 general action"),
    5: _("5 specific action"),
}
#: How good what we hold of the words is.
WORDINGS = {
    "official": _("official wording"),
    "summary": _("summary only"),
    "no-number": _("no number, from a secondary source"),
}
#: Positions that the State took at some time.
POSITIONS_EVER = {
    Position.SUPPORTED.value: _("supported at some time"),
    Position.NOTED.value: _("noted at some time"),
    "changed": _("changed after the review"),
}


Choices = list[tuple[str, str]]


class FilterValues:
    """The values that filters may take. Each kind is read once, and only if it is asked for."""

    @cached_property
    def themes(self) -> list[Theme]:
        """Each heading with the themes below it, wherever in the order these were put."""
        themes = list(Theme.objects.in_order())
        place = {theme.pk: number for number, theme in enumerate(themes)}
        return sorted(themes, key=lambda theme: (place[theme.parent_id or theme.pk], theme.parent_id or 0))

    @cached_property
    def states(self) -> list[tuple[str, str, str | None, str | None]]:
        """Every State with its regional group: (code, name, slug of the group, its name)."""
        rows = State.objects.in_order()
        return list(rows.values_list("code", "name", "regional_group_id", "regional_group__name"))

    @cached_property
    def cycles(self) -> list[Cycle]:
        return list(Cycle.objects.order_by("number"))

    @cached_property
    def reviews(self) -> list[Review]:
        return list(Review.objects.in_order().select_related("state_under_review"))

    def of_cycle(self) -> Choices:
        return [(str(cycle.number), str(cycle)) for cycle in self.cycles]

    def of_theme(self) -> Choices:
        return [(theme.slug, theme.name) for theme in self.themes]

    def of_theme_area(self) -> Choices:
        """The headings of the tree."""
        return [(theme.slug, theme.name) for theme in self.themes if theme.parent_id is None]

    def of_theme_below(self) -> Choices:
        """Themes that have none below them."""
        headings = {theme.parent_id for theme in self.themes}
        return [(theme.slug, theme.name) for theme in self.themes if theme.pk not in headings]

    def of_state(self) -> Choices:
        return [(code, name) for code, name, _group, _its_name in self.states]

    of_state_under_review = of_state

    def of_group(self) -> Choices:
        groups = {(slug, name) for _code, _name, slug, name in self.states if slug and name}
        return sorted(groups, key=lambda group: group[1])

    def of_review(self) -> Choices:
        return [(review.slug, str(review)) for review in self.reviews]

    def of_position(self) -> Choices:
        return [(value, str(label)) for value, label in Position.choices]

    def of_implementation(self) -> Choices:
        field = Recommendation._meta.get_field("implementation_status")
        return [(value, str(label)) for value, label in field.choices or []]

    @cached_property
    def _small_lists(self) -> list[tuple[str, str, str, int, int]]:
        """Groups, Goals, and organisations that assessed, in one query.

        Each is (kind, key in addresses, name, place, primary key of a group).
        """
        groups = AffectedGroup.objects.values_list(Value("group"), "slug", "name", Value(0), "pk")
        goals = SustainableDevelopmentGoal.objects.exclude(code__contains=".")
        together = groups.union(
            goals.values_list(Value("goal"), "code", "name", "number", Value(0)),
            assessors().values_list(Value("assessor"), "slug", "name", Value(0), Value(0)),
            all=True,
        )
        return sorted(together, key=lambda row: (row[0], row[3], row[2], row[1]))

    def _of_kind(self, wanted: str) -> Choices:
        return [(key, name) for kind, key, name, _place, _pk in self._small_lists if kind == wanted]

    @property
    def slugs_of_groups(self) -> dict[int, str]:
        """The slug of each affected group by its primary key."""
        return {pk: slug for kind, slug, _name, _place, pk in self._small_lists if kind == "group"}

    def of_affected_group(self) -> Choices:
        return self._of_kind("group")

    def of_goal(self) -> Choices:
        """Goals, not targets; a target is counted with its Goal."""
        return [(code, f"{code} {name}") for code, name in self._of_kind("goal")]

    def of_action_category(self) -> Choices:
        return [(str(number), str(words)) for number, words in ACTION_CATEGORIES.items()]

    def of_wording(self) -> Choices:
        return [(value, str(words)) for value, words in WORDINGS.items()]

    def of_position_ever(self) -> Choices:
        return [(value, str(words)) for value, words in POSITIONS_EVER.items()]

    def of_assessed_by(self) -> Choices:
        """Organisations with a published assessment that is current."""
        return self._of_kind("assessor")

    def of_judged(self) -> Choices:
        return [(value, str(label)) for value, label in ImplementationStatus.choices]

    def of_all_of(self) -> Choices:
        return [("theme", gettext("themes")), ("state", gettext("recommending States"))]
