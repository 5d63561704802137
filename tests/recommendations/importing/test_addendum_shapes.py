"""Addenda in the shapes and wordings that States use, each with what a person reads in it."""

import io

import pytest

from recommendations.importing import readers
from recommendations.importing.readers import addendum
from recommendations.importing.records import Reading
from tests.recommendations.importing.addenda import (
    addendum_docx,
    addendum_pdf,
    codes,
    positions,
    response,
    table_pdf,
)

S, N, P = "supported", "noted", "pending"


def told(paragraphs, **expected):
    return pytest.param(paragraphs, expected, id=paragraphs[0][:40])


def each(position, *numbers):
    return dict.fromkeys(numbers, position)


SHAPES = [
    told(  # what is refused of a part is no support of the whole
        [
            "1. Canada accepts recommendations 58.1 and 58.2. Canada accepts the underlying principles of "
            "recommendation 58.3, but does not support the review described in it.",
            "2. In respect of recommendations 58.4 and 58.5, Canada agrees with the intent, but does "
            "not agree to "
            "a timetable of 2 years.",
            "3. Recommendation 58.6 is supported in so far as it concerns employers; the rest of it is not "
            "supported.",
            "4. Canada accepts 58.7 (in part), 58.8 and 58.9 (in part).",
        ],
        positions=each(S, "58.1", "58.2", "58.8") | each(N, "58.3", "58.4", "58.5", "58.6", "58.7", "58.9"),
        problems=["position-in-part"],
    ),
    told(  # the words in between
        [
            "1. For cultural reasons Tonga cannot, at this stage, accept recommendations 79.1 and 79.2.",
            "2. Recommendation 79.3 (Iraq; Ghana). Tonga does not consider it possible to accept it.",
            "3. With respect to 79.4 (Belgium) and 79.5 (Brazil), Tonga accepts both.",
            "4. With respect to 79.6, the State is not in a position, for the moment, to support it.",
            "5. Tonga considers recommendations 79.7 to 79.9 as accepted.",
            "6. Tonga accepts 2 of the 3 recommendations, namely 79.10 and 79.11.",
            "7. The Government’s response to recommendations 79.12 and 80.1 is that they are accepted.",
        ],
        positions=each(N, "79.1", "79.2", "79.3", "79.6")
        | each(S, "79.4", "79.5", "79.7", "79.8", "79.9", "79.10", "79.11", "79.12", "80.1"),
        problems=[],
    ),
    told(
        [
            "1. The answers are:",
            "118.1 Cambodia does not accept, since its law provides for it already and no bill is planned.",
            "118.2 This is in the process of being implemented everywhere and therefore accepted.",
            "118.3 Cambodia regards this as already implemented.",
            "118.4 Cambodia takes note of this recommendation and refers to its reply to recommendation "
            "118.1.",
            "118.5 Fully accepted and already implemented through Act No. 12.",
            "118.6 The Government agrees in principle but cannot commit to a date.",
            "118.7 (a) – Cambodia accepts; (b) – Cambodia does not accept.",
            "118.8: the first part, on training, is accepted; the second part is noted.",
            "118.9 Already accepted in 2010. Its section 5 (a) was noted by the Committee.",
            "118.10 Cambodia had noted this recommendation in 2009 and can now accept it.",
        ],
        positions=each(S, "118.2", "118.3", "118.5", "118.9", "118.10")
        | each(N, "118.1", "118.4", "118.6", "118.7", "118.8"),
        problems=["position-in-part"],
    ),
    told(  # wordings without their States behind them
        [
            "Recommendation 110.1 (France): Ratify the Convention on disappearances.",
            "The recommendation does not enjoy the support of Norway. Norway has accepted other treaties.",
            "Recommendation 110.2 (Norway, Spain): Take note of the concerns and support victims.",
            "Norway supports the first part of this recommendation and notes the second part.",
            "Recommendation 110.3 (Canada): Support the victims. Norway considers the recommendation "
            "implemented.",
            "110.4 “Accept the Guidelines” (Slovenia)",
            "Noted",
            "Explanation: The matter is examined by 2 ministries.",
        ],
        positions=each(N, "110.1", "110.2", "110.4") | each(S, "110.3"),
        comments={
            "110.1": "The recommendation does not enjoy the support of Norway. Norway has accepted "
            "other treaties.",
            "110.2": "Norway supports the first part of this recommendation and notes the second part.",
            "110.3": "Norway considers the recommendation implemented.",
            "110.4": "The matter is examined by 2 ministries.",
        },
        problems=["position-in-part"],
    ),
    told(  # bare numbers before a colon or a dash
        [
            "1. The United States considered the recommendations in paragraph 92 of the report.",
            "2. The following do not enjoy our support:",
            "86, 87 and 95: While profiling is prohibited, we do not support the claims in these "
            "recommendations.",
            "3. The following enjoy our support in part:",
            "62: We support this recommendation as regards federal law; we cannot support the other part.",
        ],
        positions=each(N, "92.62", "92.86", "92.87", "92.95"),
        problems=["position-in-part"],
    ),
    told(
        [
            "1. Iran considered all recommendations.",
            "# B. Partially accepted recommendations",
            "2. 138.3 (the treaties among them); 138.9; 138.10.",
            "3. Their part on consultation is accepted.",
        ],
        positions=each(N, "138.3", "138.9", "138.10"),
        paragraph={"138.9": "2"},
        problems=["position-in-part"],
    ),
    told(  # what was still considered before is decided now
        [
            "1. Colombia announced that it would examine recommendations 118.1 to 118.4.",
            "2. Recommendations 118.1 to 118.3 were left pending.",
            "# Annex I",
            "# Recommendations accepted",
            "1) 118.1 (Chile)",
            "2) 118.2 (France, Austria)",
            "# Annex II",
            "# Recommendations not accepted",
            "1) 118.3 (Ghana): The Court is independent.",
            "# Annex III",
            "Colombia commits itself to accept visits in 2014.",
        ],
        positions=each(S, "118.1", "118.2") | each(N, "118.3"),
        comments={"118.2": "", "118.3": "The Court is independent."},
        problems=["position-not-stated"],
    ),
    told(  # headings of all kinds
        [
            "# Full acceptance",
            "89.1, 89.2",
            "# Partial acceptance",
            "89.3: Finland accepts the recommendation to combat violence.",
            "# No acceptance",
            "89.4: Section 12 of the Act will not be changed.",
            "# A. Recommendations that Finland accepts (1)",
            "89.5. Ratify the Protocol (Spain).",
            "# (b) Other matters",
            "1. Finland takes note of the rest.",
        ],
        positions=each(S, "89.1", "89.2", "89.5") | each(N, "89.3", "89.4"),
        comments={"89.5": ""},
        problems=["position-in-part", "position-unnamed"],
    ),
    told(
        [
            "# 1. Treaties (recommendations 99.1 to 99.3)",
            "1. Argentina accepts these recommendations.",
            "# 2. Recommendation 99.4 (Peru): indigenous peoples",
            "2. Argentina accepts this recommendation in part.",
            "99.5 (Ghana), 99.6 and 99.7",
            "3. Argentina supports these recommendations, but partially supports recommendation 99.7.",
            "4. Recommendation 99.5 was answered above. Argentina cannot support recommendation 99.8 (Chad).",
        ],
        positions=each(S, "99.1", "99.2", "99.3", "99.5", "99.6") | each(N, "99.4", "99.7", "99.8"),
        paragraph={"99.3": "1", "99.4": "2", "99.8": "4"},
        problems=["position-in-part"],
    ),
    told(  # an explanation after the lists does not change them
        [
            "1. Recommendations not accepted by Estonia",
            "79.1, 79.2.",
            "2. Recommendations accepted by Estonia",
            "79.3, 79.4.",
            "3. Comments",
            "Recommendation 79.1: Estonia has other laws.",
            "4. Accepted earlier: the recommendations noted in paragraph 58 are not repeated.",
        ],
        positions=each(N, "79.1", "79.2") | each(S, "79.3", "79.4"),
        comments={"79.1": "Estonia has other laws."},
        problems=[],
    ),
    told(
        [
            "1. The recommendations in paragraph 79 had already been accepted during the dialogue.",
            "2. Recommendations 80.1 and 81.1.1 Accepted.",
            "3. It takes note of the following two:",
            "80.3 Withdraw the reservations (Guatemala)",
            "80.4 Support migrants (Cuba)",
            "4. All others are accepted.",
            "5. Recommendation 80.9 is under implementation, as the 30 recommendations in paragraph 80 "
            "(80.5).",
        ],
        positions=each(S, "80.1", "81.1") | each(N, "80.3", "80.4"),
        problems=["position-not-stated", "position-unnamed"],
    ),
    told(
        [
            "1. The position on them is: 138.1 (accepted), 138.2 (noted), 138.3 and 138.4 (accepted in "
            "part).",
            "# I. Pending recommendations",
            "138.5: Chile accepts the recommendation.",
            "138.6: Chile will study it.",
        ],
        positions=each(S, "138.1", "138.5") | each(N, "138.2", "138.3", "138.4") | each(P, "138.6"),
        problems=["position-in-part"],
    ),
]


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize(("paragraphs", "expected"), SHAPES)
def test_shapes_and_wordings(reference, form, paragraphs, expected):
    data = addendum_pdf(paragraphs) if form == "pdf" else addendum_docx(*paragraphs)
    reading = readers.read(data, reference)
    assert positions(reading) == expected["positions"]
    for number, comment in expected.get("comments", {}).items():
        assert response(reading, number).comment == comment
    for number, paragraph in expected.get("paragraph", {}).items():
        assert response(reading, number).paragraph == paragraph
    assert sorted(set(codes(reading))) == expected["problems"]


