"""The empty spreadsheet that people fill in: what it holds, and that it can be read back."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from recommendations.importing import readers
from recommendations.importing.readers import tables
from recommendations.importing.reference import Reference
from recommendations.importing.template import COLUMNS, EXAMPLE, EXPLANATIONS, Rows, write_csv, write_xlsx

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
    for column in COLUMNS:
        assert reference.columns.field("spreadsheet", column.heading) == column.field
    shipped = json.loads((FIXTURES / "columns.json").read_text(encoding="utf-8"))["spreadsheet"]
    assert set(shipped) == {column.field for column in COLUMNS}


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


def test_what_looks_like_a_formula_stays_words(reference: Reference) -> None:
    row = ["=1+1" if column.field == "text" else cell for column, cell in zip(COLUMNS, EXAMPLE, strict=True)]
    (found,) = readers.read(write_xlsx([row]), reference).recommendations
    assert found.text == "=1+1"
