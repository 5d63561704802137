"""What a table of problems is made of."""

from collections.abc import Mapping
from typing import TypeAlias

from recommendations.importing.records import Severity

Table: TypeAlias = dict[str, tuple[Severity, str]]
"""From a problem's code to its severity and its English sentence, with {placeholders} for its details."""


class Counted(str):
    """A sentence about several things ({count}); `one` is the same about one."""

    one: str


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation and answer it unchanged."""
    return message


def ngettext_noop(one: str, several: str) -> Counted:
    """Mark a sentence about one thing and about several for translation, and answer both."""
    counted = Counted(several)
    counted.one = one
    return counted


def is_one(details: Mapping[str, str]) -> bool:
    """Tell whether the details of a problem speak of one thing."""
    return details.get("count") == "1"
