"""Asking by filters, words, units, orders and columns, in a real browser, by hand and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hands import Keyboard

BROWSE = "/recommendations/"


def count_of(page):
    """The number that the page says it found, in its unit."""
    return int(page.locator(".results-count strong").inner_text().replace(",", ""))


def facet(page, name):
    values = page.get_by_role("list", name=name, exact=True)
    if not values.is_visible():
        page.locator("summary").filter(has_text=re.compile(f"^{name}$")).click()
    return values


def tick(page, name, value, address):
    facet(page, name).get_by_label(re.compile(value)).check()
    page.wait_for_url(address)
    page.wait_for_load_state("networkidle")


def test_a_state_is_found_by_typing_a_few_letters(visit):
    page = visit(BROWSE)
    states = facet(page, "Recommending State")
    everyone = states.get_by_role("listitem").count()
    assert everyone == 195

    narrow = page.get_by_role("searchbox", name=re.compile("narrow this list: Recommending State"))
    narrow.fill("cote d'iv")
    expect(states.get_by_role("listitem")).to_have_count(1)
    expect(states).to_contain_text("Côte d'Ivoire")
    narrow.fill("united k")
    narrow.press("Enter")
    assert page.evaluate("document.activeElement.value") == "GBR"
    page.keyboard.press("Space")
    page.wait_for_url("**state=GBR**")
    page.wait_for_load_state("networkidle")

    assert "United Kingdom" not in page.url, "what narrows a list is no part of the question"
    expect(states.get_by_role("listitem")).to_have_count(1)
    assert page.evaluate("document.activeElement.value") == "GBR", "the keyboard keeps its place"
    narrow.fill("")
    expect(states.get_by_role("listitem")).to_have_count(everyone)


def test_a_state_is_found_by_names_that_are_not_shown(visit):
    page = visit(BROWSE)
    states = facet(page, "Recommending State")
    narrow = page.get_by_role("searchbox", name=re.compile("narrow this list: Recommending State"))
    for typed, meant in (("Holland", "Netherlands"), ("ivory coast", "Côte d'Ivoire"), ("burma", "Myanmar")):
        narrow.fill(typed)
        expect(states.get_by_role("listitem")).to_have_count(1)
        expect(states).to_contain_text(meant)


def test_typing_in_a_tree_shows_what_stands_above_and_below(visit):
    page = visit(BROWSE)
    themes = facet(page, "Theme")
    defenders = themes.get_by_role("checkbox", name=re.compile("^Human rights defenders"))
    assert themes.get_by_role("listitem").count() == 9, "headings, until one is unfolded"
    expect(defenders).to_be_hidden()

    narrow = page.get_by_role("searchbox", name=re.compile("narrow this list: Theme"))
    narrow.fill("human rights defenders")
    expect(defenders).to_be_visible()
    assert 2 <= themes.get_by_role("listitem").count() < 6
    narrow.press("Enter")
    expect(defenders).to_be_focused()


def test_the_tree_of_themes_is_unfolded_by_hand_and_stays_so(visit):
    page = visit(BROWSE)
    themes = facet(page, "Theme")
    hand = Keyboard(page.keyboard)
    hand.follow(themes.locator("summary").filter(has_text="Civil and political rights"))
    hand.tick(themes.get_by_role("checkbox", name=re.compile("^Right to peaceful assembly")))
    page.wait_for_url("**theme=**")
    page.wait_for_load_state("networkidle")

    expect(themes.get_by_role("checkbox", name=re.compile("^Freedom of association"))).to_be_visible()
    expect(themes.get_by_role("checkbox", name=re.compile("^Right to peaceful assembly"))).to_be_focused()


def test_values_without_rows_are_there_to_read_and_not_to_tick(visit):
    page = visit(BROWSE)

    third = facet(page, "Cycle").get_by_role("listitem").filter(has_text="Cycle 3")
    expect(third).to_be_visible()
    expect(third.get_by_role("checkbox")).to_have_count(0)


def test_all_chosen_themes_can_be_asked_for_and_any_again(visit):
    page = visit(f"{BROWSE}?theme=land-and-property&theme=freedom-of-expression")
    assert page.locator("#results").is_visible()
    any_of_them = count_of(page)

    page.get_by_label("must have all that are chosen").check()
    page.wait_for_url("**all_of=theme**")
    page.wait_for_load_state("networkidle")
    assert count_of(page) < any_of_them

    page.get_by_role("link", name="Take off: All of themes").click()
    expect(page.locator(".results-count strong")).to_have_text(str(any_of_them))
    expect(page.get_by_label("must have all that are chosen")).not_to_be_checked()


def test_the_unit_stays_when_filters_change_and_says_its_name_everywhere(visit):
    page = visit(BROWSE)
    page.get_by_role("link", name="requests", exact=True).click()
    page.wait_for_url("**unit=requests**")
    expect(page.locator(".results-count")).to_contain_text("388 requests in 342 recommendations")
    expect(page.get_by_text("The numbers count requests.")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "by-requests"

    tick(page, "Cycle", "Cycle 2", "**cycle=2**")
    assert "unit=requests" in page.url
    expect(page.locator("#announcement")).to_have_text(re.compile(r"^\s*\d+ requests\s*$"))

    page.go_back()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".results-count")).to_contain_text("388 requests")


def test_an_order_is_chosen_and_kept(visit):
    page = visit(f"{BROWSE}?cycle=1&cycle=4")
    page.get_by_label("Sort").focus()
    page.get_by_label("Sort").select_option(label="Review, newest first")
    page.wait_for_url("**sort=-date**")
    expect(page.locator("#results article").first).to_contain_text("cycle 4")
    assert page.evaluate("document.activeElement.id") == "sort"

    page.get_by_role("link", name="Next").click()
    assert "sort=-date" in page.url


def test_columns_of_the_table_are_chosen_and_stay_in_the_address(visit, find_barriers):
    page = visit(f"{BROWSE}?cycle=2")
    page.get_by_role("link", name="table").click()
    page.wait_for_url("**view=table**")
    page.get_by_text("Choose columns").click()
    assert not find_barriers()
    page.get_by_role("checkbox", name="Themes", exact=True).check()
    page.get_by_role("checkbox", name="Position", exact=True).uncheck()
    page.get_by_role("button", name="Show these columns").click()
    page.wait_for_url("**column=themes**")
    headings = page.get_by_role("columnheader")
    expect(headings.filter(has_text="Themes")).to_have_count(1)
    expect(headings.filter(has_text="Position")).to_have_count(0)

    tick(page, "Cycle", "Cycle 1", "**cycle=1**")
    assert "column=themes" in page.url
    expect(headings.filter(has_text="Themes")).to_have_count(1)


def test_a_misspelt_state_is_taken_for_the_filter_it_was_meant_to_be(visit, find_barriers):
    page = visit(f"{BROWSE}?q=Farnce")
    assert count_of(page) == 0
    assert not find_barriers()

    page.get_by_role("link", name="the State France").click()

    assert page.url.endswith("?state=FRA")
    assert count_of(page) > 0


def test_chips_take_filters_off_one_by_one_and_the_keyboard_keeps_its_place(visit):
    page = visit(f"{BROWSE}?q=land&cycle=2&position=noted&review=khm-2")
    page.evaluate("window.stays = true")
    chips = page.locator("a.chip")
    expect(chips).to_have_count(4)
    for left, words in ((3, "Text"), (2, "Review"), (1, "Cycle"), (0, "Position")):
        page.get_by_role("link", name=f"Take off: {words}").press("Enter")
        expect(chips).to_have_count(left)
        focused = page.evaluate("document.activeElement.className.split(' ')[0]")
        assert focused == ("chip" if left else "browse-results")

    assert page.url.endswith(BROWSE)
    expect(page).to_have_title("Recommendations · UPR Tracker")
    expect(page.get_by_role("heading", level=1)).to_contain_text("all that are loaded")
    expect(page.get_by_role("searchbox", name="Search the recommendations")).to_have_value("")
    assert count_of(page) == 342
    assert page.evaluate("window.stays"), "the page did not come anew"


def test_a_question_without_an_answer_is_told_and_can_be_asked_again(visit):
    page = visit(BROWSE)
    told, questions = page.get_by_role("alert"), "**/recommendations/?*"
    second = facet(page, "Cycle").get_by_label("Cycle 2")
    for failure, words in (
        (lambda route: route.fulfill(status=500), "could not answer"),
        (lambda route: route.fulfill(status=422), "could not answer"),
        (lambda route: route.abort(), "cannot be reached"),
    ):
        page.route(questions, failure)
        second.check()
        expect(told).to_contain_text(words)
        expect(told).to_contain_text("still the answer to the question before")
        page.unroute(questions)
        if "reached" not in words:
            second.uncheck()
            expect(told).to_be_empty()

    again = told.get_by_role("link", name="Ask again")
    expect(again).to_be_in_viewport()
    again.click()
    page.wait_for_url("**?cycle=2")
    assert count_of(page) == 205
    visit.trouble.clear()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_everything_of_it_works_without_javascript(visit):
    page = visit(BROWSE)
    expect(page.get_by_role("searchbox")).to_have_count(1)
    page.get_by_role("link", name="requests", exact=True).click()
    facet(page, "Recommending State").get_by_label(re.compile("France")).check()
    facet(page, "Position at some time").get_by_label(re.compile("changed")).check()
    page.get_by_role("button", name="Apply the filters").click()
    assert page.url.endswith("?state=FRA&position_ever=changed&unit=requests")
    page.get_by_role("link", name="Take off: Position at some time").click()
    page.get_by_label("Sort").select_option(label="Most States first")
    page.get_by_role("button", name="Sort", exact=True).click()
    page.get_by_role("link", name="table").click()

    asked = page.url.partition("?")[2].split("&")
    assert sorted(asked) == ["sort=-states", "state=FRA", "unit=requests", "view=table"]
    assert count_of(page) > 0
    expect(page.get_by_role("columnheader").first).to_be_visible()


def test_the_keyboard_alone_goes_from_the_search_through_filters_to_the_results(visit):
    page = visit(BROWSE)
    page.get_by_role("searchbox", name="Search the recommendations").focus()
    seen = []
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => { const at = document.activeElement, box = at.getBoundingClientRect();
            return [at.name || at.id || at.textContent.trim().slice(0, 40), box.width * box.height,
                    getComputedStyle(at).outlineStyle] }"""
        )
        seen.append(at)
        if at[0] == "sort":
            break
    names = [name for name, _, _ in seen]
    assert names[-1] == "sort", "there is no trap on the way"
    assert {"cycle", "theme", "position", "implementation", "all_of"} <= set(names)
    assert "by-requests" in names
    assert any("Show" in name for name in names), "a way past the rest, to the results"
    assert not [name for name, area, _ in seen if not area]
    assert not [name for name, _, outline in seen if outline == "none"]

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**view=table**")
    assert page.evaluate("document.activeElement.id") == "as-table"


