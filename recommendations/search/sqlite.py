"""SQLite: an FTS5 index over the table itself, kept by triggers."""

from collections.abc import Callable, Sequence

from recommendations.search.query import Term

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


def select_ids(alternatives: Sequence[Term]) -> tuple[str, list[str]]:
    """Answer SQL and parameters that select the ids of the rows in which any of the terms occurs."""
    expression = " OR ".join('"{}"'.format(" ".join(term.words)) for term in alternatives)
    return (
        "SELECT rowid FROM recommendations_search WHERE recommendations_search MATCH %s",
        [expression],
    )
