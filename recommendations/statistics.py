"""Cross any two dimensions under any question, in either unit: one table of counts.

Pages and the API answer from here, so that a cell, the list it leads to and a download speak of the same
rows.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import CharField, Count
from django.db.models.functions import Cast

from recommendations.dimensions import (
    DIMENSIONS,
    Dimension,
    Unit,
    as_asked,
    count_values,
    counted_units,
    with_keys,
)
from recommendations.filters import RecommendationFilter

#: What may be crossed; positions at some time overlap and are only chosen.
CROSSED = [name for name in DIMENSIONS if name != "position_ever"]


@dataclass(frozen=True, slots=True)
class Heading:
    """One value of a dimension as a row or column: its key in addresses, its words, and its own count.

    `count` is no sum of its cells where a recommendation may have several values of the other dimension.
    """

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class CrossTable:
    """Counts by row and column; `cells` are by (key of row, key of column), zero where there is none.

    Rows and columns hold the values that occur, in the order of the dimension. `total` counts everything
    that the question asks for, with or without a value.
    """

    row: Dimension
    column: Dimension
    unit: Unit
    rows: list[Heading]
    columns: list[Heading]
    cells: Counter[tuple[str, str]]
    total: int


def count_by(
    question: RecommendationFilter, name: str, unit: Unit = Unit.RECOMMENDATIONS
) -> tuple[Dimension, list[Heading], int]:
    """Count a valid question by one dimension alone: its values, and everything asked for."""
    dimension = _dimension(name, question)
    counted, _prefix = counted_units(question, unit)
    return dimension, _headings(question, dimension, unit), counted.count()


def cross(
    question: RecommendationFilter, row: str, column: str, unit: Unit = Unit.RECOMMENDATIONS
) -> CrossTable:
    """Count a valid question by two dimensions; four queries, and those for the words.

    Raises ValueError where one filter chooses both.
    Where the question chooses values of a dimension, only these are its rows or columns: others come along
    with recommendations that have several.
    """
    dimensions = {"row": _dimension(row, question), "column": _dimension(column, question)}
    if dimensions["row"].parameter == dimensions["column"].parameter:
        raise ValueError(f"{row} and {column} are chosen by one filter.")
    counted, prefix = counted_units(question, unit)
    by_both = with_keys(
        counted, prefix, {"key_of_row": dimensions["row"], "key_of_column": dimensions["column"]}
    )
    cells = {
        (of_row, of_column): count
        for of_row, of_column, count in by_both.filter(key_of_row__isnull=False, key_of_column__isnull=False)
        .values_list(Cast("key_of_row", CharField()), Cast("key_of_column", CharField()))
        .annotate(count=Count("pk", distinct=True))
    }
    return CrossTable(
        dimensions["row"],
        dimensions["column"],
        unit,
        _headings(question, dimensions["row"], unit),
        _headings(question, dimensions["column"], unit),
        Counter(cells),
        counted.count(),
    )


def _dimension(name: str, question: RecommendationFilter) -> Dimension:
    """Answer the dimension as asked; areas give way to their themes where some of these are chosen."""
    areas = {slug for slug, _name in question.values.of_theme_area()}
    chosen = question.chosen("theme")
    if name == "theme_area" and set(chosen) - areas and not question.asks_for_all_of("theme"):
        name = "theme"
    return as_asked(DIMENSIONS[name], question)


def _headings(question: RecommendationFilter, dimension: Dimension, unit: Unit) -> list[Heading]:
    counts = {row["value"]: row["count"] for row in count_values(dimension, question, unit)}
    shown = _shown(question, dimension)
    return [
        Heading(key, label, counts[key])
        for key, label in dimension.choices(question.values)
        if key in counts and (shown is None or key in shown)
    ]


def _shown(question: RecommendationFilter, dimension: Dimension) -> set[str] | None:
    """Answer the values that a question leaves of a dimension; None for all."""
    chosen = set(question.chosen(dimension.parameter))
    if not chosen or question.asks_for_all_of(dimension.parameter):
        return None
    if dimension.parameter == "theme":
        above = {theme.pk for theme in question.values.themes if theme.slug in chosen}
        chosen |= {theme.slug for theme in question.values.themes if theme.parent_id in above}
    return chosen
