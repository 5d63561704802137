"""A small corpus that answers every kind of question, and questions about it."""

from collections.abc import Iterable

from django.http import QueryDict
from hypothesis import strategies as st

from recommendations.filters import RecommendationFilter
from recommendations.implementation import publication
from recommendations.implementation.models import Organisation
from recommendations.models import Recommendation
from tests.factories import (
    AffectedGroupTagFactory,
    AssessmentFactory,
    ClauseFactory,
    CycleFactory,
    DocumentFactory,
    GoalTagFactory,
    OrganisationFactory,
    RecommendationFactory,
    RegionalGroupFactory,
    ResponseFactory,
    ReviewFactory,
    StateFactory,
    SustainableDevelopmentGoalFactory,
    ThemeFactory,
)


def make_corpus() -> None:
    """Six recommendations in two cycles, by States of two groups, on themes of a small tree."""
    weog, asia = RegionalGroupFactory(slug="weog"), RegionalGroupFactory(slug="asia-pacific")
    france = StateFactory(code="FRA", name="France", regional_group=weog)
    spain = StateFactory(code="ESP", name="Spain", regional_group=weog)
    japan = StateFactory(code="JPN", name="Japan", regional_group=asia)
    women = ThemeFactory(slug="women", name="Women", order=1)
    violence = ThemeFactory(slug="violence", name="Violence against women", parent=women, order=2)
    land = ThemeFactory(slug="land", name="Land", order=3)
    first, second = ReviewFactory(cycle=CycleFactory(number=1)), ReviewFactory(cycle=CycleFactory(number=2))
    rows = [
        (1, first, [france, spain], "supported", [violence, women]),
        (2, first, [france], "noted", [land]),
        (3, second, [japan], "supported", [women]),
        (4, second, [japan, france], "noted", [land, violence]),
        (5, second, [], "pending", []),
        (6, second, [spain], None, []),
    ]
    for item, review, states, position, themes in rows:
        RecommendationFactory(
            review=review,
            item=item,
            states=states,
            position=position,
            themes=themes,
            summary=f"Free élections {item}" if item == 3 else f"Free {item}",
        )
    one, two, three, four, _five, six = Recommendation.objects.order_by("item")
    ClauseFactory(recommendation=one, states=[france])
    ResponseFactory(recommendation=one, position="noted", paragraph="9")
    Recommendation.objects.filter(pk=two.pk).update(
        text="Ensure land", text_source=DocumentFactory(), action_category=5
    )
    Recommendation.objects.filter(pk=six.pk).update(paragraph=None, action_category=1)
    for recommendation, group in ((one, "children"), (one, "everybody"), (three, "children")):
        AffectedGroupTagFactory(recommendation=recommendation, group__slug=group)
    for recommendation, goal in ((one, "16"), (one, "16.2"), (four, "4")):
        GoalTagFactory(recommendation=recommendation, goal__code=goal)
    SustainableDevelopmentGoalFactory(code="16")
    for recommendation, organisation, status in (
        (one, "ministry", "implemented"),
        (one, "ngo", "regressed"),
        (three, "ngo", "implemented"),
    ):
        judge(recommendation, organisation, status)


def judge(recommendation, organisation, status):
    """Publish what an organisation says, by way of a document of its own."""
    assessment = AssessmentFactory.build(
        recommendation=recommendation,
        organisation=Organisation.objects.filter(slug=organisation).first()
        or OrganisationFactory(slug=organisation),
        recorded_from=DocumentFactory(symbol="statements"),
        author=None,
        status=status,
    )
    publication.record_published([(assessment, [])])


def ask(query):
    question = RecommendationFilter(QueryDict(query), queryset=Recommendation.objects.all())
    assert question.is_valid(), question.errors
    return question


VALUES = {
    "cycle": ["1", "2"],
    "theme": ["women", "violence", "land"],
    "state": ["FRA", "ESP", "JPN", "KHM"],
    "group": ["weog", "asia-pacific"],
    "position": ["supported", "noted", "pending"],
    "implementation": ["not-assessed", "implemented", "assessors-differ"],
    "position_ever": ["supported", "noted", "changed"],
    "assessed_by": ["ministry", "ngo"],
    "judged": ["implemented", "regressed"],
    "affected_group": ["children", "everybody"],
    "goal": ["4", "16"],
    "action_category": ["1", "5"],
    "wording": ["official", "summary", "no-number"],
}


def selections() -> st.SearchStrategy[dict[str, list[str]]]:
    """Up to two values of up to three filters."""
    return st.lists(st.sampled_from(sorted(VALUES)), max_size=3, unique=True).flatmap(
        lambda names: st.fixed_dictionaries(
            {
                name: st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=2, unique=True)
                for name in names
            }
        )
    )


#: Of everything that may be typed: words, beginnings, phrases, what is not wanted, accents, numbers, slips.
PIECES = [
    "free",
    "LAND",
    "élection",
    "elec*",
    '"free 4"',
    '"ensure land"',
    "-land",
    '-"free 4"',
    "OR",
    '"',
    "118.4",
]


def texts() -> st.SearchStrategy[str]:
    """Up to three pieces of a search; often none, sometimes what nobody can mean."""
    return st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join)


def write_query(selection: dict, text: str = "", all_of: Iterable[str] = ()) -> str:
    """Answer the query string that chooses these values: {name of filter: values}."""
    parameters = QueryDict(mutable=True)
    parameters["q"] = text
    parameters.setlist("all_of", list(all_of))
    for name, values in selection.items():
        parameters.setlist(name, list(values))
    return parameters.urlencode()
