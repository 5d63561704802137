import pytest

from tests.factories import RegionalGroupFactory, StateFactory, StateNameFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/states/"


@pytest.fixture
def states():
    weog = RegionalGroupFactory(slug="weog", name="Western European and Others", short_name="WEOG")
    turkiye = StateFactory(code="TUR", code2="TR", name="Türkiye", regional_group=weog)
    StateNameFactory(state=turkiye, name="Turkey", until_year=2022)
    StateFactory(code="KHM", name="Cambodia", regional_group=RegionalGroupFactory(slug="asia-pacific"))
    StateFactory(code="VAT", name="Holy See", regional_group=None, membership="observer")


def codes(client, query=""):
    return [row["code"] for row in client.get(f"{ADDRESS}?{query}").json()["results"]]


def test_a_state_has_its_group_its_names_and_its_addresses(client, states):
    assert client.get(f"{ADDRESS}TUR/").json() == {
        "url": "http://testserver/api/v1/states/TUR/",
        "html_url": "http://testserver/states/TUR/",
        "code": "TUR",
        "code2": "TR",
        "name": "Türkiye",
        "formal_name": "the Republic of TUR",
        "membership": "member",
        "regional_group": {
            "slug": "weog",
            "name": "Western European and Others",
            "short_name": "WEOG",
        },
        "names": [{"name": "Turkey", "from_year": None, "until_year": 2022, "note": ""}],
        "reviews_url": "http://testserver/api/v1/reviews/?state=TUR",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["KHM", "VAT", "TUR"]),
        ("group=weog", ["TUR"]),
        ("group=weog&group=asia-pacific", ["KHM", "TUR"]),
        ("membership=observer", ["VAT"]),
        ("group=weog&membership=observer", []),
    ],
)
def test_states_by_name_and_filter(client, states, query, expected):
    assert codes(client, query) == expected


def test_a_state_of_no_group_says_so(client, states):
    assert client.get(f"{ADDRESS}VAT/").json()["regional_group"] is None


def test_queries_do_not_grow_with_the_rows(client, django_assert_num_queries):
    for number in range(30):
        StateNameFactory(state=StateFactory(regional_group=RegionalGroupFactory(slug=f"group-{number % 5}")))

    with django_assert_num_queries(4):  # the group asked for, how many, States with their groups, names
        client.get(f"{ADDRESS}?group=group-1&page_size=500")
