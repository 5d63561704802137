"""A table of two dimensions as a file: its numbers as CSV, its picture as SVG."""

from collections.abc import Callable

from defusedcsv import csv
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from recommendations.charts.picture import draw_picture
from recommendations.comparing import Grid, as_lines, as_picture
from recommendations.export.csv import BYTE_ORDER_MARK
from recommendations.views.comparing import ask, canonical, grid_of


def export_csv(request: HttpRequest) -> HttpResponse:
    """The table as it is shown, as CSV."""

    def write(grid: Grid, address: str) -> HttpResponse:
        response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
        csv.writer(response).writerows(as_lines(grid))
        return response

    return _as_file(request, "csv", write)


def export_svg(request: HttpRequest) -> HttpResponse:
    """The table as a heat map, for reports and slides; where it is too wide, the page."""

    def draw(grid: Grid, address: str) -> HttpResponse | None:
        if not grid.fits_on_paper:
            return None
        return HttpResponse(
            draw_picture(as_picture(grid), address=address), content_type="image/svg+xml; charset=utf-8"
        )

    return _as_file(request, "svg", draw)


def _as_file(
    request: HttpRequest, form: str, write: Callable[[Grid, str], HttpResponse | None]
) -> HttpResponse:
    """Answer the file; where there is none, the page, which says why."""
    asked = ask(canonical(dict(request.GET.lists())))
    page, grid = f"{reverse('compare')}?{asked.query.urlencode()}", grid_of(asked)
    response = write(grid, request.build_absolute_uri(page)) if grid else None
    if response is None:
        return redirect(page)
    name = "{}-by-{}.{}".format(*asked.crossed, form)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
