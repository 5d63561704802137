"""Keep the files that are imported: every content once, whole or not at all."""

import contextlib
import datetime
import errno
import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from upr_tracker.lib.uploads import upload_failure, why_not_kept

_ABANDONED_AFTER = datetime.timedelta(minutes=1)
"""Half a file that nobody has written to for so long was left by a process that ended in the middle."""


class FileRefusedError(Exception):
    """A file that is not even kept; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the default storage: its name there, the hexadecimal hash of its content, its bytes."""

    name: str
    sha256: str
    size: int


def store(uploaded: File) -> Stored:
    """Keep a file under the hash of its content, which is written once, whatever the file is called.

    Raises FileRefusedError for an empty file, for one larger than settings.MAX_IMPORT_MB, and where it
    cannot be kept; nothing of it is then left.
    """
    if reason := upload_failure(uploaded):
        raise FileRefusedError(reason)
    _refuse_by_size(uploaded.size)
    sha256 = _hash(uploaded)
    try:
        name = _keep(uploaded, f"imports/{sha256[:2]}/{sha256}")
    except OSError as error:
        raise FileRefusedError(why_not_kept(error)) from error
    return Stored(name, sha256, uploaded.size)


def displayable_name(name: str) -> str:
    """Answer a file's name for people: without its folders and without what nobody can see."""
    visible = "".join(char for char in PurePath(name).name if char.isprintable())
    return visible[-255:] or _("document")


def _refuse_by_size(size: int) -> None:
    if not size:
        raise FileRefusedError(_("This file is empty. Please choose the document again."))
    limit = settings.MAX_IMPORT_MB * 1024 * 1024
    if size > limit:
        raise FileRefusedError(
            _(
                "This file has %(size)s, and at most %(limit)s are accepted. A report of the Working "
                "Group has less than 1 MB; please check that you chose the right file. For large exports, "
                "whoever runs this site can raise the limit (MAX_IMPORT_MB)."
            )
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        )


def _hash(uploaded: File) -> str:
    digest = hashlib.sha256()
    for chunk in uploaded.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _keep(uploaded: File, name: str) -> str:
    """Write the file, unless it is there; answer the name it has.

    The name is free, taken by the same content, or taken by a part of it: another process writes it at
    this moment, and is left in peace, or ended while it did.
    """
    if default_storage.exists(name):
        if default_storage.size(name) == uploaded.size:
            return name
        if timezone.now() - default_storage.get_modified_time(name) > _ABANDONED_AFTER:
            default_storage.delete(name)
        else:
            name = f"{name}-{uuid4().hex}"
    uploaded.seek(0)
    try:
        name = default_storage.save(name, uploaded)
        if default_storage.size(name) != uploaded.size:
            # On a full disk the system may write less than it was told to without calling it an error.
            raise OSError(errno.ENOSPC, "Only a part was written")
    except BaseException:
        with contextlib.suppress(OSError):
            _remove_part(name, uploaded.size)
        raise
    return name


def _remove_part(name: str, size: int) -> None:
    """Remove what was written, unless it is whole: then another process kept the same content meanwhile."""
    if default_storage.exists(name) and default_storage.size(name) != size:
        default_storage.delete(name)
