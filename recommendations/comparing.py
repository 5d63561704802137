"""Counts as they are compared: as shares, tinted, in an order, and each with the rows behind it.

A cell leads to the question with the values of its row and column in the place of those chosen; where a
recommendation must have all chosen values, beside them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from recommendations.charts.base import Count, Label, part_of, per_cent
from recommendations.charts.heat import HeatMap, HeatRow, tint_of
from recommendations.dimensions import DIMENSIONS, Unit, count_values
from recommendations.filters import RecommendationFilter
from recommendations.statistics import CROSSED, CrossTable, Heading

#: As many columns can be told apart in a picture of the width of a page.
MOST_COLUMNS_DRAWN = 10


class Share(TextChoices):
    """What stands in a cell."""

    COUNT = "count", _("numbers")
    ROW = "row", _("per cent of the row")
    COLUMN = "column", _("per cent of the column")


class Order(TextChoices):
    """What is sorted by its total, the greatest first; all else keeps the order of its dimension."""

    OWN = "own", pgettext_lazy("order", "as they come")
    ROWS = "rows", _("greatest rows first")
    COLUMNS = "columns", _("greatest columns first")
    BOTH = "both", _("greatest first")


_UNKNOWN = {"invalid_choice": _("“%(value)s” is not a known value.")}
_UNITS = [(Unit.RECOMMENDATIONS.value, _("recommendations")), (Unit.REQUESTS.value, _("requests"))]
_CHOICES = [(name, DIMENSIONS[name].label) for name in CROSSED]


class CrossForm(forms.Form):
    """What is crossed, and how it is shown; what is left out is as in DEFAULTS."""

    row = forms.ChoiceField(label=_("Rows"), choices=_CHOICES, error_messages=_UNKNOWN)
    column = forms.ChoiceField(label=_("Columns"), choices=_CHOICES, error_messages=_UNKNOWN)
    unit = forms.ChoiceField(label=_("Count"), choices=_UNITS, error_messages=_UNKNOWN)
    share = forms.ChoiceField(label=_("Shown as"), choices=Share.choices, error_messages=_UNKNOWN)
    sort = forms.ChoiceField(label=_("Order"), choices=Order.choices, error_messages=_UNKNOWN)


DEFAULTS: dict[str, str] = {
    "row": "theme_area",
    "column": "cycle",
    "unit": Unit.RECOMMENDATIONS.value,
    "share": Share.COUNT.value,
    "sort": Order.OWN.value,
}


def can_be_crossed(row: str, column: str) -> bool:
    """Whether two filters choose them: what one filter chooses would be crossed with itself."""
    return DIMENSIONS[row].parameter != DIMENSIONS[column].parameter


@dataclass(frozen=True)
class Ways:
    """The ways to the rows behind numbers: lists at `address`, filtered as the question is, `beside` what
    else their query holds."""

    question: RecommendationFilter
    address: str
    beside: tuple[tuple[str, str], ...] = ()

    def to(self, *values: tuple[str, str]) -> str:
        """Answer the address of the rows that have these values: pairs of a filter and its value."""
        rest = self.rest([name for name, _value in values])
        return self.join(rest, *(self.part(name, value) for name, value in values))

    def rest(self, but: Collection[str]) -> str:
        """Answer the query of the question without the filters in `but`."""
        pairs = [pair for pair in filters_on(self.question) if pair[0] not in but]
        return urlencode([*self.beside, *pairs])

    def part(self, name: str, value: str) -> str:
        """Answer the part of a query that asks for this value."""
        beside = self.question.chosen(name) if self.question.asks_for_all_of(name) else []
        return urlencode([(name, one) for one in dict.fromkeys([*beside, value])])

    def join(self, *parts: str) -> str:
        query = "&".join(part for part in parts if part)
        return f"{self.address}?{query}" if query else self.address


def filters_on(question: RecommendationFilter) -> Iterator[tuple[str, str]]:
    """Answer every value of every filter that is on, by name."""
    for name, chosen in question.form.cleaned_data.items():
        if name in RecommendationFilter.base_filters:
            for value in [chosen] if isinstance(chosen, str) else chosen or ():
                if value:
                    yield name, value


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it stands in a table; `words` say what the share is of."""

    count: int
    value: int | float
    printed: str
    tint: int
    address: str
    words: str = ""

    @property
    def html(self) -> SafeString:
        """A table may have thousands: a template for each would be slow, and its blanks half of the page."""
        if not self.address:
            return format_html("<td>{}</td>", self.printed)
        title = format_html(' title="{}"', self.words) if self.words else ""
        return format_html(
            '<td class="tint-{}"><a href="{}"{}>{}</a></td>', self.tint, self.address, title, self.printed
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column: its heading, the rows that it counts, and, of a row, its cells."""

    heading: Heading
    address: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A cross table as it is shown."""

    table: CrossTable
    share: Share
    address: str
    columns: list[Line]
    rows: list[Line]

    @property
    def has_many_columns(self) -> bool:
        """More than stand beside each other with their names on a desk."""
        return len(self.columns) > 5

    @property
    def fits_on_paper(self) -> bool:
        return bool(self.rows) and 0 < len(self.columns) <= MOST_COLUMNS_DRAWN

    @property
    def totals_are_sums(self) -> bool:
        by_column = zip(*([cell.count for cell in row.cells] for row in self.rows), strict=True)
        return (
            all(row.heading.count == sum(cell.count for cell in row.cells) for row in self.rows)
            and all(
                column.heading.count == sum(counts)
                for column, counts in zip(self.columns, by_column, strict=False)
            )
            and self.table.total == sum(row.heading.count for row in self.rows)
        )


def lay_out(table: CrossTable, share: Share, order: Order, ways: Ways) -> Grid:
    """Answer the table as it is shown; every number leads to its rows by one of the `ways`."""
    of_rows, of_columns = table.row.parameter, table.column.parameter
    rest = ways.rest([of_rows, of_columns])
    rows = _in_order(table.rows, order in (Order.ROWS, Order.BOTH))
    columns = _in_order(table.columns, order in (Order.COLUMNS, Order.BOTH))
    parts = [ways.part(of_columns, column.key) for column in columns]

    def weigh(row: Heading, column: Heading) -> float:
        count = table.cells[row.key, column.key]
        return count / _whole(share, row, column) if share != Share.COUNT and count else count

    most = max((weigh(row, column) for row in rows for column in columns), default=0)

    def cell(row: Heading, column: Heading, part_of_row: str, part_of_column: str) -> Cell:
        count = table.cells[row.key, column.key]
        if not count:
            return Cell(0, 0, per_cent(0, 0) if share != Share.COUNT else "0", 0, "")
        tint = tint_of(weigh(row, column), most)
        address = ways.join(rest, part_of_row, part_of_column)
        if share == Share.COUNT:
            return Cell(count, count, intcomma(count), tint, address)
        whole = _whole(share, row, column)
        words = gettext("%(count)s of %(whole)s") % {"count": intcomma(count), "whole": intcomma(whole)}
        return Cell(count, part_of(count, whole), per_cent(count, whole), tint, address, words)

    lines = []
    for row in rows:
        part_of_row = ways.part(of_rows, row.key)
        cells = (cell(row, column, part_of_row, part) for column, part in zip(columns, parts, strict=True))
        lines.append(Line(row, ways.to((of_rows, row.key)), tuple(cells)))
    heads = [Line(column, ways.to((of_columns, column.key))) for column in columns]
    return Grid(table, share, ways.to(), heads, lines)


def _in_order(headings: list[Heading], is_sorted: bool) -> list[Heading]:
    return sorted(headings, key=lambda heading: -heading.count) if is_sorted else headings


def _whole(share: Share, row: Heading, column: Heading) -> int:
    """Answer what a cell is a share of."""
    return row.count if share == Share.ROW else column.count


def as_lines(grid: Grid) -> Iterator[list[str | int | float]]:
    """Answer the table as the lines of a file, what is shown in its cells and the counts as totals."""
    shown = grid.table.unit.value if grid.share == Share.COUNT else grid.share.label
    corner = f"{grid.table.row.label} / {grid.table.column.label} ({shown})"
    in_all = gettext("All (%(unit)s)") % {"unit": grid.table.unit.value}
    yield [corner, in_all, *(column.heading.label for column in grid.columns)]
    yield [in_all, grid.table.total, *(column.heading.count for column in grid.columns)]
    for row in grid.rows:
        yield [row.heading.label, row.heading.count, *(cell.value for cell in row.cells)]


def as_picture(grid: Grid) -> HeatMap:
    """Answer the table as a heat map to be drawn."""
    row, column = grid.table.row.label, grid.table.column.label
    return HeatMap(
        name="crossed",
        title=gettext("%(row)s by %(column)s") % {"row": row, "column": column},
        unit=grid.table.unit.label,
        note="" if grid.share == Share.COUNT else capfirst(grid.share.label),
        corner=row,
        columns=[Label(line.heading.label, line.address) for line in grid.columns],
        rows=[
            HeatRow(
                Label(line.heading.label, line.address),
                [Count(cell.count, cell.address) for cell in line.cells],
                total=Count(line.heading.count, line.address),
            )
            for line in grid.rows
        ],
        totals=[
            *(Count(line.heading.count, line.address) for line in grid.columns),
            Count(grid.table.total, grid.address),
        ],
        share_of="" if grid.share == Share.COUNT else "row" if grid.share == Share.ROW else "column",
    )


@dataclass(frozen=True)
class Side:
    """One of two that stand side by side: a review or a theme, and the question for its recommendations."""

    slug: str
    label: str
    address: str
    ways: Ways
    total: int
    requests: int

    @property
    def address_of_rows(self) -> str:
        return self.ways.to()


@dataclass(frozen=True, slots=True)
class Pair:
    """One value on both sides: how many there have it, and by how many points the shares differ."""

    label: str
    left: Cell
    right: Cell
    difference: str


@dataclass(frozen=True, slots=True)
class PairTable:
    name: str
    label: str
    pairs: list[Pair]


def compare_sides(left: Side, right: Side, name: str) -> PairTable:
    """Count the recommendations of both sides by a dimension; a query for each, and one for the words."""
    dimension = DIMENSIONS[name]
    counts = [
        {
            row["value"]: row["count"]
            for row in count_values(dimension, side.ways.question, Unit.RECOMMENDATIONS)
        }
        for side in (left, right)
    ]
    pairs = []
    for key, label in dimension.choices(left.ways.question.values):
        here, there = (count.get(key, 0) for count in counts)
        if here or there:
            value = (dimension.parameter, key)
            cells = _cell_of_side(left, here, value), _cell_of_side(right, there, value)
            pairs.append(Pair(label, *cells, points_between(here, left.total, there, right.total)))
    return PairTable(name, str(dimension.label), pairs)


def _cell_of_side(side: Side, count: int, value: tuple[str, str]) -> Cell:
    share = part_of(count, side.total)
    return Cell(count, share, per_cent(count, side.total), 0, side.ways.to(value) if count else "")


def points_between(here: int, of_here: int, there: int, of_there: int) -> str:
    """Print by how many points of per cent the second share is greater: "+12", "−3", "0"; "–" of nothing.

    It is the difference of the whole per cent that stand beside it, as a reader would count it.
    """
    if not of_here or not of_there:
        return "–"
    points = int(100 * there / of_there + 0.5) - int(100 * here / of_here + 0.5)
    return f"{points:+d}".replace("-", "−") if points else "0"
