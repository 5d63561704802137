"""The imports, one import with its plan, and what can be done with it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from recommendations.importing import progress
from recommendations.importing.forms import FileForm
from recommendations.importing.models import Import, ImportProblem, Phase
from recommendations.importing.storing import FileRefusedError
from recommendations.importing.tasks import enqueue
from recommendations.importing.views import SignedInRequest, for_data_managers
from recommendations.importing.views.paging import CountedPaginator
from recommendations.importing.views.plan import plan_context
from recommendations.importing.views.steps import steps_of
from upr_tracker.lib.htmx import vary_on_htmx, wants_fragment

IMPORTS_ON_PAGE = 25
PROBLEMS_ON_PAGE = 50

LATER_CHANGE = "later-change"
"""The code of a problem that keeps an import from being taken back."""

_BLOCKERS_SHOWN = 20
_MAY_LEAVE = (Phase.APPLIED, Phase.PLANNED, Phase.FAILED)
_SEVERITIES = ("error", "warning", "notice")


@for_data_managers
def imports(request: SignedInRequest) -> HttpResponse:
    """The files received so far, and a place to drop one."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            received = progress.receive_file(form.cleaned_data["file"], by=request.user)
        except FileRefusedError as error:
            form.add_error("file", str(error))
        else:
            enqueue(received)
            return redirect(received)
    later = ImportProblem.objects.filter(found_in=OuterRef("pk"), code=LATER_CHANGE).order_by()
    counted = later.values("found_in").annotate(count=Count("pk")).values("count")
    rows = (
        Import.objects.newest_first()
        .select_related("created_by", "applied_by", "reverted_by", "review__state_under_review")
        .annotate(later_changes=Coalesce(Subquery(counted), 0))
        .annotate(remarks=F("problem_count") - F("later_changes"))
    )
    page = Paginator(rows, IMPORTS_ON_PAGE).get_page(request.GET.get("page"))
    status = 422 if form.errors else 200
    return render(request, "importing/imports.html", {"form": form, "page": page}, status=status)


@for_data_managers
@require_safe
def import_(request: SignedInRequest, pk: int) -> HttpResponse:
    """One import: how far it is, what it would write or wrote, what is doubtful.

    While a worker has it, htmx asks for the part that says how far it is; once the phase is another than
    the one that the page was made for (`watching`), for the whole page.
    """
    imported = get_object_or_404(
        Import.objects.select_related(
            "created_by", "applied_by", "reverted_by", "review__state_under_review"
        ),
        pk=pk,
    )
    context: dict[str, Any] = {"import": imported, "steps": steps_of(imported)}
    if wants_fragment(request):
        if request.GET.get("watching", imported.phase) != imported.phase:
            return vary_on_htmx(HttpResponseClientRefresh())
        return vary_on_htmx(render(request, "importing/progress.html", context))
    if not imported.is_moving:
        _take_note(imported, request)
        context |= _at_rest(imported)
        if imported.lines:
            context |= plan_context(imported, request.GET)
    return vary_on_htmx(render(request, "importing/import.html", context))


