"""What is known is kept where a document says otherwise, and people are told."""

import datetime

import pytest

from recommendations.importing.models import ChangeKind
from recommendations.models import Recommendation, Response, Source
from recommendations.responses import record_response
from reviews.models import Document, DocumentKind, Review
from tests.factories import DocumentFactory, ResponseFactory, ReviewFactory
from tests.recommendations.importing.documents import (
    line_of,
    load_reference_data,
    reading,
    recommendation,
    write,
    writes,
)
from tests.recommendations.importing.made_up import export, line, planned, row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()


def test_what_is_known_of_a_review_is_kept_and_what_differs_is_told():
    write(reading())

    planned = write(reading(troika=("ITA", "MAR", "FRA"), date=datetime.date(2014, 1, 27)))

    line = line_of(planned, "khm-2")
    assert (line.kind, line.fields) == (ChangeKind.SAME, {})
    assert line.conflicts == {
        "date": ["2014-01-28", Source.DATASET, "2014-01-27"],
        "troika": [["ITA", "MAR", "PHL"], Source.DATASET, ["FRA", "ITA", "MAR"]],
    }
    assert line.record, "a conflict can be told in full"
    review = Review.objects.get()
    assert review.date == datetime.date(2014, 1, 28)
    assert set(review.troika.values_list("pk", flat=True)) == {"ITA", "MAR", "PHL"}


def test_an_incomplete_troika_is_completed():
    write(reading(troika=("ITA",)))

    planned = write(reading(troika=("ITA", "MAR", "FRA")))

    assert line_of(planned, "khm-2").fields == {"troika": [["ITA"], ["FRA", "ITA", "MAR"]]}
    assert set(Review.objects.get().troika.values_list("pk", flat=True)) == {"FRA", "ITA", "MAR"}


def test_an_incomplete_troika_does_not_contradict_a_complete_one():
    write(reading())

    line = line_of(write(reading(troika=("ITA", "MAR"))), "khm-2")

    assert (line.fields, line.conflicts) == ({}, {})


def test_a_document_keeps_its_date_and_its_kind_and_what_differs_is_told():
    document = DocumentFactory(kind=DocumentKind.ADDENDUM, date=datetime.date(2014, 3, 20))
    Document.objects.update(review=ReviewFactory(session_id=18))

    line = line_of(write(reading()), "A/HRC/26/16")

    assert line.fields == {}
    assert line.conflicts == {
        "kind": ["addendum", Source.DATASET, "working-group-report"],
        "date": ["2014-03-20", Source.DATASET, "2014-03-27"],
    }
    document.refresh_from_db()
    assert (document.kind, document.date) == (DocumentKind.ADDENDUM, datetime.date(2014, 3, 20))


def test_the_wording_that_a_person_corrected_stays_and_the_report_is_in_conflict_with_it():
    write(reading(recommendation("118.1", text="Ratify the Conventoin (France)")))
    Recommendation.objects.update(text="Ratify the Covenant (France)", sources={"text": Source.PERSON})

    planned = write(reading(recommendation("118.1", text="Ratify the Conventoin (France)")))

    line = line_of(planned, "khm-2 118.1")
    assert (line.kind, line.fields) == (ChangeKind.SAME, {})
    assert line.conflicts["text"] == [
        "Ratify the Covenant (France)",
        Source.PERSON,
        "Ratify the Conventoin (France)",
    ]
    assert Recommendation.objects.get().text == "Ratify the Covenant (France)"


def test_a_position_that_a_person_corrected_stays_and_the_report_is_in_conflict_with_it():
    report = reading(recommendation("118.1", position="supported"))
    write(report)
    ResponseFactory(
        recommendation=Recommendation.objects.get(),
        document=Document.objects.get(),
        paragraph="119",
        position="noted",
        source=Source.PERSON,
    )

    planned = write(report)

    line = line_of(planned, "khm-2 118.1")
    assert line.conflicts == {"position": ["noted", Source.PERSON, "supported"]}
    assert not writes(planned)
    assert Recommendation.objects.get().position == "noted"


def test_a_table_that_says_the_present_position_contradicts_nobody_who_said_another_before(made_up_files):
    write(reading(recommendation("118.1", position="supported")))
    later = DocumentFactory(symbol="A/HRC/26/2", kind=DocumentKind.COUNCIL_DECISION)
    record_response(
        Response(
            recommendation=Recommendation.objects.get(),
            document=later,
            position="noted",
            date=datetime.date(2014, 6, 26),
        )
    )

    import_ = planned(export("upr-info", row("Ratify the Convention", "FRA", position="noted")))

    assert "position" not in line(import_, "khm-2 118.1").conflicts
