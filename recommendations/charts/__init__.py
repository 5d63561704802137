"""Pictures of numbers: plain data that a view fills, drawn on the server. Use: templatetags/charts.py."""

from recommendations.charts.answering import answer_picture, by_name
from recommendations.charts.bars import Bar, Bars, StackedBars, StackedRow, Strips
from recommendations.charts.base import (
    RECOMMENDATIONS,
    REQUESTS,
    Chart,
    Count,
    Label,
    Series,
    Table,
    position_series,
    status_series,
)
from recommendations.charts.chain import Chain, Step, Thread
from recommendations.charts.heat import HeatMap, HeatRow
from recommendations.charts.multiples import Column, Multiples, Panel
from recommendations.charts.timeline import Actor, Difference, Event, TimeLine

__all__ = [
    "RECOMMENDATIONS",
    "REQUESTS",
    "Actor",
    "Bar",
    "Bars",
    "Chain",
    "Chart",
    "Column",
    "Count",
    "Difference",
    "Event",
    "HeatMap",
    "HeatRow",
    "Label",
    "Multiples",
    "Panel",
    "Series",
    "StackedBars",
    "StackedRow",
    "Step",
    "Strips",
    "Table",
    "Thread",
    "TimeLine",
    "answer_picture",
    "by_name",
    "position_series",
    "status_series",
]
