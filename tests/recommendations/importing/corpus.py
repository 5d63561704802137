"""Bad files, made here and grouped by the rule that they break; each with the problem that tells of it.

A rule has files that must be refused (a code of `problems.MESSAGES`) and files that must be survived: what
they hold is read, and what is doubtful in them is told ("" where nothing is).
"""

import csv
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import docx
import xlsxwriter

from tests.recommendations.importing.conftest import CLOSING, Print, make_pdf, make_report

UPR_INFO = [
    "SuR",
    "Rgrp",
    "Org",
    "Recommendation",
    "RS",
    "Rgrp",
    "Org",
    "Response",
    "Action",
    "Issue",
    "Session",
]
ROW = ["Cambodia", "Asia", "ASEAN", "Ratify it", "France", "WEOG", "EU", "Accepted", "5", "Justice", "18"]
UHRI = {
    "AnnotationId": "3f0c1d6e-0000-4000-8000-000000000001",
    "AnnotationType": "- Recommendations",
    "Body": "- UPR",
    "Symbol": "A/HRC/26/16",
    "DocumentId": "1",
    "Text": "118.5 Ratify it (France);",
    "Countries": ["Cambodia"],
    "Regions": ["Asia"],
    "Themes": ["Right to education"],
    "AffectedPersons": ["Children"],
    "Sdgs": ["4 - QUALITY EDUCATION"],
    "PublicationDate": "2014-03-27T00:00:00Z",
    "PublicationDateOnUhri": "2020-01-01T00:00:00Z",
    "UprCycle": "2",
    "UprSession": ["18"],
    "UprPositions": ["Supported"],
    "UprRecommendingCountry": ["France"],
    "UprRecommendingRegions": ["WEOG"],
}
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass(frozen=True)
class BadFile:
    """One file: which rule it breaks, what it is, how it is made; `codes` are the problems that may tell
    of it, `refused` whether it is refused or read nevertheless.
    """

    rule: str
    name: str
    make: Callable[[], bytes]
    codes: frozenset[str]
    refused: bool

    def __str__(self) -> str:
        return f"{self.rule}: {self.name}"


def report() -> bytes:
    sentence = "118. The recommendations listed below enjoy the support of Cambodia:"
    return make_report([sentence, "  118.1 Go on (Cuba);", f"119. {CLOSING}"])


def thematic_list(text: str = "118.1 Go on (Cuba);") -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "UPR of Cambodia (2nd Cycle - 18th session)"
    table = document.add_table(rows=0, cols=4)
    heads = ["Recommendation", "Position", "Full list of themes", "Assessment/comments"]
    source = "Source of position: A/HRC/26/16 - Para. 118"
    for cells in (heads, [f"{text}\n{source}", "Supported", "- Right to education", ""]):
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    return _saved(document)


def _saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def workbook(write: Callable[[xlsxwriter.Workbook], None] | None = None, rows: int = 1) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet("UPR Info database export")
    for number, cells in enumerate([UPR_INFO, *[ROW] * rows]):
        sheet.write_row(number, 0, cells)
    if write:
        write(book)
    book.close()
    return stream.getvalue()


def table(encoding: str = "utf-8", text: str = "Ratify it", end: str = "\r\n") -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=end)
    heads = ["To", "To-Rgrp", "To-Org", "Text", "From", "From-Rgrp", "From-Org", *UPR_INFO[7:]]
    writer.writerows([heads, [*ROW[:3], text, *ROW[4:]]])
    return stream.getvalue().encode(encoding)


def export(*rows: object) -> bytes:
    return json.dumps(rows or [UHRI]).encode()


def zipped(*members: tuple[str, bytes], encrypted: bool = False) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    data = bytearray(stream.getvalue())
    if encrypted:
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = data.find(signature)
            while place >= 0:
                data[place + offset] |= 1
                place = data.find(signature, place + 4)
    return bytes(data)


