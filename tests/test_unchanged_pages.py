"""A page that has not changed is answered 304, so that a phone on a slow line gets nothing twice."""

import pytest

from tests.factories import AssessmentFactory, RecommendationFactory, StateFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/about/",
    "/data/",
    "/recommendations/",
    "/recommendations/?q=school&cycle=2",
    "/recommendations/khm-2/118.5/",
    "/reviews/",
    "/reviews/khm-2/",
    "/states/",
    "/states/FRA/",
    "/themes/",
    "/themes/education/",
    "/api/v1/recommendations/",
    "/api/v1/recommendations/khm-2/118.5/",
]


@pytest.fixture
def recommendation():
    themes = [ThemeFactory(slug="education")]
    return RecommendationFactory(
        item=5, summary="Build schools", states=[StateFactory(code="FRA")], themes=themes
    )


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_page_that_is_as_the_reader_has_it_is_not_sent_again(client, recommendation, path, encoding):
    first = client.get(path, headers={"accept-encoding": encoding})

    again = client.get(path, headers={"accept-encoding": encoding, "if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""


@pytest.mark.parametrize(
    "path", ["/recommendations/", "/recommendations/khm-2/118.5/", "/reviews/khm-2/", "/data/"]
)
def test_a_page_that_has_changed_is_sent(client, recommendation, path):
    first = client.get(path)
    RecommendationFactory(item=6, summary="Build more schools")

    again = client.get(path, headers={"if-none-match": first["ETag"]})

    assert again.status_code == 200


def test_somebody_who_signed_in_is_not_shown_the_page_of_everybody(client, recommendation):
    first = client.get("/recommendations/")
    client.force_login(UserFactory())

    again = client.get("/recommendations/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 200
    assert "Cookie" in again["Vary"]


def test_a_draft_changes_no_page_of_everybody(client, recommendation):
    first = client.get("/recommendations/khm-2/118.5/")
    AssessmentFactory(recommendation=recommendation)

    assert (
        client.get("/recommendations/khm-2/118.5/", headers={"if-none-match": first["ETag"]}).status_code
        == 304
    )
