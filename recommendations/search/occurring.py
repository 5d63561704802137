"""What a query finds, said once and without a database: both engines must answer the same. Pure.

Highlighting marks what is found here; the tests hold SQLite and PostgreSQL against it.
"""

from collections.abc import Callable, Iterator, Sequence

from recommendations.search.query import Query, Term, find_words
from recommendations.search.stemming import begin, stem

Matches = Callable[[str], bool]


def matches(query: Query, *texts: str) -> bool:
    """Tell whether the query finds a row of these texts; a phrase must stand within one of them."""
    stems = [[stem(word[0]) for word in find_words(text)] for text in texts]

    def occurs(term: Term) -> bool:
        return any(any(True for _ in places(term, words)) for words in stems)

    return all(any(map(occurs, alternatives)) for alternatives in query.wanted) and not any(
        map(occurs, query.unwanted)
    )


def places(term: Term, stems: Sequence[str]) -> Iterator[range]:
    """Answer each run of words, given as stems, that is the term."""
    tests = [_is_form_of(word) for word in term.words]
    if term.is_beginning:
        tests[-1] = _begins_with(term.words[-1])
    is_first, *rest = tests
    for first, word in enumerate(stems[: max(0, len(stems) - len(rest))]):
        if is_first(word) and all(test(stems[first + place]) for place, test in enumerate(rest, 1)):
            yield range(first, first + len(tests))


def _is_form_of(word: str) -> Matches:
    return stem(word).__eq__


def _begins_with(typed: str) -> Matches:
    beginning = begin(typed)
    stems = beginning.stems
    return lambda other: other.startswith(beginning.stem) or other in stems
