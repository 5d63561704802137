"""A report is read in the layouts and wordings that reports of other years and States print."""

import datetime

import pytest

from recommendations.importing import readers
from tests.recommendations.importing import conftest
from tests.recommendations.importing.test_report_docx import HEADING, INDENTED, report
from tests.recommendations.importing.word import make_docx, p

SUPPORTED = "118. The recommendations listed below enjoy the support of Cambodia:"
NOTED = "119. The recommendations below did not enjoy the support of Cambodia:"
ITEM = "  118.1 Go on (Cuba)."


def said(reading):
    return [(one.number, one.position, one.text) for one in reading.recommendations]


def codes(reading):
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    "words",
    [
        "The conclusions and recommendations contained in the report reflect the position\nof the States.",
        "Any conclusions and/or recommendations contained in it reflect the views of the States.",
        "It should be noted that all conclusions and/or recommendations of the present\nreport reflect the "
        "position of the submitting State(s).",
        "All the above conclusions and/or recommendations reflect the position of the States.",
        "The above recommendations reflect the position of the submitting State(s).",
    ],
)
@pytest.mark.parametrize("number", ["119. ", ""])
def test_the_closing_is_known_in_other_words(number, words, make_report, reference):
    pledges = ["III. Voluntary pledges", "120. Cambodia will:", "  120.1 Build schools (Siem Reap);"]
    reading = readers.read(make_report([SUPPORTED, ITEM, f"{number}{words}", *pledges]), reference)
    assert said(reading) == [("118.1", "supported", "Go on (Cuba)")]
    assert codes(reading) == []


def test_an_item_that_speaks_of_recommendations_closes_nothing(make_report, closing, reference):
    items = ["  118.1 Ensure that laws\nreflect the", "  118.2 Publish all conclusions (Cuba)."]
    reading = readers.read(make_report([SUPPORTED, *items, f"119. {closing}"]), reference)
    assert [one.number for one in reading.recommendations] == ["118.1", "118.2"]


@pytest.mark.parametrize(
    "heading",
    [
        "II. Conclusions and/or\nrecommendations**",
        "II. CONCLUSIONS AND/OR\nRECOMMENDATIONS",
        "II. Conclusions and/or recommendations†",
        "2. Conclusions and/or recommendations.",
    ],
)
def test_the_heading_may_be_printed_otherwise(heading, make_report, closing, reference):
    # The heading of `make_report` before it is as one in the table of contents.
    reading = readers.read(
        make_report(["4. A paragraph.", heading, SUPPORTED, ITEM, f"119. {closing}"]), reference
    )
    assert (said(reading), codes(reading)) == ([("118.1", "supported", "Go on (Cuba)")], [])


def test_a_line_of_an_item_is_not_taken_for_the_heading(make_report, closing, reference):
    item = "  118.1 Follow up on the\nconclusions and recommendations\nof treaty bodies (Cuba)."
    reading = readers.read(make_report([SUPPORTED, item, f"119. {closing}"]), reference)
    assert [one.number for one in reading.recommendations] == ["118.1"]


def test_numbered_headings_between_items_are_no_part_of_a_text(make_report, closing, reference):
    items = ["  A. Civil rights", ITEM, "  1. Right to health", "  118.2 Go far (Chad);"]
    reading = readers.read(make_report([SUPPORTED, *items, f"119. {closing}"]), reference)
    assert [(text, codes(reading)) for _, _, text in said(reading)] == [
        ("Go on (Cuba)", []),
        ("Go far (Chad)", []),
    ]


def test_footnote_marks_behind_the_states_are_no_part_of_a_text(make_report, closing, reference):
    items = ["  118.1 Go on (Cuba);12", "  118.2 Ratify (Chad)1 (Mali)2 the Convention (Togo)."]
    first, second = readers.read(
        make_report([SUPPORTED, *items, f"119. {closing}"]), reference
    ).recommendations
    assert (first.text, [clause.text for clause in first.clauses]) == ("Go on (Cuba)", ["Go on"])
    assert [clause.states for clause in second.clauses] == [("TCD", "MLI"), ("TGO",)]


def test_what_is_accepted_in_part_is_told(make_report, closing, reference):
    sentence = "118. The following recommendations enjoy the partial support of Cambodia:"
    reading = readers.read(make_report([sentence, ITEM, f"119. {closing}"]), reference)
    (found,) = reading.recommendations
    assert (found.position, found.stated_as) == ("noted", "partial support")
    assert codes(reading) == ["position-in-part"]


def test_recommendations_without_numbers_are_told(make_report, closing, reference):
    letters = [NOTED, "  (a) Go on (Cuba);", "  (b) Go far (Chad)."]
    reading = readers.read(make_report([SUPPORTED, ITEM, *letters, f"120. {closing}"]), reference)
    assert [(problem.code, problem.where) for problem in reading.problems] == [("items-unnumbered", "119")]


