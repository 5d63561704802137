"""Sustainable Development Goals and targets as exports print them."""

import pytest

from recommendations.importing.readers.goals import goal_code


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("16 - PEACE, JUSTICE AND STRONG INSTITUTIONS", "16"),
        ("16.2 - Protect children", "16.2"),
        (" 5.c", "5.c"),
        ("8.B - Youth employment", "8.b"),
        ("SDG 4", "4"),
        ("Goal 17", "17"),
        ("Target 3.09", "3.9"),
        ("0", None),
        ("18 - More", None),
        ("16.11", None),
        ("17.a", None),
        ("5.d", None),
        ("16.2.1", None),
        ("160", None),
        ("Peace", None),
        ("", None),
    ],
)
def test_the_code_is_read_and_nothing_impossible(printed, code):
    assert goal_code(printed) == code


def test_there_are_17_goals_and_169_targets():
    goals = [goal_code(str(goal)) for goal in range(100)]
    targets = {
        goal_code(f"{goal}.{target}") for goal in range(1, 18) for target in (*range(100), *"abcdefgh")
    }
    assert len([goal for goal in goals if goal]) == 17
    assert len(targets - {None}) == 169
