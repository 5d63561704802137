import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings

from recommendations import search
from recommendations.models import Recommendation
from recommendations.search.occurring import matches
from recommendations.search.query import parse
from tests.factories import RecommendationFactory
from tests.recommendations.search.corpus import ANYTHING, QUERIES, TEXTS, items, make_corpus

pytestmark = pytest.mark.django_db

ALL = set(TEXTS)

drawn = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)


@pytest.fixture
def corpus():
    make_corpus()


def found(text):
    return set(items(search.matching(Recommendation.objects.all(), text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("death penalty", {2, 3, 7, 12}),
        ('"death penalty"', {2, 3}),
        ("abolish", {2, 3}),
        ("ratifies", {1, 3}),
        ("death -penalty", set()),
        ('death -"death penalty"', {7, 12}),
        ("-death", ALL - {2, 3, 7, 12}),
        ("girls OR women", {4, 5, 10, 13}),
        ("girls OR women rural", {4}),
        ("op-cat", {1}),
        ("OPCAT", set()),
        ("cote", {6}),
        ("CÔTE d'ivoire", {6}),
        ("turkiye sao tome", {10}),
        ("women's", {4}),
        ("", ALL),
        ("OR -", ALL),
        ("zebra", set()),
        ("educat*", {4, 5}),
        ("discriminat*", {11}),
        ("ratif*", {1, 3}),
        ("polic*", {11, 12}),
        ("police*", {11, 12}),
        ("policy", {11}),
        ("anti* OR traffick*", {6}),
        ('"access to educat*"', {4}),
        ('"educat* access"', set()),
        ("women -educat*", {10, 13}),
        ("educat* -women", {5}),
        ("assembled", {9}),
        ("technologies", {8}),
        ("possible", {8}),
        ("is", {8}),
        ("i", {11}),
        ("as -is", set()),
        ("us", {8}),
        ("1990", {9}),
        ("ខ្មែរ", {10}),
        ("AND women", {4, 10, 13}),
    ],
)
def test_a_query_finds_the_same_rows_on_both_databases(corpus, text, expected):
    assert found(text) == expected


def test_official_wording_is_searched_as_well_as_the_summary(corpus):
    assert found("judiciary") == {13}
    assert found("courts") == {13}
    assert found("judiciary courts") == {13}


def test_the_index_follows_changes_and_deletions(corpus):
    recommendation = Recommendation.objects.get(item=2)
    recommendation.summary = "Close the zoo"
    recommendation.save()

    assert found("zoo") == {2}
    assert found('"death penalty"') == {3}

    recommendation.delete()

    assert found("zoo") == set()


@drawn
@example(text='"death penalty"')
@example(text="educat* -women OR girls")
@given(text=QUERIES)
def test_what_is_found_is_what_the_query_means(corpus, text):
    query = parse(text)

    assert found(text) == {item for item, texts in TEXTS.items() if matches(query, *texts)}


@drawn
@given(text=ANYTHING)
def test_nothing_that_can_be_typed_is_an_error(corpus, text):
    found(text)
    items(search.by_relevance(search.matching(Recommendation.objects.all(), text), text))


def test_a_search_of_thousands_of_words_is_answered(corpus):
    assert found("death " * 5000) == {2, 3, 7, 12}
    assert found("d" * 5000) == set()


def test_a_search_is_one_query(corpus, django_assert_num_queries):
    with django_assert_num_queries(1):
        found('women OR girls educat* -"death penalty"')


@pytest.mark.parametrize(("text", "expected"), [
    ("death", {"death"}), ("zebra Cambodja", set()), ("ratifies zebra", {"ratifies"}), ("", set()),
])  # fmt: skip
def test_words_that_occur_in_some_recommendation_are_told_from_others(
    corpus, django_assert_max_num_queries, text, expected
):
    with django_assert_max_num_queries(1):
        assert search.occurring_words(text.split()) == expected


def test_an_index_made_anew_finds_the_same(corpus):
    engine = search.engine_of(connection.vendor)
    connection.check_constraints()  # nothing is put off until the end of the transaction
    with connection.cursor() as cursor:
        engine.drop_index(cursor.execute)
        engine.create_index(cursor.execute)

    assert found("educat* girls") == {5}
    RecommendationFactory(item=20, summary="A new zoo")
    assert found("zoo") == {20}
