"""The spreadsheet that people fill in themselves: its columns, and the files that hold them.

Cells are written so that no program runs or recalculates them, and so that `unguard` answers them as they
were.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final, TypeAlias

import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from defusedcsv import csv

POSITIONS: Final = ("supported", "noted", "pending")
ACTION_CATEGORIES: Final = ("1", "2", "3", "4", "5")

SHEET: Final = "Recommendations"
EXPLANATIONS: Final = "How to fill it in"

_ROWS_TO_FILL = 5_000
_WIDE, _NARROW = 60, 22
_BYTE_ORDER_MARK = "\ufeff"
_CELL_LIMIT = 32_767
_SHEET_LIMIT = 1_048_576
_WHOLE_NUMBER = r"(?:0|[1-9]\d{0,8})\Z"
_CALCULATED = re.compile(rf"'*\s*(?:[=+\-@|%]|(?!{_WHOLE_NUMBER})(?=\D*\d)[\d\s.,:/%()+-]+\Z)")
"""Formulas, and what a program takes for another number ("118.10") or for a date ("3-4")."""
_LINE_END = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NOT_IN_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it fills, its heading, what belongs in it, an example, what else is allowed.

    `choices` are the only values there may be, where there is such a list.
    """

    field: str
    heading: str
    meaning: str
    example: str
    allowed: str
    choices: tuple[str, ...] = ()


COLUMNS: Final = (
    Column(
        "review",
        "Review",
        "The review in which the recommendation was made. Leave it empty if you fill in the State under "
        "review and the cycle or session instead.",
        "khm-2",
        "The State’s three letters (ISO 3166), a hyphen and the cycle.",
    ),
    Column(
        "state",
        "State under review",
        "The State that was reviewed, if the review is not given.",
        "Cambodia",
        "Any known name of a State, or its three letters.",
    ),
    Column("cycle", "Cycle", "The cycle, if neither review nor session is given.", "2", "1, 2, 3 or 4."),
    Column(
        "session",
        "Session",
        "The session of the Working Group, if the review is not given. The cycle follows from it.",
        "18",
        "1 to 54.",
    ),
    Column(
        "number",
        "Number",
        "The number in the report of the Working Group. Leave it empty if you do not know it.",
        "118.5",
        "Paragraph and number with a dot. Format the column as text, or 118.10 becomes 118.1.",
    ),
    Column(
        "clause",
        "Clause",
        "For a recommendation that joins several requests: give each its own row, one below the other, "
        "with the same review and number, and count them here. What holds for the whole recommendation "
        "(position, themes and so on) is read from the first of these rows.",
        "1",
        "1, 2, 3 and so on; empty where there is only one.",
    ),
    Column(
        "text",
        "Official wording",
        "The wording of the recommendation, or of the clause, as its document prints it. Always needed.",
        "Continue to strengthen the independence of the courts",
        "Any text.",
    ),
    Column("summary", "Summary", "A short summary in plain words.", "Strengthen the courts", "Any text."),
    Column(
        "recommending_states",
        "Recommending States",
        "The States that made the recommendation, or the clause.",
        "France; Viet Nam",
        "Known names of States, or their three letters, separated by semicolons.",
    ),
    Column(
        "position",
        "Position",
        "The position of the State under review.",
        "supported",
        "supported, noted or pending; empty if you do not know it.",
        POSITIONS,
    ),
    Column(
        "comment",
        "Comment",
        "What the State under review said about the recommendation.",
        "A law is being prepared.",
        "Any text.",
    ),
    Column(
        "document",
        "Document",
        "The symbol of the document that prints the recommendation.",
        "A/HRC/26/16",
        "The symbol of a document of the United Nations.",
    ),
    Column("page", "Page", "The page of that document.", "14", "A whole number."),
    Column(
        "position_document",
        "Position stated in",
        "The symbol of the document that states the position.",
        "A/HRC/26/16/Add.1",
        "The symbol of a document of the United Nations.",
    ),
    Column(
        "position_paragraph",
        "Paragraph of the position",
        "The paragraph of that document.",
        "3",
        "A number; letters may follow.",
    ),
    Column(
        "themes",
        "Themes",
        "The themes of the recommendation.",
        "Administration of justice & fair trial; Right to health",
        "Names of themes as the application, OHCHR or UPR Info uses them, separated by semicolons.",
    ),
    Column(
        "affected_groups",
        "Affected groups",
        "The groups of persons whom it is about.",
        "Women & girls; Children",
        "Names of groups as the application or OHCHR uses them, separated by semicolons.",
    ),
    Column(
        "goals",
        "Goals",
        "The Sustainable Development Goals, or their targets.",
        "16; 5.2",
        "Numbers, separated by semicolons.",
    ),
    Column(
        "action_category",
        "Action category",
        "How much action it asks for, on the scale of UPR Info: 1 minimal, 2 continuing, 3 considering, "
        "4 general, 5 specific.",
        "4",
        "1 to 5.",
        ACTION_CATEGORIES,
    ),
)
"""The columns in their order. Their headings are also in `fixtures/columns.json`, where others can be
added."""

