from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request


class BoundedPagination(PageNumberPagination):
    """Numbered pages of 50, or of as many rows as `page_size` says, up to 500.

    A number that is none is an error that names it; a page after the last one is not found.
    """

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
    page_query_description = gettext_lazy("Number of the page, from 1.")  # type: ignore[assignment]
    page_size_query_description = gettext_lazy(  # type: ignore[assignment]
        "Rows on a page: 50 unless you say otherwise, 500 at most."
    )
    last_page_strings = ()

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        for name in (self.page_query_param, self.page_size_query_param):
            value = request.query_params.get(name, "1")
            if not (value.isascii() and value.isdigit() and int(value[:20])):
                raise ValidationError({name: [_("“%(value)s” is not a number from 1.") % {"value": value}]})
        return super().paginate_queryset(queryset, request, view)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        page, page_size = super().get_schema_operation_parameters(view)
        page["schema"] |= {"minimum": 1, "default": 1}
        page_size["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [page, page_size]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        answer = super().get_paginated_response_schema(schema)
        answer["required"] = ["count", "next", "previous", "results"]
        count, following, previous, _results = answer["properties"].values()
        count["description"] = gettext_lazy("Rows on all pages together.")
        following["example"] = previous["example"] = None
        return answer