def test_the_menu_of_columns_is_used_with_the_keyboard_alone(visit):
    page = visit(f"{BROWSE}?cycle=2&view=table")
    hand = Keyboard(page.keyboard)
    hand.follow(page.locator("summary").filter(has_text="Choose columns"))
    hand.tick(page.get_by_role("checkbox", name="Action category", exact=True))
    hand.follow(page.get_by_role("button", name="Show these columns"))

    page.wait_for_url("**column=action_category**")
    expect(page.get_by_role("columnheader").filter(has_text="Action category")).to_have_count(1)


def test_the_marks_of_the_time_line_lead_the_keyboard_to_what_was_said(visit):
    page = visit("/recommendations/khm-2/118.15/")
    hand = Keyboard(page.keyboard)
    said = page.get_by_role("region", name="On one time line").locator("svg a[href^='#response-']").first
    assert said.evaluate("mark => mark.textContent + (mark.getAttribute('aria-label') ?? '')").strip()
    hand.follow(said)

    expect(page.locator(page.url.rpartition("/")[2])).to_be_in_viewport()


@pytest.mark.browser_context_args(viewport=PHONE)
def test_on_a_phone_filters_open_and_the_way_to_the_results_stays_in_reach(visit, find_barriers):
    page = visit(BROWSE)
    page.locator("label", has_text="Filters").click()
    tick(page, "Cycle", "Cycle 4", "**cycle=4**")

    to_results = page.get_by_role("link", name="Show 46 recommendations")
    expect(to_results).to_be_in_viewport()
    to_results.click()
    expect(page.locator(".results-count")).to_be_in_viewport()
    assert not find_barriers()


@pytest.mark.parametrize("width", [320, 360, 768, DESKTOP["width"]])
def test_no_layout_scrolls_sideways_at_any_width(visit, find_barriers, width):
    long_names = "state=GBR&state=PRK&state=VEN&state=VCT"
    for query in ("", f"?{long_names}", f"?{long_names}&view=table&unit=requests", "?q=zebra&view=table"):
        page = visit(BROWSE + query)
        page.set_viewport_size({"width": width, "height": 800})
        if page.locator("label[for=show-filters]").is_visible():
            page.locator("label[for=show-filters]").click()
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), query
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # where nothing sticks over something else
        if width in (320, DESKTOP["width"]):
            assert not find_barriers(), query
