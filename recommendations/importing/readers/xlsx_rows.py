"""XLSX: the rows of its sheets, one after the other, in the memory that one row and the words take.

SpreadsheetML (ECMA-376 part 1, section 18) as Excel, LibreOffice and exporting programs write it. Read
piece by piece, because libraries that answer a sheet as a rectangle need memory for all cells between the
first and the last, and one cell in the last corner of an empty sheet makes that 17,000,000,000.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final, Generic, TypeVar
from xml.parsers import expat

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers.cell_values import (
    BUILT_IN_DATES,
    SheetRow,
    is_date_format,
    name_column,
    print_number,
    print_serial,
    print_truth,
)
from recommendations.importing.readers.package import WORKBOOK, Package, is_package, open_package
from recommendations.importing.records import Problem

COLUMN_LIMIT: Final = 1_000
"""How many columns of a sheet are read; XLSX has 16,384."""

CELL_LIMIT: Final = 131_072
"""How many characters of a cell are read; Excel itself allows 32,767."""

_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}", re.IGNORECASE)
_SHEET_TYPE = "/worksheet"
_TOKEN_LIMIT = 4_000_000

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class _Dates:
    """Which styles of cells show dates, and whether days are counted from 1904."""

    styles: frozenset[int]
    since_1904: bool


def is_xlsx(file: BinaryIO) -> bool:
    """Tell whether the file is an XLSX workbook. Raises UnreadableDocument where it is damaged."""
    if not is_package(file):
        return False
    package = open_package(file)
    return bool(_find_sheets(package, _find_book(package)))


def read_xlsx(file: BinaryIO) -> Iterator[SheetRow | Problem]:
    """Yield the rows of all sheets in which a cell has a value; other rows cost nothing.

    A merged cell has its value in the first of its places. A formula has the value that the program
    saved with it, and none (which is told) where no program calculated it; macros are not looked at.
    Raises UnreadableDocument, with the sheet and the row where it breaks off.
    """
    # Two views of one file: what is held as a tree must be small, what is streamed may be large.
    small, large = open_package(file), open_package(file, WORKBOOK)
    book = _find_book(small)
    dates = _read_dates(small, book)
    strings = _Strings(large, small.related(book, "sharedStrings"))
    for name, member in _find_sheets(small, book):
        handler = _SheetHandler(name, strings, dates)
        try:
            yield from _parse(large.chunks(member), handler)
        except UnreadableDocument as error:
            raise error.at(sheet=name, row=handler.row) from None


def _find_book(package: Package) -> str:
    return next(iter(package.related("", "officeDocument")), "")


def _find_sheets(package: Package, book: str) -> list[tuple[str, str]]:
    """Answer the name of each worksheet and the member that holds its cells, in the workbook's order."""
    folder, name = posixpath.split(book)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if not book or not package.related(book, "worksheet"):
        return []
    targets = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        for relation in package.xml(relations)
        if relation.get("Type", "").endswith(_SHEET_TYPE) and relation.get("TargetMode") != "External"
    }
    named = (
        (sheet.get("name", ""), next((value for key, value in sheet.items() if key.endswith("}id")), ""))
        for sheet in package.xml(book).iter()
        if _local(sheet.tag) == "sheet"
    )
    return [
        (name, targets[key].lstrip("/"))
        for name, key in named
        if key in targets and not targets[key].endswith(".bin")  # XLSB, whose sheets are no XML
    ]


def _read_dates(package: Package, book: str) -> _Dates:
    codes: dict[str, str] = {}
    styles: list[str] = []
    for member in package.related(book, "styles"):
        for element in package.xml(member):
            if _local(element.tag) == "numFmts":
                codes |= {format.get("numFmtId", ""): format.get("formatCode", "") for format in element}
            elif _local(element.tag) == "cellXfs":
                styles = [style.get("numFmtId", "") for style in element]
    built_in = {str(number) for number in BUILT_IN_DATES}
    return _Dates(
        styles=frozenset(
            index
            for index, number in enumerate(styles)
            if (is_date_format(codes[number]) if number in codes else number in built_in)
        ),
        since_1904=any(
            _local(element.tag) == "workbookPr" and element.get("date1904") in {"1", "true"}
            for element in package.xml(book)
        ),
    )


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Handler(Generic[Found]):
    """Collects what the events of one XML member mean; `found` is emptied by whoever reads it."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self._text: list[str] = []
        self._length = 0
        self._phonetic = False
        self._collecting = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins. Its tag may have a prefix ("x:row"), which says nothing here."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, words: str) -> None:
        """Collect words, up to the limit of a cell."""
        if self._collecting and self._length < CELL_LIMIT:
            self._text.append(words[: CELL_LIMIT - self._length])
            self._length += len(words)

    def _take_text(self) -> str:
        text = "".join(self._text)
        self._text, self._length = [], 0
        return text


def _parse(chunks: Iterable[bytes], handler: _Handler[Found]) -> Iterator[Found]:
    """Yield what the handler finds, as soon as it is found."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > _TOKEN_LIMIT:
                raise UnreadableDocument("damaged")
            yield from handler.found
            handler.found.clear()
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise UnreadableDocument("damaged") from None
    yield from handler.found


