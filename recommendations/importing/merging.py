"""Merge what a record says of a recommendation with what is here, field by field: see `precedence`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from recommendations.importing.editing import Fields, edited
from recommendations.importing.matching import same_request, without_makers
from recommendations.importing.models import ChangeKind
from recommendations.importing.portraits import TAGS, Portrait, Statement, final_position, key_of_statement
from recommendations.importing.precedence import counts_as_much, rank
from recommendations.models import Position, Source

Record = dict[str, Any]
Conflicts = dict[str, list[Any]]
"""Where a better source says otherwise: {field: [kept, its source, refused]}."""

STATEMENT = ("position", "stated_as", "comment", "document", "paragraph", "date", "source")

VALUES = ("text", "text_as_printed", "page", "summary", "action_category")
"""Fields of a record that are columns of a recommendation."""

_OFFICIAL = (Source.WORKING_GROUP_REPORT, Source.THEMATIC_LIST)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a line would do."""

    kind: ChangeKind
    fields: Fields = field(default_factory=dict)
    conflicts: Conflicts = field(default_factory=dict)

    @classmethod
    def of(cls, fields: Fields, conflicts: Conflicts | None = None) -> "Difference":
        return cls(ChangeKind.CHANGE if fields else ChangeKind.SAME, fields, conflicts or {})


def as_created(record: Record) -> dict[str, Any]:
    """Answer what a record creates where nothing is here: to be compared with `as_it_is`."""
    return {
        **{name: record[name] for name in VALUES},
        "text_source": record["text_source"] if record["text"] else "",
        "clauses": [(clause["text"], set(clause["states"])) for clause in record["clauses"]],
        "statements": [{name: record[name] for name in STATEMENT}] if record["position"] else [],
        **{name: dict.fromkeys(record[name], record["source"]) for name in TAGS},
    }


def as_it_is(portrait: Portrait) -> dict[str, Any]:
    """Answer what is here."""
    return {
        **{name: getattr(portrait, name) for name in VALUES},
        "text_source": portrait.text_source,
        "clauses": [(clause.text, clause.states) for clause in portrait.clauses],
        "statements": portrait.statements,
        **{name: portrait.tags[name] for name in TAGS},
    }


def compare_recommendation(record: Record, portrait: Portrait, parts: Sequence[Portrait] = ()) -> Difference:
    """Compare with a recommendation that is here; `parts` are those that it absorbs."""
    if record["edited"] is not None:
        return _correct(record, portrait)
    if not parts and _is_repeated(record, portrait):
        return Difference(ChangeKind.SAME)
    merge = _Merge(record, portrait, parts)
    merge.number()
    merge.wording()
    merge.joined_states()
    merge.statements()
    for name in TAGS:
        merge.tags(name)
    merge.value("action_category")
    merge.value("summary")
    return Difference.of(merge.fields, merge.conflicts)


def _is_repeated(record: Record, portrait: Portrait) -> bool:
    """Tell whether everything is as this very record creates it: as with most rows of an export that is
    imported again, which need no further look."""
    alone = not record["joined"] and not record["absorbs"] and record["number"] == portrait.number
    sourced = alone and portrait.sources.get("text") == record["source"]
    return sourced and record["text"] == portrait.text and as_created(record) == as_it_is(portrait)


def _correct(record: Record, portrait: Portrait) -> Difference:
    fields, said = edited(record, portrait), record["position"]
    if "position" not in record["edited"] or "statements" in fields or said in (None, portrait.position):
        return Difference.of(fields)
    return Difference.of(fields, {"position": [portrait.position, Source.PERSON.value, said]})


def gives_wording(record: Record, portrait: Portrait) -> bool:
    """Tell whether the wording in the record counts as much as the one that is there, or more."""
    if not portrait.text and not portrait.is_corrected("text"):
        return bool(record["text"])
    return bool(record["text"]) and counts_as_much("text", record["source"], portrait.source_of("text"))


def states_to_be(clause: Record, present: set[str]) -> set[str]:
    """Answer the States (codes) that a clause should have, given those that it has.

    The document's list replaces what was there. A list with a name that nobody could resolve only
    adds: the State behind that name may be among those present.
    """
    printed = set(clause["states"])
    return printed | present if clause["unresolved"] or not printed else printed


