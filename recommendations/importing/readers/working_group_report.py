"""Report of the Working Group, PDF or DOCX: the source of every recommendation's number and wording.

The section "Conclusions and/or recommendations" consists of main paragraphs. The sentence that
opens one states the position on all items under it; the paragraph "All conclusions and/or
recommendations ... reflect the position of the submitting State(s)" ends the section.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, takewhile
from typing import BinaryIO

from recommendations.importing.problems import UnreadableDocument, problem
from recommendations.importing.readers import cover, positions
from recommendations.importing.readers.attribution import attributions
from recommendations.importing.readers.clauses import split_clauses
from recommendations.importing.readers.corrections import correct
from recommendations.importing.readers.layout import BodyLine
from recommendations.importing.readers.manuscript import FIRST_PAGES, read_manuscript
from recommendations.importing.readers.numbering import SAME_EDGE, Doubt, Item, Paragraph, find_heads, number
from recommendations.importing.readers.remarks import numbers_spoken_of, positions_by_number
from recommendations.importing.readers.text import Words, join
from recommendations.importing.records import Entry, Position, Problem, RecommendationRecord
from recommendations.importing.reference import Reference
from states.names import StateNames

FORMAT = "working-group-report"

_INTRODUCTION_LINES = 60
_LONGEST_HEADING = 15  # words
_LONGEST_PARAGRAPH = 30  # lines that are looked at to tell what a paragraph is

_HEADING = re.compile(
    r"\W*(?:[IVX]+\s*[.,]?\s*|\d\s*\.\s*)?(?-i:C)onclusions?\s*(?:and\s*/?\s*(?:or)?|/|&|or)\s*"
    r"recommendations?[\s*∗†‡.\d]*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:\d+\s*[.,]?\s*)?(?:[a-z]+\s+){0,7}?(?:conclusions?|recommendations?)\b[^.;]{0,150}?"
    r"\breflects?\b\s*(?:(?:\w+\s+){0,3}?(?:positions?|views?|opinions?)\b|$)",
    re.IGNORECASE,
)
_NEXT_SECTION = re.compile(r"[IVX]{1,4}\s*\.\s*[A-Z].*|Annex(?:es)?(?:\s+[IVX]+)?\W*")
_FINISHED = re.compile(r"[.;:]\W*$")
_BRACKET = re.compile(r"\)[\s.;]*$")
_SENTENCE = re.compile(r"[.;:,)]\W*$|\(")
_NOTE_MARK = re.compile(r"(?<=\))[ ;,.]*(?:\d{1,3}|[*†‡]+)$")
_NUMERAL = re.compile(r"^(?:\d{1,2}|[A-Z]|[IVX]+)\s*[.)]\s+(?=[A-Z])")
_LETTER = re.compile(r"\(?(?:[a-z]|[ivx]+)\)|•")


@dataclass(frozen=True, slots=True)
class _Passage:
    """A main paragraph in words: its sentence, its items as printed and in words, remarks under items."""

    paragraph: Paragraph
    statement: str
    items: Sequence[tuple[Item, str, str]]
    remarks: Sequence[tuple[Item, str]]


def matches(file: BinaryIO) -> bool:
    """Tell whether the file is a Working Group report. Raises UnreadableDocument for a bad PDF or DOCX."""
    manuscript = read_manuscript(file, most_pages=FIRST_PAGES)
    return manuscript is not None and cover.is_report(manuscript)


def entries(file: BinaryIO, reference: Reference) -> Iterator[Entry]:
    """Read a report. Raises UnreadableDocument where it cannot be read or has no recommendations."""
    manuscript = read_manuscript(file)
    if manuscript is None:
        raise UnreadableDocument("unknown-format")
    document, doubts_on_cover = cover.read_document(manuscript)
    lines, corrected = correct(manuscript.lines, reference.corrections.of(document.symbol))
    notes = (*manuscript.notes, *manuscript.heads)
    review, doubts_on_review = cover.read_review(*_introduction(lines), notes, document, reference.states)
    section, doubts_on_end = _section(lines)
    paragraphs, doubts_on_numbers = number(find_heads(section))
    recommendations, doubts = _recommendations(
        list(_passages(section, paragraphs, Words(line.text for line in lines))), section, reference.states
    )
    if not recommendations:
        unnumbered = any(doubt.code == "items-unnumbered" for doubt in doubts)
        raise UnreadableDocument("numbers-missing" if unnumbered else "section-missing")
    yield document
    yield review
    yield from recommendations
    yield from chain(corrected, doubts_on_cover, doubts_on_review)
    yield from (_problem_of(doubt, section) for doubt in doubts_on_numbers)
    yield from chain(doubts, doubts_on_end)


def _introduction(lines: Sequence[BodyLine]) -> tuple[str, int | None]:
    """Answer the text from paragraph 1 on, and its page."""
    start = next((i for i, line in enumerate(lines) if re.match(r"1\s*\.\s+The Working Group", line.text)), 0)
    some = lines[start : start + _INTRODUCTION_LINES]
    return join(line.text for line in some), some[0].page if some else None


def _section(lines: Sequence[BodyLine]) -> tuple[Sequence[BodyLine], list[Problem]]:
    """Cut the section of recommendations out of the document, heading and closing left out."""
    # The table of contents names the section too: the last heading counts.
    above = (None, *lines)
    ends = [
        i for i, (before, line) in enumerate(zip(above, lines, strict=False)) if _ends_heading(before, line)
    ]
    if not ends:
        raise UnreadableDocument("section-missing")
    section = lines[ends[-1] + 1 :]
    for end, line in enumerate(section):
        if line.opens is False:
            continue
        if _CLOSING.match(_paragraph_of(section, end, len(section))):
            return section[:end], []
        if _NEXT_SECTION.fullmatch(line.text):
            section = section[:end]
            break
    return section, [problem("end-missing", page=section[-1].page if section else None)]


def _ends_heading(above: BodyLine | None, line: BodyLine) -> bool:
    """Tell whether a line is the section's heading, or the last of its two lines."""
    both = join([above.text, line.text]) if above and not line.opens else ""
    return any(_HEADING.fullmatch(words) for words in (line.text, both))


