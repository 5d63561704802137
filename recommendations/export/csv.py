"""Recommendations as CSV, row by row, with cells that a spreadsheet would run made harmless."""

from collections.abc import Iterator

from defusedcsv import csv
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from recommendations.export.columns import COLUMNS
from recommendations.querysets import RecommendationQuerySet

FILE_NAME = "recommendations.csv"
#: Spreadsheets take a file without it for one in the machine's own old encoding.
BYTE_ORDER_MARK = "\ufeff"
CHUNK = 500


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def stream_csv(recommendations: RecommendationQuerySet) -> StreamingHttpResponse:
    """Answer all rows in reference order as a file to be saved; memory does not grow with their number."""
    return StreamingHttpResponse(
        _lines(recommendations),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, FILE_NAME) or ""},
    )


def _lines(recommendations: RecommendationQuerySet) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([column.name for column in COLUMNS])
    rows = recommendations.for_reading().select_related("text_source", "summary_source").in_order()
    for row in rows.iterator(chunk_size=CHUNK):
        yield writer.writerow([column.read(row) for column in COLUMNS])
