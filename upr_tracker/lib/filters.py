"""Filters of lists: known values as alternatives, and an API that refuses what it does not know."""

import difflib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError as FormError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.fields import MultipleChoiceField
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

Choices = Iterable[tuple[Any, Any]]


class AnyOfFilter(django_filters.MultipleChoiceFilter):
    """One or more known values, as alternatives; `where` turns them into a condition.

    `choices` are the known values, given or read when they are needed. Another value is an error that
    names it.
    """

    def __init__(
        self,
        *,
        where: Callable[[list[str]], Q],
        label: Any,
        help_text: Any,
        choices: Choices | Callable[[], Choices] | None = None,
        **extra: Any,
    ) -> None:
        if choices is not None:
            extra["choices"] = choices
        super().__init__(
            label=label,
            help_text=help_text,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": gettext_lazy("“%(value)s” is not a known value.")},
            **extra,
        )
        self.where = where
        fixed = [] if choices is None or callable(choices) else [value for value, _label in choices]
        # For the OpenAPI document, which would guess from the model.
        known = {"type": "string", "description": help_text} | ({"enum": fixed} if fixed else {})
        extend_schema_field(known)(self)  # type: ignore[type-var]

    def filter(self, qs: QuerySet, value: Sequence[str]) -> QuerySet:
        return qs.filter(self.where(list(value))) if value else qs


class KeysField(MultipleChoiceField):
    """Keys of rows, looked up in one query."""

    def __init__(self, *, rows: QuerySet, key: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = rows
        self.key = key

    def validate(self, value: list[str]) -> None:
        possible = [key for key in value if "\x00" not in key]  # which PostgreSQL would not look for
        known = self.rows.filter(**{f"{self.key}__in": possible}).values_list(self.key, flat=True).distinct()
        for key in set(value).difference(known):
            raise FormError(self.error_messages["invalid_choice"], "invalid_choice", {"value": key})


class AnyKeyFilter(AnyOfFilter):
    """Known values that are too many to be read: the text field `key` of `rows`."""

    field_class = KeysField

    def __init__(self, *, rows: QuerySet, key: str, **kwargs: Any) -> None:
        super().__init__(rows=rows, key=key, **kwargs)


class TrueOrFalseFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`; anything else is an error that names it."""

    def __init__(self, *, help_text: Any, **kwargs: Any) -> None:
        super().__init__(
            help_text=help_text,
            choices=[("true", "true"), ("false", "false")],
            coerce="true".__eq__,
            error_messages={"invalid_choice": gettext_lazy("“%(value)s” is neither “true” nor “false”.")},
            **kwargs,
        )
        extend_schema_field({"type": "boolean", "description": help_text})(self)  # type: ignore[type-var]


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter's backend, which also refuses parameters that no filter knows.

    A misspelt name would otherwise be ignored and the whole list taken for the answer. One resource, as
    opposed to a list, takes no parameters.
    """

    def filter_queryset(  # type: ignore[override]
        self, request: Request, queryset: QuerySet, view: APIView
    ) -> QuerySet:
        filters = self.get_filterset_class(view, queryset)
        one = getattr(view, "detail", False)
        known = [] if one else [*(filters.base_filters if filters else []), *_parameters_of_paging(view)]
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            raise ValidationError({name: [_explain(name, known)] for name in unknown})
        return queryset if one else super().filter_queryset(request, queryset, view)


def _parameters_of_paging(view: APIView) -> list[str]:
    paginator = getattr(view, "paginator", None)
    names = ("page_query_param", "page_size_query_param", "cursor_query_param")
    return [value for name in names if (value := getattr(paginator, name, None))]


def _explain(name: str, known: list[str]) -> str:
    if not known:
        return _("There is no parameter “%(name)s”; this address takes none.") % {"name": name}
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return _("There is no parameter “%(name)s”. Did you mean “%(close)s”?") % {
            "name": name,
            "close": close[0],
        }
    return _("There is no parameter “%(name)s”. Known are: %(known)s.") % {
        "name": name,
        "known": ", ".join(sorted(known)),
    }
