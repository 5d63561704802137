import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.models import DocumentKind, Review
from tests.factories import (
    CycleFactory,
    DocumentFactory,
    PublishedTotalFactory,
    RecommendationFactory,
    RegionalGroupFactory,
    ReviewFactory,
    SessionFactory,
    StateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    client.force_login(UserFactory(data_manager=True, password=None))
    return client


@pytest.fixture
def count_queries(client):
    def count(address):
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        return len(queries)

    return count


def some_reviews(numbers):
    """Of States, sessions and documents of their own."""
    for number in numbers:
        cycle = CycleFactory(number=number % 4 + 1)
        group = RegionalGroupFactory(slug=f"group-{number % 5}")
        review = ReviewFactory(
            state_under_review=StateFactory(regional_group=group),
            cycle=cycle,
            session=SessionFactory(number=number + 1, cycle=cycle),
        )
        DocumentFactory(symbol=f"A/{number}", review=review, kind=DocumentKind.values[number % 2])


def test_lists_take_as_many_queries_for_30_rows_as_for_4(count_queries):
    lists = [f"/admin/reviews/{name}/" for name in ("review", "document", "session", "cycle")]
    some_reviews(range(4))
    few = {address: count_queries(address) for address in lists}
    some_reviews(range(4, 30))

    assert {address: count_queries(address) for address in lists} == few
    assert max(few.values()) <= 12


def test_the_page_of_a_review_takes_as_many_queries_for_30_documents_and_totals_as_for_3(count_queries):
    review = ReviewFactory()
    address = f"/admin/reviews/review/{review.pk}/change/"

    def grow(numbers):
        for number in numbers:
            DocumentFactory(symbol=f"A/{number}", review=review)
            PublishedTotalFactory(review=review)
            review.troika.add(StateFactory())

    grow(range(3))
    few = count_queries(address)
    grow(range(3, 30))

    assert count_queries(address) == few <= 15


def test_the_page_of_a_document_takes_few_queries(count_queries):
    document = DocumentFactory(review=ReviewFactory())

    assert count_queries(f"/admin/reviews/document/{document.pk}/change/") <= 10


@pytest.mark.parametrize("term", ["Cambodia", "khm", "khm-2"])
def test_a_review_is_offered_by_state_and_slug_in_a_fixed_number_of_queries(client, count_queries, term):
    review = ReviewFactory()
    query = f"?app_label=reviews&model_name=document&field_name=review&term={term}"

    answer = client.get(f"/admin/autocomplete/{query}").json()

    assert answer["results"] == [{"id": str(review.pk), "text": "Cambodia, cycle 2"}]
    few = count_queries(f"/admin/autocomplete/{query}")
    ReviewFactory(cycle=CycleFactory(number=1))
    assert count_queries(f"/admin/autocomplete/{query}") == few


def form(**fields):
    management = {
        f"{prefix}-{name}_FORMS": 0
        for prefix in ("documents", "published_totals")
        for name in ("TOTAL", "INITIAL")
    }
    return management | fields


def test_a_person_enters_a_review_with_its_troika_a_document_and_a_total(client):
    StateFactory(code="KHM"), CycleFactory(number=2), StateFactory(code="ITA"), StateFactory(code="PHL")

    answer = client.post(
        "/admin/reviews/review/add/",
        form(
            state_under_review="KHM",
            cycle=2,
            troika=["ITA", "PHL"],
            **{
                "documents-TOTAL_FORMS": 1,
                "documents-0-symbol": "A/HRC/26/16",
                "documents-0-kind": "working-group-report",
                "documents-0-title": "Report",
                "published_totals-TOTAL_FORMS": 1,
                "published_totals-0-source": "Report",
                "published_totals-0-received": 205,
            },
        ),
    )

    assert answer.status_code == 302
    review = Review.objects.get(slug="khm-2")
    assert set(review.troika.values_list("code", flat=True)) == {"ITA", "PHL"}
    assert review.documents.get().symbol == "A/HRC/26/16"
    assert review.published_totals.get().received == 205


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({}, "already exists"),
        ({"cycle": 1, "date": "2014-01-31", "adopted_on": "2014-01-28"}, "reviews_review_dates_in_order"),
    ],
)
def test_what_the_database_would_refuse_is_refused_in_words(client, fields, complaint):
    ReviewFactory()
    CycleFactory(number=1)

    answer = client.post("/admin/reviews/review/add/", form(state_under_review="KHM", cycle=2) | fields)

    assert answer.status_code == 200
    assert complaint in answer.content.decode()


def test_a_review_with_recommendations_is_not_deleted(client):
    recommendation = RecommendationFactory(position="noted")
    address = f"/admin/reviews/review/{recommendation.review_id}/delete/"

    assert "would require deleting the following protected" in client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    assert Review.objects.exists()


def test_members_of_organisations_do_not_enter(client):
    client.force_login(UserFactory(password=None))

    assert client.get("/admin/reviews/review/", follow=True).status_code == 403
