"""Which line starts which paragraph and which item, and what its number must be.

The section of recommendations consists of main paragraphs ("118.") and their items, printed either
in full ("118.5") or by the item alone ("5."). Main paragraphs start at the margin, items are
indented, and both stand off from the line above (see `layout`); the sequence of numbers does the
rest. Numbers that break the sequence are repaired from it, and every repair is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from recommendations.importing.readers.layout import BodyLine

_HEAD = re.compile(
    r"(?P<first>\d{1,6})(?:(?P<dot>\s*[.,:]\s*|\s)(?P<item>\d{1,3})(?![\d%]))?(?P<stop>\s*[.,:;)]+)?\s*(?=\D|$)"
)
SAME_EDGE = 10.0
"""How far lines of one edge may differ, in points; items are indented by 26 or more."""

_MARGIN_OF_JUMP = 20  # paragraphs of comments that may stand between two lists
_LARGEST_GAP_AT_END = 3


@dataclass(frozen=True, slots=True)
class Head:
    """A line that starts with a number and so may start a paragraph or an item.

    `parts` are the numbers printed, (118, 5) or (5,); `words` is where the line's words start;
    `dotted` tells whether every number has its dot. `flush` tells whether it starts at the margin,
    `opens` whether it stands off from the line above (None: unknown, at the top of a page).
    """

    line: int
    printed: str
    parts: tuple[int, ...]
    words: int
    dotted: bool
    flush: bool
    opens: bool | None


@dataclass(frozen=True, slots=True)
class Item:
    """An item, by its number within its paragraph, and the line and place where its words start."""

    number: int
    line: int
    words: int


@dataclass(slots=True)
class Paragraph:
    """A main paragraph, the line and place where its words start, and its items in order."""

    number: int
    line: int
    words: int
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number that is not the one the sequence asks for; `code` is a key of `problems.MESSAGES`."""

    code: str
    number: str
    line: int
    printed: str = ""


def find_heads(lines: Sequence[BodyLine]) -> list[Head]:
    """Find the lines that may start a paragraph or an item.

    The first line with a number starts a main paragraph, and so tells where the margin is.
    """
    margin = next((line.indent for line in lines if _HEAD.match(line.text)), 0.0)
    return [
        Head(
            line=index,
            printed=match.group().strip(),
            parts=tuple(int(part) for part in (match["first"], match["item"]) if part),
            words=match.end(),
            dotted=bool((match["dot"] or match["stop"] or "").strip()),
            flush=abs(line.indent - margin) < SAME_EDGE,
            opens=line.opens,
        )
        for index, line in enumerate(lines)
        if (match := _HEAD.match(line.text))
    ]


def number(heads: Sequence[Head]) -> tuple[list[Paragraph], list[Doubt]]:
    """Give paragraphs and items the numbers that the sequence asks for, and tell every repair."""
    paragraphs: list[Paragraph] = []
    doubts: list[Doubt] = []
    for index, head in enumerate(heads):
        if not paragraphs and len(head.parts) == 2:
            # The main paragraph's own number is not printed: its words are all that stands before.
            paragraphs.append(Paragraph(head.parts[0], 0, 0))
        if not paragraphs or _starts_paragraph(head, paragraphs):
            paragraphs.append(Paragraph(head.parts[0], head.line, head.words))
        elif _starts_item(head, paragraphs):
            _add_item(paragraphs, head, _printed_next(heads[index + 1 :]), doubts)
    return paragraphs, doubts


def _starts_paragraph(head: Head, paragraphs: Sequence[Paragraph]) -> bool:
    if head.opens is False or len(head.parts) != 1:
        return False
    printed, current, due = head.parts[0], paragraphs[-1].number, _due(paragraphs)
    if printed == current + 1:
        # Inside paragraph 82 the item 83 may come before the paragraph 83.
        return head.flush or printed != due
    return head.flush and printed != due and current < printed <= current + _MARGIN_OF_JUMP


def _starts_item(head: Head, paragraphs: Sequence[Paragraph]) -> bool:
    paragraph, due = paragraphs[-1].number, _due(paragraphs)
    in_sequence = head.parts in ((paragraph, due), (due,), _run_together(paragraph, due))
    if head.opens is None:
        return in_sequence or (len(head.parts) == 2 and head.parts[0] == paragraph)
    return head.opens and (in_sequence or not head.flush)


def _due(paragraphs: Sequence[Paragraph]) -> int:
    items = paragraphs[-1].items
    return items[-1].number + 1 if items else 1


def _run_together(paragraph: int, item: int) -> tuple[int]:
    """Answer how 118.5 reads where the dot is missing: (1185,)."""
    return (int(f"{paragraph}{item}"),)


def _printed_next(heads: Sequence[Head]) -> int | None:
    """Answer the item number that the next indented line prints."""
    return next((head.parts[-1] for head in heads if head.opens is not False and not head.flush), None)


def _add_item(
    paragraphs: Sequence[Paragraph], head: Head, following: int | None, doubts: list[Doubt]
) -> None:
    paragraph, due, printed = paragraphs[-1], _due(paragraphs), head.parts[-1]
    if not paragraph.items and len(paragraphs) > 1 and printed == _due(paragraphs[:-1]):
        # Some reports count the items of all paragraphs in one sequence.
        due = printed
    code, number = _judge(head, paragraph.number, due, following)
    if code:
        doubts.append(Doubt(code, f"{paragraph.number}.{number}", head.line, head.printed))
    if code != "number-duplicated":
        paragraph.items.append(Item(printed if code == "number-missing" else due, head.line, head.words))


def _judge(head: Head, paragraph: int, due: int, following: int | None) -> tuple[str, int | str]:
    """Compare a printed number with the one that is due; answer the problem's code ("": none), where.

    `following` is the number that the next item prints: it tells a misprint from a gap.
    """
    printed = head.parts[-1]
    if head.parts == _run_together(paragraph, due):
        return "number-undotted", due
    if head.parts in ((paragraph, due), (due,)):
        return "" if head.dotted else "number-undotted", due
    if printed == due:
        return "number-repaired", due
    if printed == due - 1 and following == due:
        return "number-duplicated", printed
    if following == printed + 1 > due or (following is None and due < printed <= due + _LARGEST_GAP_AT_END):
        return "number-missing", due if printed == due + 1 else f"{due}-{printed - 1}"
    return "number-repaired", due
