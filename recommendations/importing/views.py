"""Pages for data managers: drop a file, see the plan, have it applied."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recommendations.importing import progress
from recommendations.importing.comparing import RECOMMENDATION, RESPONSE, REVIEW
from recommendations.importing.differences import Difference, Named, differences
from recommendations.importing.forms import FileForm
from recommendations.importing.models import ChangeKind, Import, PlannedChange
from recommendations.importing.tasks import enqueue
from recommendations.importing.template import write_csv, write_xlsx
from upr_tracker.accounts.models import User
from upr_tracker.lib.htmx import vary_on_htmx, wants_fragment

IMPORTS_ON_PAGE = 25
LINES_ON_PAGE = 25
PROBLEMS_SHOWN = 200

_TEMPLATES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "csv": ("text/csv; charset=utf-8", write_csv),
}

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    user: User


def for_data_managers(view: View) -> View:
    """Ask for sign-in first; refuse who is neither data manager nor administrator."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_data_manager:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)


@for_data_managers
def imports(request: SignedInRequest) -> HttpResponse:
    """The files received so far, and a place to drop one."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            received = progress.receive_file(form.cleaned_data["file"], by=request.user)
        except progress.FileRefusedError as error:
            form.add_error("file", str(error))
        else:
            enqueue(received)
            return redirect(received)
    rows = Import.objects.newest_first().select_related("created_by", "review__state_under_review")
    page = Paginator(rows, IMPORTS_ON_PAGE).get_page(request.GET.get("page"))
    status = 422 if form.errors else 200
    return render(request, "importing/imports.html", {"form": form, "page": page}, status=status)


@for_data_managers
def import_(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: how far it is, what it would write or wrote, what is doubtful."""
    imported = get_object_or_404(
        Import.objects.select_related("created_by", "review__state_under_review"), pk=pk
    )
    counts = imported.changes.counts()
    kind = request.GET.get("kind", "")
    if kind not in ChangeKind.values:
        kind = ""
    lines = imported.changes.filter(kind=kind) if kind else imported.changes.all()
    page = Paginator(lines.in_order(), LINES_ON_PAGE).get_page(request.GET.get("page"))
    problems = list(imported.problems.order_by("page", "pk")[:PROBLEMS_SHOWN])
    context = {
        "import": imported,
        "counts": counts,
        "total": sum(counts.values()),
        "writes": counts[ChangeKind.CREATE] + counts[ChangeKind.CHANGE],
        "kinds": [(kind, counts[kind]) for kind in ChangeKind],
        "kind": kind,
        "page": page,
        "lines": _shown(list(page)),
        "problems": problems,
        "problem_count": imported.problems.count() if len(problems) == PROBLEMS_SHOWN else len(problems),
    }
    template = "importing/import_state.html" if wants_fragment(request) else "importing/import.html"
    return vary_on_htmx(render(request, template, context))


@for_data_managers
@require_safe
def spreadsheet_template(request: HttpRequest, kind: str) -> HttpResponse:
    """Our own spreadsheet, empty but for its headings: "xlsx" or "csv"."""
    if kind not in _TEMPLATES:
        raise Http404
    content_type, write = _TEMPLATES[kind]
    disposition = f'attachment; filename="upr-tracker-template.{kind}"'
    return HttpResponse(write(), content_type=content_type, headers={"Content-Disposition": disposition})


@for_data_managers
@require_POST
def plan_again(request: HttpRequest, pk: int) -> HttpResponse:
    return _send(request, pk, progress.plan_again, _("This file is being worked on already."))


@for_data_managers
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    return _send(request, pk, progress.start_applying, _("There is no plan waiting to be applied."))


def _send(request: HttpRequest, pk: int, move: Callable[[Import], bool], otherwise: str) -> HttpResponse:
    """Send an import on its way, or say why not."""
    imported = get_object_or_404(Import, pk=pk)
    if move(imported):
        enqueue(imported)
    else:
        messages.warning(request, otherwise)
    return redirect(imported)


@dataclass(frozen=True, slots=True)
class _ShownLine:
    """A line with its record in words, the record's page once there is one, and what happens to it."""

    line: PlannedChange
    title: str
    address: str
    differences: list[Difference]


def _shown(lines: Sequence[PlannedChange]) -> list[_ShownLine]:
    names = Named.of(lines)
    return [_ShownLine(line, *_title(line), differences(line, names)) for line in lines]


def _title(line: PlannedChange) -> tuple[str, str]:
    exists = line.done or line.kind != ChangeKind.CREATE
    if line.model in (RECOMMENDATION, RESPONSE):
        place = line.record["review"], line.record["number"]
        address = reverse("recommendation", args=place) if exists or line.model == RESPONSE else ""
        title = _("Answer to %(number)s") if line.model == RESPONSE else _("Recommendation %(number)s")
        return title % {"number": line.record["number"]}, address
    if line.model == REVIEW:
        return _("Review %(review)s") % {"review": line.key}, reverse(
            "review", args=[line.key]
        ) if exists else ""
    return _("Document %(symbol)s") % {"symbol": line.key}, ""
