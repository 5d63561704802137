"""Which line starts which paragraph and which item, and what its number must be.

The section of recommendations consists of main paragraphs ("118.") and their items, printed either
in full ("118.5") or by the item alone ("5."). Main paragraphs start at the margin, items are
indented, and both stand off from the line above (see `layout`); the sequence of numbers does the
rest. Numbers that break the sequence are repaired from it, and every repair is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from recommendations.importing.readers.layout import BodyLine

_HEAD = re.compile(r"(?P<number>\d{1,3}(?:\s*[.,:]\s*\d{1,3}\b(?!\s*%)|\s\d{1,3}\b|\d{0,3}))\s*(?P<stop>[.,:;)]*)\s*")
_FLUSH = 10.0  # points; items are indented by 26 or more
_FARTHEST = 20  # main paragraphs that may stand between two lists, such as the State's comments


@dataclass(frozen=True, slots=True)
class Head:
    """A line that starts with a number and may start a paragraph or an item.

    `parts` are the numbers printed, (118, 5) or (5,); `length` is how much of the line they take.
    """

    line: int
    printed: str
    parts: tuple[int, ...]
    length: int
    dotted: bool
    flush: bool
    opens: bool | None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a main paragraph, by its number within it, and where its words start."""

    number: int
    line: int
    start: int


@dataclass(slots=True)
class Paragraph:
    """A main paragraph, where its words start, and its items in order."""

    number: int
    line: int
    start: int
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number that is not what the sequence asks for: `code` is a key of `problems.MESSAGES`."""

    code: str
    number: str
    line: int
    printed: str = ""


def heads(lines: Sequence[BodyLine]) -> list[Head]:
    """Find the lines that may start a paragraph or an item.

    The first line with a number is taken for a main paragraph, and its edge for that of all.
    """
    found = [(index, line, _HEAD.match(line.text)) for index, line in enumerate(lines)]
    numbered = [(index, line, head) for index, line, head in found if head]
    edge = numbered[0][1].indent if numbered else 0.0
    return [
        Head(
            line=index,
            printed=head["number"] + head["stop"],
            parts=tuple(int(part) for part in re.findall(r"\d+", head["number"])),
            length=head.end(),
            dotted=bool(re.search(r"[.,:]", head.group())),
            flush=abs(line.indent - edge) < _FLUSH,
            opens=line.opens,
        )
        for index, line, head in numbered
        if head.end() < len(line.text)
    ]


def number(heads: Sequence[Head]) -> tuple[list[Paragraph], list[Doubt]]:
    """Give paragraphs and items the numbers that the sequence asks for, and tell every repair."""
    paragraphs: list[Paragraph] = []
    doubts: list[Doubt] = []
    for head in heads:
        if _starts_paragraph(head, paragraphs):
            paragraphs.append(Paragraph(head.parts[0], head.line, head.length))
            continue
    return paragraphs, doubts
