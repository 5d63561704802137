"""Addendum to a Working Group report, PDF or DOCX: the State's position and views on each recommendation.

Addenda ("Views on conclusions and/or recommendations, voluntary commitments and replies presented by the
State under review") are free prose: lists and ranges of numbers, answers item by item, tables.
"""

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import BinaryIO

from recommendations.importing.problems import UnreadableDocument
from recommendations.importing.readers import cover
from recommendations.importing.readers.addendum.blocks import Block, TableRow, read_blocks
from recommendations.importing.readers.addendum.columns import place_of, put_back, with_tables
from recommendations.importing.readers.addendum.findings import Findings
from recommendations.importing.readers.addendum.numbers import Numbering, find_numbering
from recommendations.importing.readers.addendum.openings import opens_item
from recommendations.importing.readers.addendum.positions import read_positions
from recommendations.importing.readers.addendum.review import read_review
from recommendations.importing.readers.addendum.tables import RowReader
from recommendations.importing.readers.addendum.walk import Walker
from recommendations.importing.readers.manuscript import FIRST_PAGES, Manuscript, read_manuscript
from recommendations.importing.readers.pdf import read_pieces
from recommendations.importing.readers.text import clean, join
from recommendations.importing.records import Entry
from recommendations.importing.reference import Reference
from states.names import StateNames

FORMAT = "addendum"

TITLE = "Views on conclusions and/or recommendations"

_ADDENDUM = re.compile(r"\bAddendum\b|/Add\.\d", re.IGNORECASE)
_VIEWS = re.compile(
    r"\bViews\s+on\s+(?:the\s+)?(?:conclusions|recommendations)\b|\breplies\s+presented\s+by\s+the\s+State\b",
    re.IGNORECASE,
)
_CORRIGENDUM = re.compile(r"\bCorrigendum\b", re.IGNORECASE)


def matches(file: BinaryIO) -> bool:
    """Tell whether the file is an addendum. Raises UnreadableDocument for a bad PDF or DOCX."""
    manuscript = read_manuscript(file, most_pages=FIRST_PAGES)
    if manuscript is None:
        return False
    front = " ".join(manuscript.cover)
    titled = _ADDENDUM.search(front) and _VIEWS.search(front)
    return titled is not None and not _CORRIGENDUM.search(front)


def entries(file: BinaryIO, reference: Reference) -> Iterator[Entry]:
    """Read an addendum. Raises UnreadableDocument where it cannot be read or states no position."""
    manuscript = read_manuscript(file)
    if manuscript is None:
        raise UnreadableDocument("unknown-format")
    document, doubts_on_cover = cover.read_document(manuscript, title=TITLE)
    numbering = _numbering(manuscript)
    manuscript, tables = with_tables(manuscript, partial(read_pieces, file))

    def starts(line: str, above: str) -> bool:
        beside_table = place_of(line) is not None or place_of(above) is not None
        return beside_table or opens_item(clean(line), clean(above), numbering)

    blocks = put_back(read_blocks(manuscript, starts), tables)
    review, doubts_on_review = read_review(manuscript, blocks, document, reference.states)
    responses, doubts = read_positions(find_answers(blocks, numbering, reference.states))
    yield document
    yield review
    yield from responses
    yield from (*doubts_on_cover, *doubts_on_review, *doubts)


def find_answers(blocks: list[Block | TableRow], numbering: Numbering, names: StateNames) -> Findings:
    """Walk through the blocks of an addendum, in order."""
    walker = Walker(numbering, names)
    rows = RowReader(walker)
    for block, following in pairwise((*blocks, None)):
        if isinstance(block, TableRow):
            rows.read(block)
        elif block and not walker.is_title(block, following):
            walker.read(block)
    walker.close()
    return walker.findings


def _numbering(manuscript: Manuscript) -> Numbering:
    """Find out how recommendations are numbered: from the body, and from the notes, which may say it."""
    lines = [clean(line.text) for line in manuscript.lines]
    together = join(line.text for line in manuscript.lines)
    return find_numbering([*lines, together, join(manuscript.notes)])
