"""The signing key of an installation that was given none: made once, kept in a private file."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def kept_secret_key(folder: Path) -> str:
    """Answer the key kept in `folder`, making it on the first call.

    Web server and worker may start at once: the file appears whole or not at all, and the one that
    comes second takes the key of the first.
    """
    path = folder / "secret-key"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder) as draft:  # readable by its owner only
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text()
