"""OHCHR's "Thematic list of recommendations" of one review: a table in a Word document.

Each recommendation is one row, with its number, wording and States, its position and where that is
stated, its themes and groups of persons and, in later cycles, its goals. Rows of a single cell are
headings to find one's way by. The columns are told by the header row: those of cycle 4 differ.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers.clauses import split_clauses
from recommendations.importing.readers.cover import ANOTHER, read_ordinal
from recommendations.importing.readers.docx import (
    Cell,
    Paragraph,
    Row,
    Table,
    WordDocument,
    is_docx,
    read_docx,
)
from recommendations.importing.readers.goals import goal_code
from recommendations.importing.readers.list_columns import Columns, Field, place_cells, read_header
from recommendations.importing.readers.list_names import Kind, read_names, tell_apart
from recommendations.importing.readers.positions import position_of_word, words_in_part
from recommendations.importing.readers.tally import Tally
from recommendations.importing.readers.text import clean, join
from recommendations.importing.records import (
    DocumentRecord,
    Entry,
    Position,
    Problem,
    RecommendationRecord,
    ReviewRecord,
    SourceRecord,
    TagRecord,
)
from recommendations.importing.reference import Reference
from states.names import StateNames

FORMAT = "thematic-list"

TITLE = "Thematic list of recommendations"

_WORDS_QUOTED = 120
_OPENING_LINES = 10

_ENTITY = re.compile(r"&#?\w{1,10};")

_NUMBER = re.compile(r"(?P<paragraph>\d{1,3})\s*\.\s*(?P<item>\d{1,3})(?!\d)\s*(?:[.):]|[-–—](?=\s))?\s*")
_SOURCE = re.compile(
    r"\bsources?\s+of\s+(?:the\s+)?positions?\b\s*:?|\bsources?\s*:\s*(?=A\s*/\s*HRC)", re.IGNORECASE
)
_SYMBOL = re.compile(
    r"A\s*/\s*HRC(?:\s*/\s*(?:(?:Add|Corr|Rev)\s*\.\s*\d+|\d+|WG\.6|L\.\d+|[A-Z]{3}))+", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"\bpara(?:graph)?s?\b\s*\.?\s*", re.IGNORECASE)
_PARAGRAPH_NUMBER = re.compile(r"\d+(?:\s*\([a-z]\))?(?:\s*(?:[-–,]|and)\s*\d+)*")
_REVIEW = re.compile(
    r"\b(?:UPR|Universal Periodic Review) (?:of )?(?P<state>.{3,80}?)\s*"
    r"(?:\((?=[^()]*\bsession)[^()]*?(?P<session>\d{1,2}\s*(?:st|nd|rd|th)?|[a-z]+(?:-[a-z]+)?)\s+session"
    r"|Thematic list|$)",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\s*\bPage(?:\s+\d+)?(?:\s+of(?:\s+\d+)?)?$", re.IGNORECASE)
_CODED = re.compile(r"[A-H]\d{1,2}\b")
_AROUND_POSITION = " .;,*•·-–0123456789"
_THEME_HEADING = re.compile(r"themes?\b", re.IGNORECASE)
_ENDED = re.compile(r"[)\]]\W*$|\bsources?\b", re.IGNORECASE)


_Cells: TypeAlias = dict[Field, tuple[list[str], str]]
"""From a field to the lines of its cell and the heading of its column."""


@dataclass(slots=True)
class _Row:
    """A recommendation's row, by its number from 1: how many cells it has, and what stands in them and in the
    rows that go on with it.
    """

    number: int
    count: int
    cells: _Cells

    def lines(self, known: Field) -> list[str]:
        return self.cells[known][0] if known in self.cells else []

    def take(self, cells: _Cells) -> None:
        """Add what a row that goes on with this one says."""
        for known, (lines, heading) in cells.items():
            before, first = self.cells.get(known, ([], heading))
            self.cells[known] = ([*before, *lines], first)


@dataclass(slots=True)
class _Progress:
    """What is known and found on the way from row to row."""

    reference: Reference
    tally: Tally = field(default_factory=Tally)
    seen: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Tags:
    themes: tuple[TagRecord, ...]
    groups: tuple[TagRecord, ...]
    goals: tuple[str, ...]


def matches(file: BinaryIO) -> bool:
    """Tell whether the file is a thematic list. Raises UnreadableDocument for a bad Word document."""
    if not is_docx(file):
        return False
    document = read_docx(file)
    columns = next(
        filter(None, (read_header(row) for table in _tables(document) for row in table.rows)), None
    )
    fields = {column.field for column in columns or ()}
    opening = _opening(document)
    titled = TITLE.casefold() in opening.casefold()
    if titled or ANOTHER.search(opening):
        return titled and "recommendation" in fields
    return {"position", "themes"} <= fields


def entries(file: BinaryIO, reference: Reference) -> Iterator[Entry]:
    """Read a thematic list. Raises UnreadableDocument where it cannot be read."""
    if not is_docx(file):
        raise UnreadableDocument("unknown-format")
    document = read_docx(file)
    yield from _about(document, reference.states)
    progress = _Progress(reference)
    yield from _items(_tables(document), progress)
    yield from progress.tally.problems()


def _about(document: WordDocument, names: StateNames) -> Iterator[Entry]:
    """Answer the document and the review. The header's cycle is not taken: it is often wrong."""
    opening = _opening(document)
    symbol = next((line for line in document.heads if _SYMBOL.fullmatch(line.strip())), "").strip()
    head = next((line for line in document.heads if TITLE.casefold() in line.casefold()), TITLE)
    yield DocumentRecord(symbol, None, _PAGE.sub("", clean(head)).rstrip(" *"))
    found = _REVIEW.search(opening)
    printed = found["state"].strip(" -–,") if found else ""
    state = names.resolve(printed) if printed else None
    session = read_ordinal("".join(found["session"].split())) if found and found["session"] else None
    yield ReviewRecord(state, session)
    if state is None:
        yield problem("review-state-unknown", name=printed)
    if session is None:
        yield problem("session-unknown")


