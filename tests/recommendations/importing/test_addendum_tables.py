"""Addenda answer in tables too: one row each, ranges, columns headed by positions; in Word and in PDF."""

import pytest

from recommendations.importing import readers
from tests.recommendations.importing.addenda import (
    addendum_docx,
    addendum_of_python_docx,
    addendum_pdf,
    codes,
    positions,
    response,
    table_pdf,
)

HEADER = ("Recommendation", "Position", "Explanation")
ROWS = (
    HEADER,
    ("Ratification of treaties",),
    ("118.1 Ratify the Convention against Torture (France)", "Accepted", "Cambodia is a party to it."),
    ("118.2 Abolish it (Spain)\n118.3 Abolish that (Italy)", "Noted", "The law forbids it."),
    ("118.4-6", "Partially accepted", ""),
    ("118.7 Sign the Protocol (Cuba)", "Rejected", "There is no need for it."),
)
READ = {
    "118.1": ("supported", "", "Cambodia is a party to it."),
    "118.2": ("noted", "", "The law forbids it."),
    "118.3": ("noted", "", "The law forbids it."),
    "118.4": ("noted", "Partially accepted", ""),
    "118.5": ("noted", "Partially accepted", ""),
    "118.6": ("noted", "Partially accepted", ""),
    "118.7": ("noted", "Rejected", "There is no need for it."),
}


def answers(reading):
    return {
        answer.number: (answer.position, answer.stated_as, answer.comment) for answer in reading.responses
    }


@pytest.fixture
def read(reference):
    def read(*parts):
        return readers.read(addendum_docx(*parts), reference)

    return read


@pytest.mark.parametrize("write", [addendum_docx, addendum_of_python_docx])
def test_a_table_with_position_and_explanation(reference, write):
    reading = readers.read(write("1. The positions of Cambodia stand in the table.", ROWS), reference)
    assert answers(reading) == READ
    assert response(reading, "118.5").paragraph == "1"
    assert codes(reading) == ["position-in-part"]


@pytest.mark.parametrize("order", ["cells", "lines"])
def test_a_table_in_a_pdf(reference, order):
    rows = [
        HEADER,
        (
            "118.1 Ratify the Convention against Torture and its Protocol (France)",
            "Accepted",
            "Cambodia is a party to it.",
        ),
        (
            "118.2 Abolish it (Spain)",
            "Noted",
            "The law forbids it, and no change is planned; see article 19 of the Constitution.",
        ),
        ("118.4-6", "Partially accepted", ""),
        ("Recommendation 118.7", "Rejected", "There is no need for it."),
    ]
    reading = readers.read(table_pdf("1. The positions stand in the table.", rows, order=order), reference)
    law = "The law forbids it, and no change is planned; see article 19 of the Constitution."
    expected = READ | {"118.2": ("noted", "", law)}
    del expected["118.3"]
    assert answers(reading) == expected
    assert {answer.paragraph for answer in reading.responses} == {"1"}
    assert {answer.page for answer in reading.responses} == {2}


@pytest.mark.parametrize("order", ["cells", "lines"])
def test_a_table_in_a_pdf_goes_on_over_pages_and_ends(reference, order):
    data = table_pdf(
        "1. The positions stand in the table.",
        [("Number", "Response", "Comments"), ("118.1", "Accepted", "It is law in the whole of the country")],
        [("", "", "and will be."), ("118.2", "Noted", "No.")],
        order=order,
        after="2. Cambodia takes note of recommendations 118.8 and 118.9 for the time being, and thanks all.",
    )
    assert answers(readers.read(data, reference)) == {
        "118.1": ("supported", "", "It is law in the whole of the country\n\nand will be."),
        "118.2": ("noted", "", "No."),
        "118.8": ("noted", "", ""),
        "118.9": ("noted", "", ""),
    }


def test_numbers_in_a_column_of_their_own(read):
    reading = read(
        "1. Cambodia answers the recommendations in paragraph 82 of the report of the Working Group.",
        (
            ("No.", "Recommendation", "Response of Cambodia"),
            ("1", "Ratify the Convention (France)", "Supported. It is law."),
            ("2", "Ratify the Protocol (Spain)", "Cambodia does not accept this recommendation."),
            ("3", "Accept the procedure (Spain)", "Yes"),
        ),
    )
    assert answers(reading) == {
        "82.1": ("supported", "", "It is law."),
        "82.2": ("noted", "does not accept", "Cambodia does not accept this recommendation."),
        "82.3": ("supported", "", ""),
    }


def test_columns_headed_by_positions_hold_lists(read):
    reading = read(
        "1. The table shows the positions.",
        (
            ("Theme", "Accepted", "Noted"),
            ("Women", "118.1, 118.2\n118.3", "118.4"),
            ("Children", "", "118.8-10"),
        ),
    )
    assert positions(reading) == {
        "118.1": "supported",
        "118.2": "supported",
        "118.3": "supported",
        "118.4": "noted",
        "118.8": "noted",
        "118.9": "noted",
        "118.10": "noted",
    }


def test_columns_headed_by_positions_hold_marks(read):
    reading = read(
        (
            ("Recommendation", "Supported", "Noted", "Comments"),
            ("118.1 Ratify it (France)", "X", "", "It is law."),
            ("118.2 Abolish it (Spain)", "", "✓", "It is not."),
        )
    )
    assert answers(reading) == {
        "118.1": ("supported", "", "It is law."),
        "118.2": ("noted", "", "It is not."),
    }


def test_a_table_without_header(read):
    reading = read(
        (
            ("118.1", "Ratify the Convention (France)", "Accepted", "It is law."),
            ("118.2", "Ratify the Protocol (Iran (Islamic Republic of))", "Rejected", "No."),
        )
    )
    assert answers(reading) == {
        "118.1": ("supported", "", "It is law."),
        "118.2": ("noted", "Rejected", "No."),
    }


def test_a_table_under_a_heading_takes_its_position(read):
    reading = read(
        "# Recommendations which enjoy the support of Cambodia",
        (("Number", "Recommendation"), ("118.1", "Ratify it (France)")),
        "# Recommendations noted",
        (("118.3 Do it (Cuba)",), ("118.4 Do that (Cuba)",)),
    )
    assert positions(reading) == {"118.1": "supported", "118.3": "noted", "118.4": "noted"}
    assert not any(answer.comment for answer in reading.responses)


def test_a_row_may_go_on_in_the_next(read):
    reading = read(
        (HEADER, ("118.1 Ratify it (France)", "Accepted", "It is law."), ("", "", "It was law before."))
    )
    assert response(reading, "118.1").comment == "It is law.\n\nIt was law before."


def test_a_row_without_a_position_is_told(read):
    reading = read((HEADER, ("118.1 Ratify it", "Accepted", ""), ("118.2 Sign it", "", "It is law.")))
    assert positions(reading) == {"118.1": "supported"}
    assert codes(reading) == ["position-not-stated"]


def test_words_of_a_header_are_no_comment(reference):
    reading = readers.read(
        addendum_pdf(
            ["118.1 Ratify it (France) Accepted", "Recommendation Position Comments", "118.2 Noted"]
        ),
        reference,
    )
    assert response(reading, "118.1").comment == ""
