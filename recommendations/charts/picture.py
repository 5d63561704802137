"""A picture as a file of its own: SVG with its colours, shapes and words in it, for reports and slides.

Always on white paper, whatever the reader's scheme, and with absolute addresses. Nothing in it is a script,
a font or a picture from elsewhere. Colours and shapes are read from css/tokens.css and icons.svg, the same
that the pages use; custom properties are resolved, since programs other than browsers do not know them.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recommendations.charts.base import Chart, Label, Lane, Placed, Tone
from recommendations.charts.chain import Chain, DrawnChain
from recommendations.charts.heat import TINTS, HeatMap
from recommendations.charts.multiples import Multiples
from upr_tracker.lib.svg import in_lines, legal, pixels, width_of

WIDTH, MARGIN, GAP = 760, 24, 12
ROOM = WIDTH - 2 * MARGIN
#: Columns of a picture of lanes.
LABEL, END = 208, 56
PLOT = ROOM - LABEL - END - 2 * GAP
#: Sizes of type, and how far its lines are apart.
TITLE, TEXT, NOTE, LEADING = 19, 14, 12.5, 18
#: How many lines the words of a row may take.
LINES = 3
#: How many small pictures stand beside each other.
PANELS_IN_ROW = 4
#: How high a row of a heat map is.
CELL = 30


class Words(NamedTuple):
    x: float
    y: float
    text: str
    style: str = ""
    anchor: str = "start"
    link: str = ""


class Field(NamedTuple):
    """A cell of a heat map."""

    x: float
    y: float
    width: float
    height: float
    tint: int
    text: str
    words: str
    link: str

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def base_line(self) -> float:
        return self.y + self.height / 2 + 5


class Group(NamedTuple):
    """Marks of a lane, and where it begins."""

    x: float
    y: float
    height: int
    placed: list[Placed]


class Swatch(NamedTuple):
    x: float
    y: float
    key: str
    tone: Tone | None


@dataclass(slots=True)
class Drawing:
    """What is put on the paper; `y` is where the next thing begins."""

    address: str
    y: float = MARGIN
    words: list[Words] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    swatches: list[Swatch] = field(default_factory=list)
    chains: list[tuple[float, DrawnChain]] = field(default_factory=list)

    def write(self, text: str, *, size: float = TEXT, style: str = "", lines: int = 3) -> None:
        """Write words over the whole width, and go on below them."""
        for line in in_lines(text, ROOM, size, lines):
            self.y += LEADING if size < TITLE else LEADING + 6
            self.words.append(Words(MARGIN, self.y, line, style))

    def absolute(self, link: str) -> str:
        return urljoin(self.address, link) if link else ""

    def label(self, label: Label, x: float, y: float, room: float, anchor: str = "start") -> int:
        """Write the words of a row or column in lines, the first on y; answer how many."""
        lines = in_lines(str(label.words), room, TEXT, LINES)
        for index, line in enumerate(lines):
            self.words.append(
                Words(x, y + index * LEADING, line, anchor=anchor, link=self.absolute(label.link))
            )
        return len(lines)

    def put(self, lane: Lane, x: float, y: float, room: float) -> None:
        marks = [replace(mark, link=self.absolute(mark.link)) for mark in lane.marks]
        placed = list(replace(lane, marks=marks).placed(pixels(room)))
        self.groups.append(Group(x, y, lane.height, placed))


def draw_picture(chart: Chart, *, address: str) -> str:
    """Answer the picture as an SVG document; `address` is that of the page it is from, which it names."""
    drawing = Drawing(address)
    drawing.write(str(chart.title), size=TITLE, style="title")
    drawing.write(str(chart.unit), style="fill-quiet")
    drawing.y += GAP
    if chart.is_empty:
        drawing.write(str(chart.empty) or _("There is nothing to draw yet: no row fits."))
    else:
        _draw_legend(chart, drawing)
        _draw_body(chart, drawing)
    if chart.note:
        drawing.y += GAP
        drawing.write(str(chart.note), size=NOTE, style="fill-quiet note")
    drawing.y += GAP
    source = f"UPR Tracker, {date_format(localdate(), 'DATE_FORMAT')}. {address}"
    drawing.write(source, size=NOTE, style="fill-quiet note")
    context = {
        "chart": chart,
        "drawing": drawing,
        "width": WIDTH,
        "margin": MARGIN,
        "height": round(drawing.y + MARGIN),
        "language": get_language() or "en",
        "colours": colours(),
        "tints": [colours()["panel"], *(colours()[f"heat-{tint}"] for tint in range(1, TINTS + 1))],
        "signs": [signs()[key] for key, _tone in chart.tones if chart.has_signs and key in signs()],
        "font": font(),
    }
    return legal(render_to_string("components/charts/picture.svg", context)).strip() + "\n"


def _draw_body(chart: Chart, drawing: Drawing) -> None:
    if isinstance(chart, HeatMap):
        _draw_heat(chart, drawing)
    elif isinstance(chart, Multiples):
        _draw_panels(chart, drawing)
    elif isinstance(chart, Chain):
        _draw_chain(chart, drawing)
    else:
        _draw_lanes(chart, drawing)


def _draw_legend(chart: Chart, drawing: Drawing) -> None:
    entries: list[tuple[str, Tone | None, str]] = [
        (series.key, series.tone, str(series.label)) for series in chart.legend
    ]
    if reference := getattr(chart, "reference_label", ""):
        entries.append(("reference", None, str(reference)))
    if not entries:
        return
    x, drawing.y = float(MARGIN), drawing.y + 16
    for key, tone, words in entries:
        [words] = in_lines(words, ROOM - 24, TEXT, 1)
        width = 24 + width_of(words, TEXT) + 2 * GAP
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, drawing.y = MARGIN, drawing.y + 24
        drawing.swatches.append(Swatch(x, drawing.y - 13, key, tone))
        drawing.words.append(Words(x + 24, drawing.y, words))
        x += width
    drawing.y += GAP


def _draw_lanes(chart: Chart, drawing: Drawing) -> None:
    drawing.y += GAP / 2
    for lane in chart.lanes:
        lines = in_lines(str(lane.label.words), LABEL, TEXT, LINES)
        needed = max(lane.height, LEADING * len(lines))
        top = drawing.y + (needed - lane.height) / 2
        first = drawing.y + needed / 2 + 5 - (len(lines) - 1) * LEADING / 2
        drawing.label(lane.label, MARGIN, first, LABEL)
        drawing.put(lane, MARGIN + LABEL + GAP, top, PLOT)
        if lane.end:
            base, link = top + lane.height / 2 + 5, drawing.absolute(lane.end_link)
            drawing.words.append(Words(WIDTH - MARGIN, base, lane.end, "strong", "end", link))
        drawing.y += needed + 8


def _draw_panels(chart: Multiples, drawing: Drawing) -> None:
    room = (ROOM - (PANELS_IN_ROW - 1) * 2 * GAP) / PANELS_IN_ROW
    lanes = list(chart.lanes)
    for begin in range(0, len(lanes), PANELS_IN_ROW):
        row = lanes[begin : begin + PANELS_IN_ROW]
        deep = max(len(in_lines(str(lane.label.words), room, TEXT, LINES)) for lane in row)
        for index, lane in enumerate(row):
            x = MARGIN + index * (room + 2 * GAP)
            drawing.label(lane.label, x, drawing.y + LEADING, room)
            drawing.put(lane, x, drawing.y + deep * LEADING + 8, room)
        drawing.y += deep * LEADING + row[0].height + 2 * GAP


def _draw_chain(chart: Chain, drawing: Drawing) -> None:
    steps = [
        replace(step, label=Label(step.label.words, drawing.absolute(step.label.link)))
        for step in chart.steps
    ]
    drawing.chains.append((drawing.y, replace(chart, steps=steps).drawn(pixels(ROOM))))
    drawing.y += chart.height


def _draw_heat(chart: HeatMap, drawing: Drawing) -> None:
    columns = [column.words for column in chart.columns] + ([_("All")] if chart.has_totals else [])
    width = (ROOM - LABEL - GAP) / len(columns)
    left = MARGIN + LABEL + GAP
    heads = [in_lines(str(words), width - 6, NOTE, 3) for words in columns]
    deep = max(map(len, heads))
    for index, lines in enumerate(heads):
        for line, text in enumerate(lines):
            y = drawing.y + (deep - len(lines) + line + 1) * 16
            drawing.words.append(Words(left + (index + 0.5) * width, y, text, "note fill-quiet", "middle"))
    drawing.y += deep * 16 + 8
    for row in chart.drawn_rows:
        lines_of_label = len(in_lines(str(row.label.words), LABEL - 12 * row.level, TEXT, LINES))
        high = CELL + LEADING * (lines_of_label - 1)
        base = drawing.y + high / 2 + 5 - (lines_of_label - 1) * LEADING / 2
        drawing.label(row.label, MARGIN + 12 * row.level, base, LABEL - 12 * row.level)
        for index, cell in enumerate(row.cells):
            place = (left + index * width, drawing.y, width - 2, high - 2)
            link = drawing.absolute(cell.link)
            drawing.fields.append(Field(*place, cell.tint, cell.printed, cell.words, link))
        if row.total:
            middle = left + (len(row.cells) + 0.5) * width
            link = drawing.absolute(row.total.link)
            drawing.words.append(
                Words(middle, drawing.y + high / 2 + 4, row.total.printed, "strong", "middle", link)
            )
        drawing.y += high
    if chart.foot:
        drawing.words.append(Words(MARGIN, drawing.y + 20, _("All"), "strong"))
        for index, total in enumerate(chart.foot):
            middle = left + (index + 0.5) * width
            link = drawing.absolute(total.link)
            drawing.words.append(Words(middle, drawing.y + 20, total.printed, "strong", "middle", link))
        drawing.y += CELL


def _static(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")


@cache
def colours() -> dict[str, str]:
    """The colours of the light scheme by name, from css/tokens.css."""
    light, _at, _dark = _static("css/tokens.css").partition("@media")
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,8})\s*;", light))


@cache
def font() -> str:
    """The faces of css/tokens.css."""
    found = re.search(r"--font:\s*([^;]+);", _static("css/tokens.css"))
    return " ".join(found[1].split()) if found else "sans-serif"


@cache
def signs() -> dict[str, str]:
    """The shapes of icons.svg by name, as they stand there."""
    return {
        found[1]: found[0]
        for found in re.finditer(r'<symbol id="([\w-]+)".*?</symbol>', _static("icons.svg"), re.DOTALL)
    }
