"""Put the rows of an export that are about one review together: one record for each recommendation.

Rows with a number belong to the recommendation of that number. For rows without one see `placing`: what is
certain joins its recommendation, what is doubtful waits for a person, and the rest are recommendations
without a number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from recommendations.importing.joining import join
from recommendations.importing.matching import identity, same_request
from recommendations.importing.merging import Record
from recommendations.importing.numbering import Doubt, join_unnumbered
from recommendations.importing.placing import Answers, Placing, renumbered
from recommendations.importing.portraits import Portrait
from recommendations.importing.precedence import OWN_DOCUMENTS
from recommendations.importing.problems import problem
from recommendations.importing.records import Problem
from recommendations.models import Source
from reviews.models import Document

Row = dict[str, Any]

_LONGEST_SYMBOL = Document._meta.get_field("symbol").max_length or 0


@dataclass(slots=True)
class Gathered:
    """What the rows of a review come to; `waiting` are those of States whose names nobody knows yet."""

    records: list[Record] = field(default_factory=list)
    waiting: list[Record] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def gather(
    review: str,
    rows: Iterable[Row],
    source: Source,
    portraits: Sequence[Portrait],
    answers: Answers,
) -> Gathered:
    """Put the rows of a review together.

    Rows of one wording about the same States say one thing.
    """
    gathered = Gathered()
    numbered: dict[str, Record] = {}
    worded: dict[str, dict[str, Record]] = {}
    for row in rows:
        record = _record(review, row, source)
        if row["edited"] is not None:
            _gather_edited(record, portraits, gathered)
        elif row["number"]:
            same = numbered.setdefault(row["number"], record)
            if same is not record:
                _join_numbered(same, record, gathered.problems)
        else:
            same = worded.setdefault(identity(row["text"]), {}).setdefault(_makers(record), record)
            if same is not record:
                join(same, record)
    for number in [record["number"] for record in gathered.records if record["number"] in numbered]:
        _tell_repeated(numbered.pop(number), gathered.problems)
    # What is doubtful is asked when the report itself comes.
    join_unnumbered(list(numbered.values()), portraits, {})
    if worded:
        placing = Placing(review, source, portraits, numbered, answers)
        for rows_of_wording in worded.values():
            placing.place(rows_of_wording.values())
        gathered.records += placing.records
        gathered.doubts, gathered.waiting = placing.doubts, placing.waiting
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


def _makers(record: Record) -> str:
    """By whom a recommendation was made, clause by clause: what tells rows of one wording apart."""
    return repr([(clause["states"], clause["unresolved"]) for clause in record["clauses"]])


def _gather_edited(record: Record, portraits: Sequence[Portrait], gathered: Gathered) -> None:
    """A row that was exported from here says what a person edited; one that nobody touched is the same."""
    record["number"] = renumbered(portraits).get(record["number"], record["number"])
    if record["number"] in {portrait.number for portrait in portraits}:
        same = next((one for one in gathered.records if one["number"] == record["number"]), None)
        if same is None:
            gathered.records.append(record)
        else:
            _join_edited(same, record)
        return
    if record["edited"]:
        gathered.problems.append(
            problem("edited-row-gone", row=record["rows"][0], where=record["number"], number=record["number"])
        )


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
    if same_request(record["text"], other["text"]):
        join(record, other)
    else:
        _tell_repeated(other, problems)


def _tell_repeated(record: Record, problems: list[Problem]) -> None:
    number, row = record["number"], record["rows"][0] if record["rows"] else None
    problems.append(problem("number-repeated", row=row, where=number, number=number))
