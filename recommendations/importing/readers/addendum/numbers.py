"""Numbers of recommendations in running words: "140.11-14", "1–5, 14–16 and 20", "118.1 through 118.5".

A number is the main paragraph of the report and the item in it ("140.7"). States leave the main paragraph
out wherever it is understood, so a number without one takes that of the number before it, or the one
that the document names elsewhere.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

_MOST = 999  # an item has at most three digits
_ADJACENT = 14
_CUE_WITHIN = 30

_NUMBER = re.compile(
    r"(?:(?P<main>\d{1,3})(?P<point>\s?\.\s?|(?=\s?\(\d{1,3}\))))?"
    r"(?:(?P<open>\s?\()?(?P<item>\d{1,3})(?(open)\)))"
)
# What makes digits something else: 99.9%, 60/251, 1,000, 3rd, 12 million, 5 January.
_SOMETHING_ELSE = re.compile(
    r"\d|[/%]|,000\b|\.\d+\.\d|\s?(?:per\s?cent|percent|million|billion|years?|months?|days?|EUR|USD)\b"
    r"|(?:st|nd|rd|th)\b"
    r"|\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)
_WITH_MAIN = re.compile(r"(?P<main>\d{1,3})\s?(?:\.\s?\d|\(\d{1,3}\))")
_LETTER = r"\(\s?(?:[a-z]|[ivx]{1,4})\s?\)"
_PARTS = re.compile(rf"\s?{_LETTER}(?:\s?(?:,|;|and|to|[-–&])?\s?{_LETTER})*|[a-h](?![a-z])")
_STATES = re.compile(r"\s?\((?=[^()\d]*[A-Z])(?:[^()\d]|\([^()\d]{2,80}\)){2,300}\)")
# "118.3 (the part on treaties); 118.9"
_IN_PART = re.compile(r"\s?\((?:in\s+part|partially|partly|in\s+principle)\)", re.IGNORECASE)
_REMARK = re.compile(
    r"\s?\((?![^()]*(?:accept|support|note|reject|agree|in\s+part|partial|principle))[a-z][^()]{2,120}\)(?=\s*[,;]\s*(?:and\s+)?\d{1,3}\s?[.,;])"
)
_AGAIN = r"(?:(?:also\s+)?(?:the\s+)?(?:recommendations?|recs?\.?|nos?\.|numbers?|paragraphs?|paras?\.)\s*)?"
_RANGE = re.compile(
    rf"(?:\s*[-–—]{{1,2}}\s*|\s+(?:up\s+)?(?:to|through|thru|until|till)\s+)(?:and\s+including\s+)?{_AGAIN}",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    rf"(?:\s*[,;&/]\s*|\s+)+(?:(?:and|or|as\s+well\s+as|plus|&)\s+)?{_AGAIN}(?:from\s+(?=\d))?", re.IGNORECASE
)
_FULL_STOP = re.compile(r"\s*\.\s+")
_GOES_ON = re.compile(r"\s*(?:$|[,;.:)\]–—-]|\d|(?:and|to|through|until)\b)")
_COUNTED = re.compile(
    r"\s+(?:(?:(?!(?:and|or|to|as|through|until|see)\b)[a-z]+\s+){0,2}[Rr]ecommendations?\b"
    r"|of\s+(?:the|them|these|which)\b|out\s+of\b|States?\b|countries\b)"
)


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """The number of a recommendation; `main` is 0 where no place names the main paragraph."""

    main: int
    item: int

    def __str__(self) -> str:
        return f"{self.main}.{self.item}" if self.main else str(self.item)


@dataclass(frozen=True, slots=True)
class Listing:
    """Numbers written in one go, from `start` to `end` of a text, in printed order.

    `broken` are ranges that cannot be: "140.9-140.3"; `in_part` are numbers such as "140.9 (in part)".
    """

    numbers: tuple[Number, ...]
    start: int
    end: int
    broken: tuple[str, ...] = ()
    in_part: tuple[Number, ...] = ()


def read_listing(text: str, start: int, mains: Collection[int], understood: int = 0) -> Listing | None:
    """Read the list of numbers that starts at a place of a text; None where none starts there.

    `mains` are the main paragraphs that the document is known to use, `understood` the one that a number
    without any belongs to.
    """
    scanner = _Scanner(text, frozenset(mains), understood)
    return scanner.read(start)


def is_dotted(text: str, start: int, mains: Collection[int]) -> bool:
    """Tell whether a number with its main paragraph stands at a place of a text."""
    found = _WITH_MAIN.match(text, start)
    return found is not None and int(found["main"]) in mains


@dataclass(slots=True)
class _Scanner:
    text: str
    mains: frozenset[int]
    main: int
    in_part: list[Number] = field(default_factory=list)

    def read(self, start: int) -> Listing | None:
        entry = self._number(start)
        if entry is None:
            return None
        numbers: list[Number] = []
        broken: list[str] = []
        position = end = start
        while entry is not None:
            first, position = entry
            last, position = self._end_of_range(first, position)
            span = range(first.item, last.item + 1)
            if first.main != last.main or not span:
                broken.append(self.text[end:position].strip(" ,;"))
                numbers += [first, last]
            else:
                numbers += [Number(first.main, item) for item in span]
            end = position
            entry = self._next(position)
        return Listing(tuple(dict.fromkeys(numbers)), start, end, tuple(broken), tuple(self.in_part))

    def _number(self, start: int) -> tuple[Number, int] | None:
        """Read one number with its lettered parts and the States in brackets behind it."""
        found = _NUMBER.match(self.text, start)
        if not found:
            return None
        main, item = int(found["main"] or 0), found["item"]
        if main and (main not in self.mains or (found["open"] and not self.mains)):
            # "41. 42" may be two numbers, "2.3" no number at all.
            found = re.compile(r"(?P<item>[1-9]\d{0,2})(?!\.\d)").match(self.text, start)
            if not found:
                return None
            main, item = 0, found["item"]
        elif found["open"] and not main:
            return None
        if int(item) == 0 or (not main and item.startswith("0")):
            return None
        end = found.end()
        if _SOMETHING_ELSE.match(self.text, end) or (not main and _COUNTED.match(self.text, end)):
            return None
        if parts := _PARTS.match(self.text, end):
            end = parts.end()
        if remark := _STATES.match(self.text, end) or _REMARK.match(self.text, end):
            end = remark.end()
        if re.compile(r"[A-Za-z]").match(self.text, end):
            return None
        self.main = main or self.main
        number = Number(self.main, int(item))
        if qualified := _IN_PART.match(self.text, end):
            end = qualified.end()
            self.in_part.append(number)
        return number, end

    def _end_of_range(self, first: Number, position: int) -> tuple[Number, int]:
        dash = _RANGE.match(self.text, position)
        entry = self._number(dash.end()) if dash else None
        if not entry:
            return first, position
        last, end = entry
        if last.main == first.main and last.item < first.item:
            # "118.115-20" goes to 118.120.
            digits = len(str(last.item))
            whole = int(str(first.item)[:-digits] + str(last.item)) if digits < len(str(first.item)) else 0
            if whole > first.item:
                last = Number(first.main, min(whole, _MOST))
        return last, end

    def _next(self, position: int) -> tuple[Number, int] | None:
        """Read the number after a separator; a full stop or a blank separates too where numbers go on."""
        before = self.main
        if found := _SEPARATOR.match(self.text, position):
            entry = self._number(found.end())
            blank = not found.group().strip()
            if entry and (not blank or self._is_listed(found.end(), entry[1])):
                return entry
        elif found := _FULL_STOP.match(self.text, position):
            entry = self._number(found.end())
            if entry and self._is_listed(found.end(), entry[1], even_bare=True):
                return entry
        self.main = before
        return None

    def _is_listed(self, start: int, end: int, *, even_bare: bool = False) -> bool:
        """Tell whether a number goes on a list, and opens neither an item nor a sentence."""
        dotted = re.compile(r"\d+\s?\.\s?\d").match(self.text, start) is not None
        return (dotted or even_bare) and _GOES_ON.match(self.text, end) is not None


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a document numbers recommendations.

    `mains` are the main paragraphs that it writes before items ("140.7") or names in words, `understood` is
    the one that a bare number belongs to, 0 where none or several come into question. `dotted` tells
    whether numbers with a main paragraph are printed at all.
    """

    mains: frozenset[int] = frozenset()
    understood: int = 0
    dotted: bool = False


