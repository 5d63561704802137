"""Tables of a PDF, which are nothing but words at places: columns are told by their left edges.

A table begins with a line of headings that name its columns ("Recommendation", "Position", "Comments"). It
ends where a line runs on beyond the edge of the next column.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from recommendations.importing.readers.addendum.blocks import GOES_ON, Block, TableRow
from recommendations.importing.readers.addendum.tables import column_of
from recommendations.importing.readers.layout import lay_out
from recommendations.importing.readers.manuscript import Manuscript
from recommendations.importing.readers.pdf import Line, Page, Piece
from recommendations.importing.readers.text import clean, join

_HEADINGS = re.compile(
    r"\b(?:recommendation|position|response|comment|explanation|accepted|supported|noted)", re.IGNORECASE
)
_LONGEST_HEADING = 60
_SAME_EDGE = 4.0
_SAME_LINE = 2.0
_MOST_PAGES = 100
_OPENS_ROW = re.compile(r"\W*(?:(?:recommendations?|recs?\.?|nos?\.?|paras?\.?)\s*)?\d", re.IGNORECASE)
_PLACE = "⟦table {}⟧"
_PLACED = re.compile(r"⟦table (\d{1,3})⟧")

ReadPieces = Callable[[int], tuple[tuple[Piece, ...], ...]]


@dataclass(frozen=True, slots=True)
class _Header:
    edges: tuple[float, ...]
    cells: tuple[str, ...]
    key: int  # the column whose numbers open rows
    bottom: float


def with_tables(manuscript: Manuscript, read_pieces: ReadPieces) -> tuple[Manuscript, list[list[TableRow]]]:
    """Take the tables out of the pages; a line that `place_of` knows is left in the place of each."""
    tables: list[list[TableRow]] = []
    pages: list[Page] = []
    header: _Header | None = None
    for page in manuscript.pages[:_MOST_PAGES]:
        if header is None and not any(_HEADINGS.search(line.text) for line in page.lines):
            pages.append(page)
            continue
        body = _without_furniture(read_pieces(page.number), frozenset(manuscript.heads))
        found = _find_header(body) or header
        rows, used = _read_rows(body, found, page.number, fresh=found is not header) if found else ([], set())
        header = found if rows else None
        if rows:
            tables.append(rows)
            page = _replaced(page, used, _PLACE.format(len(tables) - 1))
        pages.append(page)
    if not tables:
        return manuscript, []
    pages += manuscript.pages[_MOST_PAGES:]
    layout = lay_out(pages)
    return replace(manuscript, lines=layout.lines), tables


def place_of(text: str) -> int | None:
    """Answer which table a line stands for, if any."""
    found = _PLACED.fullmatch(text.strip())
    return int(found[1]) if found else None


def put_back(
    blocks: Sequence[Block | TableRow], tables: Sequence[Sequence[TableRow]]
) -> list[Block | TableRow]:
    """Put the rows of the tables where their places are."""
    whole: list[Block | TableRow] = []
    for block in blocks:
        place = place_of(block.text) if isinstance(block, Block) else None
        whole += [block] if place is None or place >= len(tables) else tables[place]
    return whole


def _without_furniture(lines: Sequence[Sequence[Piece]], heads: frozenset[str]) -> list[Piece]:
    """Answer the pieces of a page from above, without those at its head and foot."""
    pieces = sorted((p for line in lines for p in line), key=lambda p: (-p.baseline, p.left))
    while pieces and clean(pieces[0].text) in heads:
        pieces.pop(0)
    while pieces and clean(pieces[-1].text) in heads:
        pieces.pop()
    return pieces


def _find_header(pieces: Sequence[Piece]) -> _Header | None:
    for line in _lines(pieces):
        cells = tuple(piece.text for piece in line)
        if len(line) < 2 or any(len(cell) > _LONGEST_HEADING for cell in cells):
            continue
        columns = [column_of(cell) for cell in cells]
        told = [column for column in columns if column.role or column.stance]
        numbered = any(_OPENS_ROW.match(cell) for cell in cells)
        if len(told) < 2 or numbered or not any(column.role == "recommendation" for column in columns):
            continue
        key = next(i for i, column in enumerate(columns) if column.role == "recommendation")
        return _Header(tuple(piece.left for piece in line), cells, key, line[0].baseline)
    return None


def _lines(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in pieces:
        if line and line[0].baseline - piece.baseline > _SAME_LINE:
            yield sorted(line, key=lambda p: p.left)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda p: p.left)


def _read_rows(
    pieces: Sequence[Piece], header: _Header, number: int, *, fresh: bool
) -> tuple[list[TableRow], set[tuple[float, float]]]:
    """Read the rows under a header, or all of a page that goes on with its table.

    Answers the places of the pieces that belong to the table too.
    """
    rows: list[list[list[str]]] = []
    used: set[tuple[float, float]] = set()
    for line in _lines(pieces):
        if fresh and line[0].baseline > header.bottom + _SAME_LINE:
            continue
        if fresh and abs(line[0].baseline - header.bottom) <= _SAME_LINE:
            used |= {(piece.left, piece.baseline) for piece in line}
            continue
        placed = [(_column(piece, header.edges), piece) for piece in line]
        if any(column is None for column, _ in placed):
            break
        cells: list[list[str]] = [[] for _ in header.edges]
        for column, piece in placed:
            if column is not None:
                cells[column].append(piece.text)
                used.add((piece.left, piece.baseline))
        key = cells[header.key]
        goes_on = rows and GOES_ON.search(" ".join(rows[-1][header.key]))
        if not rows or (key and not goes_on and _OPENS_ROW.match(key[0])):
            rows.append([[] for _ in header.edges])
        for cell, words in zip(rows[-1], cells, strict=True):
            cell += words
    read = [TableRow(tuple(map(join, row)), number) for row in rows]
    if fresh and read:
        read.insert(0, TableRow(header.cells, number, first=True))
    return read, used


def _column(piece: Piece, edges: Sequence[float]) -> int | None:
    """Answer the column a piece stands in; None for one that no column holds."""
    for index, (left, following) in enumerate(pairwise((*edges, float("inf")))):
        if left - _SAME_EDGE <= piece.left < following - _SAME_EDGE:
            return index if piece.right <= following + _SAME_EDGE else None
    return None


def _replaced(page: Page, used: set[tuple[float, float]], place: str) -> Page:
    """Put one line in the place of all lines that belong to a table."""
    in_table = [line for line in page.lines if _belongs(line, used)]
    if not in_table:
        return page
    at = page.lines.index(in_table[0])
    rest = [line for line in page.lines[at:] if line not in in_table]
    return Page(page.number, (*page.lines[:at], replace(in_table[0], text=place), *rest))


def _belongs(line: Line, used: set[tuple[float, float]]) -> bool:
    return any(
        abs(line.left - left) <= 1 and abs(line.baseline - baseline) <= _SAME_LINE for left, baseline in used
    )
