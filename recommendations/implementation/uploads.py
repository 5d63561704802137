"""Files that people bring as evidence: which kinds, how large, under which names.

Neither the name nor the type that a browser sends is trusted. The ending says what a file claims to be,
its first bytes whether that is true; it is kept under a name of ours and handed out as that kind alone.
"""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from upr_tracker.lib.uploads import upload_failure


def _starts_with(*magic: bytes) -> Callable[[UploadedFile], bool]:
    return lambda file: file.read(16).startswith(magic)


def _is_webp(file: UploadedFile) -> bool:
    head = file.read(12)
    return head[:4] == b"RIFF" and head[8:] == b"WEBP"


def _is_pdf(file: UploadedFile) -> bool:
    return b"%PDF-" in file.read(1024)


def _is_text(file: UploadedFile) -> bool:
    """Text of any encoding has no control characters but white space; UTF-16 is the exception."""
    head = file.read(64 * 1024)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\n\f\r\x1b" for byte in head)


def _is_archive_with(member: str) -> Callable[[UploadedFile], bool]:
    """Office files are ZIP archives; only the list of their members is read, nothing is unpacked."""

    def is_archive(file: UploadedFile) -> bool:
        try:
            with zipfile.ZipFile(file) as archive:
                return member in archive.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            return False

    return is_archive


#: Ending: the type it is handed out as, and the test of its content.
KINDS: dict[str, tuple[str, Callable[[UploadedFile], bool]]] = {
    ".pdf": ("application/pdf", _is_pdf),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _is_archive_with("word/document.xml"),
    ),
    ".xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _is_archive_with("xl/workbook.xml"),
    ),
    ".odt": ("application/vnd.oasis.opendocument.text", _is_archive_with("content.xml")),
    ".csv": ("text/csv", _is_text),
    ".txt": ("text/plain", _is_text),
    ".png": ("image/png", _starts_with(b"\x89PNG\r\n\x1a\n")),
    ".jpg": ("image/jpeg", _starts_with(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _starts_with(b"\xff\xd8\xff")),
    ".webp": ("image/webp", _is_webp),
}
ENDINGS = ",".join(KINDS)


def accept(upload: UploadedFile) -> UploadedFile:
    """Answer the upload under a name of ours, or raise ValidationError with a sentence."""
    if reason := upload_failure(upload):
        raise ValidationError(reason)
    size = upload.size or 0
    if size > settings.MAX_UPLOAD_MB * 1024 * 1024:
        raise ValidationError(
            _("This file has %(size)s; the limit is %(limit)s MB. Choose a smaller one, or give a link.")
            % {"size": filesizeformat(size), "limit": settings.MAX_UPLOAD_MB}
        )
    ending = PurePath(upload.name or "").suffix.lower()
    if ending not in KINDS:
        raise ValidationError(
            _("Files of this kind are not taken. Choose one of these: %(kinds)s.")
            % {"kinds": ", ".join(KINDS)}
        )
    upload.seek(0)
    is_what_it_says = KINDS[ending][1](upload)
    upload.seek(0)
    if not is_what_it_says:
        raise ValidationError(
            _("This file is named %(ending)s but its content is something else, or it is damaged.")
            % {"ending": ending}
        )
    upload.name = f"{uuid4().hex}{ending}"
    return upload


def content_type(name: str) -> str:
    """The type that a kept file is handed out as."""
    return KINDS.get(PurePath(name).suffix.lower(), ("application/octet-stream",))[0]
