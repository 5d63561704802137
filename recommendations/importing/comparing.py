"""Compare one record of a document with what the database holds. Nothing here writes.

A record is a line of a plan, JSON-ready and complete in itself: whoever applies the line, a minute or
a week later, needs nothing but the record and the database.

    review          {"state", "cycle", "session", "date", "adopted_on", "troika"}
    document        {"symbol", "kind", "title", "date", "review"}
    recommendation  {"review", "number", "held_as", "source", "text", "text_as_printed", "text_source", "page",
                     "clauses": [{"text", "states", "unresolved"}], "joined": [[order, states]],
                     "position", "stated_as", "comment", "document", "paragraph", "date",
                     "themes", "affected_groups", "goals", "summary", "action_category",
                     "edited", "absorbs", "rows"}
    response        {"review", "number", "source",
                     "position", "stated_as", "comment", "document", "paragraph", "date"}

Reviews and documents are named by their natural keys ("khm-2", "A/HRC/26/16"), States by their ISO
codes, themes and affected groups by slugs, Goals by codes, dates as in ISO 8601. `document` and
`paragraph` are those that state the position, `text_source` is the document of the wording. `joined` are
States that belong to a clause that is here already. `held_as` is the number of ours under which the
recommendation is here until the official one is known, `absorbs` are others that are part of it.
What a document does not say (None, "" or []) is not compared, so that it never takes anything away;
only of what a person `edited` in an exported spreadsheet, nothing is something, too.

The difference is {field: [old, new]}, where a clause that is not there yet has no old wording (None), and
the conflicts with better sources are {field: [kept, its source, refused]}: see `precedence`. Of reviews and documents
what is known is kept.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from recommendations.importing.editing import edited
from recommendations.importing.matching import letters
from recommendations.importing.models import ChangeKind
from recommendations.importing.portraits import TAGS, Held, Portrait, Statement, final_position
from recommendations.importing.precedence import counts_as_much, rank
from recommendations.models import Position, Source
from reviews.models import DocumentKind

Record = dict[str, Any]
Fields = dict[str, list[Any]]
"""The difference that a record makes: {field: [old, new]}."""
Conflicts = dict[str, list[Any]]
"""Where a better source says otherwise: {field: [kept, its source, refused]}."""

REVIEW, DOCUMENT, RECOMMENDATION, RESPONSE = "review", "document", "recommendation", "response"

STATEMENT = ("position", "stated_as", "comment", "document", "paragraph", "date", "source")

_FULL_TROIKA = 3
_OFFICIAL = (Source.WORKING_GROUP_REPORT, Source.THEMATIC_LIST)


class Comparable(Protocol):
    """What a line of a plan, stored or not, is compared by: the kind of record, and the record."""

    @property
    def model(self) -> str: ...

    @property
    def record(self) -> Record: ...


class Compared(Comparable, Protocol):
    """A line of a plan, stored or not, with what it does."""

    @property
    def kind(self) -> str: ...

    @property
    def fields(self) -> Fields: ...


@dataclass(frozen=True, slots=True)
class Difference:
    """What a line would do."""

    kind: ChangeKind
    fields: Fields = field(default_factory=dict)
    conflicts: Conflicts = field(default_factory=dict)

    @classmethod
    def of(cls, fields: Fields, conflicts: Conflicts | None = None) -> "Difference":
        return cls(ChangeKind.CHANGE if fields else ChangeKind.SAME, fields, conflicts or {})


CREATES = Difference(ChangeKind.CREATE)


def key_of(model: str, record: Record) -> str:
    """Answer the natural key in words: "khm-2", "A/HRC/26/16" or "khm-2 118.5"."""
    match model:
        case "review":
            return f"{record['state'].lower()}-{record['cycle']}"
        case "document":
            return record["symbol"]
        case _:
            return f"{record['review']} {record['number']}"


def review_of(model: str, record: Record) -> str:
    """Answer the slug of the review that a record belongs to, "" where to none."""
    return (key_of(REVIEW, record) if model == REVIEW else record["review"]) or ""


def held_for(lines: Iterable[Comparable]) -> Held:
    """Read what the database holds of the records of some lines."""
    reviews, symbols = set(), set()
    for line in lines:
        record = line.record
        reviews.add(review_of(line.model, record))
        if line.model == DOCUMENT:
            symbols.add(record["symbol"])
        elif line.model in (RECOMMENDATION, RESPONSE):
            symbols |= {record["document"], record.get("text_source", "")}
            fields: Fields = getattr(line, "fields", {})
            symbols |= {symbol or "" for symbol in fields.get("text_source", ())}
            symbols |= {said["document"] for said in fields.get("statements", [[], []])[1]}
    return Held(reviews - {""}, symbols - {""})


def compare(line: Comparable, held: Held) -> Difference:
    """Answer what the line would do."""
    record = line.record
    match line.model:
        case "review":
            return _compare_review(record, held)
        case "document":
            return _compare_document(record, held)
        case "response":
            return _compare_response(record, held)
        case _:
            portrait = held.portrait(record)
            return compare_recommendation(record, portrait) if portrait else CREATES


def _compare_review(record: Record, held: Held) -> Difference:
    review = held.reviews.get(key_of(REVIEW, record))
    if review is None:
        return CREATES
    troika = sorted(state.code for state in review.troika.all())
    return _fill_in(
        ("session", review.session_id, record["session"]),
        ("date", _iso(review.date), record["date"]),
        ("adopted_on", _iso(review.adopted_on), record["adopted_on"]),
        ("troika", troika if len(troika) >= _FULL_TROIKA else [], record["troika"]),
    )


def _compare_document(record: Record, held: Held) -> Difference:
    """The title is the catalogue's own once the document is there, and is not compared."""
    document = held.documents.get(record["symbol"])
    if document is None:
        return CREATES
    kind = document.kind if document.kind != DocumentKind.OTHER else ""
    return _fill_in(
        ("kind", kind, record["kind"] if record["kind"] != DocumentKind.OTHER else ""),
        ("date", _iso(document.date), record["date"]),
        ("review", document.review.slug if document.review else None, record["review"]),
    )


