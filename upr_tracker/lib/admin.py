"""What several pages of the admin need."""

from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import HttpRequest
from django.utils.translation import gettext as _

from upr_tracker.lib.text import normalise


class SharedChoices:
    """An inline whose selects offer the same rows in every line: they are read once, not once a line."""

    #: Relations to short lists, which are kept on their own pages.
    shared_choices: list[str] = []

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if db_field.name in self.shared_choices:
            field.widget = field.widget.widget  # without the links to add, change and delete what is offered
            rows = field.choices
            # Forms copy their fields deeply; a function is shared, and with it what was read.
            field.choices = cache(lambda: list(rows))
        return field


class NameForm(forms.ModelForm):
    """A row that is known by the key of its name (`lib.fields.NormalisedField`).

    The database keeps keys unique, among all rows or among those of the same `within`; people are told.
    """

    within: list[str] = []

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not normalise(name):
            raise ValidationError(
                _("Write at least one Latin letter or digit: names are told apart by these.")
            )
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if all(data.get(field) for field in ["name", *self.within]):
            same = {"key": normalise(data["name"])} | {field: data[field] for field in self.within}
            known = self._meta.model._default_manager.filter(**same).exclude(pk=self.instance.pk).first()
            if known:
                self.add_error("name", _("“%(name)s” is known already.") % {"name": known})
        return data
