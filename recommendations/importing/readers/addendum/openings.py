"""Numbers that open a paragraph: "Rec. 18", "118.5 (France):", "Recs. 6–13"."""

import re
from dataclasses import dataclass

from recommendations.importing.readers.addendum.numbers import Listing, Numbering, is_dotted, read_listing

_CUED_OPENER = re.compile(
    r"\W*(?:\(?\d{1,3}\)\s*)?(?:(?:(?:responses?|reply|replies|comments?|position|answers?)\s+(?:to|on)\s+"
    r"|(?:with|in)\s+(?:regards?|respect|relation|reference|response)\s+(?:to|of)\s+"
    r"|(?:regarding|concerning|on|re:?|as\s+(?:regards|for|to))\s+)?(?:the\s+)?"
    r"(?:recommendations?|recom\.?|recs?\b\.?)\s*(?:\(?(?:nos?\b\.?|numbers?|#))?|nos?\.)\s*:?\s*(?=\d)",
    re.IGNORECASE,
)
_DOTTED_OPENER = re.compile(
    r"\W*(?:\(?\d{1,3}\)\s*)?(?:with\s+(?:regard|respect)\s+to\s+|(?:regarding|concerning|as\s+(?:regards|for|to))\s+)?"
    r"(?:para(?:graph)?s?\.?\s+|#\s?)?(?=\d{1,3}\s?[.(]\s?\d)",
    re.IGNORECASE,
)
_SENTENCE_GOES_ON = re.compile(
    r"\s*(?:\([^)]*\))?,?\s*(?:(?:of|in)\s+[^:.;]{0,80}?)?\b(?:enjoys?|is|are|was|were|has|have|had|do|does|did|cannot|can|could|will|would|which|that"
    r"|remains?|made|from|by|and|on|of|concerning|regarding|relating|related|call|calls|contain|contains)\b"
)
_UNFINISHED = re.compile(
    r"(?:[,(/–—-]|\b(?:and|or|to|through|until|from|recommendations?|recs?\.?|nos?\.?|numbers?|paragraphs?|see|also|in|of|under|with"
    r"|by|for|on|the|following|accepts?|supports?|notes?|rejects?))\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Numbers that open a paragraph, `rest` what follows; `cued`: the word recommendation stands before."""

    listing: Listing
    rest: str
    cued: bool


def read_opening(text: str, numbering: Numbering) -> Opening | None:
    """Read the numbers that a paragraph opens with: "Rec. 18", "118.5 (France):", "Recs. 6–13"."""
    cued = _CUED_OPENER.match(text)
    opener = cued or _DOTTED_OPENER.match(text)
    if not opener:
        return None
    listing = read_listing(text, opener.end(), numbering.mains, numbering.understood)
    if listing is None or not (cued or is_dotted(text, opener.end(), numbering.mains)):
        return None
    return Opening(listing, text[listing.end :], cued is not None)


def opens_item(line: str, above: str, numbering: Numbering) -> bool:
    """Tell of a printed line that it opens an answer, and does not go on a list begun above it."""
    goes_on = re.search(r"\d\.?$", above) and re.match(r"\W*\d", line)
    if goes_on or _UNFINISHED.search(above):
        return False
    opening = read_opening(line, numbering)
    return (
        opening is not None
        and not re.match(r"\s*,", opening.rest)
        and not _SENTENCE_GOES_ON.match(opening.rest)
    )


def is_sentence(opening: Opening) -> bool:
    """Tell "Recommendations 1-5 enjoy the support of Cambodia" from a heading "Recommendations 1-5"."""
    return _SENTENCE_GOES_ON.match(opening.rest) is not None
