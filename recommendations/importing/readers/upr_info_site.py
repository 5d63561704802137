"""CSV exports of UPR Info's present database (since about 2019), which runs on Uwazi.

Uwazi writes Title, Date added and Template, one column for each property under the label that the site
gave it, then Documents, Attachments and Published; "|" between values, "::" between a group of values
and one of them, "__en" behind a label where there are several languages. The labels are not fixed: they
are looked up in `reference.columns` under "upr-info".
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.readers import upr_info_rows
from recommendations.importing.readers.headings import Headings
from recommendations.importing.readers.tables import Row, find_header, read_first_rows, read_rows
from recommendations.importing.readers.upr_info_rows import ExportRow, RowReader
from recommendations.importing.records import Entry, Problem
from recommendations.importing.reference import Reference
from upr_tracker.lib.text import normalise

FORMAT: Final = upr_info_rows.FORMAT

_UWAZI = {"title", "date added", "template", "published"}
_LANGUAGE = "__en"
_NEEDED = {"text": "Recommendation", "state": "State under review", "session": "Session"}
_COLUMNS = {
    "text": "text", "state": "state", "state_group": "state_group", "states": "recommending_states",
    "groups": "recommending_groups", "position": "position", "action": "action_category",
    "issues": "themes", "session": "session",
}  # fmt: skip
"""The fields of `ExportRow` by what `reference.columns` calls them."""


def matches(file: BinaryIO) -> bool:
    """Tell whether one of the first rows of the file has the columns that Uwazi writes."""
    return find_header(read_first_rows(file), _is_header) is not None


def entries(file: BinaryIO, reference: Reference) -> Iterator[Entry]:
    """Yield recommendations and pledges, row by row, then what was doubtful in several rows.

    Raises UnreadableDocument ("column-missing") where the columns of the text, the State under review or
    the session are not known by their headings.
    """
    headings: Headings | None = None
    reader = RowReader(reference, {})
    for row in read_rows(file):
        if isinstance(row, Problem):
            yield row
        elif headings is None:
            if _is_header(row):
                headings = Headings.of(_without_language(row), reference.columns, FORMAT)
                yield from headings.check(_NEEDED)
                columns = {field: headings.heading(name) for field, name in _COLUMNS.items()}
                reader = RowReader(reference, columns, row.sheet)
        else:
            yield from headings.check_length(row)
            found = reader.read(_make_row(row, headings), row.cells)
            if found:
                yield found
    if headings is None:
        raise UnreadableDocument("unknown-format")
    yield from reader.tally.problems()


def _is_header(row: Row) -> bool:
    return {normalise(cell.removesuffix(_LANGUAGE)) for cell in row.cells} >= _UWAZI


def _without_language(row: Row) -> Row:
    return replace(row, cells=tuple(cell.removesuffix(_LANGUAGE) for cell in row.cells))


def _make_row(row: Row, headings: Headings) -> ExportRow:
    cells = headings.cells(row)
    return ExportRow(
        number=row.number,
        state=_first(cells.get("state", "")),
        state_group=_first(cells.get("state_group", "")),
        text=cells.get("text", ""),
        states=_split(cells.get("recommending_states", "")),
        groups=_split(cells.get("recommending_groups", "")),
        position=_first(cells.get("position", "")),
        action=_first(cells.get("action_category", "")),
        issues=_split(cells.get("themes", "")),
        session=_first(cells.get("session", "")),
        printed=row.printed[headings.columns["text"]] if headings.columns["text"] < len(row.printed) else "",
    )


def _split(cell: str) -> tuple[str, ...]:
    names = (value.rpartition("::")[2].strip() for value in cell.split("|"))
    return tuple(name for name in names if name)


def _first(cell: str) -> str:
    return next(iter(_split(cell)), "")