def _passages(
    lines: Sequence[BodyLine], paragraphs: Sequence[Paragraph], vocabulary: Words
) -> Iterator[_Passage]:
    """Fill the numbered paragraphs and items with their words."""
    starts = [item.line for paragraph in paragraphs for item in paragraph.items]
    starts += [paragraph.line for paragraph in paragraphs]
    next_start = dict(pairwise(sorted([*starts, len(lines)])))

    def printed(start: Paragraph | Item, end: int) -> list[str]:
        first, *others = (line.text for line in lines[start.line : end])
        return [first[start.words :], *others]

    for paragraph in paragraphs:
        items, remarks = [], []
        for item in paragraph.items:
            limit = next_start[item.line]
            end = _end_of_item(lines, item.line, limit)
            words = printed(item, end)
            items.append((item, "\n".join(words), join(words, vocabulary)))
            if end < limit:
                remarks.append((item, join((line.text for line in lines[end:limit]), vocabulary)))
        statement = join(printed(paragraph, next_start[paragraph.line]), vocabulary)
        yield _Passage(paragraph, statement, items, remarks)


def _end_of_item(lines: Sequence[BodyLine], start: int, limit: int) -> int:
    """Answer where an item ends, at the latest at the next number.

    What stands off after a finished sentence ends it where it is indented otherwise than the item, as the
    State's reasons are, where it names no State after States in brackets, or where it is the heading of the
    next group. Lettered parts belong to the item.
    """
    left = right = lines[start].indent
    for index, line in enumerate(lines[start + 1 : limit], start + 1):
        elsewhere = not left - SAME_EDGE < line.indent < right + SAME_EDGE
        before = lines[index - 1].text
        if line.opens is not False and not _LETTER.match(line.text):
            if elsewhere and _FINISHED.search(before):
                return index
            if line.opens and _BRACKET.search(before) and "(" not in _paragraph_of(lines, index, limit):
                return index
            if _SENTENCE.search(before) and _is_heading(_paragraph_of(lines, index, limit)):
                return index
        left, right = min(left, line.indent), max(right, line.indent)
    return limit


def _is_heading(printed: str) -> bool:
    """Tell whether a paragraph is a heading: a few words that name no State and end in no full stop."""
    words = _NUMERAL.sub("", printed)
    return len(words.split()) <= _LONGEST_HEADING and words[:1].isupper() and not _SENTENCE.search(words)


def _paragraph_of(lines: Sequence[BodyLine], start: int, limit: int) -> str:
    """Answer the words of the printed paragraph that line `start` opens, `limit` its end at the latest."""
    others = lines[start + 1 : min(limit, start + _LONGEST_PARAGRAPH)]
    return join(line.text for line in (lines[start], *takewhile(lambda line: not line.opens, others)))


