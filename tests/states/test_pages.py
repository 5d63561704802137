"""The pages of States."""

import pytest

from tests.factories import (
    RecommendationFactory,
    RegionalGroupFactory,
    ReviewFactory,
    StateFactory,
    StateNameFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def france():
    return StateFactory(code="FRA", code2="FR", name="France", formal_name="the French Republic")


def test_states_stand_under_their_regional_groups(client, france):
    StateFactory(code="EGY", code2="EG", name="Egypt", regional_group=RegionalGroupFactory(slug="african"))
    StateFactory(code="XXA", name="Nowhere", regional_group=None)
    RecommendationFactory(states=[france])

    page = client.get("/states/").content.decode()

    assert (
        page.index("african States") < page.index("Egypt") < page.index("weog States") < page.index("France")
    )
    assert page.index("In no regional group") < page.index("Nowhere")
    assert 'href="/recommendations/?state=FRA">1</a>' in page
    assert 'href="/recommendations/?state_under_review=KHM">1</a>' in page


def test_other_names_of_states_are_there_to_look_for(client, france):
    for name in ("France", "the French Republic"):
        StateNameFactory(state=france, name=name)

    assert client.get("/states/spellings.json").json() == {"France": ["the French Republic"]}


def test_a_state_as_recommender_is_counted_by_position_theme_and_recipient(client, france):
    heading = ThemeFactory(slug="social-rights", name="Social rights")
    education = ThemeFactory(slug="education", parent=heading)
    RecommendationFactory(position="supported", states=[france], themes=[education])
    RecommendationFactory(position="noted", states=[france], themes=[education])
    RecommendationFactory(position="noted", states=[StateFactory()])

    page = client.get("/states/FRA/").content.decode()

    assert 'href="/recommendations/?state=FRA">2</a>' in page
    assert 'href="/recommendations/?state=FRA&amp;position=noted">1</a>' in page
    assert 'href="/recommendations/?state=FRA&amp;theme=social-rights">2</a>' in page
    assert 'href="/recommendations/?state=FRA&amp;state_under_review=KHM">2</a>' in page
    assert "the French Republic" in page


def test_the_longest_list_of_recipients_leads_to_all(client, france):
    for number in range(11):
        review = ReviewFactory(state_under_review=StateFactory())
        RecommendationFactory(review=review, item=number + 1, states=[france])

    page = client.get("/states/FRA/")

    assert len(page.context["recipients"]) == 10
    way = "/compare/?row=state_under_review&column=position&state=FRA"
    assert f'href="{way.replace("&", "&amp;")}"' in page.content.decode()
    assert client.get(way).status_code == 200


def test_a_state_under_review_leads_to_its_reviews(client):
    RecommendationFactory(review=ReviewFactory())

    page = client.get("/states/KHM/").content.decode()

    assert 'href="/reviews/khm-2/"' in page
    assert 'href="/recommendations/?review=khm-2">1</a>' in page


def test_a_state_that_made_none_says_so(client, france):
    page = client.get("/states/FRA/").content.decode()

    assert "None of the recommendations loaded here was made by this State." in page


def test_it_shows_the_names_that_documents_print(client, france):
    StateNameFactory(state=france, name="French Community", until_year=1960)

    page = client.get("/states/FRA/").content.decode()

    assert "French Community" in page
    assert "until 1960" in page


def test_small_letters_lead_to_the_address(client, france):
    response = client.get("/states/fra/")

    assert (response.status_code, response.url) == (301, "/states/FRA/")


@pytest.mark.parametrize("code", ["XYZ", "A", "FRA%00"])
def test_an_unknown_state_is_not_found(client, code):
    assert client.get(f"/states/{code}/").status_code == 404


@pytest.mark.parametrize(("path", "most"), [("/states/", 12), ("/states/FRA/", 15), ("/states/KHM/", 15)])
def test_states_take_few_queries(client, france, django_assert_max_num_queries, path, most):
    for _ in range(4):
        RecommendationFactory(states=[france, StateFactory()], themes=[ThemeFactory()], position="noted")

    with django_assert_max_num_queries(most):
        client.get(path)
