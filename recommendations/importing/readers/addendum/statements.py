"""Sentences that say which recommendations get which answer: "accepts recommendations 1, 2; rejects 6"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from recommendations.importing.readers.addendum.numbers import (
    Listing,
    Numbering,
    is_dotted,
    read_listing,
)
from recommendations.importing.readers.addendum.stances import NUMBERS, Stance, find_stances

_CUE_WITHIN = 240
_DIGITS = re.compile(r"(?<![\w/.,$€£%#])(?<!\d[-–])\d{1,3}")
_WORD = r"(?:\brecommendations?|\brecs?\b\.?)"
_CUE = re.compile(
    rf"(?<!general )(?<!general\s){_WORD}\s*(?:\(?\s*(?:nos?\b\.?|numbers?|numbered|#))?\s*:?\s*"
    r"(?:from\s+)?[(“]?$"
    r"|(?:^\W*|(?:accept|support|note|reject)(?:s|ed)?\s+)\(?nos?\b\.?\s*$"
    rf"|(?<!general ){_WORD}[^:;{NUMBERS}]{{0,40}}\bparagraphs?\s+\d{{1,3}}\s*,?\s*\(?\s*(?:{_WORD}\s*)?"
    r"(?:nos?\b\.?|numbers?|items?|:)\s*$",
    re.IGNORECASE,
)
_AFTER_COLON = re.compile(
    r"(?:\brecommendations?\b|\bfollowing\b|\bsupport\b|(?:accept|support|note|reject)ed\b|\bpart\b)[^:;]{0,160}:\s*(?:nos?\b\.?\s*)?$",
    re.IGNORECASE,
)
_AFTER_VERB = re.compile(
    r"\b(?:accept|support|note|reject|endorse)(?:s|ed)?\s+(?:also\s+|fully\s+|in\s+part\s+|partially\s+|in\s+principle\s+)?$"
    r"|\b(?:in\s+part|in\s+principle|partially|note\s+of|support\s+of)\s+$",
    re.IGNORECASE,
)
_OTHER_RECOMMENDATION = re.compile(r"\bgeneral\s+recommendations?\b[^.;]{0,12}$", re.IGNORECASE)
_CROSS_REFERENCE = re.compile(
    r"\b(?:see|cf\.?|refer(?:s|red)?\s+to|explanations?\s+(?:for|of|to|on|under)|information\s+(?:on|under)"
    r"|answers?\s+(?:to|under)|comments?\s+(?:to|on|under)|as\s+(?:in|with|for|under)|similar\s+to|replies\s+to|(?:its|our)\s+(?:reply|response)\s+to|under"
    r"|(?:described|explained|mentioned|stated|indicated|noted)\s+(?:in|under))\s+(?:also\s+|the\s+|our\s+|its\s+)*(?:\w+\.?\s+){0,3}$",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"(?:\b(?:regarding|concerning|with\s+(?:regard|respect)\s+to|as\s+(?:for|regards|to)|in\s+relation\s+to)"
    r"|^\W*(?:of|among|amongst|out\s+of))\s+(?:the\s+)?(?:recommendations?\s+)?(?:nos?\.?\s*)?$",
    re.IGNORECASE,
)
_IN_PARAGRAPH = re.compile(r"\bparagraphs?\s+(\d{1,3})\b(?!\.\d)", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b(?:nos?|recs?|paras?|arts?|i\.e|e\.g|cf|vs|Mr|Ms|Dr|St)\.$", re.IGNORECASE)
_SENTENCE = re.compile(rf"[.!?][”’\"]?\s+(?=[A-Z“\"(‘{NUMBERS}])")
_CLAUSE = re.compile(
    rf";|,?\s+(?:while|whereas|but|however)\s+|,\s+and\s+(?=(?:recommendations?\s+)?{NUMBERS})", re.IGNORECASE
)
_EXCEPT = re.compile(
    r"\b(?:except(?:ing)?(?:\s+for)?|with\s+the\s+exceptions?\s+of|other\s+than|apart\s+from|excluding|save\s+for)"
    r"\s+(?:(?:the|for|of|following|recommendations?|those|numbered|nos?\.?|in|paragraphs?)[\s:]+)*$",
    re.IGNORECASE,
)
_EARLIER = re.compile(r",?\s*\b(?:which|that)\b[^,;]*?,", re.IGNORECASE)
IN_PART = Stance("partial", "noted", "in part", 0, 0)
"""The answer to a number that stands before "(in part)"."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is printed, and its words with NUMBERS in the place of its lists.

    `answers` are its lists with the answer that it gives to them; `stances` all of its answers; `listings`
    all of its lists, those too that it only refers to.
    """

    printed: str
    words: str
    stances: tuple[Stance, ...]
    listings: tuple[Listing, ...]
    answers: tuple[tuple[Listing, Stance], ...]


def read_sentences(text: str, numbering: Numbering) -> list[Sentence]:
    """Cut a paragraph into sentences and tell the answers in each."""
    found = list(find_listings(text, numbering))
    masked, position = "", 0
    for listing in found:
        masked += text[position : listing.start] + NUMBERS
        position = listing.end
    masked += text[position:]
    remaining = iter(found)
    sentences = []
    for words in _cut(masked):
        sentences.append(_sentence(text, words, _take(remaining, words)))
    return sentences


def _take(listings: Iterator[Listing], words: str) -> list[Listing]:
    """Take as many lists as a sentence has places for."""
    return [next(listings) for _ in range(words.count(NUMBERS))]


def find_listings(text: str, numbering: Numbering) -> Iterator[Listing]:
    """Find the lists of numbers of recommendations, by their main paragraph or the words before them."""
    position = 0
    seen = False
    for digits in _DIGITS.finditer(text):
        start = digits.start()
        if start < position:
            continue
        before = text[max(0, start - _CUE_WITHIN, position) : start]
        if before.rstrip(" ")[-1:].isdigit() and "." not in text[start : start + 5]:
            continue
        if seen:
            before = NUMBERS + before
        listing = read_listing(text, start, numbering.mains, _understood(before, numbering))
        if listing is None:
            continue
        dotted = is_dotted(text, start, numbering.mains)
        if _OTHER_RECOMMENDATION.search(before) or not (dotted or _is_cued(before, text, listing, seen=seen)):
            continue
        yield listing
        position, seen = listing.end, True


def _understood(before: str, numbering: Numbering) -> int:
    """Answer the main paragraph of a bare number: the one that its own sentence names, if any."""
    named = [int(number) for number in _IN_PARAGRAPH.findall(before.rsplit(". ", 1)[-1])]
    return next((main for main in reversed(named) if main in numbering.mains), numbering.understood)


def _is_cued(before: str, text: str, listing: Listing, *, seen: bool) -> bool:
    """Tell whether the words before bare numbers say that they are recommendations."""
    if _CUE.search(before):
        return True
    # "three categories: 1. Accepted recommendations; 2. ..." are headings.
    single = len(listing.numbers) == 1 and re.compile(r"\s*[.)]\s*[A-Z]").match(text, listing.end)
    if _AFTER_COLON.search(before) and not single:
        return True
    return seen and _AFTER_VERB.search(before) is not None


def _cut(masked: str) -> Iterator[str]:
    start = 0
    for found in _SENTENCE.finditer(masked):
        if not _ABBREVIATION.search(masked[max(0, found.start() - 8) : found.start() + 1]):
            yield masked[start : found.start() + 1]
            start = found.end()
    yield masked[start:]


def _sentence(text: str, words: str, listings: Sequence[Listing]) -> Sentence:
    again, remaining = iter(listings), iter(listings)
    printed = re.sub(NUMBERS, lambda _: _slice(text, next(again)), words).strip()
    answers: list[tuple[Listing, Stance]] = []
    stances: list[Stance] = []
    excepted: list[Listing] = []
    waiting: list[Listing] = []
    before: Stance | None = None
    offset = 0
    for clause in _clauses(words):
        found = _without_earlier(clause)
        stances += [replace(s, start=s.start + offset, end=s.end + offset) for s in found]
        offset += len(clause)
        placed = list(_placed(clause, _take(remaining, clause), several=len(listings) > 1))
        excepted += [listing for place, listing in placed if _EXCEPT.search(clause[:place])]
        events: list[tuple[int, Stance | Listing]] = [(stance.start, stance) for stance in found]
        events += [(place, listing) for place, listing in placed if listing not in excepted]
        events.sort(key=lambda event: event[0])
        # "accepts 1 and 2" says the answer first, "1 and 2 are accepted" the numbers.
        answer_first = not found or (bool(events) and isinstance(events[0][1], Stance))
        for _, event in events:
            if isinstance(event, Stance):
                before = event
                answers += [(listing, event) for listing in waiting]
                waiting = []
            elif answer_first and before:
                answers.append((event, before))
            else:
                waiting.append(event)
    answers = [*_with_parts(_with_excepted(answers, excepted, stances[:1]))]
    return Sentence(printed, words, tuple(stances), tuple(listings), tuple(answers))


def _placed(clause: str, listings: Sequence[Listing], *, several: bool) -> Iterator[tuple[int, Listing]]:
    """Answer the lists of a clause and their places, without those that it only refers to."""
    for match, listing in zip(re.finditer(NUMBERS, clause), listings, strict=True):
        lead = clause[: match.start()].rstrip(" (")
        if not _CROSS_REFERENCE.search(f"{lead} ") and not (several and _TOPIC.search(f"{lead} ")):
            yield match.start(), listing


def _with_excepted(
    answers: Sequence[tuple[Listing, Stance]], excepted: Sequence[Listing], first: Sequence[Stance]
) -> Iterator[tuple[Listing, Stance]]:
    """Take the exceptions out of the lists: what is not supported is noted."""
    without = {number for listing in excepted for number in listing.numbers}
    for listing, stance in answers:
        numbers = tuple(number for number in listing.numbers if number not in without)
        yield replace(listing, numbers=numbers), stance
    for listing in excepted if first and first[0].position == "supported" else ():
        yield listing, Stance("noted", "noted", "", 0, 0)


def _with_parts(answers: Iterable[tuple[Listing, Stance]]) -> Iterator[tuple[Listing, Stance]]:
    """Take the numbers that are accepted in part out of the lists: "accepts 1, 2 (in part) and 3"."""
    for listing, stance in answers:
        if not listing.in_part or stance.kind != "supported":
            yield listing, stance
            continue
        whole = tuple(number for number in listing.numbers if number not in listing.in_part)
        yield replace(listing, numbers=whole), stance
        yield replace(listing, numbers=listing.in_part), IN_PART


def _slice(text: str, listing: Listing) -> str:
    return text[listing.start : listing.end]


def _clauses(words: str) -> Iterator[str]:
    start = 0
    for found in _CLAUSE.finditer(words):
        yield words[start : found.end()]
        start = found.end()
    yield words[start:]


def _without_earlier(clause: str) -> list[Stance]:
    """Find the answers of a clause; of "which were noted in the report, are now accepted" the one of now."""
    found = find_stances(clause)
    if len(found) < 2 or clause.count(NUMBERS) > 1:
        return found
    now = [
        stance
        for stance in found
        if re.search(r"\bnow\b[^,;.]{0,30}$", clause[: stance.start], re.IGNORECASE)
    ]
    if now:
        return now[-1:]
    relative = _EARLIER.search(clause)
    if relative:
        outside = [s for s in found if not relative.start() <= s.start < relative.end()]
        return outside or found
    return found
