"""Pages for data managers: drop a file, see the plan, have it applied."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recommendations.importing import progress
from recommendations.importing.differences import Difference, Named, differences
from recommendations.importing.forms import FileForm
from recommendations.importing.models import ChangeKind, Import, PlannedChange
from recommendations.importing.tasks import enqueue
from upr_tracker.lib.htmx import vary_on_htmx, wants_fragment

IMPORTS_ON_PAGE = 25
LINES_ON_PAGE = 25
PROBLEMS_SHOWN = 200

View = Callable[..., HttpResponse]


def for_data_managers(view: View) -> View:
    """Ask for sign-in first; refuse who is neither data manager nor administrator."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_data_manager:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)


@for_data_managers
def imports(request: HttpRequest) -> HttpResponse:
    """The files received so far, and a place to drop one."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
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
    context = {
        "import": imported,
        "counts": counts,
        "total": sum(counts.values()),
        "writes": counts[ChangeKind.CREATE] + counts[ChangeKind.CHANGE],
        "kinds": [(kind, counts[kind]) for kind in ChangeKind],
        "kind": kind,
        "page": _lines(imported, kind, request.GET.get("page")),
        "problems": imported.problems.order_by("page", "pk")[:PROBLEMS_SHOWN],
    }
    template = "importing/import_state.html" if wants_fragment(request) else "importing/import.html"
    return vary_on_htmx(render(request, template, context))


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
    line: PlannedChange
    differences: list[Difference]


def _lines(imported: Import, kind: str, number: str | None) -> Page:
    lines = imported.changes.in_order()
    if kind:
        lines = lines.filter(kind=kind)
    page = Paginator(lines, LINES_ON_PAGE).get_page(number)
    names = Named.of(page.object_list)
    page.object_list = [_ShownLine(line, differences(line, names)) for line in page.object_list]
    return page
