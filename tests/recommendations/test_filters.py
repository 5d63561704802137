import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.facets import count_facets
from recommendations.filters import RecommendationFilter
from recommendations.models import Recommendation
from tests.factories import (
    ClauseFactory,
    CycleFactory,
    RecommendationFactory,
    RegionalGroupFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus():
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
            review=review, item=item, states=states, position=position, themes=themes, summary=f"Free {item}"
        )
    ClauseFactory(recommendation=Recommendation.objects.get(item=1), states=[france])


def ask(query):
    question = RecommendationFilter(QueryDict(query), queryset=Recommendation.objects.all())
    assert question.is_valid(), question.errors
    return question


def items(query):
    return sorted(ask(query).qs.values_list("item", flat=True))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("cycle=1", [1, 2]),
        ("cycle=1&cycle=2", [1, 2, 3, 4, 5, 6]),
        ("review=khm-2", [3, 4, 5, 6]),
        ("state_under_review=KHM", [1, 2, 3, 4, 5, 6]),
        ("theme=violence", [1, 4]),
        ("theme=women", [1, 3, 4]),
        ("theme=women&theme=land", [1, 2, 3, 4]),
        ("state=FRA", [1, 2, 4]),
        ("state=FRA&state=JPN", [1, 2, 3, 4]),
        ("group=weog", [1, 2, 4, 6]),
        ("group=weog&state=JPN", [4]),
        ("position=noted", [2, 4]),
        ("position=pending", [5, 6]),
        ("implementation=not-assessed", [1, 2, 3, 4, 5, 6]),
        ("implementation=implemented", []),
        ("q=free", [1, 2, 3, 4, 5, 6]),
        ("q=118.3", [3]),
        ("q=free&theme=women&cycle=2&position=noted", [4]),
    ],
)
def test_a_question_is_answered_by_the_rows_that_fit(corpus, query, expected):
    assert items(query) == expected


@pytest.mark.parametrize(
    "name", ["review", "state_under_review", "cycle", "theme", "state", "group", "position"]
)
def test_an_unknown_value_is_an_error_that_names_it(corpus, name):
    question = RecommendationFilter(QueryDict(f"{name}=nowhere"), queryset=Recommendation.objects.all())

    assert not question.is_valid()
    assert "nowhere" in str(question.errors[name])


def test_a_facet_honours_every_filter_but_its_own(corpus):
    counts = counted("cycle=1&position=noted")

    assert counts["position"] == {"supported": 1, "noted": 1, "pending": 0}
    assert counts["cycle"] == {"1": 1, "2": 1}
    assert counts["state"] == {"ESP": 0, "FRA": 1, "JPN": 0, "KHM": 0}


def test_a_heading_counts_each_recommendation_below_it_once(corpus):
    assert counted("")["theme"] == {"women": 3, "violence": 2, "land": 2}


def test_a_state_with_two_requests_in_one_recommendation_counts_it_once(corpus):
    assert counted("")["state"] == {"ESP": 2, "FRA": 3, "JPN": 2, "KHM": 0}


def counted(query):
    return {
        facet.name: {value.value: value.count for value in facet.values}
        for facet in count_facets(ask(query)).all
    }


VALUES = {
    "cycle": ["1", "2"],
    "theme": ["women", "violence", "land"],
    "state": ["FRA", "ESP", "JPN", "KHM"],
    "group": ["weog", "asia-pacific"],
    "position": ["supported", "noted", "pending"],
    "implementation": ["not-assessed", "implemented"],
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    chosen=st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(values), max_size=2, unique=True) for name, values in VALUES.items()}
    ),
    text=st.sampled_from(["", "free", "1"]),
)
def test_every_count_is_the_number_of_rows_that_choosing_the_value_gives(corpus, chosen, text):
    def query(selection):
        parameters = QueryDict(mutable=True)
        parameters["q"] = text
        for name, values in selection.items():
            parameters.setlist(name, values)
        return parameters.urlencode()

    facets = count_facets(ask(query(chosen)))

    assert facets.total == len(items(query(chosen)))
    for facet in facets.all:
        for value in facet.values:
            assert value.count == len(items(query(chosen | {facet.name: [value.value]})))


def test_all_facets_take_six_queries_whatever_the_filters(corpus, django_assert_num_queries):
    with django_assert_num_queries(6):  # three lists of values, three counts
        count_facets(ask("theme=women&state=FRA&group=weog&cycle=1&position=noted&q=free"))
