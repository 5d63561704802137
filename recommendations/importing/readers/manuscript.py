"""A document of numbered paragraphs, whichever file it comes in: PDF or DOCX."""

from dataclasses import dataclass
from typing import BinaryIO

from recommendations.importing.readers import docx, pdf
from recommendations.importing.readers.layout import BodyLine, lay_out
from recommendations.importing.readers.text import clean

FIRST_PAGES = 4
"""Enough to tell what a document is: cover, contents, introduction."""

_COVER_LINES = 40
_OPENING_LINES = 150


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
    """The cover of a Word document is a table or plain paragraphs; where it ends, nothing says."""
    lines = tuple(
        BodyLine(f"{paragraph.label} {line}".strip(), None, paragraph.indent, True)
        for block in document.blocks
        for paragraph in _paragraphs(block)
        for line in [paragraph.text]
        if paragraph.label or line.strip()
    )
    texts = [clean(line) for body in lines for line in body.text.split("\n")]
    return Manuscript(
        cover=tuple(texts[:_COVER_LINES]),
        opening=" ".join(texts[:_OPENING_LINES]),
        heads=document.heads,
        lines=lines,
        notes=document.notes,
        blocks=document.blocks,
    )


def _paragraphs(block: docx.Paragraph | docx.Table) -> tuple[docx.Paragraph, ...]:
    if isinstance(block, docx.Paragraph):
        return (block,)
    return tuple(paragraph for row in block.rows for cell in row for paragraph in cell.paragraphs)
