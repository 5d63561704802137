"""Resolve the names by which sources call themes and groups of persons. Pure: no Django, no database.

Sources name themes after vocabularies of their own (see `models.Vocabulary`); the crosswalk in
`fixtures/themes.json` (and, once loaded, `models.ThemeName`, where people add to it) says which of our
themes a name stands for. A name that is not in the list is never guessed.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from upr_tracker.lib.text import normalise

_CODE = re.compile(r"^[A-H]\d{0,2}\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class NamedTheme:
    """One name in one vocabulary, and the slugs of the themes it stands for (none: of no theme)."""

    vocabulary: str
    name: str
    themes: tuple[str, ...]


OWN = "own"
"""The vocabulary of our own names of themes, those of the tree."""


class ThemeNames:
    """Every known name of a theme, looked up without regard to case, "&" or "and", and punctuation."""

    def __init__(self, named: Iterable[NamedTheme]) -> None:
        self._themes: dict[tuple[str, str], tuple[str, ...]] = {}
        for theme in named:
            self._themes[theme.vocabulary, normalise(theme.name)] = theme.themes
            self._themes.setdefault((theme.vocabulary, normalise(_CODE.sub("", theme.name))), theme.themes)
        self._slugs = frozenset(slug for themes in self._themes.values() for slug in themes)

    @classmethod
    def from_fixture(cls, path: Path) -> Self:
        """Read the crosswalk of `fixtures/themes.json`, so that no database is needed."""
        content = json.loads(path.read_text(encoding="utf-8"))
        own = (NamedTheme(OWN, theme["name"], (theme["slug"],)) for theme in content["themes"])
        names = content["names"]
        others = (NamedTheme(name["vocabulary"], name["name"], tuple(name["themes"])) for name in names)
        return cls((*own, *others))

    def has_slug(self, slug: str) -> bool:
        """Tell whether this is the slug of a theme."""
        return slug in self._slugs

    def resolve(self, printed: str, *vocabularies: str) -> tuple[str, ...] | None:
        """Answer the slugs that a name stands for in the first of the vocabularies that has it.

        () says that the name stands for no theme, None that it is not known. A code in front of the name
        ("A12 Acceptance of international norms") need not be part of the name that is known.
        """
        for vocabulary in vocabularies:
            for name in (printed, _CODE.sub("", printed.strip())):
                themes = self._themes.get((vocabulary, normalise(name)))
                if themes is not None:
                    return themes
        return None


class GroupNames:
    """Every known name of an affected group, current or of older lists."""

    def __init__(self, slugs: Iterable[tuple[str, str]]) -> None:
        self._slugs = {normalise(name): slug for name, slug in slugs}

    @classmethod
    def from_fixture(cls, path: Path) -> Self:
        """Read the names of `fixtures/affected_groups.json`, so that no database is needed."""
        groups = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            (name, group["slug"]) for group in groups for name in (group["name"], *group["other_names"])
        )

    def resolve(self, printed: str) -> str | None:
        """Answer the group's slug, or None where the name is not known."""
        return self._slugs.get(normalise(printed))
