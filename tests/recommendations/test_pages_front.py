"""The front page, the page about the site, the frame of every page, and the pages of errors."""

import pytest
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error

from tests.factories import (
    CycleFactory,
    PublishedTotalFactory,
    RecommendationFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_it_shows_each_cycle_with_loaded_beside_published(client):
    RecommendationFactory(position="supported", text="Ratify the Convention (France)")
    RecommendationFactory(position="noted")
    PublishedTotalFactory(source="UPR Info", received=205, supported=163, noted=42)

    page = client.get("/").content.decode()

    assert 'href="/recommendations/?review=khm-2">2</a>' in page
    assert 'href="/recommendations/?review=khm-2&amp;position=noted">1</a>' in page
    assert '<td class="figure">163</td>' in page
    assert "2 of 205 loaded, 1 of them in the official wording. Published: UPR Info." in page


def test_a_review_of_which_nothing_is_loaded_says_so(client):
    review = ReviewFactory(cycle=CycleFactory(number=3))
    PublishedTotalFactory(review=review, source="Phnom Penh Post", received=1198, supported=173, noted=25)

    page = client.get("/").content.decode()

    assert "0 of 1,198 loaded, 0 of them in the official wording. Published: Phnom Penh Post." in page


def test_a_review_without_a_published_total_says_so(client):
    ReviewFactory(cycle=CycleFactory(number=4))

    assert "No published total found." in client.get("/").content.decode()


def test_the_heat_map_counts_this_state_only_and_links_to_the_rows(client):
    heading = ThemeFactory(slug="social-rights")
    RecommendationFactory(themes=[heading])
    elsewhere = ReviewFactory(state_under_review=StateFactory(code="SVN", code2="SI", name="Slovenia"))
    RecommendationFactory(review=elsewhere, themes=[heading])

    page = client.get("/").content.decode()

    address = "/recommendations/?theme=social-rights&amp;cycle=2&amp;state_under_review=KHM"
    assert f'href="{address}">1</a>' in page


def test_it_works_before_anything_is_loaded(client):
    page = client.get("/")

    assert page.status_code == 200
    assert "Nothing is loaded yet" in page.content.decode()


def test_it_searches(client):
    ReviewFactory()

    page = client.get("/").content.decode()

    assert f'action="{reverse("recommendations")}"' in page
    assert 'name="q"' in page


def test_the_front_page_takes_few_queries(client, django_assert_max_num_queries):
    for number in (1, 2, 3):
        review = ReviewFactory(cycle=CycleFactory(number=number))
        RecommendationFactory(review=review, themes=[ThemeFactory()], position="noted")
        PublishedTotalFactory(review=review)

    with django_assert_max_num_queries(12):
        client.get("/")


def test_about_tells_licences_sources_and_privacy(client):
    page = client.get("/about/").content.decode()

    for words in ("BSD-3-Clause", "CC BY 4.0", "Privacy", "Sources"):
        assert words in page


def test_visitors_see_the_way_in_and_no_more(client):
    page = client.get("/about/").content.decode()

    assert reverse("account_login") in page
    assert reverse("workspace") not in page
    assert reverse("imports") not in page


def test_members_see_the_workspace_and_data_managers_the_imports(client):
    client.force_login(UserFactory())
    page = client.get("/about/").content.decode()
    assert reverse("workspace") in page
    assert reverse("imports") not in page

    client.force_login(UserFactory(data_manager=True))
    assert reverse("imports") in client.get("/about/").content.decode()


def test_no_page_needs_inline_styles_or_scripts(client):
    RecommendationFactory(position="noted", themes=[ThemeFactory()])

    for path in ("/", "/recommendations/", "/themes/", "/recommendations/khm-2/118.1/", "/accounts/login/"):
        page = client.get(path)
        text = page.content.decode()
        assert "style=" not in text
        assert "<script>" not in text
        assert "unsafe" not in page["Content-Security-Policy"]


def test_what_is_not_there_looks_like_the_rest(client):
    page = client.get("/nothing/here/")

    assert page.status_code == 404
    assert "There is nothing at this address" in page.content.decode()
    assert "BSD-3-Clause" in page.content.decode()


def test_a_mistake_of_ours_is_said_to_be_ours(rf):
    page = server_error(rf.get("/"))

    assert page.status_code == 500
    assert "Something went wrong on our side" in page.content.decode()


def test_a_form_from_elsewhere_is_refused_with_a_way_on():
    page = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})

    assert page.status_code == 403
    assert "The form was too old" in page.content.decode()


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_pages_of_the_account_are_in_our_frame(client, name):
    page = client.get(reverse(name)).content.decode()

    assert 'class="masthead"' in page
    assert "BSD-3-Clause" in page


def test_signing_in_wrongly_is_explained(client):
    page = client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong one"})

    assert page.status_code == 200
    assert 'class="message message-error" role="alert"' in page.content.decode()
