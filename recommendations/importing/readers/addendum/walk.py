"""The walk through an addendum: every place that states a position on recommendations, or comments."""

import re

from recommendations.importing.readers.addendum.blocks import Block, TableRow
from recommendations.importing.readers.addendum.findings import Claim, Findings, Item, Rank, Rest, Section
from recommendations.importing.readers.addendum.numbers import (
    Listing,
    Number,
    Numbering,
    is_dotted,
    read_listing,
)
from recommendations.importing.readers.addendum.openings import Opening, is_sentence, read_opening
from recommendations.importing.readers.addendum.responses import (
    is_wording,
    read_answer,
    read_label,
    without_wording,
)
from recommendations.importing.readers.addendum.stances import NUMBERS, Stance, find_stances
from recommendations.importing.readers.addendum.statements import IN_PART, Sentence, read_sentences
from recommendations.importing.readers.addendum.unnamed import find_unnamed
from states.names import StateNames

_LABEL = re.compile(r"(?P<number>\d{1,3})\s*\.\s+(?=\S)")
_BARE_LIST = re.compile(r"\W*(?P<numbers>[1-9]\d{0,2}\b)")
_COLON = re.compile(r"\s*:|\s+[–—-]\s")
_BARE_OPENER = re.compile(r"\W*(?P<number>[1-9]\d{0,2})\s*[.):–—-]\)?\s*(?=\D)")
_ANNOUNCES = re.compile(
    r"\b(?:following|listed\s+below|below|as\s+follows|hereunder|hereafter)\b|:\s*$", re.IGNORECASE
)
_OF_RECOMMENDATIONS = re.compile(r"\brecommendations?\b|\bthe\s+following\b", re.IGNORECASE)
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


_TITLE = re.compile(r"(?:\([a-z]\)\s+)?[A-Z][^.:;!?]{2,100}[^.:;,!?)”\"]")
_NUMERAL = re.compile(r"^\W*(?:[IVX]{1,5}|[A-Z])\s*[.)]\s+")
_HEADING_NUMBER = re.compile(r"\d{1,2}\.\s+(?=\D)")  # counted apart from those of paragraphs
_MOST_SKIPPED = 20  # numbers of the addendum's paragraphs that may be lost where items cannot be meant
_CONCLUDES = re.compile(
    r"(?:In conclusion|To conclude|In closing|Conclusion)\b|(?:Finally|Lastly),", re.IGNORECASE
)
_WITH_NUMBERS = re.compile(  # "Women (recommendations 118.5–7)"
    rf"\w[^.:;({NUMBERS}]{{2,100}}\((?:recommendations?\s*|recs?\.\s*)?(?:nos?\.\s*)?{NUMBERS}\)",
    re.IGNORECASE,
)
_WORDING = 400
_FIRST_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
_NUMERALS = (1, 2)  # the levels of headings with numerals: only those tell where a section ends


