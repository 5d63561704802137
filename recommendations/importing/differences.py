"""A planned change for people to read: what each field is called, what it was, what it would be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recommendations.importing.comparing import (
    DOCUMENT,
    RECOMMENDATION,
    RESPONSE,
    REVIEW,
    TAGS,
    Compared,
    Fields,
)
from recommendations.importing.models import ChangeKind
from recommendations.models import AffectedGroup, Position, SustainableDevelopmentGoal, Theme
from reviews.models import DocumentKind
from states.models import State

_WORDS = re.compile(r"\S+\s*")
_LONGEST_COMPARED = 1000
"""Words; finding what two texts have in common takes the square of their length."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some words that both texts have (`kind` "same"), only the old one ("old") or only the new ("new")."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field. `old` and `new` are "" where there is nothing; `runs` tell the two apart word by word."""

    label: str
    old: str
    new: str
    runs: tuple[Run, ...]


_FIELDS = {
    REVIEW: ("state", "cycle", "session", "date", "adopted_on", "troika"),
    DOCUMENT: ("title", "kind", "date", "review"),
    RECOMMENDATION: ("text", "position", "stated_as", "comment", "page", *TAGS),
    RESPONSE: ("position", "stated_as", "comment"),
}
"""What is shown of a record that would be created; a recommendation's clauses come after these."""


class Named(dict[tuple[str, str], str]):
    """From the keys of the States and tags in some lines to their names: a query for each kind of them.

    The first part of a key is the field "states", "themes", "affected_groups" or "goals".
    """

    @classmethod
    def of(cls, lines: Iterable[Compared]) -> "Named":
        lines = list(lines)
        keys = {name: _tags_in(lines, name) for name in TAGS}
        rows = {
            "states": State.objects.filter(pk__in=_codes(lines)).values_list("code", "name"),
            "themes": Theme.objects.filter(slug__in=keys["themes"]).values_list("slug", "name"),
            "affected_groups": AffectedGroup.objects.filter(slug__in=keys["affected_groups"]).values_list(
                "slug", "name"
            ),
            "goals": SustainableDevelopmentGoal.objects.filter(pk__in=keys["goals"]).values_list(
                "code", "name"
            ),
        }
        return cls({(field, key): name for field, pairs in rows.items() for key, name in pairs})

    def listed(self, field: str, keys: Iterable[str]) -> str:
        """Answer the names; a Goal's after its number."""
        names = [(key, self.get((field, key), key)) for key in keys]
        return ", ".join(f"{key} {name}" if field == "goals" and name != key else name for key, name in names)


def differences(line: Compared, names: Named) -> list[Difference]:
    """Answer the fields that a line changes, in order; all that it says where it creates the record."""
    fields = _said(line) if line.kind == ChangeKind.CREATE else line.fields
    # The wording of a recommendation's only clause is its own, without the States in brackets.
    told_already = {"clauses.1.text"} if "text" in fields and len(line.record["clauses"]) == 1 else set()
    return [
        _difference(_label(name, line), _shown(name, old, names), _shown(name, new, names))
        for name, (old, new) in fields.items()
        if name not in told_already
    ]


def _said(line: Compared) -> Fields:
    record = line.record
    fields = {name: [None, record[name]] for name in _FIELDS[line.model] if record.get(name)}
    for order, clause in enumerate(record.get("clauses", ()), 1):
        fields[f"clauses.{order}.text"] = [None, clause["text"]]
        fields[f"clauses.{order}.states"] = [None, clause["states"] + clause["unresolved"]]
    return fields


def _difference(label: str, old: str, new: str) -> Difference:
    return Difference(label, old, new, tuple(_runs(old, new)))


def _runs(old: str, new: str) -> Iterable[Run]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > _LONGEST_COMPARED:
        yield from (Run("old", old), Run("new", new))
        return
    for kind, start, end, new_start, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            yield Run("same", "".join(before[start:end]))
            continue
        if start < end:
            yield Run("old", "".join(before[start:end]))
        if new_start < new_end:
            yield Run("new", "".join(after[new_start:new_end]))


def _label(name: str, line: Compared) -> str:
    part, _dot, rest = name.partition(".")
    if part == "clauses":
        order, _dot, what = rest.partition(".")
        label = _("Clause %(order)s: States") if what == "states" else _("Clause %(order)s: wording")
        return label % {"order": order}
    if name == "position":
        return _position_label(line)
    return {
        (REVIEW, "state"): _("State under review"),
        (REVIEW, "cycle"): _("Cycle"),
        (REVIEW, "session"): _("Session"),
        (REVIEW, "date"): _("Date of the review"),
        (REVIEW, "adopted_on"): _("Adopted in the Working Group"),
        (REVIEW, "troika"): _("Troika"),
        (DOCUMENT, "title"): _("Title"),
        (DOCUMENT, "kind"): _("Kind of document"),
        (DOCUMENT, "date"): _("Date of the document"),
        (DOCUMENT, "review"): _("Review"),
        (RECOMMENDATION, "text"): _("Official wording"),
        (RECOMMENDATION, "text_as_printed"): _("Official wording as printed"),
        (RECOMMENDATION, "stated_as"): _("Position in the State’s words"),
        (RECOMMENDATION, "comment"): _("The State’s comment"),
        (RECOMMENDATION, "themes"): _("Themes"),
        (RECOMMENDATION, "affected_groups"): _("Affected groups"),
        (RECOMMENDATION, "goals"): _("Sustainable Development Goals"),
        (RESPONSE, "stated_as"): _("In the State’s words"),
        (RESPONSE, "comment"): _("The State’s comment"),
        (RECOMMENDATION, "text_source"): _("Source of the wording"),
        (RECOMMENDATION, "page"): _("Page of the document"),
    }.get((line.model, name), name)


def _position_label(line: Compared) -> str:
    """Says which paragraph states it, and of which document where that is not the one that was read."""
    record = line.record
    place = {"paragraph": record["paragraph"], "symbol": record["document"]}
    quoted = line.model == RECOMMENDATION and record["document"] != record["text_source"]
    if quoted and record["paragraph"]:
        return _("Position stated in paragraph %(paragraph)s of %(symbol)s") % place
    if quoted:
        return _("Position stated in %(symbol)s") % place
    if record["paragraph"]:
        return _("Position stated in paragraph %(paragraph)s") % place
    return _("Position")


def _shown(name: str, value: Any, names: Named) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return names.listed(name if name in TAGS else "states", value)
    if name == "state":
        return names.listed("states", [value])
    if name in ("date", "adopted_on") and (date := parse_date(value)):
        return date_format(date)
    if name == "position":
        return str(Position(value).label)
    if name == "kind":
        return str(DocumentKind(value).label)
    return str(value)


def _codes(lines: Iterable[Compared]) -> set[str]:
    codes: set[str] = set()
    for line in lines:
        if line.model == REVIEW:
            codes |= {line.record["state"], *line.record["troika"]}
        for clause in line.record.get("clauses", ()):
            codes.update(clause["states"])
        for name, values in line.fields.items():
            for value in values:
                codes.update(value if isinstance(value, list) and name not in TAGS else ())
    return codes


def _tags_in(lines: Iterable[Compared], name: str) -> set[str]:
    return {
        key
        for line in lines
        for keys in (line.record.get(name, ()), *line.fields.get(name, ()))
        for key in keys
    }