def _recommendations(
    passages: Sequence[_Passage], lines: Sequence[BodyLine], names: StateNames
) -> tuple[list[RecommendationRecord], list[Problem]]:
    """Answer the recommendations in order, and all that is doubtful about them."""
    recommendations: dict[str, RecommendationRecord] = {}
    problems: list[Problem] = []
    for index, passage in enumerate(passages):
        paragraph, page = str(passage.paragraph.number), lines[passage.paragraph.line].page
        if not passage.items:
            if _holds_recommendations(passage.statement, names):
                problems.append(problem("items-unnumbered", page=page, where=paragraph, paragraph=paragraph))
            continue
        if positions.announces_comments(passage.statement):
            count = len(passage.items)
            problems.append(
                problem("not-recommendations", page=page, where=paragraph, paragraph=paragraph, count=count)
            )
            continue
        stated = _positions(passage, passages[index + 1 :])
        if any(position is None for position in stated.values()):
            problems.append(problem("position-unknown", page=page, where=paragraph, paragraph=paragraph))
        in_part = positions.words_in_part(passage.statement)
        if in_part:
            count = len(passage.items)
            problems.append(problem("position-in-part", page=page, where=paragraph, count=count))
        for item, printed, text in passage.items:
            number = f"{paragraph}.{item.number}"
            recommendations[number] = RecommendationRecord(
                number=number,
                text=_NOTE_MARK.sub("", text.lstrip("|•·–— ").rstrip(" ;,.")),
                position=stated[number] or "pending",
                page=lines[item.line].page,
                clauses=split_clauses(text, names),
                printed=printed,
                stated_as=in_part,
            )
            problems += _doubts_about_states(recommendations[number])
    for number, comment in _comments(passages, recommendations):
        record = recommendations[number]
        recommendations[number] = replace(record, comment=f"{record.comment}\n\n{comment}".strip())
    return list(recommendations.values()), problems


def _holds_recommendations(statement: str, names: StateNames) -> bool:
    """Tell whether a paragraph without numbered items speaks of recommendations or a position on them and
    ends with States in brackets.
    """
    speaks = positions.stated_position(statement) or positions.only_reports(statement)
    found = attributions(statement, names) if speaks else []
    return bool(found) and not statement[found[-1].end :].strip(" .;,")


def _positions(passage: _Passage, following: Sequence[_Passage]) -> dict[str, Position | None]:
    """Answer the position on each of a passage's items, None where it is not stated in known words.

    Where the opening sentence just reports that recommendations were made, a sentence after the items may
    state the position on all of them, or on some by their numbers.
    """
    main = passage.paragraph.number
    items = [f"{main}.{item.number}" for item, _, _ in passage.items]
    if stated := positions.stated_position(passage.statement):
        return dict.fromkeys(items, stated)
    last = passage.items[-1][0]
    at_end = (words for item, words in passage.remarks if item == last)
    without_items = takewhile(lambda later: not later.items, following)
    for sentence in chain(at_end, (later.statement for later in without_items)):
        if by_number := dict(positions_by_number(sentence, items, main)):
            return {number: by_number.get(number) for number in items}
        stated = positions.stated_position(sentence)
        if stated and positions.looks_back(sentence):
            return dict.fromkeys(items, None if positions.names_numbers(sentence) else stated)
    return dict.fromkeys(items, "pending" if positions.only_reports(passage.statement) else None)


def _comments(passages: Sequence[_Passage], items: Collection[str]) -> Iterator[tuple[str, str]]:
    """Answer what the State says about single recommendations, under them or in a later paragraph."""
    for passage in passages:
        main = passage.paragraph.number
        decides_position = positions.stated_position(passage.statement) is None
        for item, words in passage.remarks:
            own = f"{main}.{item.number}"
            if not _FINISHED.search(words):
                continue  # a heading between two groups of items
            if own in items and not (decides_position and positions.looks_back(words)):
                for number in numbers_spoken_of(words, items, main) or [own]:
                    yield number, words
        if not passage.items:
            for number in numbers_spoken_of(passage.statement, items):
                yield number, passage.statement
        elif positions.announces_comments(passage.statement):
            for _, _, words in passage.items:
                for number in numbers_spoken_of(words, items):
                    yield number, words.rstrip(" ;")


def _problem_of(doubt: Doubt, section: Sequence[BodyLine]) -> Problem:
    page = section[doubt.line].page
    return problem(doubt.code, page=page, where=doubt.number, number=doubt.number, printed=doubt.printed)


def _doubts_about_states(recommendation: RecommendationRecord) -> Iterator[Problem]:
    number, page = recommendation.number, recommendation.page
    unknown = [name for clause in recommendation.clauses for name in clause.unresolved]
    for name in unknown:
        yield problem("unknown-state", page=page, where=number, name=name)
    if not unknown and not any(clause.states for clause in recommendation.clauses):
        yield problem("no-state", page=page, where=number, number=number)