def find_numbering(texts: Collection[str]) -> Numbering:
    """Find the main paragraphs of the report that a document's numbers belong to.

    They are written before items or named in words: "the recommendations in paragraph 115 of the report".
    """
    items: dict[int, set[int]] = {}
    cued: set[int] = set()
    listed: set[int] = set()
    named: set[int] = set()
    for text in texts:
        before, end = 0, 0
        for found in _DOTTED.finditer(text):
            if _SOMETHING_ELSE.match(text, found.end()):
                continue
            main = int(found["main"])
            items.setdefault(main, set()).add(int(found["item"]))
            if _CUE_BEFORE.search(text[max(0, found.start() - _CUE_WITHIN) : found.start()]) or (
                before in cued and _NEXT.fullmatch(text[end : found.start()])
            ):
                cued.add(main)
            elif _OPENS_TEXT.fullmatch(text[: found.start()]) or (
                main == before and found.start() - end <= _ADJACENT
            ):
                listed.add(main)
            before, end = main, found.end()
        named |= _named_in(text)
    most = max((len(items[main]) for main in cued | named if main in items), default=0)
    alone = len(items) == 1
    listed = {main for main in listed if alone or len(items[main]) > max(1, most // 10)}
    candidates = cued | listed or named
    understood = next(iter(candidates)) if len(candidates) == 1 else 0
    return Numbering(frozenset(candidates | named), understood, bool(cued | listed))


_DOTTED = re.compile(
    r"(?<![\w/.,$€£])(?P<main>[1-9]\d{0,2})\.(?P<item>[1-9]\d{0,2})(?![\d/])(?!\.\d{3}|\.\d+\.)"
)
_NEXT = re.compile(r"\s*(?:[,;]|[,;]?\s*and)\s*")
_OPENS_TEXT = re.compile(r"\W*(?:\d{1,3}\s*[.)]\s+)?\W*")
_CUE_BEFORE = re.compile(
    r"\b(?:recommendations?|recs?\.?|nos?\.|(?:accept|support|note|reject)(?:s|ed)?|note\s+of"
    r"|with\s+(?:regard|respect)\s+to|regarding|concerning|as\s+(?:regards|for|to))"
    r"\s*(?:nos?\.?|numbers?)?\s*:?\s*$",
    re.IGNORECASE,
)
_PARAGRAPHS = r"para(?:graph)?s?\.?\s+(?P<mains>\d{1,3}(?:\s*(?:,|and|to|&|[-–])\s*\d{1,3})*)(?![\d.]*\d|/)"
_NAMED = re.compile(
    rf"\brecommendations?\b[^.;]{{0,100}}?\b{_PARAGRAPHS}(?P<after>[^.;]{{0,80}})"
    rf"|\b{_PARAGRAPHS.replace('mains', 'others')}\s+of\s+(?:the\s+|its\s+)?(?:[\w-]+\s+){{0,3}}?report\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\s*(?:\([a-z]\)\s*)?,?\s*(?:above|below|of\s+(?:the\s+annex|the\s+present\s+document|this\s+document)\b"
    r"|[^.]{0,40}\b(?:resolution|general comment|concluding observations|addendum))",
    re.IGNORECASE,
)


def _named_in(text: str) -> set[int]:
    """Answer the main paragraphs that a text names in words."""
    mains: set[int] = set()
    for found in _NAMED.finditer(text):
        if found["mains"] and _OF_ANOTHER.match(found["after"]):
            continue
        printed = found["mains"] or found["others"]
        numbers = [int(number) for number in re.findall(r"\d+", printed)]
        mains.update(number for number in numbers if number > 3)
    return mains
