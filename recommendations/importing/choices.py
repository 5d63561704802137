"""What an import asks people, and what they answer: asked once, remembered for every later import.

The name of a State becomes one of its names in documents, the name of a theme an entry of the crosswalk,
that of a group one of its other names: whoever looks there finds it, and no file asks for it again. What
stands for nothing, and which recommendation a row belongs to, the choice itself remembers.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from recommendations.importing.models import Choice, ChoiceKind, Import, Question, key_of_name, place_of
from recommendations.importing.numbering import Doubt
from recommendations.importing.recording import storable
from recommendations.importing.records import Problem
from recommendations.models import AffectedGroup, Theme, ThemeName
from states.models import State, StateName
from upr_tracker.accounts.models import User
from upr_tracker.lib.text import normalise

_KINDS = {
    "unknown-state": ChoiceKind.STATE,
    "unknown-theme": ChoiceKind.THEME,
    "unknown-group": ChoiceKind.GROUP,
}
_VOCABULARY = {"upr-info": "upr-info"}
"""By whose names a format calls themes; all others use those of UHRI."""

_SUGGESTED = 3
_AT_LEAST = 60

_Key = tuple[str, str, str]


def ask(import_: Import, problems: Iterable[Problem], doubts: Iterable[Doubt]) -> None:
    """Note what an import asks, each question once with the number of its rows."""
    asked: dict[_Key, tuple[str, str, int]] = {}
    problems = list(problems)
    if any(found.code == "unknown-theme" for found in problems):
        # The worker's copy does not know yet what format the file turned out to have.
        import_.refresh_from_db(fields=["format"])
    scope = _VOCABULARY.get(import_.format, "uhri")
    for found in problems:
        kind = _KINDS.get(found.code)
        name = storable(found.details["name"]) if kind else ""
        key = key_of_name(name)
        if kind and key:
            of = (kind.value, scope if kind == ChoiceKind.THEME else "", key)
            _printed, place, count = asked.get(of, ("", storable(place_of(found)), 0))
            asked[of] = (name, place, count + int(found.details.get("count", 1)))
    known = _Names(kind for kind, _, _ in asked)
    suggestions: dict[_Key, list[dict[str, Any]]] = {of: known.suggest(of[0], of[2]) for of in asked}
    for doubt in doubts:
        of = (ChoiceKind.MATCH.value, doubt.scope, doubt.key)
        rows = doubt.record.get("rows", [])
        asked[of] = (doubt.printed, _("row %s") % rows[0] if rows else "", max(len(rows), 1))
        suggestions[of] = [
            {
                "answer": f"{likely.number}/{likely.clause}" if likely.clause else likely.number,
                "label": likely.number,
                "score": round(likely.score),
            }
            for likely in doubt.likely
        ]
    _keep(import_, asked, suggestions)


def _keep(
    import_: Import,
    asked: Mapping[_Key, tuple[str, str, int]],
    suggestions: Mapping[_Key, list[dict[str, Any]]],
) -> None:
    for names in (True, False):
        # A match is doubtful again where what was answered is not here any more: then it is an open question.
        reopened = [] if names else ["answer", "answered_by", "answered_in", "answered_at"]
        Choice.objects.bulk_create(
            (
                Choice(kind=kind, scope=scope, key=key, printed=asked[of][0], suggestions=suggestions[of])
                for of in asked
                for kind, scope, key in [of]
                if (kind != ChoiceKind.MATCH) == names
            ),
            update_conflicts=True,
            unique_fields=["kind", "scope", "key"],
            update_fields=["suggestions", "printed", *reopened],
        )
    keys = {key for _, _, key in asked}
    choices = Choice.objects.filter(key__in=keys)
    rows = {(choice.kind, choice.scope, choice.key): choice for choice in choices}
    counted = dict(import_.questions.filter(choice__in=rows.values()).values_list("choice", "count"))
    Question.objects.bulk_create(
        (
            Question(
                asked_by=import_,
                choice=rows[of],
                count=count + counted.get(rows[of].pk, 0),
                was_open=rows[of].answer is None,
                place=place[:200],
            )
            for of, (_, place, count) in asked.items()
        ),
        update_conflicts=True,
        unique_fields=["asked_by", "choice"],
        update_fields=["count"],
    )


class _Names:
    """All names that a name may be a misspelling of."""

    def __init__(self, kinds: Iterable[str]) -> None:
        kinds = set(kinds)
        self._known: dict[str, list[tuple[str, str, str]]] = {}
        if ChoiceKind.STATE in kinds:
            rows = StateName.objects.values_list("state_id", "state__name", "key")
            self._known[ChoiceKind.STATE] = list(rows)
        if ChoiceKind.THEME in kinds:
            self._known[ChoiceKind.THEME] = [
                (slug, name, normalise(name)) for slug, name in Theme.objects.values_list("slug", "name")
            ]
        if ChoiceKind.GROUP in kinds:
            self._known[ChoiceKind.GROUP] = [
                (slug, own, normalise(name))
                for slug, own, others in AffectedGroup.objects.values_list("slug", "name", "other_names")
                for name in (own, *others)
            ]

    def suggest(self, kind: str, key: str) -> list[dict[str, Any]]:
        known = self._known[kind]
        likely = process.extract(
            key, [name for _, _, name in known], scorer=fuzz.WRatio, limit=10, score_cutoff=_AT_LEAST
        )
        found: dict[str, dict[str, Any]] = {}
        for _name, score, index in likely:
            answer, label, _key = known[index]
            found.setdefault(answer, {"answer": answer, "label": label, "score": round(score)})
        return list(found.values())[:_SUGGESTED]


def open_questions(import_: Import) -> Any:
    """What an import asks and nobody has answered, kind by kind, what concerns most rows first."""
    questions = import_.questions.filter(choice__answer=None).select_related("choice")
    return questions.order_by("choice__kind", "-count", "pk")


def answered_since() -> Q:
    """Which imports asked what somebody has answered after their plan was made, perhaps for another file."""
    asked = Question.objects.filter(asked_by=OuterRef("pk"), was_open=True, choice__answer__isnull=False)
    return Q(Exists(asked))


@transaction.atomic
def answer(answers: Mapping[int, str], *, about: Import | None = None, by: User | None) -> int:
    """Keep these answers, {id of a Choice: answer} in the shape that `Choice` says, and remember them.

    `about` is the import that asked.
    Answers how many were kept: one that somebody has answered since stays as it is. The caller has made sure
    that the answers name what there is.
    """
    kept = 0
    for choice in Choice.objects.select_for_update().filter(pk__in=answers, answer=None).order_by("pk"):
        choice.answer = answers[choice.pk]
        choice.answered_by, choice.answered_in, choice.answered_at = by, about, timezone.now()
        choice.save(update_fields=["answer", "answered_by", "answered_in", "answered_at"])
        _remember(choice)
        kept += 1
    return kept


def _remember(choice: Choice) -> None:
    said = choice.answer or ""
    if choice.kind == ChoiceKind.STATE and said:
        StateName.objects.get_or_create(
            key=choice.key, defaults={"name": choice.printed[:160], "state": State.objects.get(pk=said)}
        )
    elif choice.kind == ChoiceKind.THEME:
        name, new = ThemeName.objects.get_or_create(
            vocabulary_id=choice.scope, key=choice.key, defaults={"name": choice.printed[:200]}
        )
        if new:
            name.themes.set(Theme.objects.filter(slug__in=said.split()))
    elif choice.kind == ChoiceKind.GROUP and said:
        group = AffectedGroup.objects.select_for_update().get(slug=said)
        if choice.printed not in group.other_names:
            group.other_names = [*group.other_names, choice.printed]
            group.save(update_fields=["other_names"])


def answer_best(import_: Import, at_least: int, *, by: User | None) -> int:
    """Take the best suggestion for every open match of an import, if it is so much alike (0 to 100)."""
    best = {
        question.choice_id: question.choice.suggestions[0]["answer"]
        for question in open_questions(import_).filter(choice__kind=ChoiceKind.MATCH)
        if question.choice.suggestions and question.choice.suggestions[0]["score"] >= at_least
    }
    return answer(best, about=import_, by=by)


def answer_rest_as_new(import_: Import, *, by: User | None) -> int:
    """Say of every open match of an import that it is a recommendation of its own."""
    rest = open_questions(import_).filter(choice__kind=ChoiceKind.MATCH)
    return answer(dict.fromkeys(rest.values_list("choice_id", flat=True), ""), about=import_, by=by)
