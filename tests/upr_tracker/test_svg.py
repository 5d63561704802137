"""Geometry of pictures: whatever the values, parts stay in their order and inside of the whole."""

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from upr_tracker.lib import svg

COUNTS = st.lists(st.integers(0, 10**9), max_size=12)
CLOSE = 1e-6


@given(COUNTS)
@example([1, 10**9, 0, 1])
def test_the_parts_of_a_stack_sum_to_the_whole(values):
    parts = svg.stack(values)

    assert sum(part.size for part in parts) == pytest.approx(1 if any(values) else 0)


@given(COUNTS, st.integers(1, 10**9), st.floats(0, 0.2))
def test_parts_are_never_negative_lie_inside_and_follow_each_other(values, more, least):
    parts = svg.stack(values, whole=sum(values) + more, least=least)

    assert all(part.start >= 0 and part.size >= 0 and part.end <= 1 + CLOSE for part in parts)
    assert all(after.start == pytest.approx(before.end) for before, after in pairwise(parts))


@given(COUNTS, st.floats(0, 0.05))
def test_what_is_not_0_can_be_seen_and_what_is_0_cannot(values, least):
    parts = svg.stack(values, least=least)

    for value, part in zip(values, parts, strict=True):
        assert part.size >= least - CLOSE if value else part.size == 0


@given(COUNTS)
def test_a_greater_value_is_never_shorter(values):
    parts = svg.stack(values, least=0.01)
    in_order = sorted(zip(values, parts, strict=True), key=lambda pair: pair[0])

    assert all(before[1].size <= after[1].size + CLOSE for before, after in pairwise(in_order))


def test_parts_are_in_proportion_where_none_is_too_small():
    assert [part.size for part in svg.stack([1, 3], whole=8)] == [0.125, 0.375]


def test_more_small_values_than_there_is_room_for_share_it():
    parts = svg.stack([1] * 50, least=0.1)

    assert sum(part.size for part in parts) == pytest.approx(1)


def test_a_negative_value_is_refused():
    with pytest.raises(ValueError, match="must not be negative"):
        svg.stack([3, -1])


@given(st.floats(0, 0.9), st.floats(0.001, 0.1), st.floats(0, 0.2))
def test_a_gap_never_takes_a_part_away(start, size, gap):
    part = svg.apart(svg.Part(start, size), gap)

    assert part.start == start
    assert size / 3 - CLOSE <= part.size <= size


@given(st.integers(0, 60), st.floats(0, 0.9))
def test_columns_lie_beside_each_other(number, gap):
    places = svg.bands(number, gap)

    assert len(places) == number
    assert all(before.end <= after.start + CLOSE for before, after in pairwise(places))
    assert all(place.start >= 0 and place.end <= 1 + CLOSE for place in places)


@given(st.dates(), st.dates(), st.dates())
def test_a_day_stands_inside_of_its_axis(first, day, last):
    assume(first <= day <= last)

    assert 0 <= svg.along(day, first, last) <= 1


def test_an_axis_of_one_day_has_it_in_the_middle():
    day = date(2014, 6, 26)

    assert svg.along(day, day, day) == 0.5


@given(st.dates(), st.dates(), st.integers(1, 8))
def test_the_years_of_an_axis_are_few_evenly_spaced_and_on_it(first, last, at_most):
    assume(first <= last)
    years = svg.years_between(first, last, at_most)

    assert len(years) <= at_most
    assert len({after - before for before, after in pairwise(years)}) <= 1
    assert all(first <= date(year, 1, 1) <= last for year in years)


@given(st.lists(st.floats(0, 1), max_size=40), st.floats(0.01, 0.3))
def test_signs_on_one_level_never_cover_each_other(places, width):
    on = svg.levels(places, width)

    assert sorted(set(on)) == list(range(len(set(on))))
    for level in set(on):
        there = sorted(place for place, its in zip(places, on, strict=True) if its == level)
        assert all(after - before >= width - CLOSE for before, after in pairwise(there))


def test_signs_with_room_between_them_stay_on_one_level():
    assert svg.levels([0.9, 0.1, 0.5], 0.1) == [0, 0, 0]


@given(st.text(max_size=200), st.floats(40, 400), st.integers(1, 4))
def test_lines_of_words_fit_their_room(text, room, at_most):
    lines = svg.in_lines(text, room, 14, at_most)

    assert 1 <= len(lines) <= at_most
    assert all(svg.width_of(line, 14) <= room for line in lines)


@given(st.text(alphabet="abc déស្រី", max_size=60))
def test_nothing_is_lost_where_there_are_lines_enough(text):
    lines = svg.in_lines(text, 80, 14, 100)

    assert "".join(lines).replace(" ", "") == "".join(text.split())


def test_what_is_left_over_ends_in_an_ellipsis():
    [first, second] = svg.in_lines("United Kingdom of Great Britain and Northern Ireland", 140, 14, 2)

    assert first == "United Kingdom of"
    assert second.startswith("Great Britain")
    assert second.endswith("…")


@given(st.text())
@example("\x00\x0b￾")
def test_legal_words_can_stand_in_xml(text):
    element = ElementTree.Element("text")
    element.text = svg.legal(text)

    ElementTree.fromstring(ElementTree.tostring(element))  # noqa: S314 - our own words


def test_lengths_are_written_as_per_cent_or_pixels():
    assert [svg.percent(0.125), svg.percent(1), svg.percent(0)] == ["12.5%", "100%", "0%"]
    assert svg.pixels(400)(0.125) == "50"
