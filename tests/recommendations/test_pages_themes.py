"""The pages of themes."""

import pytest

from tests.factories import (
    RecommendationFactory,
    StateFactory,
    ThemeFactory,
    ThemeNameFactory,
    ThemeTagFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def portugal():
    return StateFactory(code="PRT", code2="PT", name="Portugal")


@pytest.fixture
def recommendation(portugal):
    return RecommendationFactory(item=5, states=[portugal])


def main_of(response):
    return response.content.decode().partition("<main")[2]


@pytest.fixture
def education():
    rights = ThemeFactory(slug="social-rights", name="Social rights", order=1)
    return ThemeFactory(slug="education", name="Right to education", parent=rights, order=2)


def test_the_tree_of_themes_links_each_number_to_what_it_counts(client, education, recommendation):
    ThemeTagFactory(recommendation=recommendation, theme=education)

    page = client.get("/themes/").content.decode()

    for theme in ("education", "social-rights"):
        assert f'href="/recommendations/?theme={theme}&amp;cycle=2">1</a>' in page
        assert f'href="/themes/{theme}/"' in page


def test_a_heading_counts_a_recommendation_of_two_of_its_themes_once(client, education, recommendation):
    other = ThemeFactory(slug="health", parent=education.parent)
    for theme in (education, other):
        ThemeTagFactory(recommendation=recommendation, theme=theme)

    rows = client.get("/themes/").context["pictures"]["themes"].rows

    assert sorted((row.level, row.total.value) for row in rows) == [(0, 1), (1, 1), (1, 1)]


def test_a_theme_shows_cycles_positions_states_and_recommendations(client, education, portugal):
    RecommendationFactory(
        item=5, summary="Teach everybody", position="noted", states=[portugal], themes=[education]
    )
    RecommendationFactory(item=6, position="supported", themes=[education])
    RecommendationFactory(item=7, summary="Something else")
    ThemeNameFactory(name="Education for all").themes.add(education)

    page = client.get("/themes/education/").content.decode()

    assert "Teach everybody" in page
    assert "Something else" not in page
    assert 'href="/recommendations/?theme=education&amp;cycle=2&amp;position=noted">1</a>' in page
    assert 'href="/recommendations/?theme=education&amp;cycle=2">2</a>' in page
    assert 'href="/recommendations/?theme=education&amp;state=PRT">1</a>' in page
    assert "Education for all" in page


def test_a_theme_that_nothing_has_says_so(client, education):
    page = client.get("/themes/education/").content.decode()

    assert "No recommendation has this theme" in page


def test_an_unknown_theme_is_not_found(client):
    assert client.get("/themes/nothing/").status_code == 404


@pytest.mark.parametrize("path", ["/themes/", "/themes/social-rights/"])
def test_themes_take_few_queries(client, education, portugal, django_assert_max_num_queries, path):
    for _ in range(3):
        RecommendationFactory(states=[portugal, StateFactory()], themes=[education, ThemeFactory()])

    with django_assert_max_num_queries(12):
        client.get(path)
