"""What data managers recorded from documents of organisations, on the page of a recommendation."""

import datetime

import pytest

from recommendations.implementation import publication
from recommendations.implementation.models import Evidence
from tests.factories import (
    AssessmentFactory,
    DocumentFactory,
    OrganisationFactory,
    RecommendationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/recommendations/khm-2/118.5/"


@pytest.fixture
def recommendation():
    return RecommendationFactory(item=5)


def main_of(response):
    return response.content.decode().partition("<main")[2]


def recorded(recommendation, day=datetime.date(2015, 6, 1), **fields):
    """Record what an organisation said in a document that it published."""
    document = DocumentFactory(symbol="account", title="An account", date=day)
    assessment = AssessmentFactory.build(
        recommendation=recommendation,
        organisation=OrganisationFactory(),
        author=None,
        recorded_from=document,
        considered_up_to=datetime.date(2015, 5, 1),
        **fields,
    )
    publication.record_published([(assessment, [Evidence(title="Paragraph 5", document=document)])])
    return assessment


def test_what_was_recorded_from_a_document_is_not_said_to_be_the_organisations_own_entry(
    client, recommendation
):
    recorded(recommendation)

    page = main_of(client.get(ADDRESS))

    assert "Recorded from published documents by the data managers" in page
    assert "Correct it" not in page


def test_a_document_without_a_known_day_gives_an_assessment_none(client, recommendation):
    recorded(recommendation, day=None)

    words = " ".join(main_of(client.get(ADDRESS)).split())

    assert "Evidence considered up to 1 May 2015." in words
    assert "Published in a document without a known date." in words
    assert client.get("/api/v1/assessments/").json()["results"][0]["published_at"] is None
    assert "in a document without a known date" in main_of(client.get("/"))


def test_a_document_of_a_known_day_gives_it_to_the_assessment(client, recommendation):
    recorded(recommendation)

    assert "Published 1 June 2015." in " ".join(main_of(client.get(ADDRESS)).split())
    assert client.get("/api/v1/assessments/").json()["results"][0]["published_at"].startswith("2015-06-01")


def test_a_data_manager_is_led_to_correct_what_was_recorded(client, recommendation):
    assessment = recorded(recommendation)
    client.force_login(UserFactory(data_manager=True))

    page = main_of(client.get(ADDRESS))

    assert f'href="/workspace/assessments/{assessment.pk}/">Correct it</a>' in page
