"""Mark in a text what a search was for."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from recommendations.search.occurring import places
from recommendations.search.query import find_words, parse
from recommendations.search.stemming import stem


def highlight(text: str, query: str) -> SafeString:
    """Answer the text as safe HTML, with each word or phrase of the query in `<mark>`.

    What overlaps is marked as one. Without the marks it is the escaped text, sign by sign.
    """
    words = find_words(text)
    stems = [stem(word[0]) for word in words]
    runs = sorted(
        (words[run[0]].start(), words[run[-1]].end())
        for term in parse(query).terms
        for run in places(term, stems)
    )
    pieces, done = [], 0
    for start, end in _join_overlapping(runs):
        pieces += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    pieces.append(escape(text[done:]))
    return mark_safe("".join(pieces))  # noqa: S308  (every piece of the text was escaped)


def _join_overlapping(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