def replaced(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one member changed."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = [(member, archive.read(member)) for member in archive.namelist()]
    return zipped(*((member, change(data) if member == name else data) for member, data in members))


def _with_laughs(xml: bytes) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{"".join([f"&l{n - 1};"] * 10) if n else "ha"}">' for n in range(10))
    declaration, _, rest = xml.partition(b"?>")
    return declaration + f"?><!DOCTYPE w [{entities}]>".encode() + rest


def _swollen(xml: bytes) -> bytes:
    return xml.replace(b"</w:body>", b"<w:p/>" * 20_000_000 + b"</w:body>")


def _pdf_bomb() -> bytes:
    packed = zlib.compress(b" " * 200_000_000, 9)
    bomb = b"9 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream\nendobj\n" % (len(packed), packed)
    return report().replace(b"%PDF-1.4\n", b"%PDF-1.4\n" + bomb)


def _far_corner(book: xlsxwriter.Workbook) -> None:
    sheet = book.worksheets()[0]
    sheet.write(1_048_575, 16_383, "here")


def _with_empty_rows(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b'<row><c s="0"/></row>' * 300_000 + b"</sheetData>")


def _merged(book: xlsxwriter.Workbook) -> None:
    book.worksheets()[0].merge_range(2, 0, 3, 2, "Cambodia")


def _formulas(book: xlsxwriter.Workbook) -> None:
    sheet = book.worksheets()[0]
    for column, words in enumerate(ROW):
        sheet.write_formula(2, column, f'="{words}"', value=words)


def _ole(*words: bytes) -> bytes:
    return _OLE + bytes(504) + b"".join(word.ljust(128, b"\0") for word in words) + bytes(2048)


def _xls_cut_short() -> bytes:
    return _OLE + struct.pack("<16xHHH", 0x3E, 3, 0xFFFE) + bytes(400)


def _pictures() -> bytes:
    document = docx.Document()
    return _saved(document)


def _refused(rule: str, name: str, make: Callable[[], bytes], *codes: str) -> BadFile:
    return BadFile(rule, name, make, frozenset(codes), refused=True)


def _survived(rule: str, name: str, make: Callable[[], bytes], *codes: str) -> BadFile:
    return BadFile(rule, name, make, frozenset(codes or ("",)), refused=False)


KIND = "A file is what it claims to be"
WHOLE = "A file is whole"
OPEN = "A file can be opened by anybody"
SIZE = "A file does not hold more than any document does"
WORDS = "A file holds words"
CELLS = "A cell holds one value"
LETTERS = "Letters are written in one way"

CORPUS: tuple[BadFile, ...] = (
    _refused(
        KIND, "a web page called .pdf", lambda: b"<!doctype html><title>Not found</title>", "unknown-format"
    ),
    _refused(KIND, "a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "unknown-format"),
    _refused(
        KIND, "a zip of something else", lambda: zipped(("a.txt", b"words")), "unknown-format", "damaged"
    ),
    _refused(
        KIND,
        "an old Word file",
        lambda: _ole("WordDocument".encode("utf-16-le")),
        "unknown-format",
        "damaged",
    ),
    _refused(KIND, "JSON of something else", lambda: b'[{"name": "Cambodia"}]', "unknown-format"),
    _refused(KIND, "a table of something else", lambda: b"Name,Price\r\nRice,3\r\n", "unknown-format"),
    _refused(KIND, "random bytes", lambda: bytes(range(256)) * 20, "unknown-format"),
    _refused(WHOLE, "nothing", lambda: b"", "empty-file"),
    _refused(WHOLE, "a PDF cut short", lambda: report()[:-200], "damaged"),
    _refused(WHOLE, "a PDF cut in the middle", lambda: report()[:1500], "damaged"),
    _refused(WHOLE, "a DOCX cut short", lambda: thematic_list()[:-100], "damaged"),
    _refused(WHOLE, "a DOCX cut in the middle", lambda: thematic_list()[:9000], "damaged"),
    _refused(WHOLE, "an XLSX cut short", lambda: workbook()[:-100], "damaged"),
    _refused(WHOLE, "an XLS cut short", _xls_cut_short, "damaged", "unknown-format"),
    _refused(WHOLE, "JSON cut short", lambda: export(UHRI, UHRI)[:-40], "json-damaged"),
    _refused(
        OPEN,
        "a PDF under a password",
        lambda: make_pdf(
            [[Print(100, 700, "Report")]],
            trailer=f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'7f' * 32}>/U<{'7f' * 32}>/P -4>>/ID[<00><00>]",
        ),
        "encrypted",
    ),
    _refused(
        OPEN, "a DOCX under a password", lambda: _ole("EncryptedPackage".encode("utf-16-le")), "encrypted"
    ),
    _refused(
        OPEN,
        "a zip under a password",
        lambda: zipped(("word/document.xml", b"x"), encrypted=True),
        "encrypted",
    ),
    _refused(
        SIZE,
        "a PDF of 10,000 pages",
        lambda: make_pdf([[Print(100, 700, "Page")]] * 10_000),
        "too-many-pages",
    ),
    _refused(SIZE, "a PDF that unpacks to 200 MB", _pdf_bomb, "too-large"),
    _refused(
        SIZE,
        "a DOCX that unpacks to 120 MB",
        lambda: replaced(thematic_list(), "word/document.xml", _swollen),
        "too-large",
    ),
    _refused(
        SIZE,
        "a DOCX whose entities grow",
        lambda: replaced(thematic_list(), "word/document.xml", _with_laughs),
        "unsafe-xml",
    ),
    _refused(
        SIZE,
        "an XLSX whose entities grow",
        lambda: replaced(workbook(), "xl/worksheets/sheet1.xml", _with_laughs),
        "unsafe-xml",
        "damaged",
    ),
    _survived(
        SIZE,
        "JSON nested 10,000 deep",
        lambda: export()[:-2] + b', "x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}]",
    ),
    _refused(
        SIZE,
        "JSON with a string of 50 MB",
        lambda: export(UHRI, {**UHRI, "Text": "x" * 50_000_000}),
        "json-row-too-long",
    ),
    _survived(
        SIZE,
        "an XLSX with 300,000 empty rows",
        lambda: replaced(workbook(), "xl/worksheets/sheet1.xml", _with_empty_rows),
    ),
    _survived(
        SIZE, "an XLSX with a cell in the last corner", lambda: workbook(_far_corner), "columns-not-read"
    ),
    _refused(WORDS, "a PDF of pictures only", lambda: make_pdf([[], []]), "no-text"),
    _refused(WORDS, "a DOCX without words", _pictures, "no-text", "unknown-format"),
    _refused(WORDS, "NUL bytes", lambda: b"\0" * 5000, "empty-file"),
    _survived(CELLS, "merged cells", lambda: workbook(_merged)),
    _survived(CELLS, "formulas", lambda: workbook(_formulas)),
    _survived(LETTERS, "UTF-8 with a mark in front", lambda: table("utf-8-sig")),
    _survived(LETTERS, "UTF-16", lambda: table("utf-16")),
    _survived(LETTERS, "Windows letters", lambda: table("cp1252", "Ratify it – d’après")),
    _survived(LETTERS, "Macintosh letters and line ends", lambda: table("mac_roman", "Ratify it é", "\r")),
    _survived(LETTERS, "right-to-left marks", lambda: table(text="\u200fRatify\u202e it\u202c")),
    _survived(LETTERS, "NUL bytes in words", lambda: table(text="Ratify\0 it")),
    _survived(
        LETTERS, "right-to-left marks in a DOCX", lambda: thematic_list("118.1 \u200fGo on\u202c (Cuba);")
    ),
)
