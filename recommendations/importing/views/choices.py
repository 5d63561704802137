"""The questions of an import that only a person can answer: one by one, many at once, all of a kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from recommendations.importing import progress
from recommendations.importing.choices import answer, answer_best, answer_rest_as_new, open_questions
from recommendations.importing.deciding import KnownAnswers, Suggestion
from recommendations.importing.forms import AnswerForm
from recommendations.importing.models import ChoiceKind, Import, Question
from recommendations.importing.tasks import enqueue
from recommendations.importing.views import SignedInRequest, for_data_managers
from recommendations.importing.views.paging import CountedPaginator

QUESTIONS_ON_PAGE = 25

LEAST_SCORES = (99, 95, 90, 85, 80)
"""From which score on the best suggestion may be taken for all matches at once; the first is offered."""

_COUNTS = {"count": Count("pk")} | {
    f"from_{score}": Count("pk", filter=Q(choice__suggestions__0__score__gte=score)) for score in LEAST_SCORES
}
"""How many questions there are, and how many whose best suggestion has such a score."""

_IN_ORDER = (ChoiceKind.STATE, ChoiceKind.THEME, ChoiceKind.GROUP, ChoiceKind.MATCH)
_BEST, _OWN = "best", "own"


@for_data_managers
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: SignedInRequest, pk: int) -> HttpResponse:
    """The open questions of an import. Whoever answers some sends the file to be compared again."""
    imported = get_object_or_404(Import, pk=pk)
    if imported.is_moving:
        messages.warning(
            request, _("This file is being worked on. Its questions can be answered after that.")
        )
        return redirect(imported)
    many = _Many.asked(request.POST if request.method == "POST" else request.GET)
    if many:
        return _answer_many(request, imported, many)
    if request.method == "POST":
        return _answer_these(request, imported)
    return _show(request, imported)


def _show(
    request: HttpRequest, imported: Import, forms: Mapping[int, AnswerForm] | None = None
) -> HttpResponse:
    """A page of questions; those of `forms` instead, where something is wrong with what was sent."""
    questions = _in_order(imported)
    rows: Any = questions.order_by().values("choice__kind").annotate(**_COUNTS)
    by_kind = {row["choice__kind"]: row for row in rows}
    counts = {kind: row["count"] for kind, row in by_kind.items()}
    total = sum(counts.values())
    alike = by_kind.get(ChoiceKind.MATCH, {})
    kind = request.GET.get("kind", "")
    if kind in ChoiceKind.values:
        questions = questions.filter(choice__kind=kind)
    else:
        kind = ""
    page = CountedPaginator(
        questions, QUESTIONS_ON_PAGE, count=counts.get(kind, 0) if kind else total
    ).get_page(request.GET.get("page"))
    shown = list(questions.filter(choice__in=list(forms)) if forms else page)
    written = [form["other"].value() or "" for form in forms.values()] if forms else []
    known = KnownAnswers([question.choice for question in shown], written)
    context = {
        "import": imported,
        "asked": [_Asked.of(question, known, forms) for question in shown],
        "errors": sum(bool(form.errors) for form in forms.values()) if forms else 0,
        "known": known,
        "kind": kind,
        "tabs": [
            ("", _("all"), total),
            *((each, each.label, counts[each]) for each in _IN_ORDER if counts.get(each)),
        ],
        "total": total,
        "matches": counts.get(ChoiceKind.MATCH, 0),
        "least_scores": [(score, n) for score in LEAST_SCORES if (n := alike.get(f"from_{score}", 0))],
        "page": page,
    }
    return render(request, "importing/choices.html", context, status=422 if forms else 200)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with its form and what is suggested."""

    question: Question
    form: AnswerForm
    suggestions: list[Suggestion]

    @classmethod
    def of(cls, question: Question, known: KnownAnswers, forms: Mapping[int, AnswerForm] | None) -> "_Asked":
        choice = question.choice
        form = forms[choice.pk] if forms else AnswerForm(choice=choice, known=known)
        return cls(question, form, known.suggestions(choice))