class _Merge:
    """Collects what a record changes in a portrait, and where it has to give way."""

    def __init__(self, record: Record, portrait: Portrait, parts: Sequence[Portrait]) -> None:
        self._record = record
        self._portrait = portrait
        self._parts = parts
        self._source: str = record["source"]
        self.fields: Fields = {}
        self.conflicts: Conflicts = {}

    def number(self) -> None:
        if self._portrait.number != self._record["number"]:
            self._set("number", self._portrait.number, self._record["number"])
        if self._record["absorbs"]:
            self._set("absorbs", [], self._record["absorbs"])

    def wording(self) -> None:
        record, portrait = self._record, self._portrait
        if not record["text"]:
            return
        if not gives_wording(record, portrait):
            self._give_way()
            return
        if portrait.text == record["text"] and not counts_as_much(
            "text", portrait.source_of("text"), self._source
        ):
            self._note_source("text")
        printed = record["text_as_printed"]
        if self._prints_states_where_the_other_does_not():
            self._clauses()
            return
        if portrait.text != record["text"]:
            self._set("text", portrait.text, record["text"])
            self._set("text_as_printed", portrait.text_as_printed, printed)
            self._note_source("text")
        elif printed:
            self._set("text_as_printed", portrait.text_as_printed, printed)
        self._set("text_source", portrait.text_source, record["text_source"])
        if record["page"]:
            self._set("page", portrait.page, record["page"])
        self._clauses()

    def _prints_states_where_the_other_does_not(self) -> bool:
        """Tell whether one source gives the same wording once with the States behind it and once without."""
        text, known = self._record["text"], self._portrait.text
        one_source = self._portrait.source_of("text") == self._source
        return (
            one_source
            and same_request(text, known)
            and (without_makers(text) == text) != (without_makers(known) == known)
        )

    def _clauses(self) -> None:
        present = {clause.order: clause for clause in self._portrait.clauses}
        for order, clause in enumerate(self._record["clauses"], 1):
            old = present.get(order)
            states = old.states if old else set()
            if old is None or clause["text"]:
                self._set_unless_corrected(f"clauses.{order}.text", old.text if old else None, clause["text"])
            if clause["states"]:
                to_be = sorted(states_to_be(clause, states))
                self._set_unless_corrected(f"clauses.{order}.states", sorted(states), to_be)

    def _set_unless_corrected(self, name: str, old: Any, new: Any) -> None:
        if not self._portrait.is_corrected(name):
            self._set(name, old, new)
            self._note(name, None)
        elif old != new:
            self.conflicts[name] = [old, Source.PERSON.value, new]

    def _give_way(self) -> None:
        """A better source gave the wording: tell what differs in more than its signs, change nothing."""
        record, portrait = self._record, self._portrait
        kept = portrait.source_of("text")
        if not same_request(record["text"], portrait.text):
            self.conflicts["text"] = [portrait.text, kept, record["text"]]
        printed = {state for clause in record["clauses"] for state in clause["states"]}
        if not printed <= portrait.states():
            self.conflicts["states"] = [sorted(portrait.states()), kept, sorted(printed)]

    def joined_states(self) -> None:
        """Add States to clauses, beside those that the record itself gives them."""
        present = {clause.order: clause.states for clause in self._portrait.clauses}
        for order, states in self._record["joined"]:
            name = f"clauses.{order}.states"
            here = sorted(present.get(order, ()))
            to_be = self.fields.get(name, [here, here])[1]
            if set(states) <= set(to_be):
                continue
            source = self._portrait.source_of(name)
            empty = not here and not self._portrait.is_corrected(name)
            if not empty and not counts_as_much("states", self._source, source):
                self.conflicts[name] = [here, source, sorted(states)]
                continue
            self.fields.pop(name, None)
            self._set(name, here, sorted({*to_be, *states}))
            if empty and source != self._source:
                self._note(name, self._source)

    def statements(self) -> None:
        """Take over what is stated of absorbed parts, and add what the record states if that is news."""
        there = {key_of_statement(one) for one in self._portrait.statements}
        of_parts = {key_of_statement(one): one for part in self._parts for one in part.statements}
        new = [one for key, one in of_parts.items() if key not in there]
        known = [*self._portrait.statements, *new]
        said = {name: self._record[name] for name in STATEMENT}
        is_news = self._is_official_news if self._source in _OFFICIAL else self._is_news
        if said["position"] and is_news(said, known):
            new.append(said)
        self._set("statements", [], new)

    def _is_official_news(self, said: Statement, known: Sequence[Statement]) -> bool:
        """What this paragraph of this document is known to state, and what the record says it states.

        What was stated elsewhere or later is another response and does not matter here, unless a person
        recorded it. A position that a list quotes from another document is believed as long as that one is
        not recorded with one itself; its own counts less than those of the State's documents.
        """
        own = rank("position", self._source)
        stated = [one for one in known if one["document"] == said["document"]]
        quoted = said["document"] != self._record["text_source"]
        persons = [one for one in known if one["source"] == Source.PERSON]
        official = [one for one in known if one["source"] in (Source.ADDENDUM, Source.WORKING_GROUP_REPORT)]
        self._tell_if_refused(said, persons)
        if self._source == Source.THEMATIC_LIST and not quoted and not persons:
            self._tell_if_refused(said, official)
        as_good = [one for one in stated if rank("position", one["source"]) <= own]
        if quoted and (said["position"] in {one["position"] for one in as_good} or final_position(as_good)):
            return False
        here = [one for one in stated if one["paragraph"] == said["paragraph"]]
        return not any(one in stated for one in persons) and not any(is_said_by(one, said) for one in here)

    def _is_news(self, said: Statement, known: Sequence[Statement]) -> bool:
        """A secondary source is heard where no better one has stated the position."""
        if said["position"] == Position.PENDING:
            return not known
        final = [one for one in known if one["position"] != Position.PENDING]
        own = rank("position", self._source)
        better = [one for one in final if rank("position", one["source"]) < own]
        if better:
            self._tell_if_refused(said, better)
            return False
        same = [one for one in final if one["document"] == said["document"]]
        if key_of_statement(said) in map(key_of_statement, same):
            # What it said before it said something else is no news.
            self._tell_if_refused(said, same)
            return False
        return not any(one["position"] == said["position"] for one in same[-1:])

    def _tell_if_refused(self, said: Statement, kept: Sequence[Statement]) -> None:
        final = [one for one in kept if one["position"] != Position.PENDING]
        # What is the position now is not refused, whoever said something else before.
        if said["position"] in (Position.PENDING, self._portrait.position) or not final:
            return
        # Of several that count the same the last.
        best = min(reversed(final), key=lambda one: rank("position", one["source"]))
        if best["position"] != said["position"]:
            self.conflicts["position"] = [best["position"], best["source"], said["position"]]

    def tags(self, name: str) -> None:
        """A source replaces what it or a worse one said before; a person's tags stay."""
        said, present = self._record[name], self._portrait.tags[name]
        to_be = self._tags_with_parts(name)
        if said and not (to_be.keys() == set(said) and set(to_be.values()) == {self._source}):
            of_persons = {key for key, source in to_be.items() if source == Source.PERSON}
            others = [source for key, source in to_be.items() if key not in of_persons]
            better = [source for source in others if rank(name, source) < rank(name, self._source)]
            if self._portrait.is_corrected(name):
                better.append(Source.PERSON)
            if not better:
                to_be = dict.fromkeys(of_persons, Source.PERSON.value)
                to_be |= {key: self._source for key in said if key not in of_persons}
            elif not to_be.keys() >= set(said):
                best = min(better, key=lambda source: rank(name, source))
                self.conflicts[name] = [sorted(to_be), best, sorted(said)]
        self._set(name, present, to_be)

    def _tags_with_parts(self, name: str) -> dict[str, str]:
        """The tags that are here and those of absorbed parts: those of persons, and of the best source."""
        tags = dict(self._portrait.tags[name])
        for part in self._parts:
            for key, source in part.tags[name].items():
                if source == Source.PERSON or not self._portrait.is_corrected(name):
                    tags[key] = min(tags.get(key, source), source, key=lambda one: rank(name, one))
        ranks = {rank(name, source) for source in tags.values() if source != Source.PERSON}
        if not any(part.tags[name] for part in self._parts) or not ranks:
            return tags
        best = min(ranks)
        return {key: source for key, source in tags.items() if rank(name, source) in (0, best)}

    def value(self, name: str) -> None:
        """The best source gives the value; of two that count as much, the one that comes last."""
        portrait, new = self._portrait, self._record[name]
        value, source = getattr(portrait, name), portrait.source_of(name)
        said = bool(value) or portrait.is_corrected(name)
        for part in self._parts:
            theirs, of_part = getattr(part, name), part.source_of(name)
            if theirs and (not said or rank(name, of_part) < rank(name, source)):
                value, source, said = theirs, of_part, True
        if new and (not said or counts_as_much(name, self._source, source)):
            value, source, said = new, self._source, True
        elif new and new != value:
            self.conflicts[name] = [value, source, new]
        self._set(name, getattr(portrait, name), value)
        if said and source != portrait.source_of(name):
            self._note(name, source)

    def _set(self, name: str, old: Any, new: Any) -> None:
        if old != new:
            self.fields[name] = [old, new]

    def _note_source(self, name: str) -> None:
        self._note(name, self._source)

    def _note(self, name: str, source: str | None) -> None:
        self._set(f"sources.{name}", self._portrait.sources.get(name), source)


def is_said_by(there: Statement, said: Statement) -> bool:
    """Tell whether a response states what a record states, in the same words where it has any, and with
    a comment where it has one.

    Both are of one document, paragraph and recommendation.
    """
    same = there["position"] == said["position"] and said["stated_as"] in ("", there["stated_as"])
    return same and bool(there["comment"] or not said["comment"])
