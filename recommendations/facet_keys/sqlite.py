"""SQLite: triggers for each row."""

from collections.abc import Iterator

from recommendations.facet_keys.kept import (
    COLUMNS,
    LINKS,
    READ,
    RECOMMENDATION,
    ROWS,
    TABLE,
    Link,
    columns_of,
)


def statements() -> Iterator[str]:
    """Answer SQL that makes the triggers."""
    for name, event, action in _triggers():
        yield f"CREATE TRIGGER {name} {event} BEGIN {action}; END"


def statements_to_drop() -> Iterator[str]:
    for name, _event, _action in _triggers():
        yield f"DROP TRIGGER IF EXISTS {name}"


def names() -> set[str]:
    """Answer what the triggers are called."""
    return {name for name, _event, _action in _triggers()}


def joined(link: Link, recommendation: str) -> str:
    """Answer SQL for all keys of a recommendation, given by its id, in one text."""
    keys = f"{link.keys.format(id=recommendation)} ORDER BY key"
    return f"COALESCE((SELECT group_concat(key, ' ') FROM ({keys})), '')"  # noqa: S608


def _triggers() -> Iterator[tuple[str, str, str]]:
    """Answer (name, on what, what is done)."""
    columns = [*COLUMNS, *(link.column for link in LINKS)]
    values = [*columns_of("new"), *(joined(link, "new.id") for link in LINKS)]
    yield (
        f"{TABLE}_row_insert",
        f"AFTER INSERT ON {RECOMMENDATION}",
        f"INSERT OR REPLACE INTO {TABLE} (id, {', '.join(columns)})"  # noqa: S608
        f" VALUES (new.id, {', '.join(values)})",
    )
    changed = ", ".join(
        f"{column} = {value}" for column, value in zip(COLUMNS, columns_of("new"), strict=True)
    )
    yield (
        f"{TABLE}_row_update",
        f"AFTER UPDATE OF {', '.join(READ)} ON {RECOMMENDATION}",
        f"UPDATE {TABLE} SET {changed} WHERE id = new.id",  # noqa: S608
    )
    yield (
        f"{TABLE}_row_delete",
        f"AFTER DELETE ON {RECOMMENDATION}",
        f"DELETE FROM {TABLE} WHERE id = old.id",  # noqa: S608
    )
    for link in LINKS:
        for source in link.sources:
            for event in source.events:
                ids = ", ".join(source.recommendation.format(row=row) for row in ROWS[event])
                of = f" OF {', '.join(source.columns)}" if event == "UPDATE" else ""
                yield (
                    f"{TABLE}_{source.table}_{event.lower()}",
                    f"AFTER {event}{of} ON {source.table}",
                    f"UPDATE {TABLE} SET {link.column} = {joined(link, f'{TABLE}.id')}"  # noqa: S608
                    f" WHERE id IN ({ids})",
                )
