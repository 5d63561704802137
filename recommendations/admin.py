"""Recommendations and how they are classified, for data managers.

Positions and implementation statuses are read here. A new position is recorded by adding a response;
what was recorded is never changed.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import widgets
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.models import (
    AffectedGroup,
    AffectedGroupTag,
    Clause,
    GoalTag,
    Recommendation,
    Recurrence,
    Response,
    Source,
    SustainableDevelopmentGoal,
    Theme,
    ThemeName,
    ThemeTag,
    Vocabulary,
)
from recommendations.responses import record_response
from upr_tracker.lib.admin import NameForm, SharedChoices

_CORRECTED = {
    "text": "text",
    "text_source": "text",
    "page": "text",
    "summary": "summary",
    "action_category": "action_category",
}
"""Fields of the form, and under which name `Recommendation.sources` keeps that they are a person's."""

_TAGS: dict[type[Model], str] = {ThemeTag: "themes", AffectedGroupTag: "affected_groups", GoalTag: "goals"}


def _corrected_in(formset: Any) -> set[str]:
    """Answer the `sources` that a person changed: clauses, their wording and States, tags taken away."""
    if formset.model in _TAGS:
        replaced = any(form.has_changed() and form.initial for form in formset.forms)
        return {_TAGS[formset.model]} if formset.deleted_objects or replaced else set()
    if formset.model is not Clause:
        return set()
    return {
        f"clauses.{form.instance.order}.{name}"
        for form in formset.forms
        for name in ("text", "states")
        if name in form.changed_data or form in formset.deleted_forms
    }


class RecommendationForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """Refuse a number that the review has already: the database would, without a word for people."""
        data = super().clean() or self.cleaned_data
        if {"review", "item"} <= data.keys():
            same = Recommendation.objects.filter(
                review=data["review"], paragraph=data.get("paragraph"), item=data["item"]
            ).exclude(pk=self.instance.pk)
            if same.exists():
                raise ValidationError(_("The review has a recommendation with this number already."))
        return data


_BY_EARLIER = ("earlier__review__cycle", "earlier__paragraph", "earlier__item", "pk")


class ClauseInline(SharedChoices, admin.StackedInline):
    model = Clause
    extra = 0
    fields = ["order", "text", "summary", "states"]
    filter_horizontal = ["states"]
    shared_choices = ["states"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Clause]:
        return super().get_queryset(request).prefetch_related("states").order_by("order")


class TagInline(SharedChoices, admin.TabularInline):
    extra = 0
    readonly_fields = ["source"]


class ThemeTagInline(TagInline):
    model = ThemeTag
    shared_choices = ["theme"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ThemeTag]:
        return super().get_queryset(request).select_related("theme").order_by("theme__order", "pk")


class AffectedGroupTagInline(TagInline):
    model = AffectedGroupTag
    shared_choices = ["group"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AffectedGroupTag]:
        return super().get_queryset(request).select_related("group").order_by("group__name", "pk")


class GoalTagInline(TagInline):
    model = GoalTag
    shared_choices = ["goal"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[GoalTag]:
        return super().get_queryset(request).select_related("goal").order_by("goal__number", "pk")


class AskedBeforeInline(admin.TabularInline):
    """What it takes up of earlier cycles; changed on a page of its own."""

    model = Recurrence
    fk_name = "later"
    fields = ["earlier", "kind", "reason"]
    readonly_fields = ["earlier", "kind", "reason"]
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recurrence]:
        return Recurrence.objects.select_related("later__review", "earlier__review").order_by(*_BY_EARLIER)


class ResponseInline(admin.TabularInline):
    """The history of the position. A new statement may be added to it."""

    model = Response
    fields = ["kind", "position", "date", "document", "paragraph", "stated_as", "comment"]
    autocomplete_fields = ["document"]
    extra = 0
    formfield_overrides = {
        models.CharField: {"widget": widgets.AdminTextInputWidget(attrs={"size": 12})},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 30})},
    }

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Response]:
        return Response.objects.in_order().select_related("document", "recommendation__review")


