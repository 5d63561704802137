"""Counts by one or two dimensions, under any question: the numbers of the page that compares."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from recommendations.comparing import Ways, can_be_crossed
from recommendations.dimensions import Dimension, Unit
from recommendations.filters import RecommendationFilter
from recommendations.models import Recommendation
from recommendations.statistics import CROSSED, CrossTable, Heading, count_by, cross
from upr_tracker.lib.filters import StrictFilterBackend

#: What is asked beside the filters.
CHOICES = ("row", "column", "unit")


def _one_of(values: list[str], label: Any, help_text: Any, required: bool = False) -> Any:
    """One of the known values; another one is an error that names it, and those that are known."""
    one_of = django_filters.ChoiceFilter(
        method="keep",
        choices=[(value, value) for value in values],
        label=label,
        help_text=help_text,
        required=required,
        error_messages={
            "invalid_choice": format_lazy(
                gettext_lazy("“%(value)s” is not a known value. Known are: {known}."), known=", ".join(values)
            ),
        },
    )
    extend_schema_field({"type": "string", "enum": values, "description": help_text})(one_of)  # type: ignore[type-var]
    return one_of


class StatisticsFilter(RecommendationFilter):
    """THE question, and by what it is counted."""

    row = _one_of(CROSSED, gettext_lazy("Rows"), gettext_lazy("Dimension of the rows."), required=True)
    column = _one_of(
        CROSSED,
        gettext_lazy("Columns"),
        gettext_lazy(
            "Dimension of the columns, which another filter must choose than that of the rows; without, only "
            "the rows are counted."
        ),
    )
    unit = _one_of(
        Unit.values,
        gettext_lazy("Unit"),
        gettext_lazy(
            "recommendations, the numbered items, unless you say requests: each clause by each State."
        ),
    )

    def keep(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """These choose nothing."""
        return queryset

    def is_restricted(self, but: Any = ()) -> bool:
        return super().is_restricted((*but, *CHOICES))


class KeepingFilterBackend(StrictFilterBackend):
    """The backend of all lists; the view keeps the question, so that its values are read once."""

    def get_filterset(self, request: Any, queryset: QuerySet, view: Any) -> Any:
        view.question = super().get_filterset(request, queryset, view)
        return view.question


class DimensionSerializer(serializers.Serializer):
    name = serializers.CharField(help_text=gettext_lazy("As it is asked for: theme_area."))
    label = serializers.CharField(help_text=gettext_lazy("For people."))  # type: ignore[assignment]
    filter = serializers.CharField(help_text=gettext_lazy("The filter that chooses one of its keys."))


class HeadingSerializer(serializers.Serializer):
    """One value of a dimension. Its count is no sum where rows may have several values of the other one."""

    key = serializers.CharField(help_text=gettext_lazy("The value, as its filter takes it."))
    label = serializers.CharField(help_text=gettext_lazy("For people."))  # type: ignore[assignment]
    count = serializers.IntegerField()
    url = serializers.URLField(help_text=gettext_lazy("The recommendations that have it."))


class CellSerializer(serializers.Serializer):
    row = serializers.CharField(help_text=gettext_lazy("Key of the row."))
    column = serializers.CharField(help_text=gettext_lazy("Key of the column."))
    count = serializers.IntegerField()
    url = serializers.URLField(help_text=gettext_lazy("The recommendations that have both."))


class StatisticsSerializer(serializers.Serializer):
    """Counts by row and column. `total` counts all that the filters leave, with or without a value."""

    row = DimensionSerializer()
    column = DimensionSerializer(allow_null=True)
    unit = serializers.CharField(help_text=gettext_lazy("recommendations or requests."))
    total = serializers.IntegerField()
    rows = HeadingSerializer(many=True)
    columns = HeadingSerializer(many=True)
    cells = CellSerializer(many=True, help_text=gettext_lazy("Those that are not zero."))


class StatisticsView(GenericAPIView):
    """Counts by one dimension or two."""

    queryset = Recommendation.objects.all()
    serializer_class = StatisticsSerializer
    filter_backends = (KeepingFilterBackend,)
    filterset_class = StatisticsFilter
    pagination_class = None
    question: StatisticsFilter

    @extend_schema(
        summary="Statistics",
        description=(
            "Recommendations, or the requests in them, counted by one dimension or by two, under the filters "
            "of the list of recommendations: the numbers of the page that compares. Every number has the "
            "address of the recommendations behind it."
        ),
        filters=True,
    )
    def get(self, request: Request) -> Response:
        self.filter_queryset(self.get_queryset())
        row, column, unit = (self.question.form.cleaned_data[name] for name in CHOICES)
        unit = Unit(unit or Unit.RECOMMENDATIONS)
        if column and not can_be_crossed(row, column):
            raise ValidationError(
                {
                    "column": [
                        _("“%(column)s” and “%(row)s” are chosen by one filter; take another.")
                        % {"column": column, "row": row}
                    ]
                }
            )
        ways = Ways(self.question, reverse("api-recommendation-list", request=request))
        if column:
            answer = _of_table(cross(self.question, row, column, unit), ways)
        else:
            answer = _of_one(*count_by(self.question, row, unit), ways)
        return Response({"unit": unit.value, **answer})


def _of_one(row: Dimension, rows: list[Heading], total: int, ways: Ways) -> dict[str, Any]:
    return {
        "row": _about(row),
        "column": None,
        "total": total,
        "rows": [_heading(heading, row, ways) for heading in rows],
        "columns": [],
        "cells": [],
    }


def _of_table(table: CrossTable, ways: Ways) -> dict[str, Any]:
    cells = [
        {
            "row": row.key,
            "column": column.key,
            "count": count,
            "url": ways.to((table.row.parameter, row.key), (table.column.parameter, column.key)),
        }
        for row in table.rows
        for column in table.columns
        if (count := table.cells[row.key, column.key])
    ]
    return {
        **_of_one(table.row, table.rows, table.total, ways),
        "column": _about(table.column),
        "columns": [_heading(column, table.column, ways) for column in table.columns],
        "cells": cells,
    }


def _about(dimension: Dimension) -> dict[str, str]:
    return {"name": dimension.name, "label": str(dimension.label), "filter": dimension.parameter}


def _heading(heading: Heading, dimension: Dimension, ways: Ways) -> dict[str, Any]:
    return {
        "key": heading.key,
        "label": heading.label,
        "count": heading.count,
        "url": ways.to((dimension.parameter, heading.key)),
    }
