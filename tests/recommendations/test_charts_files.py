"""Pictures as files: SVG that stands for itself, CSV that is harmless."""

import re
from xml.etree import ElementTree

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from recommendations.charts import (
    Bar,
    Bars,
    Count,
    Label,
    StackedRow,
    answer_picture,
)
from tests.recommendations.sample_charts import (
    ALL,
    SVG,
    answer,
    cycles,
    document,
    draw,
    rows_of_csv,
)

COUNTS = st.lists(st.integers(0, 10**7), min_size=3, max_size=3)
WORDS = st.text(min_size=1, max_size=80)


@pytest.mark.parametrize("picture", ALL)
def test_neither_page_nor_file_has_a_script_or_a_style_that_the_policy_forbids(picture):
    html, file = draw(picture), answer(picture, "svg").content.decode()

    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html)
    assert not re.search(r"<script|\sstyle=|\son\w+=|<image|<foreignObject|@import", file)


@pytest.mark.parametrize("picture", ALL)
def test_the_file_stands_for_itself(picture):
    root = document(picture)

    assert root.tag == f"{SVG}svg"
    assert root.findtext(f"{SVG}title") == picture.title
    assert root.findtext(f"{SVG}desc") == picture.facts
    text = ElementTree.tostring(root, encoding="unicode")
    assert "var(" not in text
    assert "http://testserver/page/" in text
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    for reference in re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', text):
        assert set(filter(None, reference)) <= ids
    for link in root.iter(f"{SVG}a"):
        assert link.get("href").startswith("http://testserver/")


@pytest.mark.parametrize("picture", ALL)
def test_the_csv_has_the_rows_of_the_table(picture):
    head, *rows = rows_of_csv(picture)

    assert head == [str(words) for words in picture.table.head]
    assert [row[0] for row in rows if row[0] != "All"] == [str(row[0].value) for row in picture.table.rows]
    assert {len(row) for row in rows} == {len(head)}


def test_files_are_answered_only_where_they_are_asked_for():
    pictures = {"cycles": cycles((1, 2, 3))}

    assert answer_picture(RequestFactory().get("/page/"), pictures) is None
    for query in (
        {"picture": "other", "as": "svg"},
        {"picture": "cycles", "as": "png"},
        {"picture": "cycles"},
    ):
        with pytest.raises(Http404):
            answer_picture(RequestFactory().get("/page/", query), pictures)


def test_files_have_a_name_and_a_type():
    picture, form = cycles((1, 2, 3)), answer(cycles((1, 2, 3)), "svg")

    assert form["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert form["Content-Disposition"] == 'attachment; filename="cycles.svg"'
    assert answer(picture, "csv")["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_cells_that_a_spreadsheet_would_run_are_made_harmless(formula):
    picture = Bars(name="bars", title="Bars", head="State", rows=[Bar(Label(formula), Count(1))])

    [_head, row] = rows_of_csv(picture)
    assert row[0].startswith("'")


@given(WORDS, WORDS, WORDS)
@limits(max_examples=60, deadline=None)
def test_whatever_the_words_the_file_is_well_formed_and_the_page_escapes_them(title, label, address):
    link = f"/states/?q={address}"
    picture = cycles((1, 2, 3), title=title)
    picture.rows[0] = StackedRow(Label(label, link), {"noted": Count(2, link)})
    root = document(picture)

    assert root.find(f"{SVG}script") is None
    html = draw(picture)
    assert html.count("<figure") == 1
    assert html.count("<svg") == html.count("</svg>")


@pytest.mark.parametrize("picture", ALL)
def test_numbers_of_attributes_do_not_follow_the_language(picture, settings):
    settings.LANGUAGES = [("de", "German")]
    with translation.override("de"):
        file, html = answer(picture, "svg").content.decode(), draw(picture)

    attributes = re.findall(r'\s(?:x|y|x1|x2|y1|y2|width|height)="([^"]*)"', file + html)
    assert attributes
    assert not [value for value in attributes if not re.fullmatch(r"-?[\d.]+%?", value)]
