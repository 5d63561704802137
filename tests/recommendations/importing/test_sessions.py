"""Sessions to cycles, as in the table of reviews that the application ships with."""

import json
from pathlib import Path

import pytest

from recommendations.importing.readers.sessions import cycle_of

REVIEWS = json.loads((Path(__file__).resolve().parents[3] / "fixtures" / "reviews.json").read_text())


def test_every_known_session_has_the_cycle_of_the_fixtures():
    for session in REVIEWS["sessions"]:
        assert cycle_of(session["number"]) == session["cycle"]
    for cycle in REVIEWS["cycles"]:
        assert cycle_of(cycle["first_session"]) == cycle_of(cycle["last_session"]) == cycle["number"]


@pytest.mark.parametrize("session", [-1, 0, 55, 2014])
def test_a_session_that_is_not_known_has_no_cycle(session):
    assert cycle_of(session) is None
