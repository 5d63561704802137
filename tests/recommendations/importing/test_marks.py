"""Rows that were exported from here: what of them was edited, told by the mark that each carries."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recommendations.importing import readers
from recommendations.importing.readers.marks import CLAUSE_FIELDS, WHOLE_FIELDS, Mark, Part
from recommendations.importing.records import (
    ClauseRecord,
    Reading,
    RecommendationRecord,
    ReviewRecord,
    TagRecord,
)
from recommendations.importing.reference import Reference
from recommendations.importing.template import (
    COLUMNS,
    EXAMPLE,
    FILLED_COLUMNS,
    Columns,
    Rows,
    storable,
    write_csv,
    write_xlsx,
)

Row = dict[str, str]
Write = Callable[[Rows, Columns], bytes]

FIELDS = (*CLAUSE_FIELDS, *WHOLE_FIELDS)
NAMED = {
    "recommending_states": "clauses.1.states",
    "comment": "position",
    "position_document": "position",
    "position_paragraph": "position",
}
GOOD = {
    column.field: cell
    for column, cell in zip(COLUMNS, EXAMPLE, strict=True)
    if cell and column.field not in {"review", "number"}
}

each_form = pytest.mark.parametrize("write", [write_xlsx, write_csv])


def exported(number: str = "118.5", clause: int = 1, part: Part = "a", **cells: str) -> Row:
    """A row as the application fills it in: in all its columns, unless cells are given."""
    cells = {field: storable(cell) for field, cell in (cells or GOOD).items()}
    mark = Mark.of("khm-2", number, clause, part, cells)
    place = "" if part == "a" else str(clause)
    return {"review": "khm-2", "number": number, "clause": place, **cells, "mark": str(mark)}


def read(
    reference: Reference, *rows: Row, write: Write = write_csv, without: tuple[str, ...] = ()
) -> Reading:
    columns = [column for column in FILLED_COLUMNS if column.field not in without]
    cells = [[row.get(column.field, "") for column in columns] for row in rows]
    return readers.read(write(cells, columns), reference)


def edited(reading: Reading) -> list[tuple[str, ...] | None]:
    return [found.edited for found in reading.recommendations]


def told(reading: Reading) -> list[tuple[str, int | None, str]]:
    return [(found.code, found.row, found.column) for found in reading.problems]


@each_form
def test_a_row_as_exported_has_no_edits_and_says_all_the_same(reference: Reference, write: Write) -> None:
    reading = read(reference, exported(), write=write)
    (plain,) = readers.read(write_csv([EXAMPLE]), reference).recommendations
    (found,) = reading.recommendations
    assert found.edited == ()
    assert plain.edited is None
    ours = {"edited", "row"}
    for name in RecommendationRecord.__slots__:
        assert name in ours or getattr(found, name) == getattr(plain, name), name
    assert not reading.problems


@each_form
@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("text", "Continue"),
        ("summary", "Do it"),
        ("recommending_states", "Chile"),
        ("position", "noted"),
        ("comment", "No."),
        ("document", "A/HRC/26/17"),
        ("page", "15"),
        ("position_document", "A/HRC/26/16"),
        ("position_paragraph", "4"),
        ("themes", "Right to health"),
        ("affected_groups", "Children"),
        ("goals", "16.10"),
        ("action_category", "5"),
    ],
)
def test_the_edit_of_a_cell_names_its_field_alone(
    reference: Reference, write: Write, field: str, cell: str
) -> None:
    reading = read(reference, exported() | {field: cell}, write=write)
    assert edited(reading) == [(NAMED.get(field, field),)]
    assert not reading.problems


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        ("summary", "summary", ""),
        ("comment", "comment", ""),
        ("page", "page", None),
        ("themes", "themes", ()),
        ("affected_groups", "affected_groups", ()),
        ("goals", "goals", ()),
        ("action_category", "action_category", None),
    ],
)
def test_a_cell_that_was_emptied_is_an_edit(
    reference: Reference, field: str, name: str, value: object
) -> None:
    reading = read(reference, exported() | {field: ""})
    assert edited(reading) == [(NAMED.get(field, field),)]
    assert getattr(reading.recommendations[0], name) == value
    assert not reading.problems


def test_blanks_and_another_order_of_values_are_no_edit(reference: Reference) -> None:
    row = exported(
        themes="Right to health; Right to education", text="Sign it.\nRatify it.", position="noted"
    )
    row |= {
        "themes": "Right to education ;Right to health;",
        "text": " Sign it. \r\nRatify  it.\n",
        "position": "Noted",
    }
    assert edited(read(reference, row)) == [()]


def test_a_removed_column_is_not_edited(reference: Reference) -> None:
    rest = ("state", "cycle", "session", "review", "number", "clause", "text", "position", "goals", "page")
    reading = read(reference, exported() | {"themes": "Right to health"}, without=rest)
    (found,) = reading.recommendations
    assert (found.review, found.number) == (ReviewRecord("KHM", None, cycle=2), "118.5")
    assert found.edited == ("themes",)
    assert not reading.problems


def test_a_sheet_may_be_cut_down_to_the_column_that_was_edited(reference: Reference) -> None:
    rest = tuple({column.field for column in COLUMNS} - {"themes"})
    assert edited(read(reference, exported() | {"themes": "Right to health"}, without=rest)) == [("themes",)]


def test_what_was_not_edited_is_never_doubted(reference: Reference) -> None:
    known_here_only = {
        "recommending_states": "France; Atlantis", "themes": "Magic; Right to health",
        "affected_groups": "Unicorns", "goals": "99", "page": "last", "text": "Act",
    }  # fmt: skip
    reading = read(reference, exported(**known_here_only))
    (found,) = reading.recommendations
    assert not reading.problems
    assert found.edited == ()
    assert found.themes == (TagRecord("Right to health", ("right-to-health",)),)
    assert found.clauses == (ClauseRecord("Act", ("FRA",)),)


def test_an_edit_that_cannot_be_understood_is_told_and_left_out(reference: Reference) -> None:
    row = exported() | {
        "recommending_states": "Atlantis", "themes": "Magic", "affected_groups": "Unicorns", "goals": "18",
        "position": "maybe", "page": "last", "action_category": "6", "summary": "This one is clear",
    }  # fmt: skip
    reading = read(reference, row)
    assert edited(reading) == [("summary",)]
    assert sorted(told(reading)) == [
        ("unknown-group", 2, "Affected groups"),
        ("unknown-state", 2, "Recommending States"),
        ("unknown-theme", 2, "Themes"),
        ("value-not-allowed", 2, "Action category"),
        ("value-not-allowed", 2, "Goals"),
        ("value-not-allowed", 2, "Page"),
        ("value-not-allowed", 2, "Position"),
    ]
    (found,) = reading.recommendations
    # For a person to choose what is meant.
    assert found.themes == (TagRecord("Magic", None),)
    assert found.clauses[0].unresolved == ("Atlantis",)


def test_each_clause_stands_for_itself_in_any_order(reference: Reference) -> None:
    rows = [
        exported("118.5", 3, "c", text="Report on it", recommending_states="Chile"),
        exported("118.6", 1, "a", text="Act"),
        exported("118.5", 2, "c", text="Ratify it", recommending_states="France"),
        exported("118.5", 1, "f", text="Sign it", themes="Right to health"),
    ]
    rows[0] |= {"text": "Report on that"}
    rows[2] |= {"recommending_states": "Viet Nam"}
    rows[3] |= {"text": "Sign that", "themes": ""}
    reading = read(reference, *rows)
    assert edited(reading) == [("clauses.3.text",), (), ("clauses.2.states",), ("clauses.1.text", "themes")]
    third, _, second, first = reading.recommendations
    nothing = ClauseRecord("", ())
    assert third.clauses == (nothing, nothing, ClauseRecord("Report on that", ("CHL",)))
    assert second.clauses == (nothing, ClauseRecord("Ratify it", ("VNM",)))
    assert first.clauses == (ClauseRecord("Sign that", ()),)
    assert {found.number for found in (first, second, third)} == {"118.5"}
    assert not reading.problems


def test_a_recommendation_without_a_number_keeps_ours(reference: Reference) -> None:
    (found,) = read(reference, exported("u12", text="", summary="Act") | {"summary": "Do"}).recommendations
    assert (found.number, found.edited, found.text, found.summary) == ("u12", ("summary",), "", "Do")


@pytest.mark.parametrize(
    ("cells", "heading", "was"),
    [
        ({"review": "khm-3"}, "Review", "khm-2"),
        ({"number": "118.1"}, "Number", "118.10"),
        ({"number": ""}, "Number", "118.10"),
        ({"clause": "2"}, "Clause", "1"),
    ],
)
def test_a_row_is_left_out_where_its_key_was_edited(
    reference: Reference, cells: Row, heading: str, was: str
) -> None:
    reading = read(reference, exported("118.10") | cells | {"summary": "Edited as well"})
    assert told(reading) == [("row-key-edited", 2, heading)]
    assert reading.problems[0].details == {"exported": was}
    assert not reading.recommendations


@given(st.data())
def test_a_mark_in_which_anything_was_changed_is_told_and_its_row_left_out(
    reference: Reference, data: st.DataObject
) -> None:
    row = exported()
    at = data.draw(st.integers(0, len(row["mark"]) - 1))
    letter = data.draw(st.sampled_from("abcz27/.-"))
    broken = row["mark"][:at] + letter + row["mark"][at + 1 :]
    reading = read(reference, row | {"mark": broken})
    if broken == row["mark"]:
        assert edited(reading) == [()]
    else:
        assert told(reading) == [("mark-unreadable", 2, "As exported")]
        assert not reading.recommendations


def test_a_row_that_a_person_adds_is_read_as_any_other(reference: Reference) -> None:
    reading = read(
        reference, exported(), {"review": "khm-2", "number": "118.7", "text": "Act"}, exported("118.6")
    )
    assert [(found.number, found.edited) for found in reading.recommendations] == [
        ("118.5", ()),
        ("118.7", None),
        ("118.6", ()),
    ]
    assert not reading.problems


def test_a_clause_added_to_an_exported_recommendation_is_told_how_to_add_it(reference: Reference) -> None:
    added = {"review": "khm-2", "number": "118.5", "clause": "2", "text": "Report"}
    reading = read(reference, exported(), added)
    assert told(reading) == [("clause-added", 3, "Clause")]
    assert edited(reading) == [()]


def test_what_concerns_the_whole_is_not_read_from_a_further_clause(reference: Reference) -> None:
    row = exported("118.5", 2, "c", text="Ratify it") | {"themes": "Right to health", "text": "Ratify"}
    reading = read(reference, row)
    assert told(reading) == [("value-beside-clause", 2, "Themes")]
    assert edited(reading) == [("clauses.2.text",)]


@pytest.mark.parametrize(
    ("before", "cells", "code", "heading"),
    [
        ({"text": "Act", "position": "noted"}, {"position": ""}, "position-emptied", "Position"),
        ({"text": "Act"}, {"comment": "We agree"}, "position-emptied", "Position"),
        ({"text": "Act", "document": "A/HRC/26/16"}, {"document": ""}, "document-emptied", "Document"),
        ({"summary": "Act"}, {"text": "Act now"}, "document-emptied", "Document"),
        ({"summary": "Act"}, {"summary": ""}, "row-without-text", "Official wording"),
        ({"text": "Act", "document": "A/HRC/26/16"}, {"text": ""}, "row-without-text", "Official wording"),
    ],
)
def test_what_cannot_be_taken_away_is_told(
    reference: Reference, before: Row, cells: Row, code: str, heading: str
) -> None:
    reading = read(reference, exported(**before) | cells | {"goals": "16"})
    assert told(reading) == [(code, 2, heading)]
    assert edited(reading) == [("goals",)]


# U+FFFD stands for what cannot be read, which is told.
_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffd"), max_size=30)
_CELL = _WORDS | st.sampled_from(
    [
        "=SUM(A1)", "'=1", "+855", "-", "@x", "\t=1", "118.10", "16.10", "3-4", "007", "TRUE", "1e5",
        "“so”", 'a "b", c', "a;b\tc", "don't ‘do’ it", "line\nline\r\nline", "trailing \n",
        "ការអប់រំ\u200bសម្រាប់ទាំងអស់គ្នា", "👩\u200d👧 🇰🇭",
    ]
)  # fmt: skip


@each_form
@settings(deadline=None, max_examples=25)
@given(
    cells=st.lists(st.fixed_dictionaries(dict.fromkeys(FIELDS, _CELL)), min_size=1, max_size=3),
    data=st.data(),
)
@example(cells=[dict.fromkeys(FIELDS, "'=1")], data=None)
def test_whatever_was_exported_comes_back_unedited_but_for_the_cell_that_was(
    reference: Reference, write: Write, cells: list[Row], data: st.DataObject | None
) -> None:
    rows = [exported(f"118.{item}", **row) for item, row in enumerate(cells, 1)]
    reading = read(reference, *rows, write=write)
    assert edited(reading) == [()] * len(rows)
    assert not reading.problems
    if data:
        row = data.draw(st.sampled_from(rows))
        field = data.draw(
            st.sampled_from(["summary", "recommending_states", "themes", "goals", "page", "comment"])
        )
        new = {"summary": "New", "recommending_states": "Peru", "themes": "Right to food", "goals": "17.9"}
        position = {"position": "noted"} if field == "comment" else {}
        row |= {field: new.get(field, "4321"), **position}
        again = read(reference, *rows, write=write)
        named = (NAMED.get(field, field),)
        assert edited(again) == [named if other is row else () for other in rows]
        assert not again.problems
