"""DOCX bytes to paragraphs and tables: the words, their automatic numbers, where they start.

The words are those that Word shows when all tracked changes are accepted and hidden text stays hidden;
drawings and text boxes are left out. DOCX knows no pages. Footnotes are answered apart from the words
that they belong to. Elements and attributes: ECMA-376 part 1, section 17.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias
from weakref import WeakKeyDictionary
from xml.etree.ElementTree import Element

from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.readers.docx_layout import Numbering, Styles, is_on, value, whole
from recommendations.importing.readers.package import Package, is_package, open_package

MAX_ELEMENTS = 400_000
"""Elements of one part, read at some 100,000 in a second; the largest thematic list has 33,000."""

_TAB_STOP = 36.0  # points between the tab stops of a document that sets none
_MOST_COLUMNS = 63  # of a table in Word
_MOST_TABS = 10

_WRAPPERS: Final = frozenset(
    {"sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo"}
    | {"ins", "moveTo", "AlternateContent", "Choice"}
)
_TABLE_PARTS: Final = frozenset({"tbl", "tr", "tc"})
_BLANKS: Final = str.maketrans("\t\r\n", "   ")
_CHARACTERS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTE_MARKS: Final = frozenset({"footnoteReference", "endnoteReference"})
_TOKENS: Final = frozenset({"t", "sym", "fldChar", *_CHARACTERS, *_NOTE_MARKS})
_SYMBOLS: Final = {0xF0B7: "•", 0xF02D: "-", 0xF0A7: "•", 0xF0D8: "•", 0xF0FC: "•"}
_PRIVATE: Final = range(0xE000, 0xF900)


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
    """One cell of a table. `span` is the number of columns it covers; `continues` tells whether it is merged
    with the cell above it, and so has no words of its own.
    """

    paragraphs: tuple[Paragraph, ...]
    span: int = 1
    continues: bool = False

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
    return is_package(file) and bool(_main_part(open_package(file)))


def read_docx(file: BinaryIO) -> WordDocument:
    """Read a Word document.

    Raises UnreadableDocument where it is protected by a password, damaged, holds no words, or would
    unpack to more than any document of the United Nations holds. Several readers look at an open file to
    tell what it is; it is read for the first of them only.
    """
    if file not in _read_before:
        _read_before[file] = _read(file)
    return _read_before[file]


_read_before: WeakKeyDictionary[BinaryIO, WordDocument] = WeakKeyDictionary()


def _read(file: BinaryIO) -> WordDocument:
    package = open_package(file)
    main = _main_part(package)
    if not main:
        raise UnreadableDocument("damaged")
    body = _part(package, main).find("body")
    styles = Styles(_related(package, main, "styles"))
    text = _Text(styles, Numbering(_related(package, main, "numbering"), styles))
    blocks = tuple(text.blocks(_inside(body, {"p", "tbl"}))) if body is not None else ()
    if not any(_words(block) for block in blocks):
        raise UnreadableDocument("no-text")
    return WordDocument(
        heads=tuple(dict.fromkeys(_heads(package, main, styles))),
        blocks=blocks,
        notes=tuple(_notes(package, main, styles)),
    )


class _Text:
    """The text of one part, read in printed order, because lists are counted in that order."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def blocks(self, elements: Iterable[Element]) -> Iterator[Paragraph | Table]:
        """Read paragraphs and tables; what ends in a deleted mark opens the next paragraph."""
        carried: list[str] = []
        for element in elements:
            if element.tag == "tbl":
                yield self._table(element)
                continue
            carried.append(self._words(element))
            if not _mark_is_gone(element):
                yield self._paragraph(element, "".join(carried))
                carried.clear()
        if rest := "".join(carried).strip():
            yield Paragraph(rest)

    def paragraphs(self, element: Element) -> tuple[Paragraph, ...]:
        """Read the paragraphs inside an element, those of tables inside it too."""
        blocks = self.blocks(_inside(element, {"p"}, _WRAPPERS | _TABLE_PARTS))
        return tuple(block for block in blocks if isinstance(block, Paragraph))

    def _table(self, element: Element) -> Table:
        return Table(
            tuple(
                tuple(self._cell(cell) for cell in _inside(row, {"tc"})) for row in _inside(element, {"tr"})
            )
        )

    def _cell(self, element: Element) -> Cell:
        merged = value(element, "tcPr/vMerge")
        return Cell(
            paragraphs=self.paragraphs(element),
            span=max(1, min(_MOST_COLUMNS, whole(value(element, "tcPr/gridSpan"), 1))),
            continues=merged is not None and merged != "restart",
        )

    def _paragraph(self, element: Element, words: str) -> Paragraph:
        place = self._numbering.place(element.find("pPr"))
        typed = words.strip()
        leading = words[: len(words) - len(words.lstrip())]
        tabs = 0 if place.label else min(_MOST_TABS, leading.count("\t"))
        return Paragraph(
            text=typed.replace("\t", " "),
            label=place.label,
            indent=place.indent + tabs * _TAB_STOP,
            heading=place.heading,
        )

    def _words(self, paragraph: Element) -> str:
        """Answer what a paragraph shows, tabs and breaks kept."""
        words: list[str] = []
        fields: list[bool] = []  # of each field that is open, whether its result has begun
        hidden_style = self._styles.hidden(value(paragraph, "pPr/pStyle"))
        for run in _inside(paragraph, {"r"}):
            hidden = self._is_hidden(run, hidden_style)
            for token in _inside(run, _TOKENS):
                if token.tag == "fldChar":
                    _follow_field(fields, token.get("fldCharType", ""))
                elif token.tag in _NOTE_MARKS:
                    if token.get("customMarkFollows") in ("1", "true", "on"):
                        break
                elif not hidden and (not fields or fields[-1]):
                    words.append(_characters(token))
        return "".join(words)

    def _is_hidden(self, run: Element, by_paragraph: bool) -> bool:
        properties = run.find("rPr")
        if properties is None:
            return by_paragraph
        said = is_on(properties, "vanish")
        if said is not None:
            return said
        style = value(properties, "rStyle")
        return by_paragraph or (style is not None and self._styles.hidden(style))


