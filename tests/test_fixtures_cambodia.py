"""Cambodia's record against figures written down from the documents themselves (7-formats.md, D8)."""

import re
from collections import Counter
from functools import cache

import pytest

from tests.cambodia import (
    FIXTURES,
    REPORTS,
    REVIEWS,
    SEEDS,
    asked_by,
    documents,
    links,
    own_sentences,
    recommendations,
    references,
    regional_groups,
    review,
    runs,
)

#: Supported in the report of 2014, not at the Council (UN Geneva meeting summary, June 2014).
MOVED_TO_NOTED = {"118.1", "118.2", "118.3", "118.4"}
MOVED_TO_REJECTED = {"118.5", "118.22", "118.57", "118.161"}


# UPR Info counts 47 States in 2009: it has Brazil for the one request of Brunei Darussalam (82.10). Of 2024
# the NGO's account attributes 45 requests to 33 States, and one to none.
@pytest.mark.parametrize(
    ("slug", "items", "requests", "states"),
    [("khm-1", 91, 138, 48), ("khm-2", 205, 205, 72), ("khm-4", 46, 45, 33)],
)
def test_items_requests_and_states_are_as_many_as_published(slug, items, requests, states):
    asked = [state for record in recommendations(slug) for state in asked_by(record)]

    assert len(recommendations(slug)) == items
    assert len(asked) == requests
    assert len(set(asked)) == states


# 2014: UPR Info's groups of recommending States. 2009: counted from the report, item by item. 2024: from the
# NGO's account.
@pytest.mark.parametrize(
    ("slug", "position", "requests"),
    [
        (
            "khm-1",
            "supported",
            {"weog": 65, "asia-pacific": 26, "eastern-european": 23, "grulac": 12, "african": 12},
        ),
        (
            "khm-2",
            "supported",
            {"weog": 51, "asia-pacific": 44, "grulac": 26, "african": 22, "eastern-european": 18, None: 2},
        ),
        (
            "khm-2",
            "noted",
            {"weog": 21, "eastern-european": 14, "african": 4, "grulac": 2, "asia-pacific": 1},
        ),
        (
            "khm-4",
            "pending",
            {"weog": 18, "grulac": 10, "eastern-european": 9, "asia-pacific": 5, "african": 3},
        ),
    ],
)
def test_requests_by_position_and_regional_group_are_as_many_as_published(slug, position, requests):
    groups = regional_groups()
    asked = Counter(
        groups[state]
        for record in recommendations(slug)
        if last_position(record) == position
        for state in asked_by(record)
    )

    assert asked == requests


def last_position(record):
    return record["responses"][-1]["position"] if record.get("responses") else "pending"


def test_numbers_of_2009_are_item_1_to_91_of_paragraph_82():
    assert [record["number"] for record in recommendations("khm-1")] == [
        f"82.{item}" for item in range(1, 92)
    ]


def test_numbers_of_2014_are_in_the_two_paragraphs_of_the_report():
    assert [record["number"] for record in recommendations("khm-2")] == [
        *(f"118.{item}" for item in range(1, 172)),
        *(f"119.{item}" for item in range(1, 35)),
    ]


#: Who asked what in 2024, in the order of the NGO's account; of u9 it does not say who.
ASKED_IN_2024 = (
    "MLT SAU BLR BLR GEO MEX MEX ITA ? FRA CAN NOR NOR HRV ITA BRA GBR BOL MEX MEX MEX SVN ESP ESP POL SGP "
    "TUR MYS VNM LTU AZE LTU THA MAR PAN PRT LUX LUX COL DOM FIN SDN DNK CHE SDN CHE"
)


def test_requests_of_2024_are_of_the_states_that_the_account_names():
    assert [" ".join(asked_by(record)) or "?" for record in recommendations("khm-4")] == ASKED_IN_2024.split()


def test_numbers_of_2024_are_ours_as_the_report_is_not_at_hand():
    assert [record["number"] for record in recommendations("khm-4")] == [f"u{item}" for item in range(1, 47)]


def test_positions_of_2014_are_171_and_34_at_first_and_163_and_42_in_the_end():
    first = Counter(record["responses"][0]["position"] for record in recommendations("khm-2"))
    last = Counter(record["responses"][-1]["position"] for record in recommendations("khm-2"))

    assert first == {"supported": 171, "pending": 34}
    assert last == {"supported": 163, "noted": 42}


def test_the_eight_changed_positions_of_2014_keep_the_words_of_the_change():
    changed = {
        record["number"]: record["responses"][-1]["stated_as"]
        for record in recommendations("khm-2")
        if [response["position"] for response in record["responses"]] == ["supported", "noted"]
    }

    assert changed == dict.fromkeys(MOVED_TO_NOTED, "noted") | dict.fromkeys(MOVED_TO_REJECTED, "rejected")


def test_what_was_said_in_the_end_of_2014_has_its_words_day_and_document():
    final = {record["number"]: record["responses"][-1] for record in recommendations("khm-2")}
    changed = MOVED_TO_NOTED | MOVED_TO_REJECTED

    assert Counter(said["stated_as"] for said in final.values()) == {
        "accepted": 163,
        "noted": 38,
        "rejected": 4,
    }
    assert {said["date"] for said in final.values()} == {"2014-06-26"}
    assert {
        number for number, said in final.items() if said["document"] == "upr-info-2014-changes"
    } == changed
    assert {said["document"] for number, said in final.items() if number not in changed} == {
        "un-geneva-2014-06"
    }


