"""Small exports of the Universal Human Rights Index."""

import io
import json
from typing import Any

import xlsxwriter

from recommendations.importing.readers.uhri_xlsx import HEADINGS
from tests.benchmarks.generate_uhri import cell

ROW = {
    "AnnotationId": "a9ceae8c-fe1c-40f9-a326-1529e0ab678f",
    "AnnotationType": "- Recommendations",
    "Body": "- UPR",
    "Symbol": "A/HRC/26/16",
    "DocumentId": "41a0b08f-5a9a-4eb5-985f-05b47986ad82",
    "Text": "118.5 Ratify the Optional Protocol (Portugal);",
    "Countries": ["Cambodia"],
    "Regions": ["Asia-Pacific"],
    "Themes": ["Right to health"],
    "AffectedPersons": ["Women & girls"],
    "Sdgs": ["16.2 - Protect children from abuse"],
    "PublicationDate": "2014-03-27T00:00:00",
    "PublicationDateOnUhri": "2015-03-03T10:53:45.827",
    "UprCycle": 2,
    "UprSession": ["18"],
    "UprPositions": ["Supported"],
    "UprRecommendingCountry": ["Portugal"],
    "UprRecommendingRegions": ["Western European and Others"],
}
Rows = list[dict[str, Any]]


def as_json(rows: Rows) -> bytes:
    """Write rows as the JSON export has them."""
    return json.dumps(rows).encode()


def as_xlsx(rows: Rows) -> bytes:
    """Write rows as the XLSX export has them."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet = book.add_worksheet()
    for column, heading in enumerate(HEADINGS.values()):
        sheet.write_string(0, column, heading)
    for number, row in enumerate(rows, 1):
        for column, field in enumerate(HEADINGS):
            sheet.write_string(number, column, cell(row.get(field)))
    book.close()
    return data.getvalue()
