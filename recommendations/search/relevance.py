"""Order by relevance, the same on both databases: nothing in it depends on how an engine weighs.

What comes first: rows with more of the alternatives of "women OR girls"; rows in which all the words stand
together as they were typed; rows whose wording has them more often; the shorter wording; reference order.
The wording is the official one, or the summary where that is all there is. Often is counted in the plainest
way that both can: blanks followed by what the forms of a word have in common.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import takewhile
from operator import add
from typing import TYPE_CHECKING

from django.db.models import Case, ExpressionWrapper, F, IntegerField, TextField, Value, When
from django.db.models.expressions import Combinable, Expression, RawSQL
from django.db.models.functions import Collate, Concat, Length, Lower, Replace

from recommendations.search.query import Query, Term
from recommendations.search.stemming import fold, stem

if TYPE_CHECKING:
    from recommendations.querysets import RecommendationQuerySet

#: Words of a query that are counted in each wording; each costs a pass over its text.
MOST_COUNTED = 6

SelectIds = Callable[[Query], RawSQL]


def order_by_relevance(
    queryset: "RecommendationQuerySet", query: Query, select_ids: SelectIds, collation: str
) -> "RecommendationQuerySet":
    """Order rows that a query finds; `select_ids` answers those of any query. No query of its own.

    `collation` is that of plain ASCII in this database: three times as fast in PostgreSQL as a language's.
    """
    in_order = queryset.in_order()
    wording = Case(When(text="", then=F("summary")), default=F("text"), output_field=TextField())
    scores = (*_found(query, select_ids), *_counts(query, wording, collation))
    keys = [ExpressionWrapper(score, IntegerField()).desc() for score in scores]
    return in_order.order_by(*keys, Length(wording), *in_order.query.order_by)


def _found(query: Query, select_ids: SelectIds) -> list[Combinable]:
    """Answer how many alternatives occur, and whether the words stand together, where rows can differ."""
    alternatives = [term for terms in query.wanted if len(terms) > 1 for term in terms]
    whole = _as_one_phrase(query)
    numbers = [_sum(_is_one_of(select_ids(Query(((term,),)))) for term in alternatives)]
    if whole is not None:
        numbers.append(_is_one_of(select_ids(Query(((whole,),)))))
    return numbers if alternatives else numbers[1:]


def _as_one_phrase(query: Query) -> Term | None:
    """Answer all that is wanted as one phrase, or None where it is one already or cannot be."""
    terms = query.terms
    if len(terms) < 2 or len(terms) > len(query.wanted) or any(term.is_beginning for term in terms[:-1]):
        return None
    return Term(tuple(word for term in terms for word in term.words), terms[-1].is_beginning)


def _counts(query: Query, wording: Expression, collation: str) -> list[Combinable]:
    text = Lower(Collate(Concat(Value(" "), wording, output_field=TextField()), collation))
    starts = dict.fromkeys(f" {start}" for term in query.terms for start in common_starts(term))
    length = Length(wording) + Value(1)
    counts = [
        (length - Length(Replace(text, Value(start), Value("")))) / Value(len(start))
        for start in list(starts)[:MOST_COUNTED]
    ]
    return [_sum(counts)] if counts else []


def common_starts(term: Term) -> list[str]:
    """Answer what the forms of each word begin with: "ratif" for "ratifies". Only what is plain Latin."""
    starts = [_common_start(fold(word), stem(word)).removesuffix("i") for word in term.words]
    if term.is_beginning:
        starts[-1] = fold(term.words[-1])
    return [start for start in starts if start and start.isascii()]


def _common_start(word: str, other: str) -> str:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))
    return "".join(letter for letter, _ in pairs)


def _is_one_of(ids: RawSQL) -> Combinable:
    return Case(When(pk__in=ids, then=1), default=0, output_field=IntegerField())


def _sum(numbers: Iterable[Combinable]) -> Combinable:
    return reduce(add, numbers, Value(0))