def test_all_of_2009_were_supported_after_the_report_left_them_open():
    histories = {tuple(r["position"] for r in record["responses"]) for record in recommendations("khm-1")}

    assert histories == {("pending", "supported")}


def test_of_2019_there_are_totals_only_each_with_its_source():
    totals = {total["source"]: total["received"] for total in review("khm-3")["published_totals"]}

    assert sorted(totals.values()) == [176, 198]
    assert all("Phnom Penh Post" in source for source in totals)
    assert not (FIXTURES / "recommendations" / "khm-3.json").exists()


def test_of_2024_nothing_is_said_of_positions_but_what_was_said_in_the_dialogue():
    said = [response for record in recommendations("khm-4") for response in record.get("responses", [])]

    assert said
    for response in said:
        assert (response["kind"], response["position"]) == ("dialogue", "pending")
        assert (response["document"], response["date"]) == ("ghrd-2024-05", "2024-05-08")
        assert response["comment"]
        assert response["paragraph"]


@pytest.mark.parametrize("slug", REVIEWS)
def test_every_summary_is_one_short_line(slug):
    for record in recommendations(slug):
        summaries = [record["summary"], *(clause.get("summary", "") for clause in record["clauses"])]
        assert all(len(summary.split()) <= 25 and "\n" not in summary for summary in summaries), record
        assert record["summary"].endswith("."), record


@pytest.mark.parametrize("slug", REVIEWS)
def test_every_recommendation_has_one_to_four_themes(slug):
    for record in recommendations(slug):
        assert 1 <= len(record["themes"]) <= 4, record["number"]
        for tags in (record["themes"], record["groups"], record["goals"]):
            assert len(set(tags)) == len(tags), record["number"]


@pytest.mark.parametrize("slug", REVIEWS)
def test_a_recommendation_of_several_requests_says_what_each_asks(slug):
    for record in recommendations(slug):
        if len(record["clauses"]) > 1:
            assert all(clause["summary"] for clause in record["clauses"]), record["number"]


@pytest.mark.parametrize("slug", REVIEWS)
def test_every_fact_has_a_source(slug):
    known = documents()
    for record in recommendations(slug):
        assert record["source"]["document"] in known, record["number"]
        assert record["source"]["place"] == place_of(record), record["number"]
        for response in record.get("responses", []):
            assert response["document"] in known, record["number"]


def place_of(record):
    """The paragraph of the report; of what has no number of a report, the paragraph that stands there."""
    if record["number"].startswith("u"):
        assert re.fullmatch(r"paragraph ([4-9]|10)", record["source"]["place"])
        return record["source"]["place"]
    return f"paragraph {record['number'].partition('.')[0]}"


@pytest.mark.parametrize("slug", REVIEWS)
def test_a_request_of_no_known_state_says_so(slug):
    for record in recommendations(slug):
        if not all(clause["states"] for clause in record["clauses"]):
            assert record.get("note"), record["number"]


@pytest.mark.parametrize("slug", REVIEWS)
def test_what_is_asked_in_the_same_words_is_tagged_alike(slug):
    alike = {}
    for record in recommendations(slug):
        alike.setdefault(record["summary"], []).append(record)
    for records in alike.values():
        assert len({tuple(record["themes"]) for record in records}) == 1, records[0]["number"]


def test_what_recurs_was_asked_in_an_earlier_cycle_and_says_why():
    known = references()
    for later, link in links():
        assert link["recommendation"] in known, later
        assert link["recommendation"] < later, later
        assert link["kind"] in ("same", "similar", "builds-on"), later
        assert 4 <= len(link["reason"].split()) <= 25, later


def test_chains_run_through_all_three_reviews():
    second = {later for later, link in links() if link["recommendation"].startswith("khm-1/")}
    fourth = [later for later, link in links() if link["recommendation"] in second]

    assert len(fourth) > 10


@pytest.mark.parametrize("slug", REVIEWS)
def test_records_are_in_the_order_of_their_numbers_and_one_block_each(slug):
    lines = (FIXTURES / "recommendations" / f"{slug}.json").read_text().splitlines()
    opened = [line for line in lines if line == "    {"]

    assert len(opened) == len(recommendations(slug))
    assert max(map(len, lines)) < 500


@cache
def _runs_of_documents(length):
    """Every run of words in the reports and in the documents that the project began from."""
    import pypdfium2

    found = set()
    for path in REPORTS.values():
        if path.exists():
            pages = pypdfium2.PdfDocument(path)
            found |= runs(" ".join(page.get_textpage().get_text_bounded() for page in pages), length)
    for path in SEEDS.glob("*.txt") if SEEDS.exists() else []:
        found |= runs(path.read_text(), length)
    return found


@pytest.mark.parametrize("slug", REVIEWS)
def test_we_share_no_ten_words_in_a_row_with_any_source(slug):
    official = _runs_of_documents(10)
    if not official:
        pytest.skip("the official documents are not here")
    for record in recommendations(slug):
        for sentence in own_sentences(record):
            assert not runs(sentence, 10) & official, (record["number"], sentence)
