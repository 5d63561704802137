"""DOCX bytes to paragraphs and tables: the words, their automatic numbers, where they start.

DOCX knows no pages. Footnotes are answered apart from the words that they belong to.
"""

from dataclasses import dataclass
from typing import BinaryIO, TypeAlias


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `label` is its automatic number as Word shows it ("118.", "(a)"; "" where the number
    is typed or there is none), `indent` where its first line starts, in points from the text margin;
    `heading` tells whether its style is one for headings. Breaks inside it are kept as line breaks.
    """

    text: str
    label: str = ""
    indent: float = 0.0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `span` is the number of columns it covers."""

    paragraphs: tuple[Paragraph, ...]
    span: int = 1

    @property
    def text(self) -> str:
        """Its paragraphs, one a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class WordDocument:
    """A whole document: the lines of its page headers and footers, its blocks in order, its notes."""

    heads: tuple[str, ...]
    blocks: tuple[Paragraph | Table, ...]
    notes: tuple[str, ...]


def is_docx(file: BinaryIO) -> bool:
    """Tell whether the file is a Word document. Raises UnreadableDocument for a damaged one."""
    return False


def read_docx(file: BinaryIO) -> WordDocument:
    """Read a Word document.

    Raises UnreadableDocument where it is protected by a password, damaged, holds no words, or would
    unpack to more than any document of the United Nations holds.
    """
    raise NotImplementedError
