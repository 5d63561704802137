"""Uploads that the server has no room for: told to the person in words instead of ending the request.

Django writes a large upload to FILE_UPLOAD_TEMP_DIR while it comes in, before any view is asked. Where that
fails, a `LostUpload` stands in `request.FILES` for the file, so that whoever wants to keep it can say why
there is nothing to keep: `upload_failure(file)` is the sentence.
"""

import contextlib
import errno
import logging
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

_ABANDONED_AFTER = 24 * 3600
"""Seconds after which a file in the folder of incoming uploads belongs to a server that was killed."""


class LostUpload(UploadedFile):
    """Stands for an upload that the server could not keep. It has a name and a size, and nothing to read."""

    def __init__(self, reason: str, **described: Any) -> None:
        super().__init__(**described)
        self.reason = reason

    def close(self) -> None:
        """There is nothing to close."""


def upload_failure(upload: File) -> str:
    """Answer, in words for the person who sent this file, why it was not kept; "" where it was."""
    return upload.reason if isinstance(upload, LostUpload) else ""


def why_not_kept(error: OSError) -> str:
    """Say in words what a failure to write a file means for the person who sent it."""
    if error.errno in _NO_ROOM:
        return _(
            "There is no room left on the server for this file. Nothing of it was kept, and nothing else was "
            "changed. Please ask whoever runs this site to make room on the disk or to raise the quota, then "
            "choose the file again."
        )
    return _(
        "The server could not keep this file (%(reason)s). Nothing of it was kept, and nothing else was "
        "changed. Please tell whoever runs this site, then choose the file again."
    ) % {"reason": error.strerror or type(error).__name__}


class CarefulUploadHandler(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file; where that fails, lets the request go on without the file."""

    _failure = ""

    def new_file(self, *described: Any, **more: Any) -> None:
        # What is called `file` is closed when an upload breaks off: it must not be the one before this.
        self._forget()
        self._failure = ""
        try:
            _remove_abandoned(Path(settings.FILE_UPLOAD_TEMP_DIR))
            super().new_file(*described, **more)
        except OSError as error:
            self._fail(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._failure:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._fail(error)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self._failure:
            try:
                return super().file_complete(file_size)
            except OSError as error:  # the last bytes are written only now
                self._fail(error)
        return LostUpload(self._failure, name=self.file_name, size=file_size, content_type=self.content_type)

    def _fail(self, error: OSError) -> None:
        logger.error("An upload could not be kept: %s", error)
        self._failure = why_not_kept(error)
        if hasattr(self, "file"):
            with contextlib.suppress(OSError):  # closing tries to write once more, and removes the file
                self.file.close()
            self._forget()

    def _forget(self) -> None:
        self.__dict__.pop("file", None)


def _remove_abandoned(folder: Path) -> None:
    """Remove what a server that was killed left of the uploads it was receiving."""
    long_ago = time.time() - _ABANDONED_AFTER
    for path in folder.glob("*.upload*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < long_ago:
                path.unlink()
