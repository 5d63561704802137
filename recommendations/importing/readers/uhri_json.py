"""Full export of the Universal Human Rights Index, JSON: one list of rows, some 400 MB.

The file is parsed event by event and one row is held at a time, without anything that is nested deeper
than the lists of a row, so that neither its size nor its shape decides about memory.
"""

import codecs
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

import ijson  # type: ignore[import-untyped]  # says nothing of its types

from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.readers.cell_values import print_number
from recommendations.importing.readers.uhri import FIELDS, Rows
from recommendations.importing.records import Entry
from recommendations.importing.reference import Reference

FORMAT = "uhri-json"

MAX_ROW: Final = 1_000_000
"""Bytes of one row, on the average 1,600; to within a chunk. Bounds strings, lists and depth as well."""

_CHUNK = 65_536
_ENOUGH_FIELDS = len(FIELDS) // 2
_OPENS: Final = frozenset({"start_map", "start_array"})
_CLOSES: Final = frozenset({"end_map", "end_array"})
_WHERE_ROWS_ARE: Final = (["start_array", "start_map"], ["start_map", "start_array", "start_map"])
_DEEPEST_ROW: Final = 3
_BLANKS = b" \t\r\n"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Decimals would be exact, but whole numbers of thousands of digits break ijson's parser then.
_OPTIONS: Final = {"use_float": True}


@dataclass(slots=True)
class _Object:
    """A row as it is printed: its values by field, and the fields that hold something else than values."""

    values: dict[str, list[str]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)


def matches(file: BinaryIO) -> bool:
    """Tell whether the first row of a JSON file is one of the Index. Looks no further."""
    file.seek(0)
    if not _without_mark(file.read(_CHUNK)).lstrip(_BLANKS).startswith((b"[", b"{")):
        return False
    builder = _Builder()
    # What breaks in the file is for `entries` to say.
    with suppress(UnreadableDocument):
        next(_objects(file, builder), None)
    return _is_row(builder.first_keys) or _is_row(builder.outer_keys)


def entries(file: BinaryIO, reference: Reference) -> Iterator[Entry]:
    """Read an export, a plain list or a list within an object.

    Raises UnreadableDocument where the file breaks off or is damaged (with the row), holds a row of more
    than MAX_ROW bytes, or one object after the other instead of a list.
    """
    rows, builder = Rows(reference, {name: name for name in FIELDS}), _Builder()
    number = 0
    for number, read in enumerate(_objects(file, builder), 1):
        for name in read.unreadable:
            rows.leave_out(number, name)
        if recommendation := rows.read(number, read.values):
            yield recommendation
    if not number:
        raise UnreadableDocument("json-lines" if _is_row(builder.outer_keys) else "unknown-format")
    yield from rows.problems()


def _is_row(keys: Collection[str]) -> bool:
    """Tell a row of the Index from other objects; the fields of the UPR are what only the Index has."""
    known = set(keys).intersection(FIELDS)
    return (
        len(known) >= _ENOUGH_FIELDS
        and {"Text", "Body"} <= known
        and any(name.startswith("Upr") for name in known)
    )


def _objects(file: BinaryIO, builder: "_Builder") -> Iterator[_Object]:
    """Yield the rows of a file, one by one."""
    events: list[tuple[str, Any]] = ijson.sendable_list()
    parser = ijson.basic_parse_coro(events, **_OPTIONS)
    count, waiting = 0, 0
    chunks = _chunks(file)
    broken = False
    while not broken:
        try:
            chunk = next(chunks, b"")
            if chunk:
                parser.send(chunk)
            else:
                parser.close()
        except (ijson.JSONError, ValueError):
            chunk, broken = b"", True
        before = count
        for read in builder.build(events):
            count += 1
            yield read
        events.clear()
        waiting = waiting + len(chunk) if count == before else 0
        if waiting > MAX_ROW:
            raise UnreadableDocument("json-row-too-long", row=count + 1, limit=MAX_ROW)
        if not chunk:
            break
    if broken:
        one_by_one = not count and _is_row(builder.outer_keys)
        raise UnreadableDocument("json-lines" if one_by_one else "json-damaged", row=count + 1)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file in UTF-8, without its byte order mark."""
    file.seek(0)
    first = file.read(_CHUNK)
    decoder = codecs.getincrementaldecoder("utf-16")() if first.startswith(_UTF_16) else None
    chunk = _without_mark(first) if decoder is None else first
    while chunk:
        # A chunk of half a character decodes to nothing, which must not be taken for the end.
        yield decoder.decode(chunk).encode() or b" " if decoder else chunk
        chunk = file.read(_CHUNK)
    if decoder:
        yield decoder.decode(b"", final=True).encode()


def _without_mark(first: bytes) -> bytes:
    if first.startswith(_UTF_16):
        return first.decode("utf-16", "ignore").encode()
    return first.removeprefix(codecs.BOM_UTF8)


class _Builder:
    """Builds rows from the parser's events: objects in a list, which may be a value of an outer object."""

    def __init__(self) -> None:
        self.first_keys: set[str] = set()
        """The fields of the first row, as far as it was read."""
        self.outer_keys: set[str] = set()
        """Those keys of an outer object that are names of fields: there are some where it is itself a row."""
        self._opened: list[str] = []
        self._depth = 0
        self._row: _Object | None = None
        self._row_depth = 0
        self._skipped_depth = 0
        self._field = ""
        self._first = True

    def build(self, events: list[tuple[str, Any]]) -> Iterator[_Object]:
        """Yield the rows that the events complete."""
        for event, value in events:
            if event in _OPENS:
                self._open(event)
            elif event in _CLOSES:
                if row := self._close():
                    yield row
            elif event == "map_key":
                self._name(value)
            elif self._row is not None and self._field and not self._skipped_depth:
                self._add(self._row, event, value)

    def _open(self, event: str) -> None:
        self._depth += 1
        if self._row is None:
            if self._depth <= _DEEPEST_ROW:
                self._opened.append(event)
            if self._opened in _WHERE_ROWS_ARE:
                self._row, self._row_depth = _Object(), self._depth
        elif self._field and not self._skipped_depth:
            if event == "start_array" and self._depth == self._row_depth + 1:
                self._row.values.setdefault(self._field, [])
            else:
                self._row.unreadable.add(self._field)
                self._skipped_depth = self._depth

    def _close(self) -> _Object | None:
        """Close a list or an object; answer the row that this completes."""
        self._depth -= 1
        del self._opened[self._depth :]
        if self._depth < self._skipped_depth:
            self._skipped_depth = 0
        if self._row is None or self._depth >= self._row_depth:
            return None
        row, self._row, self._first = self._row, None, False
        return row

    def _name(self, key: str) -> None:
        name = key if key in FIELDS else ""
        if self._row is not None and self._depth == self._row_depth:
            self._field = name
            if self._first:
                self.first_keys.add(name)
        elif self._row is None and self._depth == 1:
            self.outer_keys.add(name)

    def _add(self, row: _Object, event: str, value: Any) -> None:
        values = row.values.setdefault(self._field, [])
        if event == "boolean":
            row.unreadable.add(self._field)
        elif event != "null":
            values.append(value if isinstance(value, str) else print_number(float(value)))
