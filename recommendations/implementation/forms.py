"""What people fill in: an assessment with its evidence, a reason, an organisation."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from recommendations.implementation import uploads
from recommendations.implementation.models import Assessment, Evidence, Organisation
from recommendations.models import Clause, ImplementationStatus
from states.models import State
from upr_tracker.accounts.models import User

#: What each status means, in words for the person who has to choose one.
MEANINGS = {
    ImplementationStatus.IMPLEMENTED: _("Everything that was asked is done."),
    ImplementationStatus.PARTIALLY_IMPLEMENTED: _("Some of what was asked is done."),
    ImplementationStatus.IN_PROGRESS: _("Action has begun, with no result yet."),
    ImplementationStatus.NOT_IMPLEMENTED: _("Nothing has been done."),
    ImplementationStatus.REGRESSED: _("Things got worse, or went the other way."),
    ImplementationStatus.NOT_ENOUGH_EVIDENCE: _("You looked, and could not tell."),
    ImplementationStatus.NO_LONGER_APPLICABLE: _("What was asked no longer has an object."),
}


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LinkField(forms.URLField):
    """A link written without its scheme is taken for an https one; browsers' own check would refuse it."""

    widget = forms.TextInput(attrs={"inputmode": "url"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class ClausesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, clause: Clause) -> str:
        return f"{clause.order}. {clause.wording}"


class AssessmentForm(forms.ModelForm):
    """An organisation's judgement of one recommendation.

    Asks for the organisation only where the person belongs to several, and for clauses only where the
    recommendation has several. `version` is the text that the person began with.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Assessment
        fields = ["organisation", "status", "narrative", "considered_up_to", "confidence", "clauses"]
        field_classes = {"clauses": ClausesField}
        widgets = {
            "status": forms.RadioSelect,
            "confidence": forms.RadioSelect,
            "considered_up_to": DateInput,
            "narrative": forms.Textarea(attrs={"rows": 6}),
        }
        labels = {
            "status": _("How far is it implemented?"),
            "narrative": _("What happened?"),
            "confidence": _("How sure are you?"),
            "clauses": _("Which of its requests do you speak of?"),
        }
        help_texts = {
            "narrative": _("What was done or not done, by whom and when. A few sentences are enough."),
            "clauses": _("Tick none to speak of the whole recommendation."),
        }

    def __init__(self, data: Any = None, *, instance: Assessment, by: User) -> None:
        super().__init__(data, instance=instance)
        fields: dict[str, Any] = self.fields
        self.initial["version"] = instance.version
        fields["status"].choices = [
            (status.value, format_html("<span><strong>{}</strong><br>{}</span>", status.label, meaning))
            for status, meaning in MEANINGS.items()
        ]
        if instance.considered_up_to is None:
            self.initial["considered_up_to"] = timezone.localdate()

        organisations = Organisation.objects.filter(memberships__user=by).order_by("name", "pk")
        if instance.pk or len(organisations) == 1:
            del fields["organisation"]
            if not instance.pk:
                instance.organisation = organisations[0]
        else:
            fields["organisation"].queryset = organisations

        clauses = instance.recommendation.clauses.order_by("order")
        if len(clauses) > 1:
            fields["clauses"].queryset = clauses
        else:
            del fields["clauses"]

    def go_on_from(self, version: int) -> None:
        """Let the next save replace this version: the person has now been shown it."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = version
        self.data = data

    def clean_version(self) -> int:
        """Let the assessment say with which version the person began: `save_draft` compares."""
        self.instance.version = self.cleaned_data["version"]
        return self.instance.version


class EvidenceForm(forms.ModelForm):
    class Meta:
        model = Evidence
        fields = ["title", "url", "file", "stance", "visibility", "publisher", "date", "place", "excerpt"]
        field_classes = {"url": LinkField}
        widgets = {
            "file": forms.FileInput(attrs={"accept": uploads.ENDINGS}),
            "date": DateInput,
            "excerpt": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "title": _("What is it?"),
            "url": _("Link"),
            "file": _("or file"),
            "stance": _("What it says about implementation"),
            "visibility": _("Who may see it"),
        }
        help_texts = {
            "title": _("A law, a report, a news item, a figure: its title or a few words."),
            "visibility": _("Restricted evidence is never shown outside your organisation."),
        }

    def clean_file(self) -> Any:
        """Check a new file; one that is kept already is left alone."""
        file = self.cleaned_data["file"]
        return uploads.accept(file) if "file" in self.changed_data else file

    def clean(self) -> dict[str, Any]:
        """Ask for a source; the constraint that does so is skipped here for want of `document`."""
        data = super().clean() or self.cleaned_data
        has_source = data.get("url") or data.get("file") or self.instance.document_id
        if not has_source and not self.errors.keys() & {"url", "file"}:
            raise forms.ValidationError(_("Give a link or a file."), code="no-source")
        return data


class BaseEvidenceFormSet(forms.BaseInlineFormSet):
    """The pieces of evidence of one assessment, and blank rows for more."""

    def _construct_form(self, i: int, **kwargs: Any) -> EvidenceForm:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if self.is_bound and form.instance.pk is None:
            # Somebody may have removed the piece since this page was opened: it is then a new one.
            form.fields["id"].required = False
            form.fields["id"].disabled = True
        return form

    def kept(self) -> list[Evidence]:
        """New and changed pieces, unsaved."""
        return [
            form.save(commit=False)
            for form in self.forms
            if form.has_changed() and form not in self.deleted_forms
        ]

    def dropped(self) -> list[Evidence]:
        return [form.instance for form in self.deleted_forms if form.instance.pk]


EvidenceFormSet = forms.inlineformset_factory(
    Assessment, Evidence, form=EvidenceForm, formset=BaseEvidenceFormSet, extra=3, max_num=50
)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "kind", "state", "website"]
        field_classes = {"website": LinkField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.queryset = State.objects.in_order()
