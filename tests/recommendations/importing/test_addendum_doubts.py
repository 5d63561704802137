"""What is doubtful in an addendum is told: two positions, none, totals that do not agree."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing import readers
from recommendations.importing.readers import UnreadableDocument
from recommendations.importing.readers.addendum import find_answers
from recommendations.importing.readers.addendum.blocks import Block, TableRow
from recommendations.importing.readers.addendum.numbers import find_numbering
from recommendations.importing.readers.addendum.positions import read_positions
from tests.recommendations.importing.addenda import (
    COVER,
    addendum_pdf,
    codes,
    positions,
    read_paragraphs,
    response,
)


@pytest.fixture(params=["pdf", "docx"])
def read(request, reference):
    """Read the paragraphs given, from a PDF or from a Word document."""
    return partial(read_paragraphs, request.param, reference)


def test_where_no_place_names_the_main_paragraph_the_item_stands_alone(read):
    reading = read(
        "1. Recommendations 1–3 enjoy our support.", "2. The following do not enjoy our support: 5."
    )
    assert positions(reading) == {"1": "supported", "2": "supported", "3": "supported", "5": "noted"}


def test_item_115_is_not_the_main_paragraph(read):
    reading = read(
        "1. Cambodia accepts the recommendations 112, 115.",
        "Rec. 112 It is law.",
        "Rec. 115 See recommendation 112.",
    )
    assert positions(reading) == {"112": "supported", "115": "supported"}
    assert response(reading, "115").comment == "See recommendation 112."


def test_several_main_paragraphs(read):
    reading = read(
        "1. Cambodia considered the recommendations in paragraphs 121 and 122 of the report.",
        "2. Cambodia accepts recommendations 121.1-121.3, 122.1, 2 and 5.",
        "3. Cambodia does not accept the recommendations in paragraph 122: 3, 4 and 6.",
    )
    assert {number for number, position in positions(reading).items() if position == "noted"} == {
        "122.3",
        "122.4",
        "122.6",
    }
    assert {"121.2", "122.2", "122.5"} < set(positions(reading))


def test_a_heading_over_a_range_does_not_overrule_a_list(read):
    reading = read(
        "1. Cambodia accepts recommendation 140.73.",
        "# III. Noted recommendations",
        "2. Cambodia takes note of recommendations 140.72, 140.74 and wishes to say the following:",
        "140.72-74",
        "It is law.",
    )
    assert positions(reading) == {"140.72": "noted", "140.73": "supported", "140.74": "noted"}
    assert response(reading, "140.73").comment == "It is law."
    assert not reading.problems


def test_two_positions_on_one_recommendation_are_told_and_the_later_kept(read):
    reading = read(
        "1. Cambodia accepts recommendations 118.1, 118.2.",
        "2. Cambodia does not accept recommendations 118.2, 118.3.",
    )
    assert positions(reading) == {"118.1": "supported", "118.2": "noted", "118.3": "noted"}
    (problem,) = reading.problems
    assert (problem.code, problem.where) == ("position-stated-twice", "118.2")
    assert problem.details["other"] == "supported"


def test_what_was_noted_before_and_is_accepted_now(read):
    reading = read(
        "1. Recommendations 118.3–118.5, which Cambodia had noted during the review, are now accepted.",
        "2. Cambodia accepts recommendation 118.7 and considers it already implemented.",
    )
    assert set(positions(reading).values()) == {"supported"}
    assert len(reading.responses) == 4


def test_a_recommendation_without_a_position_is_told(read):
    reading = read("118.1: Accepted.", "118.2: Cambodia supports the efforts of the Committee.")
    assert positions(reading) == {"118.1": "supported"}
    assert [(problem.code, problem.where) for problem in reading.problems] == [
        ("position-not-stated", "118.2")
    ]


def test_an_impossible_range_is_told(read):
    reading = read("1. Cambodia accepts recommendations 118.9-118.3.")
    assert set(positions(reading)) == {"118.3", "118.9"}
    assert codes(reading) == ["range-impossible"]


def test_stated_totals_that_agree_are_no_problem(read):
    reading = read(
        "1. Cambodia received six recommendations, of which 4 are supported and two noted.",
        "2. Cambodia accepts 4 recommendations: 118.1-118.4.",
        "3. Cambodia notes recommendations 118.5 and 118.6.",
    )
    assert not reading.problems


def test_stated_totals_that_do_not_agree_are_told(read):
    reading = read(
        "1. The report contains 163 recommendations. Cambodia accepts 142 recommendations and notes "
        "thirty-seven.",
        "2. Cambodia accepts recommendations 118.1-118.4.",
        "3. Cambodia notes recommendations 118.5 and 118.6.",
    )
    assert [
        (problem.details["kind"], problem.details["stated"], problem.details["read"])
        for problem in reading.problems
        if problem.code == "total-differs"
    ] == [
        ("recommendations in all", "163", "6"),
        ("supported", "142", "4"),
        ("noted", "37", "2"),
    ]


@pytest.mark.parametrize(
    ("stated", "differs"), [("3", True), ("two", False), ("2", False), ("twenty-one", True)]
)
def test_a_total_beside_its_list_is_compared_with_the_list(read, stated, differs):
    reading = read(
        f"1. Cambodia accepts the following {stated} recommendations: 118.1; 118.2.",
        "2. Cambodia accepts recommendation 118.7.",
    )
    assert ("total-differs" in codes(reading)) is differs


def test_an_addendum_without_positions_cannot_be_read(read):
    with pytest.raises(UnreadableDocument) as error:
        read("1. Cambodia thanks the Working Group for its 12 recommendations.")
    assert error.value.problem.code == "positions-missing"


@pytest.mark.parametrize("kind", ["Corrigendum", "Report"])
def test_other_documents_are_no_addenda(reference, kind):
    cover = COVER.replace("Addendum", kind).replace("/Add.1", "/Corr.1")
    with pytest.raises(UnreadableDocument):
        readers.read(addendum_pdf(["1. Cambodia accepts recommendation 118.1."], cover=cover), reference)


WORDS = [
    "118.1", "118.2–5", "3", "(a)", "7", ",", ";", ".", ":", "accepts", "supports", "notes", "noted",
    "Accepted.", "Rejected", "not", "in", "part", "recommendations", "Recommendation", "Rec.", "the",
    "following", "all", "other", "(France)", "(Spain; Iran (Islamic Republic of))", "Response:", "Cambodia",
    "takes", "note", "of", "enjoy", "support", "and", "to", "–", "cannot", "accept", "142", "thirty-seven",
    "are", "which", "now", "implemented", "II.", "A.", "5.", "nos.", "paragraph", "118", "report", "except",
    "these",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
BLOCKS = st.builds(Block, TEXTS, st.none(), st.sampled_from([0, 0, 0, 1, 2, 3])) | st.builds(
    TableRow, st.lists(TEXTS, min_size=1, max_size=4).map(tuple), st.none(), st.booleans(), st.booleans()
)


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=8))
def test_whatever_the_words_each_number_is_answered_once(names, blocks):
    texts = [block.text if isinstance(block, Block) else " ".join(block.cells) for block in blocks]
    try:
        responses, _ = read_positions(find_answers(blocks, find_numbering(texts), names))
    except UnreadableDocument:
        return
    numbers = [answer.number for answer in responses]
    assert len(numbers) == len(set(numbers))