def _answer_these(request: SignedInRequest, imported: Import) -> HttpResponse:
    """Store the answers of one page: all of them, or none where something is wrong with one."""
    prefix, suffix = AnswerForm.prefix_of(""), "-answer"
    sent = [name.removeprefix(prefix).removesuffix(suffix) for name in request.POST if name.endswith(suffix)]
    pks = [int(pk) for pk in sent if pk.isascii() and pk.isdecimal() and len(pk) < 19][:QUESTIONS_ON_PAGE]
    questions = list(_in_order(imported).filter(choice__in=pks))
    written = [request.POST.get(f"{AnswerForm.prefix_of(pk)}-other", "") for pk in pks]
    known = KnownAnswers([question.choice for question in questions], written)
    forms = {
        question.choice_id: AnswerForm(request.POST, choice=question.choice, known=known)
        for question in questions
    }
    if any(form.errors for form in forms.values()):
        return _show(request, imported, forms)
    values = {pk: form.cleaned_data["value"] for pk, form in forms.items()}
    given = {pk: value for pk, value in values.items() if value is not None}
    return _go_on(request, imported, answer(given, about=imported, by=request.user))


def _answer_many(request: SignedInRequest, imported: Import, many: "_Many") -> HttpResponse:
    """Answer the open matches at once, after a confirmation that says how many they are."""
    count = many.among(open_questions(imported)).count()
    if request.method == "POST" and request.POST.get("count") == str(count):
        if many.what == _OWN:
            return _go_on(request, imported, answer_rest_as_new(imported, by=request.user))
        return _go_on(request, imported, answer_best(imported, many.least, by=request.user))
    if request.method == "POST":
        messages.warning(
            request, _("The questions changed in the meantime. Please look at the number again.")
        )
    return render(request, "importing/many.html", {"import": imported, "many": many, "count": count})


def _go_on(request: SignedInRequest, imported: Import, count: int) -> HttpResponse:
    """Compare the file again, with so many new answers."""
    if not count:
        messages.warning(request, _("No question was answered: each of them was left open."))
        return redirect(request.get_full_path())
    again = progress.plan_again(imported, by=request.user)
    others = progress.plan_answered_again(by=request.user)
    for moved in (again, *others):
        enqueue(moved)
    messages.success(
        request,
        ngettext(
            "%(count)s answer was stored, and will be remembered for every later file. "
            "This file is compared again with it.",
            "%(count)s answers were stored, and will be remembered for every later file. "
            "This file is compared again with them.",
            count,
        )
        % {"count": count},
    )
    if others:
        messages.info(
            request,
            ngettext(
                "%(count)s other file that asked the same is compared again, too.",
                "%(count)s other files that asked the same are compared again, too.",
                len(others),
            )
            % {"count": len(others)},
        )
    return redirect(again)


@dataclass(frozen=True, slots=True)
class _Many:
    """What to answer to many matches: the best suggestion from a score on (`least`), or "its own"."""

    what: str
    least: int

    @classmethod
    def asked(cls, sent: Mapping[str, Any]) -> "_Many | None":
        what, least = sent.get("many", ""), sent.get("least", "")
        if what not in (_BEST, _OWN):
            return None
        return cls(what, int(least) if least in map(str, LEAST_SCORES) else LEAST_SCORES[0])

    def among(self, questions: QuerySet[Question]) -> QuerySet[Question]:
        matches = questions.filter(choice__kind=ChoiceKind.MATCH)
        return matches if self.what == _OWN else matches.filter(choice__suggestions__0__score__gte=self.least)


def _in_order(imported: Import) -> QuerySet[Question]:
    """Kind by kind; what concerns most rows first."""
    whens = [When(choice__kind=kind, then=Value(place)) for place, kind in enumerate(_IN_ORDER)]
    place = Case(*whens, output_field=IntegerField())
    return open_questions(imported).select_related("choice").order_by(place, "-count", "pk")
