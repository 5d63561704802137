"""What several pages of the admin need."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from upr_tracker.lib.text import normalise


class SharedChoices:
    """An inline whose selects offer the same rows in every line: they are read once, not once a line."""

    #: The relations that are shown as such selects; short lists only.
    shared_choices: list[str] = []

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if db_field.name in self.shared_choices:
            field.choices = list(field.choices)
        return field


class ReadOnlyInline(admin.TabularInline):
    """Rows that are looked at here and changed elsewhere."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class NameForm(forms.ModelForm):
    """A row that is known by its normalised name (`lib.fields.NormalisedField`, `key`).

    The database keeps keys unique, among all rows or `within` another field; this says so to people.
    """

    within: list[str] = []

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        name = self.cleaned_data.get("name")
        if not name:
            return data
        same = {"key": normalise(name)} | {field: getattr(self.instance, field) for field in self.within}
        if not same["key"]:
            self.add_error("name", _("Write at least one letter of the Latin alphabet or one digit."))
            return data
        model = self._meta.model
        known = model._default_manager.filter(**same).exclude(pk=self.instance.pk).first()
        if known:
            self.add_error("name", ValidationError(_("“%(known)s” is known already."), params={"known": known}))
        return data
