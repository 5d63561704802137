"""What the exports of UPR Info's old and new site have in common: a row to a recommendation or a pledge."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from recommendations.importing.readers.positions import position_of_word
from recommendations.importing.readers.sessions import cycle_of
from recommendations.importing.readers.tally import Tally
from recommendations.importing.readers.text import clean
from recommendations.importing.records import (
    ClauseRecord,
    PledgeRecord,
    Position,
    RecommendationRecord,
    ReviewRecord,
    TagRecord,
)
from recommendations.importing.reference import Reference
from upr_tracker.lib.text import normalise

FORMAT: Final = "upr-info"

_PLEDGE = "voluntary pledge"
_GROUPS: Final = {
    "africa": "african",
    "african group": "african",
    "african states": "african",
    "asia": "asia-pacific",
    "asia pacific": "asia-pacific",
    "asia pacific group": "asia-pacific",
    "asia pacific states": "asia-pacific",
    "eeg": "eastern-european",
    "eastern european group": "eastern-european",
    "eastern european states": "eastern-european",
    "grulac": "grulac",
    "latin american and caribbean group": "grulac",
    "latin american and caribbean states": "grulac",
    "weog": "weog",
    "western european and others group": "weog",
    "western european and other states": "weog",
    "observer": "",
    "observers": "",
    "unknown": "",
    "": "",
}
_UNKNOWN = ("", "unknown")
_ACTIONS = ("1", "2", "3", "4", "5")
_MOST_REMEMBERED = 500_000


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A row of an export, its values still as printed."""

    number: int
    state: str
    state_group: str
    text: str
    states: Sequence[str]
    groups: Sequence[str]
    position: str
    action: str
    issues: Sequence[str]
    session: str
    printed: str = ""
    symbol: str = ""


class RowReader:
    """Reads rows, tells each kind of doubt once, and leaves out rows that repeat another in every value.

    The same recommendation of the same State twice is no repetition UPR Info could mean: of the 41,066
    rows of sessions 1 to 20, two are. Up to 500,000 different rows are remembered.
    """

    def __init__(self, reference: Reference, columns: dict[str, str], sheet: str = "") -> None:
        """`columns` are the printed headings by the names of `ExportRow`'s fields."""
        self._reference = reference
        self._columns = columns
        self._seen: set[int] = set()
        self.tally = Tally(sheet)

    def read(self, row: ExportRow, cells: tuple[str, ...]) -> RecommendationRecord | PledgeRecord | None:
        """Read a row, whose `cells` tell whether it repeats another; None where it is left out."""
        text = unescape(row.text)
        if not text:
            self.tally.note("rows-without-text", row.number, column=self._column("text"))
            return None
        key = hash(cells)
        if key in self._seen:
            self.tally.note("rows-repeated", row.number)
            return None
        if len(self._seen) < _MOST_REMEMBERED:
            self._seen.add(key)
        review = self._read_review(row)
        themes = tuple(self._read_theme(issue, row.number) for issue in row.issues)
        action = self._read_action(row)
        if normalise(row.position) == _PLEDGE:
            return PledgeRecord(text, review, themes, action, row.number)
        position, stated_as = self._read_position(row)
        return RecommendationRecord(
            number="",
            text=text,
            position=position,
            page=None,
            clauses=(self._read_clause(row, text),),
            printed=row.printed,
            stated_as=stated_as,
            themes=themes,
            action_category=action,
            review=review,
            symbol=row.symbol,
            row=row.number,
        )

    def _column(self, field: str) -> str:
        return self._columns.get(field, "")

    def _read_review(self, row: ExportRow) -> ReviewRecord:
        name = unescape(row.state)
        state = self._reference.states.resolve(name) if name else None
        if normalise(name) in _UNKNOWN:
            self.tally.note("rows-without-country", row.number, column=self._column("state"))
        elif state is None:
            self.tally.note("unknown-state", row.number, column=self._column("state"), name=name)
        session = _leading_number(row.session)
        cycle = cycle_of(session) if session is not None else None
        if cycle is None:
            column = self._column("session")
            self.tally.note("rows-without-session", row.number, column=column, printed=row.session)
            session = None
        group = self._read_group(row.state_group, row.number, self._column("state_group"))
        return ReviewRecord(state, session, cycle=cycle, state_group=group)

    def _read_clause(self, row: ExportRow, text: str) -> ClauseRecord:
        states: list[str] = []
        groups: list[str] = []
        unresolved: list[str] = []
        for index, printed in enumerate(row.states):
            name = unescape(printed)
            if normalise(name) in _UNKNOWN:
                continue
            state = self._reference.states.resolve(name)
            if state is None:
                unresolved.append(name)
                self.tally.note("unknown-state", row.number, column=self._column("states"), name=name)
            else:
                states.append(state)
                if len(row.groups) == len(row.states):
                    column = self._column("groups")
                    groups.append(self._read_group(row.groups[index], row.number, column))
        if not states and not unresolved:
            self.tally.note("recommending-state-missing", row.number, column=self._column("states"))
        return ClauseRecord(text, tuple(states), tuple(unresolved), tuple(groups))

    def _read_group(self, printed: str, row: int, column: str) -> str:
        name = unescape(printed)
        slug = _GROUPS.get(normalise(name))
        if slug is None:
            self.tally.note("group-of-states-unknown", row, column=column, name=name)
        return slug or ""

    def _read_theme(self, issue: str, row: int) -> TagRecord:
        slugs = self._reference.themes.resolve(issue, FORMAT)
        if slugs is None:
            self.tally.note("unknown-theme", row, column=self._column("issues"), name=issue)
        return TagRecord(issue, slugs)

    def _read_position(self, row: ExportRow) -> tuple[Position | None, str]:
        printed = unescape(row.position)
        position = position_of_word(printed)
        # The UN's scale knows only "noted" for what the new site calls "Not Supported".
        own_word = position == "noted" and normalise(printed) != position
        stated_as = printed if own_word or position is None else ""
        if position is None:
            column = self._column("position")
            self.tally.note("position-word-unknown", row.number, column=column, position=printed)
        return position, stated_as

    def _read_action(self, row: ExportRow) -> int | None:
        printed = row.action.partition("-")[0].strip()
        if printed in _ACTIONS:
            return int(printed)
        if normalise(row.action) not in _UNKNOWN:
            column = self._column("action")
            self.tally.note("value-unclear", row.number, column=column, values=row.action)
        return None


def split_issues(cell: str, reference: Reference) -> tuple[str, ...]:
    """Split names at commas, but for those commas that are part of a known name."""
    pieces = [piece.strip() for piece in unescape(cell).split(",")]
    names, start = [], 0
    while start < len(pieces):
        # At most so many commas in one name, or a long cell would take time by its square.
        ends = range(min(len(pieces), start + 4), start + 1, -1)
        known = (e for e in ends if reference.themes.resolve(", ".join(pieces[start:e]), FORMAT) is not None)
        end = next(known, start + 1)
        names.append(", ".join(pieces[start:end]))
        start = end
    return tuple(name for name in names if name)


def unescape(words: str) -> str:
    """Answer the words with characters for HTML entities ("&#40;Unknown&#41;")."""
    if "&" not in words:
        return words
    try:
        return clean(html.unescape(words))
    except ValueError:
        # An entity with thousands of digits: Python makes no number of it.
        return words


def _leading_number(printed: str) -> int | None:
    """Read "44 - November 2023" as 44."""
    digits = printed.partition("-")[0].strip()
    return int(digits) if digits.isdecimal() and len(digits) < 4 else None
