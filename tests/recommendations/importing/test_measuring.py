"""How well documents are read is told in figures that go down when the reading gets worse."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from recommendations.importing.measuring import (
    agreement_of_documents,
    agreement_with_rows,
    belongs_to,
    measure_folder,
)
from recommendations.importing.records import ResponseRecord
from tests.recommendations.importing.documents import clause, reading, recommendation, sections


def row(text, *states):
    return recommendation("", clause(text, *states))


@pytest.fixture
def folder(tmp_path, make_report, closing):
    """A folder with a report of two items, of which three are expected, and a file that is no document."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "cambodia.pdf").write_bytes(
        make_report(*sections(["Ratify it (France)", "Sign it (Ruritania)"], closing))
    )
    (tmp_path / "reports" / "expected.json").write_text(
        json.dumps({"cambodia.pdf": {"paragraphs": {"118": 3}}})
    )
    (tmp_path / "note.pdf").write_bytes(b"%PDF-1.4 not really")
    return tmp_path


def test_each_file_is_measured_against_what_is_expected(folder, reference):
    note, report = measure_folder(folder, reference)

    assert (note.name, note.reading, note.found) == ("note.pdf", None, 0)
    assert "damaged" in note.refused
    assert (report.name, report.wanted, report.found) == ("reports/cambodia.pdf", 3, 2)
    assert (report.missing, report.too_many) == (("118.3",), ())
    assert report.resolved == 1  # of Ruritania nobody knows


def test_numbers_that_nobody_expects_are_told(folder, reference):
    (folder / "reports" / "expected.json").write_text(
        json.dumps({"cambodia.pdf": {"paragraphs": {"118": 1}}})
    )

    _, report = measure_folder(folder, reference)

    assert (report.found, report.too_many) == (1, ("118.2",))


def test_requests_are_compared_by_letters_and_state():
    report = [
        recommendation("118.1", clause("To ratify the Convention, now", "FRA", "PRT")),
        recommendation("118.2", clause("Sign it", "AUT")),
    ]

    found = agreement_with_rows(
        report, [row("Ratify the Convention now ", "FRA"), row("Ratify the convention now", "PRT")]
    )

    assert (found.same, found.whole, found.share, found.kinds) == (2, 2, 100.0, {})


@pytest.mark.parametrize(
    ("theirs", "state", "kind"),
    [
        ("Ratify the Optional Protocol and amend the Penal Code", "PRT", "other State"),
        ("Ratify the Optional Protocols and amend the Penal Code", "FRA", "spelling"),
        ("Amend the Penal Code", "FRA", "split"),
        ("Abolish the death penalty", "FRA", "not found"),
    ],
)
def test_every_difference_is_of_a_kind(theirs, state, kind):
    report = [recommendation("118.1", clause("Ratify the Optional Protocol and amend the Penal Code", "FRA"))]

    found = agreement_with_rows(report, [row(theirs, state)])

    assert (found.same, found.kinds) == (0, {kind: 1})


def test_documents_of_one_review_are_compared_item_by_item():
    report = reading(recommendation("118.1"), recommendation("118.2"))
    listing = reading(recommendation("118.1"), recommendation("118.3", clause("Go on", "PRT")))
    addendum = reading(symbol="A/HRC/26/16/Add.1")
    object.__setattr__(
        addendum, "responses", (ResponseRecord("118.1", "supported"), ResponseRecord("118.3", "noted"))
    )

    agreements = agreement_of_documents(report, addendum, listing)

    assert {what: (found.same, found.whole) for what, found in agreements.items()} == {
        "numbers of the addendum in the report": (1, 2),
        "numbers of the report in the thematic list": (1, 2),
        "States as in the thematic list": (1, 2),
        "positions as in the thematic list": (1, 2),
    }
    assert belongs_to(addendum, report)
    assert not belongs_to(report, addendum)


def test_the_command_prints_figures_for_each_file_and_in_total(folder):
    printed = StringIO()

    call_command("measure_reading", folder, stdout=printed)

    lines = printed.getvalue().splitlines()
    assert lines[0].startswith("note.pdf: not read: This file is damaged")
    assert lines[1].startswith(
        "reports/cambodia.pdf: working-group-report, 2 recommendations, 1 with every State, 1 warning"
    )
    assert lines[2] == "    1 missing: 118.3"
    assert lines[4].startswith("1 of 2 files read in")
    assert lines[5:8] == [
        "numbers expected and found: 2 of 3 (66.67 %)",
        "numbers too many: 0",
        "recommendations with every State resolved: 1 of 2 (50.00 %)",
    ]


def test_the_command_asks_for_a_folder(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("measure_reading", tmp_path / "nowhere")
