"""Geometry of pictures: shares, stacks, levels, dates on an axis, and how much room words take.

Pure: places are fractions of the room there is, 0 to 1, so that the same geometry draws a picture that fills
its column (in per cent) and one of a fixed size (in pixels).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

#: What XML 1.0 has no place for: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Widths of signs in parts of the type's size, measured on faces without serifs and rounded up.
_NARROW, _USUAL, _WIDE, _FULL = 0.32, 0.58, 0.72, 1.05


class Part(NamedTuple):
    """A stretch of a line: where it begins and how long it is, as fractions of the whole."""

    start: float
    size: float

    @property
    def end(self) -> float:
        return self.start + self.size

    @property
    def middle(self) -> float:
        return self.start + self.size / 2


#: Writes a fraction of the room there is as the value of an attribute of SVG.
Measure = Callable[[float], str]


def percent(fraction: float) -> str:
    """Write a fraction for a picture that fills its room: 0.125 is "12.5%"."""
    return f"{100 * fraction:.3f}".rstrip("0").rstrip(".") + "%"


def pixels(room: float) -> Measure:
    """Answer what writes fractions of so many pixels."""
    return lambda fraction: f"{room * fraction:.2f}".rstrip("0").rstrip(".")


def share(value: float, of: float) -> float:
    """Answer which fraction a value is of a whole, 0 to 1; of nothing it is nothing."""
    return min(max(value / of, 0.0), 1.0) if of > 0 else 0.0


def stack(values: Sequence[float], whole: float | None = None, least: float = 0.0) -> list[Part]:
    """Lay values end to end; their sum fills its share of `whole`, which is their sum where none is given.

    A value that is not 0 is at least `least` long, so that it can be seen and pressed; the others give way in
    proportion. The parts of nothing have no length. Raises ValueError for a value below 0.
    """
    if any(value < 0 for value in values):
        raise ValueError("A value that is stacked must not be negative.")
    total = sum(values)
    sizes = _at_least(values, share(total, total if whole is None else whole), least)
    parts, start = [], 0.0
    for size in sizes:
        parts.append(Part(start, min(size, 1.0 - start)))
        start = min(start + size, 1.0)
    return parts


def _at_least(values: Sequence[float], room: float, least: float) -> list[float]:
    """Share the room out in proportion; what would get less than `least` gets that, if there is room."""
    positive = [value for value in values if value > 0]
    if not positive:
        return [0.0] * len(values)
    room = max(room, min(least * len(positive), 1.0))
    least = min(least, room / len(positive))
    small: set[float] = set()
    # Lifting one to the least takes from the others, which may then fall below it as well.
    while True:
        rest = room - least * sum(value in small for value in positive)
        of = sum(value for value in positive if value not in small)
        fallen = {value for value in positive if value not in small and value / of * rest < least}
        if not fallen:
            break
        small |= fallen
    return [0.0 if value <= 0 else least if value in small else value / of * rest for value in values]


def apart(part: Part, gap: float) -> Part:
    """Take the gap to the next part from the end of this one; a third of it stays at least."""
    return Part(part.start, max(part.size - gap, part.size / 3))


def bands(number: int, gap: float = 0.2) -> list[Part]:
    """Answer places of equal size for so many columns; `gap` is the fraction of a place that stays empty."""
    width = 1 / number if number else 0.0
    return [Part(width * (index + gap / 2), width * (1 - gap)) for index in range(number)]


def along(day: date, first: date, last: date) -> float:
    """Answer where a day stands between two others, 0 to 1; in the middle where these are the same."""
    days = (last - first).days
    return share((day - first).days, days) if days > 0 else 0.5


def years_between(first: date, last: date, at_most: int) -> list[int]:
    """Answer round years that begin between two days, evenly spaced, at most so many of them."""
    begin = first.year + (first != date(first.year, 1, 1))
    for step in (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000):
        years = list(range(-(-begin // step) * step, last.year + 1, step))
        if len(years) <= at_most:
            return years
    return []


def levels(places: Sequence[float], width: float) -> list[int]:
    """Answer for each place the lowest level on which a sign of that width covers none put before it."""
    found = [0] * len(places)
    taken: list[float] = []
    for index in sorted(range(len(places)), key=lambda index: places[index]):
        free = [level for level, last in enumerate(taken) if places[index] - last >= width - 1e-9]
        found[index] = free[0] if free else len(taken)
        taken[found[index] :] = [places[index], *taken[found[index] + 1 :]]
    return found


def width_of(text: str, size: float) -> float:
    """Estimate the width of words in pixels; rather too much than too little."""
    return size * sum(map(_width_of_sign, text))


def _width_of_sign(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Cf"):
        return 0.0
    if sign in " .,:;'!|()[]ijlIt":
        return _NARROW
    if unicodedata.east_asian_width(sign) in "WF":
        return _FULL
    return _WIDE if sign.isupper() or sign in "mw%" or sign > "\u0590" else _USUAL


def in_lines(text: str, room: float, size: float, at_most: int) -> list[str]:
    """Break words into lines of a width in pixels; what is left over ends in an ellipsis."""
    lines = [""]
    for word in _that_fit(text.split(), room, size):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > at_most:
        last = lines[at_most - 1]
        while last and width_of(f"{last}…", size) > room:
            last = last[:-1]
        lines = [*lines[: at_most - 1], f"{last.rstrip()}…"]
    return lines


def _that_fit(words: Iterable[str], room: float, size: float) -> Iterable[str]:
    """Cut words that are longer than a line; Khmer writes whole sentences without a blank."""
    for word in words:
        piece = ""
        for sign in word:
            if piece and width_of(piece + sign, size) > room:
                yield piece
                piece = ""
            piece += sign
        yield piece


def legal(text: object) -> str:
    """Answer words without the signs that XML has no place for."""
    return _NOT_XML.sub("", str(text))
