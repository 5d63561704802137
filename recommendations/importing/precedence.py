"""Which source is believed where two disagree: one table, for every import.

What the United Nations publish comes before what others make of it, and a person's correction before
everything. Wording: the report of the Working Group is the text that the Council adopts (resolution 5/1,
annex, paragraphs 23-26); OHCHR's thematic list and UHRI repeat it, UPR Info retypes it. Positions: the
State's own addendum and the report before all copies (resolution 5/1, annex, paragraph 32). Themes and
groups: OHCHR's tags, then those of UPR Info. Action categories are UPR Info's own scale.
"""

from typing import Final

from recommendations.models import Source
from reviews.models import DocumentKind

_WORDING: Final = (
    Source.PERSON,
    Source.WORKING_GROUP_REPORT,
    Source.THEMATIC_LIST,
    Source.UHRI,
    Source.UPR_INFO,
    Source.DATASET,
    Source.SPREADSHEET,
)
_TAGS: Final = (
    Source.PERSON,
    Source.THEMATIC_LIST,
    Source.UHRI,
    Source.UPR_INFO,
    Source.DATASET,
    Source.SPREADSHEET,
    Source.RULE,
)

BELIEVED: Final[dict[str, tuple[Source, ...]]] = {
    "text": _WORDING,
    "states": _WORDING,
    "position": (
        Source.PERSON,
        Source.ADDENDUM,
        Source.WORKING_GROUP_REPORT,
        Source.THEMATIC_LIST,
        Source.UHRI,
        Source.UPR_INFO,
        Source.DATASET,
        Source.SPREADSHEET,
    ),
    "themes": _TAGS,
    "affected_groups": _TAGS,
    "goals": _TAGS,
    "action_category": (
        Source.PERSON,
        Source.UPR_INFO,
        Source.DATASET,
        Source.SPREADSHEET,
        Source.RULE,
    ),
    "summary": (Source.PERSON, Source.DATASET, Source.SPREADSHEET),
}
"""The sources that may say something of a field, the one that is believed first."""

_RANKS: Final[dict[str, dict[str, int]]] = {
    field: {source.value: rank for rank, source in enumerate(sources)} for field, sources in BELIEVED.items()
}

SOURCE_OF_FORMAT: Final[dict[str, Source]] = {
    "working-group-report": Source.WORKING_GROUP_REPORT,
    "addendum": Source.ADDENDUM,
    "thematic-list": Source.THEMATIC_LIST,
    "uhri-json": Source.UHRI,
    "uhri-xlsx": Source.UHRI,
    "upr-info": Source.UPR_INFO,
    "spreadsheet": Source.SPREADSHEET,
}
"""Whose word a file of a format is."""


OWN_DOCUMENTS: Final = {
    Source.UHRI: ("uhri", DocumentKind.DATABASE, "Universal Human Rights Index (OHCHR)"),
    Source.UPR_INFO: ("upr-info", DocumentKind.DATABASE, "Database of UPR Info"),
    Source.SPREADSHEET: ("own-spreadsheet", DocumentKind.OTHER, "Own spreadsheet"),
}
"""What stands for a source that names no document: symbol, kind and title."""

OWN_SYMBOLS: Final = {symbol: (kind, title) for symbol, kind, title in OWN_DOCUMENTS.values()}
"""The same by symbol: kind and title."""


def rank(field: str, source: str) -> int:
    """Answer how much a source counts for a field of `BELIEVED`: 0 is best; one not listed comes last."""
    ranks = _RANKS[field]
    return ranks.get(source, len(ranks))


def counts_as_much(field: str, source: str, present: str) -> bool:
    """Tell whether `source` may overwrite what `present` said of a field."""
    return rank(field, source) <= rank(field, present)
