"""The question of the mission, from the front page to the answer, by each way in which people use a browser.

What did Western European States ask Cambodia about freedom of expression in the second cycle, which of it was
supported, and what has happened since?
"""

import re

import pytest
from django.http import QueryDict
from playwright.sync_api import expect

from recommendations.filters import RecommendationFilter
from recommendations.models import Recommendation
from tests.browser.hands import Keyboard, Pointer

with_and_without_scripts = pytest.mark.parametrize(
    "has_scripts",
    [
        pytest.param(True, id="scripts"),
        pytest.param(
            False, id="no scripts", marks=pytest.mark.browser_context_args(java_script_enabled=False)
        ),
    ],
)


@with_and_without_scripts
def test_the_question_is_answered_by_clicks(visit, has_scripts):
    page = visit("/")
    page.get_by_role("link", name="All themes").click()
    row = page.get_by_role("row").filter(has_text="Freedom of opinion and expression")
    row.get_by_role("cell").nth(1).get_by_role("link").click()

    answer(page, Pointer(), has_scripts, "theme=freedom-of-expression&cycle=2&state_under_review=KHM")


@with_and_without_scripts
def test_the_question_is_answered_with_the_keyboard_alone(visit, has_scripts):
    page = visit("/")
    hand = Keyboard(page.keyboard)
    hand.write(page.get_by_role("searchbox"), "freedom of expression")
    page.wait_for_url("**q=freedom**")
    ask_for(page, hand, has_scripts, "Cycle", "Cycle 2", "cycle=2")

    answer(page, hand, has_scripts, "q=freedom+of+expression&cycle=2")


def answer(page, hand, has_scripts, query):
    """Go on from what was asked to who asked it, what was supported, and what happened since."""
    ask_for(page, hand, has_scripts, "Regional group", "Western European", "group=weog")
    expect(count_on(page)).to_have_text(how_many(f"{query}&group=weog"))
    ask_for(page, hand, has_scripts, "Position", "supported", "position=supported")
    expect(count_on(page)).to_have_text(how_many(f"{query}&group=weog&position=supported"))
    assessed = page.locator("#results article").filter(has_text="not implemented").first
    hand.follow(assessed.get_by_role("link").first)

    page.wait_for_url("**/recommendations/khm-2/**")
    expect(page.get_by_role("region", name="What became of it")).to_contain_text("not implemented")
    expect(page.locator(".citation")).to_contain_text(page.url)


def ask_for(page, hand, has_scripts, facet, value, address):
    """Tick a value of a filter, opening the filter where it is closed."""
    values = page.get_by_role("list", name=facet, exact=True)
    if not values.is_visible():
        hand.follow(page.locator("summary").filter(has_text=re.compile(f"^{facet}$")))
    hand.tick(values.get_by_label(re.compile(f"^{value}")))
    if not has_scripts:
        hand.follow(page.get_by_role("button", name="Apply the filters"))
    page.wait_for_url(f"**{address}**")
    page.wait_for_load_state("networkidle")


def count_on(page):
    return page.locator(".results-count strong")


def how_many(query):
    count = RecommendationFilter(QueryDict(query), Recommendation.objects.all()).qs.count()
    assert count, "a question without an answer would prove little"
    return str(count)
