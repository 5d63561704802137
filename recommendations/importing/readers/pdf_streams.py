"""What the packed streams of a PDF unpack to, counted before PDFium unpacks them.

PDFium unpacks whatever it meets, so that 200 kB could fill the memory (ISO 32000-1, 7.4: filters). What
cannot be counted beforehand is refused: no document of the United Nations since 2008 was packed so.
"""

import re
import zlib
from itertools import pairwise

from recommendations.importing.problems import UnreadableDocument

MAX_UNPACKED = 16_000_000
"""Bytes of all compressed streams together; the largest of 66 reports has 2,100,000."""

_STREAM = re.compile(rb"\bstream[ \t]*(?:\r\n|\n|\r)?")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_UNCOUNTED = re.compile(
    rb"/(?:LZW(?:Decode)?|RL|RunLengthDecode|A85|ASCII85Decode|AHx|ASCIIHexDecode)(?![A-Za-z\d])"
    rb"|/Filter\s*\d+\s+\d+\s+R\b"
)
_MOST_FILTERS = 3  # filters that may be applied one upon another
_CHUNK = 65_536


def check_streams(data: bytes) -> None:
    """Raise UnreadableDocument("too-large") where the streams unpack to more than MAX_UNPACKED bytes, or
    "packed-unusually" where that cannot be told.
    """
    size = 0
    ends = [(found.start(), found.end()) for found in _STREAM.finditer(data)]
    for (_, before), (start, end) in pairwise([(0, 0), *ends]):
        dictionary = _ESCAPED.sub(_unescaped, data[max(before, data.rfind(b"obj", before, start)) : start])
        if _UNCOUNTED.search(dictionary):
            raise UnreadableDocument("packed-unusually")
        unpacked, place = data, end
        for _ in range(_MOST_FILTERS):
            unpacked, place = _inflate(memoryview(unpacked)[place:], MAX_UNPACKED - size + 1), 0
            size += len(unpacked)
            if size > MAX_UNPACKED:
                raise UnreadableDocument("too-large")
            if not unpacked:
                break


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _inflate(packed: memoryview, most: int) -> bytes:
    """Unpack what starts here, as far as `most` bytes; nothing where it is not packed."""
    unpacker, unpacked = zlib.decompressobj(), bytearray()
    try:
        for start in range(0, len(packed), _CHUNK):
            chunk: bytes | memoryview = packed[start : start + _CHUNK]
            while chunk and len(unpacked) < most and not unpacker.eof:
                unpacked += unpacker.decompress(chunk, most - len(unpacked))
                chunk = unpacker.unconsumed_tail
            if unpacker.eof or len(unpacked) >= most:
                break
    except zlib.error:
        pass  # PDFium uses what could be unpacked up to here
    return bytes(unpacked)
