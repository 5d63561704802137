"""All real documents: every number of the reports is found, and UPR Info’s rows find their recommendation
among those of the Working Group’s report of the same review.

The figures are those of the docstring of `matching`. Skipped where the real documents are absent.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from recommendations.importing.matching import SURE, Candidate, Match, Matcher, letters
from recommendations.importing.measuring import Key, Measure, by_review, measure_folder, rows_by_review
from recommendations.importing.records import RecommendationRecord
from recommendations.importing.reference import Reference

READ_BY_EYE = {
    (("AND", 9), "84.1"),
    (("BTN", 6), "101.1"),
    (("BTN", 6), "101.65"),
    (("CHL", 18), "121.177"),
    (("ESP", 8), "87.1"),
    (("GUY", 8), "70.6"),
    (("SVN", 20), "115.104"),
    (("TUR", 8), "102.10"),
    (("TUR", 8), "105.9"),
}
"""Joined though the row is no piece of the clause: misprints, and pieces with a small gap. All are right."""

Matched = tuple[RecommendationRecord, Match]


@dataclass(frozen=True)
class Reports:
    """The recommendations of every report, and UPR Info’s rows matched to those of the same review."""

    items: Mapping[Key, tuple[RecommendationRecord, ...]]
    matched: Mapping[Key, list[Matched]]

    def rows(self) -> list[tuple[Key, RecommendationRecord, Match]]:
        return [(key, *pair) for key, pairs in self.matched.items() for pair in pairs]


def as_candidates(items: Iterable[RecommendationRecord]) -> list[Candidate]:
    return [
        Candidate(
            item.number,
            item.text,
            item.summary,
            tuple((clause.text, frozenset(clause.states)) for clause in item.clauses),
        )
        for item in items
    ]


@pytest.fixture(scope="module")
def measures(documents: Path, reference: Reference) -> list[Measure]:
    return list(measure_folder(documents, reference))


@pytest.fixture(scope="module")
def reports(measures: list[Measure]) -> Reports:
    items = {
        key: reading.recommendations for key, reading in by_review(measures, "working-group-report").items()
    }
    rows = rows_by_review(measures)
    matched = {}
    for key in items.keys() & rows.keys():
        matcher = Matcher(as_candidates(items[key]))
        matched[key] = [(row, matcher.match(row.text, row.clauses[0].states)) for row in rows[key]]
    return Reports(items, matched)


def test_nearly_every_number_of_every_report_is_found(documents: Path, measures: list[Measure]) -> None:
    folder = documents / "working-group-reports"
    expected = json.loads((folder / "expected.json").read_text())
    read = {measure.name: measure.reading for measure in measures}
    wanted = found = stateless = 0
    for name, facts in expected.items():
        reading = read[f"working-group-reports/{name}"]
        assert reading
        want = {f"{p}.{i}" for p, last in facts["paragraphs"].items() for i in range(1, last + 1)}
        got = {item.number for item in reading.recommendations}
        assert got <= want, f"{name}: too many"
        assert reading.document.symbol == facts["symbol"]
        wanted, found = wanted + len(want), found + len(got)
        stateless += sum(not any(clause.states for clause in r.clauses) for r in reading.recommendations)
    # What is missing are comments of the States under review, which expected.json counts as items.
    assert found / wanted > 0.998
    assert stateless == 0


def test_nearly_all_rows_are_joined_and_nearly_all_others_asked(reports: Reports) -> None:
    kinds: Counter[str] = Counter()
    for _, _, match in reports.rows():
        if match.found:
            kinds["same" if match.found.score == 100 else "similar"] += 1
        else:
            kinds["asked" if match.doubtful else "not found"] += 1

    assert (len(reports.matched), kinds.total()) == (22, 3_471)
    assert kinds["same"] >= 3_398
    assert kinds["same"] + kinds["similar"] >= 3_431
    assert kinds["not found"] <= 3


def test_a_certain_match_is_to_words_and_state_of_the_row(reports: Reports) -> None:
    similar = 0
    for key, row, match in reports.rows():
        if not (joined := match.found):
            continue
        (item,) = [each for each in reports.items[key] if each.number == joined.number]
        assert joined.clause
        clause = item.clauses[joined.clause - 1]
        ours, theirs = (letters(text.removeprefix("To ")) for text in (clause.text, row.text))

        assert set(row.clauses[0].states) <= set(clause.states), (key, row.text, joined)
        assert joined.score >= SURE
        if ours != theirs:
            similar += 1
            assert theirs in ours or (key, joined.number) in READ_BY_EYE, (key, row.text, joined)
    assert similar <= 33


def test_the_right_one_is_offered_where_a_person_is_asked(reports: Reports) -> None:
    offered = defaultdict(set)
    for key, row, match in reports.rows():
        if match.doubtful:
            offered[key, row.text].update(likely.number for likely in match.doubtful)

    # Brunei Darussalam’s request, which UPR Info gives to Brazil.
    (misprinted,) = [text for key, text in offered if key == ("KHM", 6)]
    assert offered[("KHM", 6), misprinted] == {"82.10"}
    # Split by UPR Info, with gaps.
    assert offered[("KEN", 8), "Ratify OP-CEDAW"] == {"102.9"}
    assert offered[("TUR", 8), "That the Anti-Terror Law be revised or abolished"] == {"102.39"}


def test_a_recommendation_finds_itself_and_no_other_when_it_is_taken_away(reports: Reports) -> None:
    """A request that is not loaded is never joined to another, but where a State said it twice."""
    wrong = []
    for key, items in reports.items.items():
        if key not in reports.matched:
            continue
        whole = Matcher(as_candidates(items))
        for item in items:
            everybody = {state for clause in item.clauses for state in clause.states}
            joined = whole.match(item.text, everybody).found
            assert joined, (key, item.number)
            assert joined.number == item.number
        for item in items[::10]:
            others = Matcher(as_candidates(each for each in items if each.number != item.number))
            for clause in item.clauses:
                for state in clause.states:
                    if joined := others.match(clause.text, [state]).found:
                        wrong.append((key, state, clause.text, joined))
    assert wrong == []
