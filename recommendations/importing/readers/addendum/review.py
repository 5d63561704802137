"""Which review an addendum is about: the State on its cover, day and session where its text says them."""

import re
from collections.abc import Sequence
from itertools import islice

from recommendations.importing.problems import problem
from recommendations.importing.readers import cover
from recommendations.importing.readers.addendum.blocks import Block, TableRow
from recommendations.importing.readers.manuscript import Manuscript
from recommendations.importing.readers.text import clean, join
from recommendations.importing.records import DocumentRecord, Problem, ReviewRecord
from states.names import StateNames

_INTRODUCTION_BLOCKS = 8
_MOST_CYCLES = 9
_STATE = re.compile(
    r"Universal\s+Periodic\s+Review[\s*\d]*\n(?P<state>(?:(?!Addendum)[^\n]+\n){1,3})[\s*]*Addendum",
    re.IGNORECASE,
)
_UPR = r"(?:UPR|Universal\s+Periodic\s+Review)"
_WORKING_GROUP = rf"(?:(?:{_UPR}\s+)?Working\s+Group|{_UPR})"
_DAY = re.compile(
    r"\b(?:Review|reviewed|UPR|dialogue)\b(?:(?!\badopt|\breport of|\bCouncil\b)[^.]){0,140}?"
    r"\bon\s+(?:\w+day,?\s+)?(?:the\s+)?"
    r"(?P<date>\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+\d{4})",
    re.IGNORECASE,
)
_SESSIONS = (
    re.compile(rf"\b(?P<ordinal>[\w-]+)\s+session\s+of\s+(?:the\s+)?{_WORKING_GROUP}", re.IGNORECASE),
    re.compile(rf"\b{_WORKING_GROUP}\b[^.]{{0,80}}?\bits\s+(?P<ordinal>[\w-]+)\s+session\b", re.IGNORECASE),
    re.compile(rf"\b(?P<ordinal>[\w-]+)\s+{_UPR}\s+(?:Working\s+Group\s+)?session\b", re.IGNORECASE),
)
_CYCLES = (
    re.compile(rf"\b(?P<ordinal>[\w-]+)\s+(?:{_UPR}\s+)?cycle\b", re.IGNORECASE),
    re.compile(rf"\b(?P<ordinal>[\w-]+)\s+{_UPR}(?!\s+(?:Working|session))", re.IGNORECASE),
)


def read_review(
    manuscript: Manuscript, blocks: Sequence[Block | TableRow], document: DocumentRecord, names: StateNames
) -> tuple[ReviewRecord, list[Problem]]:
    """Read the review; session, day and cycle are None where the first paragraphs do not say them."""
    printed, state = _state(manuscript, document, names)
    problems: list[Problem] = []
    if state is None:
        page = 1 if manuscript.pages else None
        problems.append(problem("review-state-unknown", page=page, name=printed))
    paragraphs = (block.text for block in blocks if isinstance(block, Block))
    introduction = join(islice(paragraphs, _INTRODUCTION_BLOCKS))
    day = next((cover.find_day(_plain(found["date"])) for found in _DAY.finditer(introduction)), None)
    if day and document.date and day > document.date:
        day = None
    cycle = _first_ordinal(_CYCLES, introduction)
    return (
        ReviewRecord(
            state=state,
            session=_first_ordinal(_SESSIONS, introduction),
            date=day,
            cycle=cycle if cycle and cycle <= _MOST_CYCLES else None,
        ),
        problems,
    )


def _state(manuscript: Manuscript, document: DocumentRecord, names: StateNames) -> tuple[str, str | None]:
    """Answer the State's name as it is printed, which may run over lines, and its code."""
    found = _STATE.search("\n".join(manuscript.cover))
    printed = clean(found["state"]).strip(" *") if found else ""
    on_cover = document.title.partition(": ")[2]
    return printed or on_cover, names.resolve(printed) or names.resolve(on_cover)


def _plain(printed: str) -> str:
    return re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|,", "", printed)


def _first_ordinal(patterns: Sequence[re.Pattern[str]], text: str) -> int | None:
    for pattern in patterns:
        for found in pattern.finditer(text):
            if number := cover.read_ordinal(found["ordinal"]):
                return number
    return None
