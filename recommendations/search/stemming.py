"""Words reduced to what both engines compare: without case, accents of Latin letters and endings. Pure.

Stems are those of Porter's algorithm with its author's two later rules, as SQLite has them; PostgreSQL's
Snowball has it without, so that `postgresql` looks for the stems of either where they differ.

A beginning ("educat*") is compared with stems, as these are all that an index holds. It means each word
whose stem begins so, and each whose stem is that of a word that begins so: "educat*" finds "education",
of which the index holds "educ". So no word that begins as typed is ever missed; what is found besides are
other forms of the same stems, as everywhere.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import snowballstemmer

_ACCENTS = re.compile(r"(?<=[A-Za-z])[\u0300-\u036f]+")
_MEASURE = re.compile(r"(?:[aeiou]|(?<=[^aeiou])y)[^aeiou]")
_DOUBLED = re.compile(r"([chjkqvwx])\1$")
_IN_LOGY_OR_BLY = re.compile(r"(?:log|bl)[iy](?:s|es|ed|ing)*$")
_PARTICIPLE = re.compile(r"(?:ed|ing)s?$")

# Porter's endings, last step first; each earlier step turns the key into the value.
_ENDINGS = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "sion", "tion",
    "ou", "ism", "ate", "iti", "ous", "ive", "ize", "e", "le", "ble",
)  # fmt: skip
_STEP_3 = {
    "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able",
    "bli": "ble", "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize",
    "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous",
    "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP_1 = ("", "s", "es", "ed", "ing", "eds", "ings")

# What may follow a beginning so that the stem of the whole is the beginning itself.
_KEEPING = ("", "s", "ness", "es", "al", "er", "ing", "ed", "ize", "ement")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What "educat*" means: each stem that begins with `stem`, and the stems of `words`.

    `word` has the stem `stem`: an engine that stems what it is asked for is asked for `word`.
    """

    word: str
    stem: str
    words: tuple[str, ...]

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self.words)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Answer the word in small letters and without accents: "Côte" is "cote". Only Latin letters have any."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", plain).lower()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Answer what all forms of the word have in common: "ratifies", "ratified" are "ratifi"."""
    word = fold(word)
    return word if len(word) < 3 else _revise(_snowball(word), word)


def _revise(stemmed: str, word: str) -> str:
    """Turn a stem of Snowball's into SQLite's: "assembli", of "assembly", is "assembl" as in "assemble"."""
    if stemmed.endswith(("logi", "bli")) and _IN_LOGY_OR_BLY.search(word):
        start = stemmed.removesuffix("logi").removesuffix("bli")
        if _MEASURE.search(start):
            return _snowball(start + ("log" if stemmed.endswith("logi") else "ble"))
    return stemmed[:-1] if _DOUBLED.search(stemmed) and _PARTICIPLE.search(word) else stemmed


@lru_cache(maxsize=5_000)
def snowball_stems(stemmed: str) -> tuple[str, ...]:
    """Answer the stems of Snowball's that are this one of ours: "assembl" is "assembl" and "assembli"."""
    others = [stemmed + ending for ending in ("i", "ibli")]
    if stemmed.endswith(tuple("chjkqvwx")):
        others.append(stemmed + stemmed[-1])
    return (stemmed, *(other for other in others if _revise(other, other + "ed") == stemmed))


@lru_cache(maxsize=2_000)
def begin(typed: str) -> Beginning:
    """Work out which stems a word that begins as typed can have."""
    start = fold(typed)
    word = next((start + ending for ending in _KEEPING if stem(start + ending) == start), start)
    words: dict[str, str] = {}
    for ending in _rests(start):
        other = stem(start + ending)
        if not other.startswith(stem(word)):
            words.setdefault(other, start + ending)
    return Beginning(word, stem(word), tuple(words.values()))


def _rests(start: str) -> list[str]:
    """Answer what may follow a beginning so that the stem ends within it: "educat" may be of "educat|ion"."""
    rests = set(_STEP_1)
    if start.isascii():
        rests |= {start[-1] + ending for ending in ("ed", "ing")}
        for length in range(1, min(len(start), 14) + 1):
            head = start[-length:]
            rests |= {ending[length:] for ending in _COMPOSED if ending.startswith(head)}
    return sorted(rests, key=lambda rest: (len(rest), rest))


def _compose_endings() -> frozenset[str]:
    """Every ending that the steps take off together: "ization", "ational", "fulnesses" ..."""
    endings = {"", *_ENDINGS}
    for step in (_STEP_3, _STEP_2):
        endings |= {
            ending.removesuffix(after) + before
            for ending, (before, after) in product(endings, step.items())
            if (ending.endswith(after) if after else not ending)
        }
    endings |= {ending[:-1] + "y" for ending in endings if ending.endswith("i")} | {"y"}
    endings |= {ending.removesuffix("e") + more for ending in endings for more in ("ed", "ing")} | {"eed"}
    endings |= {ending + "s" for ending in endings}
    endings |= {ending[:-1] + "ies" for ending in endings if ending.endswith("y")}
    return frozenset(endings - {""})


def _snowball(word: str) -> str:
    # A stemmer keeps state while it works, so that threads must not share one.
    return snowballstemmer.stemmer("porter").stemWord(word)


_COMPOSED = _compose_endings()
