"""PostgreSQL: a generated, indexed column of lexemes under a configuration of our own.

Text is split at everything but letters and digits before PostgreSQL's parser sees it, which otherwise
keeps compounds ("OP-CAT"), addresses and the like together where SQLite does not.
"""

from collections.abc import Callable, Sequence

from recommendations.search.query import Term

_TABLE = "recommendations_recommendation"

_CREATE = (
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE TEXT SEARCH DICTIONARY recommendations_porter (TEMPLATE = snowball, Language = porter)",
    "CREATE TEXT SEARCH CONFIGURATION recommendations_search (COPY = simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION recommendations_search
    ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword,
                      hword_asciipart, hword_part, hword_numpart
    WITH unaccent, recommendations_porter
    """,
    f"""
    ALTER TABLE {_TABLE} ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
        to_tsvector('recommendations_search', regexp_replace(text, '[^[:alnum:]]+', ' ', 'g'))
        || to_tsvector('recommendations_search', regexp_replace(summary, '[^[:alnum:]]+', ' ', 'g'))
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


def restore_triggers(execute: Callable[[str], object]) -> None:
    """Nothing to do: a generated column needs no triggers."""


def drop_index(execute: Callable[[str], object]) -> None:
    for statement in _DROP:
        execute(statement)


def select_ids(alternatives: Sequence[Term]) -> tuple[str, list[str]]:
    """Answer SQL and parameters that select the ids of the rows in which any of the terms occurs."""
    terms = " || ".join(["phraseto_tsquery('recommendations_search', %s)"] * len(alternatives))
    return (
        f"SELECT id FROM {_TABLE} WHERE search_vector @@ ({terms})",  # noqa: S608
        [" ".join(term.words) for term in alternatives],
    )
