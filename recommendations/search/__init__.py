"""Full-text search of recommendations: one function, two engines, the same answers.

Both engines fold case and accents, stem with Porter's algorithm and have no stop words, so that a
query finds the same rows on SQLite and on PostgreSQL. Operators: words (all must occur), "a phrase",
-without, either OR other.
"""

from collections.abc import Iterable
from types import ModuleType
from typing import TYPE_CHECKING

from django.db import connections
from django.db.models.expressions import RawSQL

from recommendations.search import postgresql, sqlite
from recommendations.search.highlighting import highlight
from recommendations.search.query import Term, parse

if TYPE_CHECKING:
    from recommendations.querysets import RecommendationQuerySet

__all__ = ["engine_of", "highlight", "matching"]


def engine_of(vendor: str) -> ModuleType:
    """Answer the engine for a database ("sqlite" or "postgresql")."""
    return {"sqlite": sqlite, "postgresql": postgresql}[vendor]


def matching(queryset: "RecommendationQuerySet", text: str) -> "RecommendationQuerySet":
    """Keep the recommendations whose wording or summary matches what a person typed.

    Never fails, whatever was typed; a text without any word to look for keeps every row.
    """
    query = parse(text)
    engine = engine_of(connections[queryset.db].vendor)
    for alternatives in query.wanted:
        queryset = queryset.filter(pk__in=_ids(engine, alternatives))
    for unwanted in query.unwanted:
        queryset = queryset.exclude(pk__in=_ids(engine, [unwanted]))
    return queryset


def _ids(engine: ModuleType, alternatives: Iterable[Term]) -> RawSQL:
    return RawSQL(*engine.select_ids(list(alternatives)))  # noqa: S611  (only parameters come from outside)
