"""Full-text search of recommendations: one function, two engines, the same answers.

Both engines fold case and accents, stem with Porter's algorithm and have no stop words, so that a
query finds the same rows on SQLite and on PostgreSQL: those that `occurring.matches` finds. What a
person may type stands in `query`, what words have in common in `stemming`.

Two things differ, and no wording of the United Nations has them: SQLite takes signs that are younger than
Unicode 6.1 (most emoji) for letters, so that they part the words of a phrase, and takes superscripts as part
of the word before them. Only accents are folded: "ø" and "ß" are letters of their own on both.

For a page: `matching` and `by_relevance` for the rows, `highlight` for their texts, `hints` for what was not
taken as typed, `suggest` for names of States and themes that may have been meant.
"""

from types import ModuleType
from typing import TYPE_CHECKING

from django.db import connections
from django.db.models.expressions import RawSQL

from recommendations.search import postgresql, sqlite
from recommendations.search.highlighting import highlight
from recommendations.search.hinting import hints
from recommendations.search.query import Query, Term, parse
from recommendations.search.relevance import order_by_relevance
from recommendations.search.suggesting import Suggestion, suggestions, words_in_doubt

if TYPE_CHECKING:
    from recommendations.querysets import RecommendationQuerySet

__all__ = [
    "Suggestion",
    "by_relevance",
    "engine_of",
    "highlight",
    "hints",
    "matching",
    "occurring_words",
    "suggest",
    "suggestions",
]


def engine_of(vendor: str) -> ModuleType:
    """Answer the engine for a database ("sqlite" or "postgresql")."""
    return {"sqlite": sqlite, "postgresql": postgresql}[vendor]


def matching(queryset: "RecommendationQuerySet", text: str) -> "RecommendationQuerySet":
    """Keep the recommendations whose wording or summary matches what a person typed.

    Never fails, whatever was typed; a text without any word to look for keeps every row.
    """
    query = parse(text)
    if not query.wanted and not query.unwanted:
        return queryset
    return queryset.filter(pk__in=_select_ids(query, queryset.db))


def by_relevance(queryset: "RecommendationQuerySet", text: str) -> "RecommendationQuerySet":
    """Order recommendations that match a text, the best first: see `relevance`. Adds no query.

    Where nothing is looked for, in reference order.
    """
    query = parse(text)
    if not query.wanted:
        return queryset.in_order()
    collation = engine_of(connections[queryset.db].vendor).PLAIN_COLLATION
    return order_by_relevance(queryset, query, lambda part: _select_ids(part, queryset.db), collation)


def occurring_words(words: list[str], using: str = "default") -> set[str]:
    """Answer those of the words that occur, in any form, in some recommendation. One query at most."""
    queries = [Query(((Term((word,)),),)) for word in words]
    if not queries:
        return set()
    connection = connections[using]
    found = [engine_of(connection.vendor).select_ids(query) for query in queries]
    statement = " UNION ALL ".join(
        f"SELECT {place} WHERE EXISTS ({ids})" for place, (ids, _) in enumerate(found)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [parameter for _, parameters in found for parameter in parameters])
        return {words[place] for (place,) in cursor.fetchall()}


def suggest(text: str, using: str = "default") -> list[Suggestion]:
    """Answer what States and themes the text may have meant with misspelt names. Four queries at most.

    None where every word of the text occurs in some recommendation.
    """
    from recommendations.models import Theme
    from states.models import State, StateName

    in_doubt = words_in_doubt(text)
    occurring = occurring_words(in_doubt, using)
    if len(occurring) == len(in_doubt):
        return []
    states = {code: [name] for code, name in State.objects.using(using).values_list("code", "name")}
    for code, name in StateName.objects.using(using).values_list("state_id", "name"):
        states[code].append(name)
    themes = dict(Theme.objects.using(using).values_list("slug", "name"))
    return suggestions(text, states, themes, occurring)


def _select_ids(query: Query, using: str) -> RawSQL:
    engine = engine_of(connections[using].vendor)
    return RawSQL(*engine.select_ids(query))  # noqa: S611  (only parameters come from outside)
