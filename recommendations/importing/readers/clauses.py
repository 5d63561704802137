"""An item's wording to its clauses: one request each, with the States that made it.

A clause ends with its States in brackets; letters "(a)", semicolons and strokes stand between
clauses: "To accede to (Czech Republic)/ratify (Chile) the Convention", "(a) Close the centres (Cuba)".
"""

import re

from recommendations.importing.readers.attribution import States, attributions
from recommendations.importing.records import ClauseRecord
from states.names import StateNames

_BETWEEN = re.compile(r"(?:[\s;,.:/)]+|(?:and|or)\b|\((?:[a-z]|[ivx]{1,4})\)(?!\w))+")
_AFTER = " ;,.:/"


def split_clauses(text: str, names: StateNames) -> tuple[ClauseRecord, ...]:
    """Split an item's wording; the whole of it is one clause without States where none is named."""
    parts: list[tuple[str, States]] = []
    start = 0
    for found in attributions(text, names):
        words = _trimmed(text[start : found.start])
        if words or not parts:
            parts.append((words, found.states))
        else:
            parts[-1] = (parts[-1][0], parts[-1][1] + found.states)
        start = found.end
    rest = _trimmed(text[start:])
    if not parts:
        parts.append((rest, States()))
    elif rest:
        parts[-1] = (f"{parts[-1][0]} {rest}".strip(), parts[-1][1])
    return tuple(ClauseRecord(words, states.codes, states.unresolved) for words, states in parts)


def _trimmed(words: str) -> str:
    between = _BETWEEN.match(words)
    return words[between.end() if between else 0 :].strip(_AFTER)