def _refuse_doctype(*_: object) -> None:
    raise UnreadableDocument("unsafe-xml")


class _StringsHandler(_Handler[str]):
    """The words that cells of a workbook share."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "rPh":
            self._phonetic = True
        self._collecting = name == "t" and not self._phonetic

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self._collecting = False
        if name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.found.append(self._take_text())


class _Strings:
    """Shared words by their number, read no further than has been asked for."""

    def __init__(self, package: Package, members: Iterable[str]) -> None:
        self._source = (
            word for member in members for word in _parse(package.chunks(member), _StringsHandler())
        )
        self._known: list[str] = []

    def __getitem__(self, index: int) -> str:
        """Answer the words, or raise IndexError where there are none of this number."""
        if index < 0:
            raise IndexError(index)
        while len(self._known) <= index:
            word = next(self._source, None)
            if word is None:
                raise IndexError(index)
            self._known.append(word)
        return self._known[index]


class _SheetHandler(_Handler[SheetRow | Problem]):
    """The rows of a sheet; `row` is the number of the one that was begun last."""

    def __init__(self, sheet: str, strings: _Strings, dates: _Dates) -> None:
        super().__init__()
        self._sheet = sheet
        self._strings = strings
        self._dates = dates
        self.row = 0
        self._column = -1
        self._cells: dict[int, str] = {}
        self._type = ""
        self._style = ""
        self._formula = False
        self._wide = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._column = _find_column(attributes.get("r"), self._column + 1)
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            self._formula = False
            self._take_text()
        elif name in {"v", "t"}:
            self._collecting = not self._phonetic
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "row":
            self.row = _find_number(attributes.get("r"), self.row + 1)
            self._column, self._cells = -1, {}

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in {"v", "t"}:
            self._collecting = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            cells = [self._cells.get(column, "") for column in range(max(self._cells) + 1)]
            self.found.append(SheetRow(self._sheet, self.row, cells))
            self._cells = {}

    def _end_cell(self) -> None:
        value = self._take_text()
        if not value:
            if self._formula and self._type != "str":
                self._tell(problem("formula-without-value"))
        elif self._column >= COLUMN_LIMIT:
            if not self._wide:
                self._wide = True
                self._tell(problem("columns-not-read", limit=COLUMN_LIMIT))
        elif self._type == "e":
            self._tell(problem("cell-error", printed=value))
        else:
            if words := self._print(value):
                self._cells[self._column] = words

    def _print(self, value: str) -> str:
        """Print a value by the type and style of its cell; what does not fit its type stays as written."""
        match self._type:
            case "s":
                return self._find_words(value)
            case "b":
                return print_truth(value.strip() == "1")
            case "d":
                return value.removesuffix("T00:00:00")
            case "n":
                try:
                    number = float(value)
                except ValueError:
                    return value
                dated = self._style.isdecimal() and int(self._style) in self._dates.styles
                return print_serial(number, self._dates.since_1904) if dated else print_number(number)
        return value

    def _find_words(self, index: str) -> str:
        try:
            return self._strings[int(index)]
        except (IndexError, ValueError):
            self._tell(problem("cell-error", printed=index))
            return ""

    def _tell(self, doubtful: Problem) -> None:
        column = name_column(self._column)
        self.found.append(replace(doubtful, sheet=self._sheet, row=self.row, column=column))


def _find_column(place: str | None, following: int) -> int:
    found = _PLACE.fullmatch(place or "")
    if not found:
        return following
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _find_number(printed: str | None, following: int) -> int:
    """Read a row's number, or that of shared words; what is no such number counts as the following."""
    return int(printed) if printed and printed.isdecimal() and len(printed) < 8 else following
