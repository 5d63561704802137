from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings

from recommendations import search
from recommendations.models import Recommendation
from recommendations.search.occurring import matches
from recommendations.search.query import Query, parse
from recommendations.search.relevance import MOST_COUNTED, _as_one_phrase, common_starts
from tests.factories import RecommendationFactory, ReviewFactory
from tests.recommendations.search.corpus import QUERIES, TEXTS, items, make_corpus

pytestmark = pytest.mark.django_db


def ordered(text):
    return items(search.by_relevance(search.matching(Recommendation.objects.all(), text), text))


def make(*summaries):
    for item, summary in zip(count(1), summaries, strict=False):
        RecommendationFactory(item=item, summary=summary)


def test_more_of_the_alternatives_come_first():
    make("Protect girls", "Protect women and also girls in all the regions of the country")

    assert ordered("women OR girls") == [2, 1]


def test_words_that_stand_together_as_typed_come_before_words_apart():
    make("A penalty is not death", "In the whole of the country and at any time abolish death penalties")

    assert ordered("death penalty") == [2, 1]
    assert ordered("death penal*") == [2, 1]


def test_wording_that_has_the_word_more_often_comes_first():
    make("Educate children", "Educate teachers, and pay for educational materials and for education")

    assert ordered("education") == [2, 1]
    assert ordered("educat*") == [2, 1]


def test_the_shorter_wording_comes_first():
    make("Abolish torture in law and in practice", "Abolish torture")

    assert ordered("torture") == [2, 1]


def test_what_is_equally_relevant_comes_in_reference_order():
    first, second = ReviewFactory(cycle__number=1), ReviewFactory(cycle__number=2)
    for review, item in ((second, 10), (second, 9), (first, 11)):
        RecommendationFactory(review=review, item=item, summary="Abolish torture")

    assert ordered("torture") == [11, 9, 10]


def test_the_official_wording_is_weighed_where_there_is_one():
    make("Abolish torture now")
    RecommendationFactory(item=2, text="End torture", summary="Abolish all torture in law and in practice")

    assert ordered("torture") == [2, 1]


def test_without_words_to_look_for_it_is_the_reference_order():
    make_corpus()

    assert ordered("") == list(TEXTS)
    assert ordered("-death") == [item for item in TEXTS if item not in (2, 3, 7, 12)]


def test_the_order_of_the_corpus_is_the_same_on_both_databases():
    make_corpus()

    assert ordered("death penalty") == [2, 3, 7, 12]
    assert ordered("women OR girls OR police") == [11, 5, 13, 10, 4, 12]
    assert ordered("polic*") == [11, 12]
    assert ordered("the") == [13, 1, 3, 2, 9, 12]


def test_ordering_adds_no_query(django_assert_num_queries):
    make_corpus()

    with django_assert_num_queries(1):
        ordered('women OR girls educat* -"death penalty"')


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(text=QUERIES)
def test_the_order_is_what_the_rules_say(text):
    if not Recommendation.objects.exists():
        make_corpus()
    query = parse(text)

    assert ordered(text) == sorted(
        (item for item in TEXTS if matches(query, *TEXTS[item])), key=lambda item: _rank(query, item)
    )


def _rank(query, item):
    if not query.wanted:
        return item

    def finds(*terms):
        return sum(matches(Query(((term,),)), *TEXTS[item]) for term in terms)

    wording = TEXTS[item][0]
    starts = list(dict.fromkeys(f" {start}" for term in query.terms for start in common_starts(term)))
    whole = _as_one_phrase(query)
    return (
        -finds(*(term for terms in query.wanted if len(terms) > 1 for term in terms)),
        -finds(whole) if whole else 0,
        -sum(f" {wording}".lower().count(start) for start in starts[:MOST_COUNTED]),
        len(wording),
        item,
    )
