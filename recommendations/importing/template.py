"""The spreadsheet that people fill in themselves: its columns, and the empty file to begin with."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import xlsxwriter  # type: ignore[import-untyped]  # it has no types

POSITIONS: Final = ("supported", "noted", "pending")
ACTION_CATEGORIES: Final = ("1", "2", "3", "4", "5")

SHEET: Final = "Recommendations"
EXPLANATIONS: Final = "How to fill it in"

_ROWS_TO_FILL = 5_000
_WIDE, _NARROW = 60, 22


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
        "Text",
        "The wording of the recommendation, or of the clause. Always needed.",
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

Rows: TypeAlias = Iterable[Sequence[str]]

EXAMPLE: Final = tuple(
    "" if column.field in {"state", "cycle", "session", "clause"} else column.example for column in COLUMNS
)
"""A row that is filled in as it should be."""


def write_xlsx(rows: Rows = ()) -> bytes:
    """Write the template as XLSX: empty, or with these rows, and a sheet that explains each column."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    bold = workbook.add_format({"bold": True, "bottom": 1})
    words = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet = workbook.add_worksheet(SHEET)
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, _WIDE if column.field == "text" else _NARROW, words)
        sheet.write_string(0, index, column.heading, bold)
        if column.choices:
            choices = {
                "validate": "list",
                "source": list(column.choices),
                "error_title": column.heading,
                "error_message": column.allowed,
            }
            sheet.data_validation(1, index, _ROWS_TO_FILL, index, choices)
    for number, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            sheet.write_string(number, index, cell, words)
    explained = workbook.add_worksheet(EXPLANATIONS)
    explained.freeze_panes(1, 0)
    for number, line in enumerate(_explain()):
        for index, cell in enumerate(line):
            explained.write_string(number, index, cell, words if number else bold)
    explained.set_column(0, 0, _NARROW)
    explained.set_column(1, 3, _WIDE)
    workbook.close()
    return file.getvalue()


def write_csv(rows: Rows = ()) -> bytes:
    """Write the template as CSV in UTF-8: its header, and these rows.

    The byte order mark makes Excel read it as UTF-8.
    """
    file = io.StringIO(newline="")
    csv.writer(file).writerows([[column.heading for column in COLUMNS], *rows])
    return file.getvalue().encode("utf-8-sig")


def _explain() -> Iterable[tuple[str, str, str, str]]:
    yield "Column", "What belongs in it", "Example", "Allowed"
    for column in COLUMNS:
        yield column.heading, column.meaning, column.example, column.allowed
