"""What a table of problems is made of."""

from typing import TypeAlias

from recommendations.importing.records import Severity

Table: TypeAlias = dict[str, tuple[Severity, str]]
"""From a problem's code to its severity and its English sentence, with {placeholders} for its details."""


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation and answer it unchanged."""
    return message
