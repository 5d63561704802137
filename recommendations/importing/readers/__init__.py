"""Readers: from a file to what it says, in the words of the domain.

One module per format, found by looking into the file, never at its name. Readers are pure functions:
they know no Django and no database, and reach for nothing but the file they are given. They yield one
record after the other, so that a file of any size can be read in little memory.
"""

import io
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.readers import (
    addendum,
    spreadsheet,
    thematic_list,
    uhri_json,
    uhri_xlsx,
    upr_info,
    upr_info_site,
    working_group_report,
)
from recommendations.importing.records import Entry, Reading
from recommendations.importing.reference import Reference

__all__ = ["READERS", "Reader", "UnreadableDocument", "find_reader", "read"]

_FIRST_BYTES = 4096


class Reader(Protocol):
    """A module that reads one format. Both functions raise UnreadableDocument and nothing else.

    The file is binary, can be rewound, and may stand anywhere when a function is called.
    """

    FORMAT: str

    def matches(self, file: BinaryIO) -> bool:
        """Tell whether the file is of this format."""

    def entries(self, file: BinaryIO, reference: Reference) -> Iterator[Entry]:
        """Yield what the file says: document and review, if any, before all others."""


READERS: tuple[Reader, ...] = (
    working_group_report,
    addendum,
    thematic_list,
    uhri_json,
    uhri_xlsx,
    upr_info,
    upr_info_site,
    spreadsheet,
)


def find_reader(file: BinaryIO) -> Reader:
    """Find the reader of a file's format.

    Raises UnreadableDocument, whose problem says what to do, for a file that is of no known format,
    empty, damaged, protected by a password, or too large.
    """
    file.seek(0)
    if not file.read(_FIRST_BYTES).strip(b"\0\r\n\t "):
        raise UnreadableDocument("empty-file")
    reader = next((reader for reader in READERS if reader.matches(file)), None)
    if reader is None:
        raise UnreadableDocument("unknown-format")
    return reader


def read(file: BinaryIO | bytes, reference: Reference) -> Reading:
    """Read a whole file of any known format. Raises UnreadableDocument as `find_reader` does."""
    opened = io.BytesIO(file) if isinstance(file, bytes) else file
    reader = find_reader(opened)
    return Reading.of(reader.FORMAT, reader.entries(opened, reference))
