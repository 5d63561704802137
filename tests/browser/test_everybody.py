"""Every kind of page: no barrier that axe can find, nothing from elsewhere, no sideways scrolling."""

import gzip

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import UserFactory

PAGES = [
    "/",
    "/recommendations/",
    "/recommendations/?q=land&cycle=2&group=weog",
    "/recommendations/?q=zebra",
    "/recommendations/khm-2/118.5/",
    "/recommendations/khm-1/82.46/",
    "/reviews/",
    "/reviews/khm-2/",
    "/reviews/khm-3/",
    "/themes/",
    "/themes/freedom-of-expression/",
    "/states/",
    "/states/FRA/",
    "/states/KHM/",
    "/about/",
    "/data/",
    "/compare/",
    "/compare/?row=state&column=position&share=row&cycle=2",
    "/compare/reviews/khm-1/khm-2/",
    "/compare/disagreements/",
    "/recommendations/?view=table&unit=requests&cycle=2",
    "/recommendations/khm-4/u8/",
    "/recommendations/khm-2/118.29/",
    "/accounts/login/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_is_open_to_everybody(visit, find_barriers, viewport, scheme):
    barriers = {}
    for path in PAGES:
        page = visit(path)
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        barriers[path] = find_barriers()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path

    assert not {path: found for path, found in barriers.items() if found}


def test_a_first_visit_weighs_less_than_100_kb(visit, page):
    """Styles and scripts as production serves them, compressed; the page itself as it is."""
    sizes = []

    def weigh(response):
        body = response.body()
        sizes.append(len(body if response.request.is_navigation_request() else gzip.compress(body)))

    page.on("response", weigh)
    weights = {}
    for path in PAGES:
        sizes.clear()
        visit(path)
        page.wait_for_load_state("networkidle")
        weights[path] = sum(sizes)

    assert not {path: weight for path, weight in weights.items() if weight > 100_000}


def test_the_whole_of_browsing_can_be_done_with_the_keyboard(visit):
    page = visit("/recommendations/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.get_by_role("searchbox", name="Search the recommendations").focus()
    page.keyboard.type("land")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=land**")


@pytest.mark.browser_context_args(viewport=PHONE)
def test_the_pages_behind_the_sign_in_fit_a_phone_and_are_open_to_everybody(visit, sign_in, find_barriers):
    page = sign_in(UserFactory(data_manager=True))
    barriers = {}
    visit("/workspace/tokens/")
    page.get_by_role("button", name="Make a token").click()
    barriers["a new token"] = find_barriers()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "a new token"
    for path in ["/workspace/", "/workspace/organisations/new/", "/workspace/tokens/", "/imports/"]:
        visit(path)
        barriers[path] = find_barriers()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path

    assert not {path: found for path, found in barriers.items() if found}
