"""The columns of a thematic list: which of them holds what, told by the header row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from recommendations.importing.readers.docx import Cell, Row
from recommendations.importing.readers.text import join

Field: TypeAlias = Literal["recommendation", "position", "themes", "goals", "assessment"]
_HEADINGS: Final[tuple[tuple[Field, re.Pattern[str]], ...]] = (
    ("position", re.compile(r".*\b(?:positions?|responses?)\b|supported\b", re.IGNORECASE)),
    ("assessment", re.compile(r".*\b(?:assessment|comments?|implementation)\b", re.IGNORECASE)),
    ("themes", re.compile(r".*\bthemes?\b", re.IGNORECASE)),
    ("goals", re.compile(r".*\b(?:SDGs?|Sustainable Development Goals?)\b", re.IGNORECASE)),
    ("recommendation", re.compile(r".*\brecommendations?\b", re.IGNORECASE)),
)
"""A heading that speaks of several holds what stands first here ("Position on the recommendation")."""

_LONGEST_HEADING = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: what it holds, its heading, and where it starts and ends on the table's grid."""

    field: Field | None
    heading: str
    start: int
    end: int


Columns: TypeAlias = tuple[Column, ...]


def read_header(row: Row) -> Columns:
    """Answer the columns that a header row names, or none where the row is no header."""
    columns, start = [], 0
    for cell in row:
        heading = join(cell.text.split("\n"))
        known = (name for name, words in _HEADINGS if words.match(heading))
        name = next(known, None) if len(heading) <= _LONGEST_HEADING else None
        columns.append(Column(name, heading, start, start + cell.span))
        start += cell.span
    fields = [column.field for column in columns]
    is_header = fields.count("recommendation") == 1 and ("position" in fields or "themes" in fields)
    return tuple(columns) if is_header else ()


def place_cells(row: Row, columns: Columns) -> Iterator[tuple[int, Cell]]:
    """Put each cell into its column: one by one, or by the grid where cells are merged or missing."""
    if len(row) == len(columns):
        yield from enumerate(row)
        return
    start, taken = 0, set()
    for cell in row:
        at = next((at for at, column in enumerate(columns) if column.start <= start < column.end), None)
        if at is not None and at not in taken:
            taken.add(at)
            yield at, cell
        start += cell.span