def test_a_report_without_any_space_between_paragraphs_is_read(make_report, closing, reference, monkeypatch):
    monkeypatch.setattr(conftest, "PARAGRAPH", conftest.LEADING)
    items = ["  118.1 Go on in line with article\n19 of the Covenant (Cuba);", "  118.2 Go far (Chad)."]
    reading = readers.read(
        make_report([SUPPORTED, *items, NOTED, "  119.1 Stop (Mali).", f"120. {closing}"]), reference
    )
    assert said(reading) == [
        ("118.1", "supported", "Go on in line with article 19 of the Covenant (Cuba)"),
        ("118.2", "supported", "Go far (Chad)"),
        ("119.1", "noted", "Stop (Mali)"),
    ]
    assert codes(reading) == []


# Word documents, whose items often stand at the margin.


def read_docx(reference, *words, indent=""):
    return readers.read(report([p(one, indent) for one in words], last=121), reference)


def test_a_paragraph_without_its_number_is_told_by_its_items(reference):
    reading = read_docx(reference, SUPPORTED, ITEM, NOTED.removeprefix("119. "), "119.1 Stop (Chad).")
    assert said(reading) == [("118.1", "supported", "Go on (Cuba)"), ("119.1", "noted", "Stop (Chad)")]
    assert codes(reading) == []


def test_a_gap_between_items_at_the_margin_hides_none(reference):
    reading = read_docx(reference, SUPPORTED, ITEM, "118.3 Go far (Chad);", "118.4 Stop (Mali).")
    assert [one.number for one in reading.recommendations] == ["118.1", "118.3", "118.4"]
    assert codes(reading) == ["number-missing"]


@pytest.mark.parametrize("indent", ["", INDENTED])
def test_the_states_reasons_under_an_item_are_its_comment(indent, reference):
    reasons = "Cambodia explains that its law forbids this."
    reading = read_docx(
        reference, NOTED.replace("119", "118"), ITEM, reasons, "118.2 Stop (Mali).", indent=indent
    )
    assert [(one.text, one.comment) for one in reading.recommendations] == [
        ("Go on (Cuba)", reasons),
        ("Stop (Mali)", ""),
    ]


def test_a_heading_with_a_break_is_known(reference):
    section = HEADING.replace("and/or recommendations", "and/or</w:t><w:br/><w:t>recommendations")
    data = make_docx(
        p("A/HRC/26/16")
        + p("Report of the Working Group on the Universal Periodic Review")
        + p("1. The Working Group met.")
        + section
        + p(SUPPORTED)
        + p(ITEM)
    )
    assert said(readers.read(data, reference)) == [("118.1", "supported", "Go on (Cuba)")]


# The cover and the introduction.

REVIEW = "The review of Cambodia was held at the 4th meeting\non 28 January 2014."


def read_about(make_report, closing, reference, monkeypatch, old, new):
    assert old in conftest.INTRODUCTION
    monkeypatch.setattr(conftest, "INTRODUCTION", conftest.INTRODUCTION.replace(old, new))
    return readers.read(make_report([SUPPORTED, ITEM, f"119. {closing}"]), reference)


def test_a_review_of_two_days_is_dated_by_the_first(make_report, closing, reference, monkeypatch):
    days = REVIEW.replace("28 January", "28 and 29 January")
    reading = read_about(make_report, closing, reference, monkeypatch, REVIEW, days)
    assert (reading.review.date, codes(reading)) == (datetime.date(2014, 1, 28), [])


@pytest.mark.parametrize(
    ("old", "new", "troika"),
    [
        ("review of Cambodia: Italy", "review: Italy", ("ITA", "MAR", "PHL")),
        ("Italy, Morocco", "St. Lucia, Morocco", ("LCA", "MAR", "PHL")),
    ],
)
def test_the_troika_may_be_printed_otherwise(old, new, troika, make_report, closing, reference, monkeypatch):
    reading = read_about(make_report, closing, reference, monkeypatch, old, new)
    assert (reading.review.troika, codes(reading)) == (troika, [])


def test_the_adoption_may_be_told_before_its_meeting(make_report, closing, reference):
    told = "3. The Working Group adopted the report on Cambodia at its 10th meeting, held on 31 January 2014."
    data = make_report([SUPPORTED, ITEM, f"119. {closing}"], introduction=told)
    assert readers.read(data, reference).review.adopted_on == datetime.date(2014, 1, 31)


def test_the_date_may_stand_behind_the_distribution(make_report, closing, reference, cover):
    dated = cover.replace("27 March", "Distr.: General 27 March")
    reading = readers.read(make_report([SUPPORTED, ITEM, f"119. {closing}"], cover=dated), reference)
    assert (reading.document.date, codes(reading)) == (datetime.date(2014, 3, 27), [])
