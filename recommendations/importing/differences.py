"""A planned change for people to read: what each field is called, what it was and would be, who says so."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Protocol

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.importing.models import ChangeKind
from recommendations.models import AffectedGroup, Position, Source, SustainableDevelopmentGoal, Theme
from reviews.models import DocumentKind
from states.models import State

_TAGS = ("themes", "affected_groups", "goals")
_ORDER = (
    *("state", "cycle", "session", "title", "kind", "date", "adopted_on", "troika", "review"),
    *("number", "absorbs", "text", "summary", "clauses", "states", "statements", "position", "stated_as"),
    *("comment", *_TAGS, "action_category", "text_as_printed", "text_source", "page"),
)
"""In this order fields are shown, whatever order the database keeps them in."""

_SAID = {
    "review": ("state", "cycle", "session", "date", "adopted_on", "troika"),
    "document": ("title", "kind", "date", "review"),
    "recommendation": (
        *("text", "summary", "position", "stated_as", "comment", *_TAGS, "action_category", "page"),
    ),
    "response": ("position", "stated_as", "comment"),
}
"""What is shown of a record that would be created; a recommendation's clauses besides."""

_WORDS = re.compile(r"\S+\s*")
_LONGEST_COMPARED = 1000
"""Words; finding what two texts have in common takes the square of their length."""

_ROWS_NAMED = 3


