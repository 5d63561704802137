"""An addendum as paragraphs and rows of tables, in reading order, whichever file it comes in."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from textwrap import wrap

from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.readers import docx
from recommendations.importing.readers.layout import BodyLine
from recommendations.importing.readers.manuscript import Manuscript
from recommendations.importing.readers.text import clean, join

_OUTDENTED = -3.0  # points: headings stand left of the text margin, their numerals farther left
_SAME_INDENT = 3.0
_LONGEST_HEADING = 200
_LONGEST_PARAGRAPH = 8000
_MOST_CHARACTERS = 600_000  # addenda are limited to 2,675 words, with annexes they have ten times as many
_SHORT = 60
_RUNNING = 75  # characters of a line: headings are shorter
_COMMON = 0.1
_FINISHED = re.compile(r"(?:[:;?!)”\"][\s*\d]*|\.[\s*]*|(?<=\D\.)\d{1,2})$")
_NUMERAL = re.compile(r"(?P<roman>[IVX]{1,5})\s*[.)]\s+\S|(?P<letter>[A-Z])\s*[.)]\s+\S")
_LETTERED = re.compile(r"\((?:[a-z]|[ivx]{1,4})\)\s+")
_ARABIC = re.compile(r"\d{1,2}\.\s+(?=\D)")
_NUMBERED = re.compile(r"(?:\d{1,3}|[IVX]{1,5}|[A-Z])\s*\.\s+[A-Z“\"]")
_LISTING = re.compile(r"(?:[,;(–—-]|\b(?:and|or|to|nos?\.|recommendations?|paragraphs?))\s*$", re.IGNORECASE)
_BREAK = re.compile(r"\n(?!\s*[a-z])")
GOES_ON = re.compile(r"\d(?:\s?\([a-z]\))?\s*(?:[,–—-]|\b(?:and|to|through))\s*$")
_CONTINUES = re.compile(r"(?=[^\W\d_A-Z])|\d{1,3}(?:,\d{3})?\s+[a-z]")
_DANGLING = re.compile(r"\b(?:of|in|by|for|with|the|an?|to)$")
_CONJUNCTION = re.compile(r"(?:and|or|to|as well as)\b")
_ORIGINAL = re.compile(r"\bOriginal\s*:\s*\w+(?:\s+only)?$", re.IGNORECASE)  # the last line of a cover
_SENTENCE_END = re.compile(r"[.;:,?!…]$")
_TITLE_END = re.compile(r"\bby\s+the\s+State\s+under\s+review\W*$", re.IGNORECASE)
_COVER_LINES = 60
_LEVELS = {"roman": 1, "letter": 2}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `level` is 0 for text and otherwise a heading's: 1 for Roman numerals, 2 for letters,
    3 for headings without. `page` is None where the file knows no pages.
    """

    text: str
    page: int | None
    level: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: the words of its cells, paragraph breaks kept as line breaks. `first` opens a table;
    `spanned` tells that one cell covers the whole row.
    """

    cells: tuple[str, ...]
    page: int | None
    first: bool = False
    spanned: bool = False


def read_blocks(manuscript: Manuscript, opens_item: Callable[[str, str], bool]) -> list[Block | TableRow]:
    """Read the body. `opens_item` tells of a line and the one above it that it opens an answer.

    Raises UnreadableDocument where the body is longer than that of any addendum.
    """
    if manuscript.blocks:
        return list(_bounded(_after_title(_merged(_from_word(manuscript.blocks), everywhere=False))))
    lines = manuscript.lines
    start = next((end for end in range(len(lines)) if _ends_title(lines[:end])), 0)
    return list(_bounded(_merged(_from_lines(_from_margin(lines[start:]), opens_item), everywhere=True)))


def _from_margin(lines: Sequence[BodyLine]) -> list[BodyLine]:
    """Measure the indents from the margin of running text, where many short headings hide it.

    Odd and even pages have margins of their own.
    """
    margins = [0.0, 0.0]
    for parity in (0, 1):
        edges = Counter(
            round(line.indent)
            for line in lines
            if (line.page or 0) % 2 == parity and len(line.text) >= _RUNNING
        )
        enough = _COMMON * edges.total()
        margins[parity] = min((edge for edge, count in edges.items() if count >= enough), default=0)
    return [replace(line, indent=line.indent - margins[(line.page or 0) % 2]) for line in lines]


def _bounded(blocks: Sequence[Block | TableRow]) -> Iterator[Block | TableRow]:
    """Cut what is longer than any paragraph, so that reading takes bounded time."""
    total = 0
    for block in blocks:
        words = [block.text] if isinstance(block, Block) else block.cells
        total += sum(map(len, words))
        if total > _MOST_CHARACTERS:
            raise UnreadableDocument("too-large")
        if isinstance(block, TableRow):
            yield replace(block, cells=tuple(cell[:_LONGEST_PARAGRAPH] for cell in block.cells))
        elif len(block.text) <= _LONGEST_PARAGRAPH:
            yield block
        else:
            yield from (Block(piece, block.page) for piece in wrap(block.text, _LONGEST_PARAGRAPH))


def _ends_title(lines: Sequence[BodyLine]) -> bool:
    return (
        len(lines) <= _COVER_LINES and _TITLE_END.search(join(line.text for line in lines[-3:])) is not None
    )


def _after_title(blocks: list[Block | TableRow]) -> list[Block | TableRow]:
    texts = (block.text if isinstance(block, Block) else " ".join(block.cells) for block in blocks)
    some = enumerate(islice(texts, _COVER_LINES))
    return blocks[next((index + 1 for index, text in some if _TITLE_END.search(text)), 0) :]


def _from_word(blocks: Sequence[docx.Paragraph | docx.Table]) -> Iterator[Block | TableRow]:
    for block in blocks:
        if isinstance(block, docx.Paragraph):
            for line in _lines(block):
                yield Block(line, None, _level(line, heading=block.heading))
            continue
        columns = max((sum(cell.span for cell in row) for row in block.rows), default=0)
        for index, row in enumerate(block.rows):
            cells = tuple(_words(cell) for cell in row)
            spanned = columns > 1 and len([cell for cell in cells if cell]) == 1 and len(row) == 1
            if any(cells):
                yield TableRow(cells, None, index == 0, spanned)


def _words(cell: docx.Cell) -> str:
    return "\n".join(line for paragraph in cell.paragraphs for line in _lines(paragraph))


def _lines(paragraph: docx.Paragraph) -> Iterator[str]:
    """Cut a paragraph at its line breaks, where the words after one begin anew."""
    words = f"{paragraph.label} {paragraph.text}".strip()
    return filter(None, map(clean, _BREAK.split(words)))


def _from_lines(lines: Sequence[BodyLine], opens_item: Callable[[str, str], bool]) -> Iterator[Block]:
    group: list[BodyLine] = []
    for line in lines:
        if group and _starts(line, group, opens_item):
            yield _block(group)
            group = []
        group.append(line)
    if group:
        yield _block(group)


def _starts(line: BodyLine, group: Sequence[BodyLine], opens_item: Callable[[str, str], bool]) -> bool:
    """Tell whether a line starts a paragraph, after the lines of the one before it."""
    above = group[-1]
    if line.opens or opens_item(line.text, above.text):
        return True
    if line.opens is False:
        return False
    # At the top of a page nothing tells but the sentence above and the indent.
    if _ORIGINAL.search(above.text) or (_NUMBERED.match(line.text) and not _LISTING.search(above.text)):
        return True
    finished = _FINISHED.search(above.text) is not None
    indented = line.indent > min(before.indent for before in group) + _SAME_INDENT
    alone = len(group) == 1 and len(above.text) < _SHORT and opens_item(above.text, "")
    return (finished and indented) or (alone and line.text[:1].isupper())


def _block(group: Sequence[BodyLine]) -> Block:
    text = join(line.text for line in group)
    outdented = group[0].indent < _OUTDENTED
    return Block(text, group[0].page, _level(text, heading=outdented))


def _level(text: str, *, heading: bool) -> int:
    """Answer the level of a heading, 0 for other text.

    Headings are short and do not end as sentences do; those that nothing in the layout shows are taken for
    headings only where a numeral stands before them.
    """
    text = _ARABIC.sub("", text) if heading else text
    if (
        len(text) > _LONGEST_HEADING
        or _SENTENCE_END.search(text)
        or not _LETTERED.sub("", text)[:1].isupper()
    ):
        return 0
    numeral = _NUMERAL.match(text)
    if numeral:
        return _LEVELS[numeral.lastgroup or "letter"]
    return 3 if heading else 0


def _merged(blocks: Iterator[Block | TableRow], *, everywhere: bool) -> list[Block | TableRow]:
    """Join the lines of headings that run over several, and sentences that a wider gap tears apart."""
    merged: list[Block | TableRow] = []
    for block in blocks:
        above = merged[-1] if merged else None
        if isinstance(block, Block) and isinstance(above, Block) and _CONTINUES.match(block.text):
            heading = above.level and not _SENTENCE_END.search(block.text)
            torn = (
                everywhere
                and not above.level
                and not _FINISHED.search(above.text)
                and (
                    len(above.text) > _SHORT or _CONJUNCTION.match(block.text) or _DANGLING.search(above.text)
                )
            )
            if torn or (heading and len(above.text) + len(block.text) < _LONGEST_HEADING):
                merged[-1] = Block(f"{above.text} {block.text}", above.page, above.level)
                continue
        if (
            isinstance(block, Block)
            and isinstance(above, Block)
            and not above.level
            and GOES_ON.search(above.text)
            and block.text[:1].isdigit()
        ):
            merged[-1] = Block(join([above.text, block.text]), above.page)
            continue
        merged.append(block)
    return merged
