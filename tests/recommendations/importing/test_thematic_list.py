"""OHCHR's thematic list is read in the layout of every cycle."""

import pytest

from recommendations.importing import readers
from recommendations.importing.records import SourceRecord, TagRecord
from tests.recommendations.importing.lists import (
    HEAD,
    Item,
    cell,
    codes,
    header,
    heading,
    names,
    one,
    read_items,
    read_rows,
    row,
)
from tests.recommendations.importing.word import lvl, make_docx, num, p, tbl, tc, tr


@pytest.mark.parametrize("cycle", [2, 3, 4])
def test_a_row_says_all_of_a_recommendation(cycle, reference):
    theme = {2: "A12 Acceptance of international norms", 3: "Acceptance of international norms"}
    item = Item(themes=(theme.get(cycle, "Right to life"),), groups=("Women",), goals=("16", "5"))
    reading = read_rows(reference, header(cycle), heading("Theme: Life"), row(*item.cells(cycle)))
    assert reading.format == "thematic-list"
    (found,) = reading.recommendations
    assert found.number == "115.3"
    assert found.text == "Ratify the Convention (France)"
    assert found.printed == f"115.3 Ratify the Convention (France);\n{item.source}"
    assert [(clause.text, clause.states) for clause in found.clauses] == [("Ratify the Convention", ("FRA",))]
    assert (found.position, found.stated_as) == ("supported", "")
    assert found.position_source == SourceRecord("A/HRC/28/15/Add.1", "3")
    expected = ("ratification-of-instruments",) if cycle < 4 else ("right-to-life",)
    assert found.themes == (TagRecord(item.themes[0], expected),)
    assert found.affected_groups == (TagRecord("Women", ("women-and-girls",)),)
    assert found.goals == (("16", "5") if cycle > 2 else ())
    assert (found.row, found.page, found.review, found.symbol) == (3, None, None, "")
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("head", "title", "state", "session"),
    [
        (HEAD, "UPR of Slovenia (2nd Cycle – 20th session) Thematic list of recommendations", "SVN", 20),
        (
            "UPR of Iran (Islamic Republic of) (3rd Cycle - 34th Session) Thematic list of recommendations",
            "UPR of Iran (Islamic Republic of) (3rd Cycle - 34th Session) Thematic list of recommendations",
            "IRN",
            34,
        ),
        (
            "UPR of Cambodia - Thematic list of recommendations Page",
            "UPR of Cambodia - Thematic list of recommendations",
            "KHM",
            None,
        ),
        (
            "UPR of Atlantis (4th Cycle – 48th session)",
            "Thematic list of recommendations",
            None,
            48,
        ),
        ("", "Thematic list of recommendations", None, None),
    ],
)
def test_the_page_head_says_which_review_it_is(head, title, state, session, reference):
    reading = read_rows(reference, header(2), row(*Item().cells(2)), head=head)
    assert (reading.document.title, reading.document.symbol, reading.document.date) == (title, "", None)
    assert (reading.review.state, reading.review.session, reading.review.cycle) == (state, session, None)
    unknown = [("review-state-unknown", state), ("session-unknown", session)]
    assert codes(reading) == [code for code, value in unknown if value is None]


@pytest.mark.parametrize(
    ("source", "symbol", "paragraph", "problems"),
    [
        ("Source of position: A/HRC/28/15/Add.1 - Para. 3", "A/HRC/28/15/Add.1", "3", []),
        ("Source of Position: A/HRC/43/15/Add.1 - Para.3", "A/HRC/43/15/Add.1", "3", []),
        ("Source of Position: A/HRC/43/15 - Para 121", "A/HRC/43/15", "121", []),
        ("SOURCE OF POSITION : A/HRC/43/15", "A/HRC/43/15", "", []),
        ("Source of position: A/HRC/28/15/Add.1, para. 3 - Para. 3", "A/HRC/28/15/Add.1", "3", []),
        ("Source of position: A/HRC/28/15/ Add. 1 - Paras. 3-5", "A/HRC/28/15/Add.1", "3-5", []),
        ("Source of position:&nbsp;A/HRC/28/15&nbsp;- Para. 7 (b)", "A/HRC/28/15", "7 (b)", []),
        (
            "Source of Position: A/HRC/59/15/Add.1 - Para.3vv",
            "A/HRC/59/15/Add.1",
            "3",
            ["list-source-unclear"],
        ),
        ("Source of position: A/HRC/28/15, para. 4 - Para. 3", "A/HRC/28/15", "3", ["list-source-unclear"]),
        ("Source of position: A/HRC/28/15 - see there", "A/HRC/28/15", "", ["list-source-unclear"]),
    ],
)
def test_the_source_of_the_position_is_read_in_every_spelling(source, symbol, paragraph, problems, reference):
    found, told = one(reference, source=source)
    assert found.position_source == SourceRecord(symbol, paragraph)
    assert found.text == "Ratify the Convention (France)"
    assert told == problems


