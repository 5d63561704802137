"""The report of the Working Group is read as it is printed."""

import dataclasses
import datetime
import json

import pytest

from recommendations.importing import readers
from recommendations.importing.reference import Correction, Corrections

SUPPORTED = "118. The recommendations listed below enjoy the support of Cambodia:"
PENDING = "119. The following recommendations will be examined by Cambodia:"


def numbers(reading):
    return [recommendation.number for recommendation in reading.recommendations]


def codes(reading):
    return [problem.code for problem in reading.problems]


@pytest.fixture(scope="module")
def reading(make_report, closing, reference):
    """A flawless report of two main paragraphs, of which one goes on over the page."""
    data = make_report(
        [SUPPORTED, "  118.1 Ratify the Covenant\n  and its Protocols (France);", "  118.2 Continue its"],
        [
            "  efforts (Rwanda; Switzerland);",
            PENDING,
            "  119.1 Abolish the law (Iran (Islamic\n  Republic of)).",
            f"120. {closing}",
        ],
    )
    return readers.read(data, reference)


def test_every_item_has_its_paragraph_in_its_number(reading):
    assert numbers(reading) == ["118.1", "118.2", "119.1"]


def test_the_sentence_of_the_paragraph_states_the_position(reading):
    assert [r.position for r in reading.recommendations] == ["supported", "supported", "pending"]


def test_an_item_stands_on_the_page_where_it_starts(reading):
    assert [r.page for r in reading.recommendations] == [4, 4, 5]


def test_the_text_goes_on_over_the_page_without_its_furniture(reading):
    assert [r.text for r in reading.recommendations] == [
        "Ratify the Covenant and its Protocols (France)",
        "Continue its efforts (Rwanda; Switzerland)",
        "Abolish the law (Iran (Islamic Republic of))",
    ]


def test_a_clause_has_its_states_and_not_their_brackets(reading):
    clauses = [clause for r in reading.recommendations for clause in r.clauses]
    assert [(clause.text, clause.states) for clause in clauses] == [
        ("Ratify the Covenant and its Protocols", ("FRA",)),
        ("Continue its efforts", ("RWA", "CHE")),
        ("Abolish the law", ("IRN",)),
    ]


def test_the_cover_names_the_document(reading):
    assert reading.document.symbol == "A/HRC/26/16"
    assert reading.document.date == datetime.date(2014, 3, 27)
    assert reading.document.title == "Report of the Working Group on the Universal Periodic Review: Cambodia"


def test_the_introduction_tells_of_the_review(reading):
    assert reading.review.state == "KHM"
    assert reading.review.session == 18
    assert reading.review.date == datetime.date(2014, 1, 28)
    assert reading.review.troika == ("ITA", "MAR", "PHL")


def test_a_flawless_report_has_no_problems(reading):
    assert reading.problems == ()


def test_a_reading_is_ready_for_json(reading):
    answer = json.loads(json.dumps(reading.as_json()))
    assert answer["format"] == "working-group-report"
    assert answer["review"]["date"] == "2014-01-28"
    assert answer["recommendations"][2]["clauses"][0]["states"] == ["IRN"]


def test_items_of_the_first_cycle_may_have_numbers_of_main_paragraphs(make_report, closing, reference):
    data = make_report(
        ["2. The following recommendations were made to Cambodia:"]
        + [f"  {item}. Continue its efforts in field {item} (Chad);" for item in (1, 2, 3, 4)]
        + ["3. The response will be included in the outcome report.", f"4. {closing}"]
    )
    reading = readers.read(data, reference)
    assert numbers(reading) == ["2.1", "2.2", "2.3", "2.4"]
    assert codes(reading) == []


def test_lettered_parts_are_clauses_of_one_item(make_report, closing, reference):
    item = "  7. (a) Expedite it (Pakistan);\n  (b) accelerate it (Egypt; Chad);"
    data = make_report(
        ["82. The following recommendations were made:", "  6. Go on (Cuba);", item, f"83. {closing}"]
    )
    _, seventh = readers.read(data, reference).recommendations
    assert seventh.text == "(a) Expedite it (Pakistan); (b) accelerate it (Egypt; Chad)"
    assert [(c.text, c.states) for c in seventh.clauses] == [
        ("Expedite it", ("PAK",)),
        ("Accelerate it", ("EGY", "TCD")),
    ]


