"""Word documents written element by element, for the tests of what Word shows."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
_ROOTS |= {"header": "hdr", "footer": "ftr"}


def p(words: str = "", properties: str = "") -> str:
    """A paragraph of one run, its line breaks and tabs as Word writes them."""
    lines = (
        "<w:tab/>".join(t(part) if part else "" for part in line.split("\t")) for line in words.split("\n")
    )
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{'<w:br/>'.join(lines)}</w:r></w:p>"


def t(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(words)}</w:t>'


def tc(*paragraphs: str, span: int = 1) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{"".join(paragraphs)}</w:tc>'


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def num(number: int, level: int = 0) -> str:
    """The properties of a paragraph that belongs to a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def lvl(level: int, text: str, format: str = "decimal", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:lvlText w:val="{escape(text)}"/></w:lvl>'
    )


def members(body: str, **parts: str) -> dict[str, bytes]:
    """The members of a document: its body, and the insides of "styles", "numbering", "header" ..."""
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="{_RELATIONS}/{kind}" Target="{kind}1.xml"/>' for kind in parts
    )
    written = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relations}</Relationships>",
    }
    for kind, inside in parts.items():
        written[f"word/{kind}1.xml"] = part(_ROOTS[kind], inside)
    return {name: text.encode() for name, text in written.items()}


def part(root: str, inside: str) -> str:
    return f'<w:{root} xmlns:w="{_W}" xmlns:mc="{_MC}">{inside}</w:{root}>'


def pack(written: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The members as an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in written.items():
            archive.writestr(name, content)
    return data.getvalue()


def make_docx(body: str, **parts: str) -> bytes:
    """A Word document, as `members` describes it."""
    return pack(members(body, **parts))
