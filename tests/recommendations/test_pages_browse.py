"""The list of recommendations, as a reader's browser and as htmx ask for it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    RecommendationFactory,
    RegionalGroupFactory,
    StateFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

BROWSE = "/recommendations/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def france():
    return StateFactory(code="FRA", code2="FR", name="France")


@pytest.fixture
def two(france):
    """One of each position: 118.1 by France on land, 118.2 by Egypt on courts."""
    egypt = StateFactory(
        code="EGY", code2="EG", name="Egypt", regional_group=RegionalGroupFactory(slug="african")
    )
    land, courts = ThemeFactory(slug="land"), ThemeFactory(slug="courts")
    return (
        RecommendationFactory(
            item=1, summary="Protect land titles", position="supported", states=[france], themes=[land]
        ),
        RecommendationFactory(
            item=2, summary="Free the courts", position="noted", states=[egypt], themes=[courts]
        ),
    )


def numbers(response):
    return [recommendation.number for recommendation in response.context["page"]]


def test_it_lists_wording_position_states_and_themes(client, two):
    page = client.get(BROWSE)

    assert page.status_code == 200
    assert numbers(page) == ["118.1", "118.2"]
    text = page.content.decode()
    for words in ("Protect land titles", "supported", "France", "Land", "Summary in our own words"):
        assert words in text
    assert two[0].get_absolute_url() in text


def test_official_wording_is_not_marked_as_a_summary(client):
    RecommendationFactory(text="Protect land titles (France)", summary="")

    page = client.get(BROWSE).content.decode()

    assert "Protect land titles (France)" in page
    assert "Summary in our own words" not in page


def test_both_counting_units_are_named(client, france):
    RecommendationFactory(states=[france, StateFactory()])

    page = re.sub(r"<[^>]+>|\s+", " ", client.get(BROWSE).content.decode())

    assert re.search(r"1\s+recommendation\s", page)
    assert re.search(r"with 2 requests", page)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("position=noted", ["118.2"]),
        ("state=FRA", ["118.1"]),
        ("group=african", ["118.2"]),
        ("theme=land", ["118.1"]),
        ("q=court", ["118.2"]),
        ("cycle=2&position=supported&position=noted", ["118.1", "118.2"]),
        ("implementation=not-assessed", ["118.1", "118.2"]),
        ("review=khm-2&state_under_review=KHM&theme=courts", ["118.2"]),
    ],
)
def test_every_filter_is_reached_by_address(client, two, query, expected):
    assert numbers(client.get(f"{BROWSE}?{query}")) == expected


def test_a_value_that_is_chosen_is_ticked_and_has_a_chip_that_takes_it_off(client, two):
    page = client.get(f"{BROWSE}?position=noted&position=supported&theme=land")

    text = page.content.decode()
    for name, value in (("position", "noted"), ("position", "supported"), ("theme", "land")):
        assert f'name="{name}" value="{value}" checked' in text
    assert text.count(" checked>") == 3
    chips = {(chip.label, chip.words): chip.query_without for chip in page.context["chips"]}
    assert chips["Position", "noted"] == "position=supported&theme=land"
    assert chips["Theme", "Land"] == "position=noted&position=supported"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "all that are loaded"),
        ("state=FRA&theme=land&position=noted", "by France, on Land, noted"),
        ("theme=land&theme=courts", "on Land or Courts"),
        ("theme=land&theme=courts&all_of=theme", "on Land and Courts"),
        ("q=courts&cycle=2", "with “courts”, in Cycle 2"),
        (
            "&".join(
                f"judged={value}" for value in ("implemented", "regressed", "in-progress", "not-implemented")
            ),
            "judged implemented, regressed or 2 others",
        ),
    ],
)
def test_heading_and_title_say_what_is_asked(client, two, query, words):
    whole = client.get(f"{BROWSE}?{query}").content.decode()
    part = client.get(f"{BROWSE}?{query}", headers=HTMX).content.decode()

    [heading] = re.findall(r"<h1>(.*?)</h1>", whole, re.DOTALL)
    assert f"Recommendations {words}" in " ".join(re.sub(r"<[^>]+>", " ", heading).split())
    titles = [
        " ".join(re.findall(r"<title>(.*?)</title>", text, re.DOTALL)[0].split()) for text in (whole, part)
    ]
    assert titles[0] == titles[1]
    assert titles[0].startswith(f"Recommendations {words}" if query else "Recommendations ·")


def test_taking_a_filter_off_begins_at_the_first_page(client, two):
    page = client.get(f"{BROWSE}?position=noted&page=1")

    assert [chip.query_without for chip in page.context["chips"]] == [""]


def test_counts_stand_beside_the_values(client, two):
    page = client.get(f"{BROWSE}?position=noted").content.decode()

    row = re.search(r'name="position" value="supported">supported <b>(\d+)</b>', page)
    assert row
    assert row[1] == "1"


def test_what_was_searched_for_is_marked_and_kept_in_the_box(client, two):
    page = client.get(f"{BROWSE}?q=title").content.decode()

    assert "<mark>titles</mark>" in page
    assert 'value="title"' in page


def test_what_was_searched_for_is_text_and_never_markup(client, two):
    page = client.get(BROWSE, {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_wording_is_text_and_never_markup(client):
    RecommendationFactory(summary="Repeal <script>alert(1)</script> & free")

    page = client.get(f"{BROWSE}?q=repeal").content.decode()

    assert "<script>alert" not in page
    assert "<mark>Repeal</mark> &lt;script&gt;" in page


def test_nothing_found_says_which_filter_to_drop(client, two):
    page = client.get(f"{BROWSE}?position=noted&theme=land")

    assert page.status_code == 200
    assert re.findall(r"without “(.*?)” there is 1 recommendation", page.content.decode()) == [
        "Theme",
        "Position",
    ]


def test_nothing_found_counts_what_would_be_found_in_the_unit_in_use(client, two):
    RecommendationFactory(position="pending", states=[StateFactory(), StateFactory()])

    page = client.get(f"{BROWSE}?position=pending&theme=land&unit=requests").content.decode()

    assert re.findall(r"without “(.*?)” there (?:is|are) (\d+ requests?)", page) == [
        ("Theme", "2 requests"),
        ("Position", "1 request"),
    ]
    assert f'href="{BROWSE}?position=pending&amp;unit=requests"' in page


def test_where_no_single_filter_is_to_blame_pairs_are_offered(client, two):
    page = client.get(f"{BROWSE}?position=noted&theme=land&q=zebra").content.decode()

    assert "No single filter is to blame" in page
    assert re.findall(r"without (.*?) there is 1 recommendation", page) == [
        "“Text” and “Theme”",
        "“Text” and “Position”",
    ]
    assert f'href="{BROWSE}?position=noted"' in page


def test_where_not_even_pairs_help_all_recommendations_are_offered(client, two):
    page = client.get(f"{BROWSE}?position=pending&action_category=1&wording=official&q=zebra")

    assert "Begin again with fewer" in page.content.decode()


def test_where_all_must_hold_and_nothing_does_any_is_offered(client, two):
    page = client.get(f"{BROWSE}?theme=land&theme=courts&all_of=theme")

    ways = {way.words: (way.query_without, way.count) for way in page.context["ways_out"]}
    assert ways == {"“All of themes”": ("theme=land&theme=courts", 2), "“Theme”": ("", 2)}


@pytest.mark.parametrize(
    ("query", "label", "value"),
    [("cycle=9", "Cycle", "9"), ("position=rejected", "Position", "rejected"), ("state=XX1", "State", "XX1")],
)
def test_a_value_that_is_not_known_is_named_and_nothing_is_listed(client, two, query, label, value):
    page = client.get(f"{BROWSE}?{query}&theme=land")

    assert page.status_code == 400
    text = page.content.decode()
    assert f"“{value}” is not a known value." in text
    assert label in text
    assert "Protect land titles" not in text
    assert 'name="theme" value="land" checked' in text
    assert f'href="{BROWSE}?theme=land"' in text


def test_a_value_that_is_not_known_is_escaped(client):
    page = client.get(BROWSE, {"cycle": "<b>9</b>"})

    assert page.status_code == 400
    assert "<b>9</b>" not in page.content.decode()


@pytest.mark.parametrize("number", ["0", "2", "999", "x", "-1"])
def test_a_page_that_is_not_there_is_not_found(client, two, number):
    assert client.get(f"{BROWSE}?page={number}").status_code == 404


def test_long_lists_come_in_pages_that_keep_the_filters(client, france):
    RecommendationFactory.create_batch(21, states=[france])

    first = client.get(f"{BROWSE}?state=FRA")
    second = client.get(f"{BROWSE}?state=FRA&page=2")

    assert len(first.context["page"]) == 20
    assert len(second.context["page"]) == 1
    assert "?state=FRA&amp;page=2" in first.content.decode()


def test_one_question_has_one_address(client, two):
    page = client.get(f"{BROWSE}?q=&position=noted&theme=")

    assert page.status_code == 302
    assert page.url == f"{BROWSE}?position=noted"


def test_what_other_sites_hang_on_a_link_is_taken_off(client, two):
    page = client.get(f"{BROWSE}?fbclid=x&position=noted")

    assert (page.status_code, page.url) == (302, f"{BROWSE}?position=noted")


def test_htmx_gets_the_part_that_changes_from_the_same_address(client, two):
    whole = client.get(f"{BROWSE}?position=noted")
    part = client.get(f"{BROWSE}?q=&position=noted", headers=HTMX)

    assert "<html" in whole.content.decode()
    text = part.content.decode()
    assert "<html" not in text
    assert 'id="results"' in text
    assert 'id="facet-cycle"' in text
    assert re.search(r'id="announcement" hx-swap-oob="innerHTML">\s*1 recommendation\s*<', text)
    assert part["HX-Push-Url"] == f"{BROWSE}?position=noted"
    for response in (whole, part):
        assert "HX-Request" in response["Vary"]


def test_filters_without_boxes_stay_when_others_are_ticked(client, two):
    page = client.get(f"{BROWSE}?review=khm-2&state_under_review=KHM&position=noted").content.decode()

    for name, value in (("review", "khm-2"), ("state_under_review", "KHM")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert 'type="hidden" name="position"' not in page


def test_htmx_is_told_which_value_is_not_known_in_the_place_of_results(client, two):
    part = client.get(f"{BROWSE}?cycle=9&theme=land", headers=HTMX)

    assert part.status_code == 200, "htmx shows nothing of an error"
    text = part.content.decode()
    assert "<html" not in text
    assert 'id="results"' in text
    assert "“9” is not a known value." in text


def test_going_back_in_the_browser_gets_the_whole_page(client, two):
    page = client.get(BROWSE, headers={**HTMX, "HX-History-Restore-Request": "true"})

    assert "<html" in page.content.decode()


@pytest.mark.parametrize("query", ["", "unit=requests", "view=table&sort=-assessed&column=source"])
def test_the_list_takes_at_most_twelve_queries(client, france, query, django_assert_max_num_queries):
    """Up to five read the values of filters, three count, two or four read the rows of the page."""
    RecommendationFactory.create_batch(3, states=[france, StateFactory()], themes=[ThemeFactory()])
    with django_assert_max_num_queries(12):
        client.get(f"{BROWSE}?{query}")
    with django_assert_max_num_queries(12):
        page = client.get(f"{BROWSE}?q=what&state=FRA&review=khm-2&position=pending&{query}".rstrip("&"))
    assert numbers(page)


def test_finding_nothing_adds_a_query_for_each_filter_to_drop_that_is_no_facet(
    client, two, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        page = client.get(f"{BROWSE}?cycle=2&position=noted&theme=land")
    assert numbers(page) == []
    with django_assert_max_num_queries(12 + 1):
        page = client.get(f"{BROWSE}?cycle=2&position=noted&theme=land&review=khm-2")
    assert numbers(page) == []


def test_the_number_of_queries_does_not_grow_with_the_list(client, django_assert_num_queries):
    RecommendationFactory(states=[StateFactory()], themes=[ThemeFactory()])
    with CaptureQueriesContext(connection) as one:
        client.get(BROWSE)
    for _ in range(5):
        RecommendationFactory(states=[StateFactory(), StateFactory()], themes=[ThemeFactory()])
    with django_assert_num_queries(len(one)):
        client.get(BROWSE)
