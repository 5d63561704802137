"""Pages to the lines of the body: furniture and footnotes left out, the layout told in plain terms.

The reports of 2008 to 2025 share one typography: numbered paragraphs start at the margin and after
a wider gap than lines of one paragraph have, items are indented, and footnotes stand at the foot of
the page under a small raised mark or in smaller type.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from recommendations.importing.readers.pdf import Line, Page

_PIECE = r"(?:A/HRC/[\w./-]+[*∗]*|page\s*\d+|\d{1,3}|GE\.?\s?\d\d-\d+(?:\s*\([A-Z]\))?|\d{6})"
_FURNITURE = re.compile(rf"{_PIECE}(?:\s+{_PIECE})*", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[*∗†‡]+\s*\w")
_MARK = re.compile(r"\d{1,3}|[*∗†‡]+")
_ABOVE_FOOTNOTES = 2.0  # in sizes of the body's type: 2.35 and more are seen, 1.8 between paragraphs
_MARK_SIZE = 0.8
_SMALL_TYPE = 0.95
_WIDER_GAP = 1.2
_COMMON = 0.05


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One line of the body of a document.

    `indent` is its distance from the text margin in points; `opens` tells whether it stands off
    from the line above, as the first line of a paragraph does (None where that is not known: at the top of
    a page, and in a document that sets its paragraphs without any space between them). `page` is None where
    the file knows no pages.
    """

    text: str
    page: int | None
    indent: float
    opens: bool | None


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands where: the lines of the body in reading order; the furniture at the head and the foot
    of the pages; and the words of footnotes, raised marks left out.
    """

    lines: tuple[BodyLine, ...]
    heads: tuple[str, ...]
    notes: tuple[str, ...]


def lay_out(pages: Sequence[Page]) -> Layout:
    """Tell the body of a document from all that is printed around it."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    size = _most_common(sizes)
    furnished = [(page, _without_furniture(page)) for page in pages]
    bodies = [Page(page.number, tuple(_without_footnotes(lines, size))) for page, lines in furnished]
    margins = [_margin(bodies[parity::2]) for parity in (0, 1)]
    gaps: Counter[float] = Counter(
        round(above.baseline - below.baseline)
        for page in bodies
        for above, below in pairwise(page.lines)
        if above.baseline - below.baseline > 1
    )
    wider = _most_common(gaps) * _WIDER_GAP
    is_spaced = sum(count for gap, count in gaps.items() if gap > wider) > _COMMON * gaps.total()
    return Layout(
        lines=tuple(
            line
            for index, page in enumerate(bodies)
            for line in _placed(page, margins[index % 2], wider if is_spaced else None)
        ),
        heads=tuple(line.text for page, lines in furnished for line in page.lines if line not in lines),
        notes=tuple(
            line.text
            for (_, lines), body in zip(furnished, bodies, strict=True)
            for line in lines
            if line not in body.lines and not _MARK.fullmatch(line.text)
        ),
    )


def _placed(page: Page, margin: float, gap: float | None) -> Iterator[BodyLine]:
    above: Line | None = None
    for line in page.lines:
        opens = None if above is None or gap is None else above.baseline - line.baseline > gap
        yield BodyLine(line.text, page.number, round(line.left - margin, 1), opens)
        above = line


def _without_furniture(page: Page) -> list[Line]:
    """Leave out symbol, page number and job number at the head and the foot of the page."""
    downwards = sorted(page.lines, key=lambda line: -line.baseline)
    furniture = {*_leading_furniture(downwards), *_leading_furniture(reversed(downwards))}
    return [line for line in page.lines if line not in furniture]


def _leading_furniture(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        if not _FURNITURE.fullmatch(line.text):
            return
        yield line


def _without_footnotes(lines: Sequence[Line], size: float) -> Sequence[Line]:
    """Leave out footnote marks that stand alone, footnotes, and smaller type at the foot of the page."""
    kept: list[Line] = []
    for line in lines:
        small = line.size < _MARK_SIZE * size
        far = not kept or kept[-1].baseline - line.baseline > _ABOVE_FOOTNOTES * size
        if far and (small or _FOOTNOTE.match(line.text)):
            break
        if not (small and _MARK.fullmatch(line.text)):
            kept.append(line)
    while kept and kept[-1].size < _SMALL_TYPE * size:
        kept.pop()
    return kept


def _margin(pages: Sequence[Page]) -> float:
    """Answer the leftmost edge at which a fair share of lines start (odd and even pages differ)."""
    edges = Counter(round(line.left) for page in pages for line in page.lines)
    enough = _COMMON * edges.total()
    return min((edge for edge, count in edges.items() if count >= enough), default=0)


def _most_common(values: Counter[float]) -> float:
    return max(values, key=lambda value: values[value], default=0.0)