class Line(Protocol):
    """A line of a plan, stored or not; the shapes are in `models.PlannedChange`."""

    @property
    def kind(self) -> str: ...

    @property
    def model(self) -> str: ...

    @property
    def record(self) -> dict[str, Any]: ...

    @property
    def fields(self) -> dict[str, list[Any]]: ...

    @property
    def conflicts(self) -> dict[str, list[Any]]: ...

    @property
    def context(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Run:
    """Some words that both texts have (`kind` "same"), only the old one ("old") or only the new ("new")."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field. `old` and `new` are "" where there is nothing; `runs` tell the two apart word by word.

    The sources are who says the old and the new, in words; "" where nobody knows or the line says it.
    """

    label: str
    old: str
    new: str
    runs: tuple[Run, ...]
    old_source: str = ""
    new_source: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field in which a better source says otherwise: what stays and who says it, what is not taken."""

    label: str
    kept: str
    source: str
    refused: str
    refused_source: str


class Named(dict[tuple[str, str], str]):
    """From the keys of the States and tags in some lines to their names: a query for each kind of them.

    The first part of a key is the field "states", "themes", "affected_groups" or "goals".
    """

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Named":
        keys: dict[str, set[str]] = {"states": set(), **{name: set() for name in _TAGS}}
        for line in lines:
            for name, found in _keys_in(line):
                keys[name].update(found)
        rows = {
            "states": State.objects.filter(pk__in=keys["states"]).values_list("code", "name"),
            "themes": Theme.objects.filter(slug__in=keys["themes"]).values_list("slug", "name"),
            "affected_groups": AffectedGroup.objects.filter(slug__in=keys["affected_groups"]).values_list(
                "slug", "name"
            ),
            "goals": SustainableDevelopmentGoal.objects.filter(pk__in=keys["goals"]).values_list(
                "code", "name"
            ),
        }
        return cls({(field, key): name for field, pairs in rows.items() for key, name in pairs})

    def one(self, field: str, key: str) -> str:
        """Answer a name, a Goal's after its number; the key where nothing is called so."""
        name = self.get((field, key), key)
        return f"{key} {name}" if field == "goals" and name != key else name

    def listed(self, field: str, keys: Iterable[str]) -> str:
        return ", ".join(self.one(field, key) for key in keys)


def differences(line: Line, names: Named) -> list[Difference]:
    """Answer the fields that a line changes, in order; all that it says where it creates the record."""
    creates = line.kind in (ChangeKind.CREATE, ChangeKind.UNDECIDED)
    fields = _said(line) if creates else line.fields
    sources = line.context.get("sources", {})
    own = [] if creates else [line.record.get("source")]
    # The wording of the only clause is that of the recommendation, without the States in brackets; and
    # what is printed is written with the wording.
    told_already = {"text_as_printed"} if "text" in fields else set()
    if told_already and len(line.record.get("clauses") or ()) == 1:
        told_already.add("clauses.1.text")
    found: list[Difference] = []
    for name in sorted(fields, key=_place):
        old, new = fields[name]
        sourced, _dot, field = name.partition(".")
        if name in told_already:
            continue
        if name == "statements":
            found += [*_statements(new), *_current_position(line)]
        elif name == "position" and creates:
            found.append(_difference(_position_label(line.record), "", _shown(name, new, names)))
        elif sourced != "sources":
            noted = [[source] for source in fields.get(f"sources.{name}", ())]
            found.append(_changed(name, old, new, sources.get(name) or noted or [[], own], names))
        elif field not in fields:
            label = _("Source of “%(field)s”") % {"field": field_label(field)}
            found.append(_difference(label, source_label(old), source_label(new)))
    return found if "statements" in fields else [*found, *_current_position(line)]


def conflicts(line: Line, names: Named) -> list[Conflict]:
    """Answer the fields in which a better source says something else than the file."""
    return [
        Conflict(
            field_label(name),
            _shown(name, kept, names),
            source_label(source),
            _shown(name, refused, names),
            source_label(line.record.get("source")),
        )
        for name, (kept, source, refused) in sorted(line.conflicts.items(), key=lambda item: _place(item[0]))
    ]


def rows_of(line: Line) -> str:
    """Answer which rows of the file a line comes from: "row 12", "rows 12, 13, 14 and 2 more"; or ""."""
    rows = line.record.get("rows") or []
    named = ", ".join(map(str, rows[:_ROWS_NAMED]))
    if len(rows) > _ROWS_NAMED:
        more = len(rows) - _ROWS_NAMED
        return _("rows %(rows)s and %(more)s more") % {"rows": named, "more": more}
    return ngettext("row %(rows)s", "rows %(rows)s", len(rows)) % {"rows": named} if rows else ""


def source_label(source: str | None) -> str:
    """Answer who says something in words; "" where nobody knows."""
    return str(Source(source).label) if source in Source.values else ""


def field_label(name: str) -> str:
    """Answer what people call a field: "Official wording", "Clause 2: States"."""
    part, _dot, rest = name.partition(".")
    if part == "clauses" and rest:
        order, _dot, what = rest.partition(".")
        label = _("Clause %(order)s: States") if what == "states" else _("Clause %(order)s: wording")
        return label % {"order": order}
    return {
        "state": _("State under review"),
        "cycle": _("Cycle"),
        "session": _("Session"),
        "date": _("Date"),
        "adopted_on": _("Adopted in the Working Group"),
        "troika": _("Troika"),
        "title": _("Title"),
        "kind": _("Kind of document"),
        "review": _("Review"),
        "number": _("Number"),
        "absorbs": _("Takes in the recommendations without a number"),
        "text": _("Official wording"),
        "text_as_printed": _("Official wording as printed"),
        "text_source": _("Source of the wording"),
        "summary": _("Summary in our own words"),
        "clauses": _("Clauses"),
        "states": _("Recommending States"),
        "position": _("Position"),
        "responses": _("Position"),
        "statements": _("Position"),
        "stated_as": _("Position in the State’s words"),
        "comment": _("The State’s comment"),
        "themes": _("Themes"),
        "affected_groups": _("Affected groups"),
        "goals": _("Sustainable Development Goals"),
        "action_category": _("Action category"),
        "page": _("Page of the document"),
    }.get(name, name.replace("_", " ").replace(".", " "))


def runs(old: str, new: str) -> Iterator[Run]:
    """Tell two texts apart word by word."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > _LONGEST_COMPARED:
        yield from (Run("old", old), Run("new", new))
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Run("same", "".join(before[start:end]))
            continue
        if start < end:
            yield Run("old", "".join(before[start:end]))
        if new_start < new_end:
            yield Run("new", "".join(after[new_start:new_end]))


def _said(line: Line) -> dict[str, list[Any]]:
    record = line.record
    fields = {name: [None, record[name]] for name in _SAID[line.model] if record.get(name)}
    for order, clause in enumerate(record.get("clauses") or (), 1):
        fields[f"clauses.{order}.text"] = [None, clause["text"]]
        fields[f"clauses.{order}.states"] = [None, [*clause["states"], *clause.get("unresolved", ())]]
    return fields


def _place(name: str) -> tuple[int, int, bool, str]:
    """Where a field is shown: clauses by their number, each with its wording first."""
    part, _dot, rest = name.partition(".")
    if part == "sources":
        return _place(rest)
    order, _dot, what = rest.partition(".")
    place = _ORDER.index(part) if part in _ORDER else len(_ORDER)
    return place, int(order) if order.isdecimal() else 0, what == "states", name


def _current_position(line: Line) -> Iterator[Difference]:
    """What the recommendation's position is now, and what it will be, where a line adds a statement."""
    if "position" not in line.context:
        return
    before, after = line.context["position"]
    old, new = (str(Position(said["position"]).label) if said else "" for said in (before, after))
    sources = (source_label(said["source"]) if said else "" for said in (before, after))
    yield _difference(_("Position now"), old or str(Position.PENDING.label), new, *sources)


def _changed(
    name: str, old: Any, new: Any, sources: Sequence[Sequence[str | None]], names: Named
) -> Difference:
    shown = _shown(name, old, names), _shown(name, new, names)
    old_source, new_source = (", ".join(map(source_label, said)) for said in sources)
    told = _items(name, old or (), new or (), names) if _is_list(name) else runs(*shown)
    return Difference(field_label(name), *shown, tuple(told), old_source if shown[0] else "", new_source)


def _items(name: str, old: Iterable[str], new: Iterable[str], names: Named) -> Iterator[Run]:
    """States and tags as wholes: one stays, goes or comes."""
    there, to_be = list(old), list(new)
    marked = [("same" if key in to_be else "old", key) for key in there]
    marked += [("new", key) for key in to_be if key not in there]
    for place, (kind, key) in enumerate(marked, 1):
        yield Run(kind, names.one(_named(name), key) + (", " if place < len(marked) else ""))


def _is_list(name: str) -> bool:
    """Whether a field holds States or tags."""
    return name in _TAGS or name == "troika" or name.endswith("states")


def _named(name: str) -> str:
    """By which field of `Named` the values of a field are called."""
    return name if name in _TAGS else "states"


def _statements(statements: Iterable[Mapping[str, Any]]) -> Iterator[Difference]:
    """The responses that would be added; none is ever changed."""
    for said in statements:
        source = source_label(said.get("source"))
        label = _position_label(said)
        yield _difference(label, "", str(Position(said["position"]).label), "", source)
        for name in ("stated_as", "comment"):
            if said.get(name):
                yield _difference(field_label(name), "", said[name])


def _position_label(said: Mapping[str, Any]) -> str:
    """Says which paragraph of which document states it, as far as that is known."""
    place = {"paragraph": said.get("paragraph"), "symbol": said.get("document")}
    if place["paragraph"] and place["symbol"]:
        return _("Position stated in paragraph %(paragraph)s of %(symbol)s") % place
    if place["paragraph"]:
        return _("Position stated in paragraph %(paragraph)s") % place
    return _("Position stated in %(symbol)s") % place if place["symbol"] else _("Position")


def _difference(label: str, old: str, new: str, *sources: str) -> Difference:
    return Difference(label, old, new, tuple(runs(old, new)), *sources)


def _shown(name: str, value: Any, names: Named) -> str:
    if value in (None, "", [], {}):
        return ""
    if _is_list(name):
        return names.listed(_named(name), value)
    if name == "state":
        return names.one("states", value)
    if name == "position":
        return str(Position(value).label)
    if name == "kind":
        return str(DocumentKind(value).label)
    if name in ("date", "adopted_on") and (date := parse_date(value)):
        return date_format(date)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _keys_in(line: Line) -> Iterator[tuple[str, Iterable[str]]]:
    """The codes of States ("states") and the keys of tags (by their field) that a line speaks of."""
    record = line.record
    if record.get("state"):
        yield "states", [record["state"]]
    yield "states", record.get("troika") or ()
    for clause in record.get("clauses") or ():
        yield "states", clause["states"]
    for name in _TAGS:
        yield name, record.get(name) or ()
    values = [*line.fields.items(), *((name, told[::2]) for name, told in line.conflicts.items())]
    for name, pair in values:
        if _is_list(name):
            for value in pair:
                yield _named(name), value or ()
