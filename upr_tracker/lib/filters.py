"""Filters of API lists."""

import difflib

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter's backend, which also refuses parameters that no filter knows.

    A misspelt name would otherwise be ignored and the whole list taken for the answer.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        filterset = self.get_filterset(request, queryset, view)
        known = [*(filterset.filters if filterset else []), *_parameters_of_paging(view)]
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            raise ValidationError({name: [_explain(name, known)] for name in unknown})
        return super().filter_queryset(request, queryset, view)


def _parameters_of_paging(view: APIView) -> list[str]:
    paginator = getattr(view, "paginator", None)
    names = ("page_query_param", "page_size_query_param", "cursor_query_param")
    return [value for name in names if (value := getattr(paginator, name, None))]


def _explain(name: str, known: list[str]) -> str:
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
