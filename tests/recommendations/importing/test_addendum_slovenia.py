"""Slovenia's addenda of 2015 and 2025 agree, number by number, with OHCHR's thematic lists."""

import io
import re
from collections import Counter

import docx as python_docx
import pytest

from recommendations.importing import readers
from tests.recommendations.importing.addenda import codes, positions, response

_NUMBER = re.compile(r"\s*(\d+\.\d+)")
_SOURCE = re.compile(r"Source of position:[^\n]*Para\.?\s*(\d+)", re.IGNORECASE)

# Where the lists of OHCHR and of the addendum name different paragraphs: what the addendum itself prints.
# 140.132-137 and 140.210 are accepted in paragraph 3 and commented upon after paragraph 4.
PRINTED = {"115.141": "3", "140.241": "4", "140.210": "3"} | {f"140.{item}": "3" for item in range(132, 138)}


@pytest.fixture(scope="module")
def read(reference, documents):
    def read(name):
        return readers.read((documents / "slovenia" / name).read_bytes(), reference)

    return read


def thematic_list(documents, name):
    """Number, position and paragraph of each row, read without the application's own code."""
    data = io.BytesIO((documents / "slovenia" / name).read_bytes())
    for row in python_docx.Document(data).tables[0].rows:
        cells = [cell.text for cell in row.cells]
        if number := _NUMBER.match(cells[0]):
            source = _SOURCE.search(cells[0])
            yield number[1], cells[1].strip().casefold(), source[1] if source else ""


@pytest.mark.parametrize(
    ("addendum", "listed", "supported", "noted"),
    [
        ("A_HRC_28_15_Add.1.pdf", "UPR20_Slovenia_thematic_list.docx", 142, 21),
        ("A_HRC_59_15_Add.1.pdf", "UPR48_Slovenia_thematic_list.docx", 217, 37),
    ],
)
def test_every_number_position_and_paragraph_agrees(read, documents, addendum, listed, supported, noted):
    reading = read(addendum)
    assert Counter(positions(reading).values()) == {"supported": supported, "noted": noted}
    expected = {
        number: (position, PRINTED.get(number, paragraph))
        for number, position, paragraph in thematic_list(documents, listed)
    }
    assert {answer.number: (answer.position, answer.paragraph) for answer in reading.responses} == expected
    assert codes(reading) == []
    assert all(answer.stated_as == "" for answer in reading.responses)


def test_the_review_is_told(read):
    reading = read("A_HRC_59_15_Add.1.pdf")
    assert (reading.review.state, str(reading.review.date)) == ("SVN", "2025-01-28")
    assert (reading.document.symbol, str(reading.document.date)) == ("A/HRC/59/15/Add.1", "2025-04-08")


def test_comments_of_2015_are_read(read):
    reading = read("A_HRC_28_15_Add.1.pdf")
    assert response(reading, "115.30").comment == "See recommendation 24."
    assert response(reading, "115.115").comment == "See recommendation 112."
    assert response(reading, "115.9").comment == response(reading, "115.6").comment
    assert response(reading, "115.6").comment.endswith("protected by the existing EU legislation.")
    assert response(reading, "115.91").comment.endswith("better access to vulnerable groups.")
    assert response(reading, "115.163").comment == "See information on recommendations 6–13."
    assert response(reading, "115.1").comment == ""


def test_comments_of_2025_are_read(read):
    reading = read("A_HRC_59_15_Add.1.pdf")
    assert response(reading, "140.73").comment == response(reading, "140.72").comment != ""
    assert response(reading, "140.145").comment.count("\n\n") == 1
    assert response(reading, "140.46").comment.startswith("Slovenia remains committed to the prevention")
    assert response(reading, "140.87").comment.startswith("Slovenia implements anti-trafficking measures")
    assert response(reading, "140.6").comment.startswith("Ratification of the Convention is not a priority")
    assert response(reading, "140.254").comment == ""
