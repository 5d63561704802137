"""What a walk through an addendum finds: places that state positions, and explanations."""

from dataclasses import dataclass, field
from enum import IntEnum

from recommendations.importing.readers.addendum.numbers import Number
from recommendations.importing.readers.addendum.stances import Stance
from recommendations.importing.readers.addendum.statements import Sentence


class Rank(IntEnum):
    """How much a place says of the position on a recommendation: higher outranks lower."""

    DONE = 1
    """The State only says that it is implemented."""
    SECTION = 2
    """It stands under a sentence about "the following recommendations"."""
    SENTENCE = 3
    """A sentence of the explanation says it."""
    HEADING = 4
    """It stands under a heading that says it."""
    STATED = 5
    """A list names its number, or the answer stands beside it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One place that states the position on a recommendation."""

    number: Number
    stance: Stance
    rank: Rank
    paragraph: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Rest:
    """A position on recommendations that are not named: "all other recommendations"."""

    stance: Stance
    words: str
    paragraph: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """The position that a heading or an announcement states on what follows."""

    stance: Stance
    paragraph: str
    page: int | None
    level: int


@dataclass(slots=True)
class Item:
    """Numbers that are answered in one place, and the paragraphs of the answer.

    `numbered` tells that it opens in a numbered paragraph of the addendum.
    """

    numbers: tuple[Number, ...]
    paragraph: str
    page: int | None
    section: Section | None
    texts: list[str]
    numbered: bool


@dataclass(slots=True)
class Findings:
    """All that the walk finds. `remarks` explain lists of numbers and count where nothing says more;
    `mentioned` are numbers in sentences that give no answer to them; `sentences` come with their paragraph,
    page and whether anything was answered before them.
    """

    claims: list[Claim] = field(default_factory=list)
    comments: dict[Number, list[str]] = field(default_factory=dict)
    remarks: dict[Number, str] = field(default_factory=dict)
    rests: list[Rest] = field(default_factory=list)
    broken: list[tuple[str, int | None]] = field(default_factory=list)
    unanswered: list[tuple[Number, int | None]] = field(default_factory=list)
    mentioned: list[tuple[Number, int | None]] = field(default_factory=list)
    sentences: list[tuple[Sentence, str, int | None, bool]] = field(default_factory=list)
