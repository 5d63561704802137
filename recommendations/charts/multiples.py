"""Small pictures of the same kind and scale beside each other: one theme, or several, through the cycles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from recommendations.charts.base import (
    COLUMN,
    COLUMN_LABEL,
    COLUMN_NUMBER,
    Cell,
    Chart,
    Count,
    Label,
    Lane,
    Mark,
    Table,
    Words,
    in_words,
    number,
    total_of,
)
from upr_tracker.lib.svg import bands, share


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `short` is printed below it ("2"), `label` says it in full ("Cycle 2")."""

    label: Words
    short: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One small picture: a count for each column; `key` gives its colour and texture."""

    label: Label
    counts: Sequence[Count]
    key: str = "value"


@dataclass(frozen=True, kw_only=True)
class Multiples(Chart):
    """Small pictures on one scale. head: what they are ("Theme")."""

    columns: Sequence[Column]
    panels: Sequence[Panel]
    head: Words

    kind: ClassVar[str] = "multiples"

    def __post_init__(self) -> None:
        if any(len(panel.counts) != len(self.columns) for panel in self.panels):
            raise ValueError("Every small picture needs a count for each column.")

    @property
    def is_empty(self) -> bool:
        return not any(count.value for panel in self.panels for count in panel.counts)

    @property
    def lanes(self) -> Sequence[Lane]:
        most = max((count.value for panel in self.panels for count in panel.counts), default=0)
        return [self._lane(panel, most) for panel in self.panels]

    def _lane(self, panel: Panel, most: float) -> Lane:
        marks = [
            Mark(
                kind="column",
                part=part,
                key=panel.key,
                words=f"{panel.label.words}, {column.label}: {number(count.value)}",
                printed=number(count.value),
                link=count.link if count.value else "",
                height=share(count.value, most),
            )
            for column, count, part in zip(self.columns, panel.counts, bands(len(self.columns)), strict=True)
        ]
        marks += [
            Mark(kind="axis", part=part, printed=column.short)
            for column, part in zip(self.columns, bands(len(self.columns)), strict=True)
        ]
        return Lane(label=panel.label, marks=marks, height=COLUMN_NUMBER + COLUMN + COLUMN_LABEL)

    @property
    def table(self) -> Table:
        rows = [
            [
                Cell(panel.label.words, panel.label.link),
                *(Cell(count.value, count.link if count.value else "") for count in panel.counts),
                Cell(total_of(panel.counts)),
            ]
            for panel in self.panels
        ]
        return Table([self.head, *(column.label for column in self.columns), _("All")], rows)

    @property
    def facts(self) -> str:
        rows = []
        for panel in self.panels:
            told = zip(self.columns, panel.counts, strict=True)
            rows.append(
                f"{panel.label.words}: "
                + ", ".join(f"{column.label} {number(count.value)}" for column, count in told)
            )
        return in_words(str(self.unit), rows)