def _follow_field(fields: list[bool], event: str) -> None:
    """Follow the fields that are open: a field shows its result, not its instruction."""
    if event == "begin":
        fields.append(False)
    elif event == "separate" and fields:
        # A field inside another's instruction shows nothing either.
        fields[-1] = len(fields) < 2 or fields[-2]
    elif event == "end" and fields:
        fields.pop()


def _characters(token: Element) -> str:
    if token.tag == "t":
        return (token.text or "").translate(_BLANKS)
    if token.tag == "sym":
        return _symbol(token.get("char", ""))
    return _CHARACTERS[token.tag]


def _symbol(code: str) -> str:
    """Answer a symbol; those of a font's own, which mean nothing without it, are left out but bullets."""
    try:
        number = int(code, 16)
        return _SYMBOLS.get(number, "") if number in _PRIVATE else chr(number).strip("\0")
    except (ValueError, OverflowError):
        return ""


def _inside(
    element: Element, wanted: Iterable[str], wrappers: frozenset[str] = _WRAPPERS
) -> Iterator[Element]:
    """Find the elements wanted, in order, behind wrappers of any depth."""
    open_elements = [iter(element)]
    while open_elements:
        for child in open_elements[-1]:
            if child.tag == "sdt" and child.find("sdtPr/showingPlcHdr") is not None:
                continue
            if child.tag == "tr" and child.find("trPr/del") is not None:
                continue
            if child.tag in wanted:
                yield child
            elif child.tag in wrappers:
                open_elements.append(iter(child))
                break
        else:
            open_elements.pop()


def _mark_is_gone(paragraph: Element) -> bool:
    """Tell whether a paragraph's end is deleted or hidden, so that it runs on into the next."""
    mark = paragraph.find("pPr/rPr")
    return mark is not None and (mark.find("del") is not None or bool(is_on(mark, "vanish")))


def _words(block: Paragraph | Table) -> bool:
    if isinstance(block, Paragraph):
        return bool(block.text or block.label)
    return any(paragraph.text for row in block.rows for cell in row for paragraph in cell.paragraphs)


def _main_part(package: Package) -> str:
    part, type = package.main_part()
    return part if "wordprocessingml" in type or "ms-word" in type else ""


def _part(package: Package, name: str) -> Element:
    """Read a part, local names only: those of transitional and strict documents are the same."""
    root = package.xml(name)
    for count, element in enumerate(root.iter()):
        if count >= MAX_ELEMENTS:
            raise UnreadableDocument("too-large")
        element.tag = element.tag.rpartition("}")[2]
        if element.attrib:
            element.attrib = {key.rpartition("}")[2]: said for key, said in element.attrib.items()}
    return root


def _related(package: Package, main: str, kind: str) -> Element | None:
    parts = package.related(main, kind)
    return _part(package, parts[0]) if parts else None


def _heads(package: Package, main: str, styles: Styles) -> Iterator[str]:
    """Answer the lines of all page headers and footers."""
    text = _Text(styles, Numbering(None, styles))
    for part in (*package.related(main, "header"), *package.related(main, "footer")):
        for paragraph in text.paragraphs(_part(package, part)):
            yield from (line.strip() for line in paragraph.text.split("\n") if line.strip())


def _notes(package: Package, main: str, styles: Styles) -> Iterator[str]:
    """Answer the words of each footnote and endnote; the lines that separate them from the text are none."""
    text = _Text(styles, Numbering(None, styles))
    for kind in ("footnotes", "endnotes"):
        root = _related(package, main, kind)
        for note in root if root is not None else ():
            words = " ".join(paragraph.text for paragraph in text.paragraphs(note)).strip()
            if words and note.get("type", "normal") == "normal":
                yield words
