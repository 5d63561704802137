"""Words to positions: the sentence of a main paragraph, or the one word in a cell of a list or an export.

Council resolution 5/1, annex, paragraph 32: recommendations that enjoy the support of the State
concerned are identified as such, others are noted. Until the State has answered they are pending.
"""

import re

from recommendations.importing.records import Position
from upr_tracker.lib.text import normalise

_STATED: tuple[tuple[Position, str], ...] = (
    # A refusal also contains the words of support: it is looked for first.
    (
        "noted",
        r"\b(?:not|neither|nor|never|no longer|fail\w*)\b[^.;]{0,40}\b(?:enjoy|support|accept|agree)"
        r"|\bcannot\s+(?:be\s+)?(?:support|accept|agree)|\breject|\bunable to (?:support|accept)"
        r"|\bdeclin\w+ (?:the|these|to)\b|\bnot (?:acceptable|in a position)",
    ),
    (
        "supported",
        r"\benjoy\w*\b[^.;]{0,40}\bsupport|\b(?:is|are|were|has|have|been|fully)\s+(?:supported|accepted)\b"
        r"|\b(?:supports|accepts|accepted|supported|agrees?)\b"
        r"|\b(?:ha(?:s|ve|d)|receive[sd]?|express(?:es|ed)?|meets? with|met with)\s+(?:the|its|their|full)"
        r"\s+(?:full\s+)?(?:support|approval)\b",
    ),
    (
        "pending",
        r"\bwill\s+(?:be\s+|further\s+|also\s+)*(?:examin|consider|stud|review|respon|reply|repli|provid)"
        r"|\bresponses?\b[^.;]{0,80}\bwill\b|\bin due (?:time|course)\b|\boutcome report\b|\bpending\b"
        r"|\bwould (?:study|examine|consider|provide)|\bunder (?:examination|consideration)\b"
        r"|\b(?:postpone|deferre)d\b",
    ),
    ("noted", r"\b(?:takes?|took|taken|taking) note\b|\bnote[sd]\b"),
    ("supported", r"\bimplemented\b|\bprocess of (?:being )?implement"),
)
_WORDS: dict[str, Position] = {
    "supported": "supported",
    "accepted": "supported",
    "noted": "noted",
    "not supported": "noted",
    "not accepted": "noted",
    "rejected": "noted",
    "pending": "pending",
    "under consideration": "pending",
}
_SOME = r"(?:in part|in principle|partial(?:ly)?|partly)"
_IN_PART = re.compile(
    rf"\b(?:accept|support|agree|endorse)\w*\s+(?:only\s+)?{_SOME}\b"
    rf"|\b{_SOME}\s+(?:accept|support|agree|endorse)\w*",
    re.IGNORECASE,
)
_ONLY_MADE = re.compile(
    r"\brecommendations?\b.{0,60}\bmade\b|\bmade\b.{0,60}\brecommendations?\b", re.IGNORECASE
)
_COMMENTS = re.compile(
    r"\bcomments?\b|\b(?:commitments?|pledges?)\b|\brecommendations?\b[^:]{0,60}\bin paragraphs?\s+\d",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(
    r"\b(?:these|those|above|said|aforementioned)\b.{0,40}\brecommendations\b|\brecommendations\b.{0,60}\babove\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:nos?\.?|numbers?|recommendations?|paragraphs?)\s*\(?\d", re.IGNORECASE)


def position_of_word(printed: str) -> Position | None:
    """Answer the position that a list or an export prints in a word, or None where it is none of these."""
    return _WORDS.get(normalise(printed))


def stated_position(statement: str) -> Position | None:
    """Answer the position that a sentence states, or None where it states none in known words.

    What is accepted in part or in principle is noted, as in addenda.
    """
    if words_in_part(statement):
        return "noted"
    return next((position for position, words in _STATED if re.search(words, statement, re.IGNORECASE)), None)


def words_in_part(statement: str) -> str:
    """Answer the words by which a sentence accepts in part or in principle ("" where it does not)."""
    found = _IN_PART.search(statement)
    return found.group() if found else ""


def only_reports(statement: str) -> bool:
    """Tell whether a sentence just says that recommendations were made, as in 2008 to 2010."""
    return _ONLY_MADE.search(statement) is not None


def announces_comments(statement: str) -> bool:
    """Tell whether a sentence speaks of comments, commitments or items that stand elsewhere."""
    return _COMMENTS.search(statement) is not None


def looks_back(statement: str) -> bool:
    """Tell whether a sentence speaks of recommendations that stand before it."""
    return _LOOKS_BACK.search(statement) is not None


def names_numbers(statement: str) -> bool:
    """Tell whether a sentence speaks of single recommendations, by their numbers."""
    return _NUMBERED.search(statement) is not None
