"""Search results of the Universal Human Rights Index, as its site exports them to XLSX.

The header may stand below rows of titles; sheets without it are left alone. Several values of a cell stand
on lines of their own. There is no column for the cycle: it follows from the session.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from recommendations.importing.readers import tables
from recommendations.importing.readers.uhri import Rows
from recommendations.importing.readers.xlsx_rows import is_xlsx
from recommendations.importing.records import Entry, Problem
from recommendations.importing.reference import Reference
from upr_tracker.lib.text import normalise

FORMAT = "uhri-xlsx"

HEADINGS: Final = {
    "Text": "Text",
    "Countries": "Countries Concerned",
    "Body": "Reccomending Body",
    "Symbol": "Document Symbol",
    "Themes": "Themes",
    "AffectedPersons": "Affected Persons",
    "Sdgs": "Sdgs",
    "PublicationDate": "Document Publication Date",
    "UprRecommendingCountry": "UPR Reccomending States",
    "UprPositions": "UPR Position",
    "AnnotationType": "Type",
    "AnnotationId": "OHCHR Annotation Id",
    "UprSession": "UPR Session",
    "Regions": "Regions Concerned",
    "UprRecommendingRegions": "Recommending Regions",
    "PublicationDateOnUhri": "Date of publication on UHRI",
}
"""What the export calls the fields of a row, in its own spelling; the right spelling is known as well."""

_ENOUGH_HEADINGS = len(HEADINGS) // 2
_NEEDED = frozenset({"Text", "Body"})


def _known(heading: str) -> str:
    return normalise(heading).replace("reccomend", "recommend")


_FIELDS: Final = {_known(heading): field for field, heading in HEADINGS.items()}


def matches(file: BinaryIO) -> bool:
    """Tell whether a workbook has the header of the Index among its first rows."""
    return is_xlsx(file) and tables.find_header(tables.read_first_rows(file), _is_header) is not None


def entries(file: BinaryIO, reference: Reference) -> Iterator[Entry]:
    """Read an export. Raises UnreadableDocument where the workbook is damaged or too large."""
    sheet, rows = "", None
    columns: dict[str, int] = {}
    for row in tables.read_rows(file):
        if isinstance(row, Problem):
            yield row
            continue
        if rows and row.sheet != sheet:
            yield from rows.problems()
            rows = None
        if rows is None:
            if _is_header(row):
                columns = _columns(row)
                sheet, rows = row.sheet, Rows(reference, HEADINGS, row.sheet)
        elif recommendation := rows.read(row.number, _values(row, columns)):
            yield recommendation
    if rows:
        yield from rows.problems()


def _is_header(row: tables.Row) -> bool:
    columns = _columns(row)
    return len(columns) >= _ENOUGH_HEADINGS and columns.keys() >= _NEEDED


def _columns(row: tables.Row) -> dict[str, int]:
    """Answer which columns hold which fields, the first one of each."""
    found: dict[str, int] = {}
    for column, heading in enumerate(row.cells):
        if field := _FIELDS.get(_known(heading)):
            found.setdefault(field, column)
    return found


def _values(row: tables.Row, columns: dict[str, int]) -> dict[str, tuple[str, ...]]:
    return {
        field: row.printed[column : column + 1] if row.cell(column) else ()
        for field, column in columns.items()
    }
