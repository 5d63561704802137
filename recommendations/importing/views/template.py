"""Our own spreadsheet: empty, or filled with what a question asks for."""

from collections.abc import Callable

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from recommendations.importing import filling
from recommendations.importing.template import write_csv, write_xlsx
from recommendations.importing.views import for_data_managers

_TEMPLATES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "csv": ("text/csv; charset=utf-8", write_csv),
}


@for_data_managers
@require_safe
def spreadsheet_template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Our own spreadsheet ("xlsx" or "csv"): filled with what a question asks for, or else empty."""
    if kind not in _TEMPLATES:
        raise Http404
    content_type, write_empty = _TEMPLATES[kind]
    question = filling.asked(request.GET)
    if question is None:
        headers = {"Content-Disposition": f'attachment; filename="upr-tracker-template.{kind}"'}
        return HttpResponse(write_empty(), content_type=content_type, headers=headers)
    if not question.is_valid():
        # The list names what is wrong with the question.
        return redirect(f"{reverse('recommendations')}?{request.GET.urlencode()}")
    name = f"upr-tracker-recommendations.{kind}"
    if kind == "xlsx":
        return FileResponse(
            filling.fill_xlsx(question.rows()), as_attachment=True, filename=name, content_type=content_type
        )
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(
        filling.fill_csv(question.rows()), content_type=content_type, headers=headers
    )
