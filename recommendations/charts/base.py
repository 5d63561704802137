"""What every picture has: a name, a title, a unit, parts with words and textures, and its rows."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from recommendations.models import ImplementationStatus, Position
from upr_tracker.lib.svg import Measure, Part

#: Words, in the language of the page.
Words = str | Promise

#: The two counting units, as every picture names them.
RECOMMENDATIONS = _("recommendations (numbered items)")
REQUESTS = _("requests (clause × State)")
#: What a time line shows.
EVENTS = _("positions and assessments")

#: How many rows the text alternative tells one by one; the table has all.
ROWS_IN_WORDS = 12

#: How high a lane is in pixels: a thumb hits it (WCAG 2.2, 2.5.8 asks for 24).
LANE = 28
#: How high a column of a small picture may be, and the room above it for its number.
COLUMN, COLUMN_NUMBER, COLUMN_LABEL = 60, 18, 20

#: Textures that differ without any colour: templates/components/charts/patterns.svg.
Pattern = Literal[
    "solid", "stripes", "levels", "dots", "lattice", "slant", "checks", "hollow", "dashed", "soft"
]


class Tone(NamedTuple):
    """How a part looks: the name of a colour in css/tokens.css, and a texture."""

    colour: str
    pattern: Pattern

    @property
    def is_plain(self) -> bool:
        """Whether words can stand on it as they are; a texture needs a plate below them."""
        return self.pattern in ("solid", "soft", "hollow")

    @property
    def is_texture(self) -> bool:
        """Whether it is drawn with a pattern of its own."""
        return not self.is_plain and self.pattern != "dashed"


#: By the value that a part stands for. Of the parts that meet in one bar no two share a texture.
TONES = {
    "value": Tone("moving", "soft"),
    "supported": Tone("supported", "solid"),
    "noted": Tone("noted", "stripes"),
    "pending": Tone("pending", "dots"),
    "implemented": Tone("good", "solid"),
    "partially-implemented": Tone("partial", "levels"),
    "in-progress": Tone("moving", "stripes"),
    "not-implemented": Tone("noted", "hollow"),
    "regressed": Tone("bad", "lattice"),
    "not-enough-evidence": Tone("pending", "dots"),
    "no-longer-applicable": Tone("pending", "slant"),
    "assessors-differ": Tone("ink", "checks"),
    "not-assessed": Tone("line-strong", "dashed"),
    "info": Tone("moving", "hollow"),
}


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of part: the value that it stands for (a key of TONES) and its words."""

    key: str
    label: Words

    @property
    def tone(self) -> Tone:
        return TONES[self.key]


def position_series() -> list[Series]:
    """The positions a State takes, in their order."""
    return [Series(position.value, position.label) for position in Position]


def status_series() -> list[Series]:
    """How far recommendations are implemented, in the order of the scale."""
    return [Series(status.value, status.label) for status in ImplementationStatus]


