"""Words as printed to words as data: one spelling of blanks, quotes, hyphens and ligatures."""

import re
import unicodedata
from collections.abc import Iterable

_LINE_END_HYPHEN = "\ufffe"  # PDFium leaves it between two lines that a hyphen connects

_LIGATURES = re.compile("[\ufb00-\ufb06]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
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
_HUNG = re.compile(rf"(?<=\w)(?:-?{_LINE_END_HYPHEN}|-\n)\s*(?=(?:and|or|to)\b)")
_BROKEN = re.compile(rf"-?{_LINE_END_HYPHEN}\s*|(?<=\w)-\n\s*(?=\w)|(?<=[–/])\n\s*")


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
    text = _HUNG.sub("- ", text)
    return clean(_BROKEN.sub(lambda found: found.group().strip().replace(_LINE_END_HYPHEN, "-").replace("--", "-"), text))