def _fill_in(*said: tuple[str, Any, Any]) -> Difference:
    """What is empty is filled in; what is there may be somebody's correction and is kept."""
    fields, conflicts = {}, {}
    for name, present, new in said:
        if new in (None, "", []) or new == present:
            continue
        if present in (None, "", []):
            fields[name] = [present, new]
        else:
            conflicts[name] = [present, Source.DATASET.value, new]
    return Difference.of(fields, conflicts)


def compare_recommendation(record: Record, portrait: Portrait) -> Difference:
    """Compare with a recommendation that is here."""
    if record["edited"] is not None:
        return Difference.of(edited(record, portrait))
    merge = _Merge(record, portrait)
    merge.number()
    merge.wording()
    merge.joined_states()
    merge.statement()
    for name in TAGS:
        merge.tags(name)
    merge.value("action_category")
    merge.value("summary")
    return Difference.of(merge.fields, merge.conflicts)


def gives_wording(record: Record, portrait: Portrait) -> bool:
    """Tell whether the wording in the record counts as much as the one that is there, or more."""
    return bool(record["text"]) and (
        not portrait.text or counts_as_much("text", record["source"], portrait.source_of("text"))
    )


def states_to_be(clause: Record, present: set[str]) -> set[str]:
    """Answer the States (codes) that a clause should have, given those that it has.

    The document's list replaces what was there. A list with a name that nobody could resolve only
    adds: the State behind that name may be among those present.
    """
    printed = set(clause["states"])
    return printed | present if clause["unresolved"] or not printed else printed


