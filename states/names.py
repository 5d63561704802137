"""Resolve the names by which documents call States. Pure: no Django, no database.

UN documents of one review may print "Viet Nam", "Vietnam" and "the Socialist Republic of
Viet Nam"; documents of other years print names no longer in use. Every spelling is a row of
`fixtures/states.json` (and, once loaded, of `states.StateName`, where people add to it). A name
that is not in the list is never guessed: `resolve` answers None and the caller reports it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from upr_tracker.lib.text import normalise


@dataclass(frozen=True, slots=True)
class Spelling:
    """One printed name of one State (ISO 3166-1 alpha-3 code)."""

    name: str
    code: str


class StateNames:
    """Every known spelling, looked up without regard to case, accents, punctuation or articles."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self._codes = {normalise(spelling.name): spelling.code for spelling in spellings}

    @classmethod
    def from_fixture(cls, path: Path) -> Self:
        """Read the spellings of `fixtures/states.json`, so that no database is needed."""
        states = json.loads(path.read_text(encoding="utf-8"))["states"]
        return cls(
            Spelling(name, state["code"])
            for state in states
            for name in (
                state["name"],
                state["formal_name"],
                *(other["name"] for other in state["other_names"]),
            )
        )

    def resolve(self, printed: str) -> str | None:
        """Answer the State's ISO alpha-3 code, or None where the spelling is not known."""
        return self._codes.get(normalise(printed))
