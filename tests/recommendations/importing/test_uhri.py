"""Rows of the Universal Human Rights Index become recommendations, in whichever of its files they stand."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing import problems, readers
from recommendations.importing.readers import uhri
from recommendations.importing.records import ClauseRecord, RecommendationRecord, ReviewRecord, TagRecord
from tests.recommendations.importing.uhri_files import ROW, as_json, as_xlsx


@pytest.fixture
def read(reference) -> Callable[..., readers.Reading]:
    """Read rows that differ from ROW as each argument says, as JSON."""

    def read(*changes: dict[str, Any]) -> readers.Reading:
        changed = ({**ROW, "AnnotationId": f"{n}", **change} for n, change in enumerate(changes))
        return readers.read(as_json([ROW, *changed]), reference)

    return read


@pytest.fixture
def record(read) -> Callable[..., RecommendationRecord]:
    """Read one row that differs from ROW as said; ROW itself stands before it."""

    def record(**changes: Any) -> RecommendationRecord:
        return read(changes).recommendations[1]

    return record


@pytest.fixture
def doubts(read) -> Callable[..., list[tuple[str, str, dict[str, str]]]]:
    """Answer the problems of one row that differs from ROW as said: code, column and details."""

    def doubts(**changes: Any) -> list[tuple[str, str, dict[str, str]]]:
        found = read(changes).problems
        assert all(problem.row == 2 for problem in found)
        return [(problem.code, problem.column, problem.details) for problem in found]

    return doubts


@pytest.mark.parametrize("write", [as_json, as_xlsx])
def test_a_row_says_everything_about_a_recommendation(write, reference):
    reading = readers.read(write([ROW]), reference)

    assert reading.problems == ()
    (found,) = reading.recommendations
    assert found == RecommendationRecord(
        number="118.5",
        text="Ratify the Optional Protocol (Portugal)",
        position="supported",
        page=None,
        clauses=(ClauseRecord("Ratify the Optional Protocol", ("PRT",)),),
        printed="118.5 Ratify the Optional Protocol (Portugal);",
        themes=(TagRecord("Right to health", ("right-to-health",)),),
        affected_groups=(TagRecord("Women & girls", ("women-and-girls",)),),
        goals=("16.2",),
        review=ReviewRecord("KHM", 18, cycle=2),
        symbol="A/HRC/26/16",
        identifier="a9ceae8c-fe1c-40f9-a326-1529e0ab678f",
        row=found.row,
    )


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("118.5 Ratify", "118.5", "Ratify"),
        ("118.5. Ratify", "118.5", "Ratify"),
        ("118. 5 Ratify", "118.5", "Ratify"),
        ("118.5Ratify", "118.5", "Ratify"),
        ("118.5 - Ratify", "118.5", "Ratify"),
        ("6.12 Ratify", "6.12", "Ratify"),
        ("82.1. to ratify", "82.1", "to ratify"),
        ("A - 82.73. Ratify", "82.73", "Ratify"),
        ("R - 83.1 Ratify", "83.1", "Ratify"),
        ("- 118.171 Ratify", "118.171", "Ratify"),
        ("118.5 (a) Ratify; (b) Sign", "118.5", "(a) Ratify; (b) Sign"),
        ("<p>118.5&nbsp;Ratify</p>", "118.5", "Ratify"),
        ("Ratify 118.5", "", "Ratify 118.5"),
        ("2030 Agenda: implement it", "", "2030 Agenda: implement it"),
        ("3.5 million people need help", "", "3.5 million people need help"),
        ("50.5% of members should be women", "", "50.5% of members should be women"),
        ("118.5.2 Ratify", "", "118.5.2 Ratify"),
        ("118.5a Ratify", "", "118.5a Ratify"),
        ("118.09 Ratify", "", "118.09 Ratify"),
    ],
)
def test_the_number_at_the_start_is_cut_off(text, number, words, record):
    found = record(Text=text)
    assert (found.number, found.text) == (number, words)


@pytest.mark.parametrize("text", ["4.Ratify", "73. Ratify", "A - 73. Ratify"])
def test_a_number_that_may_be_paragraph_or_item_is_not_taken(text, record, doubts):
    assert (record(Text=text).number, record(Text=text).text) == ("", "Ratify")
    assert doubts(Text=text) == [("number-incomplete", "Text", {"count": "1"})]


def test_values_are_cleaned(record):
    found = record(
        Text="- <p>118.5 End&nbsp;&lt;b&gt;all&lt;/b&gt; <i>forms</i> of violence<br/>against  women</p>"
        "<p>(Portugal)</p>",
        Symbol="- A/HRC/26/16 ",
        Themes=["- Right to health\n- Right to life", " Right&nbsp;to health ", "", "-"],
        Countries="- Cambodia",
    )
    assert found.text == "End all forms of violence against women (Portugal)"
    assert found.symbol == "A/HRC/26/16"
    assert [theme.name for theme in found.themes] == ["Right to health", "Right to life"]
    assert found.review == ReviewRecord("KHM", 18, cycle=2)


def test_brackets_that_are_no_tags_stay(record):
    assert record(Text="118.5 Help children < 5 years & those > 60").text == (
        "Help children < 5 years & those > 60"
    )


def test_rows_of_other_mechanisms_are_counted_by_body_and_left_alone(read):
    reading = read({"Body": "- CRC"}, {"Body": "CRC", "Text": "4.Go on"}, {"Body": "- CEDAW"}, {"Body": None})

    assert len(reading.recommendations) == 1
    (told,) = reading.problems
    assert (told.code, told.severity, told.row) == ("other-mechanisms", "notice", 2)
    assert told.details == {"count": "4", "bodies": "CRC 2, CEDAW 1, ? 1"}


def test_other_passages_of_the_upr_are_counted_by_type(doubts, read):
    assert doubts(AnnotationType="- Concerns/Observations") == [
        ("other-types", "AnnotationType", {"type": "Concerns/Observations", "count": "1"})
    ]
    for unknown in (None, "", "41a0b08f-5a9a-4eb5-985f-05b47986ad82", ["- Recommendations", "Other"]):
        assert len(read({"AnnotationType": unknown}).recommendations) == 2


def test_empty_and_repeated_rows_are_left_out_and_counted(reference):
    empty = dict.fromkeys(ROW, None) | {"Themes": [" "]}
    reading = readers.read(as_json([ROW, {}, ROW, empty, ROW, {**ROW, "Sdgs": []}]), reference)

    assert [found.row for found in reading.recommendations] == [1, 6]
    assert [(told.code, told.row, told.details) for told in reading.problems] == [
        ("rows-empty", 2, {"count": "2"}),
        ("rows-repeated", 3, {"count": "2"}),
    ]


@pytest.mark.parametrize(
    ("printed", "position", "stated_as"),
    [
        (["Supported"], "supported", ""),
        ("- Noted", "noted", ""),
        (["supported", "Supported"], "supported", ""),
        (["Pending"], "pending", ""),
        (["Accepted"], "supported", "Accepted"),
        (["Not supported"], "noted", "Not supported"),
        (["Partially supported"], "noted", "Partially supported"),
        (["Supported in part"], "noted", "Supported in part"),
        (["Supported", "Noted"], "noted", "Supported; Noted"),
        (["Supported/Noted"], "noted", "Supported/Noted"),
        ([], None, ""),
        (None, None, ""),
    ],
)
def test_positions_are_read(printed, position, stated_as, record, doubts):
    found = record(UprPositions=printed)
    assert (found.position, found.stated_as) == (position, stated_as)
    assert doubts(UprPositions=printed, Symbol="A/HRC/1/1") == []


@pytest.mark.parametrize("printed", [["Supported", "Perhaps"], ["Perhaps"], 7])
def test_a_position_in_other_words_is_kept_in_them_and_told(printed, record, doubts):
    words = "; ".join(map(str, printed if isinstance(printed, list) else [printed]))
    found = record(UprPositions=printed)
    assert (found.position, found.stated_as) == (None, words)
    assert doubts(UprPositions=printed) == [
        ("position-word-unknown", "UprPositions", {"position": words, "count": "1"})
    ]


@pytest.mark.parametrize(
    ("text", "listed", "clauses", "told"),
    [
        ("Go on", ["France", "Chad"], [("Go on", ("FRA", "TCD"))], False),
        ("Go on (France)", [], [("Go on", ("FRA",))], False),
        ("Go on (France) (Chad)", ["Chad", "France"], [("Go on", ("FRA", "TCD"))], False),
        ("Go on (France)", ["France", "Chad"], [("Go on", ("FRA", "TCD"))], True),
        ("Go on (France, Chad)", ["France"], [("Go on", ("FRA", "TCD"))], True),
        ("Go on", [], [("Go on", ())], False),
        ("Sign (OP-CAT)", ["France"], [("Sign (OP-CAT)", ("FRA",))], False),
        (
            "Sign it (France); Close the camps (Chad)",
            ["Chad", "France"],
            [("Sign it", ("FRA",)), ("Close the camps", ("TCD",))],
            False,
        ),
        (
            "Sign it (France); Close the camps (Chad)",
            ["Chad", "Togo"],
            [("Sign it", ("FRA",)), ("Close the camps", ("TCD",))],
            True,
        ),
    ],
)
def test_states_of_text_and_list_are_brought_together(text, listed, clauses, told, record, doubts):
    found = record(Text=f"118.9 {text}", UprRecommendingCountry=listed)
    assert [(clause.text, clause.states) for clause in found.clauses] == clauses
    codes = [code for code, _, _ in doubts(Text=f"118.9 {text}", UprRecommendingCountry=listed)]
    assert codes == (["states-differ"] if told else [])


def test_states_that_differ_are_named(doubts):
    (told,) = doubts(Text="118.9 Go on (France)", UprRecommendingCountry=["Chad", "Atlantis"])[1:]
    assert told == ("states-differ", "Text", {"named": "FRA", "listed": "TCD, Atlantis", "count": "1"})


def test_unknown_names_are_told_once_with_the_first_row_and_a_count(read):
    odd = {
        "Themes": ["Right to sleep", "Right to health"],
        "AffectedPersons": ["Poets"],
        "UprRecommendingCountry": ["Atlantis"],
        "Countries": ["Utopia"],
    }
    reading = read(*({**odd, "Text": f"118.{number} Go on"} for number in range(1, 51)))

    assert [(told.code, told.row, told.column, told.details) for told in reading.problems] == [
        ("unknown-state", 2, "UprRecommendingCountry", {"name": "Atlantis", "count": "50"}),
        ("unknown-theme", 2, "Themes", {"name": "Right to sleep", "count": "50"}),
        ("unknown-group", 2, "AffectedPersons", {"name": "Poets", "count": "50"}),
        ("unknown-state", 2, "Countries", {"name": "Utopia", "count": "50"}),
    ]
    found = reading.recommendations[1]
    assert found.themes[0] == TagRecord("Right to sleep", None)
    assert found.affected_groups == (TagRecord("Poets", None),)
    assert found.clauses == (ClauseRecord("Go on", (), ("Atlantis",)),)
    assert found.review == ReviewRecord(None, 18, cycle=2)


@pytest.mark.parametrize(
    "vocabulary", ["Acceptance of international norms", "A12 Acceptance of international norms"]
)
def test_older_names_of_themes_are_known(vocabulary, record, doubts):
    assert record(Themes=[vocabulary]).themes[0].slugs == ("ratification-of-instruments",)
    assert doubts(Themes=[vocabulary]) == []


def test_goals_are_codes_each_once(record, doubts):
    printed = ["16.2 - Protect", "16 - PEACE", "16 - PEACE, JUSTICE", "18 - More", "1.a - Resources"]
    assert record(Sdgs=printed).goals == ("16.2", "16", "1.a")
    assert doubts(Sdgs=printed) == [("goal-impossible", "Sdgs", {"name": "18 - More", "count": "1"})]


@pytest.mark.parametrize(
    "printed",
    [["18"], "18", 18, 18.0, ["18 - 2014"], ["Session 18"], ["Session 18."], "- 18th Session", [18, "18"]],
)
def test_sessions_are_read_however_they_are_printed(printed, record):
    assert record(UprSession=printed).review == ReviewRecord("KHM", 18, cycle=2)


@pytest.mark.parametrize("printed", [2, "2", "Cycle 2", ["2nd cycle"], None, ""])
def test_the_cycle_is_read_or_follows_from_the_session(printed, record):
    assert record(UprCycle=printed).review.cycle == 2
    assert record(UprCycle=printed, UprSession=[]).review.cycle == (2 if printed else None)


@pytest.mark.parametrize(
    ("changes", "review", "code"),
    [
        ({"UprSession": ["18", "19"]}, ReviewRecord("KHM", None, cycle=2), "value-unclear"),
        ({"UprSession": ["2014"]}, ReviewRecord("KHM", None, cycle=2), "value-unclear"),
        ({"UprSession": ["99"]}, ReviewRecord("KHM", None, cycle=2), "session-impossible"),
        ({"UprCycle": 3}, ReviewRecord("KHM", 18, cycle=2), "cycle-differs"),
        ({"Countries": []}, ReviewRecord(None, 18, cycle=2), "rows-without-country"),
        ({"Countries": ["Chad", "Cambodia"]}, ReviewRecord(None, 18, cycle=2), "value-unclear"),
    ],
)
def test_what_is_unclear_about_the_review_is_told_and_not_guessed(changes, review, code, record, doubts):
    assert record(**changes).review == review
    assert [found for found, _, _ in doubts(**changes)] == [code]


def test_a_state_named_twice_is_one(record, doubts):
    assert record(Countries=["Viet Nam", "Vietnam"]).review == ReviewRecord("VNM", 18, cycle=2)
    assert doubts(Countries=["Viet Nam", "Vietnam"]) == []


@pytest.mark.parametrize("text", [None, "", "118.5", "<p>&nbsp;</p>", []])
def test_a_row_without_text_is_left_out_and_told(text, doubts, read):
    assert len(read({"Text": text}).recommendations) == 1
    assert [code for code, _, _ in doubts(Text=text)] == ["rows-without-text"]


def test_values_beyond_any_measure_are_left_out_and_told(doubts):
    assert doubts(Themes=["x" * (uhri.MAX_NAME + 1)]) == [
        ("value-too-long", "Themes", {"limit": "500", "count": "1"})
    ]
    assert [code for code, _, _ in doubts(Text="x" * (uhri.MAX_TEXT + 1))] == [
        "value-too-long",
        "rows-without-text",
    ]


def test_unknown_fields_are_ignored_and_missing_ones_told_once(reference):
    poor = {name: value for name, value in ROW.items() if name not in ("Sdgs", "UprSession")}
    rows = [ROW, *({**poor, "Text": f"118.{number} Go on", "Mood": {"a": [1]}} for number in (1, 2, 3))]
    reading = readers.read(as_json(rows), reference)

    assert len(reading.recommendations) == 4
    assert {told.code for told in reading.problems} == {"field-missing"}
    assert sorted((told.row, told.details["name"], told.details["count"]) for told in reading.problems) == [
        (2, "Sdgs", "3"),
        (2, "UprSession", "3"),
    ]


def test_doubts_are_kept_in_bounded_memory(reference, monkeypatch):
    monkeypatch.setattr("recommendations.importing.readers.tally.Tally.__init__.__defaults__", ("", 5))
    rows = [{**ROW, "Text": f"118.{n} Go on", "Themes": [f"Theme {n}"]} for n in range(1, 21)]
    reading = readers.read(as_json(rows), reference)

    assert len(reading.recommendations) == 20
    assert [told.code for told in reading.problems] == [*["unknown-theme"] * 5, "more-doubts"]
    assert reading.problems[-1].details == {"count": "15"}


WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"], exclude_characters="_"), max_size=40
).map(str.strip)
NAMES = st.one_of(
    st.sampled_from(["Cambodia", "France", "Right to health", "16.2 - x", "Noted", "18"]), WORDS
)
LISTS = st.lists(NAMES.filter(lambda name: not name.startswith("-")), max_size=3)
ANY_ROW = st.fixed_dictionaries(
    {
        **dict.fromkeys(sorted(uhri.LISTS), LISTS),
        "Text": st.one_of(WORDS, WORDS.map(lambda words: f"118.5 {words} (France)")),
        "Body": st.sampled_from(["- UPR", "UPR", "- CRC", ""]),
        "AnnotationType": st.sampled_from(["- Recommendations", "- Concerns/Observations", ""]),
        "Symbol": WORDS,
        "AnnotationId": st.uuids().map(str),
        "DocumentId": st.none(),
        "PublicationDate": st.none(),
        "PublicationDateOnUhri": st.none(),
        "UprCycle": st.none(),
    }
)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(ANY_ROW, max_size=5))
def test_the_same_rows_read_to_the_same_records_from_either_file(rows, reference):
    def read(data: bytes) -> Iterator[dict[str, Any]]:
        for found in readers.read(data, reference).recommendations:
            plain = {name: getattr(found, name) for name in found.__slots__}
            yield {name: value for name, value in plain.items() if name not in ("row", "printed")}

    assert list(read(as_json([ROW, *rows]))) == list(read(as_xlsx([ROW, *rows])))


# Numbers as far as 64 bits hold them: beyond, the parser takes a file for damaged.
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(1 - 2**63, 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)


@settings(deadline=None)
@given(wrong=st.dictionaries(st.sampled_from(uhri.FIELDS), ANYTHING, max_size=6))
def test_values_of_the_wrong_type_are_survived(wrong, reference):
    reading = readers.read(as_json([ROW, {**ROW, **wrong}, {**ROW, "Text": "118.6 Go on"}]), reference)

    assert {told.code for told in reading.problems} <= set(problems.MESSAGES)
    assert [found.text for found in reading.recommendations][-1:] == ["Go on"]
