"""Words as printed to words as data: one spelling of blanks, quotes, hyphens and ligatures."""

import re
import unicodedata
from collections.abc import Iterable

_LIGATURES = re.compile("[\ufb00-\ufb06]")
_INVISIBLE = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
_SPELLINGS = str.maketrans(
    {
        "\u2010": "-", "\u2011": "-", "\u2012": "–", "\u2015": "—", "\u2212": "-",
        "`": "’", "´": "’", "ʼ": "’", "\u2018": "‘", "‛": "‘", "'": "’",
        "‟": "“", "„": "“", "″": "”",
        "∗": "*",
    }
)  # fmt: skip
_BLANKS = re.compile(r"\s+")
_BLANK_BEFORE = re.compile(r"\s+(?=[,;)\]]|\.(?:\s|$))")
_BLANK_AFTER = re.compile(r"(?<=[(\[])\s+")
_SUSPENDED = re.compile(r"(?<=\w-)\n(?=(?:and|or|to)\b)")
_BROKEN = re.compile(r"(?<=\w[-–/])\n(?=\w)")


def clean(words: str) -> str:
    """Answer the words with blanks collapsed and odd spellings of characters made regular."""
    words = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), words)
    words = unicodedata.normalize("NFC", _INVISIBLE.sub("", words)).translate(_SPELLINGS)
    words = _BLANKS.sub(" ", words)
    return _BLANK_AFTER.sub("", _BLANK_BEFORE.sub("", words)).strip()


def join(lines: Iterable[str]) -> str:
    """Join printed lines to one clean text.

    The UN sets these reports without dividing words: a hyphen at a line end belongs to the word.
    """
    text = "\n".join(line.strip() for line in lines)
    return clean(_BROKEN.sub("", _SUSPENDED.sub(" ", text)))
