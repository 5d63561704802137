"""The walk through an addendum: every place that states a position on recommendations, or comments."""

import re
from dataclasses import dataclass, field
from enum import IntEnum

from recommendations.importing.readers.addendum.blocks import Block, TableRow
from recommendations.importing.readers.addendum.numbers import Listing, Number, Numbering, read_listing
from recommendations.importing.readers.addendum.responses import is_wording, read_answer, read_label
from recommendations.importing.readers.addendum.stances import NUMBERS, Stance, find_stances
from recommendations.importing.readers.addendum.statements import Sentence, read_sentences
from states.names import StateNames


class Rank(IntEnum):
    """How much a place says of the position on a recommendation: higher outranks lower."""

    DONE = 1
    """The State only says that it is implemented."""
    SECTION = 2
    """It stands in a section or under a sentence about "the following recommendations"."""
    SENTENCE = 3
    """A sentence of the explanation says it."""
    STATED = 4
    """A list names its number, or the answer stands beside it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One place that states the position on a recommendation."""

    number: Number
    stance: Stance
    rank: Rank
    paragraph: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Rest:
    """A position on recommendations that are not named: "all other recommendations"."""

    stance: Stance
    words: str
    paragraph: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """The position that a heading or an announcement states on what follows."""

    stance: Stance
    paragraph: str
    page: int | None
    level: int


@dataclass(slots=True)
class Item:
    """Numbers that are answered in one place, and the paragraphs of the answer.

    `numbered` tells that it opens in a numbered paragraph of the addendum.
    """

    numbers: tuple[Number, ...]
    paragraph: str
    page: int | None
    section: Section | None
    texts: list[str]
    numbered: bool


@dataclass(slots=True)
class Findings:
    """All that the walk finds. `remarks` explain lists of numbers and count where nothing says more;
    `sentences` come with their paragraph, page and whether anything was answered before them.
    """

    claims: list[Claim] = field(default_factory=list)
    comments: dict[Number, list[str]] = field(default_factory=dict)
    remarks: dict[Number, str] = field(default_factory=dict)
    rests: list[Rest] = field(default_factory=list)
    broken: list[tuple[str, int | None]] = field(default_factory=list)
    unanswered: list[tuple[Number, int | None]] = field(default_factory=list)
    sentences: list[tuple[Sentence, str, int | None, bool]] = field(default_factory=list)


_LABEL = re.compile(r"(?P<number>\d{1,3})\s*\.\s+(?=\S)")
_CUED_OPENER = re.compile(
    r"\W*(?:\(\d{1,3}\)\s*)?(?:(?:(?:responses?|reply|replies|comments?|position|answers?)\s+(?:to|on)\s+)?(?:the\s+)?"
    r"(?:recommendations?|recom\.?|recs?\b\.?)\s*(?:\(?(?:nos?\b\.?|numbers?|#))?|nos?\.)\s*:?\s*(?=\d)",
    re.IGNORECASE,
)
_DOTTED_OPENER = re.compile(
    r"\W*(?:\(\d{1,3}\)\s*)?(?:para(?:graph)?s?\.?\s+|#\s?)?(?=\d{1,3}\s?[.(]\s?\d)", re.IGNORECASE
)
_BARE_OPENER = re.compile(r"\W*(?P<number>[1-9]\d{0,2})\s*[.):–—-]\)?\s*(?=\D)")
_SENTENCE_GOES_ON = re.compile(
    r"\s*(?:\([^)]*\))?,?\s*(?:(?:of|in)\s+[^:.;]{0,80}?)?\b(?:enjoys?|is|are|was|were|has|have|had|do|does|did|cannot|can|could|will|would|which|that"
    r"|remains?|made|from|by|and|on|of|concerning|regarding|relating|related|call|calls|contain|contains)\b"
)
_UNFINISHED = re.compile(
    r"(?:[,(/–—-]|\b(?:and|or|to|through|until|from|recommendations?|recs?\.?|nos?\.?|numbers?|paragraphs?|see|also|in|of|under|with"
    r"|by|for|on|the|following|accepts?|supports?|notes?|rejects?))\s*$",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:following|listed\s+below|below|as\s+follows|hereunder|hereafter)\b|:\s*$", re.IGNORECASE
)
_OF_RECOMMENDATIONS = re.compile(r"\brecommendations?\b|\bthe\s+following\b", re.IGNORECASE)
_NOT_NAMED = re.compile(
    r"\b(?:all\s+(?:of\s+)?(?:the\s+|its\s+)?(?:other\s+|remaining\s+|rest\s+of\s+the\s+)?(?:\w+\s+){0,1}?recommendations?"
    r"|(?:the\s+)?(?:other|remaining)\s+(?:\w+\s+)?recommendations?|the\s+(?:rest|remainder|others)\b(?:\s+of\s+the\s+recommendations)?)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:following|below|above|these|those|this)\b", re.IGNORECASE)
