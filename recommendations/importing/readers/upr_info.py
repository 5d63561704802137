"""Exports of UPR Info's database from its old site (up to 2015 and a little later): XLS, or CSV of it.

One row for each recommendation of each State. The columns are read by their place, because the old site
calls two of them "Rgrp" and two "Org".
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers import upr_info_rows
from recommendations.importing.readers.tables import Row, find_header, read_first_rows, read_rows
from recommendations.importing.readers.upr_info_rows import ExportRow, RowReader, split_issues
from recommendations.importing.records import Entry, Problem
from recommendations.importing.reference import Reference
from upr_tracker.lib.text import normalise

FORMAT: Final = upr_info_rows.FORMAT

_LAST = ("Response", "Action", "Issue", "Session")
_SITE = ("SuR", "Rgrp", "Org", "Recommendation", "RS", "Rgrp", "Org", *_LAST)
CSV_HEADER = ("To", "To-Rgrp", "To-Org", "Text", "From", "From-Rgrp", "From-Org", *_LAST)
_HEADERS = {tuple(normalise(heading) for heading in header) for header in (_SITE, CSV_HEADER)}
_FIRST = {header[0] for header in _HEADERS}
_PLACES = {
    "state": 0, "state_group": 1, "text": 3, "states": 4, "groups": 5, "position": 7, "action": 8,
    "issues": 9, "session": 10,
}  # fmt: skip


def matches(file: BinaryIO) -> bool:
    """Tell whether one of the first rows of the file is one of the two headers."""
    return find_header(read_first_rows(file), _is_header) is not None


def entries(file: BinaryIO, reference: Reference) -> Iterator[Entry]:
    """Yield recommendations and pledges, row by row, then what was doubtful in several rows.

    The exports give no document, number or date. They name one State a row; "(Unknown)" is none.
    """
    reader: RowReader | None = None
    for row in read_rows(file):
        if isinstance(row, Problem):
            yield row
        elif _is_header(row):
            if reader:
                yield from reader.tally.problems()
            columns = {field: row.cell(place) for field, place in _PLACES.items()}
            reader = RowReader(reference, columns, row.sheet)
        elif reader:
            if len(row.cells) > len(_SITE):
                yield problem("cells-without-heading", sheet=row.sheet, row=row.number)
            found = reader.read(_make_row(row, reference), row.cells)
            if found:
                yield found
    if reader is None:
        raise UnreadableDocument("unknown-format")
    yield from reader.tally.problems()


def _is_header(row: Row) -> bool:
    cells = row.cells[: len(_SITE)]
    if len(cells) < len(_SITE) or normalise(cells[0]) not in _FIRST:
        return False
    return tuple(map(normalise, cells)) in _HEADERS


def _make_row(row: Row, reference: Reference) -> ExportRow:
    return ExportRow(
        number=row.number,
        state=row.cell(0),
        state_group=row.cell(1),
        text=row.cell(3),
        states=(row.cell(4),),
        groups=(row.cell(5),),
        position=row.cell(7),
        action=row.cell(8),
        issues=split_issues(row.cell(9), reference),
        session=row.cell(10),
        printed=row.printed[3] if len(row.printed) > 3 else "",
    )
