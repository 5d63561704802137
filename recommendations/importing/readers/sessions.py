"""Sessions of the UPR Working Group to cycles. Pure."""

from typing import Final

_LAST_SESSIONS: Final = ((1, 12), (2, 26), (3, 40), (4, 54))
"""Each cycle and its last session, as in `fixtures/reviews.json`: the first had twelve sessions, the others
have fourteen (Council decision 17/119)."""


def cycle_of(session: int) -> int | None:
    """Answer the cycle of a session, or None where there is no such session (or not known yet)."""
    if session < 1:
        return None
    return next((cycle for cycle, last in _LAST_SESSIONS if session <= last), None)
