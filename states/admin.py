from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from states.models import RegionalGroup, State, StateName
from upr_tracker.lib.admin import NameForm


class StateNameInline(admin.TabularInline):
    model = StateName
    form = NameForm
    extra = 0
    ordering = ["name", "pk"]


@admin.register(State)
class StateAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "regional_group", "membership"]
    list_filter = ["regional_group", "membership"]
    list_select_related = ["regional_group"]
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ["name", "=code", "names__name"]
    search_help_text = _("A name, current or historical, or the ISO code.")
    ordering = ["name", "code"]
    inlines = [StateNameInline]

    def get_readonly_fields(self, request: HttpRequest, obj: State | None = None) -> list[str]:
        """The code is the key: another code would be another State."""
        return ["code"] if obj else []


@admin.register(RegionalGroup)
class RegionalGroupAdmin(admin.ModelAdmin):
    list_display = ["name", "short_name", "slug", "members"]
    search_fields = ["name", "short_name"]
    ordering = ["name", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegionalGroup]:
        return super().get_queryset(request).annotate(number_of_members=Count("states"))

    def get_readonly_fields(self, request: HttpRequest, obj: RegionalGroup | None = None) -> list[str]:
        return ["slug"] if obj else []

    @admin.display(description=_("States"), ordering="number_of_members")
    def members(self, group: RegionalGroup) -> int:
        return group.number_of_members  # type: ignore[attr-defined]
