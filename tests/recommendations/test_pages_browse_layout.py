"""The list of recommendations in other layouts: counting unit, order, view and columns, facets, hints."""

import datetime
import re

import pytest
from django.http import QueryDict

from recommendations.browsing import HEADINGS, SORTS, USUAL_COLUMNS, canonical
from recommendations.export.columns import COLUMNS
from recommendations.implementation import publication
from recommendations.models import Recommendation
from tests.factories import (
    AffectedGroupFactory,
    AssessmentFactory,
    ClauseFactory,
    CycleFactory,
    DocumentFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

BROWSE = "/recommendations/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def three(db):
    """82.1 of cycle 1 by two States, 118.2 by one, 118.3 by three; 118.2 and 118.3 are assessed."""
    one, two, three = (StateFactory(code=code, name=name) for code, name in STATES)
    first = ReviewFactory(cycle=CycleFactory(number=1), date=datetime.date(2009, 12, 1))
    second = ReviewFactory(cycle=CycleFactory(number=2), date=datetime.date(2014, 1, 28))
    land = ThemeFactory(slug="land")
    RecommendationFactory(
        review=first, paragraph=82, item=1, states=[one, two], themes=[land], summary="Law. Law on land"
    )
    made = [
        RecommendationFactory(review=second, item=2, states=[one], summary="Law on land"),
        RecommendationFactory(review=second, item=3, states=[one, two, three], summary="Land, courts, law"),
    ]
    for recommendation, day in zip(made, (1, 2), strict=True):
        say(recommendation, datetime.date(2024, 5, day))


STATES = (("FRA", "France"), ("EGY", "Egypt"), ("JPN", "Japan"))


def say(recommendation, considered_up_to):
    """An organisation of its own publishes an assessment."""
    assessment = AssessmentFactory.build(
        recommendation=recommendation,
        organisation=OrganisationFactory(),
        author=None,
        recorded_from=DocumentFactory(),
        considered_up_to=considered_up_to,
    )
    publication.record_published([(assessment, [])])


def numbers(page):
    return [recommendation.number for recommendation in page.context["page"]]


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def facet(page, name):
    return next(facet for facet in page.context["facets"].all if facet.name == name)


# --- The address ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("unit=recommendations&view=list&sort=reference", ""),
        ("sort=relevance", ""),
        ("q=law&sort=relevance", "q=law"),
        ("q=law&sort=reference", "q=law&sort=reference"),
        ("q=118.5&sort=reference", "q=118.5"),
        ("all_of=theme", ""),
        ("all_of=theme&all_of=state&theme=land", "all_of=theme&theme=land"),
        ("all_of=colour", "all_of=colour"),
        ("unit=requests&view=table&column=number&page=2", "unit=requests&view=table&column=number&page=2"),
        ("utm_source=x&column=", ""),
        ("sort=date&sort=-date&cycle=1&cycle=2&cycle=1", "sort=-date&cycle=1&cycle=2"),
    ],
)
def test_one_question_in_one_layout_has_one_address(query, address):
    assert canonical(QueryDict(query)).urlencode() == address


def test_an_address_that_is_not_the_one_leads_to_it(client, three):
    page = client.get(f"{BROWSE}?sort=reference&view=table&unit=recommendations")

    assert (page.status_code, page.url) == (302, f"{BROWSE}?view=table")


@pytest.mark.parametrize("query", ["unit=clauses", "sort=colour", "view=map", "column=colour"])
def test_a_layout_that_is_not_known_is_named(client, three, query):
    page = client.get(f"{BROWSE}?{query}&theme=land")

    value = query.partition("=")[2]
    assert page.status_code == 400
    assert f"“{value}” is not a known value." in text_of(page)
    assert f'href="{BROWSE}?theme=land"' in page.content.decode()


def test_what_is_kept_of_the_layout_goes_with_every_question(client, three):
    page = client.get(f"{BROWSE}?theme=land&unit=requests&view=table&column=number&column=cycle").content

    for name, value in (("unit", "requests"), ("view", "table"), ("column", "number"), ("column", "cycle")):
        kept = f'<input type="hidden" form="question" name="{name}" value="{value}">'
        assert kept in page.decode()


def test_the_download_has_the_filters_and_not_the_layout(client, three):
    page = client.get(f"{BROWSE}?theme=land&unit=requests&view=table&sort=date").content.decode()

    assert f'href="{BROWSE}export.csv?theme=land"' in page


def test_all_filters_are_taken_off_and_the_layout_stays(client, three):
    page = client.get(f"{BROWSE}?theme=land&cycle=1&unit=requests").content.decode()

    assert re.search(rf'href="{BROWSE}\?unit=requests">Take all off', page)


# --- Counting units -------------------------------------------------------------------------------


def test_recommendations_are_counted_unless_requests_are_asked_for(client, three):
    by_item, by_request = client.get(BROWSE), client.get(f"{BROWSE}?unit=requests")

    assert "3 recommendations with 6 requests" in text_of(by_item)
    assert "6 requests in 3 recommendations" in text_of(by_request)
    assert "The numbers count recommendations." in text_of(by_item)
    assert "The numbers count requests." in text_of(by_request)
    assert [value.count for value in facet(by_item, "cycle").values] == [1, 2]
    assert [value.count for value in facet(by_request, "cycle").values] == [2, 4]


