"""Answers to recommendations without their numbers: "All other recommendations are noted"."""

import re

from recommendations.importing.readers.addendum.stances import NUMBERS, Stance
from recommendations.importing.readers.addendum.statements import Sentence

_NOT_NAMED = re.compile(
    rf"\b(?:(?P<paragraph>(?:all\s+)?the\s+recommendations\s+(?:\w+\s+){{0,3}}?in\s+paragraphs?\s+\d+)"
    rf"(?!\d|\s*(?:[:(,]|\.\d|{NUMBERS}|nos?\b))"
    r"|all\s+(?:of\s+)?(?:the\s+|its\s+)?(?:other\s+|remaining\s+|rest\s+of\s+the\s+)?(?:\w+\s+){0,1}?recommendations?"
    r"|(?:the\s+)?(?:other|remaining)\s+(?:\w+\s+)?recommendations?|(?:the\s+(?:remaining|other)\s+ones|all\s+(?:the\s+)?others)\b"
    r"|the\s+(?:rest|remainder|others)\b(?!\s+of\s+(?:it|this|the\s+recommendation)\b)(?:\s+of\s+the\s+recommendations)?"
    r")",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:following|below|above|these|those|this)\b", re.IGNORECASE)
_DIRECTLY = re.compile(
    r"[\s,]*(?:(?:of|with|to|the|in|full|fully|almost|nearly|virtually)\b\s*){0,4}", re.IGNORECASE
)
_OTHER_SUBJECT = re.compile(rf"[\d{NUMBERS};:]|\bof\s+(?:which|these|them|those)\b|.{{80}}", re.IGNORECASE)


def find_unnamed(sentence: Sentence) -> tuple[Stance, str] | None:
    """Find an answer to recommendations without their numbers: "All other recommendations are noted"."""
    for found in _NOT_NAMED.finditer(sentence.words):
        if _NAMED.search(found.group()):
            continue
        for stance in sentence.stances:
            # To take note of a paragraph is a courtesy.
            if found["paragraph"] and stance.kind == "noted":
                continue
            before = sentence.words[stance.end : found.start()]
            after = sentence.words[found.end() : stance.start]
            overlaps = stance.start < found.end() and found.start() < stance.end
            if overlaps or (stance.end <= found.start() and _DIRECTLY.fullmatch(before)):
                return stance, found.group()
            if found.end() <= stance.start and not _OTHER_SUBJECT.search(after):
                return stance, found.group()
    return None
