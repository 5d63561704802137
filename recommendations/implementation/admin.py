"""Organisations and their members are kept here; assessments and evidence are only looked at.

What is unpublished is its organisation's own here, too: others do not find it.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from recommendations.implementation.models import Assessment, Evidence, Membership, Organisation

#: A link written without its scheme is taken for an https one.
LINKS: dict[Any, Any] = {models.URLField: {"assume_scheme": "https"}}


class MembershipForm(forms.ModelForm):
    """Whose membership it is does not change; only a new row asks for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            user = self.fields["user"]
            user.disabled = True
            user.widget = forms.Select(choices=[(self.instance.user_id, str(self.instance.user))])


class MembershipInline(admin.TabularInline):
    model = Membership
    form = MembershipForm
    autocomplete_fields = ["user"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "organisation").order_by("user__email")


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "state", "members"]
    list_filter = ["kind"]
    list_select_related = ["state"]
    search_fields = ["name", "slug"]
    ordering = ["name", "pk"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]
    formfield_overrides = LINKS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return super().get_queryset(request).annotate(member_count=Count("memberships"))

    @admin.display(description=_("members"), ordering="member_count")
    def members(self, organisation: Organisation) -> int:
        return organisation.member_count  # type: ignore[attr-defined]


class ReadOnly(admin.options.BaseModelAdmin):
    """What is written in the workspace, by rules that the admin does not know."""

    formfield_overrides = LINKS

    def has_add_permission(self, *args: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any) -> bool:
        return False

    def has_delete_permission(self, *args: Any) -> bool:
        return False


class EvidenceReading(ReadOnly):
    readonly_fields = ["download"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return (
            Evidence.objects.visible_to(request.user)
            .select_related("document", "assessment__organisation", "assessment__recommendation__review")
            .order_by("-pk")
        )

    @admin.display(description=_("file"))
    def download(self, evidence: Evidence) -> SafeString | str:
        """Link to the view that asks who wants the file."""
        if not evidence.file:
            return "–"
        address = reverse("evidence-file", args=[evidence.pk])
        return format_html('<a href="{}">{}</a>', address, _("Download"))


class EvidenceInline(EvidenceReading, admin.TabularInline):
    model = Evidence
    fields = ["title", "stance", "visibility", "publisher", "date", "document", "url", "download", "place"]


@admin.register(Assessment)
class AssessmentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["recommendation", "organisation", "status", "stage", "is_current", "published_at"]
    list_filter = ["stage", "status", "is_current", "recommendation__review__cycle", "organisation"]
    list_select_related = ["recommendation__review", "organisation"]
    search_fields = ["narrative", "organisation__name", "recommendation__number"]
    search_help_text = _("Words of the narrative, name of the organisation, or number such as 118.5.")
    date_hierarchy = "published_at"
    ordering = ["-updated_at", "-pk"]
    inlines = [EvidenceInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        return Assessment.objects.visible_to(request.user)


@admin.register(Evidence)
class EvidenceAdmin(EvidenceReading, admin.ModelAdmin):
    list_display = ["title", "assessment", "stance", "visibility", "date", "download"]
    list_filter = ["visibility", "stance"]
    search_fields = ["title", "publisher", "assessment__organisation__name"]
    ordering = ["-pk"]
    exclude = ["file"]
