"""What data managers send: a file, what to show of a plan, answers to the questions of an import."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.importing.answers import search
from recommendations.importing.deciding import KnownAnswers
from recommendations.importing.models import Choice, ChoiceKind, Import
from recommendations.importing.models.choices import ChoiceQuerySet
from recommendations.importing.models.plans import PlannedChangeQuerySet
from reviews.models import Review
from upr_tracker.lib.uploads import upload_failure

ACCEPTED = (".pdf", ".docx", ".xlsx", ".xls", ".csv", ".json")
"""What the browser offers to choose from: a help for people, no check."""

_MOST_REVIEWS = 500
_SLUG = re.compile(r"[a-z]{3}-\d+")
_NUMBER = re.compile(r"\d+\.\d+|u\d+")


class FileForm(forms.Form):
    """Which files are accepted is said by `progress.receive_file`, for every way that files come in."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_(
            "In English: a report of the Working Group or the State’s addendum to it (PDF or Word), a "
            "thematic list of OHCHR (Word), an export of UHRI (JSON or Excel) or of UPR Info (Excel or CSV), "
            "or your own spreadsheet on our template (Excel or CSV). You will see what would be written "
            "before anything is."
        ),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if failure := upload_failure(file):
            raise forms.ValidationError(failure)
        return file


class PlanFilter(forms.Form):
    """Which lines of a plan are shown. What is not understood is not asked for: an address never fails."""

    q = forms.CharField(
        label=_("Number, review or document"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "118.5"}),
    )
    review = forms.ChoiceField(label=_("Review"), required=False)
    record = forms.ChoiceField(
        label=_("Records"),
        required=False,
        choices=[
            ("", _("all")),
            ("review", _("reviews")),
            ("document", _("documents")),
            ("recommendation", _("recommendations")),
            ("response", _("answers")),
        ],
    )

    def __init__(self, data: Any, *, import_: Import) -> None:
        super().__init__(data)
        reviews = [] if import_.review_id else _reviews_in(import_)
        self.fields["review"].choices = [("", _("all")), *reviews]  # type: ignore[attr-defined]
        if len(reviews) < 2:
            del self.fields["review"]
        self.is_valid()

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())

    def narrow(self, lines: PlannedChangeQuerySet) -> PlannedChangeQuerySet:
        chosen = self.cleaned_data
        if chosen.get("review"):
            lines = lines.filter(review_slug=chosen["review"])
        if chosen.get("record"):
            lines = lines.filter(model=chosen["record"])
        for word in chosen.get("q", "").lower().split():
            lines = lines.filter(_by_key(word))
        return lines


def _by_key(word: str) -> Q:
    if _SLUG.fullmatch(word):
        return Q(review_slug=word) | Q(key=word)
    return Q(key__endswith=f" {word}") if _NUMBER.fullmatch(word) else Q(key__icontains=word)


def _reviews_in(import_: Import) -> list[tuple[str, str]]:
    """The reviews that a plan speaks of, as choices: two queries, and never more than can be chosen from."""
    slugs = import_.changes.exclude(review_slug="").order_by("review_slug").values_list("review_slug")
    found = [slug for (slug,) in slugs.distinct()[:_MOST_REVIEWS]]
    known = Review.objects.filter(slug__in=found).select_related("state_under_review") if found else ()
    names = {review.slug: str(review) for review in known}
    return sorted(((slug, names.get(slug, slug)) for slug in found), key=lambda choice: choice[1])


class AnswersFilter(forms.Form):
    """Which remembered answers are shown. What is not understood is not asked for."""

    q = forms.CharField(
        label=_("Words"), max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(
        label=_("What was asked"), required=False, choices=[("", _("all")), *ChoiceKind.choices]
    )

    file = forms.ModelChoiceField(Import.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())

    @property
    def asked_by(self) -> Import | None:
        """The import whose questions they were, if only those are shown."""
        return self.cleaned_data.get("file")

    def narrow(self, answered: ChoiceQuerySet) -> ChoiceQuerySet:
        chosen = self.cleaned_data
        if chosen.get("kind"):
            answered = answered.filter(kind=chosen["kind"])
        if self.asked_by:
            answered = answered.filter(answered_in=self.asked_by)
        return search(answered, chosen["q"]) if chosen.get("q") else answered


class AnswerForm(forms.Form):
    """The answer to one question: `cleaned_data["value"]` as `choices.answer` takes it, None: left open.

    `answer` is "" (left open), "nothing", "other" (what is written in `other`), or "=" before the answer of
    one of the suggestions.
    """

    NOTHING, OTHER = "nothing", "other"

    answer = forms.CharField(required=False, max_length=310)
    other = forms.CharField(required=False, max_length=300)

    def __init__(self, data: Any = None, *, choice: Choice, known: KnownAnswers) -> None:
        super().__init__(data, prefix=self.prefix_of(choice.pk))
        self.choice = choice
        self._known = known

    @staticmethod
    def prefix_of(pk: int | str) -> str:
        return f"choice-{pk}"

    @property
    def picked(self) -> str:
        return self["answer"].value() or ""

    def clean(self) -> dict[str, Any]:
        picked = self.cleaned_data.get("answer", "")
        written = self.cleaned_data.get("other", "")
        if written and picked not in ("", self.OTHER):
            self.add_error(
                "other", _now("One answer is chosen above and another is written here. Keep one of them.")
            )
        elif written:
            self.cleaned_data["value"] = self._known.resolve(self.choice, written)
            if self.cleaned_data["value"] is None:
                self.add_error("other", self._unknown(written))
        elif picked == self.OTHER:
            self.add_error("other", _now("Write which one."))
        elif picked.startswith("="):
            self.cleaned_data["value"] = picked[1:]
            if picked[1:] not in {suggestion["answer"] for suggestion in self.choice.suggestions}:
                self.add_error("answer", _now("This answer is not among the suggestions any more."))
        else:
            self.cleaned_data["value"] = "" if picked == self.NOTHING else None
        return self.cleaned_data

    def _unknown(self, written: str) -> str:
        sentences = {
            ChoiceKind.STATE: _now(
                "“%(written)s” is no State. Choose one of the list, or write its ISO code."
            ),
            ChoiceKind.THEME: _now(
                "“%(written)s” is no theme. Choose from the list; write “;” between several."
            ),
            ChoiceKind.GROUP: _now("“%(written)s” is no affected group. Choose one of the list."),
            ChoiceKind.MATCH: _now(
                "There is no recommendation %(written)s in this review. Write its number: 118.5."
            ),
        }
        return sentences[ChoiceKind(self.choice.kind)] % {"written": written}
