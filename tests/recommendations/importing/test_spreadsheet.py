"""A spreadsheet of one’s own: what each column may hold, and what is said of what it may not."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing import readers
from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.records import Reading, ReviewRecord, SourceRecord, TagRecord
from recommendations.importing.reference import Reference
from recommendations.importing.template import COLUMNS, write_csv, write_xlsx

FIELDS = [column.field for column in COLUMNS]
KHM_2 = ReviewRecord("KHM", None, cycle=2)


def row(**cells: str) -> list[str]:
    """Fill in a row: a good one, but for the cells given."""
    filled = {"review": "khm-2", "text": "Ratify the Convention", **cells}
    assert set(filled) <= set(FIELDS)
    return [filled.get(field, "") for field in FIELDS]


def read(reference: Reference, *rows: list[str]) -> Reading:
    return readers.read(write_csv(rows), reference)


def told(reading: Reading) -> list[tuple[str, int | None, str]]:
    return [(found.code, found.row, found.column) for found in reading.problems]


def test_the_review_may_be_told_in_several_ways(reference: Reference) -> None:
    reading = read(
        reference,
        row(review="KHM-2"),
        row(review="", state="Cambodia", cycle="2"),
        row(review="", state="KHM", session="18"),
    )
    assert [found.review for found in reading.recommendations] == [
        KHM_2, KHM_2, ReviewRecord("KHM", 18, cycle=2),
    ]  # fmt: skip
    assert not reading.problems


def test_clauses_stand_one_below_the_other(reference: Reference) -> None:
    reading = read(
        reference,
        row(number="118.5", clause="1", text="Sign it;", recommending_states="France", position="noted"),
        row(number="118.5", clause="2", text="Ratify it", recommending_states="Chile; Viet Nam"),
        row(number="118.6"),
    )
    first, second = reading.recommendations
    assert [(clause.text, clause.states) for clause in first.clauses] == [
        ("Sign it;", ("FRA",)),
        ("Ratify it", ("CHL", "VNM")),
    ]
    assert (first.text, first.position, first.row) == ("Sign it; Ratify it", "noted", 2)
    assert second.number == "118.6"
    assert len(second.clauses) == 1
    assert not reading.problems


def test_a_clause_apart_from_its_recommendation_is_told_and_left_out(reference: Reference) -> None:
    reading = read(
        reference, row(number="118.5"), row(number="118.6"), row(number="118.5", clause="2"), row(clause="2")
    )
    assert told(reading) == [("clause-without-first", 4, "Clause"), ("clause-without-first", 5, "Clause")]
    assert [len(found.clauses) for found in reading.recommendations] == [1, 1]


def test_every_mistake_is_told_with_its_place_and_what_is_allowed(reference: Reference) -> None:
    reading = read(
        reference,
        row(review="Cambodia 2"),
        row(text=""),
        row(number="118"),
        row(position="maybe"),
        row(recommending_states="France; Atlantis"),
        row(themes="Right to health; Magic"),
        row(affected_groups="Unicorns"),
        row(goals="16; 18"),
        row(action_category="6"),
        row(page="last"),
        row(review="", state="Atlantis", cycle="2"),
        row(clause="first"),
    )
    assert told(reading) == [
        ("value-not-allowed", 2, "Review"),
        ("row-without-review", 2, "Review"),
        ("row-without-text", 3, "Official wording"),
        ("value-not-allowed", 4, "Number"),
        ("value-not-allowed", 5, "Position"),
        ("unknown-state", 6, "Recommending States"),
        ("unknown-theme", 7, "Themes"),
        ("unknown-group", 8, "Affected groups"),
        ("value-not-allowed", 9, "Goals"),
        ("value-not-allowed", 10, "Action category"),
        ("value-not-allowed", 11, "Page"),
        ("unknown-state", 12, "State under review"),
        ("row-without-review", 12, "Review"),
        ("value-not-allowed", 13, "Clause"),
    ]
    position = reading.problems[4]
    assert position.details == {"printed": "maybe", "allowed": "supported, noted, pending"}
    assert len(reading.recommendations) == 9
    states = reading.recommendations[2].clauses[0]
    assert (states.states, states.unresolved) == (("FRA",), ("Atlantis",))
    assert reading.recommendations[3].themes == (
        TagRecord("Right to health", ("right-to-health",)),
        TagRecord("Magic", None),
    )
    assert reading.recommendations[5].goals == ("16",)


def test_themes_may_be_given_by_their_slug_and_positions_in_upr_infos_word(reference: Reference) -> None:
    (found,) = read(reference, row(themes="right-to-health", position="Accepted")).recommendations
    assert found.themes == (TagRecord("right-to-health", ("right-to-health",)),)
    assert found.position == "supported"


def test_the_document_of_the_wording_and_that_of_the_position_are_apart(reference: Reference) -> None:
    (found,) = read(
        reference, row(document="A/HRC/26/16", position_document="A/HRC/26/16/Add.1", position_paragraph="3")
    ).recommendations
    assert (found.symbol, found.position_source) == ("A/HRC/26/16", SourceRecord("A/HRC/26/16/Add.1", "3"))


def test_columns_may_stand_in_any_order_and_unknown_ones_are_told(reference: Reference) -> None:
    data = b"Weather;Text;Session;State under review\nfine;Ratify;18;Cambodia\n"
    reading = readers.read(data, reference)
    assert [found.text for found in reading.recommendations] == ["Ratify"]
    assert told(reading) == [("columns-unknown", 1, "")]


@pytest.mark.parametrize(
    ("header", "missing"),
    [("Review,Number,Position", "Official wording"), ("Text,Number,Position", "Review")],
)
def test_a_column_without_which_nothing_can_be_read_is_named(
    reference: Reference, header: str, missing: str
) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        readers.read(f"{header}\na,b,c\n".encode(), reference)
    assert refused.value.problem.code == "column-missing"
    assert refused.value.problem.details == {"names": f"“{missing}”"}


def test_a_row_longer_than_the_header_is_told(reference: Reference) -> None:
    reading = readers.read(b"Review,Text,Number\nkhm-2,Ratify,118.5,more\n", reference)
    assert told(reading) == [("cells-without-heading", 2, "")]
    assert len(reading.recommendations) == 1


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.text(max_size=15), min_size=len(FIELDS), max_size=len(FIELDS)), max_size=4))
def test_whatever_stands_in_the_cells_is_read_or_told(reference: Reference, rows: list[list[str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([[column.heading for column in COLUMNS], *rows])
    reading = readers.read(file.getvalue().encode("utf-8", "replace"), reference)
    assert len(reading.recommendations) <= len(rows)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.builds(
            row,
            number=st.from_regex(r"[1-9][0-9]{0,2}\.[1-9][0-9]{0,2}", fullmatch=True),
            text=st.from_regex(r"[A-Z][a-z]{1,9}( [a-z]{1,9}){0,3}", fullmatch=True),
            position=st.sampled_from(["", "supported", "noted", "pending"]),
            recommending_states=st.sampled_from(["", "France", "Chile; Viet Nam"]),
        ),
        max_size=4,
    )
)
def test_csv_and_xlsx_say_the_same(reference: Reference, rows: list[list[str]]) -> None:
    as_csv, as_xlsx = (readers.read(write(rows), reference) for write in (write_csv, write_xlsx))
    assert as_csv.recommendations == as_xlsx.recommendations
    assert len(as_csv.recommendations) == len(rows)
