"""An item's wording to its clauses: one request each, with the States that made it.

A clause ends with its States in brackets; letters "(a)", semicolons and strokes stand between
clauses: "To accede to (Czech Republic)/ratify (Chile) the Convention", "(a) Close the centres (Cuba)".

What States share is printed once. Each clause is given what it needs to stand alone: a verb the object
that follows later ("Accede to the Convention"), an addition the request that it adds to ("Ratify the
Protocol, as soon as possible").
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recommendations.importing.readers.attribution import States, attributions
from recommendations.importing.readers.text import clean
from recommendations.importing.records import ClauseRecord
from states.names import StateNames

_BETWEEN = re.compile(r"(?:[\s;,.:/)]+|(?:and|or)\b|\((?:[a-z]|[ivx]{1,4})\)(?!\w))+")
_AFTER = " ;,.:/"
_LETTERS = re.compile(r"[^\W\d_]")
"""What words have, and marks of footnotes between brackets have not."""

_ADDS = re.compile(
    r"(?:as|in|of|on|at|by|for|from|to the|under|with|within|without|among|amongst|between|against|along"
    r"|during|including|particularly|especially|notably|namely|aiming|bearing|recalling|taking into|based"
    r"|signed|such|which|while|where|so|thereby|also|both)\b"
)
"""Words with which no request begins, but an addition to one: prepositions, conjunctions, participles."""

_ANOTHER_OBJECT = re.compile(r"(?:the|an?|its|their|this|these|those|any|all|other)\b|[A-Z]{2,}")
"""How a second object of the verb before begins: "Ratify the Convention (France), its Protocol (Chad)"."""

_LACKS_OBJECT = re.compile(
    r"\b(?:ratify(?:ing)?|acced(?:e|ing)|sign(?:ing)?|adher(?:e|ing)|subscrib(?:e|ing)|adopt(?:ing)?"
    r"|accept(?:ing)?|extend(?:ing)?|issu(?:e|ing)|implement(?:ing)?|promot(?:e|ing)|support(?:ing)?"
    r"|establish(?:ing)?|consider(?:ing)?|withdraw(?:ing)?|lift(?:ing)?|abolish(?:ing)?|eliminat(?:e|ing)"
    r"|increas(?:e|ing)|expand(?:ing)?|pursu(?:e|ing)|maintain(?:ing)?|continue|apply(?:ing)?"
    r"|to|of|with|the|its|core)$",
    re.IGNORECASE,
)
"""Last words of a request whose object is printed elsewhere."""

_LONGEST_VERB = 6
_OBJECT = re.compile(r"\b(?:the|its|all|any|an?|this|these|their|each|core|other|outstanding)\b|\b[A-Z\d]")
_NEEDS_TO = re.compile(r"(?:acced|adher|subscrib)(?:e|ing)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    """The words before one attribution, trimmed; `joined` is how they follow on what stands before."""

    words: str
    joined: str
    states: States


def split_clauses(text: str, names: StateNames) -> tuple[ClauseRecord, ...]:
    """Split an item's wording; the whole of it is one clause without States where none is named."""
    parts = _parts(text, names)
    return tuple(
        ClauseRecord(words, part.states.codes, part.states.unresolved)
        for part, words in zip(parts, _standing_alone(parts), strict=True)
    )


def _parts(text: str, names: StateNames) -> list[_Part]:
    parts: list[_Part] = []
    start = 0
    for found in attributions(text, names):
        joined = text[start : found.start]
        words = _trimmed(joined)
        if _LETTERS.search(words) or not parts:
            parts.append(_Part(words, joined, found.states))
        else:
            parts[-1] = dataclasses.replace(parts[-1], states=parts[-1].states + found.states)
        start = found.end
    rest = _trimmed(text[start:])
    if not parts:
        parts.append(_Part(rest, rest, States()))
    elif _LETTERS.search(rest):
        words = f"{parts[-1].words} {rest}".strip()
        parts[-1] = dataclasses.replace(parts[-1], words=words, joined=f"{parts[-1].joined} {rest}")
    return parts


def _trimmed(words: str) -> str:
    between = _BETWEEN.match(words)
    return words[between.end() if between else 0 :].strip(_AFTER)


def _standing_alone(parts: Sequence[_Part]) -> Iterator[str]:
    """Answer the words of each clause, with what it shares with others."""
    if len(parts) == 1:
        yield parts[0].words
        return
    whole = ""  # the last request that stood alone
    before = ""
    for index, part in enumerate(parts):
        words = part.words
        request = whole or before
        if index and _ADDS.match(words):
            words = _added(request, part)
        elif index and _ANOTHER_OBJECT.match(words):
            found = _OBJECT.search(request, 1)
            words = f"{request[: found.start()]}{words}" if found else _added(request, part)
        elif _lacks_object(words):
            words = f"{words} {_object(words, whole, parts[index + 1 :])}".strip()
        else:
            words = words.removeprefix("to ") if index else words
            whole = words
        before = words
        yield words[:1].upper() + words[1:]


def _added(request: str, part: _Part) -> str:
    joined = part.joined.strip().rstrip(_AFTER)
    return clean(f"{request}{', ' if joined[:1] in ';,:/' else ' '}{joined.lstrip(_AFTER)}")


def _lacks_object(words: str) -> bool:
    return len(words.split()) <= _LONGEST_VERB and _LACKS_OBJECT.search(words) is not None


def _object(words: str, whole: str, following: Sequence[_Part]) -> str:
    """Answer what a verb speaks of: what the request before it, or else the next one, speaks of."""
    later = (part.words for part in following if not _lacks_object(part.words))
    request = whole or next(later, "")
    found = _OBJECT.search(request, 0 if _ANOTHER_OBJECT.match(request) else 1)
    if not found:
        return ""
    return f"to {request[found.start() :]}" if _NEEDS_TO.search(words) else request[found.start() :]
