"""The header of a table: which of its columns holds which field of a format.

Headings are looked up in `reference.columns` ("fixtures/columns.json" and what people added to it).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers.tables import Row
from recommendations.importing.records import Problem
from recommendations.importing.reference import Columns


@dataclass(frozen=True, slots=True)
class Headings:
    """A header. Where two of its columns name the same field, the first one holds it."""

    row: Row
    columns: dict[str, int]
    unknown: tuple[str, ...]

    @classmethod
    def of(cls, row: Row, columns: Columns, format: str) -> Self:
        """Look up each cell of a row as a heading of the format."""
        found: dict[str, int] = {}
        unknown: list[str] = []
        for index, heading in enumerate(row.cells):
            field = columns.field(format, heading)
            if field is None or field in found:
                unknown += [heading] if heading else []
            else:
                found[field] = index
        return cls(row, found, tuple(unknown))

    def heading(self, field: str) -> str:
        """Answer the printed heading of a field, for problems to name: "" where it has no column."""
        return self.row.cell(self.columns[field]) if field in self.columns else ""

    def cells(self, row: Row) -> dict[str, str]:
        """Answer the cells of a row by field, those of all known columns."""
        return {field: row.cell(column) for field, column in self.columns.items()}

    def check(self, required: dict[str, str]) -> Iterator[Problem]:
        """Yield what is doubtful in the header itself.

        `required` are the fields without which nothing can be read, and the headings they usually have:
        raises UnreadableDocument ("column-missing") naming those that are not there.
        """
        missing = [heading for field, heading in required.items() if field not in self.columns]
        if missing:
            raise UnreadableDocument(
                "column-missing", sheet=self.row.sheet, row=self.row.number, names=_quote(missing)
            )
        if self.unknown:
            yield problem(
                "columns-unknown", sheet=self.row.sheet, row=self.row.number, names=_quote(self.unknown)
            )

    def check_length(self, row: Row) -> Iterator[Problem]:
        """Yield a problem where a row has cells with values beyond the header's last column."""
        if len(row.cells) > len(self.row.cells):
            yield problem("cells-without-heading", sheet=row.sheet, row=row.number)


def _quote(headings: Iterable[str]) -> str:
    return ", ".join(f"“{heading}”" for heading in headings)
