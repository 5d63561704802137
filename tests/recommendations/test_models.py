"""The rules that the database itself keeps."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.filters import RecommendationFilter
from recommendations.models import Clause, Recommendation, ThemeTag
from tests.factories import (
    ClauseFactory,
    RecommendationFactory,
    ResponseFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def test_a_number_is_paragraph_and_item():
    assert RecommendationFactory(paragraph=118, item=5).number == "118.5"


def test_without_an_official_number_it_has_one_of_ours_and_says_so():
    recommendation = RecommendationFactory(paragraph=None, item=12)

    assert recommendation.number == "u12"
    assert not recommendation.is_numbered


def test_the_address_is_made_of_review_and_number():
    recommendation = RecommendationFactory(paragraph=118, item=5)

    assert recommendation.get_absolute_url() == "/recommendations/khm-2/118.5/"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(
    numbers=st.lists(
        st.tuples(st.none() | st.integers(1, 300), st.integers(1, 300)), unique=True, max_size=12
    )
)
def test_numbers_sort_as_numbers_with_the_unnumbered_last(numbers):
    Recommendation.objects.all().delete()
    for paragraph, item in numbers:
        RecommendationFactory(paragraph=paragraph, item=item)

    in_order = list(Recommendation.objects.in_order().values_list("paragraph", "item"))

    assert in_order == sorted(numbers, key=lambda number: (number[0] is None, number[0] or 0, number[1]))


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"text": "", "summary": ""}, id="no wording at all"),
        pytest.param({"item": 0}, id="item zero"),
        pytest.param({"paragraph": 0}, id="paragraph zero"),
        pytest.param({"action_category": 6}, id="action category beyond the scale"),
        pytest.param({"summary": "Again", "paragraph": 118, "item": 1}, id="number taken"),
    ],
)
def test_the_database_refuses(fields):
    RecommendationFactory(paragraph=118, item=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        RecommendationFactory(**fields)


def test_official_wording_needs_a_source():
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.create(review=ReviewFactory(), paragraph=1, item=1, text="Ratify")


def test_a_theme_is_given_once():
    recommendation, theme = RecommendationFactory(), ThemeFactory()
    ThemeTag.objects.create(recommendation=recommendation, theme=theme)

    with pytest.raises(IntegrityError), transaction.atomic():
        ThemeTag.objects.create(recommendation=recommendation, theme=theme)


def test_a_recommendation_with_a_history_of_positions_cannot_be_deleted():
    response = ResponseFactory()

    with pytest.raises(ProtectedError):
        response.recommendation.delete()


def test_official_wording_goes_before_a_summary_and_keeps_it():
    recommendation = RecommendationFactory(text="Ratify the OP-CAT (Portugal)", summary="Ratify OP-CAT")

    assert recommendation.wording == "Ratify the OP-CAT (Portugal)"
    assert recommendation.summary == "Ratify OP-CAT"


def test_there_are_two_counting_units():
    france, egypt = StateFactory(), StateFactory()
    recommendation = RecommendationFactory(states=[france, egypt])
    ClauseFactory(recommendation=recommendation, states=[france])
    ClauseFactory(recommendation=recommendation)

    question = RecommendationFilter({}, queryset=Recommendation.objects.all())

    assert question.is_valid()
    assert question.rows().count() == 1
    assert question.requests().count() == 3


def test_reading_a_list_takes_four_queries_however_long(django_assert_num_queries):
    for _ in range(20):
        RecommendationFactory(states=[StateFactory(), StateFactory()], themes=[ThemeFactory()])

    with django_assert_num_queries(4):
        for recommendation in Recommendation.objects.in_order().for_reading():
            str(recommendation.review.state_under_review)
            [list(clause.states.all()) for clause in recommendation.clauses.all()]
            list(recommendation.themes.all())


def test_clauses_of_one_recommendation_have_places_of_their_own():
    clause = ClauseFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Clause.objects.create(recommendation=clause.recommendation, order=clause.order)
