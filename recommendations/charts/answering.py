"""The files of a page's pictures: `?picture=<name>&as=svg` and `?picture=<name>&as=csv`."""

from collections.abc import Mapping
from io import StringIO
from typing import Literal
from urllib.parse import urlsplit

from defusedcsv import csv
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from recommendations.charts.base import Cell, Chart
from recommendations.charts.picture import draw_picture

PARAMETERS = ("picture", "as")
#: Spreadsheets take a file without it for one in the machine's own old encoding.
BYTE_ORDER_MARK = "\ufeff"


def by_name(*pictures: Chart) -> dict[str, Chart]:
    """Answer the pictures of a page by the names that addresses call them."""
    return {picture.name: picture for picture in pictures}


def answer_picture(request: HttpRequest, pictures: Mapping[str, Chart]) -> HttpResponse | None:
    """Answer the picture or its numbers as a file, where the address asks for them; otherwise nothing.

    A view calls this before it renders its page, with the pictures of that page by name. Raises Http404 for a
    picture that the page does not have, and for a form other than svg and csv.
    """
    name, form = (request.GET.get(parameter, "") for parameter in PARAMETERS)
    if not name:
        return None
    picture = pictures.get(name)
    if picture is None or form not in ("svg", "csv"):
        raise Http404(_("There is no such picture here. “picture” names one, “as” is svg or csv."))
    if form == "csv":
        body, content_type = BYTE_ORDER_MARK + write_csv(picture), "text/csv; charset=utf-8"
    else:
        address = request.build_absolute_uri(address_without_file(request))
        body, content_type = draw_picture(picture, address=address), "image/svg+xml; charset=utf-8"
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}") or ""
    return response


def address_of_file(request: HttpRequest, name: str, form: Literal["svg", "csv"] | str) -> str:
    """Answer the address of a picture of the page that was asked for, with all of its filters."""
    query = request.GET.copy()
    query["picture"], query["as"] = name, form
    return f"?{query.urlencode()}"


def address_without_file(request: HttpRequest) -> str:
    """Answer the address of the page itself."""
    query = request.GET.copy()
    for parameter in PARAMETERS:
        query.pop(parameter, None)
    path = urlsplit(request.get_full_path()).path
    return f"{path}?{query.urlencode()}" if query else path


def write_csv(picture: Chart) -> str:
    """Write the numbers of a picture, with cells that a spreadsheet would run made harmless."""
    table, lines = picture.table, StringIO()
    writer = csv.writer(lines)
    writer.writerow([str(words) for words in table.head])
    writer.writerows([_value(cell) for cell in row] for row in table.rows)
    if table.foot:
        writer.writerow([_value(cell) for cell in table.foot])
    return lines.getvalue()


def _value(cell: Cell) -> str | int | float:
    if isinstance(cell.value, int | float):
        return int(cell.value) if float(cell.value).is_integer() else cell.value
    return str(cell.value)
