"""One assessment: log it, change it, send it on its way."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recommendations.implementation import publication
from recommendations.implementation.forms import (
    AssessmentForm,
    BaseEvidenceFormSet,
    EvidenceFormSet,
    ReasonForm,
)
from recommendations.implementation.models import Assessment, Evidence, Stage
from recommendations.implementation.permissions import Action, allowed_actions, refusal
from recommendations.implementation.views import SignedInRequest
from recommendations.models import Recommendation


@login_required
def new(request: SignedInRequest, review: str, number: str) -> HttpResponse:
    """Log an assessment. Somebody without an organisation is told in the workspace how to get one."""
    recommendation = get_object_or_404(
        Recommendation.objects.select_related("review__state_under_review", "review__cycle"),
        review__slug=review,
        number=number,
    )
    if not request.user.memberships.exists():
        return redirect("workspace")
    return _write(request, Assessment(recommendation=recommendation))


@login_required
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    assessment = get_object_or_404(_mine(request), pk=pk)
    if request.method == "GET" and not assessment.is_editable:
        messages.info(request, _("A text that was submitted is not changed. A publisher can return it."))
        return redirect(assessment)
    return _write(request, assessment)


@login_required
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(_mine(request), pk=pk))


@require_POST
@login_required
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    return _go(request, pk, publication.discard, _("Discarded: nothing of it is kept."))


@require_POST
@login_required
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    return _go(request, pk, publication.submit, _("Submitted: a publisher can read it now."))


@require_POST
@login_required
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    return _go(request, pk, publication.publish, _("Published: everybody can read it now."))


@require_POST
@login_required
def return_to_author(request: SignedInRequest, pk: int) -> HttpResponse:
    return _go(
        request,
        pk,
        publication.return_to_author,
        _("Returned: it can be changed and submitted again."),
        reason_form=ReasonForm(request.POST, prefix=Action.RETURN),
    )


@require_POST
@login_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    return _go(
        request,
        pk,
        publication.withdraw,
        _("Withdrawn: only your organisation can read it now."),
        reason_form=ReasonForm(request.POST, prefix=Action.WITHDRAW),
    )


def _mine(request: SignedInRequest) -> QuerySet[Assessment]:
    """What the person may see: to everybody else the address leads nowhere."""
    return Assessment.objects.kept_by(request.user).select_related(
        "recommendation__review__state_under_review",
        "recommendation__review__cycle",
        "organisation",
        "recorded_from",
    )


def _write(request: SignedInRequest, assessment: Assessment) -> HttpResponse:
    """Show the form, or save what was written in it. Where that cannot be saved, all of it stays there."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AssessmentForm(data, instance=assessment, by=request.user)
    pieces: Any = EvidenceFormSet(data, files, instance=assessment)
    context: dict[str, Any] = {"form": form, "pieces": pieces, "assessment": assessment}
    if not form.is_bound or not (form.is_valid() & pieces.is_valid()):
        return render(request, "implementation/assessment_form.html", context)
    try:
        publication.save_draft(
            assessment,
            by=request.user,
            clauses=form.cleaned_data.get("clauses", ()),
            evidence=pieces.kept(),
            dropped=pieces.dropped(),
        )
        if "submit" in request.POST:
            publication.submit(assessment, by=request.user)
            messages.success(request, _("Submitted: a publisher can read it now."))
        else:
            messages.success(request, _("Saved as a draft: only your organisation can read it."))
        return redirect(assessment)
    except publication.PublicationError as error:
        context["problem"] = error
        if isinstance(error, publication.ChangedMeanwhileError):
            context["theirs"] = error.theirs
            context["differences"] = _differences(form, pieces)
            form.go_on_from(error.theirs.version)
        return render(request, "implementation/assessment_form.html", context, status=_status(error))


def _differences(form: AssessmentForm, pieces: BaseEvidenceFormSet) -> list[tuple[str, str]]:
    """What is saved now where this person wrote otherwise: label and saved value."""
    saved = [(str(form[name].label), _saved(form, name)) for name in form.changed_data if name != "version"]
    known = set()
    for row in pieces.initial_forms:
        known.add(row.instance.pk)
        if row.instance.pk:
            saved += [
                (f"{row.initial['title']}: {row[name].label}", _saved(row, name))
                for name in row.changed_data
                if name in row.initial
            ]
    added = Evidence.objects.filter(assessment=form.instance).exclude(pk__in=known - {None}).order_by("pk")
    return saved + [(_("New piece of evidence; it stays"), piece.title) for piece in added]


def _saved(form: forms.ModelForm, name: str) -> str:
    value = form.initial[name]
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "–"
    choices = dict(getattr(form.instance._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value) or "–")


def _go(
    request: SignedInRequest,
    pk: int,
    act: Callable[..., None],
    done: str,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    """Send an assessment one step on its way, and say so; or show its page with what stands in the way."""
    assessment = get_object_or_404(_mine(request), pk=pk)
    words = {}
    if reason_form is not None:
        if not reason_form.is_valid():
            return _page(request, assessment, reason_form=reason_form)
        words["reason"] = reason_form.cleaned_data["reason"]
    if request.POST.get("version", "").isdecimal():
        words["version"] = int(request.POST["version"])
    try:
        act(assessment, by=request.user, **words)
    except publication.PublicationError as error:
        return _page(request, assessment, problem=str(error), status=_status(error))
    messages.success(request, done)
    return redirect(assessment if assessment.pk else "workspace")


def _page(
    request: SignedInRequest,
    assessment: Assessment,
    *,
    problem: str = "",
    reason_form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    others = Assessment.objects.filter(
        organisation=assessment.organisation_id, recommendation=assessment.recommendation_id
    ).exclude(pk=assessment.pk)
    forms_of_reasons = {action: ReasonForm(prefix=action) for action in (Action.RETURN, Action.WITHDRAW)}
    if reason_form is not None:
        forms_of_reasons[Action(reason_form.prefix or "")] = reason_form
    context = {
        "assessment": assessment,
        "evidence": assessment.evidence.select_related("document").order_by("pk"),
        "clauses": assessment.clauses.order_by("order"),
        "others": others.newest_first(),
        "actions": allowed_actions(request.user, assessment),
        "why_not_publish": assessment.stage == Stage.SUBMITTED
        and refusal(request.user, Action.PUBLISH, assessment),
        "return_form": forms_of_reasons[Action.RETURN],
        "withdraw_form": forms_of_reasons[Action.WITHDRAW],
        "problem": problem,
    }
    return render(request, "implementation/assessment.html", context, status=status)


def _status(error: publication.PublicationError) -> int:
    return 403 if isinstance(error, publication.NotAllowedError) else 409