def test_a_repaired_number_is_told_with_page_and_place(make_report, closing, reference):
    items = [f"  118.{item} Go on (Cuba);" for item in ("108", "09", "110")]
    reading = readers.read(
        make_report([SUPPORTED, "  118.107 Go on (Chad);", *items, f"119. {closing}"]), reference
    )
    repaired = [problem for problem in reading.problems if problem.code == "number-repaired"]
    assert "118.109" in numbers(reading)
    assert [(p.page, p.where, p.details["printed"]) for p in repaired] == [(4, "118.109", "118.09")]


def test_footnotes_and_their_marks_are_no_part_of_a_text(make_report, closing, reference, put):
    data = make_report(
        [SUPPORTED, "  118.1 Ratify it (France)", "  118.2 Sign the"],
        ["  Covenant (Mali);", f"119. {closing}"],
        notes={
            4: [
                put(251, 715, "1", 6),
                put(142, 681, "first"),
                put(105, 160, "1", 6),
                put(113, 156, "The recommendation as read during the dialogue: to ratify it."),
                put(105, 145, "2", 6),
                put(113, 141, "118.2 is the number in the oral version (Chad)."),
            ]
        },
    )
    reading = readers.read(data, reference)
    assert [r.text for r in reading.recommendations] == [
        "Ratify it (France)",
        "Sign the first Covenant (Mali)",
    ]


@pytest.mark.parametrize("size", [9, 10])
def test_the_note_that_texts_are_not_edited_is_no_part_of_a_text(make_report, closing, reference, put, size):
    data = make_report(
        [SUPPORTED, "  118.1 Ratify"],
        ["  it (France)", f"119. {closing}"],
        notes={4: [put(98, 150, "** Conclusions and recommendations have not been edited.", size)]},
    )
    assert readers.read(data, reference).recommendations[0].text == "Ratify it (France)"


def test_a_state_that_is_not_known_is_reported_and_never_guessed(make_report, closing, reference):
    data = make_report([SUPPORTED, "  118.1 Go on (France, Atlantis);", f"119. {closing}"])
    reading = readers.read(data, reference)
    [clause] = reading.recommendations[0].clauses
    assert (clause.states, clause.unresolved) == (("FRA",), ("Atlantis",))
    [problem] = reading.problems
    assert (problem.code, problem.page, problem.where) == ("unknown-state", 4, "118.1")
    assert "“Atlantis”" in problem.message


def test_an_item_without_a_state_is_reported(make_report, closing, reference):
    data = make_report([SUPPORTED, "  118.1 Ratify the Convention (CEDAW);", f"119. {closing}"])
    reading = readers.read(data, reference)
    assert [(p.code, p.where) for p in reading.problems] == [("no-state", "118.1")]


def test_an_unknown_formula_is_read_as_pending_and_reported(make_report, closing, reference):
    data = make_report(["118. Cambodia is grateful for these:", "  118.1 Go on (Cuba);", f"119. {closing}"])
    reading = readers.read(data, reference)
    assert reading.recommendations[0].position == "pending"
    assert codes(reading) == ["position-unknown"]


def test_a_sentence_after_the_list_may_state_the_position(make_report, closing, reference):
    after = "The recommendations listed above enjoy the support of Cambodia."
    made = "75. In the course of the discussion, the following recommendations were made:"
    data = make_report([made, "  1. Go on (Cuba).", after, f"76. {closing}"])
    reading = readers.read(data, reference)
    assert [(r.text, r.position) for r in reading.recommendations] == [("Go on (Cuba)", "supported")]


def test_the_states_reasons_are_not_taken_for_the_recommendation(make_report, closing, reference, put):
    reason = "Cambodia is not in a position to accept the recommendation above."
    data = make_report(
        ["72. These recommendations did not enjoy the support of Cambodia:", "  1. Abolish it (Cuba);"],
        notes={4: [put(171, 690, reason), put(113, 672, "73. " + closing.split("\n")[0])]},
    )
    reading = readers.read(data, reference)
    assert reading.recommendations[0].text == "Abolish it (Cuba)"
    assert reading.recommendations[0].comment == reason
    assert codes(reading) == []


def test_headings_between_items_are_no_part_of_a_text(make_report, closing, reference):
    items = ["  118.1 Go on (Cuba)", "  Right to health and\n  to education", "  118.2 Go far (Chad);"]
    reading = readers.read(make_report([SUPPORTED, *items, f"119. {closing}"]), reference)
    assert [(r.text, r.comment) for r in reading.recommendations] == [
        ("Go on (Cuba)", ""),
        ("Go far (Chad)", ""),
    ]


