"""XLS: the binary workbooks of Excel 5 to 2003, and of PHPExcel ([MS-XLS]), row by row.

Read by hand: python-calamine, which reads them too, believes what a file says of its own sizes and takes
memory for whatever that is; where it is not to be had, the process ends.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers import ole
from recommendations.importing.readers.cell_values import (
    BUILT_IN_DATES,
    SheetRow,
    is_date_format,
    name_column,
    print_number,
    print_serial,
    print_truth,
)
from recommendations.importing.records import Problem

FILE_LIMIT: Final = 64_000_000
"""How many bytes a file may have; it is held in memory as a whole. UPR Info's has 4,000,000."""

# The numbers of records: [MS-XLS] 2.3.
_EOF, _CONTINUE, _BOF, _FILEPASS, _CODEPAGE, _DATEMODE = 0x0A, 0x3C, 0x0809, 0x2F, 0x42, 0x22
_BOUNDSHEET, _FORMAT, _XF, _SST = 0x85, 0x041E, 0xE0, 0xFC
_NUMBER, _RK, _MULRK, _LABELSST, _LABEL, _RSTRING, _BOOLERR, _FORMULA, _STRING = (
    0x0203, 0x027E, 0xBD, 0xFD, 0x0204, 0xD6, 0x0205, 0x06, 0x0207
)  # fmt: skip

_LONGEST_RECORD = 8224
_BIFF8 = 0x0600
_WORKSHEET = 0
_COLUMNS = 256
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
_ENCODINGS = {10000: "mac-roman", 1200: "cp1252", 32768: "mac-roman", 32769: "cp1252"}


@dataclass(frozen=True, slots=True)
class _Error:
    """A cell that shows an error."""

    printed: str


_Value = str | _Error


@dataclass(slots=True)
class _Workbook:
    """What is said once for all sheets."""

    biff8: bool = True
    encoding: str = "cp1252"
    since_1904: bool = False
    sheets: list[tuple[str, int]] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def print(self, number: float, style: int) -> str:
        """Print a number as its style shows it: as a date or not."""
        format = self.styles[style] if style < len(self.styles) else 0
        code = self.formats.get(format)
        dated = is_date_format(code) if code is not None else format in BUILT_IN_DATES
        return print_serial(number, self.since_1904) if dated else print_number(number)

    def decode(self, data: bytes, length_of_count: int = 2) -> str:
        """Read a string that begins with the count of its characters, of so many bytes."""
        count = int.from_bytes(data[:length_of_count], "little")
        data = data[length_of_count:]
        if not self.biff8:
            return data[:count].decode(self.encoding, "replace")
        if data[:1] and data[0] & 1:
            return data[1 : 1 + 2 * count].decode("utf-16-le", "replace")
        return data[1 : 1 + count].decode("latin-1")


def is_xls(file: BinaryIO) -> bool:
    """Tell whether the file is an XLS workbook. Raises UnreadableDocument where it is damaged."""
    file.seek(0)
    return file.read(len(ole.MAGIC)) == ole.MAGIC and _find_workbook(file) is not None


def read_xls(file: BinaryIO) -> Iterator[SheetRow | Problem]:
    """Yield the rows of all worksheets in which a cell has a value.

    Raises UnreadableDocument: "encrypted", "too-large" beyond the limit, or "damaged", with the sheet and the
    first row that is lost. A record that is shorter than its kind must be is left out.
    """
    stream = _find_workbook(file)
    if stream is None:
        raise UnreadableDocument("damaged")
    book = _read_workbook(stream)
    for name, start in book.sheets:
        number, cells = -1, dict[int, _Value]()
        try:
            for row, column, value in _read_cells(stream, start, book):
                if row != number:
                    yield from _make_row(name, number, cells)
                    number, cells = row, {}
                if column < _COLUMNS:
                    cells[column] = value
        except UnreadableDocument as error:
            # The last row may lack cells.
            raise error.at(sheet=name, row=number + 1) from None
        yield from _make_row(name, number, cells)


def _find_workbook(file: BinaryIO) -> bytes | None:
    file.seek(0)
    data = file.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise UnreadableDocument("too-large")
    return ole.find_stream(data, "Workbook", "Book")


def _make_row(sheet: str, row: int, cells: dict[int, _Value]) -> Iterator[SheetRow | Problem]:
    printed = [""] * (max(cells, default=-1) + 1)
    for column, value in cells.items():
        if isinstance(value, _Error):
            letters = name_column(column)
            yield problem("cell-error", sheet=sheet, row=row + 1, column=letters, printed=value.printed)
        else:
            printed[column] = value
    if any(printed):
        yield SheetRow(sheet, row + 1, printed)


def _read_workbook(stream: bytes) -> _Workbook:
    book = _Workbook()
    words: list[bytes] = []
    last = 0
    for kind, data in _records(stream, 0):
        if kind == _FILEPASS:
            raise UnreadableDocument("encrypted")
        if kind == _SST:
            words = [data[8:]]
        elif kind == _CONTINUE and last == _SST:
            words.append(data)
            continue
        elif kind == _BOF:
            book.biff8 = data[:2] == _BIFF8.to_bytes(2, "little")
        elif kind == _CODEPAGE:
            book.encoding = _name_encoding(int.from_bytes(data[:2], "little"))
        elif kind == _DATEMODE:
            book.since_1904 = data[:1] == b"\1"
        elif kind == _FORMAT:
            book.formats[int.from_bytes(data[:2], "little")] = book.decode(data[2:], 2 if book.biff8 else 1)
        elif kind == _XF:
            book.styles.append(int.from_bytes(data[2:4], "little"))
        elif kind == _BOUNDSHEET and data[5:6] == bytes([_WORKSHEET]):
            book.sheets.append((book.decode(data[6:], 1), int.from_bytes(data[:4], "little")))
        last = kind
    book.words = list(_SharedWords(words).read_all()) if words else []
    return book


