"""States named in brackets: "(Rwanda; Switzerland)", "(Iran (Islamic Republic of))", "(Fiji, Cuba and Togo)".

A name that is not known is never guessed: it is answered as it is printed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from states.names import StateNames

_SEPARATOR = re.compile(
    r"\s*(?:[;,/&|]|\band(?:/or)?\b|\bas well as\b|\b(?:also )?on behalf of\b:?)\s*", re.IGNORECASE
)
_MOST_PIECES = 4  # "Korea, Republic of" and "Saint Vincent and the Grenadines" are one name each
_LONGEST = 4000
_MOST_INNER = 30  # brackets inside the brackets that name States: "Iran (Islamic Republic of)"
_AROUND_NAME = " .:;,*†‡0123456789⁰¹²³⁴⁵⁶⁷⁸⁹"
_BETWEEN_WORDS = re.compile(r"[\s.\-–—]+|(?<=[a-z])(?=[A-Z])")
_ACRONYM = re.compile(r"[A-Z][\w-]*[A-Z\d](?:\s[\w-]*[A-Z\d])*")
_NAME = re.compile(r"(?:the )?[^\W\d_][^\d:;]{2,60}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class States:
    """The States named in one place, in printed order: codes, and the names that are not known."""

    codes: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()

    def __add__(self, other: "States") -> "States":
        """Answer both without repetition, these first."""
        return States(
            tuple(dict.fromkeys(self.codes + other.codes)),
            tuple(dict.fromkeys(self.unresolved + other.unresolved)),
        )


@dataclass(frozen=True, slots=True)
class Attribution:
    """Brackets that name the States of a clause, from `start` to `end` of the text."""

    start: int
    end: int
    states: States


def read_states(printed: str, names: StateNames) -> States:
    """Read a list of names of States, whatever stands between them."""
    pieces, codes, unresolved = _pieces(printed), [], []
    index = 0
    while index < len(pieces):
        for end in range(min(index + _MOST_PIECES, len(pieces)), index, -1):
            name = printed[pieces[index][0] : pieces[end - 1][1]].strip(_AROUND_NAME)
            if code := names.resolve(name):
                codes.append(code)
                break
        else:
            end = index + 1
            if run_together := _names_run_together(name, names):
                codes.extend(run_together)
            elif name:
                unresolved.append(name)
        index = end
    return States() + States(tuple(codes), tuple(unresolved))


def attributions(text: str, names: StateNames) -> list[Attribution]:
    """Find the brackets that name States, in order; brackets with other contents are passed over."""
    found: list[Attribution] = []
    for start, end in _brackets(text):
        if found and start < found[-1].end:
            continue
        inside = text[start + 1 : end - 1]
        states = read_states(inside, names)
        known = bool(states.codes) and not states.unresolved
        # An inner bracket that was never closed says nothing about the outer one.
        balanced = inside.count("(") == inside.count(")")
        partly = bool(states.codes) and balanced and _ends_clause(text, end)
        unknown = balanced and _ends_text(text, end) and _is_name_like(inside)
        if known or partly or unknown:
            found.append(Attribution(start, end, states))
    return found


def _pieces(printed: str) -> list[tuple[int, int]]:
    """Cut a list at its separators; answer where each piece starts and ends."""
    cuts = [(0, 0), *(found.span() for found in _SEPARATOR.finditer(printed)), (len(printed), len(printed))]
    spans = [(before[1], after[0]) for before, after in pairwise(cuts)]
    return [(start, end) for start, end in spans if printed[start:end].strip()]


def _names_run_together(printed: str, names: StateNames) -> list[str]:
    """Read "United Kingdom France", where a separator is missing; every word must belong to a name."""
    words: list[str] = [word for word in _BETWEEN_WORDS.split(printed) if word]
    codes: list[str] = []
    start = 0
    while start < len(words) <= 40:
        for end in range(len(words), start, -1):
            if code := names.resolve(" ".join(words[start:end])):
                codes.append(code)
                start = end
                break
        else:
            return []
    return codes


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Answer each bracket's start and end, outer before inner.

    Where a closing bracket was forgotten, the nearest one closes, or else the end of the text.
    """
    closing: dict[int, int] = {}
    opened: list[int] = []
    brackets = [(found.start(), found.group()) for found in re.finditer(r"[()\[\]]", text)]
    for position, bracket in brackets:
        if bracket in "([":
            opened.append(position)
        elif opened:
            closing[opened.pop()] = position + 1
    nearest = len(text) + 1
    for position, bracket in reversed(brackets):
        if bracket in ")]":
            nearest = position + 1
        else:
            closing.setdefault(position, nearest)
    opening = sorted(closing)
    for index, (start, end) in enumerate(sorted(closing.items())):
        inner = bisect_left(opening, end) - index - 1
        if end - start <= _LONGEST and inner <= _MOST_INNER:
            yield start, end


def _ends_clause(text: str, end: int) -> bool:
    return re.match(r"\s*(?:[;.,:/()]|and\b|$)", text[end:]) is not None


def _ends_text(text: str, end: int) -> bool:
    return not text[end:].strip(" .,;:)")


def _is_name_like(printed: str) -> bool:
    return _NAME.fullmatch(printed) is not None and not _ACRONYM.fullmatch(printed) and printed[0].isupper()
