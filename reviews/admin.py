from django.contrib import admin
from django.db import models
from django.db.models import F, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from reviews.models import Cycle, Document, PublishedTotal, Review, Session


class DocumentInline(admin.TabularInline):
    model = Document
    fields = ["symbol", "kind", "title", "date"]
    extra = 0
    show_change_link = True
    ordering = [F("date").asc(nulls_last=True), "symbol"]


class PublishedTotalInline(admin.TabularInline):
    model = PublishedTotal
    autocomplete_fields = ["document"]
    extra = 0
    ordering = ["source", "pk"]


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ["state_under_review", "cycle_number", "slug", "session_number", "date", "adopted_on"]
    list_filter = ["cycle", "state_under_review__regional_group"]
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    search_fields = ["state_under_review__name", "slug"]
    search_help_text = _("Name of the State under review, or State and cycle: khm-2.")
    autocomplete_fields = ["state_under_review", "session", "troika"]
    readonly_fields = ["slug"]
    inlines = [DocumentInline, PublishedTotalInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        """With the State, whose name is a review's: lists of choices print it, too."""
        return Review.objects.in_order().select_related("state_under_review")

    def save_model(self, request: HttpRequest, obj: Review, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        obj.refresh_from_db(fields=["slug"])

    @admin.display(description=_("cycle"), ordering="cycle")
    def cycle_number(self, review: Review) -> int:
        return review.cycle_id

    @admin.display(description=_("session"), ordering="session")
    def session_number(self, review: Review) -> int | None:
        return review.session_id


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    list_display = ["symbol", "kind", "title", "date", "review"]
    list_filter = ["kind", "language", "review__cycle"]
    list_select_related = ["review__state_under_review"]
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    search_fields = ["symbol", "title"]
    autocomplete_fields = ["review"]
    ordering = ["symbol"]
    # An address written without its scheme is taken for an https one.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):
    list_display = ["number", "cycle_number", "year", "starts", "ends"]
    list_filter = ["cycle"]
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ["=number", "=year"]
    ordering = ["number"]

    def get_readonly_fields(self, request: HttpRequest, obj: Session | None = None) -> list[str]:
        return ["number"] if obj else []

    @admin.display(description=_("cycle"), ordering="cycle")
    def cycle_number(self, session: Session) -> int:
        return session.cycle_id


@admin.register(Cycle)
class CycleAdmin(admin.ModelAdmin):
    list_display = ["number", "first_year", "last_year"]
    search_fields = ["=number"]
    ordering = ["number"]

    def get_readonly_fields(self, request: HttpRequest, obj: Cycle | None = None) -> list[str]:
        return ["number"] if obj else []
