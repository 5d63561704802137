"""Text as people print it, made comparable. Pure."""

import re
import unicodedata


def normalise(name: str) -> str:
    """Reduce a printed name to what identifies it: "The Côte d’Ivoire" becomes "cote d ivoire".

    Case, accents, punctuation, an article before or behind ("Sudan (the)") and the choice between "&"
    and "and" do not tell two names apart, in the names of States as in those of themes.
    """
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    words = re.sub(r"[^a-z0-9]+", " ", plain.replace("&", " and ")).split()
    return " ".join(words).removeprefix("the ").removesuffix(" the")