def test_the_unit_can_be_switched_without_losing_the_question(client, three):
    page = client.get(f"{BROWSE}?theme=land").content.decode()

    assert 'href="?theme=land&amp;unit=requests"' in page
    assert re.search(r'href="\?theme=land"[^>]*aria-current="true"\s*>recommendations<', page)


def test_htmx_is_told_the_number_in_the_unit_that_is_counted(client, three):
    part = client.get(f"{BROWSE}?unit=requests&cycle=2", headers=HTMX)

    announced = re.search(r'id="announcement"[^>]*>([^<]*)<', part.content.decode())[1]
    assert announced.strip() == "4 requests"
    assert part["HX-Push-Url"] == f"{BROWSE}?unit=requests&cycle=2"


# --- Orders ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["82.1", "118.2", "118.3"]),
        ("sort=-date", ["118.2", "118.3", "82.1"]),
        ("sort=date", ["82.1", "118.2", "118.3"]),
        ("sort=-assessed", ["118.3", "118.2", "82.1"]),
        ("sort=assessed", ["118.2", "118.3", "82.1"]),
        ("sort=-states", ["118.3", "82.1", "118.2"]),
        ("sort=states", ["118.2", "82.1", "118.3"]),
        ("q=law", ["82.1", "118.2", "118.3"]),
        ("q=law&sort=-states", ["118.3", "82.1", "118.2"]),
    ],
)
def test_rows_come_in_the_order_that_is_chosen(client, three, sort, expected):
    assert numbers(client.get(f"{BROWSE}?{sort}")) == expected


@pytest.mark.parametrize("sort", [*SORTS, "q=law"])
def test_equal_rows_have_one_order_through_all_pages(client, sort):
    france = StateFactory()
    RecommendationFactory.create_batch(45, states=[france], summary="Pass a law")
    query = sort if "=" in sort else f"sort={sort}"

    pages = [client.get(f"{BROWSE}?{query}&page={page}", follow=True) for page in (1, 2, 3)]

    seen = [number for page in pages for number in numbers(page)]
    assert len(seen) == len(set(seen)) == 45


def test_several_clauses_by_one_state_are_one_state(client, three):
    one = Recommendation.objects.get(number="118.2")
    for _ in range(5):
        ClauseFactory(recommendation=one, states=[StateFactory(code="FRA")])

    assert numbers(client.get(f"{BROWSE}?sort=states"))[0] == "118.2"


def test_relevance_is_the_order_of_a_search_and_offered_only_there(client, three):
    browsing, searching = client.get(BROWSE), client.get(f"{BROWSE}?q=law")

    assert browsing.context["layout"].sorts[0] == ("", SORTS["reference"], True)
    assert searching.context["layout"].sorts[0] == ("", SORTS["relevance"], True)
    assert SORTS["relevance"] not in [words for _, words, _ in browsing.context["layout"].sorts]


def test_an_order_by_a_date_shows_the_date(client, three):
    assert "evidence up to 2 May 2024" in text_of(client.get(f"{BROWSE}?sort=-assessed"))
    assert "28 January 2014" in text_of(client.get(f"{BROWSE}?sort=date"))
    assert "28 January 2014" not in text_of(client.get(BROWSE))


# --- The table ------------------------------------------------------------------------------------


def headings(page):
    return re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page.content.decode())


def test_the_table_has_the_columns_of_the_download(client, three):
    assert set(HEADINGS) == {column.name for column in COLUMNS}
    assert set(USUAL_COLUMNS) < set(HEADINGS)

    every = "&".join(f"column={name}" for name in HEADINGS)
    page = client.get(f"{BROWSE}?view=table&{every}")

    assert sorted(headings(page)) == sorted(str(words) for words in HEADINGS.values())


def test_a_table_shows_the_usual_columns_and_of_the_wordings_those_that_it_has(client, three):
    of_summaries = headings(client.get(f"{BROWSE}?view=table"))
    RecommendationFactory(item=9, text="Protect land", summary="")
    of_both = headings(client.get(f"{BROWSE}?view=table"))

    usual = ["Number", "Review", "Summary", "Recommending States", "Position", "Implementation"]
    assert of_summaries == usual
    assert of_both == [*usual[:2], "Official wording", *usual[2:]]


def test_chosen_columns_are_shown_ticked_and_kept(client, three):
    page = client.get(f"{BROWSE}?view=table&column=number&column=requests&q=law")
    text = page.content.decode()

    assert headings(page) == ["Number", "Requests"]
    assert re.findall(r'name="column"\s+value="(\w+)" checked', text) == ["number", "requests"]
    assert re.search(r'<td class="figure">3</td>', text)
    assert '<input type="hidden" name="q" value="law">' in text


