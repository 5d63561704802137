"""Text as people print it, made comparable. Pure."""

import re
import unicodedata
from functools import lru_cache

_NAME = 200
"""How long names are at most, in characters: they return row after row, longer texts do not."""


def normalise(name: str) -> str:
    """Reduce a printed name to what identifies it: "The Côte d’Ivoire" becomes "cote d ivoire".

    Case, accents, punctuation, an article before or behind ("Sudan (the)") and the choice between "&"
    and "and" do not tell two names apart, in the names of States as in those of themes.
    """
    return _normalise_name(name) if len(name) <= _NAME else _normalise(name)


def _normalise(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    words = re.sub(r"[^a-z0-9]+", " ", plain.replace("&", " and ")).split()
    return " ".join(words).removeprefix("the ").removesuffix(" the")


_normalise_name = lru_cache(maxsize=10_000)(_normalise)
