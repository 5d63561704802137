"""Imports as they happened, to look at: nobody edits what an import did. And the headings of columns,
which people add to.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.importing.models import ColumnHeading, Import, ImportProblem, PlannedChange
from upr_tracker.lib.text import normalise


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ["name", "symbol", "review", "phase", "created_by", "created_at", "applied_at"]
    list_filter = ["phase", "format"]
    list_select_related = ["created_by", "review__state_under_review"]
    search_fields = ["name", "symbol", "sha256", "review__state_under_review__name"]
    exclude = ["file"]  # has no address
    date_hierarchy = "created_at"
    show_facets = admin.ShowFacets.ALLOW

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        return Import.objects.newest_first()


@admin.register(PlannedChange)
class PlannedChangeAdmin(ReadOnlyAdmin):
    list_display = ["key", "model", "kind", "conflicting", "plan_of"]
    list_filter = ["kind", "model", "conflicting"]
    list_select_related = ["plan_of"]
    search_fields = ["key", "plan_of__name", "plan_of__symbol"]
    ordering = ["-plan_of", "order"]


@admin.register(ImportProblem)
class ImportProblemAdmin(ReadOnlyAdmin):
    list_display = ["code", "severity", "place", "found_in"]
    list_filter = ["severity", "code"]
    list_select_related = ["found_in"]
    search_fields = ["where", "sheet", "column", "found_in__name", "found_in__symbol"]
    readonly_fields = ["message"]
    ordering = ["-found_in", "page", "pk"]

    @admin.display(description="message")
    def message(self, problem: ImportProblem) -> Any:
        return problem.message

    @admin.display(description=gettext_lazy("place"))
    def place(self, problem: ImportProblem) -> str:
        return problem.place


class ColumnHeadingForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """Refuse a heading that is known already, and a field that no reader asks for."""
        data = super().clean() or self.cleaned_data
        if not {"format", "field", "heading"} <= data.keys():
            return data
        key = normalise(data["heading"])
        if not key:
            raise ValidationError(
                _("Write at least one Latin letter or digit: headings are told apart by these.")
            )
        others = ColumnHeading.objects.filter(format=data["format"]).exclude(pk=self.instance.pk)
        known = {heading.key: heading for heading in others}
        fields = sorted({heading.field for heading in others})
        if key in known:
            self.add_error(
                "heading",
                _("“%(heading)s” is known already; it stands for %(field)s.")
                % {"heading": known[key].heading, "field": known[key].field},
            )
        if data["field"] not in fields and data["field"] != self.initial.get("field"):
            self.add_error(
                "field",
                _("The fields of this format are: %(fields)s.") % {"fields": ", ".join(fields) or "-"},
            )
        return data


@admin.register(ColumnHeading)
class ColumnHeadingAdmin(admin.ModelAdmin):
    """By which headings the readers of tables know their columns."""

    form = ColumnHeadingForm
    list_display = ["heading", "field", "format"]
    list_filter = ["format", "field"]
    search_fields = ["heading", "field"]
    ordering = ["format", "field", "heading", "pk"]
