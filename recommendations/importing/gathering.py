"""Put the rows of an export that are about one review together: one record for each recommendation.

Rows with a number belong to the recommendation of that number. Rows without one are compared with the
recommendations of the review by their wording (`matching`): what is certain joins its recommendation, what
is doubtful waits for a person, and the rest are recommendations without a number.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from recommendations.importing.comparing import RECOMMENDATION
from recommendations.importing.matching import Likely, Matcher, identity
from recommendations.importing.merging import Record
from recommendations.importing.models import ChangeKind, PlannedChange
from recommendations.importing.numbering import Doubt, candidate, candidate_of_record, join_unnumbered
from recommendations.importing.portraits import TAGS, Portrait
from recommendations.importing.precedence import OWN_DOCUMENTS
from recommendations.importing.problems import problem
from recommendations.importing.records import Problem
from recommendations.models import Response, Source
from reviews.models import Document

Row = dict[str, Any]

_LONGEST_SYMBOL = Document._meta.get_field("symbol").max_length or 0
_SAME_LETTERS = 100
_LONGEST_STATED_AS = Response._meta.get_field("stated_as").max_length


@dataclass(slots=True)
class Gathered:
    """What the rows of a review come to."""

    records: list[Record] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def gather(
    review: str,
    rows: Iterable[Row],
    source: Source,
    portraits: Sequence[Portrait],
    answers: dict[tuple[str, str], str],
) -> Gathered:
    """Put the rows of a review together.

    `answers` are those that people gave to `Doubt`s, by scope and key.
    """
    gathered = Gathered()
    numbered: dict[str, Record] = {}
    worded: dict[str, Record] = {}
    for row in rows:
        record = _record(review, row, source)
        if row["edited"] is not None:
            _gather_edited(record, portraits, gathered)
        elif row["number"]:
            same = numbered.setdefault(row["number"], record)
            if same is not record:
                _join_numbered(same, record, gathered.problems)
        else:
            same = worded.setdefault(identity(row["text"]), record)
            if same is not record:
                _join(same, record)
    for number in [record["number"] for record in gathered.records if record["number"] in numbered]:
        _tell_repeated(numbered.pop(number), gathered.problems)
    # What is doubtful is asked when the report itself comes.
    join_unnumbered(list(numbered.values()), portraits, {})
    if worded:
        _Matching(review, source, portraits, numbered, gathered, answers).place(worded)
    gathered.records[:0] = numbered.values()
    return gathered


def _record(review: str, row: Row, source: Source) -> Record:
    # What was exported from here and edited has its documents here already.
    own = OWN_DOCUMENTS[source][0] if row["edited"] is None else ""
    symbol = row["symbol"] if len(row["symbol"]) <= _LONGEST_SYMBOL else ""
    stated_in = row["document"] if len(row["document"]) <= _LONGEST_SYMBOL else ""
    if source == Source.SPREADSHEET:
        stated_in = stated_in or symbol
    return {
        "review": review,
        "number": row["number"],
        "held_as": None,
        "source": source.value,
        "text": row["text"],
        "text_as_printed": row["printed"] if row["printed"] != row["text"] else "",
        "text_source": symbol or own,
        "page": row["page"],
        "clauses": row["clauses"],
        "joined": [],
        "position": row["position"],
        "stated_as": row["stated_as"],
        "comment": row["comment"],
        "document": stated_in or own,
        "paragraph": row["paragraph"],
        "date": None,
        "themes": row["themes"],
        "affected_groups": row["affected_groups"],
        "goals": row["goals"],
        "summary": row["summary"],
        "action_category": row["action_category"],
        "edited": row["edited"],
        "absorbs": [],
        "rows": [row["row"]] if row["row"] else [],
    }


def _gather_edited(record: Record, portraits: Sequence[Portrait], gathered: Gathered) -> None:
    """A row that was exported from here says what a person edited, and nothing where it was not touched."""
    if not record["edited"]:
        return
    record["number"] = _renumbered(portraits).get(record["number"], record["number"])
    if record["number"] in {portrait.number for portrait in portraits}:
        same = next((one for one in gathered.records if one["number"] == record["number"]), None)
        if same is None:
            gathered.records.append(record)
        else:
            _join_edited(same, record)
        return
    gathered.problems.append(
        problem("edited-row-gone", row=record["rows"][0], where=record["number"], number=record["number"])
    )


def _renumbered(portraits: Iterable[Portrait]) -> dict[str, str]:
    """Numbers of ours, and the official ones that took their place."""
    return {f"u{portrait.placeholder}": portrait.number for portrait in portraits if portrait.placeholder}


def _join_edited(record: Record, other: Record) -> None:
    """Rows of several clauses of one recommendation."""
    record["rows"] += other["rows"]
    missing = len(other["clauses"]) - len(record["clauses"])
    record["clauses"] += [{"text": "", "states": [], "unresolved": []} for _ in range(missing)]
    for name in other["edited"]:
        if name.startswith("clauses."):
            order = int(name.split(".")[1]) - 1
            record["clauses"][order] = other["clauses"][order]
        elif name == "position":
            record.update(
                {part: other[part] for part in ("position", "comment", "document", "paragraph", "stated_as")}
            )
        else:
            record[name] = other[name]
    record["edited"] = [*dict.fromkeys([*record["edited"], *other["edited"]])]


def _join_numbered(record: Record, other: Record, problems: list[Problem]) -> None:
    if identity(record["text"]) == identity(other["text"]):
        _join(record, other)
    else:
        _tell_repeated(other, problems)


def _tell_repeated(record: Record, problems: list[Problem]) -> None:
    number, row = record["number"], record["rows"][0] if record["rows"] else None
    problems.append(problem("number-repeated", row=row, where=number, number=number))


def _join(record: Record, other: Record) -> None:
    """Another row of the same wording: most often one more State."""
    record["rows"] += other["rows"]
    if len(record["clauses"]) == len(other["clauses"]):
        for clause, more in zip(record["clauses"], other["clauses"], strict=True):
            clause["states"] = sorted({*clause["states"], *more["states"]})
            clause["unresolved"] = sorted({*clause["unresolved"], *more["unresolved"]})
    _join_what_holds_for_all(record, other)


def _join_what_holds_for_all(record: Record, other: Record) -> None:
    for name in TAGS:
        record[name] = sorted({*record[name], *other[name]})
    for name in ("summary", "action_category", "comment", "paragraph"):
        record[name] = record[name] or other[name]
    positions = {record["position"], other["position"]} - {None, "pending"}
    if len(positions) == 1 and record["position"] not in positions:
        record["position"], record["stated_as"] = other["position"], other["stated_as"]
    elif len(positions) > 1:
        # Answered in part: noted, in UPR Info's rule of October 2014.
        words = {
            word for one in (record, other) for word in (one["stated_as"] or one["position"]).split("; ")
        }
        record["position"], record["stated_as"] = "noted", "; ".join(sorted(words))[:_LONGEST_STATED_AS]
    else:
        record["position"] = record["position"] or other["position"]


class _Matching:
    """Finds the recommendations that rows without a number belong to."""

    def __init__(
        self,
        review: str,
        source: Source,
        portraits: Sequence[Portrait],
        numbered: dict[str, Record],
        gathered: Gathered,
        answers: dict[tuple[str, str], str],
    ) -> None:
        self._review = review
        self._source = source
        self._scope = f"{review} {source.value}"
        self._numbered = numbered
        self._renumbered = _renumbered(portraits)
        for number, record in numbered.items():
            self._renumbered |= dict.fromkeys([record["held_as"], *record["absorbs"]], number)
        here = [portrait for portrait in portraits if portrait.number not in self._renumbered]
        self._portraits = {portrait.number: portrait for portrait in here}
        self._gathered = gathered
        self._answers = answers
        worded = [record for record in numbered.values() if self._is_worded_otherwise(record)]
        self._matcher = Matcher([*map(candidate, here), *map(candidate_of_record, worded)])
        self._joined: dict[str, Record] = {}
        taken = [int(portrait.number[1:]) for portrait in portraits if portrait.number.startswith("u")]
        taken += [portrait.placeholder for portrait in portraits if portrait.placeholder]
        self._last = max(taken, default=0)
        self._knows_last = False

    def place(self, worded: dict[str, Record]) -> None:
        for key, record in worded.items():
            digest = hashlib.sha256(key.encode()).hexdigest()
            answer = self._told(digest)
            if answer is not None:
                self._place_as_told(record, answer)
                continue
            states = {state for clause in record["clauses"] for state in clause["states"]}
            match = self._matcher.match(record["text"], states)
            if match.found:
                self._join_to(match.found, record)
            elif match.doubtful:
                printed = f"{record['text']} ({', '.join(sorted(states))})" if states else record["text"]
                self._gathered.doubts.append(Doubt(self._scope, digest, printed, record, match.doubtful))
            else:
                self._add(record)

    def _is_worded_otherwise(self, record: Record) -> bool:
        """The file may have other words for a recommendation than what is here, if that is here at all."""
        portrait = self._portraits.get(record["number"])
        return portrait is None or identity(record["text"]) != identity(portrait.text)

    def _told(self, digest: str) -> str | None:
        """What a person answered, as long as it is possible; None where a person must be asked."""
        number, slash, clause = self._answers.get((self._scope, digest), "?").partition("/")
        number = self._renumbered.get(number, number)
        if number and number not in self._portraits and number not in self._numbered:
            return None
        return f"{number}{slash}{clause}"

    def _place_as_told(self, record: Record, answer: str) -> None:
        number, _, clause = answer.partition("/")
        if number:
            self._join_to(Likely(number, int(clause) if clause else None, 0), record)
        else:
            self._add(record)

    def _add(self, record: Record) -> None:
        """A recommendation without a number: it gets one of ours, that none ever had."""
        if not self._knows_last:
            self._last, self._knows_last = max(self._last, _last_given(self._review)), True
        self._last += 1
        record["number"] = f"u{self._last}"
        self._gathered.records.append(record)

    def _join_to(self, found: Likely, record: Record) -> None:
        number, portrait = found.number, self._portraits.get(found.number)
        there = self._numbered.get(number) or self._joined.get(number)
        clauses = len(portrait.clauses) if portrait else len(there["clauses"]) if there else 0
        states = sorted({state for clause in record["clauses"] for state in clause["states"]})
        order = 1 if clauses == 1 else found.clause if (found.clause or 0) <= clauses else None
        joined = [[order, states]] if order and states else []
        if there is not None:
            there["joined"] += joined
            there["rows"] += record["rows"]
            _join_what_holds_for_all(there, record)
            if portrait is None and order:
                clause = there["clauses"][order - 1]
                clause["states"] = sorted({*clause["states"], *states})
            return
        record["number"], record["joined"] = number, joined
        if clauses == 1 and found.score == _SAME_LETTERS and len(record["clauses"]) == 1:
            # The States of other rows are there, too.
            record["clauses"] = [{**record["clauses"][0], "states": [], "unresolved": []}]
        else:
            # A part of it, or nearly the same: the wording that is here stays.
            record["text"] = record["text_as_printed"] = ""
            record["clauses"] = []
        self._joined[number] = record
        self._gathered.records.append(record)


def _last_given(review: str) -> int:
    """The highest number of ours that an import ever gave in a review, if only for a while. One query."""
    never = Q(plan_of__applied_at=None, plan_of__reverted_at=None, plan_of__written=0)
    given = PlannedChange.objects.filter(~never, kind=ChangeKind.CREATE, model=RECOMMENDATION)
    keys = given.filter(key__gt=f"{review} u", key__lt=f"{review} v").values_list("key", flat=True)
    return max((int(key.rpartition("u")[2]) for key in keys), default=0)