@dataclass(frozen=True, slots=True)
class Label:
    """Words with the address that they lead to, if there is one."""

    words: Words
    link: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the address of the rows that it counts."""

    value: float
    link: str = ""

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("A count must not be negative.")


class Cell(NamedTuple):
    """One cell of a table: what it says, where it leads to, and whether it is a number."""

    value: Words | float
    link: str = ""

    @property
    def is_figure(self) -> bool:
        return isinstance(self.value, int | float)

    @property
    def printed(self) -> str:
        return number(self.value) if isinstance(self.value, int | float) else str(self.value)


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a picture. The first cell of a row names it; the foot may be empty."""

    head: Sequence[Words]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Cell] = ()

    @property
    def columns(self) -> Iterator[tuple[Words, bool]]:
        """The headings, and whether numbers stand below."""
        for index, words in enumerate(self.head):
            yield words, bool(self.rows) and self.rows[0][index].is_figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing drawn in a lane. `part` is where, along it; `words` say all of it without the picture.

    segment: a stretch; tick: a line across; sign: the shape of its key at the middle, on a level; span: the
    same, over the stretch that it speaks of; column: a stretch along and `height` upwards. Without words:
    track and rule are lines behind the others, along and across, ground a field; axis is a word below.
    printed: what stands in it; where it `needs_room`, not in the short bars of a phone. anchor: what of an
    axis's word stands at the middle; its start or end is level with the edge of a sign that is there.
    """

    kind: Literal["segment", "tick", "sign", "span", "column", "track", "rule", "axis", "ground"]
    part: Part
    key: str = "value"
    words: str = ""
    printed: str = ""
    needs_room: bool = False
    anchor: Literal["start", "middle", "end"] = "middle"
    link: str = ""
    level: int = 0
    height: float = 1.0
    differs: bool = False

    @property
    def tone(self) -> Tone:
        return TONES[self.key]


class Placed(NamedTuple):
    """A mark with the values of its attributes in SVG."""

    mark: Mark
    x: str
    end: str
    middle: str
    width: str
    y: int
    height: int
    plate: int

    @property
    def plate_half(self) -> float:
        return self.plate / 2

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A row of a picture: its words, what is drawn in it, and what is printed at its end."""

    label: Label
    marks: Sequence[Mark]
    end: str = ""
    end_link: str = ""
    height: int = LANE

    def placed(self, measure: Measure) -> Iterator[Placed]:
        """Place the marks by what writes fractions of the lane's length."""
        for mark in self.marks:
            high, top = self.height, 0
            if mark.kind == "column":
                high = max(round(COLUMN * mark.height), 2) if mark.height else 0
                top = COLUMN_NUMBER + COLUMN - high
            elif mark.kind == "axis":
                top = self.height - 5
            elif mark.kind in ("sign", "span"):
                high, top = LANE, LANE * mark.level
            yield Placed(
                mark,
                measure(mark.part.start),
                measure(mark.part.end),
                measure(mark.part.middle),
                measure(mark.part.size),
                top,
                high,
                8 * len(mark.printed) + 8,
            )


@dataclass(frozen=True, kw_only=True)
class Chart(ABC):
    """A picture of numbers.

    name: what it is called in addresses (`?picture=<name>`) and in ids of the page: a slug, once in a page.
    title, unit: what is shown, and what is counted (RECOMMENDATIONS or REQUESTS).
    note: a sentence below it. empty: what to say instead where there is nothing to draw.
    """

    name: str
    title: Words
    unit: Words = RECOMMENDATIONS
    note: Words = ""
    empty: Words = ""

    #: Which template of templates/components/charts/ draws it.
    kind: ClassVar[str] = "lanes"
    #: Whether the picture is a table of the numbers itself, so that no other needs to stand below it.
    is_table: ClassVar[bool] = False
    #: Whether its marks are shapes and not fields.
    has_signs: ClassVar[bool] = False

    @property
    @abstractmethod
    def table(self) -> Table:
        """The same numbers as rows: for readers of screens, and for CSV."""

    @property
    @abstractmethod
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""

    @property
    def legend(self) -> Sequence[Series]:
        """The parts to be explained."""
        return []

    @property
    def lanes(self) -> Sequence[Lane]:
        """What is drawn, row by row; empty for pictures of another kind."""
        return []

    @property
    def facts(self) -> str:
        """What the picture shows, without seeing it and without a judgement."""
        rows = [f"{row[0].printed}: {row[-1].printed}" for row in self.table.rows]
        return in_words(str(self.unit), rows)

    @property
    def tones(self) -> list[tuple[str, Tone]]:
        """Every tone that is used, once: textures are made for these alone."""
        keys = [series.key for series in self.legend]
        keys += [mark.key for lane in self.lanes for mark in lane.marks]
        return [(key, TONES[key]) for key in dict.fromkeys(keys)]


def in_words(unit: str, rows: Sequence[str]) -> str:
    """Tell rows in one sentence, as many as one can listen to."""
    told = list(rows[:ROWS_IN_WORDS])
    if more := len(rows) - len(told):
        told.append(ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more})
    return f"{unit}. {'; '.join(told)}."


def number(value: float) -> str:
    """Print a number in the language of the page; one decimal at most."""
    return intcomma(int(value) if float(value).is_integer() else round(value, 1))


def per_cent(value: float, of: float) -> str:
    """Print a share as whole per cent; what is there but less than half of one is not 0%."""
    if not of or not value:
        return "0%"
    rounded = int(100 * value / of + 0.5)
    if not rounded:
        return "<1%"
    return gettext("%(number)s%%") % {"number": number(rounded if value >= of else min(rounded, 99))}


def part_of(value: float, of: float) -> float:
    """Answer a share in per cent with one decimal, as a number for tables."""
    return round(100 * value / of, 1) if of else 0.0


def total_of(counts: Iterable[Count]) -> float:
    return sum(count.value for count in counts)
