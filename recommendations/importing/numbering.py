"""Give recommendations that were known without a number the one that the report prints."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from recommendations.importing.matching import Candidate, Likely, Matcher, identity
from recommendations.importing.merging import Record
from recommendations.importing.portraits import Portrait


@dataclass(frozen=True, slots=True)
class Doubt:
    """Rows of one wording that may be a recommendation that is here: a person decides.

    `scope` and `key` are those of `models.Choice`, `likely` the best first.
    """

    scope: str
    key: str
    printed: str
    record: Record
    likely: tuple[Likely, ...]


def join_unnumbered(
    records: Sequence[Record], portraits: Sequence[Portrait], answers: dict[tuple[str, str], str]
) -> list[Doubt]:
    """Write into the records of a document which unnumbered recommendations they are, and answer the doubts.

    The first one that is found to be an item is given its number (`held_as`), others go into it
    (`absorbs`). One that is known by a summary of ours alone is never joined without a person.
    """
    unnumbered = [portrait for portrait in portraits if portrait.number.startswith("u")]
    if not unnumbered or not records:
        return []
    by_number = {record["number"]: record for record in records}
    here = {portrait.number for portrait in portraits}
    matcher = Matcher([candidate_of_record(record) for record in records])
    doubts = []
    for portrait in unnumbered:
        scope, key = f"{portrait.review} unnumbered", _digest(portrait)
        answer = answers.get((scope, key))
        if answer is not None and answer.partition("/")[0] in {"", *by_number}:
            number = answer.partition("/")[0]
        else:
            match = matcher.match(portrait.text, portrait.states())
            number = match.found.number if match.found else ""
            likely = match.doubtful if portrait.text else matcher.guess(portrait.summary, portrait.states())
            if not number and likely:
                doubts.append(_doubt(portrait, scope, key, likely))
        if number:
            _join(by_number[number], portrait, number in here)
    return doubts


def _join(record: Record, portrait: Portrait, is_here: bool) -> None:
    if is_here or record["held_as"]:
        record["absorbs"] = [*record["absorbs"], portrait.number]
    else:
        record["held_as"] = portrait.number


def _digest(portrait: Portrait) -> str:
    """What a person decided about: a wording, or a summary, which may be the same for several States."""
    wording = identity(portrait.text) or " ".join([identity(portrait.summary), *sorted(portrait.states())])
    return hashlib.sha256(wording.encode()).hexdigest()


def _doubt(portrait: Portrait, scope: str, key: str, likely: tuple[Likely, ...]) -> Doubt:
    states = ", ".join(sorted(portrait.states()))
    wording = portrait.text or portrait.summary
    printed = f"{portrait.number}: {wording}" + (f" ({states})" if states else "")
    return Doubt(scope, key, printed, {}, likely)


def candidate(portrait: Portrait) -> Candidate:
    return Candidate(
        number=portrait.number,
        text=portrait.text,
        summary=portrait.summary,
        clauses=tuple((clause.text, frozenset(clause.states)) for clause in portrait.clauses),
    )


def candidate_of_record(record: Record) -> Candidate:
    return Candidate(
        number=record["number"],
        text=record["text"],
        summary=record["summary"],
        clauses=tuple((clause["text"], frozenset(clause["states"])) for clause in record["clauses"]),
    )