def test_reasons_are_kept_with_the_recommendations_that_they_name(make_report, closing, reference):
    """Under the list, or in a paragraph of their own; what is said of other paragraphs is left alone."""
    data = make_report(
        [
            "72. These recommendations did not enjoy the support of Cambodia:",
            "  1. Abolish it (Cuba);",
            "  2. Forbid it (Chad);",
            "  3. Stop it (Chad);",
            "73. With regard to the recommendations in paragraphs 72.1 and 72.3 above, Cambodia has none.",
            "74. The recommendation contained in paragraph 72, No. 2, goes too far.",
            "75. With regard to recommendation 28 (b), Cambodia gave an answer.",
            f"76. {closing}",
        ]
    )
    first, second, third = readers.read(data, reference).recommendations
    assert first.comment.startswith("With regard to the recommendations in paragraphs 72.1 and 72.3")
    assert third.comment == first.comment
    assert second.comment == "The recommendation contained in paragraph 72, No. 2, goes too far."


def test_a_paragraph_after_the_list_may_state_positions_by_number(make_report, closing, reference):
    data = make_report(
        [
            "75. In the course of the discussion, the following recommendations were made:",
            *(f"  {item}. Go on (Cuba);" for item in range(1, 6)),
            "76. Recommendations 1 to 3 enjoy the support of Cambodia; recommendation No. 4 does not enjoy\n"
            "its support.",
            f"77. {closing}",
        ]
    )
    reading = readers.read(data, reference)
    assert [r.position for r in reading.recommendations] == [*["supported"] * 3, "noted", "pending"]
    assert codes(reading) == ["position-unknown"]


def test_comments_of_the_state_are_not_recommendations(make_report, closing, reference):
    comments = [
        "92. Cambodia offered the following comments:",
        "  92.1 As to recommendation No. 91.1, it is in force;",
    ]
    refused = ["91. The recommendations below did not enjoy the support:", "  91.1 Repeal it (Mali);"]
    reading = readers.read(make_report([*refused, *comments, f"93. {closing}"]), reference)
    assert [(r.number, r.comment) for r in reading.recommendations] == [
        ("91.1", "As to recommendation No. 91.1, it is in force")
    ]
    assert [(p.code, p.where) for p in reading.problems] == [("not-recommendations", "92")]


def test_a_section_that_does_not_end_is_told(make_report, reference):
    reading = readers.read(make_report([SUPPORTED, "  118.1 Go on (Cuba);"]), reference)
    assert codes(reading) == ["end-missing"]


def test_a_date_that_cannot_be_is_told(make_report, closing, reference, cover):
    section = [SUPPORTED, "  118.1 Go on (Cuba);", f"119. {closing}"]
    reading = readers.read(make_report(section, cover=cover.replace("27 March", "31 February")), reference)
    assert reading.document.date is None
    assert codes(reading) == ["date-impossible"]


def test_what_the_cover_does_not_say_is_asked_for(make_report, closing, reference, cover):
    section = [SUPPORTED, "  118.1 Go on (Cuba);", f"119. {closing}"]
    reading = readers.read(
        make_report(section, cover=cover.replace("27 March 2014", "Distr.: General")), reference
    )
    assert codes(reading) == ["document-date-unknown"]


def test_the_introduction_tells_adoption_and_documents(make_report, closing, reference):
    """Their day and symbols may stand with blanks, corrigenda behind "and", or in footnotes."""
    introduction = (
        "3. In accordance with paragraph 15 the following documents were issued: (a) A national\n"
        "report (A/HRC/WG.6/18/KHM/1 and Corr.1); (b) A compilation (A/HRC/WG.6/18/ KHM /2).\n"
        "4. At its 10th meeting, held on 31 January, the Working Group adopted the report on Cambodia."
    )
    data = make_report([SUPPORTED, "  118.1 Go on (Cuba);", f"119. {closing}"], introduction=introduction)
    review = readers.read(data, reference).review
    assert review.adopted_on == datetime.date(2014, 1, 31)
    assert review.documents == (
        "A/HRC/WG.6/18/KHM/1",
        "A/HRC/WG.6/18/KHM/1/Corr.1",
        "A/HRC/WG.6/18/KHM/2",
    )


