"""Pages on paper, and with the reader's type at twice its size."""

import pytest

PAGES = [
    "/",
    "/recommendations/khm-1/82.51/",
    "/reviews/",
    "/reviews/khm-2/",
    "/themes/",
    "/themes/freedom-of-expression/",
    "/states/",
    "/states/FRA/",
    "/states/KHM/",
    "/about/",
    "/data/",
]


def test_paper_is_black_on_white_whatever_the_screen(visit):
    page = visit("/")
    page.emulate_media(media="print", color_scheme="dark")

    colours = page.evaluate(
        "['--paper', '--ink', '--supported', '--heat-5'].map("
        "name => getComputedStyle(document.documentElement).getPropertyValue(name))"
    )

    assert colours == ["#fff", "#000", "#000", "#b0b0b0"]


def test_paper_has_nothing_to_press_and_says_where_it_is_from(visit):
    page = visit("/themes/freedom-of-expression/")
    page.emulate_media(media="print")

    assert not page.locator(".nav, .tabs, form, .button, .chart-foot").locator("visible=true").count()
    assert page.locator(".print-only").inner_text() == page.url


def test_paper_opens_what_is_folded(visit):
    page = visit("/data/")
    folded = page.locator("details.disclosure:not([open]) table").first
    assert not folded.is_visible()

    page.emulate_media(media="print")

    assert folded.evaluate("table => table.checkVisibility({contentVisibilityAuto: true})")


@pytest.mark.parametrize("width", [320, 1280])
def test_type_of_twice_the_size_scrolls_no_page_sideways(visit, width):
    for path in PAGES:
        page = visit(path)
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.documentElement.style.fontSize = '200%'")

        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
