"""A chain of recurrence: what was asked again, cycle by cycle, with the position on each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from django.utils.translation import gettext as _

from recommendations.charts.base import Cell, Chart, Label, Series, Table, Tone, Words, in_words
from upr_tracker.lib.svg import Measure, bands

#: How high a sign with its number below is, and the heads of the columns, in pixels.
STEP, HEADS = 52, 28


@dataclass(frozen=True, slots=True)
class Step:
    """One recommendation: its number, its column, and the position on it. `is_here`: whose chain it is."""

    label: Label
    column: int
    position: Series
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """What leads from one step to a later one, both by their place in the chain, and in words how."""

    earlier: int
    later: int
    label: Words


class DrawnStep(NamedTuple):
    step: Step
    tone: Tone
    x: str
    y: int
    words: str


class DrawnThread(NamedTuple):
    """A line from the middle of one sign to that of another."""

    x1: str
    y1: int
    x2: str
    y2: int


class DrawnChain(NamedTuple):
    heads: list[tuple[str, Words]]
    threads: list[DrawnThread]
    steps: list[DrawnStep]


@dataclass(frozen=True, kw_only=True)
class Chain(Chart):
    """Columns of recommendations, from left to right in time, and the threads between them."""

    columns: Sequence[Words]
    steps: Sequence[Step]
    threads: Sequence[Thread]

    kind: ClassVar[str] = "chain"
    has_signs: ClassVar[bool] = True

    @property
    def is_empty(self) -> bool:
        return not self.threads

    @property
    def legend(self) -> Sequence[Series]:
        return list({step.position.key: step.position for step in self.steps}.values())

    @property
    def _in_column(self) -> Counter[int]:
        return Counter(step.column for step in self.steps)

    @property
    def height(self) -> int:
        return HEADS + STEP * max(self._in_column.values(), default=0)

    def drawn(self, measure: Measure) -> DrawnChain:
        """Place everything by what writes fractions of the width; each column stands in the middle."""
        middles = [measure(band.middle) for band in bands(len(self.columns))]
        highest, placed = self.height - HEADS, Counter[int]()
        steps = []
        for step in self.steps:
            begin = HEADS + (highest - STEP * self._in_column[step.column]) // 2
            y = begin + STEP * placed[step.column]
            placed[step.column] += 1
            words = f"{self.columns[step.column]}, {step.label.words}: {step.position.label}"
            steps.append(DrawnStep(step, step.position.tone, middles[step.column], y, words))
        ends = [(one.x, one.y + 14) for one in steps]
        threads = [DrawnThread(*ends[thread.earlier], *ends[thread.later]) for thread in self.threads]
        return DrawnChain(list(zip(middles, self.columns, strict=True)), threads, steps)

    @property
    def table(self) -> Table:
        rows = []
        for place, step in enumerate(self.steps):
            taken_up = [
                f"{self.steps[thread.earlier].label.words} ({thread.label})"
                for thread in self.threads
                if thread.later == place
            ]
            rows.append(
                [
                    Cell(step.label.words, step.label.link),
                    Cell(self.columns[step.column]),
                    Cell(step.position.label),
                    Cell(", ".join(taken_up)),
                ]
            )
        return Table([_("Recommendation"), _("Cycle"), _("Position"), _("Takes up")], rows)

    @property
    def facts(self) -> str:
        told = []
        for number, cycle, position, taken_up in self.table.rows:
            words = f"{cycle.printed}, {number.printed}: {position.printed}"
            if taken_up.printed:
                words += f"; {_('takes up %(numbers)s') % {'numbers': taken_up.printed}}"
            told.append(words)
        return in_words(str(self.unit), told)
