"""Sustainable Development Goals and targets, as exports print them. Pure."""

import re
from typing import Final

_TARGETS: Final = (
    "5b", "5c", "9d", "7c", "6c", "6b", "3b", "10b", "5c", "7c", "7c", "8c", "3b", "7c", "9c", "10b", "19",
)  # fmt: skip
"""The last numbered and the last lettered target of each Goal: General Assembly resolution 70/1."""

_CODE = re.compile(
    r"(?:(?:SDG|Goal|Target)\s*)?(?P<goal>\d{1,2})(?:\.(?P<target>\d{1,2}|[a-d]))?(?![\w.])", re.IGNORECASE
)


def goal_code(printed: str) -> str | None:
    """Answer "16.2" for "16.2 - Protect children ...", "16" for "16 - PEACE ..."; None for no such goal."""
    found = _CODE.match(printed.strip())
    if found is None or not 1 <= int(found["goal"]) <= len(_TARGETS):
        return None
    goal, target = int(found["goal"]), (found["target"] or "").lower()
    if not target:
        return str(goal)
    last = _TARGETS[goal - 1]
    letter = last[-1] if last[-1].isalpha() else ""
    exists = target <= letter if target.isalpha() else 1 <= int(target) <= int(last.rstrip("abcd"))
    return f"{goal}.{target if target.isalpha() else int(target)}" if exists else None
