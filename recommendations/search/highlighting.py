"""Mark in a text what a search was for."""

import re
import unicodedata

import snowballstemmer
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from recommendations.search.query import Term, parse

_WORDS = re.compile(r"[^\W_]+")


def highlight(text: str, query: str) -> SafeString:
    """Answer the text as safe HTML, with each word or phrase of the query in `<mark>`."""
    words = list(_WORDS.finditer(text))
    stems = [_stem(word[0]) for word in words]
    pieces, end = [], 0
    for first, last in _hits(stems, parse(query).terms):
        start = words[first].start()
        if start < end:
            continue
        stop = words[last].end()
        pieces += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    pieces.append(escape(text[end:]))
    return mark_safe("".join(pieces))  # noqa: S308  (every piece of the text was escaped)


def _hits(stems: list[str], terms: tuple[Term, ...]) -> list[tuple[int, int]]:
    """Answer the (first, last) places of words at which a term occurs, in order."""
    found = []
    for term in terms:
        wanted = [_stem(word) for word in term.words]
        places = range(len(stems) - len(wanted) + 1)
        found += [
            (place, place + len(wanted) - 1)
            for place in places
            if stems[place : place + len(wanted)] == wanted
        ]
    return sorted(found)


def _stem(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    folded = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    # A stemmer keeps state while it works, so that threads must not share one.
    return snowballstemmer.stemmer("porter").stemWord(folded)
