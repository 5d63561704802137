"""The words in which a State answers: it accepts, accepts in part, notes, rejects, still considers.

Official positions are two, "supported" and "noted" (Council resolution 5/1, annex, paragraph 32). What a
State accepts in part or in principle is read as noted, as UPR Info reads it, and kept in the State's words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recommendations.importing.records import Position

NUMBERS = "\x01"
"""Stands for a list of numbers in the texts that are read here."""

LONGEST_WORDS = 120

_ACCEPT = (
    r"(?:(?:fully\s+)?(?:accept(?:s|ing)?|supports?|agrees?(?:\s+(?:with|to))?"
    r"|endorses?|approves?|concurs?\s+with))"
)
_ACCEPTED = r"(?:(?:fully\s+)?(?:accepted|supported|agreed(?:\s+(?:with|to))?|endorsed|approved|acceptable))"
_IN_PART = (
    r"(?:in[\s-]+part|partial(?:ly)?|partly|in[\s-]+principle|conditionally|to\s+some\s+extent"
    r"|to\s+the\s+extent\s+that|(?:insofar|in\s+so\s+far|inasmuch)\s+as"
    r"|with\s+(?:some\s+|certain\s+)?(?:reservations?|qualifications?|conditions?|modifications?))"
)
_NOT = (
    r"(?:(?:(?:\w+\s*)?n[’']t|(?:(?:do|does|did|is|are|was|were|has|have|can|could|will|would|shall)\s+)?not"
    r"|cannot|unable(?:,[^,.;:]{1,40},)?\s+to)(?:,[^,.;:]{1,40},)?)"
)
_MEANWHILE = r"(?:(?!(?:only|but|and|while|which|that|until)\b)\w+\s+){0,6}?"
_A_PART = (
    r"(?:the|its|their)\s+(?:\w+\s+){0,2}?(?:principles?|spirit|intent(?:ion)?|aims?|objectives?|thrust"
    r"|parts?|half|halves|elements?)"
)
_OBJECT = rf"(?:(?:the|this|these|those|all|following|said|above)\s+)*(?:recommendations?|it|them|{NUMBERS})"

# Every kind of answer: whether the verb needs the recommendation as its object, and its words.
_ACTIVE: tuple[tuple[str, Position, str], ...] = (
    (
        "partial",
        "noted",
        rf"{_ACCEPT}[\s,–—-]+(?:(?:{_OBJECT}|nos?\.)[\s,:]*){{0,3}}\(?(?:but\s+)?(?:only\s+)?{_IN_PART}(?!\s+{_ACCEPT})"
        rf"|{_IN_PART}[\s–—-]+(?:\w+\s+)?{_ACCEPT}(?:\s+to\s+follow\s+up)?"
        rf"|{_ACCEPT}\s+(?:with\s+)?{_A_PART}\s+(?:of|in|behind)\s+{_OBJECT}|{_ACCEPT}\s+(?:with\s+)?{_A_PART}(?=\s*[,.;])",
    ),
    (
        "refused",
        "noted",
        rf"{_NOT}\s+{_MEANWHILE}{_ACCEPT}"
        r"|not\s+(?:consider\s+itself\s+)?(?:to\s+be\s+)?in\s+a\s+position(?:,[^,.;:]{1,40},|\s+(?:at|for)\s+(?:\w+\s+){1,3})?\s+to\s+(?:\w+\s+)?"
        r"(?:accept|support|agree|endorse|implement|adopt)(?:\s+(?:to|with))?"
        r"|rejects?|refuses?(?:\s+to\s+accept)?|declines?(?:\s+to\s+accept)?|disagrees?(?:\s+with)?|opposes?|objects?\s+to",
    ),
    (
        "open",
        "pending",
        r"(?:will|shall|needs?\s+to|continues?\s+to|is\s+still|are\s+still)\s+(?:further\s+|carefully\s+|still\s+|also\s+)*"
        r"(?:examin(?:e|ing)|consider(?:ing)?|study(?:ing)?|review(?:ing)?)(?:\s+further)?"
        r"|defers?(?:\s+its\s+(?:response|position)\s+(?:to|on))?",
    ),
    ("noted", "noted", r"(?:takes?|took|taking|taken)\s+(?:due\s+|careful\s+|good\s+)?note(?:\s+of)?|notes?"),
    ("supported", "supported", rf"{_ACCEPT}(?:\s+to\s+follow\s+up)?|in\s+favou?r\s+of"),
)
_PASSIVE: tuple[tuple[str, Position, str], ...] = (
    (
        "partial",
        "noted",
        rf"{_ACCEPTED}[\s,–—-]+\(?(?:but\s+)?(?:only\s+)?{_IN_PART}|{_IN_PART}[\s–—-]+(?:\w+\s+)?{_ACCEPTED}"
        rf"|enjoys?\s[^.;:{NUMBERS}]{{0,60}}?support\b[^.;:{NUMBERS}]{{0,40}}?\b{_IN_PART}"
        rf"|{_IN_PART}\s+enjoys?\s[^.;:{NUMBERS}]{{0,40}}?\bsupport"
        rf"|enjoys?\s+(?:the\s+|our\s+|its\s+)?{_IN_PART}\s+support|partial\s+(?:acceptance|support)"
        rf"|{_A_PART}\s+(?:of\s+{_OBJECT}\s+)?(?:is|are|was|were|ha(?:s|ve)\s+been)\s+(?:{_NOT}\s+)?{_ACCEPTED}",
    ),
    (
        "refused",
        "noted",
        rf"{_NOT}\s+{_MEANWHILE}(?:{_ACCEPTED}|enjoy(?:s|ed)?\b[^.;:{NUMBERS}]{{0,60}}?\bsupport)"
        r"|rejected|refused|declined|unacceptable|(?:non|not)-accepted|unsupported|not\s+acceptable|disagreed|no[nt]?[\s-]acceptance",
    ),
    (
        "open",
        "pending",
        r"(?:will|shall|to)\s+be\s+(?:further\s+|still\s+|carefully\s+)*(?:examined|considered|studied|reviewed)"
        r"|(?:remains?\s+|still\s+|currently\s+)*(?:under|needs?|requires?)\s+(?:further\s+|careful\s+|active\s+|still\s+)*"
        r"(?:consideration|examination|study|review)"
        r"|still\s+being\s+(?:examined|considered|studied|reviewed)|pending|deferred",
    ),
    (
        "noted",
        "noted",
        r"noted(?!\s+(?:above|earlier|in\s+(?:(?:its|the)\s+)?(?:report|draft|section|para)))|taken\s+note\s+of",
    ),
    (
        "supported",
        "supported",
        rf"enjoy(?:s|ed|ing)?\s[^.;:{NUMBERS}]{{0,60}}?\bsupport(?:\s+of)?|{_ACCEPTED}|ha(?:s|ve)\s+(?:the\s+)?(?:full\s+)?support"
        r"|full\s+acceptance",
    ),
)
_DONE = re.compile(
    r"\b(?:already|been|being|fully|partially|are|is|as)\s+(?:\w+\s+){0,2}implement(?:ed|ing)\b"
    r"|\bconsider\w*\s+(?:\w+\s+){0,3}implemented"
    r"|\bprocess\s+of\s+(?:being\s+)?implement\w+|\balready\s+implemented",
    re.IGNORECASE,
)
_FILLERS = (
    r"(?:(?:all|both|each|the|this|these|those|following|above|below|said|aforementioned|other|others|remaining|rest"
    r"|of|with|to|on|in\s+full|fully|only|also|such|its|our|most|majority|many|number|numbered|made|and)\b[\s,:(“]*)*"
)
_STOPS = r"(?:\s*(?:$|[.:;)\]])|,?\s+(?:since|because|due\s+to|but|although)\b|,\s+(?:and|as|given|while)\b)"
STOPS = re.compile(_STOPS, re.IGNORECASE)
"""What follows an answer that names no recommendation, because the one above it is meant."""
_HAS_OBJECT = re.compile(
    rf"[\s,:(]*{_FILLERS}(?:\d{{1,3}}\s+(?:out\s+)?of\s+(?:the\s+|its\s+)?)?(?:(?:\d{{1,3}}|[\w-]+)\s+)?(?:recommendations?\b(?![’'])|recs?\b|nos?\b\.?|it\b|them\b|both\b|ones\b|others\b|rest\b|remainder\b|{NUMBERS})"
    rf"|\s+the\s+following\s+[\w-]+:|{_STOPS}",
    re.IGNORECASE,
)
_HAS_SUBJECT = re.compile(
    rf"(?:\b(?:is|are|was|were|be|been|being|remains?|stands?|hereby|already|therefore|thus|recommendations?|following|now)\s+(?:\w+\s+)?"
    rf"|{NUMBERS}[\s,:;.)–—-]*|^\W*(?:already\s+)?|[,:;(\[–—-]\s*|\b(?:and|or|which|that|below|above)\s+)$",
    re.IGNORECASE,
)
_OWN_OBJECT = re.compile(rf"{NUMBERS}|\b(?:recommendations?|it|them)\b", re.IGNORECASE)
# "recommendations that Belgium accepts"
_WHICH = re.compile(r"\brecommendations?\s+(?:that|which)\s+(?:(?:the\s+)?\w+\s+){1,5}$", re.IGNORECASE)
_CONSIDERED_AS = re.compile(
    r"\b(?:consider|regard|view|treat|deem|class)\w*\b[^.;:]{0,80}\bas\s+$", re.IGNORECASE
)
_AS = re.compile(r"\bas\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stance:
    """An answer, from `start` to `end` of a text.

    `words` are the State's own where they say something else than "supported" or "noted"; `kind` is
    "supported", "noted", "partial", "refused", "open" (still considered) or "done": what a State only calls
    implemented is supported, unless it says otherwise elsewhere.
    """

    kind: str
    position: Position
    words: str
    start: int
    end: int


def find_stances(text: str) -> list[Stance]:
    """Find the answers to recommendations that a clause or a heading gives, in printed order.

    A verb counts only where recommendations are what is accepted: "supports the recommendation", not
    "supports the efforts". NUMBERS stands for their numbers.
    """
    found: list[Stance] = []
    for kind, position, start, end in _candidates(text):
        if not any(start < other.end and other.start < end for other in found):
            words = "" if kind in ("supported", "noted") else text[start:end]
            words = re.sub(rf"\s*(?:\b(?:recommendations?|nos?\.?)\s*)*{NUMBERS}", "", words).strip(
                " ,.:;(–—-"
            )
            found.append(Stance(kind, position, words[:LONGEST_WORDS], start, end))
    if not found and (done := _DONE.search(text)):
        found.append(Stance("done", "supported", "", done.start(), done.end()))
    return sorted(found, key=lambda stance: stance.start)


def _candidates(text: str) -> Iterator[tuple[str, Position, int, int]]:
    # What is refused or partial also contains the words of support: those are looked for first.
    for (kind, position, active), (_, _, passive) in zip(_COMPILED_ACTIVE, _COMPILED_PASSIVE, strict=True):
        for match in passive.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            enjoys = match.group()[:5].casefold() == "enjoy"
            linked = enjoys or _HAS_SUBJECT.search(before) or _HAS_OBJECT.match(after)
            if linked and not _is_compared(before):
                yield kind, position, *match.span()
        for match in active.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            if _WHICH.search(before) or (
                not _is_compared(before) and (_OWN_OBJECT.search(match.group()) or _HAS_OBJECT.match(after))
            ):
                yield kind, position, *match.span()


def _is_compared(before: str) -> bool:
    """Tell "as noted above" from "considers them as noted"."""
    return _AS.search(before) is not None and not _CONSIDERED_AS.search(before)


_Compiled = tuple[tuple[str, Position, re.Pattern[str]], ...]
_COMPILED_ACTIVE: _Compiled = tuple(
    (kind, position, re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)) for kind, position, words in _ACTIVE
)
_COMPILED_PASSIVE: _Compiled = tuple(
    (kind, position, re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)) for kind, position, words in _PASSIVE
)
