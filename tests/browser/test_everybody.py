"""Every kind of page: no barrier that axe can find, nothing from elsewhere, no sideways scrolling."""

import contextlib
import gzip

import pypdfium2
import pytest

from tests.browser.conftest import PHONE
from tests.factories import UserFactory

PAGES = [
    "/",
    "/recommendations/",
    "/recommendations/?q=land&cycle=2&group=weog",
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


#: The narrowest that WCAG asks for, a tablet upright, a desk.
WIDTHS = (320, 768, 1280)
#: What darkness can spoil.
COLOURS = ("color-contrast", "link-in-text-block")


@pytest.mark.parametrize("pages", [PAGES[::2], PAGES[1::2]], ids=["half of them", "the others"])
def test_every_page_is_open_to_everybody_at_every_width_in_light_and_dark(visit, find_barriers, pages):
    barriers = {}
    for path in pages:
        page = visit(path)
        page.emulate_media(color_scheme="light")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            barriers[path, width] = find_barriers()
            assert fits(page), f"{path} at {width}"
        page.emulate_media(color_scheme="dark")
        barriers[path, "dark"] = find_barriers(COLOURS)

    assert not {where: found for where, found in barriers.items() if found}


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


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


def test_text_of_twice_the_size_needs_no_scrolling_sideways(visit, page):
    """As a reader sets it in the browser, with as much room as a phone has and more."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    wider = []
    for path in PAGES:
        visit(path)
        for width in (1280, 640):
            page.set_viewport_size({"width": width, "height": 900})
            if not fits(page):
                wider.append((path, width))
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"

    assert not wider


def test_nothing_moves_whether_motion_is_wanted_or_not(visit, page):
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
        const style = getComputedStyle(one);
        return parseFloat(style.transitionDuration) || style.animationName !== "none"
            || style.scrollBehavior !== "auto";
    }).length"""
    for path in ("/", "/recommendations/", "/compare/"):
        visit(path)
        for wish in ("no-preference", "reduce"):
            page.emulate_media(reduced_motion=wish)
            assert not page.evaluate(moving), (path, wish)


def test_paper_holds_the_text_and_its_source_and_nothing_to_press(visit, page):
    page.emulate_media(color_scheme="dark", media="print")
    to_press = ("Sign in", "Skip to", "Type to narrow", "Search", "Sort", "CSV", "Compare these", "JSON")
    for path, is_there in (
        ("/recommendations/?cycle=2&group=weog&q=expression", ["Cycle 2 (2012-2016)", "118.15", "Canada"]),
        ("/recommendations/khm-2/118.17/", ["118.17", "Belgium", "A/HRC/26/16", "Cite"]),
    ):
        visit(path)
        paper = " ".join(words_of(page.pdf()).split())
        assert not [words for words in is_there if words not in paper], path
        assert not [words for words in to_press if words in paper], path
        background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert background == "rgb(255, 255, 255)", path


def words_of(paper):
    with contextlib.closing(pypdfium2.PdfDocument(paper)) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.browser_context_args(viewport=PHONE)
def test_the_pages_behind_the_sign_in_fit_a_phone_and_are_open_to_everybody(visit, sign_in, find_barriers):
    page = sign_in(UserFactory(data_manager=True))
    barriers = {}
    visit("/workspace/tokens/")
    page.get_by_role("button", name="Make a token").click()
    barriers["a new token"] = find_barriers()
    assert fits(page), "a new token"
    for path in ["/workspace/", "/workspace/organisations/new/", "/workspace/tokens/", "/imports/"]:
        visit(path)
        barriers[path] = find_barriers()
        assert fits(page), path

    assert not {path: found for path, found in barriers.items() if found}