def _name_encoding(codepage: int) -> str:
    name = _ENCODINGS.get(codepage, f"cp{codepage}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


class _SharedWords:
    """The strings of a workbook ([MS-XLS] 2.4.265), of which long ones go on in further records."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = parts
        self._part = 0
        self._place = 0

    def read_all(self) -> Iterator[str]:
        """Yield the strings, up to the end or to where they stop to make sense."""
        while self._skip_to_data():
            head = self._take(3)
            if len(head) < 3:
                return
            count, flags = struct.unpack("<HB", head)
            runs = int.from_bytes(self._take(2), "little") if flags & 8 else 0
            extension = int.from_bytes(self._take(4), "little") if flags & 4 else 0
            yield self._take_words(count, wide=bool(flags & 1))
            self._skip(4 * runs + extension)

    def _skip_to_data(self) -> bool:
        while self._part < len(self._parts) and self._place >= len(self._parts[self._part]):
            self._part, self._place = self._part + 1, 0
        return self._part < len(self._parts)

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count and self._skip_to_data():
            found = self._parts[self._part][self._place : self._place + count - len(taken)]
            self._place += len(found)
            taken += found
        return taken

    def _skip(self, count: int) -> None:
        while count > 0 and self._skip_to_data():
            step = min(count, len(self._parts[self._part]) - self._place)
            self._place += step
            count -= step

    def _take_words(self, count: int, *, wide: bool) -> str:
        words = ""
        while count and self._part < len(self._parts):
            data = self._parts[self._part]
            width = 2 if wide else 1
            taken = data[self._place : self._place + width * count]
            taken = taken[: len(taken) // width * width]
            words += taken.decode("utf-16-le" if wide else "latin-1", "surrogatepass")
            self._place += len(taken)
            count -= len(taken) // width
            if count:
                # The rest stands in the next record, which says anew how wide its characters are.
                self._part, self._place = self._part + 1, 1
                if self._part < len(self._parts):
                    wide = bool(self._parts[self._part][:1] and self._parts[self._part][0] & 1)
        return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _read_cells(stream: bytes, start: int, book: _Workbook) -> Iterator[tuple[int, int, _Value]]:
    """Yield row and column, counted from 0, and the value of each cell that has one."""
    place = (0, 0)
    for kind, data in _records(stream, start):
        if kind == _STRING:
            yield *place, book.decode(data)
        elif kind == _MULRK and len(data) >= 12:
            row, column = struct.unpack_from("<HH", data)
            for offset, (style, rk) in enumerate(struct.iter_unpack("<HI", data[4 : len(data) // 6 * 6 - 2])):
                yield row, column + offset, book.print(_unpack_rk(rk), style)
        elif kind in _CELLS and len(data) >= 6 + _CELLS[kind]:
            row, column, style = struct.unpack_from("<HHH", data)
            place = (row, column)
            value = _read_value(kind, data[6:], style, book)
            if value is not None:
                yield row, column, value


_CELLS = {_NUMBER: 8, _RK: 4, _LABELSST: 4, _LABEL: 2, _RSTRING: 2, _BOOLERR: 2, _FORMULA: 8}
"""Kinds of records that hold one cell, and how many bytes its value takes at least."""


def _read_value(kind: int, data: bytes, style: int, book: _Workbook) -> _Value | None:
    if kind == _LABELSST:
        index = int.from_bytes(data[:4], "little")
        return book.words[index] if index < len(book.words) else _Error(str(index))
    if kind in (_LABEL, _RSTRING):
        return book.decode(data)
    if kind == _RK:
        return book.print(_unpack_rk(int.from_bytes(data[:4], "little")), style)
    if kind == _BOOLERR:
        return _read_special(data[0], is_error=bool(data[1]))
    if kind == _FORMULA and data[6:8] == b"\xff\xff":
        # 0: words, which a record of their own brings; 3: no words at all.
        return _read_special(data[2], is_error=data[0] == 2) if data[0] in (1, 2) else None
    return book.print(struct.unpack_from("<d", data)[0], style)


def _read_special(code: int, *, is_error: bool) -> _Value:
    return _Error(_ERRORS.get(code, "#ERROR!")) if is_error else print_truth(bool(code))


def _unpack_rk(rk: int) -> float:
    """Unpack a number of 30 bits ([MS-XLS] 2.5.217)."""
    number: float
    if rk & 2:
        number = (rk >> 2) - ((rk & 0x80000000) >> 1)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (rk & 0xFFFFFFFC) << 32))
    return number / 100 if rk & 1 else number


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the data of each record up to the end of the part that begins at `start`.

    Raises UnreadableDocument ("damaged") where the part has no end, or a record is longer than any can be.
    """
    place = start
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _EOF:
            return
        if length > _LONGEST_RECORD:
            break
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
    raise UnreadableDocument("damaged")
