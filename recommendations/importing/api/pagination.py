"""Pages of a plan, which may have 100,000 lines: the last one comes as quickly as the first."""

import contextlib
import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from upr_tracker.lib.pagination import BoundedPagination

_PLACE = re.compile(r"[0-9]{1,9}")


class PlanPagination(CursorPagination):
    """Pages of 50 lines in the order of the plan, or of as many as `page_size` says, up to 500.

    There is no count, which would cost more than the page: the import has `counts`.
    """

    ordering = "order"
    page_size = BoundedPagination.page_size
    page_size_query_param = BoundedPagination.page_size_query_param
    max_page_size = BoundedPagination.max_page_size
    page_size_query_description = BoundedPagination.page_size_query_description  # type: ignore[assignment]
    cursor_query_description = gettext_lazy(  # type: ignore[assignment]
        "Where a page begins: follow “next” and “previous”."
    )

    def get_page_size(self, request: Request) -> int:
        value = request.query_params.get("page_size", str(self.page_size))
        number = int(value[:20]) if value.isascii() and value.isdigit() else 0
        if not number:
            sentence = _("“%(value)s” is not a number from 1.") % {"value": value}
            raise ValidationError({"page_size": [sentence]})
        return min(number, self.max_page_size)

    def decode_cursor(self, request: Request) -> Any:
        with contextlib.suppress(NotFound):
            cursor = super().decode_cursor(request)
            if cursor is None or cursor.position is None or _PLACE.fullmatch(str(cursor.position)):
                return cursor
        raise ValidationError(
            {"cursor": [_("This is no address of a page. Follow “next” from the first page.")]}
        )

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        cursor, page_size = super().get_schema_operation_parameters(view)
        page_size["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [cursor, page_size]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        answer = super().get_paginated_response_schema(schema)
        answer["required"] = ["next", "previous", "results"]
        for name in ("next", "previous"):
            answer["properties"][name]["example"] = None
        return answer
