"""An addendum answers each recommendation in its own way: lists, item by item, quotations, themes."""

import datetime
from functools import partial

import pytest

from recommendations.importing import readers
from tests.recommendations.importing.addenda import (
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


def test_document_and_review_are_told(read):
    reading = read(
        "1. This is the response of Cambodia to the recommendations made during the 4th Universal Periodic "
        "Review of Cambodia on 28 January 2025, at the forty-eighth session of the Working Group.",
        "2. Cambodia accepts recommendations 118.1 and 118.2.",
    )
    assert reading.format == "addendum"
    assert reading.document.symbol == "A/HRC/59/15/Add.1"
    assert reading.document.date == datetime.date(2025, 4, 8)
    review = reading.review
    assert (review.state, review.session, review.date, review.cycle) == (
        "KHM",
        48,
        datetime.date(2025, 1, 28),
        4,
    )


def test_what_the_text_does_not_say_of_the_review_stays_open(read):
    review = read("1. Cambodia accepts recommendations 118.1 and 118.2.").review
    assert (review.session, review.date, review.cycle) == (None, None, None)


def test_sections_with_lists_in_numbered_paragraphs(read):
    reading = read(
        "# A. Recommendations which enjoy the support of Cambodia",
        "1. Recommendations 118.1 to 118.3 and 118.5 enjoy the support of Cambodia.",
        "# B. Recommendations noted",
        "2. Recommendations 118.4, 118.6–7 are noted, because article 19 of the Covenant and resolution "
        "60/251 apply to 99.9% of cases, as paragraph 27 of the annex says.",
        "3. Recommendation 118.8 is rejected. The Constitution of 1993 forbids it.",
    )
    assert positions(reading) == {
        "118.1": "supported",
        "118.2": "supported",
        "118.3": "supported",
        "118.4": "noted",
        "118.5": "supported",
        "118.6": "noted",
        "118.7": "noted",
        "118.8": "noted",
    }
    assert response(reading, "118.3").paragraph == "1"
    assert response(reading, "118.7").paragraph == "2"
    rejected = response(reading, "118.8")
    assert (rejected.stated_as, rejected.comment) == ("rejected", "The Constitution of 1993 forbids it.")
    assert not reading.problems


@pytest.mark.parametrize(
    ("words", "position", "stated_as", "comment"),
    [
        ("118.5 (France): Accepted. It is law.", "supported", "", "It is law."),
        ("118.5. Not accepted. It is law.", "noted", "Not accepted", "It is law."),
        ("118.5. Accepted in part: it is law.", "noted", "Accepted in part", "it is law."),
        ("118.5 – Noted", "noted", "", ""),
        ("Recommendation 118.5: Cambodia accepts it.", "supported", "", "Cambodia accepts it."),
        ("Recommendation No. 118.5 – Supported in principle.", "noted", "Supported in principle", ""),
        (
            "Rec. 118.5 Cambodia takes note of this recommendation.",
            "noted",
            "",
            "Cambodia takes note of this recommendation.",
        ),
        ("(12) 118.5: Accept to follow up", "supported", "", ""),
        (
            "118.5 Ratify the Convention (Iran (Islamic Republic of); Spain). Rejected. It is law.",
            "noted",
            "Rejected",
            "It is law.",
        ),
        ("118.5 Ratify the Convention (Accepted)", "supported", "", ""),
        (
            "118.5: This recommendation will be further considered.",
            "pending",
            "will be further considered",
            "This recommendation will be further considered.",
        ),
        (
            "118.5: Cambodia cannot accept this recommendation.",
            "noted",
            "cannot accept",
            "Cambodia cannot accept this recommendation.",
        ),
        ("118.5: Already implemented, accepted.", "supported", "", "Already implemented, accepted."),
        ("118.5: Disagree", "noted", "Disagree", ""),
    ],
)
def test_item_by_item(read, words, position, stated_as, comment):
    answer = response(read("1. The answers to the recommendations follow.", words), "118.5")
    assert (answer.position, answer.stated_as) == (position, stated_as)
    assert answer.comment == comment


def test_an_explanation_goes_on_until_the_next_heading(read):
    reading = read(
        "Recs. 118.6–8: Not accepted.",
        "  The law of 1990 forbids it, see recommendation 118.20.",
        "  Nor is a change planned.",
        "Rec. 118.9 Accepted",
    )
    for number in ("118.6", "118.7", "118.8"):
        answer = response(reading, number)
        assert answer.position == "noted"
        assert answer.comment == (
            "The law of 1990 forbids it, see recommendation 118.20.\n\nNor is a change planned."
        )
    assert set(positions(reading)) == {"118.6", "118.7", "118.8", "118.9"}


def test_an_explanation_goes_on_over_pages(reference):
    reading = readers.read(
        addendum_pdf(
            ["140.1-2", "  Slovenia protects migrant workers under the legislation of the European"],
            [
                "Union, and goes on.",
                "140.3",
                "  It is law.",
                "5. Slovenia notes recommendations 140.1, 140.2",
                "and 140.3.",
            ],
        ),
        reference,
    )
    answer = response(reading, "140.2")
    assert answer.comment.endswith("under the legislation of the European Union, and goes on.")
    assert (answer.paragraph, answer.page) == ("5", 3)
    assert response(reading, "140.3").comment == "It is law."


def test_quoted_wordings_are_no_comment(read):
    reading = read(
        "# Ratification of treaties",
        "118.1 Ratify the Convention against Torture (France; Spain);",
        "Response: Supported. Cambodia is a party.",
        "118.2 Accept the recommendations of the Committee (Norway);",
        "Position of Cambodia: Noted.",
        "Reasons are given.",
        "# Rights of women",
        "118.3 End violence (Cuba);",
        "The recommendation is accepted. Much was done.",
    )
    assert positions(reading) == {"118.1": "supported", "118.2": "noted", "118.3": "supported"}
    assert response(reading, "118.1").comment == "Cambodia is a party."
    assert response(reading, "118.2").comment == "Reasons are given."
    assert response(reading, "118.3").comment == "The recommendation is accepted. Much was done."


def test_quoted_wordings_under_a_heading_take_its_position(read):
    reading = read(
        "# I. Recommendations that enjoy the support of Cambodia",
        "118.1 Ratify the Convention (France);",
        "118.2 Ratify the Protocol (Spain; Italy);",
        "# II. Recommendations that do not enjoy the support of Cambodia",
        "118.3 Abolish it (Norway).",
        "The law does not allow it.",
        "# III. Concluding remarks",
        "Cambodia thanks all.",
    )
    assert positions(reading) == {"118.1": "supported", "118.2": "supported", "118.3": "noted"}
    assert response(reading, "118.2").comment == ""
    assert response(reading, "118.3").comment == "The law does not allow it."


def test_an_announcement_before_its_list(read):
    reading = read(
        "1. The following recommendations enjoy the support of Cambodia:",
        "118.1, 118.2, 118.5",
        "2. The following recommendations are still under consideration:",
        "118.3; 118.4.",
        "3. Rejected:",
        "118.6",
    )
    assert positions(reading) == {
        "118.1": "supported",
        "118.2": "supported",
        "118.3": "pending",
        "118.4": "pending",
        "118.5": "supported",
        "118.6": "noted",
    }
    assert response(reading, "118.5").paragraph == "1"
    assert response(reading, "118.6").stated_as == "Rejected"


def test_themes_with_three_answers_each(read):
    reading = read(
        "1. Canada answers by theme the recommendations in paragraph 86 of the report of the Working Group.",
        "# Aboriginal peoples",
        "2. Canada accepts recommendations 1, 2 and 3; accepts in part 4 and 5; does not accept 6. "
        "Canada is committed to reconciliation.",
        "# Migrants",
        "3. Canada accepts recommendations 7 and 8. All other recommendations are noted.",
    )
    assert [number for number, position in positions(reading).items() if position == "supported"] == [
        "86.1",
        "86.2",
        "86.3",
        "86.7",
        "86.8",
    ]
    assert response(reading, "86.5").stated_as == "accepts in part"
    assert response(reading, "86.6").stated_as == "does not accept"
    assert response(reading, "86.4").comment == "Canada is committed to reconciliation."
    unnamed = next(problem for problem in reading.problems if problem.code == "position-unnamed")
    assert unnamed.details == {"position": "noted", "words": "All other recommendations"}
    in_part = next(problem for problem in reading.problems if problem.code == "position-in-part")
    assert in_part.details == {"count": "2"}


def test_all_but_some(read):
    reading = read("1. Cambodia accepts all the recommendations except 118.5 and 118.6, which it notes.")
    assert positions(reading) == {"118.5": "noted", "118.6": "noted"}
    assert codes(reading) == ["position-unnamed"]


def test_exceptions_are_taken_out_of_a_range(read):
    reading = read("1. Cambodia accepts recommendations 118.1–118.4, except for 118.2 and 118.3.")
    assert positions(reading) == {
        "118.1": "supported",
        "118.2": "noted",
        "118.3": "noted",
        "118.4": "supported",
    }
    assert not reading.problems


def test_all_but_those_that_follow(read):
    reading = read(
        "1. Cambodia accepts all recommendations with the exception of the following:",
        "118.5 Abolish it (Spain);",
        "118.7 Abolish that (Spain).",
    )
    assert positions(reading) == {"118.5": "noted", "118.7": "noted"}
    assert codes(reading) == ["position-unnamed"]


def test_several_answers_in_one_paragraph(read):
    reading = read(
        "118.1: Accepted; 118.2: Noted; 118.3: Accepted in part.",
        "118.4 Accepted. 118.5 Noted: it is law. 118.6 Rejected.",
    )
    assert [answer.position for answer in reading.responses] == [
        "supported",
        "noted",
        "noted",
        "supported",
        "noted",
        "noted",
    ]
    assert response(reading, "118.5").comment == "it is law."


def test_a_paragraph_with_regard_to_a_recommendation_is_its_comment(read):
    reading = read(
        "1. Cambodia notes recommendation 118.7.",
        "2. With regard to recommendation 118.7, Cambodia has no plan to ratify the Convention.",
        "3. Of recommendations 118.10 to 118.12, Cambodia accepts 118.10 and 118.11 and notes 118.12.",
    )
    assert response(reading, "118.7").comment == "Cambodia has no plan to ratify the Convention."
    assert positions(reading) == {
        "118.7": "noted",
        "118.10": "supported",
        "118.11": "supported",
        "118.12": "noted",
    }


def test_headings_that_list_their_numbers(read):
    reading = read(
        "# Supported recommendations (118.1, 118.4)",
        "They are law.",
        "# Women (recommendations 118.5 and 118.6)",
        "1. These recommendations do not enjoy the support of Cambodia. They are not law.",
    )
    assert positions(reading) == {
        "118.1": "supported",
        "118.4": "supported",
        "118.5": "noted",
        "118.6": "noted",
    }
    assert response(reading, "118.4").comment == "They are law."
    assert response(reading, "118.6").paragraph == "1"


def test_first_cycle_numbers(read):
    reading = read(
        "1. Romania answers the recommendations in paragraph 56 of the report of the Working Group.",
        "2. Recommendations Nos. 1 (a) and (b), 2 and 5–7 are accepted by the Government. 3 laws were made.",
        "3. Recommendation No. 3 cannot be accepted, as Convention No. 169 has not been ratified.",
        "4. Recommendations 4 and 9 need further consideration.",
        "5. 56 (8): noted",
    )
    assert positions(reading) == {
        "56.1": "supported",
        "56.2": "supported",
        "56.3": "noted",
        "56.4": "pending",
        "56.5": "supported",
        "56.6": "supported",
        "56.7": "supported",
        "56.8": "noted",
        "56.9": "pending",
    }


def test_bare_numbers_open_answers_where_they_cannot_be_paragraphs(read):
    reading = read(
        "1. Ratify the Convention (France). Accepted.",
        "2. Ratify the Protocol (Spain; Italy)",
        "Rejected. It is not law.",
        "3. Noted.",
    )
    assert positions(reading) == {"1": "supported", "2": "noted", "3": "noted"}
    assert response(reading, "2").comment == "It is not law."


def test_paragraphs_that_speak_of_states_are_no_recommendations(read):
    reading = read(
        "1. Cambodia accepts recommendations 1–3.",
        "2. It cooperates with its neighbours (Thailand; Viet Nam) and with others.",
        "3. It noted 2 reports.",
    )
    assert positions(reading) == {"1": "supported", "2": "supported", "3": "supported"}
    assert not reading.problems


def test_quoted_wordings_answered_together(read):
    reading = read(
        "118.1 Ratify the Convention (France);",
        "118.2 Ratify the Protocol (Spain);",
        "Cambodia does not accept these recommendations.",
        "118.3 End violence (Cuba): Accepted.",
    )
    assert positions(reading) == {"118.1": "noted", "118.2": "noted", "118.3": "supported"}
