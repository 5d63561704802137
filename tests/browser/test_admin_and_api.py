"""Pages that come with libraries keep to the site's Content-Security-Policy: the admin, Swagger UI."""

import re

import pytest
from playwright.sync_api import expect

from recommendations.models import Recommendation
from tests.factories import UserFactory

PASSWORD = "a long enough password"


def sign_in(visit, path):
    user = UserFactory(data_manager=True, password=PASSWORD)
    page = visit(path)
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile(re.escape(path)))
    return page


def test_the_documentation_of_the_api_is_there_to_be_tried_out(visit):
    page = visit("/api/v1/docs/")
    operation = page.locator("#operations-recommendations-recommendations_list")
    operation.locator(".opblock-summary-control").click()
    operation.locator(".try-out__btn").click()
    operation.locator("[data-param-name=q] input").fill("education")
    operation.locator(".execute").click()

    answer = operation.locator(".live-responses-table")
    expect(answer).to_contain_text('"count":')
    expect(answer).to_contain_text("/api/v1/recommendations/khm-2/118.5/")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_documentation_of_the_api_is_open_to_everybody(visit, find_barriers, width):
    page = visit("/api/v1/docs/")
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.locator("#operations-recommendations-recommendations_list")).to_be_visible()

    assert not find_barriers()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_data_manager_finds_a_recommendation_and_records_a_response(visit):
    page = sign_in(visit, "/admin/recommendations/recommendation/")
    page.locator("#searchbar").fill("khm-2 118.5")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="118.5", exact=True).click()
    page.get_by_text("Add another Response").click()
    line = page.locator("#responses-group .dynamic-responses").last
    line.locator("select[name$=position]").select_option("pending")
    line.locator("input[name$=date]").fill("2030-01-01")
    line.locator(".select2-selection").click()
    page.keyboard.type("26/16/Add")
    page.get_by_role("option", name="A/HRC/26/16/Add.1").click()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert Recommendation.objects.get(review__slug="khm-2", number="118.5").position == "pending"


def test_a_data_manager_opens_a_review_and_a_state(visit):
    page = sign_in(visit, "/admin/reviews/review/")
    page.get_by_role("link", name="Cambodia").first.click()
    expect(page.locator("#id_slug, .field-slug")).to_contain_text("khm-")
    page = visit("/admin/states/state/KHM/change/")

    expect(page.locator("#names-group")).to_contain_text("Cambodia")
