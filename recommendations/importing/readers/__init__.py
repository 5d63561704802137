"""Readers: from the bytes of a file to what it says, in the words of the domain.

One module per format, found by looking into the bytes, never at a file's name. Readers are pure
functions: they know no Django and no database, and reach for nothing but the bytes they are given.
"""

from typing import Protocol

from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.readers import working_group_report
from recommendations.importing.records import Reading
from states.names import StateNames

__all__ = ["READERS", "Reader", "UnreadableDocument", "read"]


class Reader(Protocol):
    """A module that reads one format. Both functions raise UnreadableDocument and nothing else."""

    FORMAT: str

    def matches(self, data: bytes) -> bool:
        """Tell whether the bytes are of this format."""

    def read(self, data: bytes, names: StateNames) -> Reading:
        """Read them."""


READERS: tuple[Reader, ...] = (working_group_report,)


def read(data: bytes, names: StateNames) -> Reading:
    """Read a file of any known format.

    Raises UnreadableDocument, whose problem says what to do, for a file that is of no known format,
    empty, damaged, protected by a password, or too large.
    """
    if not data.strip(b"\0\r\n\t "):
        raise UnreadableDocument("empty-file")
    reader = next((reader for reader in READERS if reader.matches(data)), None)
    if reader is None:
        raise UnreadableDocument("unknown-format")
    return reader.read(data, names)
