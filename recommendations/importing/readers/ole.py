"""OLE files, in which Office kept its documents up to 2003 ([MS-CFB]): one of their streams at a time.

Read by hand, because a damaged or made-up file leads libraries that trust its numbers into loops without
end and memory without measure.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import Final

from recommendations.importing.problems import UnreadableDocument

MAGIC: Final = bytes.fromhex("D0CF11E0A1B11AE1")

_HEADER = 512
_NO_SECTOR = 0xFFFFFFFA  # this and all above
_END = 0xFFFFFFFE
_IN_HEADER = 109
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_MINI_SHIFT, _MINI_LIMIT = 6, 4096
_SHIFTS = (9, 12)


def find_stream(data: bytes, *names: str) -> bytes | None:
    """Answer the first stream of these names in an OLE file, or None where it has none of them.

    Raises UnreadableDocument ("damaged") where the file ends before its streams or its directory do.
    """
    if len(data) < _HEADER or not data.startswith(MAGIC):
        return None
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in _SHIFTS:
        raise UnreadableDocument("damaged")
    directory_start, mini_start = _long(data, 48), _long(data, 60)
    sectors = _Sectors(memoryview(data)[1 << shift :], shift)
    table = _read_table(data, sectors)
    streams: dict[str, tuple[int, int]] = {}
    directory = sectors.join(directory_start, table)
    for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, place + 64)
        start, size = struct.unpack_from("<II", directory, place + 116)
        name = directory[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if kind in (_STREAM, _ROOT):
            streams.setdefault("" if kind == _ROOT else name.casefold(), (start, size))
    if "" not in streams:  # The root is in every file; the directory often stands at its end.
        raise UnreadableDocument("damaged")
    for name in names:
        if name.casefold() in streams:
            start, size = streams[name.casefold()]
            if size < _MINI_LIMIT:
                root_start, _ = streams.get("", (_END, 0))
                small = memoryview(sectors.join(root_start, table))
                found = _Sectors(small, _MINI_SHIFT).join(start, _longs(sectors.join(mini_start, table)))
            else:
                found = sectors.join(start, table)
            if len(found) < size:
                raise UnreadableDocument("damaged")
            return found[:size]
    return None


class _Sectors:
    """Equal pieces of a file, of which tables say which one follows which."""

    def __init__(self, data: memoryview, shift: int) -> None:
        self._data = data
        self._shift = shift

    def get(self, number: int) -> memoryview:
        """Answer a piece: a shorter one, or an empty one, beyond the end."""
        return self._data[number << self._shift : (number + 1) << self._shift]

    def join(self, start: int, table: Sequence[int]) -> bytes:
        """Join the pieces of a chain. One that leads back into itself makes the file "damaged"."""
        return b"".join(self.get(number) for number in _follow(start, table))


def _follow(start: int, table: Sequence[int]) -> Iterator[int]:
    number = start
    for _ in range(len(table) + 1):
        if number >= min(len(table), _NO_SECTOR):
            return
        yield number
        number = table[number]
    raise UnreadableDocument("damaged")


def _read_table(data: bytes, sectors: _Sectors) -> tuple[int, ...]:
    """Answer which sector follows which, from the sectors that the header and its continuation list."""
    places = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
    following, most = _long(data, 68), len(data) >> _SHIFTS[0]
    seen: set[int] = set()
    while following < _NO_SECTOR and following not in seen and len(seen) <= most:
        seen.add(following)
        numbers = _longs(bytes(sectors.get(following)))
        places += numbers[:-1]
        following = numbers[-1] if numbers else _END
    listed = dict.fromkeys(place for place in places if place < _NO_SECTOR)
    return _longs(b"".join(bytes(sectors.get(place)) for place in listed))


def _long(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 4], "little")


def _longs(data: bytes) -> tuple[int, ...]:
    count = len(data) // 4
    return struct.unpack(f"<{count}I", data[: count * 4])
