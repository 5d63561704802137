"""The time line of one recommendation: what the State said and what organisations judged, on one axis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recommendations.charts.base import (
    EVENTS,
    LANE,
    Cell,
    Chart,
    Label,
    Lane,
    Mark,
    Series,
    Table,
    Words,
    in_words,
)
from upr_tracker.lib.svg import Part, along, levels, years_between

#: Where dated events stand in a lane; the rest of it is for those without a date, if there are any.
DATED, DATED_BESIDE_UNDATED, UNDATED = Part(0.06, 0.88), Part(0.06, 0.66), Part(0.8, 0.2)
#: What a sign needs of the length of a lane on the smallest phone: 24 of 250 pixels.
SIGN = 0.1
#: How many years are printed below the lanes.
YEARS = 4


@dataclass(frozen=True, slots=True)
class Event:
    """One position or assessment. `key` gives its sign (a key of TONES, an icon), `label` its words.

    `differs` marks it as one of those that differ.
    """

    day: date | None
    key: str
    label: Words
    link: str = ""
    differs: bool = False

    @property
    def when(self) -> str:
        return date_format(self.day, "DATE_FORMAT") if self.day else _("no date known")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who speaks: the State, an organisation. A lane each."""

    label: Label
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two or more that differ, from the first to the last of them, and in words how."""

    first: date | None
    last: date | None
    label: Words
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class TimeLine(Chart):
    """Who said what, and when. Events without a date stand apart; differences have a lane of their own."""

    unit: Words = EVENTS
    actors: Sequence[Actor]
    differences: Sequence[Difference] = ()

    has_signs: ClassVar[bool] = True

    @property
    def is_empty(self) -> bool:
        return not any(actor.events for actor in self.actors)

    @property
    def legend(self) -> Sequence[Series]:
        words: dict[str, Words] = {}
        for actor in self.actors:
            for event in actor.events:
                words.setdefault(event.key, event.label)
        if self.differences:
            words["assessors-differ"] = _("≠ assessors differ")
        return [Series(key, label) for key, label in words.items()]

    @property
    def _days(self) -> list[date]:
        days = [event.day for actor in self.actors for event in actor.events if event.day]
        days += [day for found in self.differences for day in (found.first, found.last) if day]
        return sorted(days)

    @property
    def _has_undated(self) -> bool:
        events = [event for actor in self.actors for event in actor.events]
        return any(not event.day for event in events) or any(not found.first for found in self.differences)

    @property
    def _dated(self) -> Part:
        return DATED_BESIDE_UNDATED if self._has_undated else DATED

    @property
    def _undated(self) -> Part:
        return UNDATED if self._days else Part(0, 1)

    def _place(self, day: date | None) -> float:
        if day is None:
            return self._undated.middle
        days = self._days
        return self._dated.start + self._dated.size * along(day, days[0], days[-1])

    @property
    def lanes(self) -> Sequence[Lane]:
        if self.is_empty:
            return []
        lanes = [self._lane(actor) for actor in self.actors if actor.events]
        if self.differences:
            lanes.append(self._lane_of_differences())
        return [*lanes, Lane(label=Label(""), marks=list(self._axis()), height=20)]

    def _lane(self, actor: Actor) -> Lane:
        places = [self._place(event.day) for event in actor.events]
        on_levels = levels(places, SIGN)
        signs = [
            Mark(
                kind="sign",
                part=Part(place, 0),
                key=event.key,
                words=f"{actor.label.words}, {event.when}: {event.label}"
                + (f" ({_('others differ')})" if event.differs else ""),
                link=event.link,
                level=level,
                differs=event.differs,
            )
            for event, place, level in zip(actor.events, places, on_levels, strict=True)
        ]
        return Lane(
            label=actor.label, marks=[*self._behind(), *signs], height=LANE * (max(on_levels, default=0) + 1)
        )

    def _lane_of_differences(self) -> Lane:
        marks = []
        for found in self.differences:
            first, last = self._place(found.first), self._place(found.last or found.first)
            when = (
                date_format(found.last or found.first, "DATE_FORMAT") if found.first else _("no date known")
            )
            middle, size = (first + last) / 2, max(last - first, SIGN)
            marks.append(
                Mark(
                    kind="span",
                    part=Part(middle - size / 2, size),
                    key="assessors-differ",
                    words=f"{when}: {found.label}",
                    link=found.link,
                )
            )
        return Lane(label=Label(_("Where they differ")), marks=[*self._behind(), *marks])

    def _behind(self) -> Iterator[Mark]:
        if self._days:
            yield Mark(kind="track", part=Part(0, self._dated.end + DATED.start))
        if self._has_undated:
            yield Mark(kind="ground", part=self._undated)
        for year in self._years:
            yield Mark(kind="rule", part=Part(self._place(date(year, 1, 1)), 0))

    def _axis(self) -> Iterator[Mark]:
        for year in self._years:
            yield Mark(kind="axis", part=Part(self._place(date(year, 1, 1)), 0), printed=str(year))
        if not self._years and self._days:
            yield from self._ends()
        if self._has_undated:
            yield Mark(kind="axis", part=Part(self._undated.middle, 0), printed=_("no date"))

    def _ends(self) -> Iterator[Mark]:
        """The first and the last day, where no year begins between them."""
        first, last = self._days[0], self._days[-1]
        if (first.year, first.month) == (last.year, last.month):
            words = date_format(first, "DATE_FORMAT" if first == last else "YEAR_MONTH_FORMAT")
            yield Mark(kind="axis", part=Part(self._dated.middle, 0), printed=words)
            return
        start, end = (
            Mark(kind="axis", part=Part(self._place(day), 0), printed=date_format(day, "YEAR_MONTH_FORMAT"))
            for day in (first, last)
        )
        yield replace(start, anchor="start")
        yield replace(end, anchor="end")

    @property
    def _years(self) -> list[int]:
        days = self._days
        return years_between(days[0], days[-1], YEARS) if days else []

    @property
    def table(self) -> Table:
        rows = [
            [
                Cell(actor.label.words, actor.label.link),
                Cell(event.when),
                Cell(event.label, event.link),
                Cell(_("yes") if event.differs else ""),
            ]
            for actor in self.actors
            for event in actor.events
        ]
        rows += [
            [
                Cell(_("Difference")),
                Cell(date_format(found.last, "DATE_FORMAT") if found.last else _("no date known")),
                Cell(found.label, found.link),
                Cell(""),
            ]
            for found in self.differences
        ]
        return Table([_("Who"), _("When"), _("What"), _("Others differ")], rows)

    @property
    def facts(self) -> str:
        rows = self.table.rows
        told = [f"{who.printed}, {when.printed}: {what.printed}" for who, when, what, _differs in rows]
        return in_words(str(self.unit), told)
