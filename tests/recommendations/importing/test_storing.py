"""Files are kept once by content, whole or not at all."""

import errno
import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from recommendations.importing.storing import FileRefusedError, displayable_name, store
from tests.disk import files_in, room_for
from upr_tracker.lib.uploads import LostUpload

CONTENT = b"A/HRC/26/16 " * 20_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NAME = f"imports/{SHA256[:2]}/{SHA256}"
NO_ROOM = "There is no room left on the server for this file. Nothing of it was kept"


@pytest.fixture
def kept(settings, tmp_path) -> Path:
    """The folder where files are kept."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.MEDIA_ROOT


def report(content=CONTENT, name="report.pdf"):
    return ContentFile(content, name=name)


def large_upload(content=CONTENT):
    """A file as Django hands it over after it was written to the folder of incoming uploads."""
    upload = TemporaryUploadedFile("report.pdf", "application/pdf", len(content), None)
    upload.write(content)
    upload.seek(0)
    return upload


def leave_a_part(kept, *, seconds_ago):
    """What a process leaves that writes the file now, or ended while it did."""
    path = kept / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT[:1000])
    written = time.time() - seconds_ago
    os.utime(path, (written, written))
    return path


class BreakingStorage(FileSystemStorage):
    """Writes half of a file, and then an error comes."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(content.size // 2))
        raise self.error


@pytest.fixture
def break_storage(settings, kept):
    def break_storage(error):
        backend = {"BACKEND": f"{__name__}.BreakingStorage", "OPTIONS": {"error": error}}
        settings.STORAGES = {**settings.STORAGES, "default": backend}

    return break_storage


class TestOnce:
    @pytest.mark.parametrize("backend", ["FileSystemStorage", "InMemoryStorage"])
    def test_a_file_is_kept_under_the_hash_of_its_content_in_any_storage(self, settings, kept, backend):
        storage = {"BACKEND": f"django.core.files.storage.{backend}"}
        settings.STORAGES = {**settings.STORAGES, "default": storage}

        stored = store(report())

        assert (stored.name, stored.sha256, stored.size) == (NAME, SHA256, len(CONTENT))
        with default_storage.open(stored.name) as file:
            assert file.read() == CONTENT

    def test_the_same_content_is_written_once_whatever_its_name(self, kept):
        first = store(report(name="report.pdf"))
        inode = (kept / first.name).stat().st_ino

        second = store(report(name="../../another name.docx"))

        assert second == first
        assert [path.stat().st_ino for path in files_in(kept)] == [inode]

    def test_other_content_is_another_file(self, kept):
        assert store(report(b"one")).name != store(report(b"two")).name
        assert len(files_in(kept)) == 2

    def test_a_large_upload_is_moved_and_not_written_twice(self, kept):
        upload = large_upload()
        inode = Path(upload.temporary_file_path()).stat().st_ino

        stored = store(upload)
        upload.close()

        assert (kept / stored.name).stat().st_ino == inode
        assert (kept / stored.name).read_bytes() == CONTENT

    def test_many_uploads_of_the_same_content_at_once_do_no_harm(self, kept):
        at_once = 4
        barrier = Barrier(at_once)

        def upload(_):
            barrier.wait()
            return store(report()).name

        for _ in range(10):
            with ThreadPoolExecutor(at_once) as threads:
                names = list(threads.map(upload, range(at_once)))
            assert all((kept / name).read_bytes() == CONTENT for name in names)
            for path in files_in(kept):
                path.unlink()


