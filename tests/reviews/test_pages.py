"""The pages of reviews."""

import datetime

import pytest

from reviews.models import Review
from reviews.totals import totals_of
from tests.factories import (
    CycleFactory,
    DocumentFactory,
    PublishedTotalFactory,
    RecommendationFactory,
    RegionalGroupFactory,
    ReviewFactory,
    SessionFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    review = ReviewFactory(
        session=SessionFactory(),
        date=datetime.date(2014, 1, 28),
        adopted_on=datetime.date(2014, 1, 31),
        council_session=26,
    )
    review.troika.add(StateFactory(code="ITA", code2="IT", name="Italy"))
    return review


def test_the_list_shows_every_review_with_what_is_loaded_and_published(client, review):
    RecommendationFactory(position="noted", states=[StateFactory(), StateFactory()])
    PublishedTotalFactory(review=review, received=205)

    page = client.get("/reviews/").content.decode()

    assert 'href="/reviews/khm-2/">Cycle 2</a>' in page
    assert 'href="/recommendations/?review=khm-2">1</a>' in page
    assert '<td class="figure">205</td>' in page
    assert '<td class="figure">2</td>' in page


def test_the_list_groups_reviews_by_state(client, review):
    ReviewFactory(cycle=CycleFactory(number=1))
    ReviewFactory(state_under_review=StateFactory(code="AND", code2="AD", name="Andorra"))

    page = client.get("/reviews/").content.decode()

    order = ["Andorra</a>", "/reviews/and-2/", "Cambodia</a>", "/reviews/khm-1/", "/reviews/khm-2/"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count('scope="rowgroup"') == 2


def test_a_long_list_has_pages_of_states(client, review, monkeypatch):
    monkeypatch.setattr("reviews.views.STATES_ON_PAGE", 1)
    ReviewFactory(state_under_review=StateFactory(code="AND", code2="AD", name="Andorra"))

    assert "/reviews/khm-2/" not in client.get("/reviews/").content.decode()
    assert "/reviews/khm-2/" in client.get("/reviews/?page=2").content.decode()


def test_a_review_shows_its_facts(client, review):
    page = client.get("/reviews/khm-2/").content.decode()

    for words in ("28 January 2014", "Session 18 (2014)", "31 January 2014", "26", "Italy"):
        assert words in page


def test_a_review_of_which_nothing_is_loaded_says_so_and_leads_to_what_is(client, review):
    page = client.get("/reviews/khm-2/").content.decode()
    RecommendationFactory(review=review)

    words = "The recommendations of this review are not loaded yet"
    assert words in page
    assert 'href="/data/">What is loaded and what is missing</a>' in page
    assert words not in client.get("/reviews/khm-2/").content.decode()


def test_what_is_not_known_is_said_to_be_unknown(client):
    ReviewFactory(cycle=CycleFactory(number=4))

    page = client.get("/reviews/khm-4/").content.decode()

    assert page.count("not known") == 5
    assert "No published total was found." in page


def test_it_shows_every_published_total_with_its_source_and_note(client, review):
    PublishedTotalFactory(review=review, source="The report", received=205, supported=171, noted=None)
    PublishedTotalFactory(
        review=review, source="The delegation", received=205, supported=163, noted=38, note="4 rejected"
    )

    page = client.get("/reviews/khm-2/").content.decode()

    for words in ("The report", "171", "The delegation", "38", "4 rejected", "0 of 205 loaded"):
        assert words in page


def test_it_lists_its_documents(client, review):
    DocumentFactory(review=review, date=datetime.date(2014, 3, 27), url="https://docs.un.org/A/HRC/26/16")

    page = client.get("/reviews/khm-2/").content.decode()

    assert 'href="https://docs.un.org/A/HRC/26/16">A/HRC/26/16</a>' in page
    assert "27 March 2014" in page
    assert "Report of the Working Group" in page


def test_regional_groups_are_counted_in_both_units(client, review):
    african = RegionalGroupFactory(slug="african")
    egypt, kenya = (
        StateFactory(code="EGY", code2="EG", name="Egypt", regional_group=african),
        StateFactory(code="KEN", code2="KE", name="Kenya", regional_group=african),
    )
    RecommendationFactory(states=[egypt, kenya])
    RecommendationFactory(states=[egypt, StateFactory(code="FRA", code2="FR", name="France")])
    holy_see = StateFactory(code="VAT", code2="VA", name="Holy See", regional_group=None)
    RecommendationFactory(states=[holy_see])

    response = client.get("/reviews/khm-2/")

    counted = {
        group["slug"]: (group["members"], group["recommendations"], group["requests"])
        for group in response.context["groups"]
    }
    assert counted == {"african": (2, 2, 3), "weog": (1, 1, 1), None: (1, 1, 1)}
    assert sum(requests for _, _, requests in counted.values()) == response.context["totals"].requests
    assert 'href="/recommendations/?review=khm-2&amp;group=african">2</a>' in response.content.decode()


def test_the_fullest_published_total_is_the_one_to_compare_with(review):
    PublishedTotalFactory(review=review, source="newspaper", received=176)
    fullest = PublishedTotalFactory(review=review, source="outcome", received=198, supported=173, noted=25)
    PublishedTotalFactory(review=review, source="late and vague", received=200)

    [totals] = totals_of(Review.objects.all())

    assert totals.fullest == fullest
    assert totals.expected == 198


def test_an_unknown_review_is_not_found(client):
    assert client.get("/reviews/khm-7/").status_code == 404


@pytest.mark.parametrize(("path", "most"), [("/reviews/", 12), ("/reviews/khm-2/", 15)])
def test_reviews_take_few_queries(client, review, django_assert_max_num_queries, path, most):
    for number in (1, 3):
        ReviewFactory(cycle=CycleFactory(number=number))
    RecommendationFactory.create_batch(3, states=[StateFactory()], position="noted")

    with django_assert_max_num_queries(most):
        client.get(path)
