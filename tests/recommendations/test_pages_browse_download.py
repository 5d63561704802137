"""The rows of a question as a file."""

import csv
import io

import pytest
from django.urls import reverse

from tests.factories import (
    CycleFactory,
    RecommendationFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

BROWSE = "/recommendations/"


@pytest.fixture
def two():
    """118.1 is supported; 118.2, by Egypt on courts, is noted."""
    RecommendationFactory(item=1, position="supported")
    egypt, courts = StateFactory(code="EGY", name="Egypt"), ThemeFactory(slug="courts")
    RecommendationFactory(
        item=2, summary="Free the courts", position="noted", states=[egypt], themes=[courts]
    )


def numbers(response):
    return [recommendation.number for recommendation in response.context["page"]]


def download(client, query=""):
    response = client.get(f"{reverse('recommendations-csv')}?{query}")
    text = response.getvalue().decode("utf-8-sig")
    return response, list(csv.DictReader(io.StringIO(text)))


def test_the_download_holds_the_rows_of_the_page(client, two):
    page = client.get(f"{BROWSE}?position=noted")
    response, rows = download(client, "position=noted")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="recommendations.csv"'
    assert [row["number"] for row in rows] == numbers(page) == ["118.2"]
    assert (
        rows[0]
        | {
            "review": "khm-2",
            "summary": "Free the courts",
            "recommending_states": "Egypt",
            "recommending_states_iso": "EGY",
            "position": "noted",
            "implementation": "not-assessed",
            "themes": "Courts",
            "requests": "1",
        }
        == rows[0]
    )


def test_the_page_links_to_the_download_of_its_question(client, two):
    page = client.get(f"{BROWSE}?position=noted&theme=courts").content.decode()

    assert f"{reverse('recommendations-csv')}?position=noted&amp;theme=courts" in page


def test_the_download_comes_in_reference_order(client):
    for item in (10, 9):
        RecommendationFactory(item=item)
    RecommendationFactory(item=1, paragraph=82, review=ReviewFactory(cycle=CycleFactory(number=1)))

    _, rows = download(client)

    assert [row["number"] for row in rows] == ["82.1", "118.9", "118.10"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(client, start):
    RecommendationFactory(summary=f"{start}HYPERLINK(A1)")

    _, [row] = download(client)

    assert row["summary"] == f"'{start}HYPERLINK(A1)"


def test_the_download_refuses_a_value_that_is_not_known(client):
    response = client.get(f"{reverse('recommendations-csv')}?cycle=9")

    assert response.status_code == 400
    assert "“9” is not a known value." in response.content.decode()


def test_the_download_of_nothing_is_a_file_with_its_heading(client):
    _, rows = download(client)

    assert rows == []
