"""Bars: single, stacked, and strips that lie side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from recommendations.charts.base import (
    Cell,
    Chart,
    Count,
    Label,
    Lane,
    Mark,
    Series,
    Table,
    Words,
    in_words,
    number,
    part_of,
    per_cent,
    status_series,
    total_of,
)
from upr_tracker.lib.svg import Part, apart, share, stack, width_of

#: What is not 0 can be seen and pressed: at least this part of a bar.
LEAST = 0.018
#: What keeps two parts of a bar apart.
GAP = 0.006
#: How long a full bar is at least, in pixels: on the smallest phone, and where its words stand beside it.
SHORT_BAR, LONG_BAR = 230, 380
#: The unassessed rest of a strip.
REST = "not-assessed"


@dataclass(frozen=True, slots=True)
class Bar:
    """One value. `reference` is what to hold it against."""

    label: Label
    count: Count
    reference: Count | None = None


@dataclass(frozen=True, kw_only=True)
class Bars(Chart):
    """Values below each other, in the order given; each may be held against a reference, such as a median.

    head: what the rows are ("Theme"). measured: what the bars are ("France"). reference_label: what the lines
    across are ("median of all others").
    of, reference_of: the wholes that values and references are parts of; then shares are drawn, in per cent,
    so that few can be held against many.
    """

    rows: Sequence[Bar]
    head: Words
    measured: Words = ""
    reference_label: Words = ""
    of: float | None = None
    reference_of: float | None = None

    @property
    def is_empty(self) -> bool:
        return not any(row.count.value or _value(row.reference) for row in self.rows)

    @property
    def legend(self) -> Sequence[Series]:
        return [Series("value", self.measured)] if self.measured and self.reference_label else []

    @property
    def lanes(self) -> Sequence[Lane]:
        most = max([length for row in self.rows for length in self._lengths(row)], default=0)
        return [self._lane(row, most) for row in self.rows]

    def _lengths(self, row: Bar) -> tuple[float, float]:
        """How far the bar and its reference reach."""
        return _length(row.count.value, self.of), _length(_value(row.reference), self.reference_of)

    def _lane(self, row: Bar, most: float) -> Lane:
        name, (length, across) = row.label.words, self._lengths(row)
        marks = []
        if length:
            [part] = stack([length], whole=most, least=LEAST)
            words = f"{name}: {_told(row.count.value, self.of)}"
            marks.append(Mark(kind="segment", part=part, words=words, link=row.count.link))
        if row.reference is not None:
            told = _told(row.reference.value, self.reference_of)
            words = f"{name}, {self.reference_label}: {told}"
            part = Part(share(across, most), 0)
            marks.append(Mark(kind="tick", part=part, words=words, link=row.reference.link))
        end = number(row.count.value) if self.of is None else per_cent(row.count.value, self.of)
        return Lane(label=row.label, marks=marks, end=end, end_link=row.count.link)

    @property
    def table(self) -> Table:
        measured = self.measured or self.unit
        head: list[Words] = [self.head, *_heads(measured, self.of)]
        rows = [[Cell(*_pair(row.label)), *_cells(row.count, self.of)] for row in self.rows]
        if self.reference_label:
            head += _heads(self.reference_label, self.reference_of)
            for cells, row in zip(rows, self.rows, strict=True):
                cells += _cells(row.reference, self.reference_of)
        return Table(head, rows)

    @property
    def facts(self) -> str:
        words = []
        for row in self.rows:
            told = f"{row.label.words}: {_told(row.count.value, self.of)}"
            if row.reference is not None:
                told += f" ({self.reference_label}: {_told(row.reference.value, self.reference_of)})"
            words.append(told)
        return in_words(str(self.unit), words)


def _value(count: Count | None) -> float:
    return count.value if count else 0


def _length(value: float, of: float | None) -> float:
    return value if of is None else part_of(value, of)


def _told(value: float, of: float | None) -> str:
    return number(value) if of is None else f"{number(value)} ({per_cent(value, of)})"


def _heads(words: Words, of: float | None) -> list[Words]:
    return [words] if of is None else [words, _("%(label)s, per cent") % {"label": words}]


def _cells(count: Count | None, of: float | None) -> list[Cell]:
    """A value and, where it is part of a whole, its share."""
    cell = Cell(count.value, count.link) if count else Cell("")
    return [cell] if of is None else [cell, Cell(part_of(_value(count), of))]


@dataclass(frozen=True, slots=True)
class StackedRow:
    """One bar: the count of each part by the key of its series. `total` where the parts are not a sum."""

    label: Label
    counts: Mapping[str, Count]
    total: Count | None = None

    def count(self, key: str) -> Count:
        return self.counts.get(key, Count(0))

    @property
    def whole(self) -> Count:
        return self.total or Count(total_of(self.counts.values()))


@dataclass(frozen=True, kw_only=True)
class StackedBars(Chart):
    """Bars made of parts: all on one scale, or each as 100 per cent of its own (`as_share`).

    head: what the rows are ("Cycle"). series: the parts in the order in which they are laid.
    """

    rows: Sequence[StackedRow]
    series: Sequence[Series]
    head: Words
    as_share: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(row.count(series.key).value for row in self.rows for series in self.series)

    @property
    def legend(self) -> Sequence[Series]:
        """The parts that there are, in their order."""
        return [series for series in self.series if any(row.count(series.key).value for row in self.rows)]

    def _sum(self, row: StackedRow) -> float:
        return sum(row.count(series.key).value for series in self.series)

    def _length(self, row: StackedRow, longest: float) -> float:
        """What the full length of this row stands for."""
        return self._sum(row) if self.as_share else longest

    @property
    def lanes(self) -> Sequence[Lane]:
        longest = max(map(self._sum, self.rows), default=0)
        return [self._lane(row, self._length(row, longest)) for row in self.rows]

    def _lane(self, row: StackedRow, length: float) -> Lane:
        counts = [row.count(series.key) for series in self.series]
        parts = stack([count.value for count in counts], whole=length, least=LEAST)
        whole, marks = self._sum(row), []
        for series, count, part in zip(self.series, counts, parts, strict=True):
            if not count.value:
                continue
            of_all = per_cent(count.value, whole)
            printed = of_all if self.as_share else number(count.value)
            words = f"{row.label.words}, {series.label}: {number(count.value)} ({of_all})"
            needed = (width_of(printed, 13) + 10) / part.size
            marks.append(
                Mark(
                    kind="segment",
                    part=apart(part, GAP) if part.end < 0.9999 else part,
                    key=series.key,
                    words=words,
                    printed=printed if needed <= LONG_BAR else "",
                    needs_room=needed > SHORT_BAR,
                    link=count.link,
                )
            )
        return Lane(label=row.label, marks=marks, end=number(row.whole.value), end_link=row.whole.link)

    @property
    def table(self) -> Table:
        head: list[Words] = [self.head]
        for series in self.series:
            head.append(series.label)
            if self.as_share:
                head.append(_("%(label)s, per cent") % {"label": series.label})
        head.append(_("All"))
        return Table(head, [self._cells(row) for row in self.rows])

    def _cells(self, row: StackedRow) -> list[Cell]:
        cells = [Cell(*_pair(row.label))]
        for series in self.series:
            count = row.count(series.key)
            cells.append(Cell(count.value, count.link))
            if self.as_share:
                cells.append(Cell(part_of(count.value, self._sum(row))))
        return [*cells, Cell(row.whole.value, row.whole.link)]

    @property
    def facts(self) -> str:
        words = []
        for row in self.rows:
            parts = [f"{series.label} {number(row.count(series.key).value)}" for series in self.series]
            words.append(f"{row.label.words}: {', '.join(parts)}")
        return in_words(str(self.unit), words)


@dataclass(frozen=True, kw_only=True)
class Strips(StackedBars):
    """What each organisation says of the same recommendations: a strip each, in the order of the scale.

    `of` is how many recommendations there are: all strips are then equally long, and what an organisation has
    not assessed is their rest.
    """

    series: Sequence[Series] = field(default_factory=status_series)
    of: int | None = None

    @property
    def legend(self) -> Sequence[Series]:
        there = super().legend
        has_rest = self.of and not self.as_share and any(self._sum(row) < self.of for row in self.rows)
        return [*there, Series(REST, _("not assessed"))] if has_rest else there

    def _length(self, row: StackedRow, longest: float) -> float:
        if self.as_share or not self.of:
            return super()._length(row, longest)
        return max(self.of, longest)

    def _lane(self, row: StackedRow, length: float) -> Lane:
        lane = super()._lane(row, length)
        rest = length - self._sum(row)
        if self.as_share or not self.of or not rest or not lane.marks:
            return lane
        begin = lane.marks[-1].part.end + GAP
        words = f"{row.label.words}, {_('not assessed')}: {number(rest)}"
        mark = Mark(kind="segment", part=Part(begin, max(1 - begin, 0)), key=REST, words=words)
        return Lane(label=lane.label, marks=[*lane.marks, mark], end=lane.end, end_link=lane.end_link)


def _pair(label: Label) -> tuple[Words, str]:
    return label.words, label.link
