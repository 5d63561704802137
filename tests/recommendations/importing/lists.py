"""Thematic lists in the layout of every cycle, for the tests of their reader."""

from dataclasses import dataclass

from recommendations.importing import readers
from tests.recommendations.importing.word import make_docx, p, tbl, tc, tr

EARLY = (
    "Recommendation",
    "Position",
    "Full list of themes",
    "Assessment/comments on level of implementation",
)
CURRENT = (
    "Recommendation and recommending State",
    "Position of the State under review",
    "Human rights themes and groups of persons",
    "Relevant SDGs",
)
HEAD = "UPR of Slovenia (2nd Cycle – 20th session)\t\tThematic list of recommendations*\t\tPage 1 of 27"
GOALS = {"5": "GENDER EQUALITY", "10": "REDUCED INEQUALITIES", "16": "PEACE, JUSTICE AND STRONG INSTITUTIONS"}


@dataclass(frozen=True)
class Item:
    """A recommendation as a list prints it."""

    number: str = "115.3"
    words: str = "Ratify the Convention (France)"
    position: str = "Supported"
    source: str = "Source of Position: A/HRC/28/15/Add.1 - Para. 3"
    themes: tuple[str, ...] = ("Right to education",)
    groups: tuple[str, ...] = ("Women",)
    goals: tuple[str, ...] = ()

    def cells(self, cycle):
        bullet = "" if cycle == 2 else "- "
        goals = [f"- {goal} - {GOALS[goal]}" for goal in self.goals]
        themes = [bullet + theme for theme in self.themes]
        groups = [f"- {group}" for group in self.groups]
        persons = "Groups of Persons: " if cycle == 4 else "Affected persons:"
        label = ["SDGs:"] if cycle == 3 else []
        inside = [*themes, *label, *(goals if cycle == 3 else []), persons, *groups]
        return [
            [f"{self.number} {self.words};", self.source],
            [self.position],
            inside,
            goals if cycle == 4 else [""],
        ]


def cell(lines, **more):
    return tc(*map(p, lines or [""]), **more)


def row(*cells):
    return tr(*(cell(lines) for lines in cells))


def heading(words):
    return tr(cell([words], span=4))


def header(cycle):
    return row(*([name] for name in (CURRENT if cycle == 4 else EARLY)))


def write(*rows, head=HEAD):
    return make_docx(tbl(*rows) + p(), header=p(head))


def read_rows(reference, *rows, head=HEAD):
    return readers.read(write(*rows, head=head), reference)


def read_items(reference, *items, cycle=2):
    return read_rows(reference, header(cycle), *(row(*item.cells(cycle)) for item in items))


def one(reference, *, cycle=2, **fields):
    """The recommendation of a list of one item, and the codes of its problems."""
    reading = read_items(reference, Item(**fields), cycle=cycle)
    (found,) = reading.recommendations
    return found, codes(reading)


def codes(reading):
    return [problem.code for problem in reading.problems]


def names(tags):
    return tuple(tag.name for tag in tags)


def states(item):
    return [state for clause in item.clauses for state in clause.states]
