"""Cambodia's record against figures written down from the documents themselves (7-formats.md, D8)."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
DOCUMENTS = FIXTURES.parent.parent / "shared" / "documents" / "working-group-reports"
REPORTS = {"khm-1": "cambodia2010.pdf", "khm-2": "cambodia2014.pdf"}

#: Supported in the report of 2014, not at the Council (UN Geneva meeting summary, June 2014).
MOVED_TO_NOTED = {"118.1", "118.2", "118.3", "118.4"}
MOVED_TO_REJECTED = {"118.5", "118.22", "118.57", "118.161"}


def records(slug):
    return json.loads((FIXTURES / "recommendations" / f"{slug}.json").read_text())["recommendations"]


# UPR Info counts 47 States in 2009: it has Brazil for the one request of Brunei Darussalam (82.10).
@pytest.mark.parametrize(
    ("slug", "items", "requests", "states"), [("khm-1", 91, 138, 48), ("khm-2", 205, 205, 72)]
)
def test_items_requests_and_states_are_as_many_as_published(slug, items, requests, states):
    asked = [state for record in records(slug) for clause in record["clauses"] for state in clause["states"]]

    assert len(records(slug)) == items
    assert len(asked) == requests
    assert len(set(asked)) == states


def test_numbers_of_2009_are_item_1_to_91_of_paragraph_82():
    assert [record["number"] for record in records("khm-1")] == [f"82.{item}" for item in range(1, 92)]


def test_numbers_of_2014_are_in_the_two_paragraphs_of_the_report():
    assert [record["number"] for record in records("khm-2")] == [
        *(f"118.{item}" for item in range(1, 172)),
        *(f"119.{item}" for item in range(1, 35)),
    ]


def test_positions_of_2014_are_171_and_34_at_first_and_163_and_42_in_the_end():
    first = Counter(record["responses"][0]["position"] for record in records("khm-2"))
    last = Counter(record["responses"][-1]["position"] for record in records("khm-2"))

    assert first == {"supported": 171, "pending": 34}
    assert last == {"supported": 163, "noted": 42}


def test_the_eight_changed_positions_of_2014_keep_the_words_of_the_change():
    changed = {
        record["number"]: record["responses"][-1]["stated_as"]
        for record in records("khm-2")
        if [response["position"] for response in record["responses"]] == ["supported", "noted"]
    }

    assert changed == dict.fromkeys(MOVED_TO_NOTED, "noted") | dict.fromkeys(MOVED_TO_REJECTED, "rejected")


def test_all_of_2009_were_supported_after_the_report_left_them_open():
    histories = {tuple(r["position"] for r in record["responses"]) for record in records("khm-1")}

    assert histories == {("pending", "supported")}


@pytest.mark.parametrize("slug", REPORTS)
def test_every_summary_is_one_short_line(slug):
    for record in records(slug):
        summaries = [record["summary"], *(clause.get("summary", "") for clause in record["clauses"])]
        assert all(len(summary.split()) <= 25 and "\n" not in summary for summary in summaries), record
        assert record["summary"].endswith("."), record


@pytest.mark.parametrize("slug", REPORTS)
def test_every_recommendation_has_one_to_four_themes_and_an_action_category(slug):
    for record in records(slug):
        assert 1 <= len(record["themes"]) <= 4, record["number"]
        assert record["action_category"] in range(1, 6), record["number"]


@pytest.mark.parametrize("slug", REPORTS)
def test_a_recommendation_of_several_requests_says_what_each_asks(slug):
    for record in records(slug):
        if len(record["clauses"]) > 1:
            assert all(clause["summary"] for clause in record["clauses"]), record["number"]


@pytest.mark.parametrize(("slug", "report"), REPORTS.items())
def test_no_summary_shares_ten_words_in_a_row_with_the_report(slug, report):
    if not DOCUMENTS.exists():
        pytest.skip("the official documents are not here")
    import pypdfium2

    pages = pypdfium2.PdfDocument(DOCUMENTS / report)
    official = " ".join(words(" ".join(page.get_textpage().get_text_bounded() for page in pages)))
    for record in records(slug):
        for summary in [record["summary"], *(clause.get("summary", "") for clause in record["clauses"])]:
            own = words(summary)
            runs = (" ".join(own[start : start + 10]) for start in range(len(own) - 9))
            assert not any(run in official for run in runs), record["number"]


def words(text):
    return re.findall(r"[a-z0-9]+", text.casefold())
