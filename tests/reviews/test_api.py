import datetime

import pytest

from reviews.models import Review
from reviews.totals import totals_of
from tests.factories import (
    ClauseFactory,
    CycleFactory,
    DocumentFactory,
    PublishedTotalFactory,
    RecommendationFactory,
    ReviewFactory,
    SessionFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db

REVIEWS = "/api/v1/reviews/"
DOCUMENTS = "/api/v1/documents/"


@pytest.fixture
def cambodia():
    """The review of 2014, with two recommendations and three requests loaded."""
    italy, philippines = StateFactory(code="ITA", name="Italy"), StateFactory(code="PHL", name="Philippines")
    review = ReviewFactory(
        session=SessionFactory(), date=datetime.date(2014, 1, 28), note="The report misprints a date."
    )
    review.troika.set([philippines, italy])
    report = DocumentFactory(review=review, date=datetime.date(2014, 3, 27), url="https://example.org/report")
    PublishedTotalFactory(
        review=review, source="Report", document=report, received=205, supported=163, noted=42
    )
    supported = RecommendationFactory(review=review, position="supported", states=[italy, philippines])
    ClauseFactory(recommendation=supported, states=[italy])
    RecommendationFactory(review=review, position="noted", states=[])
    return review


def test_a_review_has_its_troika_documents_and_totals_beside_what_is_loaded(client, cambodia):
    assert client.get(f"{REVIEWS}khm-2/").json() == {
        "url": "http://testserver/api/v1/reviews/khm-2/",
        "html_url": "http://testserver/reviews/khm-2/",
        "slug": "khm-2",
        "state_under_review": "KHM",
        "state_under_review_url": "http://testserver/api/v1/states/KHM/",
        "cycle": 2,
        "session": 18,
        "date": "2014-01-28",
        "adopted_on": None,
        "council_session": None,
        "troika": ["ITA", "PHL"],
        "note": "The report misprints a date.",
        "documents": [
            {
                "url": "http://testserver/api/v1/documents/A/HRC/26/16/",
                "symbol": "A/HRC/26/16",
                "kind": "working-group-report",
                "title": "Report of the Working Group",
                "date": "2014-03-27",
            }
        ],
        "published_totals": [
            {
                "source": "Report",
                "document": "A/HRC/26/16",
                "received": 205,
                "supported": 163,
                "noted": 42,
                "note": "",
            }
        ],
        "counts": {
            "recommendations": {"total": 2, "supported": 1, "noted": 1, "pending": 0},
            "requests": 3,
        },
        "recommendations_url": "http://testserver/api/v1/recommendations/?review=khm-2",
    }


def test_counts_are_those_of_the_page(client, cambodia):
    [page] = totals_of(Review.objects.all())
    counts = client.get(f"{REVIEWS}khm-2/").json()["counts"]

    assert counts["recommendations"]["total"] == page.loaded
    assert counts["recommendations"]["supported"] == page.positions["supported"]
    assert counts["requests"] == page.requests


def test_the_counted_recommendations_are_at_the_address_given(client, cambodia):
    review = client.get(f"{REVIEWS}khm-2/").json()

    assert client.get(review["recommendations_url"]).json()["count"] == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["khm-1", "khm-2", "ita-2"]),
        ("state=KHM", ["khm-1", "khm-2"]),
        ("state=KHM&state=ITA", ["khm-1", "khm-2", "ita-2"]),
        ("cycle=2", ["khm-2", "ita-2"]),
        ("session=18", ["khm-2"]),
        ("cycle=1&session=18", []),
    ],
)
def test_reviews_by_state_cycle_and_session(client, cambodia, query, expected):
    ReviewFactory(cycle=CycleFactory(number=1))
    ReviewFactory(state_under_review=StateFactory(code="ITA"))

    assert [row["slug"] for row in client.get(f"{REVIEWS}?{query}").json()["results"]] == expected


def test_queries_for_reviews_do_not_grow_with_the_rows(client, cambodia, django_assert_num_queries):
    for _ in range(30):
        review = ReviewFactory(state_under_review=StateFactory(), session=SessionFactory())
        review.troika.set(StateFactory.create_batch(3))
        DocumentFactory(symbol=f"A/{review.slug}", review=review)
        PublishedTotalFactory(review=review)
        RecommendationFactory(review=review, states=[StateFactory(code="ITA")])

    with django_assert_num_queries(7):
        # the cycles and sessions known, how many, reviews, troikas, documents, totals
        answer = client.get(f"{REVIEWS}?cycle=2&session=18&page_size=500")
    assert answer.json()["count"] == 31


def test_a_document_is_found_by_its_symbol_with_its_slashes(client, cambodia):
    document = client.get(f"{DOCUMENTS}A/HRC/26/16/").json()

    assert (
        document == client.get(f"{DOCUMENTS}A%2FHRC%2F26%2F16/").json() == client.get(document["url"]).json()
    )
    assert document["symbol"] == "A/HRC/26/16"
    assert document["source_url"] == "https://example.org/report"
    assert document["review_url"] == "http://testserver/api/v1/reviews/khm-2/"


def test_a_name_with_blanks_and_accents_is_an_address_too(client):
    DocumentFactory(symbol="Liste thématique n° 2")
    [row] = client.get(DOCUMENTS).json()["results"]

    assert client.get(row["url"]).json() == row
    assert row["review"] is None
    assert row["review_url"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["A/HRC/26/16", "A/HRC/26/16/Add.1", "B"]),
        ("kind=addendum", ["A/HRC/26/16/Add.1"]),
        ("kind=addendum&kind=working-group-report", ["A/HRC/26/16", "A/HRC/26/16/Add.1"]),
        ("review=khm-2", ["A/HRC/26/16", "A/HRC/26/16/Add.1"]),
        ("review=khm-2&kind=addendum", ["A/HRC/26/16/Add.1"]),
    ],
)
def test_documents_by_kind_and_review(client, cambodia, query, expected):
    DocumentFactory(symbol="A/HRC/26/16/Add.1", kind="addendum", review=cambodia)
    DocumentFactory(symbol="B", kind="other")

    assert [row["symbol"] for row in client.get(f"{DOCUMENTS}?{query}").json()["results"]] == expected


def test_queries_for_documents_do_not_grow_with_the_rows(client, cambodia, django_assert_num_queries):
    for number in range(30):
        DocumentFactory(symbol=f"A/{number}", review=ReviewFactory(state_under_review=StateFactory()))

    with django_assert_num_queries(2):  # how many, documents with their reviews
        client.get(f"{DOCUMENTS}?page_size=500")
