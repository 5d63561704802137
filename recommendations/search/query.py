"""What a person typed into the search box, understood. Pure.

    women education       both words, in any of their forms
    "death penalty"       these words, in this order; so are the pieces of a compound ("ill-treatment")
    -torture, -"..."      not with this word or phrase
    women OR girls        one or the other; several words after each other must all occur
    educat*               every word that begins so; at the end of a word or of a phrase

Nothing is an error. What cannot be meant is left out, and `Query.slips` says so: see `hints`.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

#: As many words are looked for; nobody types more, and a database refuses statements of any depth.
MOST_WORDS = 32

#: Letters of a word that count. No word is longer; PostgreSQL refuses those of 2,047 bytes.
LONGEST_WORD = 60

#: Fewer letters before a * would mean half of all words.
SHORTEST_BEGINNING = 2

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PIECES = re.compile(r'(?P<sign>-?)(?:"(?P<phrase>[^"]*)(?P<closed>"?)(?P<star>\*?)|(?P<word>[^\s"]+))')
# A letter may be followed by its accents, where they are signs of their own.
_WORDS = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u0331])*")


class Slip(StrEnum):
    """What was not meant as it stands."""

    QUOTE_OPEN = "quote-open"
    QUOTE_ALONE = "quote-alone"
    OR_ALONE = "or-alone"
    AND = "and"
    MINUS_ALONE = "minus-alone"
    STAR_MISPLACED = "star-misplaced"
    STAR_TOO_EARLY = "star-too-early"
    TOO_MANY_WORDS = "too-many-words"


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or a phrase of several in this order; the last may be the beginning of a word."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All of `wanted` must occur, any one of its alternatives each; none of `unwanted` may."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    slips: frozenset[Slip] = field(default=frozenset(), compare=False)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term that is looked for, to be highlighted."""
        return tuple(term for alternatives in self.wanted for term in alternatives)


@dataclass(slots=True)
class _Draft:
    wanted: list[list[Term]] = field(default_factory=list)
    unwanted: list[Term] = field(default_factory=list)
    slips: set[Slip] = field(default_factory=set)
    words: int = 0
    may_join: bool = False
    """Whether what came last is a wanted term, so that OR has a word on its left."""
    joins_previous: bool = False

    def expect_alternative(self) -> None:
        if self.may_join and not self.joins_previous:
            self.joins_previous = True
        else:
            self.slips.add(Slip.OR_ALONE)

    def add(self, term: Term) -> None:
        if self._has_room_for(term):
            if self.joins_previous:
                self.wanted[-1].append(term)
            else:
                self.wanted.append([term])
            self.may_join, self.joins_previous = True, False

    def exclude(self, term: Term) -> None:
        self.end_alternatives()
        if self._has_room_for(term):
            self.unwanted.append(term)

    def end_alternatives(self) -> None:
        if self.joins_previous:
            self.slips.add(Slip.OR_ALONE)
        self.may_join = self.joins_previous = False

    def _has_room_for(self, term: Term) -> bool:
        self.words += len(term.words)
        if self.words > MOST_WORDS:
            self.slips.add(Slip.TOO_MANY_WORDS)
        return self.words <= MOST_WORDS


def find_words(text: str) -> list[re.Match[str]]:
    """Find the words of a text as both engines do: whatever is neither letter nor digit parts them."""
    return list(_WORDS.finditer(text))


def parse(text: str) -> Query:
    """Understand what was typed, whatever it is."""
    draft = _Draft()
    for piece in _PIECES.finditer(text.translate(_QUOTES)):
        word, is_signed = piece["word"], bool(piece["sign"])
        if not is_signed and word == "OR":
            draft.expect_alternative()
        elif not is_signed and word == "AND":
            draft.slips.add(Slip.AND)
        elif (term := _understand(piece, draft.slips)) is None:
            continue
        elif is_signed:
            draft.exclude(term)
        else:
            draft.add(term)
    if draft.joins_previous:
        draft.slips.add(Slip.OR_ALONE)
    return Query(tuple(map(tuple, draft.wanted)), tuple(draft.unwanted), frozenset(draft.slips))


def _understand(piece: re.Match[str], slips: set[Slip]) -> Term | None:
    """Answer the word or phrase, or None where there is nothing to look for."""
    if piece["phrase"] is None:
        typed, is_beginning = _take_star_off_word(piece["word"], slips)
    else:
        typed, is_beginning = _take_star_off_phrase(piece["phrase"] + piece["star"], slips)
    words = tuple(match[0][:LONGEST_WORD] for match in find_words(typed))
    if piece["phrase"] is not None and not piece["closed"]:
        slips.add(Slip.QUOTE_OPEN if words else Slip.QUOTE_ALONE)
    if not words:
        if piece["sign"] or (piece["word"] and not piece["word"].strip("-")):
            slips.add(Slip.MINUS_ALONE)
        elif piece["phrase"] is not None:
            slips.add(Slip.QUOTE_ALONE)
        return None
    if is_beginning and len(words[-1]) < SHORTEST_BEGINNING:
        slips.add(Slip.STAR_TOO_EARLY)
        is_beginning = False
    return Term(words, is_beginning)


def _take_star_off_word(typed: str, slips: set[Slip]) -> tuple[str, bool]:
    """Read "educat*" as the beginning of a word, and so "wom*n", of which the rest is left out."""
    begins, star, rest = typed.partition("*")
    if not star:
        return typed, False
    if not find_words(begins):
        slips.add(Slip.STAR_MISPLACED)
        return rest.replace("*", " "), False
    if find_words(rest) or not _ends_in_word(begins):
        slips.add(Slip.STAR_MISPLACED)
    return begins, _ends_in_word(begins)


def _take_star_off_phrase(typed: str, slips: set[Slip]) -> tuple[str, bool]:
    begins = typed.rstrip().rstrip("*")
    is_beginning = begins != typed.rstrip() and _ends_in_word(begins)
    if "*" in (begins if is_beginning else typed):
        slips.add(Slip.STAR_MISPLACED)
    return begins, is_beginning


def _ends_in_word(text: str) -> bool:
    words = find_words(text)
    return bool(words) and words[-1].end() == len(text)
