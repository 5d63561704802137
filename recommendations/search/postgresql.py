"""PostgreSQL: a generated, indexed column of lexemes under a configuration of our own.

Text is made like that which SQLite's tokenizer sees before PostgreSQL's parser sees it: accents of Latin
letters are taken off, and what is neither letter nor digit parts words, as in "OP-CAT", in addresses and,
by SQLite's reading, at the vowel signs of Khmer. A query is not parsed here: it is made of lexemes.
"""

import re
from collections.abc import Callable, Iterable

from recommendations.search.query import Query, Term
from recommendations.search.stemming import begin, fold, snowball_stems, stem

#: The collation of plain ASCII: no other letter has a small one.
PLAIN_COLLATION = "C"

_TABLE = "recommendations_recommendation"

# Snowball shortens words of two letters as well ("as", "is"), SQLite does not. A sign behind it saves them.
_SHORT = re.compile(r"[a-z][sy]")
_SAVED = "0"


def _lexemes_of(column: str) -> str:
    without_accents = (
        rf"normalize(regexp_replace(normalize({column}, NFD), '([A-Za-z])[\u0300-\u036f]+', '\1', 'g'), NFC)"
    )
    words = rf"regexp_replace({without_accents}, '([^[:alnum:]]|[\u17b4-\u17d3\u17dd])+', ' ', 'g')"
    saved = rf"regexp_replace({words}, '\m([a-z][sy])\M', '\1{_SAVED}', 'gi')"
    return f"to_tsvector('recommendations_search', {saved})"


_CREATE = (
    "CREATE TEXT SEARCH DICTIONARY recommendations_porter (TEMPLATE = snowball, Language = porter)",
    "CREATE TEXT SEARCH CONFIGURATION recommendations_search (COPY = simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION recommendations_search
    ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword,
                      hword_asciipart, hword_part, hword_numpart
    WITH recommendations_porter
    """,
    # A lexeme that no word can be stands between the two, so that no phrase reaches from one to the other.
    f"""
    ALTER TABLE {_TABLE} ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
        {_lexemes_of("text")} || ''' '':1'::tsvector || {_lexemes_of("summary")}
    ) STORED
    """,
    f"CREATE INDEX recommendations_search_vector ON {_TABLE} USING gin (search_vector)",
)

_DROP = (
    f"ALTER TABLE {_TABLE} DROP COLUMN IF EXISTS search_vector",
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS recommendations_search",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS recommendations_porter",
)


def create_index(execute: Callable[[str], object]) -> None:
    for statement in _CREATE:
        execute(statement)


def drop_index(execute: Callable[[str], object]) -> None:
    for statement in _DROP:
        execute(statement)


def select_ids(query: Query) -> tuple[str, list[str]]:
    """Answer SQL and parameters that select the ids of the rows that a query finds.

    A query must want something or exclude something.
    """
    parts = [f"({_any_of(alternatives)})" for alternatives in query.wanted]
    if query.unwanted:
        parts.append(f"!({_any_of(query.unwanted)})")
    return f"SELECT id FROM {_TABLE} WHERE search_vector @@ %s::tsquery", [" & ".join(parts)]  # noqa: S608


def _any_of(terms: Iterable[Term]) -> str:
    return " | ".join(map(_in_order, terms))


def _in_order(term: Term) -> str:
    *first, last = term.words
    return " <-> ".join([*map(_word, first), _beginning(last) if term.is_beginning else _word(last)])


def _word(word: str) -> str:
    return _either(_lexemes(word))


def _beginning(typed: str) -> str:
    beginning = begin(typed)
    others = [lexeme for word in beginning.words for lexeme in _lexemes(word)]
    return _either(others, f"'{beginning.stem}':*")


def _lexemes(word: str) -> list[str]:
    if _SHORT.fullmatch(fold(word)):
        return [fold(word) + _SAVED]
    return list(snowball_stems(stem(word)))


def _either(lexemes: Iterable[str], *others: str) -> str:
    # Lexemes are letters and digits alone: no quotation mark can be among them.
    return "({})".format(" | ".join([*others, *(f"'{lexeme}'" for lexeme in lexemes)]))
