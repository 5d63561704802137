"""What people answered, looked at again: in words, put right, or forgotten.

The effect is that of the next plan. What has been imported with an older answer stays as it is; the plans
that wait or are being made are to be made anew (`progress.plan_anew`).
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from recommendations.importing import choices
from recommendations.importing.deciding import name_of
from recommendations.importing.models import Choice, ChoiceKind
from recommendations.importing.models.choices import ChoiceQuerySet
from recommendations.models import AffectedGroup, Recommendation, Theme, ThemeName
from states.models import State, StateName
from upr_tracker.accounts.models import User
from upr_tracker.lib.text import normalise

_AT_ONCE = 500


class AnswerChangedError(Exception):
    """Somebody else has changed the answer since it was looked at."""


@transaction.atomic
def change(choice: Choice, to: str, *, instead_of: str, by: User | None) -> None:
    """Answer a choice otherwise, and remember that instead. Raises AnswerChangedError.

    `to` is an answer in the shape that `Choice` says; the caller has made sure that it names what there is.
    """
    forget(choice, instead_of=instead_of)
    choices.answer({choice.pk: to}, about=choice.answered_in, by=by)


@transaction.atomic
def forget(choice: Choice, *, instead_of: str) -> None:
    """Make a choice an open question again, for the next file that raises it. Raises AnswerChangedError."""
    locked = Choice.objects.select_for_update().get(pk=choice.pk)
    if locked.answer != instead_of:
        raise AnswerChangedError
    _forget([locked])


@transaction.atomic
def forget_all(answered: ChoiceQuerySet, *, count: int) -> None:
    """Forget these answers, which are so many: raises AnswerChangedError where they are not, any more."""
    locked = Choice.objects.select_for_update().filter(pk__in=answered.order_by().values("pk"))
    found = list(locked.only("kind", "scope", "key", "answer").order_by("pk"))
    if len(found) != count:
        raise AnswerChangedError
    _forget(found)


def _forget(answered: Sequence[Choice]) -> None:
    nothing = {"answer": None, "answered_by": None, "answered_in": None, "answered_at": None}
    for choice in answered:
        _unlearn(choice)
    for first in range(0, len(answered), _AT_ONCE):
        pks = [choice.pk for choice in answered[first : first + _AT_ONCE]]
        Choice.objects.filter(pk__in=pks).update(**nothing)


def _unlearn(choice: Choice) -> None:
    """Take away what was remembered beside the choice: see `choices`."""
    if choice.kind == ChoiceKind.THEME:
        ThemeName.objects.filter(vocabulary_id=choice.scope, key=choice.key).delete()
    elif choice.kind == ChoiceKind.STATE and choice.answer:
        StateName.objects.filter(key=choice.key).delete()
    elif choice.kind == ChoiceKind.GROUP and choice.answer:
        for group in AffectedGroup.objects.select_for_update().order_by("pk"):
            kept = [name for name in group.other_names if normalise(name) != choice.key]
            if kept != group.other_names:
                group.other_names = kept
                group.save(update_fields=["other_names"])


def search(answered: ChoiceQuerySet, words: str) -> ChoiceQuerySet:
    """Narrow answers to those whose question, answer, file or author has these words."""
    states = State.objects.filter(name__icontains=words).values("code")
    said = Q(kind=ChoiceKind.STATE, answer__in=states) | Q(answer__icontains=words)
    asked = Q(printed__icontains=words) | Q(scope__icontains=words)
    if key := normalise(words):
        asked |= ~Q(kind=ChoiceKind.MATCH) & Q(key__contains=key)
        said |= ~Q(kind=ChoiceKind.STATE) & Q(answer__icontains=key.replace(" ", "-"))
    return answered.filter(
        asked | said | Q(answered_in__name__icontains=words) | Q(answered_by__email__icontains=words)
    )


class InWords:
    """The answers to some choices as people read them: at most four queries, however many choices."""

    def __init__(self, answered: Sequence[Choice]) -> None:
        def said(kind: ChoiceKind) -> set[str]:
            return {choice.answer or "" for choice in answered if choice.kind == kind} - {""}

        self._names: dict[str, dict[str, str]] = {
            ChoiceKind.STATE: _names(State, "code", said(ChoiceKind.STATE)),
            ChoiceKind.GROUP: _names(AffectedGroup, "slug", said(ChoiceKind.GROUP)),
            ChoiceKind.THEME: _names(
                Theme, "slug", {slug for slugs in said(ChoiceKind.THEME) for slug in slugs.split()}
            ),
        }
        numbers = {answer.partition("/")[0] for answer in said(ChoiceKind.MATCH)}
        rows = Recommendation.objects.filter(number__in=numbers).values_list("review__slug", "number")
        self._loaded = set(
            rows.filter(review__slug__in={review_of(each) for each in answered}) if numbers else ()
        )

    def of(self, choice: Choice) -> str:
        said = choice.answer or ""
        if not said:
            return {
                ChoiceKind.STATE: _("no State"),
                ChoiceKind.THEME: _("no theme"),
                ChoiceKind.GROUP: _("no affected group"),
                ChoiceKind.MATCH: _("a recommendation of its own"),
            }[ChoiceKind(choice.kind)]
        if choice.kind == ChoiceKind.MATCH:
            return name_of(said)
        names = self._names[choice.kind]
        return ", ".join(names.get(key, key) for key in said.split())

    def address(self, choice: Choice) -> str:
        """The page of the recommendation that was answered, where it is loaded; else ""."""
        place = review_of(choice), (choice.answer or "").partition("/")[0]
        known = choice.kind == ChoiceKind.MATCH and place in self._loaded
        return reverse("recommendation", args=place) if known else ""


def review_of(choice: Choice) -> str:
    """The review that a match is about: its scope is the review and the source."""
    return choice.scope.partition(" ")[0] if choice.kind == ChoiceKind.MATCH else ""


def _names(model: Any, key: str, keys: set[str]) -> dict[str, str]:
    return dict(model.objects.filter(**{f"{key}__in": keys}).values_list(key, "name")) if keys else {}
