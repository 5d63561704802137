"""Wordings that differ only in the States printed in brackets behind them are one wording."""

import pytest

from recommendations.importing.matching import same_request
from recommendations.models import Recommendation
from tests.recommendations.importing.documents import clause, load_reference_data, reading, recommendation
from tests.recommendations.importing.made_up import TORTURE, applied, changes, export, line, planned, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()


@pytest.mark.parametrize(
    "other",
    [
        "Ratify the Convention (Cambodia);",
        "ratify the Convention (Iran (Islamic Republic of), France).",
        "Ratify the Convention (the Netherlands) ;",
        "Ratify the Convention (the former Yugoslav Republic of Macedonia)",
    ],
)
def test_the_states_behind_a_wording_are_no_part_of_it(other):
    assert same_request("Ratify the Convention", other)


@pytest.mark.parametrize(
    "other",
    [
        "Ratify the Convention (CEDAW)",
        "Ratify the Convention (without reservations)",
        "Ratify the Conventions (Cambodia)",
        "(Cambodia) Ratify it",
    ],
)
def test_anything_else_is(other):
    assert not same_request("Ratify the Convention", other)


def test_a_table_without_them_is_in_no_conflict_with_the_report_that_prints_them():
    applied(reading(recommendation("118.1", clause(TORTURE, "FRA"), text=f"{TORTURE} (France);")))

    import_ = planned(export("upr-info", row(TORTURE, "FRA")))

    assert changes(import_) == []
    assert line(import_, "khm-2 118.1").conflicts == {}


def test_a_table_with_them_is_in_no_conflict_with_a_better_one_without():
    applied(export("uhri-json", row(TORTURE, "FRA", number="118.1")))

    import_ = planned(
        export("upr-info", row(f"{TORTURE} (France);", clauses=(clause(TORTURE, "FRA"),), number="118.1"))
    )

    assert changes(import_) == []
    assert line(import_, "khm-2 118.1").conflicts == {}


def test_of_several_clauses_each_has_its_own():
    parts = clause(TORTURE, "FRA"), clause("Pay", "PRT")
    applied(reading(recommendation("118.1", *parts, text=f"{TORTURE} (France); Pay (Portugal)")))

    import_ = planned(export("uhri-json", row(f"{TORTURE}; Pay", number="118.1", clauses=parts)))

    assert line(import_, "khm-2 118.1").conflicts == {}


@pytest.mark.parametrize("texts", [(TORTURE, f"{TORTURE} (France);"), (f"{TORTURE} (France);", TORTURE)])
def test_of_one_source_they_change_nothing(texts):
    first, second = (
        export("uhri-json", row(text, clauses=(clause(TORTURE, "FRA"),), number="118.1")) for text in texts
    )
    applied(first)

    assert changes(planned(second)) == []


def test_where_other_states_are_printed_the_wording_follows():
    applied(reading(recommendation("118.1", clause(TORTURE, "FRA"), text=f"{TORTURE} (France)")))

    applied(
        reading(recommendation("118.1", clause(TORTURE, "FRA", "PRT"), text=f"{TORTURE} (France, Portugal)"))
    )

    assert Recommendation.objects.get().text == f"{TORTURE} (France, Portugal)"


def test_rows_of_one_number_may_each_name_their_own_state():
    named = ("France", "FRA"), ("Italy", "ITA")
    rows = [
        row(f"{TORTURE} ({name});", clauses=(clause(TORTURE, code),), number="118.1") for name, code in named
    ]

    import_ = applied(export("uhri-json", *rows))

    assert import_.problem_count == 0
    assert {state.code for state in Recommendation.objects.get().recommending_states} == {"FRA", "ITA"}
