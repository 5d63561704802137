"""What readers know beforehand: names of States, themes and groups, headings of columns, and known
mistakes of sources. Pure: no Django, no database.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from recommendations.names import GroupNames, ThemeNames
from states.names import StateNames
from upr_tracker.lib.text import normalise


@dataclass(frozen=True, slots=True)
class Correction:
    """A known mistake in a document: on a page of the document `symbol`, at `place` (in words, such as
    "118.109"), `printed` stands where `meant` must be read, because `why`. Pages count from 1.
    """

    symbol: str
    page: int
    place: str
    printed: str
    meant: str
    why: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """The known mistakes of all documents: `fixtures/corrections.json`."""

    all: tuple[Correction, ...] = ()

    @classmethod
    def from_fixture(cls, path: Path) -> Self:
        return cls(tuple(Correction(**row) for row in json.loads(path.read_text(encoding="utf-8"))))

    def of(self, symbol: str) -> tuple[Correction, ...]:
        """Answer the corrections of one document, in the order of the table."""
        return tuple(correction for correction in self.all if correction.symbol == symbol)


class Columns:
    """By which heading each format calls which field: a table that people can edit.

    Headings are compared without regard to case, accents and punctuation.
    """

    def __init__(self, headings: Iterable[tuple[str, str, str]]) -> None:
        """`headings` are (format, field, heading)."""
        self._fields: dict[tuple[str, str], str] = {
            (format, normalise(heading)): field for format, field, heading in headings
        }

    @classmethod
    def from_fixture(cls, path: Path) -> Self:
        """Read `fixtures/columns.json`: {format: {field: [heading ...]}}."""
        table: Mapping[str, Mapping[str, Iterable[str]]] = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            (format, field, heading)
            for format, fields in table.items()
            for field, headings in fields.items()
            for heading in headings
        )

    def field(self, format: str, heading: str) -> str | None:
        """Answer the field that a heading names in a format, or None where it is not known."""
        return self._fields.get((format, normalise(heading)))


@dataclass(frozen=True, slots=True)
class Reference:
    """All of it, handed to every reader."""

    states: StateNames
    themes: ThemeNames = field(default_factory=lambda: ThemeNames(()))
    groups: GroupNames = field(default_factory=lambda: GroupNames(()))
    columns: Columns = field(default_factory=lambda: Columns(()))
    corrections: Corrections = field(default_factory=Corrections)

    @classmethod
    def from_fixtures(cls, folder: Path) -> Self:
        """Read what the application ships with, so that no database is needed."""
        return cls(
            states=StateNames.from_fixture(folder / "states.json"),
            themes=ThemeNames.from_fixture(folder / "themes.json"),
            groups=GroupNames.from_fixture(folder / "affected_groups.json"),
            columns=Columns.from_fixture(folder / "columns.json"),
            corrections=Corrections.from_fixture(folder / "corrections.json"),
        )
