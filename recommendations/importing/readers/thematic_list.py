"""OHCHR's "Thematic list of recommendations" of one review: a table in a Word document.

Each recommendation is one row, with its number, wording and States, its position and where that is
stated, its themes and groups of persons and, in later cycles, its goals. Rows of a single cell are
headings to find one's way by. The columns are told by the header row: those of cycle 4 differ.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Literal, TypeAlias

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers.clauses import split_clauses
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

_Kind: TypeAlias = Literal["themes", "groups", "goals"]
_Field: TypeAlias = Literal["recommendation", "position", "themes", "goals", "assessment"]
_HEADINGS: Final[tuple[tuple[_Field, re.Pattern[str]], ...]] = (
    ("recommendation", re.compile(r"recommendations?\b", re.IGNORECASE)),
    ("position", re.compile(r"positions?\b", re.IGNORECASE)),
    ("assessment", re.compile(r".*\b(?:assessment|comments?)\b", re.IGNORECASE)),
    ("goals", re.compile(r".*\b(?:SDGs?|Sustainable Development Goals?)\b", re.IGNORECASE)),
    ("themes", re.compile(r".*\bthemes?\b", re.IGNORECASE)),
)
_LONGEST_HEADING = 100
_WORDS_QUOTED = 120
_OPENING_LINES = 10

_THEMES = re.compile(r"(?:human rights )?themes\s*:\s*(?P<rest>.*)", re.IGNORECASE)
_GROUPS = re.compile(
    r"(?:(?:affected|groups? of) persons|persons affected)\s*(?::\s*(?P<rest>.*)|$)", re.IGNORECASE
)
_GOALS = re.compile(
    r"(?:relevant )?(?:SDGs?|Sustainable Development Goals?)\s*(?::\s*(?P<rest>.*)|$)", re.IGNORECASE
)
_LABELS: Final[tuple[tuple[_Kind, re.Pattern[str]], ...]] = (
    ("themes", _THEMES),
    ("groups", _GROUPS),
    ("goals", _GOALS),
)
_BULLET = re.compile(r"^(?:[-–—•*·]\s*)+")
_ENTITY = re.compile(r"&#?\w{1,10};")

_NUMBER = re.compile(r"(?P<paragraph>\d{1,3})\s*\.\s*(?P<item>\d{1,3})(?!\d)\s*[.):]?\s*")
_SOURCE = re.compile(r"sources?\s+of\s+(?:the\s+)?positions?\b\s*:?", re.IGNORECASE)
_SYMBOL = re.compile(
    r"A\s*/\s*HRC(?:\s*/\s*(?:(?:Add|Corr|Rev)\s*\.\s*\d+|\d+|WG\.6|L\.\d+|[A-Z]{3}))+", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"\bpara(?:graph)?s?\b\s*\.?\s*", re.IGNORECASE)
_PARAGRAPH_NUMBER = re.compile(r"\d+(?:\s*\([a-z]\))?(?:\s*(?:[-–,]|and)\s*\d+)*")
_REVIEW = re.compile(
    r"\bUPR of (?P<state>.{3,80}?)\s*"
    r"(?:\((?=[^()]*\bsession)[^()]*?(?P<session>\d{1,2})\s*(?:st|nd|rd|th)?\s+session|Thematic list|$)",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\s*\bPage(?:\s+\d+)?(?:\s+of(?:\s+\d+)?)?$", re.IGNORECASE)
_CODED = re.compile(r"[A-H]\d{1,2}\b")
_POSITIONS: Final[dict[str, Position]] = {"supported": "supported", "noted": "noted", "pending": "pending"}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the list: what it holds, its heading, and where it starts and ends on the table's grid."""

    field: _Field | None
    heading: str
    start: int
    end: int


Columns: TypeAlias = tuple[_Column, ...]
_Cells: TypeAlias = dict[_Field, tuple[list[str], str]]
"""From a field to the lines of its cell and the heading of its column."""


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
    columns = next(filter(None, (_header(row) for table in _tables(document) for row in table.rows)), None)
    fields = {column.field for column in columns or ()}
    titled = TITLE.casefold() in _opening(document).casefold()
    return {"position", "themes"} <= fields or (titled and "recommendation" in fields)


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
    session = int(found["session"]) if found and found["session"] else None
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
    for number, row in enumerate((row for table in tables for row in table.rows), 1):
        if header := _header(row):
            columns, above = header, {}
        elif columns and not _is_heading(row):
            placed = {
                at: above.get(at, cell) if cell.continues else cell for at, cell in _placed(row, columns)
            }
            above = placed
            yield from _item(number, len(row), placed, columns, progress)


