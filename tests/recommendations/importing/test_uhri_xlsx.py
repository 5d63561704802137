"""Search results of the Index as XLSX: found by their headings, wherever they stand."""

import io
from dataclasses import replace

import pytest
import xlsxwriter

from recommendations.importing import readers
from recommendations.importing.readers.uhri_xlsx import HEADINGS
from tests.benchmarks import generate_uhri, reading
from tests.benchmarks.generate_uhri import cell
from tests.recommendations.importing.uhri_files import ROW, as_xlsx


def workbook(*sheets):
    """Write sheets of rows of values."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_urls": False})
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    book.close()
    return data.getvalue()


HEADER = list(HEADINGS.values())
VALUES = [cell(ROW[field]) for field in HEADINGS]


def test_the_place_of_a_doubt_is_the_sheet_the_row_and_the_printed_heading(reference):
    reading = readers.read(
        as_xlsx([ROW, {**ROW, "UprRecommendingCountry": ["Atlantis"], "Text": "118.6 Go"}]), reference
    )

    assert reading.format == "uhri-xlsx"
    assert [found.row for found in reading.recommendations] == [2, 3]
    (told,) = reading.problems
    assert (told.sheet, told.row, told.column) == ("Sheet1", 3, "UPR Reccomending States")


def test_the_cycle_follows_from_the_session(reference):
    sessions = [("1", 1), ("12", 1), ("13", 2), ("26", 2), ("27", 3), ("40", 3), ("41", 4), ("54", 4)]
    rows = [{**ROW, "UprSession": [f"{session} - a year"]} for session, _ in sessions]
    reading = readers.read(as_xlsx(rows), reference)

    assert [found.review.cycle for found in reading.recommendations] == [cycle for _, cycle in sessions]


@pytest.mark.parametrize(
    "header",
    [
        [heading.replace("Reccomending", "Recommending") for heading in HEADER],
        [heading.upper() for heading in HEADER],
        [f" {heading} " for heading in HEADER],
    ],
)
def test_headings_are_known_in_the_right_spelling_too(header, reference):
    reading = readers.read(workbook([header, VALUES]), reference)
    assert [found.number for found in reading.recommendations] == ["118.5"]
    assert reading.problems == ()


def test_columns_may_stand_in_any_order_beside_others(reference):
    reading = readers.read(
        workbook([["No.", *reversed(HEADER), "Remarks"], [1, *reversed(VALUES), "ours"]]), reference
    )
    assert [found.clauses[0].states for found in reading.recommendations] == [("PRT",)]
    assert reading.problems == ()


def test_dates_sessions_and_numbers_may_be_numbers(reference):
    values = dict(zip(HEADER, VALUES, strict=True)) | {
        "UPR Session": 18,
        "Document Publication Date": 41725,
        "Date of publication on UHRI": 46125.4996282407,
    }
    (found,) = readers.read(workbook([HEADER, list(values.values())]), reference).recommendations
    assert (found.review.session, found.review.cycle) == (18, 2)


def test_titles_above_and_other_sheets_are_left_alone(reference):
    titles = [["Universal Human Rights Index"], [], ["Search of", "22 November 2026"], HEADER, VALUES]
    reading = readers.read(workbook([["Read me"], ["Text", "Body"]], titles, [["Notes"], VALUES]), reference)

    assert [(found.number, found.row) for found in reading.recommendations] == [("118.5", 5)]
    assert reading.problems == ()


def test_every_sheet_with_the_header_is_read(reference):
    reading = readers.read(workbook([HEADER, VALUES], [HEADER, VALUES]), reference)
    assert [found.number for found in reading.recommendations] == ["118.5", "118.5"]


def test_a_missing_column_is_told_once(reference):
    keep = [index for index, heading in enumerate(HEADER) if heading not in ("Sdgs", "UPR Session")]
    rows = [[values[index] for index in keep] for values in (HEADER, VALUES, [*VALUES[:-1], "other"])]
    reading = readers.read(workbook(rows), reference)

    assert len(reading.recommendations) == 2
    assert [(told.code, told.column, told.details["count"]) for told in reading.problems] == [
        ("field-missing", "Sdgs", "2"),
        ("field-missing", "UPR Session", "2"),
    ]


@pytest.mark.parametrize("header", [["Text", "Reccomending Body"], HEADER[1:], ["Text"] * 16])
def test_a_workbook_without_the_headings_is_not_taken_for_the_export(header, reference):
    with pytest.raises(readers.UnreadableDocument):
        readers.read(workbook([header, VALUES]), reference)


def test_a_damaged_workbook_is_refused(reference):
    data = as_xlsx([ROW] * 20)
    for share in (0.2, 0.5, 0.9):
        with pytest.raises(readers.UnreadableDocument):
            readers.read(data[: int(len(data) * share)], reference)


def test_exports_made_for_measuring_read_the_same_from_either_file(reference, tmp_path):
    index, found = tmp_path / "index.json", tmp_path / "found.xlsx"
    count = generate_uhri.write_json(index, megabytes=0.1, seed=5)
    generate_uhri.write_xlsx(found, count, seed=5)
    whole, sheet = (readers.read(path.read_bytes(), reference) for path in (index, found))

    assert [told.code for told in (*whole.problems, *sheet.problems)] == ["other-mechanisms"] * 2
    assert len(whole.recommendations) > 10
    assert [replace(one, row=0, printed="") for one in whole.recommendations] == [
        replace(one, row=0, printed="") for one in sheet.recommendations
    ]
    measured = reading.measure(found)
    assert (measured.reader, measured.records) == ("uhri-xlsx", len(sheet.recommendations))
