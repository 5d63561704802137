"""What a person typed into the search box, understood. Pure."""

import re
from dataclasses import dataclass, field

_PIECES = re.compile(r'(?P<sign>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or a phrase of several in this order."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """All of `wanted` must occur, any one of its alternatives each; none of `unwanted` may."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term that is looked for, to be highlighted."""
        return tuple(term for alternatives in self.wanted for term in alternatives)


@dataclass(slots=True)
class _Draft:
    wanted: list[list[Term]] = field(default_factory=list)
    unwanted: list[Term] = field(default_factory=list)
    joins_previous: bool = False

    def add(self, term: Term) -> None:
        if self.joins_previous and self.wanted:
            self.wanted[-1].append(term)
        else:
            self.wanted.append([term])
        self.joins_previous = False


def split_words(text: str) -> tuple[str, ...]:
    """Split into words as both engines do: at everything that is neither letter nor digit."""
    return tuple(re.findall(r"[^\W_]+", text))


def parse(text: str) -> Query:
    """Understand words, "phrases", -exclusions and OR.

    Unbalanced quotes end with the text; operators without operands are left out.
    """
    draft = _Draft()
    for piece in _PIECES.finditer(text.replace("“", '"').replace("”", '"')):
        word = piece["word"]
        if word == "OR" and not piece["sign"]:
            draft.joins_previous = True
            continue
        words = split_words(word if piece["phrase"] is None else piece["phrase"])
        if not words:
            continue
        term = Term(words)
        if piece["sign"]:
            draft.unwanted.append(term)
        else:
            draft.add(term)
    return Query(tuple(map(tuple, draft.wanted)), tuple(draft.unwanted))
