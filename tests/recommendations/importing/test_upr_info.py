"""UPR Info’s exports: those of the old site, real and made up, and those of the present one."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing import readers
from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.readers.text import clean
from recommendations.importing.records import Reading, RecommendationRecord, ReviewRecord
from recommendations.importing.reference import Columns, Reference
from recommendations.names import NamedTheme, ThemeNames

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"

SITE = ["SuR", "Rgrp", "Org", "Recommendation", "RS", "Rgrp", "Org", "Response", "Action", "Issue", "Session"]
ROW = [
    "Cambodia", "Asia", "ASEAN, OIF", "Ratify OP-CAT ", "France", "WEOG", "EU, OIF", "Accepted", "5",
    "International instruments,Torture and other CID treatment", "6",
]  # fmt: skip
UWAZI = [
    "Title", "Date added", "Template", "Recommendation", "State under review",
    "State under review - Regional group", "Recommending State", "Recommending State - Regional group",
    "Response", "Issues", "Cycle", "Session", "Action category", "Documents", "Attachments", "Published",
]  # fmt: skip
UWAZI_ROW = [
    "Ratify", "2024-01-02", "Recommendation", "Ratify OP-CAT", "Cambodia", "Asia-Pacific", "France|Chile",
    "WEOG|GRULAC", "Supported", "Civil rights::Torture and other CID treatment|Justice", "4",
    "46 - May 2024", "5 - Specific action", "", "", "Published",
]  # fmt: skip


def write(*rows: Sequence[str]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def with_cell(row: list[str], place: int, value: str) -> list[str]:
    return [*row[:place], value, *row[place + 1 :]]


def codes(reading: Reading) -> list[tuple[str, int | None]]:
    return [(found.code, found.row) for found in reading.problems]


def of_cambodia(reading: Reading, session: int) -> list[RecommendationRecord]:
    wanted = ("KHM", session)
    return [
        found
        for found in reading.recommendations
        if found.review and (found.review.state, found.review.session) == wanted
    ]


@pytest.fixture(scope="module", params=["upr_info_sessions_6-9.csv", "upr_info_sessions_17-20.xls"])
def real(request: pytest.FixtureRequest, documents: Path, reference: Reference) -> tuple[str, Reading]:
    with (documents / "upr-info" / request.param).open("rb") as file:
        return request.param, readers.read(file, reference)


def test_the_real_exports_are_read_whole(real: tuple[str, Reading]) -> None:
    name, reading = real
    positions = Counter(found.position for found in reading.recommendations)
    if name.endswith(".csv"):
        # 8,343 rows, of which one repeats another in every value.
        assert positions == {"supported": 6_205, "noted": 2_137}
        assert codes(reading) == [("rows-repeated", 5_765)]
    else:
        assert positions == {"supported": 6_094, "noted": 1_890}
        assert codes(reading) == []
    assert reading.format == "upr-info"
    assert not reading.pledges


def test_every_state_and_issue_of_the_real_exports_is_known(real: tuple[str, Reading]) -> None:
    _, reading = real
    for found in reading.recommendations:
        assert found.review
        assert found.review.state
        assert found.review.state_group
        assert found.review.cycle
        assert len(found.clauses[0].states) == 1
        assert not found.clauses[0].unresolved
        assert found.themes
        assert all(theme.slugs is not None for theme in found.themes)
        assert found.number == ""
        assert found.text == found.text.strip()
        assert found.action_category


def test_cambodias_reviews_have_the_known_totals(real: tuple[str, Reading]) -> None:
    name, reading = real
    session, known = (6, 138) if name.endswith(".csv") else (18, 205)
    found = of_cambodia(reading, session)
    actions = Counter(each.action_category for each in found)
    states = {each.clauses[0].states for each in found}
    groups = Counter(each.clauses[0].state_groups[0] for each in found)
    assert len(found) == known
    if session == 6:
        assert Counter(each.position for each in found) == {"supported": 138}
        assert len(states) == 47
        assert actions == {4: 66, 5: 38, 2: 24, 3: 8, 1: 2}
    else:
        assert Counter(each.position for each in found) == {"supported": 163, "noted": 42}
        assert len(states) == 72
        assert actions == {4: 91, 5: 59, 2: 42, 3: 11, 1: 2}
        assert groups == {
            "weog": 72, "asia-pacific": 45, "eastern-european": 32, "grulac": 28, "african": 26, "": 2,
        }  # fmt: skip


def test_the_real_pledges_are_pledges(documents: Path, reference: Reference) -> None:
    with (documents / "upr-info" / "upr_info_voluntary_pledges.csv").open("rb") as file:
        reading = readers.read(file, reference)
    assert (len(reading.pledges), len(reading.recommendations)) == (945, 0)
    of_state = Counter(found.review.session for found in reading.pledges if found.review.state == "KHM")
    assert of_state == {18: 5, 6: 2}
    assert [(found.code, found.details["count"]) for found in reading.problems] == [("rows-repeated", "2")]


def test_a_row_of_the_old_site_is_one_recommendation_of_one_state(reference: Reference) -> None:
    reading = readers.read(write(SITE, ROW), reference)
    (found,) = reading.recommendations
    assert found.review == ReviewRecord("KHM", 6, cycle=1, state_group="asia-pacific")
    assert (found.text, found.printed, found.position, found.stated_as) == (
        "Ratify OP-CAT", "Ratify OP-CAT ", "supported", "",
    )  # fmt: skip
    assert found.clauses[0].states == ("FRA",)
    assert found.clauses[0].state_groups == ("weog",)
    assert [theme.name for theme in found.themes] == [
        "International instruments", "Torture and other CID treatment",
    ]  # fmt: skip
    assert (found.action_category, found.row) == (5, 2)
    assert not reading.problems


def test_what_is_doubtful_in_a_row_is_told_with_its_place_and_stops_no_other(reference: Reference) -> None:
    doubtful = [
        with_cell(ROW, 0, "Atlantis"),
        with_cell(ROW, 3, " "),
        with_cell(ROW, 4, "&#40;Unknown&#41;"),
        with_cell(ROW, 5, "Moon group"),
        with_cell(ROW, 7, "Perhaps"),
        with_cell(ROW, 8, "9"),
        with_cell(ROW, 9, "Magic,Justice"),
        with_cell(ROW, 10, "99"),
    ]
    reading = readers.read(write(SITE, *doubtful, ROW), reference)
    assert codes(reading) == [
        ("unknown-state", 2),
        ("rows-without-text", 3),
        ("recommending-state-missing", 4),
        ("group-of-states-unknown", 5),
        ("position-word-unknown", 6),
        ("value-unclear", 7),
        ("unknown-theme", 8),
        ("rows-without-session", 9),
    ]
    assert [found.column for found in reading.problems] == [
        "SuR", "Recommendation", "RS", "Rgrp", "Response", "Action", "Issue", "Session",
    ]  # fmt: skip
    assert len(reading.recommendations) == 8
    assert reading.recommendations[1].clauses[0].states == ()
    assert (reading.recommendations[3].position, reading.recommendations[3].stated_as) == (None, "Perhaps")
    assert reading.recommendations[5].themes[0].slugs is None


def test_every_issue_of_upr_info_stays_whole_among_others(reference: Reference) -> None:
    crosswalk = json.loads((FIXTURES / "themes.json").read_text(encoding="utf-8"))["names"]
    issues = [each["name"] for each in crosswalk if each["vocabulary"] == "upr-info"]
    assert len(issues) == 56  # the 54 of the guide, and two that the exports call otherwise
    (found,) = readers.read(write(SITE, with_cell(ROW, 9, ",".join(issues))), reference).recommendations
    assert [theme.name for theme in found.themes] == [clean(issue) for issue in issues]
    assert all(theme.slugs is not None for theme in found.themes)


def test_a_name_with_a_comma_is_not_split_where_it_is_known(reference: Reference) -> None:
    themes = ThemeNames(
        [NamedTheme("upr-info", "Arms, trade in", ("x",)), NamedTheme("upr-info", "Arms", ())]
    )
    known = Reference(reference.states, themes)
    (found,) = readers.read(write(SITE, with_cell(ROW, 9, "Arms,Arms, trade in")), known).recommendations
    assert [theme.name for theme in found.themes] == ["Arms", "Arms, trade in"]


def test_pending_is_a_position_and_entities_are_characters(reference: Reference) -> None:
    row = with_cell(with_cell(ROW, 7, "Pending"), 3, "Sign &amp; ratify &#8220;OP-CAT&#8221;")
    (found,) = readers.read(write(SITE, row), reference).recommendations
    assert (found.position, found.text) == ("pending", "Sign & ratify “OP-CAT”")


def test_rows_that_differ_in_one_value_are_all_kept(reference: Reference) -> None:
    reading = readers.read(write(SITE, ROW, with_cell(ROW, 4, "Chile"), ROW, ROW), reference)
    assert len(reading.recommendations) == 2
    assert [(found.code, found.row, found.details["count"]) for found in reading.problems] == [
        ("rows-repeated", 4, "2")
    ]


def test_a_row_of_the_present_site_may_name_several_states(reference: Reference) -> None:
    reading = readers.read(write(UWAZI, UWAZI_ROW), reference)
    (found,) = reading.recommendations
    assert found.review == ReviewRecord("KHM", 46, cycle=4, state_group="asia-pacific")
    assert found.clauses[0].states == ("FRA", "CHL")
    assert found.clauses[0].state_groups == ("weog", "grulac")
    assert [theme.name for theme in found.themes] == ["Torture and other CID treatment", "Justice"]
    assert (found.position, found.action_category) == ("supported", 5)
    assert not reading.problems


@pytest.mark.parametrize("printed", ["Not supported", "Not Supported"])
def test_not_supported_is_noted_and_kept_as_it_is_printed(reference: Reference, printed: str) -> None:
    row = with_cell(UWAZI_ROW, 8, printed)
    (found,) = readers.read(write(UWAZI, row), reference).recommendations
    assert (found.position, found.stated_as) == ("noted", printed)


def test_headings_of_several_languages_are_read_in_english_and_unknown_ones_told(
    reference: Reference,
) -> None:
    header = [f"{heading}__en" if heading == "Recommendation" else heading for heading in UWAZI]
    reading = readers.read(write([*header, "Weather"], [*UWAZI_ROW, "fine"]), reference)
    assert [found.text for found in reading.recommendations] == ["Ratify OP-CAT"]
    assert [(found.code, found.details["names"]) for found in reading.problems] == [
        ("columns-unknown", "“Weather”")
    ]


def test_a_missing_column_is_named_until_its_heading_is_added(reference: Reference) -> None:
    header = with_cell(UWAZI, 4, "Pays examiné")
    with pytest.raises(UnreadableDocument) as refused:
        readers.read(write(header, UWAZI_ROW), reference)
    assert refused.value.problem.code == "column-missing"
    assert "“State under review”" in refused.value.problem.message
    known = [
        ("upr-info", "state", "Pays examiné"),
        ("upr-info", "text", "Recommendation"),
        ("upr-info", "session", "Session"),
    ]
    added = Reference(reference.states, reference.themes, reference.groups, Columns(known))
    (found,) = readers.read(write(header, UWAZI_ROW), added).recommendations
    assert found.review
    assert found.review.state == "KHM"


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.lists(st.text(max_size=20), max_size=17), max_size=5),
    header=st.sampled_from([SITE, UWAZI]),
)
def test_whatever_stands_in_the_cells_is_read_or_told(
    reference: Reference, header: list[str], rows: list[list[str]]
) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([header, *rows])
    reading = readers.read(file.getvalue().encode("utf-8", "replace"), reference)
    assert len(reading.recommendations) + len(reading.pledges) <= len(rows)
