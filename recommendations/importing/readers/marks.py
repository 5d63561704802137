"""What a row of our spreadsheet held when it was exported, as a mark that the row carries with it.

By its mark a row is recognised wherever it is moved, and by a fingerprint of each cell the reader tells
which cells were edited since. Fingerprints are taken of cells as they are read, so that a blank, or another
order of themes, is no edit. A mark reads "khm-2/118.5/1/a/" and the fingerprints, and ends in one of itself:

    khm-2/118.5/1/a/1f60c29a41b3…/c5a20e
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, Self, TypeAlias

from recommendations.importing.readers.text import clean
from upr_tracker.lib.text import normalise

Part: TypeAlias = Literal["a", "f", "c"]
"""What a row holds: a recommendation and its wording (alone), a recommendation and its first clause, or a
further clause alone."""

CLAUSE_FIELDS: Final = ("text", "recommending_states")
WHOLE_FIELDS: Final = (
    "summary", "position", "comment", "document", "page", "position_document", "position_paragraph",
    "themes", "affected_groups", "goals", "action_category",
)  # fmt: skip
"""Fingerprinted in this order: whoever changes it gives the parts other letters, so that the marks of older
files are not misread."""

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "a": CLAUSE_FIELDS + WHOLE_FIELDS,
    "f": CLAUSE_FIELDS + WHOLE_FIELDS,
    "c": CLAUSE_FIELDS,
}
_SEPARATORS = {
    "recommending_states": "[\n;]", "themes": "[\n;]", "affected_groups": "[\n;]", "goals": "[\n;,]",
}  # fmt: skip
_LENGTH = 6
_MARK = re.compile(
    r"(?P<body>(?P<review>[a-z]{3}-[1-9])/(?P<number>u[1-9]\d{0,4}|[1-9]\d{0,4}\.[1-9]\d{0,4})"
    r"/(?P<clause>[1-9]\d{0,2})/(?P<part>[afc])/(?P<fingerprints>[0-9a-f]+))/(?P<check>[0-9a-f]+)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The key of an exported row (review "khm-2", number "118.5" or "u12", clause from 1) and its cells."""

    review: str
    number: str
    clause: int
    part: Part
    fingerprints: tuple[str, ...]

    @classmethod
    def of(cls, review: str, number: str, clause: int, part: Part, cells: Mapping[str, str]) -> Self:
        """Mark a row that holds these cells, by field; those that are not there are empty."""
        found = (_fingerprint(comparable(field, as_read(cells.get(field, "")))) for field in _FIELDS[part])
        return cls(review, number, clause, part, tuple(found))

    @classmethod
    def read(cls, printed: str) -> Self | None:
        """Answer the mark as it was written; None for any other words, if only a letter differs."""
        found = _MARK.fullmatch(printed)
        if found is None or _fingerprint(found["body"]) != found["check"]:
            return None
        part: Part = "a" if found["part"] == "a" else "f" if found["part"] == "f" else "c"
        joined = found["fingerprints"]
        fingerprints = tuple(joined[at : at + _LENGTH] for at in range(0, len(joined), _LENGTH))
        if len(fingerprints) != len(_FIELDS[part]):
            return None
        return cls(found["review"], found["number"], int(found["clause"]), part, fingerprints)

    def __str__(self) -> str:
        place = f"{self.review}/{self.number}/{self.clause}/{self.part}"
        body = f"{place}/{''.join(self.fingerprints)}"
        return f"{body}/{_fingerprint(body)}"

    def edited(self, cells: Mapping[str, str]) -> frozenset[str]:
        """Answer the fields whose cells, as read, are no longer as exported; no cell is no edit."""
        exported = zip(_FIELDS[self.part], self.fingerprints, strict=True)
        return frozenset(
            field
            for field, fingerprint in exported
            if field in cells and _fingerprint(comparable(field, cells[field])) != fingerprint
        )


def as_read(cell: str) -> str:
    """Answer the words of a cell as they are read from a file: line by line, each of them clean."""
    return "\n".join(clean(line) for line in cell.splitlines()).strip("\n") if cell else ""


def pieces(field: str, cell: str) -> list[str]:
    """Answer the values of a cell that may hold several, each once."""
    parts = (part.strip() for part in re.split(_SEPARATORS[field], cell))
    return list(dict.fromkeys(filter(None, parts)))


def comparable(field: str, cell: str) -> str:
    """Answer what identifies the value of a cell, as read."""
    if field in _SEPARATORS:
        return ";".join(sorted(pieces(field, cell)))
    return normalise(cell) if field == "position" else cell


@lru_cache(maxsize=1_000)
def _fingerprint(words: str) -> str:
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=_LENGTH // 2).hexdigest()