def _opening(document: WordDocument) -> str:
    """Answer the page heads and what stands before the list, on one line."""
    paragraphs = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    return clean(" ".join([*document.heads, *paragraphs[:_OPENING_LINES]]))


def _tables(document: WordDocument) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def _items(tables: Iterable[Table], progress: _Progress) -> Iterator[RecommendationRecord | Problem]:
    """Read row by row; a list that goes on in another table keeps its columns and its count of rows."""
    columns: Columns = ()
    above: dict[int, Cell] = {}
    current: _Row | None = None
    for number, row in enumerate((row for table in tables for row in table.rows), 1):
        if header := read_header(row):
            columns, above = header, {}
            continue
        if not columns:
            continue
        placed = dict(place_cells(row, columns))
        cells = _cells(placed, columns)
        if current and _goes_on(placed, cells, columns, current):
            current.take(cells)
        elif not _is_heading(row):
            if current:
                yield from _item(current, columns, progress)
            above = {at: above.get(at, cell) if cell.continues else cell for at, cell in placed.items()}
            current = _Row(number, len(row), _cells(above, columns))
    if current:
        yield from _item(current, columns, progress)


def _goes_on(placed: dict[int, Cell], cells: _Cells, columns: Columns, above: "_Row") -> bool:
    """Tell whether a row goes on with the recommendation above: it has neither number nor position, and
    more than a heading, unless the wording above is not finished.
    """
    merged = (cell.continues for at, cell in placed.items() if columns[at].field == "recommendation")
    if any(merged):
        return True
    printed = {known: join(lines) for known, (lines, _) in cells.items()}
    words = printed.pop("recommendation", "")
    if _NUMBER.match(words.lstrip("|• ")) or printed.pop("position", "") or _THEME_HEADING.match(words):
        return False
    if any(printed.values()) or _SOURCE.match(words):
        return True
    return (
        bool(words) and len(placed) == len(columns) and not _ENDED.search(join(above.lines("recommendation")))
    )


