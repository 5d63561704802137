"""What people can answer to the questions of an import, and how what is suggested to them reads."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from recommendations.importing.comparing import RECOMMENDATION
from recommendations.importing.differences import Run, runs
from recommendations.importing.models import ChangeKind, Choice, ChoiceKind, PlannedChange, Question
from recommendations.models import AffectedGroup, Recommendation, Theme
from states.models import State, StateName
from upr_tracker.lib.text import normalise

_PLACE = re.compile(r"(?P<number>\d+\.\d+|u\d+)(?:/(?P<clause>\d+))?")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A likely answer. `likeness` says its score in words; `runs` tell its wording from the row's."""

    answer: str
    label: str
    score: int
    likeness: str
    runs: tuple[Run, ...] = ()


class KnownAnswers:
    """All that the questions of one page may be answered with: a few queries, however many questions.

    `written` are the answers that somebody wrote, so that the recommendations they name are looked up, too.
    """

    def __init__(self, choices: Sequence[Choice], written: Iterable[str] = ()) -> None:
        self._kinds = {choice.kind for choice in choices}
        matches = [choice for choice in choices if choice.kind == ChoiceKind.MATCH]
        named = {place["number"] for text in written if (place := _PLACE.fullmatch(text.strip()))}
        named |= {
            place["number"]
            for choice in matches
            for suggestion in choice.suggestions
            if (place := _PLACE.fullmatch(suggestion["answer"]))
        }
        self._matches = matches
        self._reviews = {_review_of(choice) for choice in matches}
        self._numbers = named if matches else set()

    @cached_property
    def states(self) -> list[str]:
        if ChoiceKind.STATE not in self._kinds:
            return []
        return list(State.objects.in_order().values_list("name", flat=True))

    @cached_property
    def themes(self) -> dict[str, str]:
        """From the name of each theme to its slug, in order."""
        if ChoiceKind.THEME not in self._kinds:
            return {}
        return dict(Theme.objects.in_order().values_list("name", "slug"))

    @cached_property
    def groups(self) -> dict[str, str]:
        """From the name of each affected group to its slug."""
        if ChoiceKind.GROUP not in self._kinds:
            return {}
        return dict(AffectedGroup.objects.order_by("name").values_list("name", "slug"))

    def resolve(self, choice: Choice, written: str) -> str | None:
        """Answer what is written as `Choice.answer` keeps it; None where there is no such thing."""
        written = written.strip()
        if choice.kind == ChoiceKind.STATE:
            return self._codes.get(normalise(written))
        if choice.kind == ChoiceKind.THEME:
            slugs = [_slug(self.themes, name) for name in written.split(";") if name.strip()]
            return " ".join(dict.fromkeys(slug for slug in slugs if slug)) if all(slugs) and slugs else None
        if choice.kind == ChoiceKind.GROUP:
            return _slug(self.groups, written)
        return written if self._wording(choice, written) is not None else None

    def suggestions(self, choice: Choice) -> list[Suggestion]:
        """Answer what is suggested, the best first; for a match with the candidate's wording."""
        found = []
        for suggested in choice.suggestions:
            answer, score = suggested["answer"], round(suggested["score"])
            if choice.kind != ChoiceKind.MATCH:
                found.append(Suggestion(answer, suggested["label"], score, ""))
                continue
            wording = self._wording(choice, answer)
            told = tuple(runs(choice.printed, suggested["label"] if wording is None else wording))
            found.append(Suggestion(answer, name_of(answer), score, likeness(score), told))
        return found

    def _wording(self, choice: Choice, answer: str) -> str | None:
        """The wording of a recommendation or of a clause of it; None where it is not there."""
        place = _PLACE.fullmatch(answer)
        if not place:
            return None
        key = _review_of(choice), place["number"]
        if recommendation := self._recommendations.get(key):
            whole = recommendation.wording
            clauses = {clause.order: clause.wording for clause in recommendation.clauses.all()}
        elif record := self._planned.get(key):
            whole = record["text"]
            clauses = {order: clause["text"] for order, clause in enumerate(record["clauses"], 1)}
        else:
            return None
        if not place["clause"]:
            return whole
        wording = clauses.get(int(place["clause"]))
        return whole if wording == "" else wording

    @cached_property
    def _recommendations(self) -> dict[tuple[str, str], Recommendation]:
        if not self._numbers:
            return {}
        rows = Recommendation.objects.filter(review__slug__in=self._reviews, number__in=self._numbers)
        rows = rows.select_related("review").prefetch_related("clauses")
        return {(row.review.slug, row.number): row for row in rows}

    @cached_property
    def _planned(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Records of recommendations that are not here yet, but in a plan that asks: a report's own."""
        missing = {(review, number) for review in self._reviews for number in self._numbers}
        missing -= self._recommendations.keys()
        if not missing:
            return {}
        asked = PlannedChange.objects.filter(
            plan_of__in=Question.objects.filter(choice__in=self._matches).values("asked_by"),
            kind=ChangeKind.CREATE,
            model=RECOMMENDATION,
            key__in=[f"{review} {number}" for review, number in missing],
        )
        return {
            (record["review"], record["number"]): record for record in asked.values_list("record", flat=True)
        }

    @cached_property
    def _codes(self) -> dict[str, str]:
        names = StateName.objects.values_list("name", "state_id")
        codes = State.objects.values_list("code", "name")
        own = {normalise(text): code for code, name in codes for text in (code, name)}
        return {normalise(name): code for name, code in names} | own


def likeness(score: int) -> str:
    """Answer in words how alike two wordings are; scores are from 0 to 100."""
    if score >= 100:
        return _("the same letters")
    if score >= 95:
        return _("nearly the same")
    if score >= 88:
        return _("very alike")
    return _("alike") if score >= 75 else _("somewhat alike")


def name_of(answer: str) -> str:
    """Answer in words which recommendation, or which clause of it, an answer names."""
    number, _slash, clause = answer.partition("/")
    if not clause:
        return _("Recommendation %(number)s") % {"number": number}
    return _("Recommendation %(number)s, clause %(clause)s") % {"number": number, "clause": clause}


def _review_of(choice: Choice) -> str:
    return choice.scope.partition(" ")[0]


def _slug(slugs: dict[str, str], written: str) -> str | None:
    """The slug of what is called so; a slug stands for itself."""
    wanted = normalise(written)
    return next((slug for name, slug in slugs.items() if wanted in (normalise(name), normalise(slug))), None)
