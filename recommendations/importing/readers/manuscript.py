"""A document of numbered paragraphs, whichever file it comes in: PDF or DOCX."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import BinaryIO

from recommendations.importing.readers import docx, pdf
from recommendations.importing.readers.layout import BodyLine, lay_out
from recommendations.importing.readers.text import clean

FIRST_PAGES = 4
"""Enough to tell what a document is: cover, contents, introduction."""

_COVER_LINES = 40
_OPENING_LINES = 150
_AFTER_COVER = re.compile(r"Contents\W*$|(?:1|I)\s*\.(?!\d)", re.IGNORECASE)
_NUMBER_AFTER_BREAK = re.compile(r"\n\s*(?=\d{1,3}\s*[.)]\s*\D|\d{1,3}\.\d{1,3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document as readers of paragraphs need it.

    `cover` holds the lines of its first page, `opening` the words of its first pages, `heads` what stands
    at the head and the foot of its pages, `lines` the body, `notes` its footnotes. A PDF has `pages`, a
    DOCX has `blocks`, for readers that must see tables; each paragraph of a DOCX is one line of the body.
    """

    cover: tuple[str, ...]
    opening: str
    heads: tuple[str, ...]
    lines: tuple[BodyLine, ...]
    notes: tuple[str, ...]
    pages: tuple[pdf.Page, ...] = ()
    blocks: tuple[docx.Paragraph | docx.Table, ...] = ()


def read_manuscript(file: BinaryIO, *, most_pages: int = pdf.MAX_PAGES) -> Manuscript | None:
    """Read a PDF, at most its first `most_pages` pages, or a DOCX; answer None for any other file.

    Raises UnreadableDocument as `pdf.read_pages` and `docx.read_docx` do.
    """
    if pdf.is_pdf(file):
        return _from_pages(pdf.read_pages(file, most_pages))
    if docx.is_docx(file):
        return _from_blocks(docx.read_docx(file))
    return None


def _from_pages(pages: tuple[pdf.Page, ...]) -> Manuscript:
    layout = lay_out(pages)
    return Manuscript(
        cover=tuple(clean(line.text) for line in pages[0].lines),
        opening=clean(" ".join(line.text for page in pages[:FIRST_PAGES] for line in page.lines)),
        heads=layout.heads,
        lines=layout.lines,
        notes=layout.notes,
        pages=pages,
    )


def _from_blocks(document: docx.WordDocument) -> Manuscript:
    """The cover of a Word document ends where its contents or its first paragraph or section begins."""
    lines = tuple(
        line for block in document.blocks for paragraph in _paragraphs(block) for line in _lines(paragraph)
    )
    texts = [clean(text) for line in lines for text in line.text.split("\n")]
    cover = takewhile(lambda text: not _AFTER_COVER.match(text), texts[:_COVER_LINES])
    return Manuscript(
        cover=tuple(cover),
        opening=" ".join(texts[:_OPENING_LINES]),
        heads=document.heads,
        lines=lines,
        notes=document.notes,
        blocks=document.blocks,
    )


def _lines(paragraph: docx.Paragraph) -> Iterator[BodyLine]:
    """A paragraph is one line, unless a number follows a line break inside it: that may start an item."""
    words = f"{paragraph.label} {paragraph.text}".strip()
    first, *others = _NUMBER_AFTER_BREAK.split(words)
    if first:
        yield BodyLine(first, None, paragraph.indent, True)
    yield from (BodyLine(other, None, paragraph.indent, None) for other in others)


def _paragraphs(block: docx.Paragraph | docx.Table) -> tuple[docx.Paragraph, ...]:
    if isinstance(block, docx.Paragraph):
        return (block,)
    return tuple(paragraph for row in block.rows for cell in row for paragraph in cell.paragraphs)