@pytest.mark.parametrize("source", ["", "Source of position:", "Source of position: the report"])
def test_rows_without_source_are_counted(source, reference):
    reading = read_items(reference, *(Item(f"115.{number}", source=source) for number in (1, 2)))
    assert [item.position_source for item in reading.recommendations] == [None, None]
    assert [item.text for item in reading.recommendations] == ["Ratify the Convention (France)"] * 2
    (problem,) = reading.problems
    assert (problem.code, problem.row, problem.details["count"]) == ("list-source-missing", 2, "2")


def test_the_source_may_stand_in_the_paragraph_of_the_wording(reference):
    inside = ["115.3 Ratify it (France);\nSource of position: A/HRC/28/15 - Para. 3"]
    reading = read_rows(reference, header(2), row(inside, ["Noted"], ["Right to life"], [""]))
    (found,) = reading.recommendations
    assert (found.text, found.position_source) == ("Ratify it (France)", SourceRecord("A/HRC/28/15", "3"))


@pytest.mark.parametrize("words", ["(France) (Lithuania)", "(France, Lithuania)", "(France; Lithuania)"])
def test_states_are_named_in_one_bracket_or_several(words, reference):
    found, told = one(reference, words=f"Ratify it {words}")
    assert [(clause.text, clause.states) for clause in found.clauses] == [("Ratify it", ("FRA", "LTU"))]
    assert told == []


def test_several_clauses_have_their_states_each(reference):
    found, _ = one(
        reference, words="Ratify it (Spain); Consider it (Cuba);  Sign it (Iran (Islamic Republic of))"
    )
    assert [clause.states for clause in found.clauses] == [("ESP",), ("CUB",), ("IRN",)]


@pytest.mark.parametrize(
    ("words", "code"), [("Ratify it (Atlantis)", "unknown-state"), ("Ratify it", "no-state")]
)
def test_states_that_are_not_known_are_told(words, code, reference):
    reading = read_items(reference, Item(words=words))
    (problem,) = reading.problems
    assert (problem.code, problem.row, problem.where) == (code, 2, "115.3")


@pytest.mark.parametrize(
    ("printed", "position", "stated_as", "problems"),
    [
        ("Noted", "noted", "", []),
        (" SUPPORTED. ", "supported", "", []),
        ("Partially accepted", "noted", "Partially accepted", ["position-in-part"]),
        ("Examined", None, "Examined", ["list-position-unknown"]),
        ("", None, "", ["list-position-missing"]),
    ],
)
def test_the_position_is_read(printed, position, stated_as, problems, reference):
    found, told = one(reference, position=printed)
    assert (found.position, found.stated_as) == (position, stated_as)
    assert told == problems


@pytest.mark.parametrize("printed", ["115.3", "115. 3", "115.3.", "&nbsp;115.03", "• 115.3"])
def test_the_number_is_read_as_it_is_meant(printed, reference):
    found, told = one(reference, number=printed)
    assert (found.number, found.text, told) == ("115.3", "Ratify the Convention (France)", [])


def test_a_number_made_by_word_is_read(reference):
    cells = Item().cells(2)
    listed = (
        f'<w:abstractNum w:abstractNumId="0">{lvl(0, "115.%1")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    first = tc(p("Ratify it (France);", num(1)), p("Source of position: A/HRC/28/15 - Para. 3"))
    body = tbl(header(2), tr(first, *map(cell, cells[1:])), tr(first, *map(cell, cells[1:])))
    reading = readers.read(make_docx(body, header=p(HEAD), numbering=listed), reference)
    assert [(found.number, found.text) for found in reading.recommendations] == [
        ("115.1", "Ratify it (France)"),
        ("115.2", "Ratify it (France)"),
    ]


def test_names_that_are_not_known_are_told_once(reference):
    items = [
        Item(f"115.{number}", themes=("Right to idleness",), groups=("Elves",), goals=())
        for number in (1, 2, 3)
    ]
    reading = read_items(reference, *items)
    assert reading.recommendations[0].themes == (TagRecord("Right to idleness", None),)
    assert reading.recommendations[0].affected_groups == (TagRecord("Elves", None),)
    assert [(told.code, told.row, told.column, told.details) for told in reading.problems] == [
        ("unknown-theme", 2, "Full list of themes", {"name": "Right to idleness", "count": "3"}),
        ("unknown-group", 2, "Full list of themes", {"name": "Elves", "count": "3"}),
    ]


def test_a_goal_that_is_none_is_told(reference):
    cells = Item(goals=("16",)).cells(4)
    cells[3] += ["- 18 - SPACE"]
    reading = read_rows(reference, header(4), row(*cells))
    assert reading.recommendations[0].goals == ("16",)
    assert [(told.code, told.column) for told in reading.problems] == [("goal-impossible", "Relevant SDGs")]


def test_names_after_their_label_on_one_line_are_read(reference):
    inside = ["Right to life\nSDGs: 16 - PEACE\nAffected persons: women"]
    reading = read_rows(reference, header(3), row(*Item().cells(3)[:2], inside, [""]))
    (found,) = reading.recommendations
    assert (names(found.themes), found.goals, names(found.affected_groups)) == (
        ("Right to life",),
        ("16",),
        ("women",),
    )
