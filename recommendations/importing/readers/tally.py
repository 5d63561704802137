"""Doubts that many rows share, each told once: where it was met first, and in how many rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from recommendations.importing.problems import problem
from recommendations.importing.records import Problem

MOST_DOUBTS = 10_000
"""How many different doubts are kept, some 5 MB of memory; the full export has a few hundred."""

LONGEST_QUOTED = 200
"""Characters of a value that a doubt quotes."""

_Key: TypeAlias = tuple[str, str, str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class _Met:
    row: int
    count: int = 0


class Tally:
    """Collects doubts in bounded memory, whatever the number of rows."""

    def __init__(self, sheet: str = "", most: int = MOST_DOUBTS) -> None:
        self._sheet = sheet
        self._most = most
        self._met: dict[_Key, _Met] = {}
        self._left_out = 0

    def note(self, code: str, row: int, *, column: str = "", where: str = "", **details: str | int) -> None:
        """Note that a row gives rise to the problem `code`. Doubts that agree in all but the row are one."""
        quoted = tuple(sorted((name, str(value)[:LONGEST_QUOTED]) for name, value in details.items()))
        key = (code, column, where, quoted)
        if key not in self._met and len(self._met) >= self._most:
            self._left_out += 1
        else:
            self._met.setdefault(key, _Met(row)).count += 1

    def problems(self) -> Iterator[Problem]:
        """Yield the problems in the order in which they were met, with the number of rows as `count`."""
        for (code, column, where, quoted), met in self._met.items():
            details: dict[str, Any] = {**dict(quoted), "count": met.count}
            yield problem(code, where=where, sheet=self._sheet, row=met.row, column=column, **details)
        if self._left_out:
            yield problem("more-doubts", sheet=self._sheet, count=self._left_out)
