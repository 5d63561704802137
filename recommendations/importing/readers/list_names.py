"""The names that a cell of a thematic list holds: themes, groups of persons and goals, told by labels."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, TypeAlias

from recommendations.importing.readers.text import clean

Kind: TypeAlias = Literal["themes", "groups", "goals"]
_THEMES = re.compile(r"(?:human rights )?themes\s*:\s*(?P<rest>.*)", re.IGNORECASE)
_GROUPS = re.compile(
    r"(?:(?:affected|groups? of) persons|persons(?:\s*/\s*groups)? affected|"
    r"(?:affected|vulnerable)\s+(?:persons|groups)(?:\s*/\s*(?:persons|groups))?(?=\s*:))"
    r"\s*(?::\s*(?P<rest>.*)|$)",
    re.IGNORECASE,
)
_GOALS = re.compile(
    r"(?:relevant )?(?:SDGs?|Sustainable Development Goals?)\s*(?::\s*(?P<rest>.*)|$)", re.IGNORECASE
)
_LABELS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("themes", _THEMES),
    ("groups", _GROUPS),
    ("goals", _GOALS),
)
_BULLET = re.compile(r"^(?:[-–—•*·▪◦]\s*|o\s+)+")
_BETWEEN_NAMES = re.compile(r"\s*[;,]\s*")
_BETWEEN_GOALS = re.compile(
    r"^SDGs\b|\s*(?:[;,&]|\band\b)\s*(?:SDGs?\s*)?(?=(?:(?:Goal|Target)\s*)?\d{1,2}\b)", re.IGNORECASE
)
_NOTHING: Final = frozenset({"n/a", "none", "not applicable"})


def read_names(lines: Iterable[str], kind: Kind) -> Iterator[tuple[Kind, str]]:
    """Answer each name of a cell and the kind that the label above it tells."""
    for line in lines:
        name = clean(line)
        for other, label in _LABELS:
            if labelled := label.fullmatch(_BULLET.sub("", name)):
                kind, name = other, labelled["rest"] or ""
        for part in _BETWEEN_GOALS.split(name) if kind == "goals" else (name,):
            if (one := _BULLET.sub("", part).strip(" ;")) and one.casefold() not in _NOTHING:
                yield kind, one


def tell_apart(name: str, resolve: Callable[[str], tuple[str, ...] | None]) -> tuple[str, ...]:
    """Answer the names that a line holds: more than one where all of them are known and the whole is not."""
    names = tuple(_BETWEEN_NAMES.split(name))
    whole = resolve(name) is not None or any(resolve(one) is None for one in names)
    return (name,) if whole else names
