"""Ids that were found, handed back to the database as one parameter."""

import json
from collections.abc import Sequence

from django.db import connections
from django.db.models.expressions import RawSQL


def among(ids: Sequence[int], using: str) -> RawSQL:
    """Answer what `filter(pk__in=...)` takes for ids that were found before, however many they are.

    A list would be a parameter for each, and SQLite takes only so many.
    """
    if connections[using].vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])
