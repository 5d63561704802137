"""Pictures: what they show, what they say without being seen, where their parts lead."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.charts import (
    REQUESTS,
    Actor,
    Bar,
    Bars,
    Count,
    Event,
    HeatMap,
    HeatRow,
    Label,
    Multiples,
    StackedBars,
    StackedRow,
    Strips,
    TimeLine,
    position_series,
    status_series,
)
from recommendations.charts.base import TONES, per_cent
from recommendations.charts.heat import tint_of
from recommendations.charts.picture import colours
from recommendations.models import ImplementationStatus, Position, Recommendation
from tests.recommendations.sample_charts import (
    ALL,
    answer,
    chain,
    cycles,
    document,
    draw,
    line,
    links,
    multiples,
    rows_of_csv,
    themes,
)
from upr_tracker.lib.svg import percent

COUNTS = st.lists(st.integers(0, 10**7), min_size=3, max_size=3)
WORDS = st.text(min_size=1, max_size=80)


@pytest.mark.parametrize("picture", ALL)
def test_a_picture_has_its_title_unit_words_table_and_files(picture):
    html = draw(picture)

    assert f'id="{picture.name}-title">{picture.title}</span>' in html
    assert str(picture.unit) in html
    assert f'aria-describedby="{picture.name}-facts"' in html
    assert "<table" in html
    assert f'href="?cycle=2&amp;picture={picture.name}&amp;as=svg"' in html
    assert f'href="?cycle=2&amp;picture={picture.name}&amp;as=csv"' in html


def test_every_part_of_a_bar_leads_to_its_rows_and_says_what_it_is():
    html = draw(cycles((91, 0, 0), (163, 42, 0)))

    address = "/recommendations/?cycle=2&amp;position=noted"
    assert f'<a class="mark" href="{address}"><title>Cycle 2, noted: 42 (20%)</title>' in html
    assert "/recommendations/?cycle=2" in links(html)
    assert "/reviews/khm-2/" in links(html)
    assert "Cycle 1, noted" not in html


def test_per_cent_prints_shares_and_keeps_the_counts():
    picture = cycles((3, 1, 0), as_share=True)

    assert [mark.printed for mark in picture.lanes[0].marks] == ["75%", "25%"]
    assert rows_of_csv(picture)[1] == ["Cycle 1", "3", "75", "1", "25", "0", "0", "4"]


@pytest.mark.parametrize(
    ("value", "of", "words"),
    [(0, 7, "0%"), (1, 1000, "<1%"), (999, 1000, "99%"), (1000, 1000, "100%"), (1, 3, "33%"), (0, 0, "0%")],
)
def test_what_is_almost_nothing_or_almost_all_is_not_rounded_to_it(value, of, words):
    assert per_cent(value, of) == words


@given(st.lists(COUNTS, min_size=1, max_size=20), st.booleans())
def test_segments_lie_inside_of_their_bar_and_do_not_overlap(rows, as_share):
    for lane in cycles(*rows, as_share=as_share).lanes:
        end = 0.0
        for mark in lane.marks:
            assert mark.part.start >= end - 1e-6
            assert mark.part.size > 0
            end = mark.part.end
        assert end <= 1 + 1e-6


@given(COUNTS)
@settings(max_examples=30)
def test_a_bar_of_per_cent_is_full(row):
    [lane] = cycles(row, as_share=True).lanes

    assert not any(row) if not lane.marks else lane.marks[-1].part.end == pytest.approx(1, abs=1e-3)


def test_a_number_that_fits_in_a_long_bar_only_says_so():
    [lane] = cycles((95, 5, 0)).lanes
    [huge] = cycles((10_000, 1, 0)).lanes

    assert [(mark.printed, mark.needs_room) for mark in lane.marks] == [("95", False), ("5", True)]
    assert huge.marks[1].printed == ""


def test_great_numbers_are_written_in_groups():
    picture = cycles((10_000, 1, 0))

    assert picture.lanes[0].end == "10,001"
    assert "supported 10,000" in picture.facts
    assert rows_of_csv(picture)[1][1] == "10000"


def test_a_bar_is_held_against_the_median_of_others():
    picture = Bars(
        name="against",
        title="France",
        unit=REQUESTS,
        head="Theme",
        measured="France",
        reference_label="median of all others",
        rows=[Bar(Label("Land"), Count(4, "/land"), Count(8)), Bar(Label("Sport"), Count(0), Count(2.5))],
    )

    [land, sport] = picture.lanes
    assert [(mark.kind, mark.part.start, mark.part.end) for mark in land.marks] == [
        ("segment", 0, 0.5),
        ("tick", 1, 1),
    ]
    assert [mark.words for mark in sport.marks] == ["Sport, median of all others: 2.5"]
    assert rows_of_csv(picture) == [
        ["Theme", "France", "median of all others"],
        ["Land", "4", "8"],
        ["Sport", "0", "2.5"],
    ]


def test_few_are_held_against_many_by_their_shares():
    picture = Bars(
        name="against",
        title="France",
        head="Theme",
        measured="France",
        reference_label="all",
        of=8,
        reference_of=100,
        rows=[Bar(Label("Land"), Count(4, "/france/land"), Count(25, "/land"))],
    )

    [land] = picture.lanes
    assert [(mark.part.end, mark.words, mark.link) for mark in land.marks] == [
        (1, "Land: 4 (50%)", "/france/land"),
        (0.5, "Land, all: 25 (25%)", "/land"),
    ]
    assert (land.end, land.end_link) == ("50%", "/france/land")
    assert rows_of_csv(picture) == [
        ["Theme", "France", "France, per cent", "all", "all, per cent"],
        ["Land", "4", "50", "25", "25"],
    ]


def test_strips_are_in_the_order_of_the_scale_and_end_with_what_is_not_assessed():
    counts = {"regressed": Count(1), "implemented": Count(2), "in-progress": Count(3)}
    picture = Strips(name="s", title="S", head="Assessor", rows=[StackedRow(Label("UN"), counts)], of=12)

    [lane] = picture.lanes
    assert [mark.key for mark in lane.marks] == ["implemented", "in-progress", "regressed", "not-assessed"]
    assert lane.marks[-1].words == "UN, not assessed: 6"
    assert [series.key for series in picture.legend] == [
        "implemented",
        "in-progress",
        "regressed",
        "not-assessed",
    ]


@pytest.mark.parametrize("series", [position_series(), [*status_series()]], ids=["positions", "statuses"])
def test_parts_that_meet_in_one_bar_differ_without_any_colour(series):
    patterns = [one.tone.pattern for one in series]

    assert len(set(patterns)) == len(patterns)


def test_every_value_has_a_tone_and_every_tone_a_colour_of_the_site():
    values = [
        *Position.values,
        *ImplementationStatus.values,
        Recommendation.ASSESSORS_DIFFER,
        Recommendation.NOT_ASSESSED,
    ]

    assert set(values) <= set(TONES)
    assert {tone.colour for tone in TONES.values()} <= set(colours())


def test_a_heat_map_prints_every_number_and_links_those_that_count_something():
    found = links(draw(themes()))

    assert {"/a", "/b", "/c", "/ab", "/1", "/all", "/themes/land/"} <= set(found)
    assert "/never" not in found
    assert rows_of_csv(themes()) == [
        ["Theme", "Cycle 1", "Cycle 2", "All"],
        ["Land", "1", "3", "4"],
        ["Sport", "0", "200", "200"],
        ["All", "1", "203", "204"],
    ]


def test_a_heat_map_may_print_per_cent_of_row_or_column():
    by_row = [[cell.printed for cell in row.cells] for row in themes(share_of="row").drawn_rows]
    by_column = [[cell.printed for cell in row.cells] for row in themes(share_of="column").drawn_rows]

    assert by_row == [["25%", "75%"], ["0%", "100%"]]
    assert by_column == [["100%", "1%"], ["0%", "99%"]]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_tint_is_one_of_the_site_and_only_nothing_has_none(value, most):
    tint = tint_of(min(value, most), most)

    assert 0 <= tint <= 5
    assert (tint == 0) == (min(value, most) == 0)


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_can_be_read_on_every_tint(settings, scheme):
    light, _at, dark = (settings.BASE_DIR / "static/css/tokens.css").read_text().partition("@media")
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light if scheme == "light" else dark))

    for tint in ["panel", *(f"heat-{number}" for number in range(1, 6))]:
        low, high = sorted(map(_luminance, (found["ink"], found[tint])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, tint


def test_a_heat_map_refuses_rows_that_do_not_fit_its_columns():
    with pytest.raises(ValueError, match="a count for each column"):
        themes(columns=[Label("one")])
    with pytest.raises(ValueError, match="needs the total"):
        themes(rows=[HeatRow(Label("Land"), [Count(1), Count(2)])], share_of="row")


def test_events_stand_on_one_axis_by_their_date_and_apart_without_one():
    cambodia, ministry, coalition, contradictions, axis = line().lanes
    places = [
        mark.part.start
        for lane in (cambodia, ministry, coalition)
        for mark in lane.marks
        if mark.kind == "sign"
    ]

    assert places[:3] == sorted(places[:3])
    assert places[3] > max(places[:3]) + 0.1
    assert [mark.printed for mark in axis.marks] == ["2015", "2016", "2017", "2018", "no date"]
    [span] = [mark for mark in contradictions.marks if mark.kind == "span"]
    assert span.words == "1 February 2018: one says done, one says not"
    html = draw(line())
    assert "Ministry, 1 January 2018: implemented (others differ)" in html
    assert {"#positions", "#ministry", "#coalition", "#differ"} <= set(links(html))


def test_events_of_one_day_do_not_cover_each_other():
    day = date(2018, 1, 1)
    events = [Event(day, "supported", "supported"), Event(day, "noted", "noted")]
    lane = line(actors=[Actor(Label("Cambodia"), events)], differences=[]).lanes[0]

    assert [mark.level for mark in lane.marks if mark.kind == "sign"] == [0, 1]
    assert lane.height == 56


def test_the_steps_of_a_chain_stand_in_their_cycle_and_threads_lead_from_sign_to_sign():
    drawn = chain().drawn(percent)

    assert [(step.x, step.y) for step in drawn.steps] == [("25%", 54), ("75%", 28), ("75%", 80)]
    assert [(thread.x1, thread.y1, thread.x2, thread.y2) for thread in drawn.threads] == [
        ("25%", 68, "75%", 42),
        ("25%", 68, "75%", 94),
    ]
    assert drawn.steps[1].words == "Cycle 2, 118.29: noted"
    assert rows_of_csv(chain())[1:] == [
        ["82.7", "Cycle 1", "supported", ""],
        ["118.29", "Cycle 2", "noted", "82.7 (the same)"],
        ["118.30", "Cycle 2", "supported", "82.7 (builds on)"],
    ]


def test_small_pictures_share_one_scale():
    [land, sport] = multiples().lanes

    assert [mark.height for mark in land.marks if mark.kind == "column"] == [0.25, 1]
    assert [mark.height for mark in sport.marks if mark.kind == "column"] == [0, 0.125]
    high = [placed.height for placed in sport.placed(percent) if placed.mark.kind == "column"]
    assert high == [0, 8]


EMPTY = [
    StackedBars(name="empty", title="None", head="Cycle", rows=[], series=position_series()),
    cycles((0, 0, 0)),
    Bars(name="empty", title="None", head="Theme", rows=[Bar(Label("Sport"), Count(0))]),
    Strips(name="empty", title="None", head="Assessor", rows=[], of=9),
    HeatMap(name="empty", title="None", corner="Theme", columns=[], rows=[]),
    TimeLine(name="empty", title="None", actors=[Actor(Label("Cambodia"), [])]),
    Multiples(name="empty", title="None", head="Theme", columns=[], panels=[]),
]


@pytest.mark.parametrize("picture", EMPTY, ids=lambda picture: type(picture).__name__)
def test_nothing_to_draw_is_said_in_words(picture):
    html = draw(picture)

    assert "There is nothing to draw yet" in html
    assert "as=svg" not in html
    assert "There is nothing to draw yet" in "".join(document(picture).itertext())


def test_of_195_rows_the_first_are_shown_and_the_others_disclosed():
    rows = [Bar(Label(f"State {number}"), Count(number, f"/s/{number}")) for number in range(195)]
    html = draw(Bars(name="states", title="States", head="State", rows=rows))

    assert html.count('class="chart-lane"') == 195
    assert "170 more rows" in html
    assert "and 183 more" in html


def test_a_picture_is_asked_of_the_database_nothing(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        for picture in (cycles((1, 2, 3)), themes(), line(), multiples()):
            draw(picture)
            answer(picture, "svg")