@admin.register(Recommendation)
class RecommendationAdmin(admin.ModelAdmin):
    form = RecommendationForm
    list_display = ["number", "review_slug", "beginning", "position", "implementation_status"]
    list_filter = [
        "review__cycle",
        "review__state_under_review__regional_group",
        "position",
        "implementation_status",
        "action_category",
        "themes__parent",
    ]
    show_facets = admin.ShowFacets.ALLOW  # when asked for: the table is long
    show_full_result_count = False
    search_fields = ["=review__slug", "=number", "text", "summary"]
    search_help_text = gettext_lazy(
        "Words of the wording or summary, a number such as 118.5, a review such as khm-2."
    )
    autocomplete_fields = ["review", "text_source", "summary_source"]
    readonly_fields = ["number", "text_as_printed", "position", "implementation_status", "updated_at"]
    fields = [
        "review",
        ("paragraph", "item", "number"),
        "text",
        "text_as_printed",
        ("text_source", "page"),
        "summary",
        ("summary_source", "summary_place"),
        "note",
        "action_category",
        ("action_rule", "action_verb", "action_reason"),
        ("position", "implementation_status", "updated_at"),
    ]
    inlines = [
        ClauseInline,
        ResponseInline,
        AskedBeforeInline,
        ThemeTagInline,
        AffectedGroupTagInline,
        GoalTagInline,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recommendation]:
        """With the review, by which a recommendation is called: lists of choices do, too."""
        return Recommendation.objects.in_order().select_related("review__state_under_review")

    def save_model(
        self, request: HttpRequest, obj: Recommendation, form: forms.ModelForm, change: bool
    ) -> None:
        """What a person writes here is theirs: no import overwrites it."""
        for name, field in _CORRECTED.items():
            if name in form.changed_data and (change or form.cleaned_data[name]):
                obj.sources[field] = Source.PERSON
        super().save_model(request, obj, form, change)
        obj.refresh_from_db(fields=["number"])

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:
        """Record new responses where positions are written; a tag that a person sets is the person's."""
        if formset.model is Response:
            for response in formset.save(commit=False):
                response.source = Source.PERSON
                if not record_response(response):
                    messages.warning(
                        request, _("This response was recorded before, so nothing was added: %s.") % response
                    )
            return
        if issubclass(formset.model, ThemeTag | AffectedGroupTag | GoalTag):
            for tag_form in formset.forms:
                if tag_form.has_changed():
                    tag_form.instance.source = Source.PERSON
        super().save_formset(request, form, formset, change)
        corrected = _corrected_in(formset)
        if corrected:
            form.instance.sources |= dict.fromkeys(corrected, Source.PERSON)
            form.instance.save(update_fields=["sources", "updated_at"])

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set[str], Any]:
        """Where responses or assessments rest on a recommendation, that is why it stays, not permissions."""
        objects, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return objects, counts, set() if protected else lacking, protected

    @admin.display(description=gettext_lazy("review"), ordering="review__slug")
    def review_slug(self, recommendation: Recommendation) -> str:
        return recommendation.review.slug

    @admin.display(description=gettext_lazy("wording"))
    def beginning(self, recommendation: Recommendation) -> str:
        return Truncator(recommendation.wording).words(20)


@admin.register(Response)
class ResponseAdmin(admin.ModelAdmin):
    """Looked at here; added to a recommendation, on its page."""

    list_display = ["recommendation", "kind", "position", "date", "document", "stated_as"]
    list_filter = ["kind", "position", "recommendation__review__cycle", "document__kind"]
    list_select_related = ["recommendation__review", "document"]
    search_fields = [
        "=recommendation__review__slug",
        "=recommendation__number",
        "document__symbol",
        "comment",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Response]:
        return Response.objects.in_order()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Recurrence)
class RecurrenceAdmin(admin.ModelAdmin):
    """What was asked again in later cycles, and why we say so."""

    list_display = ["later", "kind", "earlier", "reason"]
    list_filter = ["kind", "later__review__cycle"]
    list_select_related = ["later__review", "earlier__review"]
    search_fields = ["=later__number", "=earlier__number", "reason"]
    autocomplete_fields = ["later", "earlier"]
    ordering = ["later__review__cycle", "later__paragraph", "later__item", *_BY_EARLIER]


class CountingTags(admin.ModelAdmin):
    """A list of what recommendations are tagged with, and how many are."""

    show_facets = admin.ShowFacets.ALWAYS

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(number_of_tags=Count("tags"))

    @admin.display(description=gettext_lazy("recommendations"), ordering="number_of_tags")
    def tagged(self, row: Any) -> int:
        return row.number_of_tags


@admin.register(Theme)
class ThemeAdmin(CountingTags):
    list_display = ["name", "parent", "slug", "order", "tagged"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "names__name"]
    autocomplete_fields = ["parent"]
    ordering = ["order", "slug"]


@admin.register(AffectedGroup)
class AffectedGroupAdmin(CountingTags):
    list_display = ["name", "slug", "tagged"]
    search_fields = ["name", "slug"]
    ordering = ["name"]


@admin.register(SustainableDevelopmentGoal)
class GoalAdmin(CountingTags):
    list_display = ["code", "name", "tagged"]
    search_fields = ["=code", "name"]
    ordering = ["number", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["code"] if obj else []


class ThemeNameForm(NameForm):
    within = ["vocabulary"]


@admin.register(ThemeName)
class ThemeNameAdmin(admin.ModelAdmin):
    """The crosswalk from vocabularies to our themes."""

    form = ThemeNameForm
    list_display = ["name", "vocabulary", "stands_for"]
    list_filter = ["vocabulary"]
    list_select_related = ["vocabulary"]
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ["name", "themes__name"]
    autocomplete_fields = ["themes"]
    ordering = ["vocabulary", "name", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ThemeName]:
        return super().get_queryset(request).prefetch_related("themes")

    @admin.display(description=gettext_lazy("themes"))
    def stands_for(self, name: ThemeName) -> str:
        return ", ".join(sorted(theme.name for theme in name.themes.all()))


@admin.register(Vocabulary)
class VocabularyAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "version", "names"]
    search_fields = ["name", "slug"]
    ordering = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Vocabulary]:
        return super().get_queryset(request).annotate(number_of_names=Count("theme_names"))

    def get_readonly_fields(self, request: HttpRequest, obj: Vocabulary | None = None) -> list[str]:
        return ["slug"] if obj else []

    @admin.display(description=gettext_lazy("theme names"), ordering="number_of_names")
    def names(self, vocabulary: Vocabulary) -> int:
        return vocabulary.number_of_names  # type: ignore[attr-defined]
