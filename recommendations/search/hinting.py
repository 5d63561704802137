"""What is told to a person whose search was not taken quite as it was typed."""

from django.utils.translation import gettext_lazy

from recommendations.search.query import MOST_WORDS, SHORTEST_BEGINNING, Slip, parse

_SENTENCES = {
    Slip.QUOTE_OPEN: gettext_lazy(
        "The quotation mark was not closed; everything after it was taken as one phrase."
    ),
    Slip.QUOTE_ALONE: gettext_lazy("A quotation mark without words behind it was left out."),
    Slip.OR_ALONE: gettext_lazy("OR needs a word on both sides."),
    Slip.AND: gettext_lazy("AND is not needed: all words must occur."),
    Slip.MINUS_ALONE: gettext_lazy("- needs a word behind it."),
    Slip.STAR_MISPLACED: gettext_lazy("* only ends a word; elsewhere it was left out."),
    Slip.STAR_TOO_EARLY: gettext_lazy("* needs at least %(letters)s letters before it."),
    Slip.TOO_MANY_WORDS: gettext_lazy("Only the first %(words)s words were looked for."),
}


def hints(text: str) -> list[str]:
    """Answer what to tell a person about their search: plain sentences, none where all was understood.

    In a fixed order, each once, in the language of the moment; they hold nothing of what was typed.
    A page shows them beside the results, which are those of the rest of the query.
    """
    slips = parse(text).slips
    numbers = {"letters": SHORTEST_BEGINNING, "words": MOST_WORDS}
    return [str(_SENTENCES[slip]) % numbers for slip in Slip if slip in slips]
