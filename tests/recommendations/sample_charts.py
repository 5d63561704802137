"""Pictures to test with, and what is drawn, answered and written of them."""

import csv
from datetime import date
from html.parser import HTMLParser
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from recommendations.charts import (
    Actor,
    Bar,
    Bars,
    Chain,
    Column,
    Count,
    Difference,
    Event,
    HeatMap,
    HeatRow,
    Label,
    Multiples,
    Panel,
    StackedBars,
    StackedRow,
    Step,
    Strips,
    Thread,
    TimeLine,
    answer_picture,
    position_series,
)
from recommendations.models import Position

SVG = "{http://www.w3.org/2000/svg}"


def cycles(*rows, **fields):
    keys = Position.values
    made = [
        StackedRow(
            Label(f"Cycle {number}", f"/reviews/khm-{number}/"),
            {
                key: Count(value, f"/recommendations/?cycle={number}&position={key}")
                for key, value in zip(keys, row, strict=True)
            },
            Count(sum(row), f"/recommendations/?cycle={number}"),
        )
        for number, row in enumerate(rows, start=1)
    ]
    defaults = {"name": "cycles", "title": "Cycles", "head": "Cycle", "series": position_series()}
    return StackedBars(**{**defaults, **fields}, rows=made)


def themes(**fields):
    columns = [Label("Cycle 1"), Label("Cycle 2")]
    rows = [
        HeatRow(Label("Land", "/themes/land/"), [Count(1, "/a"), Count(3, "/b")], Count(4, "/ab")),
        HeatRow(Label("Sport"), [Count(0, "/never"), Count(200, "/c")], Count(200, "/c")),
    ]
    totals = [Count(1, "/1"), Count(203, "/2"), Count(204, "/all")]
    return HeatMap(
        **{
            "name": "themes",
            "title": "Themes",
            "corner": "Theme",
            "columns": columns,
            "rows": rows,
            "totals": totals,
        }
        | fields
    )


def line(**fields):
    actors = [
        Actor(Label("Cambodia"), [Event(date(2014, 6, 26), "supported", "supported", "#positions")]),
        Actor(Label("Ministry"), [Event(date(2018, 1, 1), "implemented", "implemented", "#ministry", True)]),
        Actor(
            Label("Coalition"),
            [
                Event(date(2018, 2, 1), "not-implemented", "not implemented", "#coalition", True),
                Event(None, "in-progress", "in progress"),
            ],
        ),
    ]
    differences = [Difference(date(2018, 1, 1), date(2018, 2, 1), "one says done, one says not", "#differ")]
    return TimeLine(
        **{
            "name": "line",
            "title": "Time line",
            "unit": "assessments",
            "actors": actors,
            "differences": differences,
        }
        | fields
    )


def multiples():
    columns = [Column("Cycle 1", "1"), Column("Cycle 2", "2")]
    return Multiples(
        name="through",
        title="Through the cycles",
        head="Theme",
        columns=columns,
        panels=[
            Panel(Label("Land"), [Count(2, "/x"), Count(8, "/y")]),
            Panel(Label("Sport"), [Count(0), Count(1)]),
        ],
    )


def draw(picture, address="/page/?cycle=2"):
    template = Template("{% load charts %}{% chart picture %}")
    return template.render(Context({"picture": picture, "request": RequestFactory().get(address)}))


def answer(picture, form, address="/page/"):
    request = RequestFactory().get(address, {"picture": picture.name, "as": form})
    return answer_picture(request, {picture.name: picture})


def document(picture):
    return ElementTree.fromstring(answer(picture, "svg").content)  # noqa: S314 - our own document


def rows_of_csv(picture):
    return list(csv.reader(StringIO(answer(picture, "csv").content.decode("utf-8-sig"))))


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append(dict(attrs).get("href"))


def chain(**fields):
    supported, noted, _pending = position_series()
    steps = [
        Step(Label("82.7", "/82.7/"), 0, supported),
        Step(Label("118.29"), 1, noted, is_here=True),
        Step(Label("118.30", "/118.30/"), 1, supported),
    ]
    threads = [Thread(0, 1, "the same"), Thread(0, 2, "builds on")]
    columns = ["Cycle 1", "Cycle 2"]
    defaults = {"name": "again", "title": "Again", "columns": columns, "steps": steps, "threads": threads}
    return Chain(**{**defaults, **fields})


def links(html):
    parser = _Links()
    parser.feed(html)
    return parser.found


ALL = [
    pytest.param(cycles((91, 0, 0), (163, 42, 0)), id="stacked"),
    pytest.param(cycles((91, 0, 0), (163, 42, 0), as_share=True), id="share"),
    pytest.param(
        Bars(
            name="bars",
            title="Bars",
            head="Theme",
            rows=[Bar(Label("Land"), Count(3, "/land"), Count(1.5))],
            reference_label="median",
        ),
        id="bars",
    ),
    pytest.param(
        Strips(
            name="strips",
            title="Strips",
            head="Assessor",
            rows=[StackedRow(Label("UN"), {"regressed": Count(2, "/un")})],
            of=9,
        ),
        id="strips",
    ),
    pytest.param(themes(), id="heat"),
    pytest.param(themes(share_of="row"), id="heat share"),
    pytest.param(line(), id="line"),
    pytest.param(multiples(), id="multiples"),
    pytest.param(chain(), id="chain"),
]
