"""Small addenda, as PDF and as DOCX, for the tests of their reader."""

import io
import textwrap
from collections.abc import Sequence

import docx as python_docx

from recommendations.importing import readers
from recommendations.importing.records import Reading, ResponseRecord
from tests.recommendations.importing.conftest import Print, make_pdf
from tests.recommendations.importing.word import make_docx, p, tbl, tc, tr

COVER = """\
Human Rights Council
Fifty-ninth session
Agenda item 6
Universal periodic review
Report of the Working Group on the Universal Periodic
Review*
Cambodia
Addendum
Views on conclusions and/or recommendations, voluntary commitments
and replies presented by the State under review
* The present document is being issued without formal editing.
United Nations A/HRC/59/15/Add.1
General Assembly Distr.: General
8 April 2025
Original: English"""

LEFT, HEADING, INDENTED = 113.0, 90.0, 142.0
LEADING, GAP = 12.0, 6.0

Part = str | Sequence[Sequence[str]]


def addendum_pdf(*pages: Sequence[str], cover: str = COVER, width: int = 88) -> bytes:
    """Set an addendum: paragraphs wrapped, "# ..." as headings, those that begin with blanks indented.

    Line breaks in a paragraph are kept. A page's first line stands at the same height as all others.
    """
    printed = [_page([cover], 1, 200)]
    printed += [_page(page, number, width) for number, page in enumerate(pages, 2)]
    return make_pdf(printed)


def _page(paragraphs: Sequence[str], number: int, width: int) -> list[Print]:
    page = [Print(57, 777, "A/HRC/59/15/Add.1", 9), Print(530, 60, str(number), 9)]
    baseline = 747.0
    for paragraph in paragraphs:
        left = HEADING if paragraph.startswith("# ") else INDENTED if paragraph.startswith(" ") else LEFT
        baseline -= GAP
        for line in paragraph.removeprefix("# ").strip().split("\n"):
            for words in textwrap.wrap(line, width, break_on_hyphens=False):
                baseline -= LEADING
                page.append(Print(left, baseline, words))
    return page


def addendum_docx(*parts: Part, cover: str = COVER) -> bytes:
    """Write an addendum as a Word document: strings are paragraphs ("# ..." headings), the others tables."""
    return make_docx("".join(map(p, cover.split("\n"))) + "".join(map(_element, parts)))


def _element(part: Part) -> str:
    if isinstance(part, str):
        return p(part.removeprefix("# "), '<w:outlineLvl w:val="0"/>' if part.startswith("# ") else "")
    columns = max(len(row) for row in part)
    return tbl(
        *(
            tr(*(tc(*map(p, cell.split("\n")), span=columns if len(row) == 1 else 1) for cell in row))
            for row in part
        )
    )


def addendum_of_python_docx(*parts: Part, cover: str = COVER) -> bytes:
    """Write the same with python-docx, whose styles and merged cells are those of Word."""
    document = python_docx.Document()
    for line in cover.split("\n"):
        document.add_paragraph(line)
    for part in parts:
        if isinstance(part, str):
            style = "Heading 1" if part.startswith("# ") else None
            document.add_paragraph(part.removeprefix("# "), style=style)
            continue
        table = document.add_table(rows=0, cols=max(len(row) for row in part))
        for row in part:
            cells = table.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[-1]).text = row[0]
                continue
            for cell, words in zip(cells, row, strict=True):
                cell.text = words
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def positions(reading: Reading) -> dict[str, str]:
    """Answer the position on each number."""
    return {response.number: response.position for response in reading.responses}


def response(reading: Reading, number: str) -> ResponseRecord:
    """Answer what was read of one number."""
    return next(response for response in reading.responses if response.number == number)


def codes(reading: Reading) -> list[str]:
    """Answer the codes of all problems."""
    return [problem.code for problem in reading.problems]


def table_pdf(
    introduction: str,
    *pages: Sequence[Sequence[str]],
    order: str,
    after: str = "",
    lefts: Sequence[float] = (113, 270, 400),
) -> bytes:
    """Set the rows of a table, page by page, and a paragraph after it.

    `order` is that in which the file holds the words: "cells" one after the other, as Word writes them, or
    "lines" over all columns.
    """
    printed = [_page([COVER], 1, 200)]
    for number, rows in enumerate(pages, 2):
        page = [Print(57, 777, "A/HRC/59/15/Add.1", 9), Print(530, 60, str(number), 9)]
        page += [Print(LEFT, 740, introduction)] if number == 2 else []
        top = 715.0
        for row in rows:
            cells = [textwrap.wrap(cell, 24) for cell in row]
            places = [
                (line, column, Print(lefts[column], top - LEADING * line, words))
                for column, lines in enumerate(cells)
                for line, words in enumerate(lines)
            ]
            if order == "lines":
                places.sort(key=lambda place: place[:2])
            page += [words for *_, words in places]
            top -= LEADING * max(map(len, cells)) + GAP
        printed.append(page)
    if after:
        words = textwrap.wrap(after, 88)
        printed[-1] += [Print(LEFT, top - GAP - LEADING * i, line) for i, line in enumerate(words)]
    return make_pdf(printed)


def read_paragraphs(form, reference, *paragraphs):
    """Read the paragraphs given, from a "pdf" or from a "docx"."""
    if form == "pdf":
        return readers.read(addendum_pdf(paragraphs), reference)
    return readers.read(addendum_docx(*(paragraph.strip() for paragraph in paragraphs)), reference)