def _is_heading(row: Row) -> bool:
    """Tell whether a row says nothing of a recommendation: it is empty, or a heading of a theme."""
    filled = [cell for cell in row if cell.continues or cell.text.strip()]
    words = join(_lines(filled[0])) if filled else ""
    return not filled or (len(filled) == 1 and not _NUMBER.match(words) and not filled[0].continues)


def _cells(placed: dict[int, Cell], columns: Columns) -> _Cells:
    """Answer the lines of a row's cells by field."""
    cells: _Cells = {}
    for at, cell in placed.items():
        if known := columns[at].field:
            before, heading = cells.get(known, ([], columns[at].heading))
            cells[known] = ([*before, *_lines(cell)], heading)
    return cells


def _item(read: _Row, columns: Columns, progress: _Progress) -> Iterator[RecommendationRecord | Problem]:
    """Read one recommendation, and tell what is doubtful in it."""
    row, count, cells = read.number, read.count, read.cells
    printed = "\n".join(read.lines("recommendation")).strip()
    wording, source = _parted(printed)
    words = join(wording.split("\n")).lstrip("|• ")
    number = _NUMBER.match(words)
    if number is None:
        yield problem("list-row-not-read", row=row, words=words[:_WORDS_QUOTED])
        return
    text = words[number.end() :].rstrip(" ;,.")
    position, stated_as = _position(cells)
    position_source, unclear = _source(source)
    tags = _tags(row, cells, progress)
    recommendation = RecommendationRecord(
        number=f"{int(number['paragraph'])}.{int(number['item'])}",
        text=text,
        position=position,
        page=None,
        clauses=split_clauses(text, progress.reference.states),
        printed=printed,
        stated_as=stated_as,
        position_source=position_source,
        themes=tags.themes,
        affected_groups=tags.groups,
        goals=tags.goals,
        row=row,
    )
    yield recommendation
    if count < len(columns):
        where = recommendation.number
        yield problem("list-cells-missing", row=row, where=where, number=where, count=count, due=len(columns))
    yield from _doubts(recommendation, unclear, progress)
    if "assessment" in cells and any(line.strip() for line in cells["assessment"][0]):
        progress.tally.note("list-assessments-not-read", row)


def _doubts(recommendation: RecommendationRecord, unclear: str, progress: _Progress) -> Iterator[Problem]:
    row, number, source = recommendation.row, recommendation.number, recommendation.position_source
    if number in progress.seen:
        yield problem("list-number-twice", row=row, where=number, number=number)
    progress.seen.add(number)
    unknown = [name for clause in recommendation.clauses for name in clause.unresolved]
    for name in unknown:
        yield problem("unknown-state", row=row, where=number, name=name)
    if not unknown and not any(clause.states for clause in recommendation.clauses):
        yield problem("no-state", row=row, where=number, number=number)
    if recommendation.position and recommendation.stated_as:
        progress.tally.note("position-in-part", row or 0)
    elif stated := recommendation.stated_as:
        yield problem("list-position-unknown", row=row, where=number, number=number, printed=stated)
    elif recommendation.position is None:
        yield problem("list-position-missing", row=row, where=number, number=number)
    if source is None:
        progress.tally.note("list-source-missing", row or 0)
    elif unclear:
        yield problem(
            "list-source-unclear",
            row=row,
            where=number,
            number=number,
            printed=unclear,
            symbol=source.symbol,
            paragraph=source.paragraph,
        )


def _lines(cell: Cell) -> list[str]:
    """Answer the lines of a cell, automatic numbers and bullets included. Some lists print "&nbsp;"."""
    return [
        _ENTITY.sub(lambda entity: html.unescape(entity.group()), line)
        for paragraph in cell.paragraphs
        for line in f"{paragraph.label} {paragraph.text}".strip().split("\n")
    ]