class Walker:
    """Goes through the blocks once, in order; what it found is in `findings`."""

    def __init__(self, numbering: Numbering, names: StateNames) -> None:
        self.numbering, self.names = numbering, names
        self.findings = Findings()
        self._paragraph = self._level = 0
        self._section: Section | None = None
        self._item: Item | None = None
        self._waiting: list[tuple[Number, int | None]] = []
        self._answered: set[Number] = set()

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
            and (read_opening(following.text, self.numbering) or self._is_next_paragraph(following.text))
            and not read_opening(block.text, self.numbering)
            and _TITLE.fullmatch(block.text)
            and not find_stances(block.text)
        )

    def read(self, block: Block) -> None:
        """Read one paragraph or heading."""
        if block.level:
            text, numbered = _HEADING_NUMBER.sub("", block.text), False
        else:
            text, numbered = self._without_label(block.text)
        if not text or _FURNITURE.fullmatch(text):
            return
        opening = read_opening(text, self.numbering)
        if opening and len(pieces := self._split(text)) > 1:
            for piece in pieces:
                self.read(Block(piece, block.page, block.level))
            return
        bare = None if opening else self._bare_opening(block.text)
        if bare:
            self._open(bare[0], bare[1], block, numbered=True)
        elif opening and not self._is_statement(opening) and not self._answers_others(text, opening):
            topic = block.level > 0 and not find_stances(opening.rest)
            self._open(opening.listing.numbers, "" if topic else opening.rest, block, numbered=numbered)
            self._note_broken(opening.listing, block)
            for number in opening.listing.in_part:
                self.claim(number, IN_PART, Rank.STATED, self.paragraph, block.page)
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
        answered = self._answered & set(item.numbers)
        in_part = item.section is not None and item.section.stance.kind == "partial"
        if stance and in_part and not plain and stance.kind == "supported":
            # What is accepted in part is also called accepted.
            stance = None
        for number in item.numbers:
            if comment:
                said = self.findings.comments.setdefault(number, [])
                if comment not in said:
                    said.append(comment)
            if stance:
                rank = Rank.STATED if plain else Rank.DONE if stance.kind == "done" else Rank.SENTENCE
                self.claim(number, stance, rank, item.paragraph, item.page)
            # What explains a recommendation that was answered before may stand anywhere.
            if item.section and not (comment and number in answered):
                section = item.section
                rank = Rank.SECTION if section.paragraph else Rank.HEADING
                self.claim(number, section.stance, rank, section.paragraph or item.paragraph, item.page)
            elif not stance and number not in answered:
                self.findings.unanswered.append((number, item.page))

    def claim(self, number: Number, stance: Stance, rank: Rank, paragraph: str, page: int | None) -> None:
        self.findings.claims.append(Claim(number, stance, rank, paragraph, page))
        if stance.kind not in ("open", "done"):
            self._answered.add(number)

    def item(self, numbers: tuple[Number, ...], page: int | None) -> Item:
        """Begin an item in the present paragraph and section."""
        return Item(numbers, self.paragraph, page, self._section, [], numbered=False)

    def _without_label(self, text: str) -> tuple[str, bool]:
        """Take the addendum's own paragraph number off; they count up from 1."""
        label = _LABEL.match(text)
        if not label or is_dotted(text, 0, self.numbering.mains):
            return text, False
        number = int(label["number"])
        furthest = self._paragraph + (_MOST_SKIPPED if self.numbering.dotted else 2)
        if not self._paragraph < number <= furthest:
            return text, False
        if self._bare_opening(text) is None:
            self._paragraph = number
        return text[label.end() :], True

    def _is_next_paragraph(self, text: str) -> bool:
        label = _LABEL.match(text)
        return label is not None and int(label["number"]) == self._paragraph + 1

    def _bare_opening(self, text: str) -> tuple[tuple[Number, ...], str] | None:
        """Read "5. Accepted." or "5. Ratify the Convention (France)", where numbers are printed so."""
        found = _BARE_OPENER.match(text)
        if self.numbering.dotted:
            return None
        if several := _BARE_LIST.match(text):
            listing = read_listing(text, several.start("numbers"), (), self.numbering.understood)
            if listing and _COLON.match(text, listing.end):
                return listing.numbers, text[listing.end :]
        if not found:
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
        if (answers and not awaited) or self._is_quoted(rest):
            return (Number(self.numbering.understood, int(found["number"])),), rest
        return None

    def _is_quoted(self, text: str) -> bool:
        """Tell whether a text is the wording of a recommendation, nothing or an answer after its States."""
        after = without_wording(text, self.names)
        if after == text or find_stances(text[: len(text) - len(after)]):
            return False
        return not after or read_label(after)[0] is not None

    def _is_statement(self, opening: Opening) -> bool:
        """Tell "Recommendations 1-5 enjoy the support of Cambodia" from a heading "Recommendations 1-5"."""
        goes_on = is_sentence(opening)
        return goes_on and not is_wording(_FIRST_SENTENCE.split(opening.rest[:_WORDING])[0], self.names)

    def _answers_others(self, text: str, opening: Opening) -> bool:
        """Tell "118.1: Accepted; 118.2: Noted", several answers in one sentence, from a single one."""
        first = read_sentences(text, self.numbering)[0]
        return any(listing.numbers != opening.listing.numbers for listing, _ in first.answers)

    def _split(self, text: str) -> list[str]:
        """Cut "118.1 Accepted. 118.2 Noted." before each number that opens an answer."""
        pieces: list[str] = []
        for sentence in read_sentences(text, self.numbering):
            if not pieces or (sentence.words.startswith(NUMBERS) and sentence.answers):
                pieces.append(sentence.printed)
            else:
                pieces[-1] += f" {sentence.printed}"
        return pieces

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
        if sentence.answers:
            self._section = None
        elif stances and (_OF_RECOMMENDATIONS.search(text) or len(text) < 60):
            self._section = Section(stances[0], "", block.page, block.level)
        elif self._section and block.level in _NUMERALS and block.level <= self._section.level:
            self._section = None
        if block.level in _NUMERALS:
            self._level = block.level
        if sentence.answers:
            self._read_statement(sentence, block)
        if sentence.listings and (sentence.answers or not stances):
            numbers = tuple(number for listing in sentence.listings for number in listing.numbers)
            self._open(numbers, "", block, numbered=False)
            if self._item and sentence.answers:
                self._item.section = None

    def _read_prose(self, text: str, block: Block, *, numbered: bool, opening: Opening | None) -> None:
        sentences = read_sentences(text, self.numbering)
        if len(sentences) == 1 and self._is_heading(sentences[0]):
            self._enter(text.rstrip(" :"), Block(text, block.page, 3))
            return
        states = bool(sentences and sentences[0].answers) or any(self._announces(s) for s in sentences)
        item = self._item
        if (
            item
            and not (states or opening or _CONCLUDES.match(text))
            and (not numbered or item.numbered or not any(item.texts))
        ):
            if numbered and not item.numbered and not any(item.texts):
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
            self._read_back(sentence, block)
            answered_here = [listing for listing, _ in sentence.answers]
            for listing in sentence.listings:
                if listing not in answered_here:
                    self.findings.mentioned += [(number, block.page) for number in listing.numbers]
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
        if (excepted or not self._announces(sentence)) and (found := find_unnamed(sentence)):
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

    def _read_back(self, sentence: Sentence, block: Block) -> None:
        """Keep what a sentence among others states on recommendations before it: "accepts these ..."."""
        back = _LOOKS_BACK.search(sentence.words)
        before = [stance for stance in sentence.stances if back and stance.start < back.end()]
        if not before:
            return
        answered = {number for listing, _ in sentence.answers for number in listing.numbers}
        for number in dict(self._waiting).keys() - answered:
            self.claim(number, before[-1], Rank.SENTENCE, self.paragraph, block.page)
        self._waiting = []

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
        if words[:1].isupper() and _WITH_NUMBERS.fullmatch(words):
            return True
        item = self._item
        headed = item is not None and item.section is not None and not item.section.paragraph
        answered = item is None or headed or self._is_answered(item)
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
