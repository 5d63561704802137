"""The real thematic lists say what was counted in them, and what the reports say."""

import re
import statistics
from collections import Counter
from dataclasses import dataclass

import pytest

from recommendations.importing import readers
from tests.recommendations.importing.lists import codes, names, states


@dataclass(frozen=True)
class Expected:
    """What a real list holds, as counted by hand and by others."""

    name: str
    report: str
    session: int
    positions: dict[str, int]
    pairs: int
    themes: tuple[float, int]
    groups: float
    goals: float
    tags: dict[str, int]
    problems: tuple[str, ...]


REAL = [
    Expected(
        name="UPR20_Slovenia_thematic_list.docx",
        report="A_HRC_28_15.pdf",
        session=20,
        positions={"supported": 142, "noted": 21},
        pairs=180,
        themes=(2.80, 9),
        groups=1.45,
        goals=0,
        tags={
            "G1 Members of minorities": 66,
            "B31 Equality & non-discrimination": 56,
            "D27 Prohibition of slavery, trafficking": 10,
            "children": 43,
            "stateless persons": 9,
        },
        problems=(),
    ),
    Expected(
        name="UPR48_Slovenia_thematic_list.docx",
        report="A_HRC_59_15.pdf",
        session=48,
        positions={"supported": 217, "noted": 37},
        pairs=262,
        themes=(2.66, 7),
        groups=2.40,
        goals=1.62,  # one row names a goal twice
        tags={
            "Public officials": 253,
            "Women & girls": 58,
            "Roma, Gypsies, Sinti & Travellers": 20,
        },
        problems=("list-source-unclear",),
    ),
]


@pytest.fixture(scope="module", params=REAL, ids=lambda expected: expected.name)
def real(request, documents, reference):
    """What a real list must say, what it is read as, and the report on the same review."""
    expected, folder = request.param, documents / "slovenia"
    with (folder / expected.name).open("rb") as listed, (folder / expected.report).open("rb") as report:
        return expected, readers.read(listed, reference), readers.read(report, reference)


def test_a_real_list_is_read_as_it_is(real):
    expected, reading, _ = real
    items = reading.recommendations
    assert (reading.review.state, reading.review.session) == ("SVN", expected.session)
    assert Counter(item.position for item in items) == expected.positions
    assert sum(len(states(item)) for item in items) == expected.pairs
    assert round(statistics.mean(len(item.themes) for item in items), 2) == expected.themes[0]
    assert max(len(item.themes) for item in items) == expected.themes[1]
    assert round(statistics.mean(len(item.affected_groups) for item in items), 2) == expected.groups
    assert round(statistics.mean(len(item.goals) for item in items), 2) == expected.goals
    assert all(tag.slugs is not None for item in items for tag in (*item.themes, *item.affected_groups))
    counts = Counter(name for item in items for name in names((*item.themes, *item.affected_groups)))
    assert {name: counts[name] for name in expected.tags} == expected.tags
    assert all(item.position_source and item.position_source.paragraph for item in items)
    assert codes(reading) == list(expected.problems)


def test_a_real_list_says_what_the_report_says(real):
    _, reading, report = real
    reported = {item.number: item for item in report.recommendations}
    assert {item.number for item in reading.recommendations} == set(reported)
    for item in reading.recommendations:
        assert (item.number, states(item)) == (item.number, states(reported[item.number]))
    same = [letters(item.text) == letters(reported[item.number].text) for item in reading.recommendations]
    assert statistics.mean(same) > 0.99


def letters(text):
    """The letters of a text: the lists have blanks too many or too few."""
    return re.sub(r"[\W_]", "", text).casefold()
