"""PDF bytes to pages of lines: the words, and where and how large they are printed.

Positions are in points from the lower left corner of the page, as PDF counts them. Raised footnote
marks ("(a);1") are left out here, because only here can one see that they are raised.
"""

import ctypes
import math
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.readers.pdf_streams import check_streams

MAX_PAGES = 500
"""Reports have 15 to 50 pages; more than this is no report and not worth the time."""

MAX_BYTES = 64_000_000
"""The largest of 66 reports has 1,100,000; a file is held in memory as a whole."""

MAX_SECONDS = 20.0
"""Reports take a quarter of a second; a hostile file may use one heavy page hundreds of times."""

SIGNATURE = b"%PDF-"
_SIGNATURE_WITHIN = 1024  # ISO 32000-1, annex H.3.4.1: readers accept leading bytes up to here
_END_WITHIN = 2048

# PDFium may be called by one thread at a time only.
_lock = threading.Lock()

_HYPHEN_AT_LINE_END = "\ufffe"  # PDFium puts it for a hyphen and leaves the line break out
_LINE = re.compile(rf"[^\r\n{_HYPHEN_AT_LINE_END}]+{_HYPHEN_AT_LINE_END}?")
_MARK = re.compile(r"(?<=\S)(?:\d{1,3}(?!\d)|[*∗†‡]{1,3})")
_RAISED_SIZE = 0.8
_PRINTED = re.compile(rf"[^\s{_HYPHEN_AT_LINE_END}]+{_HYPHEN_AT_LINE_END}?")
_APART = 0.8  # in sizes of the type: justified lines stretch their blanks to 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `left`, `baseline` and `size` are those of its first character, in points."""

    text: str
    left: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the file, counted from 1; its lines are in the order of the file."""

    number: int
    lines: tuple[Line, ...]


def is_pdf(file: BinaryIO) -> bool:
    """Tell whether the file claims to be a PDF file."""
    file.seek(0)
    return SIGNATURE in file.read(_SIGNATURE_WITHIN)


def read_pages(file: BinaryIO, limit: int = MAX_PAGES) -> tuple[Page, ...]:
    """Read the lines of the first `limit` pages.

    Raises UnreadableDocument where the file is protected by a password, damaged, cut short, larger
    than the limits above or those of `pdf_streams`, or holds no text at all.
    """
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableDocument("too-large")
    if b"%%EOF" not in data.rstrip(b"\0\r\n\t ")[-_END_WITHIN:]:
        raise UnreadableDocument("damaged")
    check_streams(data)
    with _lock:
        document = _open(data)
        try:
            pages = tuple(_pages(document, limit))
        except pdfium.PdfiumError as error:
            raise UnreadableDocument("damaged") from error
        finally:
            document.close()
    if not any(page.lines for page in pages):
        raise UnreadableDocument("no-text")
    return pages


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a printed line that stands apart from its neighbours, as the cells of a table do.

    It reaches from `left` to `right`, in points.
    """

    text: str
    left: float
    right: float
    baseline: float


def read_pieces(file: BinaryIO, number: int) -> tuple[tuple[Piece, ...], ...]:
    """Read one page, counted from 1, of a file that `read_pages` has read: each line in its pieces."""
    file.seek(0)
    with _lock:
        document = _open(file.read(MAX_BYTES))
        try:
            with closing(document[number - 1]) as page, closing(page.get_textpage()) as text:
                return tuple(_pieces(text))
        except pdfium.PdfiumError as error:
            raise UnreadableDocument("damaged") from error
        finally:
            document.close()


def _pieces(page: pdfium.PdfTextPage) -> Iterator[tuple[Piece, ...]]:
    text = page.get_text_range()
    for printed in _LINE.finditer(text):
        starts: list[int] = []
        ends: list[int] = []
        edge = math.inf
        size = 0.0
        for word in _PRINTED.finditer(text, *printed.span()):
            glyph = _Glyph.at(page, word.start())
            if not starts or glyph.left - edge > _APART * max(size, glyph.size) or glyph.left < edge - size:
                starts.append(word.start())
                ends.append(word.end())
            ends[-1] = word.end()
            edge, size = _right_edge(page, word.end() - 1), glyph.size
        yield tuple(
            Piece(
                text=text[start:end].replace(_HYPHEN_AT_LINE_END, "-").strip(),
                left=round(_Glyph.at(page, start).left, 1),
                right=round(_right_edge(page, end - 1), 1),
                baseline=round(_Glyph.at(page, start).baseline, 1),
            )
            for start, end in zip(starts, ends, strict=True)
        )


def _right_edge(page: pdfium.PdfTextPage, position: int) -> float:
    index = pdfium_c.FPDFText_GetCharIndexFromTextIndex(page.raw, position)
    _, _, right, _ = page.get_charbox(max(index, 0))
    return float(right)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
        raise UnreadableDocument("encrypted" if locked else "damaged") from error
    if not 0 < len(document) <= MAX_PAGES:
        pages = len(document)
        document.close()
        if pages == 0:
            raise UnreadableDocument("damaged")
        raise UnreadableDocument("too-many-pages", pages=pages, limit=MAX_PAGES)
    return document


def _pages(document: pdfium.PdfDocument, limit: int) -> Iterator[Page]:
    deadline = time.monotonic() + MAX_SECONDS
    for index in range(min(len(document), limit)):
        with closing(document[index]) as page, closing(page.get_textpage()) as text:
            yield Page(index + 1, tuple(_lines(text)))
        if time.monotonic() > deadline:
            raise UnreadableDocument("too-large")


def _lines(page: pdfium.PdfTextPage) -> Iterator[Line]:
    text = page.get_text_range()
    for printed in _LINE.finditer(text):
        words = printed.group().replace(_HYPHEN_AT_LINE_END, "-").strip()
        if not words:
            continue
        start = printed.start() + len(printed.group()) - len(printed.group().lstrip())
        first = _Glyph.at(page, start)
        yield Line(
            text=_without_marks(page, words, start),
            left=round(first.left, 1),
            baseline=round(first.baseline, 1),
            size=round(first.size, 1),
        )


def _without_marks(page: pdfium.PdfTextPage, words: str, start: int) -> str:
    """Take raised footnote marks out of a line that starts at the page's character `start`."""

    def unless_raised(found: re.Match[str]) -> str:
        before = _Glyph.at(page, start + found.start() - 1)
        mark = _Glyph.at(page, start + found.start())
        raised = mark.size < _RAISED_SIZE * before.size and mark.baseline > before.baseline
        return "" if raised else found.group()

    return _MARK.sub(unless_raised, words)


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One character's place and size, in points."""

    left: float
    baseline: float
    size: float

    @classmethod
    def at(cls, page: pdfium.PdfTextPage, position: int) -> "_Glyph":
        """Measure the character at a position of the page's text."""
        index = pdfium_c.FPDFText_GetCharIndexFromTextIndex(page.raw, position)
        x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_MATRIX()
        pdfium_c.FPDFText_GetCharOrigin(page.raw, index, ctypes.byref(x), ctypes.byref(y))
        pdfium_c.FPDFText_GetMatrix(page.raw, index, ctypes.byref(matrix))
        # Some writers set the size in the font, some in the matrix.
        scale = math.hypot(matrix.b, matrix.d)
        return cls(x.value, y.value, pdfium_c.FPDFText_GetFontSize(page.raw, index) * scale)
