"""CSV as programs and people really write it, row by row and in little memory.

The encoding is decided once, on the first 1,048,576 bytes: a byte order mark says UTF-8 or UTF-16; bytes
that are UTF-8 are read as UTF-8; all others as Windows-1252 or as Mac Roman, whichever puts fewer odd
characters into words (where they are equal, Mac Roman if lines end as on old Macs). What turns out later
to be no character of that encoding is read as U+FFFD. The delimiter is the comma, semicolon or
tab that the first row has most of, quoted cells left aside.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Final

from recommendations.importing.problems import problem
from recommendations.importing.readers.cell_values import SheetRow
from recommendations.importing.records import Problem

ROW_LIMIT: Final = 1_000_000
"""The most characters that one row may have. A field may have 131,072, as Python's csv decides."""

_FIRST_BYTES = 1_048_576
_HEADER_WITHIN = _CHUNK = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (",", ";", "\t")
_QUOTED = re.compile(r'"[^"]*"')
_LINE_END = re.compile(r"\r\n|\r|\n")
_USUAL = r"a-zA-ZÀ-ÖØ-öø-ÿŠšŒœŽžŸ\x00-\x7f\xa0«»‘’“”‚„–—…•°§©®·¿¡´€£"
_ODD = re.compile(rf"[^{_USUAL}]|(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŠŒŽŸ]")


def read_csv(file: BinaryIO) -> Iterator[SheetRow | Problem]:
    """Yield the number of each row, blank ones counted, and its fields as written.

    A row whose quotation marks are not in pairs is read up to the end of its first line, and told; so is
    a row that is longer than any limit, and left out.
    """
    file.seek(0)
    first = file.read(_FIRST_BYTES)
    encoding = _find_encoding(first)
    delimiter = _find_delimiter(first.decode(encoding, "replace"))
    lines = _Lines(_split(file, encoding))
    number = 0
    while lines.begin_row():
        number += 1
        try:
            yield SheetRow("", number, next(csv.reader(lines, delimiter=delimiter, strict=True)))
        except csv.Error:
            line = lines.keep_first()
            try:
                cells = next(csv.reader([line[: ROW_LIMIT + 1]], delimiter=delimiter))
                whole = len(line) <= ROW_LIMIT
            except csv.Error:
                whole = False
            if whole:
                yield problem("quotes-broken", row=number)
                yield SheetRow("", number, cells)
            else:
                yield problem("row-too-long", row=number)


class _Lines(Iterator[str]):
    """Lines of which a row takes one or several, and can give back all but the first."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._returned: deque[str] = deque()
        self._taken: list[str] = []
        self._length = 0

    def begin_row(self) -> bool:
        """Tell whether there is another line for a row to begin with."""
        self._taken, self._length = [], 0
        if not self._returned:
            self._returned.extend(line for line in [next(self._source, "")] if line)
        return bool(self._returned)

    def keep_first(self) -> str:
        """Give back all lines of the row but its first, and answer that."""
        if not self._taken:
            return self._returned.popleft()
        self._returned.extendleft(reversed(self._taken[1:]))
        return self._taken[0]

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._source)
        self._taken.append(line)
        self._length += len(line)
        if self._length > ROW_LIMIT:
            raise csv.Error
        return line


def _split(file: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield lines with their ends (CR, LF or both), and the beginnings of those beyond the limit."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    file.seek(0)
    rest, skipping = "", False
    while True:
        chunk = file.read(_CHUNK)
        text = rest + decoder.decode(chunk, final=not chunk)
        # A CR at the end may be the first half of CR LF.
        usable = len(text) - 1 if chunk and text.endswith("\r") else len(text)
        end = 0
        for found in _LINE_END.finditer(text, len(rest.rstrip("\r")), usable):
            if not skipping:
                yield text[end : found.end()]
            end, skipping = found.end(), False
        rest = text[end:]
        if not chunk:
            if rest and not skipping:
                yield rest
            return
        if len(rest) > ROW_LIMIT:
            if not skipping:
                yield rest[: ROW_LIMIT + 1]
            rest, skipping = rest[-1:] if rest.endswith("\r") else "", True


def _find_encoding(first: bytes) -> str:
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding
    try:
        # The last character may be cut in two.
        codecs.getincrementaldecoder("utf-8")().decode(first)
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    windows, mac = (
        len(_ODD.findall(first.decode(encoding, "replace"))) for encoding in ("cp1252", "mac-roman")
    )
    only_cr = b"\r" in first and b"\n" not in first
    return "mac-roman" if mac < windows or (mac == windows and only_cr) else "cp1252"


def _find_delimiter(text: str) -> str:
    """Find the delimiter that the first row with words in it has most often outside quotation marks."""
    bare = _QUOTED.sub("", text[:_HEADER_WITHIN])
    header = next((line for line in _LINE_END.split(bare) if line.strip()), "")
    return max(_DELIMITERS, key=header.count)
