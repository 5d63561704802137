"""Rows of CSV, XLS and XLSX files: what any program may have written, and what nobody should have."""

import contextlib
import csv
import datetime
import io
import zipfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.readers import tables
from recommendations.importing.readers.cell_values import is_date_format, print_serial
from recommendations.importing.readers.text import clean
from recommendations.importing.records import Problem

HEADER = ["Number", "Text", "State"]


def rows_of(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in tables.read_rows(io.BytesIO(data)) if isinstance(row, tables.Row)]


def problems_of(data: bytes) -> list[tuple[str, int | None]]:
    found = tables.read_rows(io.BytesIO(data))
    return [(row.code, row.row) for row in found if isinstance(row, Problem)]


def write_csv(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)
    return file.getvalue()


def write_xlsx(rows: Sequence[Sequence[object]], sheet: str = "Sheet1") -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file, {"default_date_format": "dd/mm/yyyy", "strings_to_urls": False, "strings_to_formulas": False}
    ) as workbook:
        written = workbook.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    written.write_string(number, column, cell)
                else:
                    written.write(number, column, cell)
    return file.getvalue()


def with_sheet(sheet_data: str, data: bytes | None = None, head: str = "") -> bytes:
    """Answer a workbook whose only sheet has these rows, in XML."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or write_xlsx([["x"]]))) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name == "xl/worksheets/sheet1.xml":
                space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                words = f'{head}<worksheet xmlns="{space}"><sheetData>{sheet_data}</sheetData></worksheet>'
                new.writestr(name, words)
            else:
                new.writestr(name, old.read(name))
    return changed.getvalue()


clean_cells = st.text(
    st.characters(codec="cp1252", exclude_categories=("Cc", "Cs", "Zs")), max_size=12
).filter(lambda words: clean(words) == words)
tables_of_words = st.lists(st.lists(clean_cells, max_size=4), max_size=6)


def expected(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    trimmed = []
    for row in rows:
        cells = list(row)
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            trimmed.append(tuple(cells))
    return trimmed


@settings(deadline=None, max_examples=60)
@given(
    rows=tables_of_words,
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_rows_written_as_csv_read_back_the_same(
    rows: list[list[str]], delimiter: str, end: str, encoding: str
) -> None:
    whole = [HEADER, *rows]
    data = write_csv(whole, delimiter, end).encode(encoding)
    assert rows_of(data) == expected(whole)
    assert not problems_of(data)


@settings(deadline=None, max_examples=40)
@given(rows=tables_of_words)
def test_any_rows_written_as_xlsx_read_back_the_same(rows: list[list[str]]) -> None:
    assert rows_of(write_xlsx([HEADER, *rows])) == expected([HEADER, *rows])


@settings(deadline=None, max_examples=200)
@given(st.text("ab1.,;:()-–’“” \n'", max_size=14))
def test_cells_are_cleaned_as_all_texts_are(words: str) -> None:
    found = rows_of(write_csv([HEADER, ["first", words, "last"]]).encode())
    cleaned = "\n".join(clean(line) for line in words.split("\n")).strip("\n")
    assert found[1:] == [("first", cleaned, "last")]


def test_delimiters_in_quoted_headings_do_not_count() -> None:
    data = b'Number,"Text;\n;;;",State\n1,b,c\n'
    assert rows_of(data) == [("Number", "Text;\n;;;", "State"), ("1", "b", "c")]


FRENCH = [HEADER, ["118.5", "Ratifier la Convention – déjà signée – d’ici à 2015", "Côte d’Ivoire"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", "mac-roman"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_the_encodings_and_line_ends_that_programs_write_are_recognised(encoding: str, end: str) -> None:
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    data = (mark + write_csv(FRENCH, ";", end)).encode(encoding)
    assert rows_of(data) == [tuple(row) for row in FRENCH]


def test_a_file_that_stops_to_be_utf_8_after_its_beginning_is_read_to_its_end_and_told_once() -> None:
    many = [["1.1", "x" * 100, "Peru"]] * 12_000
    data = write_csv([HEADER, *many]).encode() + b"1.2,caf\xe9,Chad\r\n1.3,th\xe9,Chad\r\n"
    assert rows_of(data)[-2:] == [("1.2", "caf\ufffd", "Chad"), ("1.3", "th\ufffd", "Chad")]
    assert problems_of(data) == [("characters-unreadable", 12_002)]


def test_a_row_with_a_lost_quotation_mark_is_told_and_spoils_no_other() -> None:
    data = b'Number,Text,State\n1.1,"Ratify,Peru\n1.2,"a ""b"" c",Chad\n1.3,d,Mali\n'
    assert rows_of(data) == [
        ("Number", "Text", "State"),
        ("1.1", "Ratify,Peru"),
        ("1.2", 'a "b" c', "Chad"),
        ("1.3", "d", "Mali"),
    ]
    assert problems_of(data) == [("quotes-broken", 2)]


def test_a_quotation_mark_that_never_closes_leaves_the_rows_after_it() -> None:
    data = b'a,b\n1,"x\n' + b"2,y\n" * 50_000
    assert len(rows_of(data)) == 50_002
    assert problems_of(data) == [("quotes-broken", 2)]


def test_a_row_beyond_all_limits_is_left_out_and_told() -> None:
    data = b"a,b\n1," + b"x" * 3_000_000 + b"\n2,y\n"
    assert rows_of(data) == [("a", "b"), ("2", "y")]
    assert problems_of(data) == [("row-too-long", 2)]


def test_a_long_file_without_any_line_end_has_no_row() -> None:
    assert rows_of(b"\xff,x" * 3_000_000) == []


def test_nul_bytes_and_marks_of_direction_and_hard_blanks_are_no_part_of_a_cell() -> None:
    data = "a,b\n\0Mali\0,\u200f Burkina\u00a0 Faso\u200e\n".encode()
    assert rows_of(data)[1] == ("Mali", "Burkina Faso")


def test_rows_are_counted_as_a_spreadsheet_program_shows_them() -> None:
    found = tables.read_rows(io.BytesIO(b'a,b\n\n"x\ny",z\n,,\nlast\n'))
    assert [(row.number, row.cells) for row in found if isinstance(row, tables.Row)] == [
        (1, ("a", "b")),
        (3, ("x\ny", "z")),
        (5, ("last",)),
    ]


def test_values_of_a_workbook_are_words_of_one_form() -> None:
    moment = datetime.datetime(2014, 1, 28, 10, 30)  # noqa: DTZ001 - spreadsheets know no zones
    data = write_xlsx([[1.0, 2.5, True, False, datetime.date(2014, 1, 28), moment, "007"]])
    assert rows_of(data) == [("1", "2.5", "TRUE", "FALSE", "2014-01-28", "2014-01-28T10:30:00", "007")]


@pytest.mark.parametrize(
    ("serial", "printed"),
    [
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (61, "1900-03-01"),
        (0.5, "12:00:00"),
        (-1, "-1"),
        (1e9, "1000000000"),
    ],
)
def test_days_are_counted_as_excel_counts_them(serial: float, printed: str) -> None:
    assert print_serial(serial) == printed


def test_formats_of_numbers_are_told_from_those_of_dates() -> None:
    assert is_date_format('dd" of "mmmm yyyy')
    assert is_date_format("[$-409]h:mm AM/PM")
    assert not is_date_format('0" days"')
    assert not is_date_format("[Red]0.00")
    assert not is_date_format("[h]:mm")


def test_a_merged_cell_has_its_value_in_the_first_of_its_places() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A1:C1", "Theme")
        sheet.write("D1", "x")
    assert rows_of(file.getvalue()) == [("Theme", "", "", "x")]


def test_a_cell_in_the_last_corner_of_a_sheet_costs_nothing_and_is_told() -> None:
    data = with_sheet('<row r="1048576"><c r="A1048576"><v>7</v></c><c r="XFD1048576"><v>1</v></c></row>')
    assert rows_of(data) == [("7",)]
    assert problems_of(data) == [("columns-not-read", 1_048_576)]


def test_empty_rows_are_passed_over() -> None:
    data = with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + '<row><c s="0"/></row>' * 10_000)
    assert rows_of(data) == [("1",)]


def test_formulas_have_the_value_that_was_saved_with_them_or_are_told() -> None:
    data = with_sheet(
        '<row><c t="str"><f>A9</f><v>yes</v></c><c><f>1+1</f><v>2</v></c><c><f>2+2</f></c>'
        '<c t="e"><v>#N/A</v></c><c t="inlineStr"><is><t>in</t><rPh><t>no</t></rPh><t>line</t></is></c>'
        '<c t="s"><v>99</v></c><c t="n"><v>words</v></c></row>'
    )
    assert rows_of(data) == [("yes", "2", "", "", "inline", "", "words")]
    assert problems_of(data) == [("formula-without-value", 1), ("cell-error", 1), ("cell-error", 1)]


def test_declarations_in_the_xml_of_a_sheet_are_refused() -> None:
    data = with_sheet("<row><c><v>1</v></c></row>", head='<!DOCTYPE x [<!ENTITY e "e">]>')
    with pytest.raises(UnreadableDocument) as refused:
        rows_of(data)
    assert refused.value.problem.code == "unsafe-xml"


def test_files_that_are_no_tables_have_no_rows() -> None:
    assert tables.read_first_rows(io.BytesIO(b"%PDF-1.7 x")) == ()


def test_an_ole_file_of_impossible_measures_is_damaged() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        tables.read_first_rows(io.BytesIO(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)))
    assert refused.value.problem.code == "damaged"


def test_a_word_without_end_in_the_xml_of_a_sheet_is_refused() -> None:
    data = with_sheet(f'<row r="{"1" * 20_000_000}"><c><v>1</v></c></row>')
    with pytest.raises(UnreadableDocument) as refused:
        rows_of(data)
    assert refused.value.problem.code == "damaged"


def test_a_cell_is_read_up_to_the_limit_of_its_length() -> None:
    data = with_sheet(f'<row><c t="inlineStr"><is><t>{"x" * 3_000_000}</t></is></c></row>')
    assert [len(cell) for (cell,) in rows_of(data)] == [131_072]


@pytest.mark.parametrize("text", ["utf-8", "xlsx"])
def test_the_first_rows_are_found_without_reading_the_others(text: str) -> None:
    rows = [[f"{number}", "words"] for number in range(200)]
    data = write_xlsx(rows) if text == "xlsx" else write_csv(rows).encode()
    assert [row.cell(0) for row in tables.read_first_rows(io.BytesIO(data))] == [str(n) for n in range(20)]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    changes=st.lists(st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=8),
    cut=st.integers(0),
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_changed_bytes_are_read_or_refused_and_nothing_else(
    kind: str, changes: list[tuple[int, int]], cut: int
) -> None:
    rows = [HEADER, *[[f"1.{n}", f"Tëxt “{n}”, \n second", "Côte d’Ivoire"] for n in range(30)]]
    data = bytearray(write_xlsx(rows) if kind == "xlsx" else write_csv(rows).encode())
    for place, value in changes:
        data[place % len(data)] = value
    if cut % 5 == 0:
        del data[cut % len(data) :]
    with contextlib.suppress(UnreadableDocument):
        rows_of(bytes(data))


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=30),
    near=st.booleans(),
)
def test_changed_bytes_of_the_real_xls_are_read_or_refused_and_nothing_else(
    documents: Path, changes: list[tuple[int, int]], near: bool
) -> None:
    data = bytearray((documents / "upr-info" / "upr_info_sessions_17-20.xls").read_bytes())
    for place, value in changes:
        data[place % (3_000 if near else len(data))] = value
    with contextlib.suppress(UnreadableDocument):
        assert len(list(islice(tables.read_rows(io.BytesIO(bytes(data))), 500))) <= 500


def test_the_real_xls_is_read_as_calamine_reads_it(documents: Path) -> None:
    file = documents / "upr-info" / "upr_info_sessions_17-20.xls"
    known = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    with file.open("rb") as opened:
        read = [row.printed for row in tables.read_rows(opened) if isinstance(row, tables.Row)]
    assert read == [
        tuple(str(int(cell)) if isinstance(cell, float) else cell for cell in row) for row in known
    ]


def test_an_xls_with_a_password_is_refused(documents: Path) -> None:
    data = (documents / "upr-info" / "upr_info_sessions_17-20.xls").read_bytes()
    # The first record after the file's own beginning becomes the one that announces encryption.
    place = data.index(b"\x09\x08\x10\x00\x00\x06") + 20
    changed = data[:place] + b"\x2f\x00" + data[place + 2 :]
    with pytest.raises(UnreadableDocument) as refused:
        rows_of(changed)
    assert refused.value.problem.code == "encrypted"


def test_a_sheet_that_breaks_off_is_refused_with_the_row_where_it_does() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        rows_of(with_sheet('<row r="7"><c><v>1</v></c></row><row r="8"><c><v>2</c></row>'))

    found = refused.value.problem
    assert (found.code, found.sheet != "", found.row) == ("damaged", True, 8)


def test_an_old_workbook_that_is_damaged_or_cut_is_refused_with_its_place(documents: Path) -> None:
    whole = (documents / "upr-info" / "upr_info_sessions_17-20.xls").read_bytes()
    damaged = bytearray(whole)
    place = len(whole) * 4 // 5
    damaged[place : place + 3000] = b"\xff" * 3000

    for data, row in ((bytes(damaged), True), (whole[: len(whole) * 9 // 10], False)):
        with pytest.raises(UnreadableDocument) as refused:
            list(tables.read_rows(io.BytesIO(data)))
        assert refused.value.problem.code == "damaged"
        assert bool(refused.value.problem.row) == row
