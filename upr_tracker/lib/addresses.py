"""Addresses of pages, and addresses in API answers."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import urls
from django.db.models import Model
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse


def page_of(view_name: str, key: str) -> str:
    """Answer the address of the page of one thing: as `reverse`, for pages that ask for hundreds of them."""
    return _page_of(view_name, key, urls.get_script_prefix())


@lru_cache(maxsize=10_000)
def _page_of(view_name: str, key: str, prefix: str) -> str:
    return urls.reverse(view_name, args=[key])


@extend_schema_field(OpenApiTypes.URI)
class PageAddressField(serializers.Field):
    """The address of the page that shows people the same thing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, row: Model) -> str:
        return self.context["request"].build_absolute_uri(row.get_absolute_url())  # type: ignore[attr-defined]


@extend_schema_field(OpenApiTypes.URI)
class ListAddressField(serializers.Field):
    """The address of the list `view_name`, filtered by one `parameter`; the value is that of `source`."""

    def __init__(self, view_name: str, parameter: str, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)
        self.view_name = view_name
        self.parameter = parameter

    def to_representation(self, value: Any) -> str:
        address = reverse(self.view_name, request=self.context["request"])
        return f"{address}?{urlencode({self.parameter: value})}"
