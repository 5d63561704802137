"""SQLite: an FTS5 index over the table itself, kept by triggers."""

from collections.abc import Callable, Iterable, Iterator

from recommendations.search.query import Query, Term
from recommendations.search.stemming import begin, fold

#: The collation of plain ASCII: no other letter has a small one.
PLAIN_COLLATION = "BINARY"

_TABLE = "recommendations_recommendation"

_TRIGGERS = (
    f"""
    CREATE TRIGGER IF NOT EXISTS recommendations_search_insert AFTER INSERT ON {_TABLE} BEGIN
        INSERT INTO recommendations_search(rowid, text, summary) VALUES (new.id, new.text, new.summary);
    END
    """,
    f"""
    CREATE TRIGGER IF NOT EXISTS recommendations_search_delete AFTER DELETE ON {_TABLE} BEGIN
        INSERT INTO recommendations_search(recommendations_search, rowid, text, summary)
        VALUES ('delete', old.id, old.text, old.summary);
    END
    """,
    f"""
    CREATE TRIGGER IF NOT EXISTS recommendations_search_update
    AFTER UPDATE OF text, summary ON {_TABLE} BEGIN
        INSERT INTO recommendations_search(recommendations_search, rowid, text, summary)
        VALUES ('delete', old.id, old.text, old.summary);
        INSERT INTO recommendations_search(rowid, text, summary) VALUES (new.id, new.text, new.summary);
    END
    """,
)


def create_index(execute: Callable[[str], object]) -> None:
    execute(
        f"""
        CREATE VIRTUAL TABLE IF NOT EXISTS recommendations_search USING fts5(
            text, summary, content='{_TABLE}', content_rowid='id',
            tokenize='porter unicode61 remove_diacritics 2'
        )
        """
    )
    restore_triggers(execute)
    execute("INSERT INTO recommendations_search(recommendations_search) VALUES ('rebuild')")


def restore_triggers(execute: Callable[[str], object]) -> None:
    """Make the triggers if they are missing: Django rebuilds a table to alter it, and they go with it."""
    for statement in _TRIGGERS:
        execute(statement)


def drop_index(execute: Callable[[str], object]) -> None:
    for name in ("insert", "delete", "update"):
        execute(f"DROP TRIGGER IF EXISTS recommendations_search_{name}")
    execute("DROP TABLE IF EXISTS recommendations_search")


def select_ids(query: Query) -> tuple[str, list[str]]:
    """Answer SQL and parameters that select the ids of the rows that a query finds.

    A query must want something or exclude something.
    """
    wanted = " AND ".join(f"({_any_of(alternatives)})" for alternatives in query.wanted)
    unwanted = _any_of(query.unwanted)
    found = "SELECT rowid FROM recommendations_search WHERE recommendations_search MATCH %s"
    if not wanted:
        return f"SELECT id FROM {_TABLE} EXCEPT {found}", [unwanted]
    return found, [f"({wanted}) NOT ({unwanted})" if unwanted else wanted]


def _any_of(terms: Iterable[Term]) -> str:
    return " OR ".join(phrase for term in terms for phrase in _phrases(term))


def _phrases(term: Term) -> Iterator[str]:
    """Answer what a term may be, as strings of FTS5, which stems what it is asked for."""
    *first, last = (fold(word) for word in term.words)
    if not term.is_beginning:
        yield _quote([*first, last])
        return
    beginning = begin(last)
    yield _quote([*first, beginning.word]) + " *"
    for word in beginning.words:
        yield _quote([*first, word])


def _quote(words: list[str]) -> str:
    # Words are letters and digits alone: no quotation mark can be among them.
    return '"{}"'.format(" ".join(words))
