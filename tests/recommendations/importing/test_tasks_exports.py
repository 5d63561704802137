"""Exports of many reviews on their way: read to the end, counted, and not planned."""

import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.importing import progress, readers, reading, tasks
from recommendations.importing.models import Import, Phase
from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.records import PledgeRecord, ReviewRecord
from tests.recommendations.importing.documents import load_reference_data, recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference_data(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_reference_data()


def plan() -> Import:
    import_ = progress.receive_file(SimpleUploadedFile("export.csv", b"rows"), by=None)
    tasks.plan_import(import_id=import_.pk)
    import_.refresh_from_db()
    return import_


@pytest.fixture
def export(monkeypatch):
    """Plan an export that the reader below reads."""

    def export(**fields) -> Import:
        monkeypatch.setattr(readers, "READERS", (ManyReviews(**fields),))
        return plan()

    return export


class ManyReviews:
    """A reader of an export that says as many rows as it is told, and breaks off where it is told to."""

    FORMAT = "an-export"

    def __init__(self, rows=0, problems=0, broken=False):
        self.rows, self.problems, self.broken = rows, problems, broken

    def matches(self, file):
        return True

    def entries(self, file, reference):
        for row in range(1, self.problems + 1):
            yield problem("unknown-state", sheet="UPR", row=row, column="SuR", name="Ruritania\0")
        for row in range(self.rows):
            reviewed = ReviewRecord("KHM", 18) if row % 2 else ReviewRecord("FRA", None, cycle=2)
            yield recommendation("", review=reviewed, page=None, row=row)
            yield PledgeRecord("We promise", ReviewRecord("KHM", None, cycle=2))
        if self.broken:
            raise UnreadableDocument("damaged", sheet="UPR", row=7)


def test_it_fails_calmly_and_says_what_was_read(export):
    import_ = export(rows=7, problems=2)

    assert (import_.phase, import_.format) == (Phase.FAILED, "an-export")
    assert import_.failure.startswith(
        "7 recommendations and 7 voluntary pledges of 2 reviews were read to the end of the file, with 2 "
        "remarks. Importing exports of many reviews is not possible yet"
    )


def test_its_problems_are_kept_with_their_places(export):
    first, _second = export(rows=1, problems=2).problems.order_by("pk")

    assert (first.sheet, first.row, first.column) == ("UPR", 1, "SuR")
    assert first.place == "sheet UPR · row 1 · column SuR"
    assert "“Ruritania”" in first.message


def test_of_very_many_problems_the_first_are_kept_and_the_others_counted(export, monkeypatch):
    monkeypatch.setattr(reading, "PROBLEMS_KEPT", 5)

    problems = export(rows=1, problems=12).problems.order_by("pk")

    assert [found.code for found in problems] == ["unknown-state"] * 5 + ["remarks-cut"]
    assert "7 more remarks" in problems.last().message


def test_what_was_found_before_a_file_broke_off_is_kept_with_the_place_where_it_did(export):
    import_ = export(rows=3, problems=1, broken=True)

    assert import_.failure.startswith("This file is damaged")
    assert [(found.code, found.row) for found in import_.problems.order_by("pk")] == [
        ("unknown-state", 1),
        ("damaged", 7),
    ]


def test_rows_are_not_collected(export):
    tracemalloc.start()
    export(rows=20_000)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 4_000_000


def test_while_a_large_file_is_read_the_import_shows_that_somebody_has_it(export, monkeypatch):
    monkeypatch.setattr(progress, "_SIGN_OF_LIFE", -1)
    with CaptureQueriesContext(connection) as queries:
        export(rows=3)

    assert sum('SET "heartbeat"' in query["sql"] for query in queries) == 6
