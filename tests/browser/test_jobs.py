"""The jobs of 1-mission.md, done by hand in a browser from end to end."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from recommendations.implementation.models import MembershipRole
from recommendations.importing.models import Import
from recommendations.models import Recommendation
from tests.browser.conftest import PHONE
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "documents" / "working-group-reports"


def choose(page, facet, value):
    values = page.get_by_role("list", name=facet, exact=True)
    if not values.is_visible():
        page.locator("summary").filter(has_text=facet).click()
    values.get_by_label(re.compile(value)).check()


def count_of(page):
    """The number of recommendations that the page says it found."""
    return int(page.locator(".results-count strong").inner_text())


def test_a_researcher_finds_what_a_regional_group_asked_and_what_became_of_it(visit):
    page = visit("/")
    page.get_by_role("searchbox").fill("freedom of expression")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/recommendations/?**")
    expect(page.locator("mark").first).to_be_visible()
    everybody = count_of(page)

    choose(page, "Regional group", "Western European")
    page.wait_for_url("**group=weog**")
    choose(page, "Cycle", "Cycle 2")
    page.wait_for_url("**cycle=2**")
    page.wait_for_load_state("networkidle")
    assert 0 < count_of(page) < everybody

    page.locator("#results article a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"118\.|119\."))
    expect(page.get_by_text("A/HRC/26/16").first).to_be_visible()

    page.go_back()
    page.wait_for_load_state("networkidle")
    assert "group=weog" in page.url
    assert 0 < count_of(page) < everybody


def test_a_researcher_downloads_the_rows_of_the_question(visit, tmp_path):
    page = visit("/recommendations/?cycle=2&position=noted")
    assert count_of(page) == 42

    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV")).first.click()

    rows = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + 42


@pytest.mark.browser_context_args(viewport=PHONE)
def test_a_contributor_logs_an_update_on_a_phone_and_a_publisher_publishes_it(visit, sign_in, find_barriers):
    organisation = OrganisationFactory(name="Land Rights Forum")
    contributor = MembershipFactory(organisation=organisation).user
    publisher = MembershipFactory(organisation=organisation, role=MembershipRole.PUBLISHER).user

    page = sign_in(contributor)
    assert not find_barriers()
    page.goto(page.url.replace("/workspace/", "/recommendations/khm-2/118.5/"))
    page.get_by_role("link", name="Log an assessment").click()
    page.get_by_role("radio", name=re.compile("partially implemented", re.IGNORECASE)).check()
    page.get_by_label("Evidence considered up to").fill("2024-05-01")
    page.get_by_label("What happened?").fill("The committee was set up; it has no budget of its own.")
    page.get_by_label("What is it?").first.fill("Sub-decree on the committee")
    page.get_by_label("Link").first.fill("https://example.org/sub-decree")
    page.get_by_text("Another piece of evidence").first.click()
    page.get_by_label("What is it?").nth(1).fill("Budget law")
    page.get_by_label("File", exact=False).nth(1).set_input_files(
        {"name": "budget.csv", "mimeType": "text/csv", "buffer": b"year,amount\n2024,0\n"}
    )
    assert not find_barriers()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("Land Rights Forum").first).to_be_visible()
    address = page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.context.clear_cookies()
    page.goto(address)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page = visit("/recommendations/khm-2/118.5/")
    expect(page.get_by_text("it has no budget of its own")).to_have_count(0)

    sign_in(publisher)
    page.goto(address)
    page.get_by_role("button", name="Publish").click()
    page.context.clear_cookies()

    page = visit("/recommendations/khm-2/118.5/")
    expect(page.get_by_text("it has no budget of its own")).to_be_visible()
    expect(page.get_by_text("Land Rights Forum").first).to_be_visible()
    expect(page.get_by_role("link", name="Sub-decree on the committee")).to_be_visible()
    assert contributor.email not in page.content()
    assert publisher.email not in page.content()
    assert not find_barriers()


def test_an_analyst_reads_the_documentation_and_asks_the_api(visit):
    page = visit("/api/v1/docs/")
    expect(page.get_by_text("/api/v1/recommendations/").first).to_be_visible()

    answer = page.request.get(
        page.url.replace("docs/", "recommendations/?cycle=2&position=noted&page_size=500")
    )

    assert json.loads(answer.text())["count"] == 42


@pytest.mark.skipif(not REPORTS.exists(), reason="the official documents are not here")
def test_a_data_manager_imports_the_official_report(visit, sign_in, find_barriers, worker_at_hand):
    page = sign_in(UserFactory(data_manager=True))
    page = visit("/imports/")
    assert not find_barriers()
    page.get_by_label("Document").set_input_files(REPORTS / "cambodia2014.pdf")
    page.get_by_role("button", name="Read it and show the plan").click()
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    expect(page.get_by_text("A/HRC/26/16").first).to_be_visible()
    assert not find_barriers()
    page.get_by_role("button", name=re.compile("^Apply")).click()
    page.wait_for_load_state("networkidle")

    assert Import.objects.get().phase == "applied"
    page = visit("/recommendations/khm-2/118.5/")
    wording = Recommendation.objects.get(review__slug="khm-2", number="118.5")
    assert wording.text
    assert wording.summary
    expect(page.get_by_text(wording.summary).first).to_be_visible()