def test_the_table_marks_what_was_searched_for_and_links_the_rows(client, three):
    page = client.get(f"{BROWSE}?view=table&q=courts").content.decode()

    assert "<mark>courts</mark>" in page
    assert '<a href="/recommendations/khm-2/118.3/">118.3</a>' in page


# --- Facets ---------------------------------------------------------------------------------------


def test_a_value_without_rows_is_there_and_cannot_be_ticked(client, three):
    StateFactory(code="AND", name="Andorra")

    text = client.get(BROWSE).content.decode()

    assert "<li>Andorra" in text
    assert 'value="AND"' not in text


def test_a_chosen_value_without_rows_can_be_taken_back(client, three):
    StateFactory(code="AND", name="Andorra")

    assert 'value="AND" checked>Andorra <b>0</b>' in client.get(f"{BROWSE}?state=AND").content.decode()


def test_in_a_long_list_what_would_give_nothing_comes_last(client, three):
    for number in range(30):
        StateFactory(name=f"Aa {number}")

    text = client.get(BROWSE).content.decode()

    listed = text[text.index('id="facet-state"') :]
    assert listed.index("Egypt") < listed.index("Japan") < listed.index("Aa 0")
    assert 'data-narrows="facet-state"' in text
    assert 'data-narrows="facet-cycle"' not in text


def test_themes_stand_below_their_headings(client, three):
    parent = ThemeFactory(slug="expression", name="Expression", order=1)
    child = ThemeFactory(slug="press", name="Press", parent=parent, order=2)
    RecommendationFactory(themes=[child])
    AffectedGroupFactory(slug="press", name="Journalists")

    text = client.get(BROWSE).content.decode()

    fold = r'<details><summary>1 theme<[^>]*> of “Expression”</span></summary><ul role="list">'
    assert re.search(rf">Expression <b>1</b></label>{fold}<li><label>[^<]*<[^>]*>Press <b>1</b>", text)
    assert re.search(r"<li>Journalists\s*</ul>", text), "which shares a word with a theme, not its place"


def test_a_heading_is_unfolded_where_a_theme_below_it_is_chosen(client, three):
    for slug, heading in (("press", "Expression"), ("judges", "Courts")):
        ThemeFactory(slug=slug, parent=ThemeFactory(slug=f"about-{slug}", name=heading))

    text = client.get(f"{BROWSE}?theme=press").content.decode()

    folds = dict(re.findall(r"<details( open)?><summary>1 theme<[^>]*> of “(.*?)”", text))
    assert folds == {" open": "Expression", "": "Courts"}


def test_all_of_the_chosen_themes_can_be_asked_for(client, three):
    land, courts = ThemeFactory(slug="land"), ThemeFactory(slug="courts")
    RecommendationFactory(item=9, themes=[land, courts])

    assert len(numbers(client.get(f"{BROWSE}?theme=land&theme=courts"))) == 2
    page = client.get(f"{BROWSE}?theme=land&theme=courts&all_of=theme")
    assert numbers(page) == ["118.9"]
    assert "All of themes" in text_of(page)
    assert re.search(r'name="all_of"\s+value="theme"\s+checked', page.content.decode())


@pytest.mark.parametrize(("unit", "counts"), [("", [3, 1]), ("unit=requests", [6, 1])])
def test_the_state_under_review_is_a_facet_where_there_are_several(client, three, unit, counts):
    assert "state_under_review" not in [facet.name for facet in client.get(BROWSE).context["facets"].all]

    laos = StateFactory(code="LAO", name="Laos")
    review = ReviewFactory(state_under_review=laos, cycle=CycleFactory(number=1))
    RecommendationFactory(review=review, states=[StateFactory(code="FRA")])
    page = client.get(f"{BROWSE}?state_under_review=LAO&{unit}".rstrip("&"))

    values = facet(page, "state_under_review").values
    assert [(value.value, value.count, value.selected) for value in values] == [
        ("KHM", counts[0], False),
        ("LAO", counts[1], True),
    ]


# --- Searching ------------------------------------------------------------------------------------


def test_what_was_not_taken_as_typed_is_told(client, three):
    assert "OR needs a word on both sides." in text_of(client.get(f"{BROWSE}?q=law+OR"))


def test_a_misspelt_name_is_offered_as_the_filter_that_was_meant(client, three):
    page = client.get(BROWSE, {"q": 'courts "Jappan"', "cycle": "2"})

    assert [(meant.words, meant.query) for meant in page.context["meant"]] == [
        ("the State Japan", "q=courts&cycle=2&state=JPN")
    ]
    assert numbers(client.get(f"{BROWSE}?{page.context['meant'][0].query}")) == ["118.3"]


def test_nothing_is_offered_where_something_was_found(client, three):
    assert client.get(f"{BROWSE}?q=courts").context["meant"] == []


def test_data_managers_get_the_spreadsheet_of_the_question(client, three):
    client.force_login(UserFactory(data_manager=True))

    page = client.get(f"{BROWSE}?theme=land&view=table").content.decode()

    assert "?all=1&amp;theme=land" in page
