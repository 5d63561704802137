"""Two editions of an export of the Index that overlap: for tests of real processes."""

import json
import random
from pathlib import Path
from typing import Any

from recommendations.importing.readers.sessions import cycle_of
from tests.benchmarks.generate_uhri import Index

STATES = ("Brazil", "Viet Nam", "Slovenia", "France", "Portugal", "Kenya", "Chile", "Nepal")
SESSION = 18


def write_editions(earlier: Path, later: Path, rows: int, *, unnumbered: bool = True) -> None:
    """Write an edition, and a later one in which a third is new, a third is changed and a third the same.

    Each row is a recommendation of its own. Some have no number, and those are the same in both: numbers of
    ours are given only once, and would differ from run to run.
    """
    chance = random.Random(rows)  # noqa: S311 - made-up words, no secrets
    index = Index(rows)
    upr = (row for row in index.rows() if row["Body"] == "- UPR")
    told = []
    for place in range(rows):
        number = "" if unnumbered and place % 30 == 2 else f"118.{place // len(STATES) + 1}"
        told.append(_row(next(upr), STATES[place % len(STATES)], number))
    earlier.write_text(json.dumps([row for place, row in enumerate(told) if place % 3]), encoding="utf-8")
    for place, row in enumerate(told):
        if place % 3 == 1:
            other = next(upr)
            row |= {name: other[name] for name in ("Themes", "Sdgs", "AffectedPersons", "UprPositions")}
            row |= _worded(row, other) if chance.random() < 0.5 else {}
    later.write_text(json.dumps(told), encoding="utf-8")


def _row(made_up: dict[str, Any], state: str, number: str) -> dict[str, Any]:
    row = made_up | {
        "Countries": [state],
        "UprSession": [str(SESSION)],
        "UprCycle": cycle_of(SESSION),
        "Symbol": f"A/HRC/26/{STATES.index(state) + 101}",
        "Number": number,
    }
    return row | _worded(row, made_up)


def _worded(row: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    words = other["Text"].removeprefix("<p>").removesuffix("</p>").replace("&nbsp;", " ")
    words = words[words.index(next(filter(str.isupper, words))) :]
    return {
        "Text": f"{row['Number']} {words}".strip(),
        "UprRecommendingCountry": other["UprRecommendingCountry"],
    }
