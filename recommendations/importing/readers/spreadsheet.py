"""A spreadsheet of one's own (XLSX, XLS or CSV): one row for each recommendation, or for each clause of it.

The columns are those of `importing.template`, in any order; their headings are looked up in
`reference.columns` under "spreadsheet". Several values in a cell are separated by semicolons or stand on
lines of their own. A cell that cannot be understood is told and left out, and its row read without it.

A row that was exported from here carries its mark (`readers.marks`) and stands for itself: people sort,
move and delete such rows and columns. Its record says in `edited` what is no longer as exported, and only
that counts; "position" there stands for what is stated with it as well: comment, document, paragraph.
Cells that were not edited are never doubted.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from typing import Any, BinaryIO, Final

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers.goals import goal_code
from recommendations.importing.readers.headings import Headings
from recommendations.importing.readers.marks import WHOLE_FIELDS, Mark, as_read, pieces
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
from recommendations.importing.template import FILLED_COLUMNS, MARK, POSITIONS, unguard
from recommendations.names import OWN
from upr_tracker.lib.text import normalise

FORMAT: Final = "spreadsheet"

VOCABULARIES: Final = (OWN, "uhri", "uhri-cycle-3", "uhri-2012", "upr-info")
"""Whose names of themes are understood, the ones that the application uses itself first."""

_HEADINGS = {column.field: column.heading for column in FILLED_COLUMNS}
_OWN_HEADINGS = {normalise(heading) for heading in (*_HEADINGS.values(), "Text")}
"""With what templates called the official wording before."""
_FEW = 3
_REVIEW = re.compile(r"([a-z]{3})-([1-9])", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(r"[1-9][0-9]{0,2}\.[1-9][0-9]{0,2}")
_WORDS_FOR_POSITIONS: dict[str, Position] = {
    "supported": "supported", "accepted": "supported", "noted": "noted", "pending": "pending",
}  # fmt: skip
_MOST_SESSIONS = 54
_STATED = frozenset({"position", "comment", "position_document", "position_paragraph"})


def matches(file: BinaryIO) -> bool:
    """Tell whether one of the first rows has three headings of the template, or two with that of the mark."""
    return find_header(read_first_rows(file), _is_header) is not None


def entries(file: BinaryIO, reference: Reference) -> Iterator[Entry]:
    """Yield the recommendations row by row, each after the problems of its own cells.

    Sheets without a header, such as the one that explains how to fill in the template, are not read.
    Raises UnreadableDocument ("column-missing") where there is no column of the text, or none that says
    which review a row is about, unless rows have marks.
    """
    headings: Headings | None = None
    waiting: RecommendationRecord | None = None
    exported: RecommendationRecord | None = None
    seen = False
    for row in read_rows(file):
        if isinstance(row, Problem):
            yield row
            continue
        if headings is None or row.sheet != headings.row.sheet:
            if waiting:
                yield waiting
            waiting, headings, exported = None, None, None
            if _is_header(row):
                headings, seen = Headings.of(row, reference.columns, FORMAT), True
                yield from headings.check(_needed(headings))
            continue
        yield from headings.check_length(row)
        reader = _RowReader(row, headings, reference)
        if reader.is_exported:
            finished, waiting, exported = waiting, None, reader.read_exported()
            if finished:
                yield finished
            finished = exported
        else:
            waiting, finished = reader.join(waiting, exported)
        yield from reader.problems
        if finished:
            yield finished
    if waiting:
        yield waiting
    if not seen:
        raise UnreadableDocument("unknown-format")


def _is_header(row: Row) -> bool:
    found = {normalise(cell) for cell in row.cells} & _OWN_HEADINGS
    return len(found) >= (_FEW - 1 if normalise(MARK.heading) in found else _FEW)


def _needed(headings: Headings) -> dict[str, str]:
    if "mark" in headings.columns:
        return {}
    review = {} if "state" in headings.columns else {"review": _HEADINGS["review"]}
    return {"text": _HEADINGS["text"], **review}


class _RowReader:
    """Reads the cells of one row; `problems` are those that it met."""

    def __init__(self, row: Row, headings: Headings, reference: Reference) -> None:
        self._row = row
        self._headings = headings
        self._cells = {field: _read_cell(row, column) for field, column in headings.columns.items()}
        self._reference = reference
        self._as_exported: Set[str] = frozenset()
        self._doubtful: set[str] = set()
        self.problems: list[Problem] = []

    @property
    def is_exported(self) -> bool:
        """Whether the row was filled in by the application, and not by a person."""
        return bool(self._cells.get("mark"))

    def join(
        self, above: RecommendationRecord | None, exported: RecommendationRecord | None
    ) -> tuple[RecommendationRecord | None, RecommendationRecord | None]:
        """Answer the recommendation that may go on in the next row, and the one that is finished.

        `exported` is the last of those that the application filled in.
        """
        review = self._read_review()
        if not self._cells.get("text"):
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
            added = exported and (exported.number, exported.review) == (number, review)
            self._tell("clause-added" if added else "clause-without-first", "clause", clause=clause)
            return above, None
        clauses = (*above.clauses, self._read_clause())
        return replace(above, clauses=clauses, text=f"{above.text} {self._cells['text']}"), None

    def read_exported(self) -> RecommendationRecord | None:
        """Answer what the row says and what of it was edited; None where it is no longer the row it was."""
        mark = Mark.read(self._cells["mark"])
        if mark is None:
            self._tell("mark-unreadable", "mark")
            return None
        if not self._is_at_its_place(mark):
            return None
        edited = mark.edited(self._cells)
        self._check_edited(edited, mark)
        self._as_exported = _HEADINGS.keys() - edited
        state, cycle = mark.review.split("-")
        record = self._read_recommendation(ReviewRecord(state.upper(), None, cycle=int(cycle)), mark)
        named = {_path(field, mark) for field in edited} - {_path(field, mark) for field in self._doubtful}
        return replace(record, edited=tuple(sorted(named)))

    def _is_at_its_place(self, mark: Mark) -> bool:
        """Tell whether review, number and clause are those of the mark, and the problem if they are not."""
        clause = str(mark.clause)
        for field, exported in (("review", mark.review), ("number", mark.number), ("clause", clause)):
            cell = self._cells.get(field, exported).lower()
            if cell != exported and not (field == "clause" and mark.part == "a" and not cell):
                self._tell("row-key-edited", field, exported=exported)
                return False
        return True

    def _check_edited(self, edited: Set[str], mark: Mark) -> None:
        """Tell what was edited and cannot be so."""
        cells, alone = self._cells, mark.part == "a"
        if mark.part == "c":
            for field in WHOLE_FIELDS:
                if cells.get(field):
                    self._tell("value-beside-clause", field)
            return
        if edited & _STATED and cells.get("position") == "":
            self._tell("position-emptied", "position")
        worded = cells.get("text") != "" if alone else True
        if worded and cells.get("document") == "" and ("document" in edited or (alone and "text" in edited)):
            self._tell("document-emptied", "document")
            self._doubtful |= {"text"} if alone else set()
        if alone and edited & {"text", "summary"} and not cells.get("text") and not cells.get("summary"):
            self._tell("row-without-text", "text")
            self._doubtful.add("summary")

    def _read_recommendation(self, review: ReviewRecord, mark: Mark | None = None) -> RecommendationRecord:
        cells = self._cells
        document = cells.get("position_document", "")
        paragraph = cells.get("position_paragraph", "")
        before = mark.clause - 1 if mark else 0
        return RecommendationRecord(
            number=mark.number if mark else self._read_number(),
            text=cells.get("text", "") if mark is None or mark.part == "a" else "",
            position=self._read_position(),
            page=self._read_whole_number("page", 1, 9_999, "the number of a page"),
            clauses=(*[ClauseRecord("", ())] * before, self._read_clause()),
            printed=_printed(self._row, self._headings.columns.get("text", -1)),
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
                unresolved += [name] if self._counts("recommending_states") else []
                self._tell("unknown-state", "recommending_states", name=name)
        return ClauseRecord(self._cells.get("text", ""), tuple(states), tuple(unresolved))

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
        tags = (TagRecord(name, self._resolve(field, name)) for name in self._split(field))
        return tuple(tag for tag in tags if tag.slugs is not None or self._counts(field))

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
        for printed in self._split("goals"):
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

    def _split(self, field: str) -> list[str]:
        return pieces(field, self._cells.get(field, ""))

    def _counts(self, field: str) -> bool:
        """Whether the cell was written by a person."""
        return field not in self._as_exported

    def _refuse(self, field: str, printed: str, allowed: str) -> None:
        self._tell("value-not-allowed", field, printed=printed, allowed=allowed)

    def _tell(self, code: str, field: str, **details: str | int) -> None:
        if not self._counts(field):
            return
        self._doubtful.add(field)
        column = self._headings.heading(field) or _HEADINGS[field]
        row = self._row
        # Details are no places, which mypy cannot know of a dictionary.
        told: Any = details
        self.problems.append(problem(code, sheet=row.sheet, row=row.number, column=column, **told))


def _read_cell(row: Row, column: int) -> str:
    printed = _printed(row, column)
    return as_read(unguard(printed)) if printed.startswith("'") else row.cell(column)


def _printed(row: Row, column: int) -> str:
    return row.printed[column] if 0 <= column < len(row.printed) else ""


def _path(field: str, mark: Mark) -> str:
    """Answer by which name `edited` speaks of a field."""
    if field == "recommending_states":
        return f"clauses.{mark.clause}.states"
    if field == "text" and mark.part != "a":
        return f"clauses.{mark.clause}.text"
    return "position" if field in _STATED else field
