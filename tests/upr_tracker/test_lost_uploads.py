"""Uploads that the server has no room for, as they come in."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from pytest_django.asserts import assertContains

from recommendations.implementation.models import Assessment
from recommendations.importing.models import Import
from tests.disk import files_in, room_for
from tests.factories import MembershipFactory, RecommendationFactory, UserFactory
from upr_tracker.lib.uploads import LostUpload, upload_failure

LARGE = b"%PDF-1.7 " + bytes(3 * 2**20)  # too large to be received in memory
NO_ROOM = "There is no room left on the server for this file. Nothing of it was kept"


@pytest.fixture
def incoming(settings, tmp_path) -> Path:
    """The folder that uploads are written to while they come in."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.FILE_UPLOAD_TEMP_DIR


def post(**data):
    request = RequestFactory().post("/", data)
    return request, request.POST, request.FILES


def document(content=LARGE, name="report.pdf"):
    return SimpleUploadedFile(name, content)


def test_an_upload_is_received_whole_and_its_temporary_file_goes_with_the_request(incoming):
    request, _, files = post(file=document())

    assert files["file"].read() == LARGE
    assert upload_failure(files["file"]) == ""
    assert len(files_in(incoming)) == 1
    request.close()
    assert not files_in(incoming)


@pytest.mark.parametrize("room", [0, 100, 2**20, len(LARGE) - 1])
def test_a_full_disk_is_told_and_nothing_is_left_behind(incoming, room):
    with room_for(room):
        request, form, files = post(file=document(), other="kept")

    assert NO_ROOM in upload_failure(files["file"])
    assert (files["file"].name, files["file"].size) == ("report.pdf", len(LARGE))
    assert form["other"] == "kept"
    assert not files_in(incoming)
    request.close()


def test_what_is_lost_cannot_be_taken_for_an_empty_file(incoming):
    with room_for(0):
        _, _, files = post(file=document())

    with pytest.raises(AttributeError):
        list(files["file"].chunks())


def test_of_two_files_the_one_that_was_received_stays(incoming):
    room = len(LARGE) + 1
    with room_for(room):
        request, _, files = post(first=document(), second=document(LARGE + b"more"), third=document())

    assert [upload_failure(files[name]) != "" for name in ("first", "second", "third")] == [
        False,
        True,
        False,
    ]
    assert files["first"].read() == files["third"].read() == LARGE
    request.close()
    assert not files_in(incoming)


def test_a_file_that_cannot_even_be_begun_is_told_with_the_reason(incoming):
    name = "report." + "f" * 250  # longer than a name may be, with what is added to it

    request, _, files = post(first=document(), second=document(name=name))

    assert "could not keep this file (File name too long)" in upload_failure(files["second"])
    assert files["first"].read() == LARGE
    request.close()


def test_a_folder_that_went_away_is_told(incoming):
    incoming.rmdir()

    _, _, files = post(file=document())

    assert "(No such file or directory)" in upload_failure(files["file"])


def test_what_a_killed_server_left_is_removed_by_the_next_upload_a_day_later(incoming):
    old, new, foreign = (incoming / name for name in ("tmp1.upload.pdf", "tmp2.upload.pdf", "notes"))
    for path in (old, new, foreign):
        path.touch()
    yesterday = time.time() - 25 * 3600
    os.utime(old, (yesterday, yesterday))
    os.utime(foreign, (yesterday, yesterday))

    request, _, _ = post(file=document())
    request.close()

    assert files_in(incoming) == sorted([new, foreign])


@pytest.mark.django_db
def test_the_page_for_imports_says_that_there_is_no_room(incoming, client):
    client.force_login(UserFactory(data_manager=True, password=None))

    with room_for(2**20):
        answer = client.post(reverse("imports"), {"file": document()})

    assertContains(answer, NO_ROOM, status_code=422)
    assert not Import.objects.exists()
    assert not files_in(incoming)


@pytest.mark.django_db
def test_the_form_for_evidence_says_so_beside_the_file(incoming, client):
    member = MembershipFactory()
    client.force_login(member.user)
    recommendation = RecommendationFactory()
    form = {
        "version": 1,
        "status": "in-progress",
        "confidence": "high",
        "considered_up_to": "2024-05-01",
        "narrative": "A draft.",
        "evidence-TOTAL_FORMS": 1,
        "evidence-INITIAL_FORMS": 0,
        "evidence-0-title": "Minutes",
        "evidence-0-stance": "supports",
        "evidence-0-visibility": "public",
        "evidence-0-file": document(),
    }

    with room_for(2**20):
        answer = client.post(
            reverse("assessment-new", args=[recommendation.review.slug, recommendation.number]), form
        )

    assertContains(answer, NO_ROOM)
    assert NO_ROOM in answer.context["pieces"].forms[0].errors["file"][0]
    assert not Assessment.objects.exists()


def test_a_lost_upload_keeps_its_reason_and_closes_quietly():
    lost = LostUpload("No room.", name="report.pdf", size=1)
    lost.close()

    assert upload_failure(lost) == "No room."
