from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """Which files are accepted is said by `progress.receive_file`, for every way that files come in."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_(
            "A report of the Working Group in English, as PDF. You will see what would be written before "
            "anything is."
        ),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
