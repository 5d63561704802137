import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.dimensions import Unit
from recommendations.facets import ORDER, count_facets
from recommendations.filters import RecommendationFilter
from recommendations.models import Recommendation
from tests.recommendations.questions import VALUES, ask, make_corpus, write_query

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus():
    make_corpus()


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
        ("position=noted", [1, 2, 4]),
        ("position=pending", [5, 6]),
        ("implementation=not-assessed", [2, 4, 5, 6]),
        ("implementation=assessors-differ", [1]),
        ("implementation=regressed", []),
        ("position_ever=supported", [1, 3]),
        ("position_ever=noted", [1, 2, 4]),
        ("position_ever=changed", [1]),
        ("position_ever=changed&position_ever=supported", [1, 3]),
        ("assessed_by=ngo", [1, 3]),
        ("judged=implemented", [1, 3]),
        ("assessed_by=ngo&judged=implemented", [3]),
        ("assessed_by=ngo&assessed_by=ministry&judged=regressed", [1]),
        ("affected_group=children", [1, 3]),
        ("goal=16", [1]),
        ("goal=4&goal=16", [1, 4]),
        ("action_category=5", [2]),
        ("wording=official", [2]),
        ("wording=summary", [1, 3, 4, 5]),
        ("wording=no-number", [6]),
        ("wording=official&wording=no-number", [2, 6]),
        ("theme=women&theme=land&all_of=theme", [4]),
        ("theme=violence&theme=women&all_of=theme", [1, 4]),
        ("state=FRA&state=JPN&all_of=state", [4]),
        ("state=FRA&all_of=state", [1, 2, 4]),
        ("all_of=theme", [1, 2, 3, 4, 5, 6]),
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

    assert counts["position"] == {"supported": 0, "noted": 2, "pending": 0}
    assert counts["cycle"] == {"1": 2, "2": 1}
    assert counts["state"] == {"ESP": 1, "FRA": 2, "JPN": 0, "KHM": 0}


def test_a_heading_counts_each_recommendation_below_it_once(corpus):
    assert counted("")["theme"] == {"women": 3, "violence": 2, "land": 2}


def test_a_state_with_two_requests_in_one_recommendation_counts_it_once(corpus):
    assert counted("")["state"] == {"ESP": 2, "FRA": 3, "JPN": 2, "KHM": 0}


def counted(query):
    return {
        facet.name: {value.value: value.count for value in facet.values}
        for facet in count_facets(ask(query)).all
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None)
@given(
    chosen=st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(values), max_size=2, unique=True) for name, values in VALUES.items()}
    ),
    all_of=st.lists(st.sampled_from(["theme", "state"]), max_size=2, unique=True),
    text=st.sampled_from(["", "free", "1"]),
    unit=st.sampled_from(Unit),
    looked_at=st.sets(st.sampled_from(ORDER), min_size=2, max_size=3),
)
def test_every_count_is_the_number_of_rows_that_choosing_the_value_gives(
    corpus, chosen, all_of, text, looked_at, unit
):
    def query(selection):
        return write_query(selection, text, all_of)

    facets = count_facets(ask(query(chosen)), unit)

    assert facets.total == len(items(query(chosen)))
    assert facets.requests == ask(query(chosen)).requests().count()
    for facet in (one for one in facets.all if one.name in looked_at):
        for value in facet.values:
            others = chosen.get(facet.name, []) if facet.name in all_of else []
            choice = ask(query(chosen | {facet.name: [*{*others, value.value}]}))
            rows = choice.requests() if unit == Unit.REQUESTS else choice.rows()
            assert value.count == rows.count(), (facet.name, value.value)
    for name, count in facets.without.items():
        rest = ask(query({other: values for other, values in chosen.items() if other != name}))
        rows = rest.requests() if unit == Unit.REQUESTS else rest.rows()
        assert count == rows.count(), name


def test_all_facets_take_seven_queries_whatever_the_filters(corpus, django_assert_num_queries):
    with django_assert_num_queries(7):  # four lists of values, three counts
        count_facets(ask("theme=women&state=FRA&group=weog&cycle=1&position=noted&q=free"))