def _parted(printed: str) -> tuple[str, str]:
    """Part the wording from the line that names the source of the position, its label left out."""
    label = next(iter(_SOURCE.finditer(printed)), None)
    return (printed[: label.start()], printed[label.end() :]) if label else (printed, "")


def _position(cells: _Cells) -> tuple[Position | None, str]:
    """Answer the position, or None where it is not known, and the words printed where they are none of
    the three: what is accepted in part is noted, as in addenda.
    """
    printed = join(cells["position"][0]).strip(_AROUND_POSITION) if "position" in cells else ""
    position = position_of_word(re.sub(r"^position\s*:\s*", "", printed, flags=re.IGNORECASE))
    if position is None and words_in_part(printed):
        return "noted", printed[:_WORDS_QUOTED]
    return position, "" if position else printed[:_WORDS_QUOTED]


def _source(printed: str) -> tuple[SourceRecord | None, str]:
    """Read "A/HRC/28/15/Add.1 - Para. 3"; answer also all words where other or more is printed than that."""
    words = clean(printed)
    symbol = _SYMBOL.search(words)
    if symbol is None:
        return None, ""
    first, *others = _PARAGRAPH.split(words[symbol.end() :])
    leftover, found = [words[: symbol.start()], first], []
    for other in others:
        number = _PARAGRAPH_NUMBER.match(other)
        found += [number.group()] if number else []
        leftover.append(other[number.end() :] if number else other)
    is_clear = len(set(found)) <= 1 and not "".join(leftover).strip(" -–—,;.:()")
    record = SourceRecord(re.sub(r"\s+", "", symbol.group()), found[-1] if found else "")
    return record, "" if is_clear else words[:_WORDS_QUOTED]


def _tags(row: int, cells: _Cells, progress: _Progress) -> _Tags:
    """Read themes, groups and goals, which later lists print in two cells and earlier ones in one."""
    reference = progress.reference
    resolvers: dict[Kind, Callable[[str], tuple[str, ...] | None]] = {
        "themes": lambda name: _theme(name, reference, "goals" in cells),
        "groups": lambda name: _group(name, reference),
        "goals": lambda name: (),
    }
    headings: dict[Kind, dict[str, str]] = {"themes": {}, "groups": {}, "goals": {}}
    for kind in ("themes", "goals"):
        printed, heading = cells.get(kind, ([], ""))
        for labelled, names in read_names(printed, kind):
            for name in tell_apart(names, resolvers[labelled]):
                headings[labelled].setdefault(name, heading)
    themes = tuple(TagRecord(name, resolvers["themes"](name)) for name in headings["themes"])
    groups = tuple(TagRecord(name, resolvers["groups"](name)) for name in headings["groups"])
    goals = {name: goal_code(name) for name in headings["goals"]}
    doubts: tuple[tuple[str, Kind, list[str]], ...] = (
        ("unknown-theme", "themes", [tag.name for tag in themes if tag.slugs is None]),
        ("unknown-group", "groups", [tag.name for tag in groups if tag.slugs is None]),
        ("goal-impossible", "goals", [name for name, goal in goals.items() if goal is None]),
    )
    for code, kind, unknown in doubts:
        for name in unknown:
            progress.tally.note(code, row, column=headings[kind][name], name=name)
    return _Tags(themes, groups, tuple(dict.fromkeys(goal for goal in goals.values() if goal)))


def _theme(name: str, reference: Reference, current: bool) -> tuple[str, ...] | None:
    """Resolve a theme in the vocabulary of the list: coded names are those of cycle 2."""
    later = ("uhri", "uhri-cycle-3") if current else ("uhri-cycle-3", "uhri")
    order = ("uhri-2012", *later) if _CODED.match(name) else (*later, "uhri-2012")
    return reference.themes.resolve(name, *order)


def _group(name: str, reference: Reference) -> tuple[str, ...] | None:
    slug = reference.groups.resolve(name)
    return (slug,) if slug else None