def _header(row: Row) -> Columns:
    """Answer the columns that a header row names, or none where the row is no header."""
    columns, start = [], 0
    for cell in row:
        heading = join(_lines(cell))
        known = (name for name, words in _HEADINGS if words.match(heading))
        name = next(known, None) if len(heading) <= _LONGEST_HEADING else None
        columns.append(_Column(name, heading, start, start + cell.span))
        start += cell.span
    fields = [column.field for column in columns]
    is_header = fields.count("recommendation") == 1 and ("position" in fields or "themes" in fields)
    return tuple(columns) if is_header else ()


def _is_heading(row: Row) -> bool:
    """Tell whether a row says nothing of a recommendation: it is empty, or a heading of a theme."""
    filled = [cell for cell in row if cell.continues or cell.text.strip()]
    words = join(_lines(filled[0])) if filled else ""
    return not filled or (len(filled) == 1 and not _NUMBER.match(words) and not filled[0].continues)


def _placed(row: Row, columns: Columns) -> Iterator[tuple[int, Cell]]:
    """Put each cell into its column: one by one, or by the grid where cells are merged or missing."""
    if len(row) == len(columns):
        yield from enumerate(row)
        return
    start, taken = 0, set()
    for cell in row:
        at = next((at for at, column in enumerate(columns) if column.start <= start < column.end), None)
        if at is not None and at not in taken:
            taken.add(at)
            yield at, cell
        start += cell.span


def _item(
    row: int, count: int, placed: dict[int, Cell], columns: Columns, progress: _Progress
) -> Iterator[RecommendationRecord | Problem]:
    """Read one row, and tell what is doubtful in it."""
    cells: _Cells = {}
    for at, cell in placed.items():
        if known := columns[at].field:
            before, heading = cells.get(known, ([], columns[at].heading))
            cells[known] = ([*before, *_lines(cell)], heading)
    printed = "\n".join(cells["recommendation"][0]) if "recommendation" in cells else ""
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
    if stated := recommendation.stated_as:
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
    """Answer the position, or None and the words printed where they are not known."""
    printed = join(cells["position"][0]).strip(" .;,*") if "position" in cells else ""
    position = _POSITIONS.get(printed.casefold())
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
    headings: dict[_Kind, dict[str, str]] = {"themes": {}, "groups": {}, "goals": {}}
    for kind in ("themes", "goals"):
        printed, heading = cells.get(kind, ([], ""))
        for labelled, name in _labelled(printed, kind):
            headings[labelled].setdefault(name, heading)
    reference = progress.reference
    themes = tuple(TagRecord(name, _theme(name, reference, "goals" in cells)) for name in headings["themes"])
    groups = tuple(TagRecord(name, _group(name, reference)) for name in headings["groups"])
    goals = {name: goal_code(name) for name in headings["goals"]}
    doubts: tuple[tuple[str, _Kind, list[str]], ...] = (
        ("unknown-theme", "themes", [tag.name for tag in themes if tag.slugs is None]),
        ("unknown-group", "groups", [tag.name for tag in groups if tag.slugs is None]),
        ("goal-impossible", "goals", [name for name, goal in goals.items() if goal is None]),
    )
    for code, kind, names in doubts:
        for name in names:
            progress.tally.note(code, row, column=headings[kind][name], name=name)
    return _Tags(themes, groups, tuple(dict.fromkeys(goal for goal in goals.values() if goal)))


def _labelled(lines: Iterable[str], kind: _Kind) -> Iterator[tuple[_Kind, str]]:
    """Answer each name of a cell and the kind that the label above it tells."""
    for line in lines:
        name = clean(line)
        for other, label in _LABELS:
            if labelled := label.fullmatch(_BULLET.sub("", name)):
                kind, name = other, labelled["rest"] or ""
        if name := _BULLET.sub("", name).strip(" ;"):
            yield kind, name


def _theme(name: str, reference: Reference, current: bool) -> tuple[str, ...] | None:
    """Resolve a theme in the vocabulary of the list: coded names are those of cycle 2."""
    later = ("uhri", "uhri-cycle-3") if current else ("uhri-cycle-3", "uhri")
    order = ("uhri-2012", *later) if _CODED.match(name) else (*later, "uhri-2012")
    return reference.themes.resolve(name, *order)


def _group(name: str, reference: Reference) -> tuple[str, ...] | None:
    slug = reference.groups.resolve(name)
    return (slug,) if slug else None
