"""PostgreSQL: triggers for each statement, however many rows it writes.

Keys are read anew only when their row is locked: whoever writes other links of the same recommendation
meanwhile waits, and then reads what was written before. Rows are locked in order, so that nobody waits in
a circle. A session plans a function when it is first called, maybe while tables are all but empty, and keeps
the plan while they are filled: so only one that looks rows up.
"""

from collections.abc import Iterator

from recommendations.facet_keys.kept import (
    COLUMNS,
    LINKS,
    RECOMMENDATION,
    ROWS,
    TABLE,
    Link,
    Source,
    columns_of,
)


def statements() -> Iterator[str]:
    """Answer SQL that makes the functions and the triggers."""
    for table, events, body in _functions():
        function = f"{TABLE}_of_{table}"
        yield (
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql"
            f" SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $${body}$$"
        )
        for event in events:
            tables = " ".join(f"{row.upper()} TABLE AS {row}_rows" for row in ROWS[event])
            yield (
                f"CREATE TRIGGER {function}_{event.lower()} AFTER {event} ON {table}"
                f" REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            )


def statements_to_drop() -> Iterator[str]:
    for table, _events, _body in _functions():
        yield f"DROP FUNCTION IF EXISTS {TABLE}_of_{table} CASCADE"


def joined(link: Link, recommendation: str) -> str:
    """Answer SQL for all keys of a recommendation, given by its id, in one text."""
    keys = link.keys.format(id=recommendation)
    return f"COALESCE((SELECT string_agg(key::text, ' ' ORDER BY key) FROM ({keys}) AS keys), '')"  # noqa: S608


def _functions() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Answer the tables that are watched, on what, and the body of the function of each."""
    yield RECOMMENDATION, tuple(ROWS), _body_of_recommendation()
    for link in LINKS:
        for source in link.sources:
            yield source.table, source.events, _body_of_link(link, source)


def _body_of_recommendation() -> str:
    linked = [link.column for link in LINKS]
    columns, values = ", ".join(COLUMNS), ", ".join(columns_of("n"))
    changed = ", ".join(f"{name} = {value}" for name, value in zip(COLUMNS, columns_of("n"), strict=True))
    before = ", ".join(f"k.{name}" for name in COLUMNS)
    again = ", ".join(f"{name} = EXCLUDED.{name}" for name in (*COLUMNS, *linked))
    return f"""
    BEGIN
        IF TG_OP = 'INSERT' THEN
            INSERT INTO {TABLE} (id, {columns}, {", ".join(linked)})
            SELECT n.id, {values}, {", ".join(joined(link, "n.id") for link in LINKS)} FROM new_rows n
            ON CONFLICT (id) DO UPDATE SET {again};
        ELSIF TG_OP = 'UPDATE' THEN
            UPDATE {TABLE} k SET {changed} FROM new_rows n
            WHERE k.id = n.id AND ({before}) IS DISTINCT FROM ({values});
        ELSE
            DELETE FROM {TABLE} k USING old_rows o WHERE k.id = o.id;
        END IF;
        RETURN NULL;
    END
    """  # noqa: S608


def _body_of_link(link: Link, source: Source) -> str:
    old, new = (
        f"SELECT {source.recommendation.format(row='r')} FROM {rows} r"  # noqa: S608
        for rows in ("old_rows", "new_rows")
    )
    return f"""
    DECLARE
        changed bigint[];
    BEGIN
        IF TG_OP = 'INSERT' THEN
            changed := ARRAY({new});
        ELSIF TG_OP = 'DELETE' THEN
            changed := ARRAY({old});
        ELSE
            changed := ARRAY({old} UNION {new});
        END IF;
        PERFORM 1 FROM {TABLE} WHERE id = ANY (changed) ORDER BY id FOR UPDATE;
        UPDATE {TABLE} k SET {link.column} = {joined(link, "k.id")}
        WHERE k.id = ANY (changed);
        RETURN NULL;
    END
    """  # noqa: S608
