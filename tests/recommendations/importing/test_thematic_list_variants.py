"""Thematic lists of other States and cycles: other headings, positions, labels and rows."""

import pytest

from recommendations.importing import readers
from recommendations.importing.records import SourceRecord
from tests.recommendations.importing.lists import (
    CURRENT,
    Item,
    cell,
    codes,
    header,
    heading,
    names,
    one,
    read_rows,
    row,
    states,
    write,
)
from tests.recommendations.importing.word import p, tr

SOURCE = "Source of position: A/HRC/28/15 - Para. 3"


@pytest.mark.parametrize(
    "headings",
    [
        ("Recommending State and recommendation", "State’s position", "Themes", "Comments"),
        ("UPR recommendation", "Response", "Theme(s)", "Level of implementation"),
        ("Recommendation*", "Supported/Noted", "Full list of themes/SDGs", "Status of implementation"),
        ("Text of the recommendation", "Position on the recommendation", "Themes", "Assessment"),
    ],
)
def test_headings_may_be_worded_otherwise(headings, reference):
    first = row(*([words] for words in headings))
    reading = read_rows(reference, first, row(*Item().cells(2)))
    (found,) = reading.recommendations
    assert (found.position, names(found.themes)) == ("supported", ("Right to education",))
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("printed", "position"),
    [
        ("Accepted", "supported"),
        ("Supported1", "supported"),
        ("• Noted", "noted"),
        ("Position: Noted", "noted"),
        ("Not supported", "noted"),
        ("Rejected", "noted"),
        ("Under consideration", "pending"),
    ],
)
def test_a_position_may_be_worded_otherwise(printed, position, reference):
    found, told = one(reference, position=printed)
    assert (found.position, found.stated_as, told) == (position, "", [])


@pytest.mark.parametrize("printed", ["Noted/Partially supported", "Supported in part"])
def test_what_is_accepted_in_part_is_noted_and_told(printed, reference):
    found, told = one(reference, position=printed)
    assert (found.position, found.stated_as) == ("noted", printed)
    assert told == ["position-in-part"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            (["115.3 Ratify it and"], ["Noted"], ["- Right to work"], [""]),
            (["its Protocol (France);", SOURCE], [""], ["Affected persons:", "- Women"], [""]),
        ],
        [
            (["115.3 Ratify it and"], ["Noted"], ["- Right to work", "Affected persons:", "- Women"], [""]),
            (["its Protocol (France);", SOURCE], [""], [""], [""]),
        ],
        [
            (["115.3 Ratify it and its Protocol (France);", SOURCE], ["Noted"], ["- Right to work"], [""]),
            ([""], [""], ["Affected persons:", "- Women"], [""]),
        ],
        [
            (["115.3 Ratify it and its Protocol (France);"], ["Noted"], ["- Right to work"], [""]),
            ([SOURCE], [""], ["Affected persons:", "- Women"], [""]),
        ],
    ],
)
def test_a_recommendation_may_go_on_in_the_next_row(rows, reference):
    reading = read_rows(reference, header(2), *(row(*cells) for cells in rows), row(*Item("115.4").cells(2)))
    first, second = reading.recommendations
    assert (first.text, first.position) == ("Ratify it and its Protocol (France)", "noted")
    assert (states(first), names(first.themes)) == (["FRA"], ("Right to work",))
    assert names(first.affected_groups) == ("Women",)
    assert first.position_source == SourceRecord("A/HRC/28/15", "3")
    assert (second.number, second.row, codes(reading)) == ("115.4", 4, [])


def test_a_merged_wording_is_one_recommendation(reference):
    def merged(val, *lines):
        return f'<w:tc><w:tcPr><w:vMerge w:val="{val}"/></w:tcPr>{"".join(map(p, lines or [""]))}</w:tc>'

    rows = [
        tr(merged(val, *lines), cell([position]), cell(themes), cell([""]))
        for val, lines, position, themes in [
            ("restart", ["115.3 Ratify it (France)", SOURCE], "Noted", ["Right to work"]),
            ("continue", [], "", ["Right to education"]),
        ]
    ]
    reading = read_rows(reference, header(2), *rows)
    (found,) = reading.recommendations
    assert (names(found.themes), codes(reading)) == (("Right to work", "Right to education"), [])


def test_headings_in_the_first_cell_go_on_with_nothing(reference):
    rows = [row(*Item("115.1").cells(2)), heading("Noted"), row(["Right to work"], [""], [""], [""])]
    reading = read_rows(reference, header(2), *rows, row(*Item("115.2").cells(2)))
    assert [found.text for found in reading.recommendations] == ["Ratify the Convention (France)"] * 2


@pytest.mark.parametrize(
    ("printed", "goals"),
    [
        (["SDG 5, 10 and 16"], ("5", "10", "16")),
        (["SDGs 5, 10"], ("5", "10")),
        (["5 - GENDER EQUALITY; 10 - REDUCED INEQUALITIES"], ("5", "10")),
        (["16 - PEACE, JUSTICE AND STRONG INSTITUTIONS"], ("16",)),
        (["SDG 5.2, SDG 16"], ("5.2", "16")),
        (["N/A"], ()),
    ],
)
def test_one_line_may_hold_several_goals(printed, goals, reference):
    cells = Item().cells(4)
    reading = read_rows(reference, row(*([words] for words in CURRENT)), row(*cells[:3], printed))
    assert (reading.recommendations[0].goals, codes(reading)) == (goals, [])


@pytest.mark.parametrize(
    ("lines", "themes", "groups"),
    [
        (["- Right to work", "Affected persons: Women, Children"], ["Right to work"], ["Women", "Children"]),
        (["Right to work; Right to health"], ["Right to work", "Right to health"], []),
        (["Right to work", "Affected groups:", "Women"], ["Right to work"], ["Women"]),
        (["o Right to work", "Persons/groups affected:", "▪ Women"], ["Right to work"], ["Women"]),
        (["Children: definition; general principles; protection"], None, []),
    ],
)
def test_names_are_told_apart_where_all_of_them_are_known(lines, themes, groups, reference):
    cells = Item().cells(2)
    reading = read_rows(reference, header(2), row(cells[0], cells[1], lines, [""]))
    (found,) = reading.recommendations
    assert (list(names(found.themes)), list(names(found.affected_groups))) == (themes or lines, groups)
    assert codes(reading) == []


def test_a_source_may_be_named_in_short(reference):
    found, told = one(reference, source="Source: A/HRC/28/15/Add.1 - Para. 3")
    assert (found.position_source, told) == (SourceRecord("A/HRC/28/15/Add.1", "3"), [])
    assert found.text == "Ratify the Convention (France)"


@pytest.mark.parametrize(
    ("head", "review"),
    [
        ("Universal Periodic Review of Cambodia (4th cycle – 46th session) – Thematic list", ("KHM", 46)),
        ("UPR Cambodia (2nd Cycle – 18th session) Thematic list of recommendations", ("KHM", 18)),
        ("UPR of Cambodia (Third Cycle – Thirty-second session) Thematic list", ("KHM", 32)),
        ("UPR of Bolivia (Plurinational State of) (3rd Cycle – 34 session) Thematic list", ("BOL", 34)),
    ],
)
def test_the_page_head_names_the_review(head, review, reference):
    reading = readers.read(write(header(2), row(*Item().cells(2)), head=head), reference)
    assert (reading.review.state, reading.review.session) == review