def test_a_known_mistake_is_read_as_what_was_meant_and_told(make_report, closing, reference):
    mistake = Correction("A/HRC/26/16", 4, "118.2", "118.02", "118.2", "it stands after 118.1")
    known = dataclasses.replace(reference, corrections=Corrections((mistake,)))
    data = make_report([SUPPORTED, "  118.1 Go on (Cuba);", "  118.02 Go far (Chad);", f"119. {closing}"])
    reading = readers.read(data, known)
    assert numbers(reading) == ["118.1", "118.2"]
    [told] = reading.problems
    assert (told.code, told.page, told.where, told.details) == (
        "correction-used",
        4,
        "118.2",
        {"printed": "118.02", "meant": "118.2", "why": "it stands after 118.1"},
    )


def test_a_correction_touches_its_own_document_and_page_only(make_report, closing, reference):
    data = make_report([SUPPORTED, "  118.1 Go on (Cuba);", f"119. {closing}"])
    elsewhere = Correction("A/HRC/26/17", 4, "118.1", "Go on", "Stop", "another document")
    later = Correction("A/HRC/26/16", 5, "118.1", "Go on", "Stop", "another page")
    known = dataclasses.replace(reference, corrections=Corrections((elsewhere, later)))
    reading = readers.read(data, known)
    assert (reading.recommendations[0].text, reading.problems) == ("Go on (Cuba)", ())


def test_a_divided_word_is_joined_only_where_the_document_has_it_whole(make_report, closing, reference):
    items = [
        "  118.1 Improve coopera-\ntion on non-\ndiscrimination (Cuba);",
        "  118.2 Seek cooperation (Chad);",
    ]
    reading = readers.read(make_report([SUPPORTED, *items, f"119. {closing}"]), reference)
    assert reading.recommendations[0].text == "Improve cooperation on non-discrimination (Cuba)"
    assert reading.recommendations[0].printed == "Improve coopera-\ntion on non-\ndiscrimination (Cuba);"


# The real documents.


def read_document(documents, name, reference):
    return readers.read((documents / name).read_bytes(), reference)


def test_cambodia_2010_is_read_whole(documents, reference):
    reading = read_document(documents, "working-group-reports/cambodia2010.pdf", reference)
    assert numbers(reading) == [f"82.{item}" for item in range(1, 92)]
    assert {r.position for r in reading.recommendations} == {"pending"}
    assert (reading.document.symbol, reading.document.date) == ("A/HRC/13/4", datetime.date(2010, 1, 4))
    assert (reading.review.state, reading.review.session) == ("KHM", 6)
    assert (reading.review.date, reading.review.troika) == (datetime.date(2009, 12, 1), ("BHR", "CMR", "NIC"))
    assert reading.review.adopted_on == datetime.date(2009, 12, 3)
    requests = [state for r in reading.recommendations for c in r.clauses for state in c.states]
    assert len(requests) == 138  # as many as UPR Info's rows for this review


def test_cambodia_2014_is_read_whole(documents, reference):
    reading = read_document(documents, "working-group-reports/cambodia2014.pdf", reference)
    assert {r.number: r.position for r in reading.recommendations} == {
        **{f"118.{item}": "supported" for item in range(1, 172)},
        **{f"119.{item}": "pending" for item in range(1, 35)},
    }
    assert (reading.document.symbol, reading.document.date) == ("A/HRC/26/16", datetime.date(2014, 3, 27))
    assert (reading.review.state, reading.review.session) == ("KHM", 18)
    assert (reading.review.date, reading.review.troika) == (datetime.date(2014, 1, 28), ("ITA", "MAR", "PHL"))
    assert (reading.review.adopted_on, reading.review.documents) == (
        datetime.date(2014, 1, 31),
        ("A/HRC/WG.6/18/KHM/1", "A/HRC/WG.6/18/KHM/2", "A/HRC/WG.6/18/KHM/3"),
    )
    assert [(p.code, p.where, p.page) for p in reading.problems] == [("correction-used", "118.109", 20)]


@pytest.mark.parametrize(
    ("symbol", "count", "paragraph"), [("A_HRC_28_15", 163, 115), ("A_HRC_59_15", 254, 140)]
)
def test_reports_of_later_cycles_are_read(documents, reference, symbol, count, paragraph):
    reading = read_document(documents, f"slovenia/{symbol}.pdf", reference)
    assert numbers(reading) == [f"{paragraph}.{item}" for item in range(1, count + 1)]
    assert reading.problems == ()
