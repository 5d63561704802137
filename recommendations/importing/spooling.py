"""What an export says, put down on the way through it: rows by review, in the order of the file.

An export may have a million rows in any order, and those of one recommendation must be seen together. A
spool is a SQLite file in VAR_DIR/readings. It is kept for a while, so that planning the same file again need
not read it again; it may be deleted at any time.
"""

import json
import os
import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from django.conf import settings

from recommendations.importing.records import Problem

Row = dict[str, Any]

KEPT = 10
"""So many spools are kept, the latest ones; that of a 400 MB export has about 300 MB."""

_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-20000;
CREATE TABLE row (review TEXT, place INTEGER, said TEXT);
CREATE TABLE problem (place INTEGER PRIMARY KEY, said TEXT);
CREATE TABLE fact (name TEXT PRIMARY KEY, said TEXT);
"""
_AT_ONCE = 1000
_ABANDONED_AFTER = 24 * 3600  # seconds


class Spool:
    """A spool that is being filled, or that was found filled."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._waiting: list[tuple[str, int, str]] = []
        self._rows = 0

    @classmethod
    def find(cls, name: str) -> Self | None:
        """Answer the finished spool of this name, if it is still there."""
        path = _folder() / f"{name}.sqlite3"
        if not path.exists():
            return None
        try:
            connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            spool = cls(path, connection)
            spool._rows = int(spool.fact("rows"))
        except (sqlite3.Error, TypeError, ValueError):
            path.unlink(missing_ok=True)
            return None
        with suppress(OSError):
            os.utime(path)
        return spool

    @classmethod
    def begin(cls, name: str) -> Self:
        """Begin an empty one; nobody finds it before it is finished."""
        path = _folder() / f"{name}.{uuid.uuid4().hex}.unfinished"
        connection = sqlite3.connect(path, isolation_level=None)
        connection.executescript(_TABLES)
        return cls(path, connection)

    def add(self, review: str, row: Row) -> None:
        self._rows += 1
        self._waiting.append((review, self._rows, json.dumps(row, ensure_ascii=False)))
        if len(self._waiting) >= _AT_ONCE:
            self._put_down()

    def _put_down(self) -> None:
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT INTO row VALUES (?, ?, ?)", self._waiting)
        self._connection.execute("COMMIT")
        self._waiting.clear()

    def finish(self, problems: Iterable[Problem], **facts: str | int) -> None:
        """Make it findable, and throw old ones away."""
        self._put_down()
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT INTO problem VALUES (?, ?)",
            enumerate(json.dumps(_told(found), ensure_ascii=False) for found in problems),
        )
        self._connection.executemany(
            "INSERT INTO fact VALUES (?, ?)",
            [(name, str(said)) for name, said in {**facts, "rows": self._rows}.items()],
        )
        self._connection.execute("COMMIT")
        self._connection.execute("CREATE INDEX by_review ON row (review, place)")
        self._connection.close()
        finished = self._path.with_name(self._path.name.partition(".")[0] + ".sqlite3")
        self._path = self._path.replace(finished)
        self._connection = sqlite3.connect(f"file:{finished}?mode=ro", uri=True)
        _throw_old_away()

    def close(self) -> None:
        """Close it; one that is not finished goes."""
        self._connection.close()
        if self._path.suffix == ".unfinished":
            self._path.unlink(missing_ok=True)

    def __len__(self) -> int:
        return self._rows

    def fact(self, name: str) -> str:
        """Answer what was noted under a name when it was finished, "" where nothing was."""
        found = self._connection.execute("SELECT said FROM fact WHERE name = ?", [name]).fetchone()
        return found[0] if found else ""

    def problems(self) -> Iterator[Problem]:
        for (said,) in self._connection.execute("SELECT said FROM problem ORDER BY place"):
            yield Problem(**json.loads(said))

    def reviews(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield review after review (slugs), each with its rows in the order of the file."""
        slugs = [
            slug for (slug,) in self._connection.execute("SELECT DISTINCT review FROM row ORDER BY review")
        ]
        for slug in slugs:
            rows = self._connection.execute("SELECT said FROM row WHERE review = ? ORDER BY place", [slug])
            yield slug, [json.loads(said) for (said,) in rows]


def _told(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in Problem.__slots__}


def _folder() -> Path:
    folder: Path = settings.VAR_DIR / "readings"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _throw_old_away() -> None:
    """What a killed reader left behind goes, too."""

    def age(path: Path) -> float:
        try:
            return time.time() - path.stat().st_mtime
        except FileNotFoundError:
            return 0

    for path in sorted(_folder().glob("*.sqlite3"), key=age)[KEPT:]:
        path.unlink(missing_ok=True)
    for path in _folder().glob("*.unfinished"):
        if age(path) > _ABANDONED_AFTER:
            path.unlink(missing_ok=True)
