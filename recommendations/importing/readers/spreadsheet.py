"""A spreadsheet of one's own (XLSX, XLS or CSV): one row for each recommendation, or for each clause of it.

The columns are those of `importing.template`, in any order; their headings are looked up in
`reference.columns` under "spreadsheet". Several values in a cell are separated by semicolons or stand on
lines of their own. A cell that cannot be understood is told and left out, and its row read without it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO, Final

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers.goals import goal_code
from recommendations.importing.readers.headings import Headings
from recommendations.importing.readers.sessions import cycle_of
from recommendations.importing.readers.tables import Row, find_header, read_first_rows, read_rows
from recommendations.importing.records import (
    ClauseRecord,
    Entry,
    Position,
    Problem,
    RecommendationRecord,
    ReviewRecord,
    SourceRecord,
    TagRecord,
)
from recommendations.importing.reference import Reference
from recommendations.importing.template import COLUMNS, POSITIONS
from upr_tracker.lib.text import normalise

FORMAT: Final = "spreadsheet"

VOCABULARIES: Final = ("uhri", "uhri-cycle-3", "uhri-2012", "upr-info")
"""Whose names of themes are understood, the ones that the application uses itself first."""

_HEADINGS = {column.field: column.heading for column in COLUMNS}
_OWN_HEADINGS = {normalise(column.heading) for column in COLUMNS}
_FEW = 3
_REVIEW = re.compile(r"([a-z]{3})-([1-9])", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(r"[1-9][0-9]{0,2}\.[1-9][0-9]{0,2}")
_WORDS_FOR_POSITIONS: dict[str, Position] = {
    "supported": "supported", "accepted": "supported", "noted": "noted", "pending": "pending",
}  # fmt: skip
_MOST_SESSIONS = 54


def matches(file: BinaryIO) -> bool:
    """Tell whether one of the first rows has at least three headings of the template."""
    return find_header(read_first_rows(file), _is_header) is not None


def entries(file: BinaryIO, reference: Reference) -> Iterator[Entry]:
    """Yield the recommendations row by row, each after the problems of its own cells.

    Sheets without a header, such as the one that explains how to fill in the template, are not read.
    Raises UnreadableDocument ("column-missing") where there is no column of the text, or none that says
    which review a row is about.
    """
    headings: Headings | None = None
    waiting: RecommendationRecord | None = None
    seen = False
    for row in read_rows(file):
        if isinstance(row, Problem):
            yield row
            continue
        if headings is None or row.sheet != headings.row.sheet:
            if waiting:
                yield waiting
            waiting, headings = None, None
            if _is_header(row):
                headings, seen = Headings.of(row, reference.columns, FORMAT), True
                yield from headings.check(_needed(headings))
            continue
        yield from headings.check_length(row)
        reader = _RowReader(row, headings, reference)
        waiting, finished = reader.join(waiting)
        yield from reader.problems
        if finished:
            yield finished
    if waiting:
        yield waiting
    if not seen:
        raise UnreadableDocument("unknown-format")


def _is_header(row: Row) -> bool:
    return len({normalise(cell) for cell in row.cells} & _OWN_HEADINGS) >= _FEW


def _needed(headings: Headings) -> dict[str, str]:
    review = {} if "state" in headings.columns else {"review": _HEADINGS["review"]}
    return {"text": _HEADINGS["text"], **review}


class _RowReader:
    """Reads the cells of one row; `problems` are those that it met."""

    def __init__(self, row: Row, headings: Headings, reference: Reference) -> None:
        self._row = row
        self._headings = headings
        self._cells = headings.cells(row)
        self._reference = reference
        self.problems: list[Problem] = []

    def join(
        self, above: RecommendationRecord | None
    ) -> tuple[RecommendationRecord | None, RecommendationRecord | None]:
        """Answer the recommendation that may go on in the next row, and the one that is finished."""
        review = self._read_review()
        if not self._cells["text"]:
            self._tell("row-without-text", "text")
            return above, None
        if review is None:
            self._tell("row-without-review", "review")
            return above, None
        clause = self._read_whole_number("clause", 1, 99, "1, 2, 3 ...") or 1
        if clause == 1:
            return self._read_recommendation(review), above
        number = self._read_number()
        if not above or not number or (above.number, above.review) != (number, review):
            self._tell("clause-without-first", "clause", clause=clause)
            return above, None
        clauses = (*above.clauses, self._read_clause())
        return replace(above, clauses=clauses, text=f"{above.text} {self._cells['text']}"), None

    def _read_recommendation(self, review: ReviewRecord) -> RecommendationRecord:
        cells = self._cells
        document = cells.get("position_document", "")
        paragraph = cells.get("position_paragraph", "")
        return RecommendationRecord(
            number=self._read_number(),
            text=cells["text"],
            position=self._read_position(),
            page=self._read_whole_number("page", 1, 9_999, "the number of a page"),
            clauses=(self._read_clause(),),
            printed=self._row.printed[self._headings.columns["text"]],
            position_source=SourceRecord(document, paragraph) if document or paragraph else None,
            themes=self._read_tags("themes"),
            affected_groups=self._read_tags("affected_groups"),
            goals=tuple(self._read_goals()),
            action_category=self._read_whole_number("action_category", 1, 5, "1 to 5"),
            summary=cells.get("summary", ""),
            comment=cells.get("comment", ""),
            review=review,
            symbol=cells.get("document", ""),
            row=self._row.number,
        )

    def _read_review(self) -> ReviewRecord | None:
        printed = self._cells.get("review", "")
        if printed:
            found = _REVIEW.fullmatch(printed)
            if found:
                return ReviewRecord(found[1].upper(), None, cycle=int(found[2]))
            self._refuse("review", printed, "a State’s three letters and the cycle, such as khm-2")
        name = self._cells.get("state", "")
        state = self._reference.states.resolve(name) or (name if _CODE.fullmatch(name) else None)
        if name and state is None:
            self._tell("unknown-state", "state", name=name)
        session = self._read_whole_number("session", 1, _MOST_SESSIONS, f"1 to {_MOST_SESSIONS}")
        cycle = cycle_of(session) if session else self._read_whole_number("cycle", 1, 9, "1, 2, 3 or 4")
        return ReviewRecord(state, session, cycle=cycle) if state and cycle else None

    def _read_clause(self) -> ClauseRecord:
        states, unresolved = [], []
        for name in self._split("recommending_states"):
            state = self._reference.states.resolve(name) or (name if _CODE.fullmatch(name) else None)
            if state:
                states.append(state)
            else:
                unresolved.append(name)
                self._tell("unknown-state", "recommending_states", name=name)
        return ClauseRecord(self._cells["text"], tuple(states), tuple(unresolved))

    def _read_number(self) -> str:
        printed = self._cells.get("number", "")
        if printed and not _NUMBER.fullmatch(printed):
            self._refuse("number", printed, "paragraph and number with a dot, such as 118.5")
            return ""
        return printed

    def _read_position(self) -> Position | None:
        printed = self._cells.get("position", "")
        position = _WORDS_FOR_POSITIONS.get(normalise(printed))
        if printed and position is None:
            self._refuse("position", printed, ", ".join(POSITIONS))
        return position

    def _read_tags(self, field: str) -> tuple[TagRecord, ...]:
        return tuple(TagRecord(name, self._resolve(field, name)) for name in self._split(field))

    def _resolve(self, field: str, name: str) -> tuple[str, ...] | None:
        if field == "themes":
            if self._reference.themes.has_slug(name):
                return (name,)
            slugs = self._reference.themes.resolve(name, *VOCABULARIES)
            code = "unknown-theme"
        else:
            slug = self._reference.groups.resolve(name)
            slugs, code = (slug,) if slug else None, "unknown-group"
        if slugs is None:
            self._tell(code, field, name=name)
        return slugs

    def _read_goals(self) -> Iterator[str]:
        for printed in self._split("goals", ";,"):
            code = goal_code(printed)
            if code:
                yield code
            else:
                self._refuse("goals", printed, "numbers of goals or targets, such as 16 or 16.2")

    def _read_whole_number(self, field: str, least: int, most: int, allowed: str) -> int | None:
        printed = self._cells.get(field, "")
        if printed.isdecimal() and len(printed) < 6 and least <= int(printed) <= most:
            return int(printed)
        if printed:
            self._refuse(field, printed, allowed)
        return None

    def _split(self, field: str, separators: Iterable[str] = ";") -> list[str]:
        pieces = re.split("[\n" + "".join(separators) + "]", self._cells.get(field, ""))
        return list(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))

    def _refuse(self, field: str, printed: str, allowed: str) -> None:
        self._tell("value-not-allowed", field, printed=printed, allowed=allowed)

    def _tell(self, code: str, field: str, **details: str | int) -> None:
        column = self._headings.heading(field) or _HEADINGS[field]
        row = self._row
        # Details are no places, which mypy cannot know of a dictionary.
        told: Any = details
        self.problems.append(problem(code, sheet=row.sheet, row=row.number, column=column, **told))
