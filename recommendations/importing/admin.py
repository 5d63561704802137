"""Imports as they happened, to look at: nobody edits what an import did."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from recommendations.importing.models import Import, ImportProblem, PlannedChange


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
    list_display = ["key", "model", "kind", "done", "plan_of"]
    list_filter = ["kind", "model", "done"]
    list_select_related = ["plan_of"]
    search_fields = ["key", "plan_of__name", "plan_of__symbol"]
    ordering = ["-plan_of", "order"]


@admin.register(ImportProblem)
class ImportProblemAdmin(ReadOnlyAdmin):
    list_display = ["code", "severity", "page", "where", "found_in"]
    list_filter = ["severity", "code"]
    list_select_related = ["found_in"]
    search_fields = ["where", "found_in__name", "found_in__symbol"]
    readonly_fields = ["message"]
    ordering = ["-found_in", "page", "pk"]

    @admin.display(description="message")
    def message(self, problem: ImportProblem) -> Any:
        return problem.message
