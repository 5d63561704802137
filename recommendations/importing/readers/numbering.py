"""Which line starts which paragraph and which item, and what its number must be.

The section of recommendations consists of main paragraphs ("118.") and their items, printed either
in full ("118.5") or by the item alone ("5."). Main paragraphs start at the margin, items are
indented, and both stand off from the line above (see `layout`); the sequence of numbers does the
rest. Numbers that break the sequence are repaired from it, and every repair is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from recommendations.importing.readers.layout import BodyLine

_HEAD = re.compile(
    r"(?P<first>\d{1,6})(?:(?P<dot>\s*[.,:]\s*|\s)(?P<item>\d{1,3})(?![\d%]))?(?P<stop>\s*[.,:;)]+)?\s*(?=\D|$)"
)
SAME_EDGE = 10.0
"""How far lines of one edge may differ, in points; items are indented by 26 or more."""

_MARGIN_OF_JUMP = 20  # paragraphs of comments that may stand between two lists
_LARGEST_GAP_AT_END = 3
_LOOK_AHEAD = 50  # lines with numbers that one item may hold, and more


@dataclass(frozen=True, slots=True)
class Head:
    """A line that starts with a number and so may start a paragraph or an item.

    `parts` are the numbers printed, (118, 5) or (5,); `words` is where the line's words start, and
    `words_after_first` where they start if the second number is the first of the words ("5. 16 days";
    None where it cannot be). `dotted` tells whether every number has its dot, `lower` whether the words
    go on in lower case. `flush` tells whether it starts at the margin, `opens` whether it stands off from
    the line above (None: unknown, at the top of a page). `above` is the line that opens the paragraph above.
    """

    line: int
    printed: str
    parts: tuple[int, ...]
    words: int
    dotted: bool
    flush: bool
    opens: bool | None
    lower: bool = False
    above: int = 0
    words_after_first: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item, by its number within its paragraph, and the line and place where its words start."""

    number: int
    line: int
    words: int


@dataclass(slots=True)
class Paragraph:
    """A main paragraph, the line and place where its words start, and its items in order; `full` tells
    whether they are printed in full ("118.5").
    """

    number: int
    line: int
    words: int
    items: list[Item] = field(default_factory=list)
    full: bool = False


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
    heads: list[Head] = []
    above = 0
    for index, line in enumerate(lines):
        if match := _HEAD.match(line.text):
            apart = match["item"] and match["dot"].strip() and match["dot"][-1:].isspace()
            head = Head(
                line=index,
                printed=match.group().strip(),
                parts=tuple(int(part) for part in (match["first"], match["item"]) if part),
                words=match.end(),
                dotted=bool((match["dot"] or "").strip() or re.search(r"[.:)]", match["stop"] or "")),
                flush=abs(line.indent - margin) < SAME_EDGE,
                opens=line.opens,
                lower=line.text[match.end() : match.end() + 1].islower(),
                above=above,
                words_after_first=match.start("item") if apart else None,
            )
            heads.append(head)
        if line.opens is not False:
            above = index
    return heads


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
            continue
        if _starts_unnumbered(head, paragraphs):
            paragraphs.append(_above(head, heads[index - 1], doubts))
        head = _without_words(head, paragraphs)
        following = heads[index + 1 : index + _LOOK_AHEAD]
        if _starts_item(head, paragraphs, following):
            _add_item(paragraphs, head, _printed_next(following), doubts)
    return paragraphs, doubts


def _starts_paragraph(head: Head, paragraphs: Sequence[Paragraph]) -> bool:
    if head.opens is False or len(head.parts) != 1:
        return False
    printed, current, due = head.parts[0], paragraphs[-1].number, _due(paragraphs)
    if printed == current + 1:
        # Inside paragraph 82 the item 83 may come before the paragraph 83.
        return head.flush or printed != due
    return head.flush and printed != due and current < printed <= current + _MARGIN_OF_JUMP


def _starts_unnumbered(head: Head, paragraphs: Sequence[Paragraph]) -> bool:
    """Tell whether an item is the first of a paragraph whose own number is misprinted or not printed."""
    paragraph = paragraphs[-1]
    is_first = head.parts == (paragraph.number + 1, 1) and head.opens is True
    return is_first and bool(paragraph.items) and paragraph.items[-1].line < head.above


def _above(head: Head, before: Head, doubts: list[Doubt]) -> Paragraph:
    """Answer the paragraph that stands above its first item."""
    if before.line != head.above:
        return Paragraph(head.parts[0], head.above, 0)
    doubts.append(Doubt("number-repaired", str(head.parts[0]), before.line, before.printed))
    return Paragraph(head.parts[0], before.line, before.words)


def _without_words(head: Head, paragraphs: Sequence[Paragraph]) -> Head:
    """Answer a head without a number that belongs to the words: "5. 16 days of activism"."""
    is_item = head.parts[0] == _due(paragraphs) and head.parts[0] != paragraphs[-1].number
    if not is_item or head.words_after_first is None:
        return head
    return replace(head, parts=head.parts[:1], words=head.words_after_first)


def _starts_item(head: Head, paragraphs: Sequence[Paragraph], following: Sequence[Head]) -> bool:
    paragraph, due = paragraphs[-1].number, _due(paragraphs)
    in_sequence = head.parts in ((paragraph, due), (due,), _run_together(paragraph, due))
    in_full, own = len(head.parts) == 2, head.parts[0] == paragraph
    if head.parts == (due,) and _is_printed_better(head, paragraph, following):
        return False
    if not in_full and not in_sequence and not own and paragraphs[-1].full:
        return False  # a numbered heading, or a part of an item
    if head.opens is None:
        return (in_sequence and (head.dotted or not head.lower)) or (in_full and own)
    follows = own or (paragraphs[-1].full and head.parts[-1] == due)
    return head.opens and (in_sequence or not head.flush or (in_full and follows))


def _is_printed_better(head: Head, paragraph: int, following: Sequence[Head]) -> bool:
    """Tell whether a later line prints the item that is due in full or with its dot, so that this one is a
    heading, a part of an item or the middle of a sentence ("in line with article 2").
    """
    in_full = next((later for later in following if len(later.parts) == 2), None)
    if in_full and in_full.parts == (paragraph, head.parts[0]):
        return True
    later = next((later for later in following if later.opens is not False), None)
    return later is not None and later.parts == head.parts and later.dotted and not head.dotted


def _due(paragraphs: Sequence[Paragraph]) -> int:
    items = paragraphs[-1].items
    return items[-1].number + 1 if items else 1


def _run_together(paragraph: int, item: int) -> tuple[int]:
    """Answer how 118.5 reads where the dot is missing: (1185,)."""
    return (int(f"{paragraph}{item}"),)


def _printed_next(heads: Sequence[Head]) -> int | None:
    """Answer the item number that the next indented line, or the next one in full, prints."""
    items = (head for head in heads if head.opens is not False and (not head.flush or len(head.parts) == 2))
    return next((head.parts[-1] for head in items), None)


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
        paragraph.full = paragraph.full or len(head.parts) == 2
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
