"""Positions: append-only history, and the current position that follows from it."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.models import AppendOnlyError, Position, Recommendation, Response, standing
from recommendations.responses import record_response, record_responses, refresh_positions
from tests.factories import DocumentFactory, RecommendationFactory, ResponseFactory

pytestmark = pytest.mark.django_db

JANUARY, JUNE = datetime.date(2014, 1, 31), datetime.date(2014, 6, 26)


@pytest.fixture
def recommendation():
    return RecommendationFactory()


def say(recommendation, position, date, **fields):
    fields.setdefault("document", DocumentFactory(symbol=f"D/{position}/{date}"))
    return record_response(Response(recommendation=recommendation, position=position, date=date, **fields))


def position_of(recommendation):
    return Recommendation.objects.get(pk=recommendation.pk).position


def test_a_recommendation_without_a_response_is_pending(recommendation):
    assert position_of(recommendation) == Position.PENDING


def test_the_latest_statement_is_the_current_position_and_the_first_is_kept(recommendation):
    say(recommendation, "supported", JANUARY)
    say(recommendation, "noted", JUNE, stated_as="rejected")

    assert position_of(recommendation) == Position.NOTED
    history = recommendation.responses.in_order().values_list("position", "stated_as")
    assert list(history) == [("supported", ""), ("noted", "rejected")]


def test_an_earlier_statement_recorded_later_does_not_become_current(recommendation):
    say(recommendation, "noted", JUNE)
    say(recommendation, "supported", JANUARY)

    assert position_of(recommendation) == Position.NOTED


def test_of_two_statements_of_one_day_the_one_recorded_last_is_current(recommendation):
    say(recommendation, "pending", JUNE, document=DocumentFactory(symbol="A/1"))
    say(recommendation, "supported", JUNE, document=DocumentFactory(symbol="A/2"))

    assert position_of(recommendation) == Position.SUPPORTED


def test_an_undated_statement_counts_from_the_date_of_the_document_that_tells_of_it(recommendation):
    export = DocumentFactory(symbol="export", date=datetime.date(2015, 8, 14))

    say(recommendation, "supported", None, document=export)
    say(recommendation, "pending", JANUARY)

    assert position_of(recommendation) == Position.SUPPORTED


def test_the_same_statement_is_recorded_once(recommendation):
    document = DocumentFactory()

    assert say(recommendation, "noted", JUNE, document=document, paragraph="119")
    assert not say(recommendation, "noted", JUNE, document=document, paragraph="119")
    assert recommendation.responses.count() == 1


def test_the_same_statement_is_recorded_once_more_with_the_comment_that_it_lacked(recommendation):
    document = DocumentFactory()
    said = {"document": document, "paragraph": "3"}

    assert say(recommendation, "noted", JUNE, **said)
    assert say(recommendation, "noted", JUNE, **said, comment="Not now.")
    assert not say(recommendation, "noted", JUNE, **said, comment="Not yet.")
    assert not say(recommendation, "noted", JUNE, **said)
    assert list(recommendation.responses.in_order().values_list("comment", flat=True)) == ["", "Not now."]


@pytest.mark.parametrize("kind", ["addendum", "thematic-list"])
def test_an_undated_answer_comes_after_the_report_whatever_its_date(recommendation, kind):
    answer = DocumentFactory(symbol="A/2", kind=kind)

    say(recommendation, "supported", None, document=answer)
    say(recommendation, "pending", JUNE)

    assert position_of(recommendation) == Position.SUPPORTED


def test_a_response_cannot_be_changed(recommendation):
    response = ResponseFactory(recommendation=recommendation)
    response.position = "noted"

    with pytest.raises(AppendOnlyError):
        response.save()
    with pytest.raises(AppendOnlyError):
        recommendation.responses.update(position="noted")


def test_a_response_cannot_be_deleted(recommendation):
    response = ResponseFactory(recommendation=recommendation)

    with pytest.raises(AppendOnlyError):
        response.delete()
    with pytest.raises(AppendOnlyError):
        recommendation.responses.all().delete()


def test_many_responses_take_as_many_queries_as_one(django_assert_max_num_queries):
    document = DocumentFactory()
    responses = [
        Response(recommendation=RecommendationFactory(), document=document, position="noted", date=JUNE)
        for _ in range(30)
    ]

    with django_assert_max_num_queries(5):  # savepoint, known, insert, refresh, release
        assert record_responses(responses) == 30


statements = st.lists(
    st.tuples(
        st.sampled_from(Position.values),
        st.none() | st.dates(datetime.date(2009, 1, 1), datetime.date(2012, 1, 1)),
    ),
    min_size=1,
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(said=statements)
def test_rebuilding_the_current_positions_changes_nothing(said):
    recommendation = RecommendationFactory()
    for number, (position, date) in enumerate(said):
        say(recommendation, position, date, document=DocumentFactory(symbol=f"{recommendation.pk}/{number}"))
    current = position_of(recommendation)

    refresh_positions([recommendation.pk])

    assert position_of(recommendation) == current
    assert current == recommendation.responses.in_order().last().position
    places = [
        standing(
            position=one.position,
            source=one.source,
            kind=one.document.kind,
            date=str(day) if (day := one.date or one.document.date) else None,
        )
        for one in recommendation.responses.in_order().select_related("document")
    ]
    assert places == sorted(places), "where a statement stands can be told without a database"
