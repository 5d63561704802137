"""The answers that are remembered: found again, put right, forgotten."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recommendations.importing import answers, progress
from recommendations.importing.deciding import KnownAnswers
from recommendations.importing.forms import AnswerForm, AnswersFilter
from recommendations.importing.models import Choice, Import
from recommendations.importing.tasks import enqueue
from recommendations.importing.views import SignedInRequest, for_data_managers

ANSWERS_ON_PAGE = 50


@for_data_managers
@require_safe
def remembered(request: HttpRequest) -> HttpResponse:
    """What people answered, the latest first: searched, of one kind, page by page."""
    asked = AnswersFilter(request.GET)
    rows = Choice.objects.answered().select_related("answered_by", "answered_in").latest_first()
    page = Paginator(asked.narrow(rows), ANSWERS_ON_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    words = answers.InWords(shown)
    context = {
        "filter": asked,
        "page": page,
        "rows": [(choice, words.of(choice), words.address(choice)) for choice in shown],
    }
    return render(request, "importing/answers.html", context)


@for_data_managers
@require_http_methods(["GET", "HEAD", "POST"])
def remembered_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """One answer, what hangs on it, and a form that puts it right."""
    choice = _answered(pk)
    written = [request.POST.get(f"{AnswerForm.prefix_of(pk)}-other", "")]
    known = KnownAnswers([choice], written)
    if request.method != "POST":
        return _show(request, choice, known, AnswerForm(choice=choice, known=known))
    form = AnswerForm(request.POST, choice=choice, known=known)
    if form.is_valid() and form.cleaned_data["value"] is None:
        form.add_error("answer", _("Choose another answer, or forget this one below."))
    if form.errors:
        return _show(request, choice, known, form, status=422)
    to = form.cleaned_data["value"]
    if to == choice.answer:
        messages.info(request, _("This was the answer already: nothing was changed."))
        return redirect(choice)
    return _correct(
        request,
        lambda: answers.change(choice, to, instead_of=request.POST.get("instead_of", ""), by=request.user),
        _("The answer was changed."),
        then=choice.get_absolute_url(),
        otherwise=choice.get_absolute_url(),
    )


@for_data_managers
@require_POST
def forget_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    choice = _answered(pk)
    return _correct(
        request,
        lambda: answers.forget(choice, instead_of=request.POST.get("instead_of", "")),
        _("The answer was forgotten: the next file that raises the question asks it again."),
        then=reverse("import-answers"),
        otherwise=choice.get_absolute_url(),
    )


@for_data_managers
@require_http_methods(["GET", "HEAD", "POST"])
def forget_answers(request: SignedInRequest) -> HttpResponse:
    """Forget all answers that a search finds, after a confirmation that says how many they are."""
    asked = AnswersFilter(request.GET)
    if asked.errors or not asked.narrows:  # what is not understood would be all of them
        return redirect("import-answers")
    rows = asked.narrow(Choice.objects.answered())
    count = rows.count()
    if request.method != "POST" or not count:
        context = {"filter": asked, "count": count, "waiting": Import.objects.open_plans().count()}
        return render(request, "importing/forget_answers.html", context)
    seen = request.POST.get("count", "")
    return _correct(
        request,
        lambda: answers.forget_all(rows, count=count if seen == str(count) else -1),
        ngettext(
            "%(count)s answer was forgotten: the next file that raises the question asks it again.",
            "%(count)s answers were forgotten: the next file that raises the questions asks them again.",
            count,
        )
        % {"count": count},
        then=reverse("import-answers"),
        otherwise=request.get_full_path(),
    )


def _answered(pk: int) -> Choice:
    return get_object_or_404(Choice.objects.answered().select_related("answered_by", "answered_in"), pk=pk)


def _show(
    request: HttpRequest, choice: Choice, known: KnownAnswers, form: AnswerForm, status: int = 200
) -> HttpResponse:
    words = answers.InWords([choice])
    context: dict[str, Any] = {
        "choice": choice,
        "form": form,
        "suggestions": known.suggestions(choice),
        "known": known,
        "said": words.of(choice),
        "address": words.address(choice),
        "waiting": Import.objects.open_plans().count(),
    }
    return render(request, "importing/answer.html", context, status=status)


def _correct(
    request: SignedInRequest, correct: Callable[[], None], done: str, *, then: str, otherwise: str
) -> HttpResponse:
    """Put an answer right and have open plans made anew, unless somebody was there before."""
    try:
        correct()
    except answers.AnswerChangedError:
        messages.warning(
            request,
            _("Somebody else changed what was answered meanwhile, so nothing was stored. Please look again."),
        )
        return redirect(otherwise)
    sent = progress.plan_anew(Import.objects.open_plans())
    for import_ in sent:
        enqueue(import_)
    again = ngettext(
        "%(count)s file that is not applied yet is compared again.",
        "%(count)s files that are not applied yet are compared again.",
        len(sent),
    ) % {"count": len(sent)}
    messages.success(request, f"{done} {again}" if sent else done)
    return redirect(then)