class _Merge:
    """Collects what a record changes in a portrait, and where it has to give way."""

    def __init__(self, record: Record, portrait: Portrait) -> None:
        self._record = record
        self._portrait = portrait
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

    def _clauses(self) -> None:
        present = {clause.order: clause for clause in self._portrait.clauses}
        for order, clause in enumerate(self._record["clauses"], 1):
            old = present.get(order)
            states = old.states if old else set()
            if old is None or clause["text"]:
                self._set_unless_corrected(f"clauses.{order}.text", old.text if old else None, clause["text"])
            if to_be := sorted(states_to_be(clause, states)):
                self._set_unless_corrected(f"clauses.{order}.states", sorted(states), to_be)

    def _set_unless_corrected(self, name: str, old: Any, new: Any) -> None:
        corrected = self._portrait.sources.get(name)
        if old != new and corrected == Source.PERSON:
            self.conflicts[name] = [old, corrected, new]
        elif old != new:
            self._set(name, old, new)
            if corrected:
                self._note(name, None)

    def _give_way(self) -> None:
        """A better source gave the wording: tell what differs in more than its signs, change nothing."""
        record, portrait = self._record, self._portrait
        kept = portrait.source_of("text")
        if letters(record["text"]) != letters(portrait.text):
            self.conflicts["text"] = [portrait.text, kept, record["text"]]
        printed = {state for clause in record["clauses"] for state in clause["states"]}
        if not printed <= portrait.states():
            self.conflicts["states"] = [sorted(portrait.states()), kept, sorted(printed)]

    def joined_states(self) -> None:
        present = {clause.order: clause for clause in self._portrait.clauses}
        for order, states in self._record["joined"]:
            clause = present.get(order)
            here = clause.states if clause else set()
            if set(states) <= here:
                continue
            name = f"clauses.{order}.states"
            source = self._portrait.source_of(name)
            if not here or counts_as_much("states", self._source, source):
                self._set(name, sorted(here), sorted(here.union(states)))
                if not here and source != self._source:
                    self._note(name, self._source)
            else:
                self.conflicts[name] = [sorted(here), source, sorted(states)]

    def statement(self) -> None:
        record = self._record
        if not record["position"]:
            return
        said = {name: record[name] for name in STATEMENT}
        official = self._source in _OFFICIAL
        if self._is_official_news(said) if official else self._is_news(said):
            self._set("statements", [], [said])

    def _is_official_news(self, said: Statement) -> bool:
        """What this paragraph of this document is known to state, and what the record says it states.

        What was stated elsewhere or later is another response and does not matter here. A position that a
        list quotes from another document is believed as long as that one is not recorded with one itself.
        """
        stated = [one for one in self._portrait.statements if one["document"] == said["document"]]
        quoted = said["document"] != self._record["text_source"]
        if quoted and (said["position"] in {one["position"] for one in stated} or final_position(stated)):
            return False
        here = [one for one in stated if one["paragraph"] == said["paragraph"]]
        if any(is_said_by(one, said) for one in here):
            return False
        return not self._is_corrected(stated, said)

    def _is_corrected(self, stated: Iterable[Statement], said: Statement) -> bool:
        corrected = [one for one in stated if one["source"] == Source.PERSON]
        if corrected and said["position"] != corrected[-1]["position"]:
            self.conflicts["position"] = [corrected[-1]["position"], Source.PERSON.value, said["position"]]
        return bool(corrected)

    def _is_news(self, said: Statement) -> bool:
        """A secondary source is heard where no better one has stated the position."""
        statements = self._portrait.statements
        final = [one for one in statements if one["position"] != Position.PENDING]
        if said["position"] == Position.PENDING:
            return not statements
        own = rank("position", self._source)
        better = [one for one in final if rank("position", one["source"]) < own]
        if better:
            kept = better[-1]
            if kept["position"] != said["position"]:
                self.conflicts["position"] = [kept["position"], kept["source"], said["position"]]
            return False
        same = [one for one in final if one["document"] == said["document"]]
        return not any(one["position"] == said["position"] for one in same[-1:])

    def tags(self, name: str) -> None:
        """A source replaces what it or a worse one said before; a person's tags stay."""
        said, present = self._record[name], self._portrait.tags[name]
        if not said:
            return
        of_persons = {key for key, source in present.items() if source == Source.PERSON}
        others = [source for key, source in present.items() if key not in of_persons]
        better = [source for source in others if rank(name, source) < rank(name, self._source)]
        if self._portrait.sources.get(name) == Source.PERSON:
            better.append(Source.PERSON)
        if better:
            if not present.keys() >= set(said):
                best = min(better, key=lambda source: rank(name, source))
                self.conflicts[name] = [sorted(present), best, sorted(said)]
            return
        to_be = dict.fromkeys(of_persons, Source.PERSON.value)
        to_be |= {key: self._source for key in said if key not in of_persons}
        self._set(name, present, to_be)

    def value(self, name: str) -> None:
        new, present = self._record[name], getattr(self._portrait, name)
        if not new or new == present:
            return
        source = self._portrait.source_of(name)
        if not present or counts_as_much(name, self._source, source):
            self._set(name, present, new)
            self._note_source(name)
        else:
            self.conflicts[name] = [present, source, new]

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


def _compare_response(record: Record, held: Held) -> Difference:
    """A statement is there or is added; without its recommendation there is nothing to add it to."""
    portrait = held.portrait(record)
    if portrait is None:
        return Difference(ChangeKind.SAME)
    stated = [one for one in portrait.statements if one["document"] == record["document"]]
    here = [one for one in stated if one["paragraph"] == record["paragraph"]]
    if any(is_said_by(one, record) for one in here):
        return Difference(ChangeKind.SAME)
    corrected = [one for one in stated if one["source"] == Source.PERSON]
    if corrected:
        kept = corrected[-1]["position"]
        differs = kept != record["position"]
        conflicts = {"position": [kept, Source.PERSON.value, record["position"]]} if differs else {}
        return Difference(ChangeKind.SAME, {}, conflicts)
    return CREATES


def _iso(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None
