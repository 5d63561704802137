"""Insert very many rows: as quickly as the database takes them, without an object for each.

Only for imports: nothing is checked here but what the database checks. On PostgreSQL the rows are copied, on
SQLite executed many at a time.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import Model


def next_keys(model: type[Model], count: int) -> Sequence[int]:
    """Reserve primary keys for rows that are about to be inserted, in ascending order.

    To be called in the transaction that inserts them: SQLite lets nobody else write meanwhile, PostgreSQL
    gives nobody else the same ones.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return sorted(key for (key,) in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
        return range(last + 1, last + 1 + count)


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values as the database takes them: see `plain`.

    `columns` are those of the database ("review_id"); all that have no default there must be among them.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own
        cursor.executemany(statement, cast(Any, rows))


def plain(value: Any) -> Any:
    """Answer what the database takes for a moment, or for a dictionary or list in a column of JSON."""
    if isinstance(value, dict | list):
        return json.dumps(value)
    return connection.ops.adapt_datetimefield_value(value)