MARK: Final = Column(
    "mark",
    "As exported",
    "Written by the application where it fills in the rows: by it, only what you edit is imported. Please "
    "do not change this column, and leave it empty in rows that you add.",
    "",
    "Only what the application wrote.",
)

FILLED_COLUMNS: Final = (*COLUMNS, MARK)
"""The columns of a file that comes filled with recommendations."""

Rows: TypeAlias = Iterable[Sequence[str]]
Columns: TypeAlias = Sequence[Column]

EXAMPLE: Final = tuple(
    "" if column.field in {"state", "cycle", "session", "clause"} else column.example for column in COLUMNS
)
"""A row that is filled in as it should be."""


def storable(cell: str) -> str:
    """Answer a cell as every kind of file can hold it, which reads the same.

    One that is longer than a spreadsheet program can hold gives way to a note that says so.
    """
    if cell.isascii() and cell.isprintable() and len(cell) < _CELL_LIMIT:
        return cell
    cell = _NOT_IN_XML.sub("", _LINE_END.sub("\n", cell))
    length = len(cell.encode("utf-16-le")) // 2
    # One character less, for the guard.
    return f"(too long for a cell: {length} characters)" if length >= _CELL_LIMIT else cell


def guard(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet program would run, or take for a number or a date."""
    return f"'{cell}" if _CALCULATED.match(cell) else cell


def unguard(cell: str) -> str:
    """Answer what was guarded; all else as it is."""
    return cell[1:] if cell.startswith("'") and _CALCULATED.match(cell) else cell


def write_xlsx(rows: Rows = (), columns: Columns = COLUMNS) -> bytes:
    """Write the template as XLSX: empty, or with these rows, and a sheet that explains each column."""
    file = io.BytesIO()
    save_xlsx(file, rows, columns)
    return file.getvalue()


def save_xlsx(file: IO[bytes], rows: Rows, columns: Columns = COLUMNS) -> None:
    """The same, into a file and in little memory; with more sheets where there are too many rows for one."""
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
    bold = workbook.add_format({"bold": True, "bottom": 1})
    words = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    one_line = workbook.add_format({"num_format": "@", "valign": "top", "font_color": "gray"})
    formats = [one_line if column is MARK else words for column in columns]
    sheet = _add_sheet(workbook, columns, formats, bold)
    number = 0
    for row in rows:
        number += 1
        if number == _SHEET_LIMIT:
            _offer_choices(sheet, columns, number)
            sheet, number = _add_sheet(workbook, columns, formats, bold), 1
        for index, cell in enumerate(row):
            if cell:
                # It is words to the program already; only what looks guarded must not be taken for that.
                written = guard(cell) if cell.startswith("'") else cell
                # The library takes what begins and ends like this for markup of its own.
                written = f"{written} " if written.endswith("</r>") else written
                sheet.write_string(number, index, written, formats[index])
    _offer_choices(sheet, columns, max(number, _ROWS_TO_FILL))
    explained = workbook.add_worksheet(EXPLANATIONS)
    explained.freeze_panes(1, 0)
    explained.set_column(0, 0, _NARROW)
    explained.set_column(1, 3, _WIDE)
    for number, line in enumerate(_explain(columns)):
        for index, cell in enumerate(line):
            explained.write_string(number, index, cell, words if number else bold)
    workbook.close()


def _add_sheet(workbook: Any, columns: Columns, formats: Sequence[Any], bold: Any) -> Any:
    others = len(workbook.worksheets())
    sheet = workbook.add_worksheet(f"{SHEET} {others + 1}" if others else SHEET)
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, _WIDE if column.field == "text" else _NARROW, formats[index])
        sheet.write_string(0, index, column.heading, bold)
    return sheet


def _offer_choices(sheet: Any, columns: Columns, last: int) -> None:
    for index, column in enumerate(columns):
        if column.choices:
            choices = {
                "validate": "list",
                "source": list(column.choices),
                "error_title": column.heading,
                "error_message": column.allowed,
            }
            sheet.data_validation(1, index, min(last, _SHEET_LIMIT - 1), index, choices)


def write_csv(rows: Rows = (), columns: Columns = COLUMNS) -> bytes:
    """Write the template as CSV in UTF-8: its header, and these rows."""
    return "".join(stream_csv(rows, columns)).encode()


def stream_csv(rows: Rows, columns: Columns = COLUMNS) -> Iterator[str]:
    """Yield the template as CSV, line by line. The byte order mark makes Excel read it as UTF-8."""
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK + writer.writerow([column.heading for column in columns])
    for row in rows:
        yield writer.writerow([guard(cell) for cell in row])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _explain(columns: Columns) -> Iterable[tuple[str, str, str, str]]:
    yield "Column", "What belongs in it", "Example", "Allowed"
    for column in columns:
        yield column.heading, column.meaning, column.example, column.allowed