class TestRefused:
    def test_an_empty_file_is_refused(self, kept):
        with pytest.raises(FileRefusedError, match=r"This file is empty\. Please choose"):
            store(report(b""))

        assert not files_in(kept)

    def test_a_file_larger_than_allowed_is_refused_with_both_sizes(self, kept, settings):
        settings.MAX_IMPORT_MB = 1

        with pytest.raises(FileRefusedError, match=r"has 1.5\xa0MB, and at most 1.0\xa0MB are accepted"):
            store(report(bytes(3 * 2**19)))

        assert not files_in(kept)

    def test_an_upload_that_got_lost_on_the_way_is_refused_with_its_reason(self, kept):
        with pytest.raises(FileRefusedError, match="The reason"):
            store(LostUpload("The reason", name="report.pdf", size=7))

    @pytest.mark.parametrize(
        ("number", "sentence"),
        [
            (errno.ENOSPC, NO_ROOM),
            (errno.EDQUOT, NO_ROOM),
            (errno.EFBIG, NO_ROOM),
            (errno.EIO, r"could not keep this file \(Input/output error\)\. Nothing of it was kept"),
            (errno.EACCES, r"could not keep this file \(Permission denied\)\. Nothing of it was kept"),
        ],
    )
    def test_what_cannot_be_written_is_refused_and_leaves_nothing(
        self, kept, break_storage, number, sentence
    ):
        break_storage(OSError(number, os.strerror(number)))

        with pytest.raises(FileRefusedError, match=sentence):
            store(report())

        assert not files_in(kept)

    def test_whoever_stops_the_server_while_it_writes_leaves_nothing(self, kept, break_storage):
        break_storage(SystemExit())

        with pytest.raises(SystemExit):
            store(report())

        assert not files_in(kept)

    @pytest.mark.parametrize("room", [0, 1, 1000, 100_000, len(CONTENT) - 1])
    def test_a_full_disk_is_told_and_leaves_nothing(self, kept, room):
        with room_for(room), pytest.raises(FileRefusedError, match=NO_ROOM):
            store(report())

        assert not files_in(kept)

    def test_once_there_is_room_again_the_file_is_kept(self, kept):
        with room_for(1000), pytest.raises(FileRefusedError):
            store(report())

        assert store(report()).name == NAME
        assert (kept / NAME).read_bytes() == CONTENT

    def test_a_full_disk_is_noticed_where_django_takes_a_short_write_for_a_whole_one(self, kept, monkeypatch):
        def other_disk(*paths):
            raise OSError(errno.EXDEV, "Invalid cross-device link")

        upload = large_upload()
        monkeypatch.setattr(os, "rename", other_disk)

        with room_for(len(CONTENT) - 1), pytest.raises(FileRefusedError, match=NO_ROOM):
            store(upload)

        upload.close()
        assert not files_in(kept)


class TestAfterACrash:
    def test_half_a_file_that_was_left_is_replaced(self, kept):
        leave_a_part(kept, seconds_ago=3600)

        assert store(report()).name == NAME
        assert [path.read_bytes() for path in files_in(kept)] == [CONTENT]

    def test_half_a_file_that_is_being_written_is_left_in_peace(self, kept):
        part = leave_a_part(kept, seconds_ago=0)

        stored = store(report())

        assert stored.name != NAME
        assert (kept / stored.name).read_bytes() == CONTENT
        assert part.read_bytes() == CONTENT[:1000]

    def test_a_full_disk_takes_nothing_from_a_file_that_is_being_written(self, kept):
        part = leave_a_part(kept, seconds_ago=0)

        with room_for(2000), pytest.raises(FileRefusedError, match=NO_ROOM):
            store(report())

        assert files_in(kept) == [part]


@given(st.text())
def test_a_shown_name_is_one_line_without_folders_and_never_empty(name):
    shown = displayable_name(name)

    assert 0 < len(shown) <= 255
    assert shown.isprintable()
    assert "/" not in shown


def test_a_shown_name_is_the_name_of_the_file():
    assert displayable_name("C/Users/x/A_HRC_26_16-\u202eE.pdf") == "A_HRC_26_16-E.pdf"
    assert displayable_name("") == "document"


def test_the_file_of_a_command_stays_where_it_is(kept, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(CONTENT)

    with path.open("rb") as file:
        store(File(file, name=path.name))

    assert path.read_bytes() == CONTENT