_DIRECTLY = re.compile(
    r"[\s,]*(?:(?:of|with|to|the|in|full|fully|almost|nearly|virtually)\b\s*){0,4}", re.IGNORECASE
)
_OTHER_SUBJECT = re.compile(rf"[\d{NUMBERS};:]|\bof\s+(?:which|these|them|those)\b|.{{80}}", re.IGNORECASE)
_ALL_BUT = re.compile(
    r"\b(?:except|exceptions?\s+of|other\s+than|apart\s+from|excluding)\b[^.]{0,60}\b(?:following|below)\b",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(
    r"\b(?:these|those|the\s+above|above-?mentioned|aforementioned|the\s+foregoing|all\s+of\s+the\s+above)\b[^.;]{0,30}?\b"
    r"recommendations\b",
    re.IGNORECASE,
)
_PROMISES = re.compile(
    r"\b(?:following|below|additional\s+information|further\s+information|comments?|explanations?|clarifications?)\b|:\s*$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"\W*(?:(?:no|nos|recommendations?|positions?|responses?|comments?|explanations?|remarks|status|number|state|under|review|of|the"
    r"|and|or|theme|country|by|government)\b[^\w]*){1,12}",
    re.IGNORECASE,
)


_TITLE = re.compile(r"[A-Z][^.:;!?]{2,100}[^.:;,!?)”\"]")
_NUMERAL = re.compile(r"^\W*(?:[IVX]{1,5}|[A-Z])\s*[.)]\s+")
_MOST_SKIPPED = 20  # numbers of the addendum's paragraphs that may be lost where items cannot be meant
_NUMERALS = (1, 2)  # the levels of headings with numerals: only those tell where a section ends


@dataclass(frozen=True, slots=True)
class Opening:
    """Numbers that open a paragraph, `rest` what follows; `cued`: the word recommendation stands before."""

    listing: Listing
    rest: str
    cued: bool


def read_opening(text: str, numbering: Numbering) -> Opening | None:
    """Read the numbers that a paragraph opens with: "Rec. 18", "118.5 (France):", "Recs. 6–13"."""
    cued = _CUED_OPENER.match(text)
    opener = cued or _DOTTED_OPENER.match(text)
    if not opener:
        return None
    listing = read_listing(text, opener.end(), numbering.mains, numbering.understood)
    if listing is None or (not cued and not listing.numbers[0].main):
        return None
    return Opening(listing, text[listing.end :], cued is not None)


def opens_item(line: str, above: str, numbering: Numbering) -> bool:
    """Tell of a printed line that it opens an answer, and does not go on a list begun above it."""
    goes_on = re.search(r"\d\.?$", above) and re.match(r"\W*\d", line)
    if goes_on or _UNFINISHED.search(above):
        return False
    opening = read_opening(line, numbering)
    return (
        opening is not None
        and not re.match(r"\s*,", opening.rest)
        and not _SENTENCE_GOES_ON.match(opening.rest)
    )


class Walker:
    """Goes through the blocks once, in order; what it found is in `findings`."""

    def __init__(self, numbering: Numbering, names: StateNames) -> None:
        self.numbering, self.names = numbering, names
        self.findings = Findings()
        self._paragraph = self._level = 0
        self._section: Section | None = None
        self._item: Item | None = None
        self._waiting: list[tuple[Number, int | None]] = []

    @property
    def paragraph(self) -> str:
        return str(self._paragraph or "")

    def is_title(self, block: Block, following: Block | TableRow | None) -> bool:
        """Tell the title of a theme, which the next answer follows, from the end of an answer."""
        return bool(
            self._item
            and any(self._item.texts)
            and not block.level
            and isinstance(following, Block)
            and read_opening(following.text, self.numbering)
            and not read_opening(block.text, self.numbering)
            and _TITLE.fullmatch(block.text)
            and not find_stances(block.text)
        )

    def read(self, block: Block) -> None:
        """Read one paragraph or heading."""
        text, numbered = self._without_label(block.text)
        if not text or _FURNITURE.fullmatch(text):
            return
        opening = read_opening(text, self.numbering)
        bare = None if opening else self._bare_opening(block.text)
        if bare:
            self._open(bare[0], bare[1], block, numbered=True)
        elif opening and not self._is_statement(opening):
            self._open(opening.listing.numbers, opening.rest, block, numbered=numbered or block.level > 0)
            self._note_broken(opening.listing, block)
        elif block.level and not opening:
            self._enter(text, block)
        else:
            self._read_prose(text, block, numbered=numbered, opening=opening)

    def close(self) -> None:
        """End the answer that is being read."""
        item, self._item = self._item, None
        if item is None:
            return
        answer = read_answer(item.texts, item.numbers, self.numbering, self.names)
        looks_back = len(item.numbers) == 1 and any(_LOOKS_BACK.search(text) for text in item.texts)
        if answer.stance and looks_back and not answer.plain and not item.section:
            # "These recommendations are accepted" answers all that were quoted before it.
            for number, page in self._waiting:
                self.claim(number, answer.stance, Rank.SENTENCE, item.paragraph, page)
        self._waiting = (
            [] if answer.stance else [*self._waiting, *((number, item.page) for number in item.numbers)]
        )
        self.settle(item, answer.stance, answer.comment, plain=answer.plain)

    def settle(self, item: Item, stance: Stance | None, comment: str, *, plain: bool) -> None:
        """Keep the answer and the comment on all numbers of an item."""
        for number in item.numbers:
            if comment:
                said = self.findings.comments.setdefault(number, [])
                if comment not in said:
                    said.append(comment)
            if stance:
                rank = Rank.STATED if plain else Rank.DONE if stance.kind == "done" else Rank.SENTENCE
                self.claim(number, stance, rank, item.paragraph, item.page)
            if item.section:
                section = item.section
                self.claim(
                    number, section.stance, Rank.SECTION, section.paragraph or item.paragraph, item.page
                )
            elif not stance:
                self.findings.unanswered.append((number, item.page))

    def claim(self, number: Number, stance: Stance, rank: Rank, paragraph: str, page: int | None) -> None:
        self.findings.claims.append(Claim(number, stance, rank, paragraph, page))

    def item(self, numbers: tuple[Number, ...], page: int | None) -> Item:
        """Begin an item in the present paragraph and section."""
        return Item(numbers, self.paragraph, page, self._section, [], numbered=False)

    def _without_label(self, text: str) -> tuple[str, bool]:
        """Take the addendum's own paragraph number off; they count up from 1."""
        label = _LABEL.match(text)
        dotted = _DOTTED_OPENER.match(text) and read_opening(text, self.numbering)
        if not label or dotted:
            return text, False
        number = int(label["number"])
        furthest = self._paragraph + (_MOST_SKIPPED if self.numbering.dotted else 2)
        if not self._paragraph < number <= furthest:
            return text, False
        if self._bare_opening(text) is None:
            self._paragraph = number
        return text[label.end() :], True

    def _bare_opening(self, text: str) -> tuple[tuple[Number, ...], str] | None:
        """Read "5. Accepted." or "5. Ratify the Convention (France)", where numbers are printed so."""
        found = _BARE_OPENER.match(text)
        if not found or self.numbering.dotted:
            return None
        rest = text[found.end() :]
        stance, _ = read_label(rest)
        announces = rest.rstrip().endswith(":")
        answers = (
            stance is not None
            and not announces
            and not re.match(r"\W*(?:\w+\W+){1,5}?recommendations?\b", rest[: stance.end + 30])
        )
        awaited = self._item is not None and int(found["number"]) == self._paragraph + 1
        if (answers and not awaited) or (is_wording(rest, self.names) and not find_stances(rest[:60])):
            return (Number(self.numbering.understood, int(found["number"])),), rest
        return None

    def _is_statement(self, opening: Opening) -> bool:
        """Tell "Recommendations 1-5 enjoy the support of Cambodia" from a heading "Recommendations 1-5"."""
        return _SENTENCE_GOES_ON.match(opening.rest) is not None and not is_wording(
            opening.rest[:400], self.names
        )

    def _open(self, numbers: tuple[Number, ...], rest: str, block: Block, *, numbered: bool) -> None:
        self.close()
        self._item = Item(
            numbers, self.paragraph, block.page, self._section, [rest.lstrip(" .:;,)–—-")], numbered
        )

    def _enter(self, text: str, block: Block) -> None:
        """Enter the section of a heading: it may state a position, or end one that a heading stated."""
        self.close()
        sentence = read_sentences(_NUMERAL.sub("", text), self.numbering)[0]
        stances = sentence.stances
        if stances and (_OF_RECOMMENDATIONS.search(text) or len(text) < 60):
            self._section = Section(stances[0], "", block.page, block.level)
        elif self._section and block.level in _NUMERALS and block.level <= self._section.level:
            self._section = None
        if block.level in _NUMERALS:
            self._level = block.level
        if sentence.listings and not stances:
            numbers = tuple(number for listing in sentence.listings for number in listing.numbers)
            self._open(numbers, "", block, numbered=True)

    def _read_prose(self, text: str, block: Block, *, numbered: bool, opening: Opening | None) -> None:
        sentences = read_sentences(text, self.numbering)
        if len(sentences) == 1 and self._is_heading(sentences[0]):
            self._enter(text.rstrip(" :"), Block(text, block.page, 3))
            return
        states = bool(sentences and sentences[0].answers) or any(self._announces(s) for s in sentences)
        item = self._item
        if item and not states and not opening and (not numbered or item.numbered or not any(item.texts)):
            if numbered and not any(item.texts):
                item.paragraph, item.page = self.paragraph, block.page
            item.numbered = item.numbered or numbered
            item.texts.append(text)
            return
        self.close()
        answered = bool(self.findings.claims)
        remarks: list[str] = []
        numbers: list[Number] = []
        for sentence in sentences:
            self.findings.sentences.append((sentence, self.paragraph, block.page, answered))
            if self._read_statement(sentence, block):
                numbers += [number for listing, _ in sentence.answers for number in listing.numbers]
            elif numbers and not _PROMISES.search(sentence.words):
                remarks.append(sentence.printed)
        for number in numbers if remarks else ():
            self.findings.remarks.setdefault(number, " ".join(remarks))
        if opening and opening.cued and len(opening.listing.numbers) == 1 and numbers:
            # "Recommendation 5 is accepted." may be explained in the paragraphs that follow.
            self._item = Item(
                opening.listing.numbers, self.paragraph, block.page, None, remarks, numbered=False
            )

    def _read_statement(self, sentence: Sentence, block: Block) -> bool:
        """Keep what a sentence states; tell whether it states something."""
        for listing, stance in sentence.answers:
            rank = Rank.DONE if stance.kind == "done" else Rank.STATED
            for number in listing.numbers:
                self.claim(number, stance, rank, self.paragraph, block.page)
            self._note_broken(listing, block)
        if not sentence.stances:
            return False
        excepted = _ALL_BUT.search(sentence.words) is not None
        if (excepted or not self._announces(sentence)) and (found := _unnamed(sentence)):
            stance, words = found
            self.findings.rests.append(Rest(stance, words, self.paragraph, block.page))
            if excepted and stance.position == "supported":
                noted = Stance("noted", "noted", "", 0, 0)
                self._section = Section(noted, self.paragraph, block.page, self._level)
            return True
        if self._announces(sentence):
            self._section = Section(sentence.stances[0], self.paragraph, block.page, self._level)
            return True
        return bool(sentence.answers)

    def _announces(self, sentence: Sentence) -> bool:
        """Tell "The following recommendations are accepted:", whose list is still to come."""
        words = sentence.words
        return bool(
            sentence.stances
            and not sentence.answers
            and _ANNOUNCES.search(words)
            and _OF_RECOMMENDATIONS.search(words)
        )

    def _is_answered(self, item: Item) -> bool:
        answer = read_answer(item.texts, item.numbers, self.numbering, self.names)
        return answer.stance is not None or bool(answer.comment)

    def _is_heading(self, sentence: Sentence) -> bool:
        """Tell "Recommendations that enjoy the support of Cambodia", printed like text, from a sentence."""
        words = sentence.words
        answered = self._item is None or self._is_answered(self._item)
        if sentence.stances and not sentence.listings and _is_all(sentence.stances[0], words):
            return answered or words.endswith(":")
        return bool(
            sentence.stances
            and not sentence.listings
            and len(words) < 150
            and words[:1].isupper()
            and not re.search(r"[.:;,]$", words)
            and re.search(r"\brecommendations\b", words, re.IGNORECASE)
        )

    def _note_broken(self, listing: Listing, block: Block) -> None:
        self.findings.broken += [(printed, block.page) for printed in listing.broken]


def _is_all(stance: Stance, words: str) -> bool:
    """Tell whether a text says nothing but the answer: "Supported:"."""
    return not (words[: stance.start] + words[stance.end :]).strip(" .:;()[]–—-“”")


def _unnamed(sentence: Sentence) -> tuple[Stance, str] | None:
    """Find an answer to recommendations without their numbers: "All other recommendations are noted"."""
    for found in _NOT_NAMED.finditer(sentence.words):
        if _NAMED.search(found.group()):
            continue
        for stance in sentence.stances:
            before = sentence.words[stance.end : found.start()]
            after = sentence.words[found.end() : stance.start]
            overlaps = stance.start < found.end() and found.start() < stance.end
            if overlaps or (stance.end <= found.start() and _DIRECTLY.fullmatch(before)):
                return stance, found.group()
            if found.end() <= stance.start and not _OTHER_SUBJECT.search(after):
                return stance, found.group()
    return None
