"""Which imports, lines, problems and choices are asked for. Values that are not known are errors."""

from typing import Any, cast

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from recommendations.importing.answers import search
from recommendations.importing.models import (
    ChangeKind,
    Choice,
    ChoiceKind,
    Import,
    ImportProblem,
    Phase,
    PlannedChange,
    Question,
)
from recommendations.importing.models.choices import ChoiceQuerySet
from recommendations.importing.precedence import SOURCE_OF_FORMAT
from recommendations.importing.problems import MESSAGES
from reviews.models import Review
from upr_tracker.lib.filters import AnyKeyFilter, AnyOfFilter, TrueOrFalseFilter


class ImportFilter(django_filters.FilterSet):
    phase = AnyOfFilter(
        where=lambda phases: Q(phase__in=phases),
        choices=Phase.choices,
        label=_("Phase"),
        help_text=_("Where it is on its way."),
    )
    format = AnyOfFilter(
        where=lambda formats: Q(format__in=formats),
        choices=[(format, format) for format in SOURCE_OF_FORMAT],
        label=_("Format"),
        help_text=_("What the file turned out to be."),
    )
    review = AnyKeyFilter(
        where=lambda slugs: Q(review__slug__in=slugs),
        rows=Review.objects.all(),
        key="slug",
        label=_("Review"),
        help_text=_("The only review that the file is about, as State and cycle: khm-2."),
    )
    sha256 = django_filters.CharFilter(
        validators=[RegexValidator(r"\A[0-9a-f]{64}\Z", _("A SHA-256 sum has 64 digits from 0 to f."))],
        label=_("SHA-256"),
        help_text=_("Content of the file: its SHA-256 sum in 64 small hexadecimal digits."),
    )
    created_after = django_filters.IsoDateTimeFilter(
        field_name="created_at",
        lookup_expr="gt",
        label=_("Received after"),
        help_text=_("Received later than this time: 2026-05-04T12:00:00Z."),
    )

    class Meta:
        model = Import
        fields: list[str] = []


class ChangeFilter(django_filters.FilterSet):
    """Lines of one plan: the queryset is that of one import."""

    kind = AnyOfFilter(
        where=lambda kinds: Q(kind__in=kinds),
        choices=ChangeKind.choices,
        label=_("What happens"),
        help_text=_("What happens to the record."),
    )
    conflicting = TrueOrFalseFilter(
        help_text=_("Whether the file says something else than a source that is believed before it.")
    )
    model = AnyOfFilter(
        where=lambda models: Q(model__in=models),
        choices=[(model, model) for model in ("review", "document", "recommendation", "response")],
        label=_("Record"),
        help_text=_("What kind of record it is."),
    )
    review = AnyKeyFilter(
        where=lambda slugs: Q(review_slug__in=slugs),
        rows=PlannedChange.objects.none(),
        key="review_slug",
        label=_("Review"),
        help_text=_("A review that the plan has lines on, as State and cycle: khm-2."),
    )
    key = django_filters.CharFilter(
        lookup_expr="icontains",
        label=_("Key"),
        help_text=_("A part of the record's key: 118.5."),
    )

    class Meta:
        model = PlannedChange
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = cast(QuerySet[PlannedChange], self.queryset)
        # A plan may be about reviews that are not there yet: known are those that it names.
        self.filters["review"].extra["rows"] = lines.order_by()
        self.filters["review"].extra["error_messages"] = {
            "invalid_choice": _("This plan has no line on a review “%(value)s”.")
        }


class ProblemFilter(django_filters.FilterSet):
    severity = AnyOfFilter(
        where=lambda severities: Q(severity__in=severities),
        choices=[(severity, severity) for severity in ("error", "warning", "notice")],
        label=_("Severity"),
        help_text=_("An error stopped the reading, a warning wants a person's eye, a notice only tells."),
    )
    code = AnyOfFilter(
        where=lambda codes: Q(code__in=codes),
        choices=lambda: [(code, code) for code in MESSAGES],
        label=_("Code"),
        help_text=_("Which problem it is: later-change."),
    )

    class Meta:
        model = ImportProblem
        fields: list[str] = []


class QuestionFilter(django_filters.FilterSet):
    open = TrueOrFalseFilter(
        field_name="choice__answer", lookup_expr="isnull", help_text=_("Whether it waits for an answer.")
    )
    kind = AnyOfFilter(
        where=lambda kinds: Q(choice__kind__in=kinds),
        choices=ChoiceKind.choices,
        label=_("Kind"),
        help_text=_("What is asked."),
    )

    class Meta:
        model = Question
        fields: list[str] = []


_WHOSE = _("Number of the import whose questions they were.")


@extend_schema_field({"type": "integer", "minimum": 1, "description": _WHOSE})
class _ImportNumberFilter(django_filters.Filter):
    field_class = forms.IntegerField


class AnswerFilter(django_filters.FilterSet):
    kind = AnyOfFilter(
        where=lambda kinds: Q(kind__in=kinds),
        choices=ChoiceKind.choices,
        label=_("Kind"),
        help_text=_("What was asked."),
    )
    q = django_filters.CharFilter(
        method="search",
        label=_("Words"),
        help_text=_("Words of the question, of the answer, of the file’s name or of who answered."),
    )

    import_id = _ImportNumberFilter(
        field_name="answered_in", min_value=1, max_value=2**31 - 1, label=_("Import"), help_text=_WHOSE
    )

    class Meta:
        model = Choice
        fields: list[str] = []

    def search(self, answered: ChoiceQuerySet, name: str, words: str) -> ChoiceQuerySet:
        return search(answered, words)
