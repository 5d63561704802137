"""Totals that an addendum states, compared with what was read: "of which 217 are supported and 37 noted"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from recommendations.importing.readers.addendum.stances import NUMBERS, find_stances
from recommendations.importing.readers.addendum.statements import Sentence

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORD = "|".join([*_TENS, *sorted(_UNITS, key=len, reverse=True), "hundred"])
_IN_WORDS = rf"(?:{_WORD})(?:(?:[\s-]+|\s+and\s+)(?:{_WORD}))*"
_COUNT = re.compile(rf"(?<![\w./-])(?:\d{{1,3}}|{_IN_WORDS})(?![\w%/]|\.\d|-\w)", re.IGNORECASE)
_TOTAL = (
    re.compile(
        r"\b(?:receiv\w+|contain\w*|total\s+of|out\s+of(?:\s+the)?|(?:of|among|amongst)\s+the|all(?:\s+of)?(?:\s+the)?|the\s+total)\s+$",
        re.I,
    ),
    re.compile(r"\s+(?:\w+\s+){0,2}?recommendations?\b", re.I),
)
_MADE = re.compile(
    r"\s+(?:\w+\s+){0,2}?recommendations?\s+(?:were|was|have\s+been|that\s+were)\s+(?:made|received|put|given|formulated)",
    re.I,
)
_AFTER = re.compile(
    r"\s*(?:(?:\w+\s+){0,2}?recommendations?\b|of\s+(?:them|these|those|which|the\s+recommendations))?\s*(?:\(?(?:which\s+)?"
    r"(?:(?:are|is|were|was|have|has|had|be|been|will|do|does|did|not|fully|also|as|being)\s+){0,4})\(?$",
    re.I,
)
_BETWEEN = re.compile(
    r"[\s:]*(?:(?:a\s+total\s+of|all|the|following|of|to|fully|some|another|a|further)\s+){0,4}$", re.I
)
_COUNT_BESIDE = re.compile(
    r"(?:\bfollowing|(?<!\bof )\bthe|\ba\s+total\s+of|\b(?:accept|support|note|reject)s?|\bnote\s+of)"
    rf"\s+(?P<count>\d{{1,3}}|{_IN_WORDS})\s+(?:\w+\s+){{0,2}}?recommendations?\b[^.;{NUMBERS}]{{0,80}}:?\s*(?:nos?\.\s*)?{NUMBERS}",
    re.I,
)
_PLACE = re.compile(r"\b(?:paragraphs?|articles?|sections?|para\.|art\.|nos?\.)\s+$", re.I)
_OF_THOSE = re.compile(r"\brecommendations?\b", re.I)


@dataclass(frozen=True, slots=True)
class Stated:
    """A total that a sentence states.

    `kind` is that of a `Stance`, "total" for all, or "listed" for those of the list beside it, whose
    length is `listed`. `early` tells that no position was stated before it.
    """

    kind: str
    count: int
    paragraph: str
    page: int | None
    early: bool
    listed: int = 0


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A total that does not agree with what was read."""

    stated: Stated
    read: int


def read_count(printed: str) -> int | None:
    """Read "217" or "two hundred and seventeen"."""
    if printed.isdigit():
        return int(printed)
    count = 0
    for word in re.split(r"[\s-]+", printed.casefold()):
        if word == "hundred":
            count = max(count, 1) * 100
        elif word in _TENS or word in _UNITS:
            count += _TENS.get(word, _UNITS.get(word, 0))
        elif word != "and":
            return None
    return count


def stated_totals(sentence: Sentence, paragraph: str, page: int | None, *, early: bool) -> Iterator[Stated]:
    """Find the totals that a sentence states: of the whole document, or of the list beside them."""
    words = sentence.words
    if not _OF_THOSE.search(words):
        return
    if NUMBERS in words:
        yield from _beside_list(sentence, paragraph, page)
        return
    stances = find_stances(_COUNT.sub(lambda found: NUMBERS + " " * (len(found.group()) - 1), words))
    for found in _COUNT.finditer(words):
        count = read_count(found.group())
        before, after = words[: found.start()], words[found.end() :]
        if count is None or _PLACE.search(before):
            continue
        total = (_TOTAL[0].search(before) and _TOTAL[1].match(after)) or _MADE.match(after)
        kind = None
        for stance in stances:
            between = words[stance.end : found.start()] or words[found.end() : stance.start]
            if stance.end <= found.start():
                kind = stance.kind if _BETWEEN.fullmatch(between) else kind
            elif found.end() <= stance.start and kind is None and _AFTER.fullmatch(between):
                kind = stance.kind
        if kind and kind != "done":
            yield Stated(kind, count, paragraph, page, early)
        elif total:
            yield Stated("total", count, paragraph, page, early)


def _beside_list(sentence: Sentence, paragraph: str, page: int | None) -> Iterator[Stated]:
    """Find "accepts the following 3 recommendations: 1, 2": the count of a single list."""
    found = _COUNT_BESIDE.search(sentence.words)
    count = read_count(found["count"]) if found else None
    if count is not None and len(sentence.listings) == 1:
        listed = len(sentence.listings[0].numbers)
        yield Stated("listed", count, paragraph, page, early=True, listed=listed)


def mismatches(stated: Sequence[Stated], read: Mapping[str, int]) -> Iterator[Mismatch]:
    """Compare totals with what was read: `read` counts the answers of each kind.

    Theme by theme States give numbers that add up to the whole; later ones that are smaller than the whole
    may be of a theme or of a former review.
    """
    counts = {kind: read.get(kind, 0) for kind in ("supported", "partial", "refused", "noted", "open")}
    noted = counts["noted"] + counts["refused"]
    fitting = {
        "total": {sum(counts.values())},
        "supported": {counts["supported"]},
        "noted": {noted + counts["partial"], noted, counts["noted"]},
        "refused": {noted + counts["partial"], noted, counts["refused"]},
        "partial": {counts["partial"]},
        "open": {counts["open"]},
    }
    shown = {**counts, "total": sum(counts.values()), "noted": noted + counts["partial"], "refused": noted}
    for total in stated:
        if total.kind == "listed" and total.count != total.listed:
            yield Mismatch(total, total.listed)
    for kind, fits in fitting.items():
        of_kind = [total for total in stated if total.kind == kind]
        if sum(total.count for total in of_kind) in fits:
            continue
        for total in dict.fromkeys(of_kind):
            # What an introduction calls deferred was so at the review.
            if kind == "open" and total.early:
                continue
            if total.count not in fits and (total.early or total.count > shown[kind]):
                yield Mismatch(total, shown[kind])
