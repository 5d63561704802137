"""Rows of CSV, XLS and XLSX files in one form, row by row: what every reader of a table builds on.

CSV and XLSX are read in little memory whatever their size. Rows without any value are left out, and the
numbers of the others are the ones that a spreadsheet program shows. Cells are text: dates in ISO 8601,
whole numbers without ".0", truth values TRUE and FALSE.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers.cell_values import SheetRow
from recommendations.importing.readers.csv_rows import read_csv
from recommendations.importing.readers.text import clean
from recommendations.importing.readers.xls_rows import is_xls, read_xls
from recommendations.importing.readers.xlsx_rows import is_xlsx, read_xlsx
from recommendations.importing.records import Problem

HEADER_WITHIN = 20
"""A header is looked for in so many rows from the top of a sheet."""

# Words that `text.clean` would leave as they are; most cells are, and looking costs less than cleaning.
_WORD = r"(?![,;)]|\.(?: |$))[A-Za-z0-9.,;:()/%+&“”’–-]+(?<!\()"
_CLEAN = re.compile(rf"{_WORD}(?: {_WORD})*")
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_MAGIC_BYTES = 8
_BINARY = (b"%PDF", b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1"))


@dataclass(frozen=True, slots=True)
class Row:
    """A row with at least one value. `sheet` is "" in CSV, `number` counts from 1, header rows too.

    `cells` are cleaned by `text.clean`, line by line; lines in a cell stay lines. `printed` are the same
    before cleaning. Rows end with their last value, so they may be shorter, or longer, than the header.
    """

    sheet: str
    number: int
    cells: tuple[str, ...]
    printed: tuple[str, ...]

    def cell(self, column: int) -> str:
        """Answer a cell by its column, counted from 0: "" beyond the end of the row."""
        return self.cells[column] if column < len(self.cells) else ""


def read_rows(file: BinaryIO) -> Iterator[Row | Problem]:
    """Yield the rows of all sheets, in their order, and what is doubtful in them.

    Raises UnreadableDocument for a workbook that is damaged, under a password or too large. A file that
    is neither a workbook nor a known binary file is read as CSV, whatever it is.
    """
    told = False
    for found in _read(file):
        if isinstance(found, Problem):
            yield found
            continue
        if not told and any(_UNREADABLE in cell for cell in found.printed):
            told = True
            yield problem("characters-unreadable", sheet=found.sheet, row=found.number)
        if any(found.cells):
            yield found


def read_first_rows(file: BinaryIO, count: int = HEADER_WITHIN) -> tuple[Row, ...]:
    """Answer the first rows of the file's first sheets, () where it is certainly no table.

    Cheap for CSV and XLSX. For readers to find their header in.
    """
    if _is_binary(file) and not is_xlsx(file) and not is_xls(file):
        return ()
    return tuple(row for row in islice(read_rows(file), count) if isinstance(row, Row))


def find_header(rows: tuple[Row, ...], is_header: Callable[[Row], bool]) -> Row | None:
    """Answer the first row that is a header, or None."""
    return next((row for row in rows if is_header(row)), None)


def _read(file: BinaryIO) -> Iterator[Row | Problem]:
    if is_xlsx(file):
        found = read_xlsx(file)
    elif is_xls(file):
        found = read_xls(file)
    elif not _is_binary(file):
        found = read_csv(file)
    else:
        raise UnreadableDocument("damaged")
    for row in found:
        yield row if isinstance(row, Problem) else _clean_row(row)


def _is_binary(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(_MAGIC_BYTES).startswith(_BINARY)


def _clean_row(row: SheetRow) -> Row:
    cells = [_clean_cell(cell) for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    return Row(row.sheet, row.number, tuple(cells), tuple(row.cells[: len(cells)]))


def _clean_cell(printed: str) -> str:
    if _CLEAN.fullmatch(printed):
        return printed
    lines = (clean(line) for line in _LINE_END.split(printed))
    return "\n".join(lines).strip("\n")
