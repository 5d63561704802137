"""What was asked again in later cycles: the chain on the page of a recommendation."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from recommendations.models import Recurrence
from tests.factories import (
    CycleFactory,
    RecommendationFactory,
    RecurrenceFactory,
    ReviewFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """Answer a recommendation to Cambodia in a cycle: `asked(2, 5)` is khm-2 118.5."""

    def asked(cycle, item):
        review = ReviewFactory(cycle=CycleFactory(number=cycle))
        return RecommendationFactory(review=review, item=item, summary=f"Ask in cycle {cycle}")

    return asked


def chain_on(client, recommendation):
    """Answer the words of the section about other cycles, without its picture and without tags."""
    page = client.get(recommendation.get_absolute_url()).content.decode()
    section = page.partition('aria-labelledby="chain"')[2].partition("</section>")[0]
    section = re.sub(r"<figure.*</figure>", "", section, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", section).split())


def test_a_recommendation_shows_what_asked_the_same_before_and_afterwards(client, asked):
    first, second, fourth = asked(1, 7), asked(2, 5), asked(4, 3)
    RecurrenceFactory(earlier=first, later=second, kind="same", reason="Both ask for schools.")
    RecurrenceFactory(earlier=second, later=fourth, kind="builds-on", reason="It asks to go on.")

    words = chain_on(client, second)

    assert re.search(r"Before .*Cycle 1 .*the same .*118\.7 Ask in cycle 1 .*Both ask for schools\.", words)
    assert re.search(
        r"Afterwards .*Cycle 4 .*builds on it .*118\.3 Ask in cycle 4 .*It asks to go on\.", words
    )


def test_the_chain_is_a_picture_whose_steps_lead_to_their_pages(client, asked):
    first, second, other, fourth = asked(1, 7), asked(2, 5), asked(2, 9), asked(4, 3)
    RecurrenceFactory(earlier=first, later=second)
    RecurrenceFactory(earlier=first, later=other)
    RecurrenceFactory(earlier=second, later=fourth)

    page = client.get(second.get_absolute_url())

    picture = page.context["pictures"]["again"]
    assert picture.columns == ["Cycle 1", "Cycle 2", "Cycle 3", "Cycle 4"]
    assert [(step.label.words, step.column) for step in picture.steps] == [
        ("118.7", 0),
        ("118.5", 1),
        ("118.3", 3),
    ]
    assert [(thread.earlier, thread.later) for thread in picture.threads] == [(0, 1), (1, 2)]
    assert '<a class="mark" href="/recommendations/khm-1/118.7/">' in page.content.decode()
    assert client.get(second.get_absolute_url(), {"picture": "again", "as": "svg"}).status_code == 200


def test_what_was_asked_once_has_no_chain(client, asked):
    assert "again" not in client.get(asked(2, 5).get_absolute_url()).context["pictures"]


def test_the_chain_goes_on_from_link_to_link(client, asked):
    first, second, fourth = asked(1, 7), asked(2, 5), asked(4, 3)
    RecurrenceFactory(earlier=first, later=second)
    RecurrenceFactory(earlier=second, later=fourth)

    assert re.search(
        r"Before Cycle 1 .*by way of 118\.5:.* 118\.7 .*Cycle 2 .* 118\.5", chain_on(client, fourth)
    )
    assert re.search(
        r"Afterwards Cycle 2 .* 118\.5 .*Cycle 4 .*by way of 118\.5:.* 118\.3", chain_on(client, first)
    )


def test_another_that_repeats_the_same_earlier_one_is_no_part_of_the_chain(client, asked):
    first, second, sister = asked(1, 7), asked(2, 5), asked(2, 9)
    RecurrenceFactory(earlier=first, later=second)
    RecurrenceFactory(earlier=first, later=sister)

    assert "118.9" not in chain_on(client, second)


def test_what_is_reached_in_several_ways_stands_there_once(client, asked):
    first, one, other, fourth = asked(1, 7), asked(2, 5), asked(2, 6), asked(4, 3)
    for between in (one, other):
        RecurrenceFactory(earlier=first, later=between)
        RecurrenceFactory(earlier=between, later=fourth)

    assert chain_on(client, fourth).count("118.7") == 1
    picture = client.get(fourth.get_absolute_url()).context["pictures"]["again"]
    assert [(thread.earlier, thread.later) for thread in picture.threads] == [(0, 1), (1, 3), (0, 2), (2, 3)]


def test_a_recommendation_that_stands_alone_has_no_such_section(client, asked):
    RecurrenceFactory(earlier=asked(1, 7), later=asked(2, 5))

    assert chain_on(client, asked(2, 6)) == ""


def test_only_recommendations_of_one_state_in_cycles_that_follow_each_other_recur(asked):
    first, second = asked(1, 7), asked(2, 5)
    elsewhere = RecommendationFactory(
        review=ReviewFactory(state_under_review=StateFactory(), cycle__number=4)
    )

    def refused(**ends):
        with pytest.raises(ValidationError):
            Recurrence(kind="same", reason="Both ask for it.", **ends).full_clean()

    refused(later=first, earlier=second)
    refused(later=second, earlier=asked(2, 6))
    refused(later=elsewhere, earlier=first)
    Recurrence(kind="same", reason="Both ask for it.", later=second, earlier=first).full_clean()


@pytest.mark.parametrize("wrong", [{"kind": "hearsay"}, {"reason": ""}])
def test_the_database_refuses_a_link_without_kind_or_reason(asked, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        RecurrenceFactory(earlier=asked(1, 7), later=asked(2, 5), **wrong)


def test_a_link_is_made_once(asked):
    link = RecurrenceFactory(earlier=asked(1, 7), later=asked(2, 5))

    with pytest.raises(IntegrityError), transaction.atomic():
        RecurrenceFactory(earlier=link.earlier, later=link.later)
