"""A file that contradicts what is known of a review or its documents is told, with the place."""

import pytest

from recommendations.importing import planning
from recommendations.importing.models import Phase
from recommendations.importing.planning import plan
from recommendations.importing.records import ReviewRecord, SourceRecord
from recommendations.models import Recommendation
from reviews.models import Document
from tests.factories import CycleFactory, SessionFactory
from tests.recommendations.importing.documents import (
    clause,
    load_reference_data,
    reading,
    recommendation,
)
from tests.recommendations.importing.made_up import SCHOOLS, TORTURE, applied, export, planned, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]


@pytest.fixture(autouse=True)
def _report():
    load_reference_data()
    SessionFactory(number=19)
    SessionFactory(number=32, cycle=CycleFactory(number=3))
    applied(reading(recommendation("118.1", clause(TORTURE, "FRA"))))


def told(import_, code: str) -> list[tuple[str, str]]:
    return [(found.place, found.message) for found in import_.problems.filter(code=code)]


def test_rows_of_another_session_than_the_reviews_are_told_with_the_first_of_them():
    late = ReviewRecord("KHM", 19, cycle=2)
    rows = [
        row(TORTURE, "FRA", row=2),
        row(SCHOOLS, "FRA", row=3, review=late),
        row("Pay", row=4, review=late),
    ]

    import_ = planned(export("upr-info", *rows))

    ((place, message),) = told(import_, "session-contradicted")
    assert place == "row 3 · khm-2"
    assert "2 rows" in message
    assert "session 19" in message
    assert "session 18" in message


def test_a_document_of_another_session_than_its_reviews_is_told():
    found = plan(reading(recommendation("118.1", clause(TORTURE, "FRA")), session=19, date=None)).problems

    assert [(one.code, one.where) for one in found] == [("session-of-document", "A/HRC/26/16")]


@pytest.mark.parametrize(
    "named",
    [{"symbol": "A/HRC/26/16"}, {"position_source": SourceRecord("A/HRC/26/16"), "position": "noted"}],
)
def test_rows_that_name_a_document_of_another_review_are_left_out_and_told(named):
    cycle_3 = ReviewRecord("KHM", 32, cycle=3)
    rows = [row(SCHOOLS, "FRA", review=cycle_3, row=5, **named), row(TORTURE, "FRA", review=cycle_3, row=6)]

    import_ = applied(export("uhri-json", *rows))

    ((place, message),) = told(import_, "document-of-other-review")
    assert place == "row 5 · A/HRC/26/16"
    assert "khm-2" in message
    assert "khm-3" in message
    assert not Recommendation.objects.filter(text=SCHOOLS).exists()
    assert Recommendation.objects.filter(text=TORTURE, review__slug="khm-3").exists()


def test_a_table_that_agrees_is_told_nothing():
    import_ = applied(export("uhri-json", row(TORTURE, "FRA", number="118.1", symbol="A/HRC/26/16")))

    assert (import_.phase, import_.problem_count) == (Phase.APPLIED, 1), "nothing new, and nothing else"


def test_where_every_row_is_left_out_there_is_no_plan_of_the_review_alone():
    cycle_3 = ReviewRecord("KHM", 32, cycle=3)

    with pytest.raises(AssertionError, match="No row of this table"):
        planned(export("uhri-json", row(SCHOOLS, "FRA", review=cycle_3, symbol="A/HRC/26/16")))


@pytest.mark.parametrize("at_once", [1, 1000])
def test_a_new_document_belongs_to_the_first_review_that_a_file_names_it_for(monkeypatch, at_once):
    monkeypatch.setattr(planning, "ROWS_AT_ONCE", at_once)
    rows = [
        row("Open the archives", "FRA", review=ReviewRecord("KHM", 18, cycle=2), row=5, symbol="A/HRC/40/2"),
        row(SCHOOLS, "FRA", review=ReviewRecord("KHM", 32, cycle=3), row=6, symbol="A/HRC/40/2"),
    ]

    first, again = applied(export("uhri-json", *rows)), planned(export("uhri-json", *rows))

    assert told(first, "document-of-other-review") == told(again, "document-of-other-review") != []
    assert not Recommendation.objects.filter(text=SCHOOLS).exists()
    assert Document.objects.get(symbol="A/HRC/40/2").review.slug == "khm-2"
