"""For tests of faults: bring an import from phase to phase whatever happens, and compare what is there."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.recommendations.importing.installation import Installation

WORKING = ("reading", "planning", "applying", "reverting")
GOALS = {"planned": None, "applied": "start_applying", "reverted": "take_back"}
"""Where an import rests, one after the other, and the button that sends it there."""


class Importing:
    """The latest import of an installation. It counts who was killed in which phase, and the clicks."""

    STATE = "SELECT phase, failure FROM importing_import ORDER BY id DESC LIMIT 1"

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.processes = installation.fork()
        self.kills: Counter[str] = Counter()
        self.clicks = 0

    @property
    def phase(self) -> str:
        return self.installation.ask(self.STATE)[0]

    def send_to(self, goal: str) -> None:
        if button := GOALS[goal]:
            self.processes.do("press", button)

    def reach(self, goal: str) -> None:
        """Bring it to this phase, undisturbed."""
        self.send_to(goal)
        self.processes.do("work")
        assert self.phase == goal

    def note_killed(self) -> None:
        """Somebody was killed a moment ago: while it did what?"""
        if (phase := self.phase) in WORKING:
            self.kills[phase] += 1

    def help_on(self, goal: str) -> None:
        """Do what is left to people: one click."""
        phase, failure = self.installation.ask(self.STATE)
        if phase == "failed":
            assert "tried 2 times" in failure
            self.clicks += 1
            self.processes.do("press_what_goes_on", goal)
        elif phase == "planned" and goal == "applied":
            self.processes.do("press", "start_applying")

    def content(self) -> dict[str, Any]:
        """All that is known of recommendations, and the plan of the import."""
        path = self.installation.folder / "content.json"
        self.processes.do("write_content", str(path))
        return json.loads(path.read_text(encoding="utf-8"))


def assert_same(found: dict[str, Any], expected: dict[str, Any], when: str) -> None:
    """Compare contents, table by table and row by row."""
    for part, tables in expected.items():
        for table, rows in tables.items():
            there, wanted = Counter(map(str, found[part][table])), Counter(map(str, rows))
            if there != wanted:
                lost, more = list((wanted - there).elements()), list((there - wanted).elements())
                differing = "\n".join(
                    [*(f"- {row}"[:400] for row in lost[:9]), *(f"+ {row}"[:400] for row in more[:9])]
                )
                pytest.fail(f"{when}: {table}: {len(lost)} lost (-), {len(more)} too many (+):\n{differing}")
