from django import forms
from django.utils.translation import gettext_lazy as _

ACCEPTED = (".pdf", ".docx", ".xlsx", ".xls", ".csv", ".json")
"""What the browser offers to choose from: a help for people, no check."""


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
