"""What the State says in a report about single recommendations, by their numbers.

"With regard to the recommendation in paragraph 103.1 above, Kenya indicated ...", "San Marino is not in a
position to accept recommendations Nos. 3 and 4 above", "Recommendations 1 to 5 enjoy the support of ...".
"""

import re
from collections.abc import Collection, Iterator

from recommendations.importing.readers import positions
from recommendations.importing.readers.addendum.numbers import read_listing
from recommendations.importing.records import Position

_CUE = re.compile(
    r"\b(?:recommendations?|paragraphs?|numbers?|nos?\.)\s+(?:nos?\.?\s+)?(?=\d)", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"\bparagraph\s+(?P<main>\d{1,3})\b(?!\s?\.\s?\d)", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[;.])\s+(?=[A-Z])|;\s+")


def numbers_spoken_of(words: str, items: Collection[str], paragraph: int | None = None) -> list[str]:
    """Answer the numbers of `items` ("103.1") that a text speaks of, in order.

    A number without its main paragraph belongs to the one named in the text ("paragraph 103, No. 7"), or
    else to `paragraph`, under which the text stands.
    """
    named = _PARAGRAPH.search(words)
    understood = int(named["main"]) if named else paragraph or 0
    mains = {int(number.partition(".")[0]) for number in items}
    found: list[str] = []
    for cue in _CUE.finditer(words):
        listing = read_listing(words, cue.end(), mains, understood)
        found += [str(number) for number in listing.numbers] if listing else []
    return [number for number in dict.fromkeys(found) if number in items]


def positions_by_number(words: str, items: Collection[str], paragraph: int) -> Iterator[tuple[str, Position]]:
    """Answer the positions that the sentences of a text state on single recommendations."""
    for sentence in _SENTENCES.split(words):
        if stated := positions.stated_position(sentence):
            for number in numbers_spoken_of(sentence, items, paragraph):
                yield number, stated
