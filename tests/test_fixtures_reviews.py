"""Cycles, sessions and reviews under `fixtures/`: true to the sources and free of contradictions."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reviews.models import DocumentKind
from tests.cambodia import documents

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

SESSIONS_OF_CYCLE = {1: range(1, 13), 2: range(13, 27), 3: range(27, 41), 4: range(41, 55)}
SESSIONS_OF_YEAR = {
    2008: (1, 3),
    2009: (4, 6),
    2010: (7, 9),
    2011: (10, 12),
    2012: (13, 14),
    2013: (15, 17),
    2014: (18, 20),
    2015: (21, 23),
    2016: (24, 26),
    2017: (27, 28),
    2018: (29, 31),
    2019: (32, 34),
    2020: (35, 36),
    2021: (37, 39),
    2022: (40, 41),
    2023: (42, 44),
    2024: (45, 47),
    2025: (48, 50),
    2026: (51, 53),
    2027: (54, 54),
}
DOCUMENT_KINDS = set(DocumentKind.values)


@pytest.fixture(scope="module")
def states() -> Any:
    return json.loads((FIXTURES / "states.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reviews() -> Any:
    return json.loads((FIXTURES / "reviews.json").read_text(encoding="utf-8"))


def is_in_order(first: str | None, last: str | None) -> bool:
    return first is None or last is None or date.fromisoformat(first) <= date.fromisoformat(last)


class TestCyclesAndSessions:
    def test_four_cycles(self, reviews):
        assert {
            cycle["number"]: range(cycle["first_session"], cycle["last_session"] + 1)
            for cycle in reviews["cycles"]
        } == SESSIONS_OF_CYCLE
        for cycle in reviews["cycles"]:
            assert re.fullmatch(r"\d{4}-\d{2}", cycle["starts"])
            assert cycle["starts"] < cycle["ends"]

    def test_54_sessions_each_in_its_cycle_and_year(self, reviews):
        assert [session["number"] for session in reviews["sessions"]] == list(range(1, 55))
        for session in reviews["sessions"]:
            assert session["number"] in SESSIONS_OF_CYCLE[session["cycle"]]
            first, last = SESSIONS_OF_YEAR[session["year"]]
            assert first <= session["number"] <= last

    def test_dates_of_sessions(self, reviews):
        known = [session for session in reviews["sessions"] if session["starts"]]
        for session in known:
            starts, ends = date.fromisoformat(session["starts"]), date.fromisoformat(session["ends"])
            assert starts.year == session["year"]
            assert 0 < (ends - starts).days <= 16
        days = [session["starts"] for session in known]
        assert days == sorted(days)
        assert all(session["ends"] is None for session in reviews["sessions"] if not session["starts"])

    def test_a_session_lies_within_its_cycle(self, reviews):
        cycles = {cycle["number"]: cycle for cycle in reviews["cycles"]}
        for session in reviews["sessions"]:
            if session["starts"]:
                cycle = cycles[session["cycle"]]
                assert cycle["starts"] <= session["starts"][:7] <= session["ends"][:7] <= cycle["ends"]


class TestReviews:
    def test_states_sessions_and_dates_fit_together(self, reviews, states):
        codes = {state["code"] for state in states["states"]}
        sessions = {session["number"]: session for session in reviews["sessions"]}
        for review in reviews["reviews"]:
            assert {review["state"], *review["troika"]} <= codes
            session = sessions[review["session"]]
            assert session["cycle"] == review["cycle"]
            assert session["starts"] <= review["date"] <= session["ends"]
            assert is_in_order(review["date"], review["adopted_on"])
            assert is_in_order(review["adopted_on"] or review["date"], review["council_date"])

    def test_natural_keys_are_unique(self, reviews):
        keys = [(review["state"], review["cycle"]) for review in reviews["reviews"]]
        symbols = [document["symbol"] for review in reviews["reviews"] for document in review["documents"]]
        assert len(set(keys)) == len(keys)
        assert len(set(symbols)) == len(symbols)

    def test_documents(self, reviews):
        for review in reviews["reviews"]:
            for document in review["documents"]:
                assert document["kind"] in DOCUMENT_KINDS
                assert document["certainty"] in {"document", "pattern", "memory"}
                # What was not checked against a document says so.
                assert document["certainty"] == "document" or document["note"]
                assert document["date"] is None or date.fromisoformat(document["date"])

    def test_published_totals(self, reviews):
        for review in reviews["reviews"]:
            sources = [total["source"] for total in review["published_totals"]]
            assert len(set(sources)) == len(sources)
            for total in review["published_totals"]:
                assert total["document"] in documents()
                answered = (total["supported"] or 0) + (total["noted"] or 0)
                assert total["received"] > 0
                assert answered <= total["received"]

    def test_facts_of_cambodia(self, reviews):
        facts = {
            review["cycle"]: (
                review["session"],
                review["date"],
                review["adopted_on"],
                review["council_session"],
                review["troika"],
            )
            for review in reviews["reviews"]
            if review["state"] == "KHM"
        }
        assert facts == {
            1: (6, "2009-12-01", "2009-12-03", 13, ["BHR", "CMR", "NIC"]),
            2: (18, "2014-01-28", "2014-01-31", 26, ["ITA", "MAR", "PHL"]),
            3: (32, "2019-01-30", None, 41, ["PAK", "SEN", "GBR"]),
            4: (46, "2024-05-08", None, 57, []),
        }

    def test_reports_of_cambodia(self, reviews):
        reports = {
            review["cycle"]: [(document["symbol"], document["date"]) for document in review["documents"]]
            for review in reviews["reviews"]
            if review["state"] == "KHM"
        }
        assert ("A/HRC/13/4", "2010-01-04") in reports[1]
        assert ("A/HRC/26/16", "2014-03-27") in reports[2]
        assert ("A/HRC/26/16/Add.1", None) in reports[2]
        assert ("A/HRC/41/17", None) in reports[3]
        assert ("A/HRC/57/17", None) in reports[4]
        for cycle, session in ((1, 6), (2, 18), (3, 32), (4, 46)):
            for number in (1, 2, 3):
                symbol = f"A/HRC/WG.6/{session}/KHM/{number}"
                assert symbol in {known for known, _ in reports[cycle]}

    def test_totals_of_cambodia(self, reviews):
        totals = {
            review["cycle"]: {
                (total["received"], total["supported"], total["noted"])
                for total in review["published_totals"]
            }
            for review in reviews["reviews"]
            if review["state"] == "KHM"
        }
        assert totals == {
            1: {(91, None, None)},
            2: {(205, 171, None), (205, 163, 38), (205, 163, 42)},
            3: {(176, None, None), (198, 173, 25)},
            4: set(),
        }