def test_many_headings_do_not_hide_the_margin(reference):
    reading = readers.read(
        addendum_pdf(
            [
                "# Views on the recommendations",
                "1. The Government of Sweden has taken its decisions on all of the recommendations in "
                "the report.",
                "# Noted",
                "146.4 and 146.6",
                "  The Government accepts the aim, but no further Protocol is to be ratified before 2016.",
                "# Other",
                "2. A report will be sent in 2017.",
            ]
        ),
        reference,
    )
    assert positions(reading) == each(N, "146.4", "146.6")
    assert response(reading, "146.6").comment.endswith("before 2016.")


LISTS = [
    ("Position", "Recommendations"),
    ("Supported", "118.1, 118.2, 118.5–118.9"),
    ("Noted", "118.3, 118.4"),
]
COUNTED = [
    ("Status", "Number of recommendations", "Paragraphs"),
    ("Accepted", "3", "65.1, 65.2, 65.4"),
    ("Noted", "2", "65.3, 65.5"),
]
IN_PART = [
    ("Rec. No.", "Accepted (Yes/No)", "Remarks"),
    ("138.1", "Yes", ""),
    ("138.2", "Partially", "Minors"),
]


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (LISTS, {**{f"118.{i}": S for i in (1, 2, 5, 6, 7, 8, 9)}, **each(N, "118.3", "118.4")}),
        (COUNTED, each(S, "65.1", "65.2", "65.4") | each(N, "65.3", "65.5")),
        (IN_PART, each(S, "138.1") | each(N, "138.2")),
    ],
)
def test_tables(reference, form, rows, expected):
    introduction = "1. The positions on the recommendations stand in the table."
    if form == "pdf":
        data = table_pdf(introduction, rows, order="cells")
    else:
        data = addendum_docx(introduction, rows)
    reading = Reading.of("addendum", addendum.entries(io.BytesIO(data), reference))
    assert positions(reading) == expected


def test_the_column_of_recommending_states_is_no_comment(reference):
    rows = [
        ("Recommendation number", "Text", "Country", "Position"),
        ("131.1", "Accept the amendments", "Latvia", "Accepted"),
        ("131.2", "Sign the Protocol", "Iraq", "Rejected"),
    ]
    reading = readers.read(addendum_docx("1. The positions stand in the table.", rows), reference)
    assert positions(reading) == {"131.1": S, "131.2": N}
    assert not any(answer.comment for answer in reading.responses)


def test_a_sentence_goes_on_with_a_count_on_the_next_page(reference):
    pages = [
        [
            "94.1. – accepted.",
            "The Government expressed its regret in 2009, and took note of",
        ],
        ["12 judgments."],
    ]
    reading = readers.read(addendum_pdf(*pages), reference)
    assert response(reading, "94.1").comment.endswith("took note of 12 judgments.")


def test_what_was_deferred_at_the_review_is_no_total(reference):
    reading = readers.read(
        addendum_pdf(["1. Ethiopia deferred 32 recommendations.", "2. It accepts recommendation 98.1."]),
        reference,
    )
    assert codes(reading) == []
