"""Heat maps: any rows against any columns, with the number in every cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

from django.utils.translation import gettext as _

from recommendations.charts.base import Cell, Chart, Count, Label, Table, Words, in_words, part_of, per_cent

#: How many tints there are: css/tokens.css.
TINTS = 5


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row: a count for each column. `level` 1 stands below a heading of level 0."""

    label: Label
    counts: Sequence[Count]
    total: Count | None = None
    level: int = 0


class HeatCell(NamedTuple):
    """A cell as it is drawn: what is printed, its tint (0 to 5), its address, and all of it in words."""

    printed: str
    tint: int
    link: str
    words: str


class DrawnRow(NamedTuple):
    label: Label
    level: int
    cells: list[HeatCell]
    total: Cell | None


@dataclass(frozen=True, kw_only=True)
class HeatMap(Chart):
    """Counts of rows x columns. Totals are given, not summed: a recommendation may be in several rows.

    corner: what the rows are, over their names. totals: for the columns, and last for everything.
    share_of: print per cent of the total of the row or of the column instead of counts; needs those totals.
    headings_tinted: whether rows of level 0 are tinted where there are rows of level 1.
    """

    columns: Sequence[Label]
    rows: Sequence[HeatRow]
    corner: Words
    totals: Sequence[Count] = ()
    share_of: Literal["", "row", "column"] = ""

    kind: ClassVar[str] = "heat"

    def __post_init__(self) -> None:
        if any(len(row.counts) != len(self.columns) for row in self.rows):
            raise ValueError("Every row of a heat map needs a count for each column.")
        if self.totals and len(self.totals) not in (len(self.columns), len(self.columns) + 1):
            raise ValueError("The totals of a heat map are those of its columns, and of everything.")
        if self.share_of == "row" and any(row.total is None for row in self.rows):
            raise ValueError("Per cent of the row needs the total of every row.")
        if self.share_of == "column" and not self.totals:
            raise ValueError("Per cent of the column needs the totals of the columns.")

    @property
    def is_table(self) -> bool:  # type: ignore[override]
        """In counts the picture is the table; in per cent the counts stand below it."""
        return not self.share_of

    @property
    def is_empty(self) -> bool:
        return not any(count.value for row in self.rows for count in row.counts)

    @property
    def has_totals(self) -> bool:
        return any(row.total for row in self.rows)

    def _of(self, row: HeatRow, index: int) -> float:
        """What a cell is a share of."""
        if self.share_of == "row":
            return row.total.value if row.total else 0
        return self.totals[index].value

    def _weight(self, row: HeatRow, index: int) -> float:
        value = row.counts[index].value
        return part_of(value, self._of(row, index)) if self.share_of else value

    @property
    def _most(self) -> dict[int, float]:
        """The greatest number on each level: headings hold what is below them, and would drown it."""
        most: dict[int, float] = {}
        for row in self.rows:
            for index in range(len(row.counts)):
                most[row.level] = max(most.get(row.level, 0), self._weight(row, index))
        return most

    @property
    def drawn_rows(self) -> Iterator[DrawnRow]:
        most = self._most
        for row in self.rows:
            total = Cell(row.total.value, row.total.link) if row.total else None
            cells = [self._cell(row, index, most[row.level]) for index in range(len(row.counts))]
            yield DrawnRow(row.label, row.level, cells, total)

    def _cell(self, row: HeatRow, index: int, most: float) -> HeatCell:
        count, weight = row.counts[index], self._weight(row, index)
        printed = Cell(count.value).printed
        words = f"{row.label.words}, {self.columns[index].words}: {printed}"
        if self.share_of:
            of_all = per_cent(count.value, self._of(row, index))
            words, printed = f"{words} ({of_all})", of_all
        return HeatCell(printed, tint_of(weight, most), count.link if count.value else "", words)

    @property
    def foot(self) -> list[Cell]:
        return [Cell(count.value, count.link) for count in self.totals]

    @property
    def table(self) -> Table:
        head: list[Words] = [self.corner, *(column.words for column in self.columns)]
        rows = []
        for row in self.rows:
            cells = [Cell(row.label.words, row.label.link)]
            cells += [Cell(count.value, count.link if count.value else "") for count in row.counts]
            if self.has_totals:
                cells.append(Cell(row.total.value, row.total.link) if row.total else Cell(""))
            rows.append(cells)
        if self.has_totals:
            head.append(_("All"))
        foot = [Cell(_("All")), *self.foot] if self.totals else []
        foot += [Cell("")] * (len(head) - len(foot)) if foot else []
        return Table(head, rows, foot[: len(head)])

    @property
    def facts(self) -> str:
        rows = []
        for row in self.rows:
            told = zip(self.columns, row.counts, strict=True)
            rows.append(
                f"{row.label.words}: "
                + ", ".join(f"{column.words} {Cell(count.value).printed}" for column, count in told)
            )
        return in_words(str(self.unit), rows)


def tint_of(value: float, most: float) -> int:
    """Answer the tint, 0 to 5: 0 for nothing alone, 5 for the greatest."""
    if not value or not most:
        return 0
    return min(max(int(-(-value * TINTS // most)), 1), TINTS)
