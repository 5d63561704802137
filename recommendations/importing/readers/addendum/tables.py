"""Rows of a table to answers: which column holds the numbers, the position, the explanation."""

import re
from dataclasses import dataclass
from typing import Literal

from recommendations.importing.readers.addendum.blocks import Block, TableRow
from recommendations.importing.readers.addendum.findings import Item, Rank
from recommendations.importing.readers.addendum.numbers import Number, read_listing
from recommendations.importing.readers.addendum.openings import read_opening
from recommendations.importing.readers.addendum.responses import read_answer, read_cell, read_label
from recommendations.importing.readers.addendum.stances import Stance, find_stances
from recommendations.importing.readers.addendum.walk import Walker

Role = Literal["recommendation", "response", "comment", "aside"]

_LONGEST_HEADER = 120
_LONGEST_STANCE_HEADER = 60
_NUMBERS_FIRST = re.compile(
    r"\W*(?:recommendations?|recs?\b|no\b|nos\b|number|#|para|ref|item|list\s+of)", re.IGNORECASE
)
_ASIDE = re.compile(
    r"\W*(?:recommending\s+|the\s+)?(?:countr(?:y|ies)|states?|delegations?|(?:made|proposed)\s+by|themes?|subjects?"
    r"|topics?|clusters?|text|wording)\W*",
    re.IGNORECASE,
)
_TALLY = re.compile(
    r"\bnumber\s+of(?:\s+(?:the\s+)?recommendations)?\s*$|^\W*(?:total|count)\b", re.IGNORECASE
)
_RESPONSE = re.compile(
    r"\b(?:positions?|responses?|reply|replies|status|decision|answers?|accept\w*|support\w*)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"\b(?:comments?|explanations?|explanatory|remarks?|observations?|rationale|clarifications?|reasons?|information"
    r"|justifications?|views?|measures|notes)\b",
    re.IGNORECASE,
)
_RECOMMENDATION = re.compile(r"\brecommendations?\b", re.IGNORECASE)
_MARK = re.compile(r"\W*(?:x|✓|✔|√|☒|☑|\+|yes)?\W*", re.IGNORECASE)
_BARE = re.compile(r"\W*(?=\d{1,3}\b)")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a role, or the numbers (or marks) of those that got one answer."""

    role: Role | None
    stance: Stance | None = None


class RowReader:
    """Reads the rows of one table after the other, into the findings of a walk."""

    def __init__(self, walker: Walker) -> None:
        self._walker = walker
        self._columns: tuple[Column, ...] = ()
        self._open: Item | None = None

    def read(self, row: TableRow) -> None:
        """Read one row: the header, a heading over all columns, a recommendation, or the rest of one."""
        if row.first:
            self._columns, self._open = (), None
            self._walker.close()
        filled = [cell for cell in row.cells if cell]
        if row.spanned or (len(row.cells) == 1):
            self._read_as_text(filled)
        elif header := self._header(row):
            self._columns = header
        else:
            self._read_answer(row)

    def _read_as_text(self, cells: list[str]) -> None:
        for line in (line for cell in cells for line in cell.split("\n")):
            heading = read_opening(line, self._walker.numbering) is None and line[-1:] not in ".:;"
            self._walker.read(Block(line, None, 3 if heading else 0))

    def _header(self, row: TableRow) -> tuple[Column, ...]:
        """Read the roles of the columns off a header; () where the row is none."""
        if any(len(cell) > _LONGEST_HEADER or self._opens(cell) for cell in row.cells):
            return ()
        columns = tuple(column_of(cell) for cell in row.cells)
        told = [column for column in columns if column.role or column.stance]
        has_role = any(column.role for column in columns)
        if len(told) > 1 and (has_role or row.first):
            return columns
        return ()

    def _opens(self, cell: str) -> bool:
        return read_opening(cell, self._walker.numbering) is not None or self._bare_numbers(cell) != ()

    def _bare_numbers(self, cell: str) -> tuple[Number, ...]:
        """Read a cell that holds nothing but numbers, or a number and the wording after it."""
        walker, start = self._walker, _BARE.match(cell)
        if not start:
            return ()
        text = re.sub(r"(?<=\d)\.?\n+(?=\d)", ", ", cell)
        listing = read_listing(text, start.end(), walker.numbering.mains, walker.numbering.understood)
        if listing is None:
            return ()
        alone = not text[listing.end :].strip(" .;,:\n")
        opens = re.match(r"\s*[.):–—-]?\s+\S", text[listing.end :]) and not walker.numbering.dotted
        return listing.numbers if alone or opens else ()

    def _numbers(self, cell: str) -> tuple[Number, ...]:
        """Read the numbers that a cell is about: each of its lines may open with one."""
        if bare := self._bare_numbers(cell):
            return bare
        openings = (read_opening(line, self._walker.numbering) for line in cell.split("\n"))
        return tuple(number for opening in openings if opening for number in opening.listing.numbers)

    def _read_answer(self, row: TableRow) -> None:
        columns = self._columns if len(self._columns) == len(row.cells) else (Column(None),) * len(row.cells)
        if self._read_lists(row, columns):
            return
        where = self._where(row, columns)
        if where is None:
            self._go_on(row, columns)
            return
        numbers = tuple(dict.fromkeys(self._numbers(row.cells[where])))
        item = self._walker.item(numbers, row.page)
        stance: Stance | None = None
        plain = True
        comments: list[str] = []
        others = [
            (column, cell)
            for i, (column, cell) in enumerate(zip(columns, row.cells, strict=True))
            if i != where
        ]
        if all(not cell for _, cell in others):
            others = [(Column("response"), row.cells[where])]
            item.texts = row.cells[where].split("\n")
        for column, cell in others:
            if column.stance:
                stance = stance or (column.stance if cell and _MARK.fullmatch(cell) else None)
                if cell and not _MARK.fullmatch(cell):
                    stance, comments = column.stance, [*comments, cell.replace("\n", "\n\n")]
                continue
            if column.role in ("recommendation", "aside") or not cell:
                continue
            found, is_plain, comment = self._read_cell(cell, numbers, labelled=column.role != "comment")
            if found and stance is None and (is_plain or column.role != "comment"):
                stance, plain = found, is_plain or column.role == "response"
            else:
                comment = cell.replace("\n", "\n\n") if found else comment
            # A first column in front of the numbers is the theme.
            if comment and not (column.role is None and row.cells.index(cell) < where):
                comments.append(comment)
        self._walker.settle(item, stance, "\n\n".join(comments), plain=plain)
        self._open = item

    def _read_cell(
        self, cell: str, numbers: tuple[Number, ...], *, labelled: bool
    ) -> tuple[Stance | None, bool, str]:
        if labelled and (said := read_cell(cell)):
            return said, True, ""
        walker = self._walker
        answer = read_answer(cell.split("\n"), numbers, walker.numbering, walker.names)
        return answer.stance, answer.plain, answer.comment

    def _read_lists(self, row: TableRow, columns: tuple[Column, ...]) -> bool:
        """Read numbers that stand in columns headed by a position: "Accepted | Noted"."""
        found = False
        for column, cell in zip(columns, row.cells, strict=True):
            if column.stance and cell and (numbers := self._numbers(cell)):
                found = True
                for number in numbers:
                    self._walker.claim(number, column.stance, Rank.STATED, self._walker.paragraph, row.page)
        return found

    def _where(self, row: TableRow, columns: tuple[Column, ...]) -> int | None:
        """Find the cell with the numbers: in a column headed so, otherwise the first that opens with one."""
        places = range(len(row.cells))
        headed = [place for place in places if columns[place].role == "recommendation"]
        for place in (*headed, *(() if headed else places)):
            if self._numbers(row.cells[place]):
                return place
        return None

    def _go_on(self, row: TableRow, columns: tuple[Column, ...]) -> None:
        """Add a row without number to the answer above it: tables are broken at the ends of pages."""
        if self._open is None:
            return
        words = [
            cell.replace("\n", "\n\n")
            for column, cell in zip(columns, row.cells, strict=True)
            if cell and column.role not in ("recommendation", "aside") and read_label(cell)[0] is None
        ]
        for number in self._open.numbers if words else ():
            said = self._walker.findings.comments.setdefault(number, [])
            said.append("\n\n".join(words))


def column_of(cell: str) -> Column:
    """Tell what a column holds by its heading."""
    stances = find_stances(cell) if len(cell) <= _LONGEST_STANCE_HEADER else []
    if (
        stances
        and stances[0].kind != "done"
        and not re.search(r"\bstate\b|\b(?:yes|no)\b", cell, re.IGNORECASE)
    ):
        return Column(None, stances[0])
    if _ASIDE.fullmatch(cell):
        return Column("aside")
    if _TALLY.search(cell):
        return Column(None)
    if _NUMBERS_FIRST.match(cell):
        return Column("recommendation")
    if _RESPONSE.search(cell):
        return Column("response")
    if _COMMENT.search(cell):
        return Column("comment")
    return Column("recommendation" if _RECOMMENDATION.search(cell) else None)
