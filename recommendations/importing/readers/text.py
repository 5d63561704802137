"""Words as printed to words as data: one spelling of blanks, quotes, hyphens and ligatures."""

import re
import unicodedata
from collections import Counter
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
_DIVIDED = re.compile(r"(?P<first>[^\W\d_]+)-\n(?P<second>[^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Words:
    """The words of a document, by which to tell a divided word ("Co-\\noperation") from a compound."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._counts = Counter(word.casefold() for line in lines for word in _WORD.findall(line))

    def mended(self, first: str, second: str) -> str:
        """Answer a word that a line end cuts in two, with its hyphen or without."""
        whole, compound = f"{first}{second}", f"{first}-{second}"
        divided = second.islower() and self._counts[whole.casefold()] > self._counts[compound.casefold()]
        return whole if divided else compound


def clean(words: str) -> str:
    """Answer the words with blanks collapsed and odd spellings of characters made regular."""
    words = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), words)
    words = unicodedata.normalize("NFC", _INVISIBLE.sub("", words)).translate(_SPELLINGS)
    words = _BLANKS.sub(" ", words)
    return _BLANK_AFTER.sub("", _BLANK_BEFORE.sub("", words)).strip()


def join(lines: Iterable[str], words: Words | None = None) -> str:
    """Join printed lines to one clean text.

    A hyphen at a line end belongs to the word, as the UN sets its documents without dividing words;
    except where the document itself (`words`) has the word whole, and oftener than with the hyphen.
    """
    text = _SUSPENDED.sub(" ", "\n".join(line.strip() for line in lines))
    if words:
        text = _DIVIDED.sub(lambda found: words.mended(found["first"], found["second"]), text)
    return clean(_BROKEN.sub("", text))
