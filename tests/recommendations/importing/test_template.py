"""The spreadsheet that people fill in: what it holds, and that it can be read back."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recommendations.importing import readers, template
from recommendations.importing.readers import tables
from recommendations.importing.reference import Reference
from recommendations.importing.template import (
    COLUMNS,
    EXAMPLE,
    EXPLANATIONS,
    FILLED_COLUMNS,
    Rows,
    guard,
    storable,
    stream_csv,
    unguard,
    write_csv,
    write_xlsx,
)

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"

each_form = pytest.mark.parametrize("write", [write_xlsx, write_csv])


@each_form
def test_the_example_reads_back_without_problems(
    write: Callable[[Rows], bytes], reference: Reference
) -> None:
    reading = readers.read(write([EXAMPLE]), reference)
    assert reading.format == "spreadsheet"
    assert not reading.problems
    (found,) = reading.recommendations
    assert found.review
    assert (found.review.state, found.review.cycle) == ("KHM", 2)
    assert (found.number, found.position, found.page, found.action_category) == ("118.5", "supported", 14, 4)
    assert found.clauses[0].states == ("FRA", "VNM")
    assert found.goals == ("16", "5.2")
    assert found.themes
    assert all(tag.slugs for tag in (*found.themes, *found.affected_groups))


@each_form
def test_the_empty_template_reads_to_nothing(write: Callable[[], bytes], reference: Reference) -> None:
    reading = readers.read(write(), reference)
    assert (reading.format, reading.recommendations, reading.problems) == ("spreadsheet", (), ())


def test_every_heading_of_the_template_is_known(reference: Reference) -> None:
    for column in FILLED_COLUMNS:
        assert reference.columns.field("spreadsheet", column.heading) == column.field
    shipped = json.loads((FIXTURES / "columns.json").read_text(encoding="utf-8"))["spreadsheet"]
    assert set(shipped) == {column.field for column in FILLED_COLUMNS}


def test_the_workbook_explains_every_column_and_offers_the_choices() -> None:
    data = write_xlsx()
    found = [row for row in tables.read_rows(io.BytesIO(data)) if isinstance(row, tables.Row)]
    explained = [row.cell(0) for row in found if row.sheet == EXPLANATIONS]
    assert explained[1:] == [column.heading for column in COLUMNS]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert "supported,noted,pending" in sheet
    assert "1,2,3,4,5" in sheet


@each_form
def test_what_looks_like_a_formula_stays_words(write: Callable[[Rows], bytes], reference: Reference) -> None:
    row = ["=1+1" if column.field == "text" else cell for column, cell in zip(COLUMNS, EXAMPLE, strict=True)]
    (found,) = readers.read(write([row]), reference).recommendations
    assert found.text == "=1+1"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@A1", "|x", "%x", " =1", "118.10", "3-4", "1/2", "007", "12:30", "1" * 16]
)
def test_in_csv_an_apostrophe_guards_what_a_program_would_calculate(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "14", "0", "khm-2", "Ratify 3-4 treaties", "u12", "'Rights'", "16; 5.2"]
)
def test_words_and_whole_numbers_need_no_guard(cell: str) -> None:
    assert guard(cell) == cell


@given(st.text() | st.from_regex(r"'{0,3}[ \t]?[=+@|%0-9.-]{0,4}", fullmatch=True))
@example("'=1")
@example("''118.10")
def test_what_was_guarded_reads_as_it_was(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@given(st.lists(st.text(max_size=8).map(storable), min_size=1, max_size=4))
def test_csv_holds_the_guarded_cells_and_nothing_else_is_done_to_them(row: list[str]) -> None:
    printed = "".join(stream_csv([row])).removeprefix("\ufeff")
    _, found = csv.reader(io.StringIO(printed, newline=""))
    assert found == [guard(cell) for cell in row]


def test_a_cell_longer_than_a_program_can_hold_says_so() -> None:
    assert storable("\N{BUG}" * 16_383) == "\N{BUG}" * 16_383
    assert storable("\N{BUG}" * 16_384) == "(too long for a cell: 32768 characters)"


@each_form
@given(cell=st.text(max_size=40).map(storable))
@example(cell="<r>no markup of ours</r>")
@example(cell="'=1+1")
def test_what_a_cell_can_hold_comes_back(write: Callable[[Rows], bytes], cell: str) -> None:
    # Words as escaped by Excel are a matter of the reader of XLSX.
    row = [cell, "the end"]
    *_, found = (
        row
        for row in tables.read_rows(io.BytesIO(write([row])))
        if isinstance(row, tables.Row) and row.sheet in {"", template.SHEET}
    )
    assert unguard(found.printed[0]).rstrip() == cell.rstrip()


def test_more_rows_than_a_sheet_holds_go_on_in_another(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template, "_SHEET_LIMIT", 3)
    data = write_xlsx([EXAMPLE] * 5)
    found = [row for row in tables.read_rows(io.BytesIO(data)) if isinstance(row, tables.Row)]
    assert [(row.sheet, row.number) for row in found if row.sheet != EXPLANATIONS] == [
        (sheet, number)
        for sheet, rows in (("Recommendations", 3), ("Recommendations 2", 3), ("Recommendations 3", 2))
        for number in range(1, rows + 1)
    ]
    assert len(readers.read(data, reference).recommendations) == 5


def test_the_wording_is_called_official_and_templates_that_called_it_text_are_read(reference):
    headings = [column.heading for column in COLUMNS]
    assert headings[headings.index("Summary") - 1] == "Official wording"

    for heading in ("Official wording", "Text"):
        table = f"Review,Number,{heading}\nkhm-2,118.1,Ratify it\n".encode()
        (found,) = readers.read(table, reference).recommendations
        assert (found.number, found.text) == ("118.1", "Ratify it")