@for_data_managers
@require_safe
def problems(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything doubtful in a file: all of it, or that of one severity or one code."""
    imported = get_object_or_404(Import, pk=pk)
    groups = _problem_groups(imported)
    severity, code = request.GET.get("severity", ""), request.GET.get("code", "")
    rows = imported.problems.order_by(F("page").asc(nulls_last=True), F("row").asc(nulls_last=True), "pk")
    if severity in _SEVERITIES:
        rows = rows.filter(severity=severity)
    if code:
        rows = rows.filter(code=code)
    counted = [group for group in groups if code in ("", group["code"])]
    count = sum(group["count"] for group in counted if severity in ("", group["severity"]))
    context = {
        "import": imported,
        "groups": groups,
        "group": next((group for group in groups if group["code"] == code), None),
        "code": code,
        "severity": severity,
        "tabs": [
            (each, sum(group["count"] for group in counted if each in ("", group["severity"])))
            for each in ("", *_SEVERITIES)
        ],
        "page": CountedPaginator(rows, PROBLEMS_ON_PAGE, count=count).get_page(request.GET.get("page")),
    }
    return render(request, "importing/problems.html", context)


@for_data_managers
@require_POST
def plan_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read and compare the file again: a new import where this one has been applied or taken back."""
    imported = get_object_or_404(Import, pk=pk)
    if imported.is_moving:
        messages.warning(request, _("This file is being worked on already."))
        return redirect(imported)
    again = progress.plan_again(imported, by=request.user)
    enqueue(again)
    return redirect(again)


@for_data_managers
@require_POST
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Apply the plan that the page showed, and no other."""
    seen = request.POST.get("plan_version", "")
    version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else None
    move = partial(progress.start_applying, version=version)
    try:
        return _send(request, pk, move, _("There is no plan waiting to be applied."))
    except progress.AnotherPlanError:
        messages.warning(
            request,
            _(
                "Nothing was written: the plan was made anew after you opened its page. This is the new one. "
                "Please look at it, then apply it."
            ),
        )
        return redirect("import", pk)


@for_data_managers
@require_POST
def revert(request: SignedInRequest, pk: int) -> HttpResponse:
    otherwise = _("There is nothing of this import that could be taken back.")
    return _send(request, pk, progress.take_back, otherwise)


@for_data_managers
@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    return _send(request, pk, progress.cancel, _("There is nothing under way that could be cancelled."))


def _send(request: SignedInRequest, pk: int, move: Callable[..., bool], otherwise: str) -> HttpResponse:
    """Send an import on its way, or say why not."""
    imported = get_object_or_404(Import, pk=pk)
    if not move(imported, by=request.user):
        messages.warning(request, otherwise)
    elif imported.is_moving:
        enqueue(imported)
    return redirect(imported)


def _take_note(imported: Import, request: SignedInRequest) -> None:
    """Whoever sent the file sees here what became of it: no notice is due any more."""
    if not imported.seen and imported.created_by_id == request.user.pk:
        Import.objects.filter(pk=imported.pk, phase=imported.phase).update(seen=True)


def _at_rest(imported: Import) -> dict[str, Any]:
    """What there is to say of an import that no worker has."""
    groups = _problem_groups(imported)
    later_changes = sum(group["count"] for group in groups if group["code"] == LATER_CHANGE)
    blockers = imported.problems.filter(code=LATER_CHANGE).order_by("pk")[:_BLOCKERS_SHOWN]
    created, changed = imported.counts.get("create", 0), imported.counts.get("change", 0)
    if 0 < imported.written < imported.lines:
        written = imported.changes.filter(order__lte=imported.written).counts()
        created, changed = written["create"], written["change"]
    return {
        "groups": [group for group in groups if group["code"] != LATER_CHANGE],
        "problem_count": sum(group["count"] for group in groups) - later_changes,
        "blockers": list(blockers) if later_changes else [],
        "blocker_count": later_changes,
        "take_back_first": _later_imports(imported) if later_changes else [],
        "answers_given": imported.answers.answered().count(),
        "open_questions": imported.questions.filter(choice__answer=None).count(),
        "may_take_back": bool(imported.written and imported.writes) and imported.phase in _MAY_LEAVE,
        "retry": _retry(imported),
        "created": created,
        "changed": changed,
    }


def _later_imports(imported: Import) -> list[Import]:
    """The imports whose changes stand on this one, the newest first: in this order they can be taken back."""
    named = imported.problems.filter(code=LATER_CHANGE).values_list("details__by", flat=True).distinct()
    names = {name for names in named for name in (names or "").split(", ")} - {""}
    later = Import.objects.filter(name__in=names, written__gt=0).exclude(pk=imported.pk)
    return list(later.newest_first()[:_BLOCKERS_SHOWN])


def _retry(imported: Import) -> str:
    """The name of the address that tries once more what failed: reading, applying or taking back."""
    if not imported.written:
        return "import-plan"
    return "import-revert" if imported.reverted_by_id else "import-apply"


def _problem_groups(imported: Import) -> list[dict[str, Any]]:
    """The problems by code, errors first: how many there are of each, and the first. Two queries."""
    rows = (
        imported.problems.order_by().values("code", "severity").annotate(count=Count("pk"), first=Min("pk"))
    )
    groups: list[dict[str, Any]] = [dict(row) for row in rows]
    firsts = ImportProblem.objects.in_bulk([group["first"] for group in groups])
    for group in groups:
        group["first"] = firsts[group["first"]]
    return sorted(
        groups,
        key=lambda group: (
            _SEVERITIES.index(group["severity"]) if group["severity"] in _SEVERITIES else len(_SEVERITIES),
            -group["count"],
            group["code"],
        ),
    )
