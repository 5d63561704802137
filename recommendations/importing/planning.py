"""From what a document says to a plan: what would be created, changed or left as it is, line by line."""

import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from recommendations.importing.answering import answers
from recommendations.importing.comparing import (
    DOCUMENT,
    RECOMMENDATION,
    RESPONSE,
    REVIEW,
    Fields,
    Known,
    Record,
    compare,
    final_position,
    gives_wording,
    key_of,
)
from recommendations.importing.finding import Found, PlanningError, find_review, kind_by_symbol
from recommendations.importing.models import ChangeKind
from recommendations.importing.problems import problem
from recommendations.importing.recording import (
    document_record,
    possible,
    quoted_document_record,
    recommendation_record,
    review_record,
    symbol_of,
)
from recommendations.importing.records import Problem, Reading
from recommendations.models import Recommendation, Response
from reviews.models import Document, DocumentKind
from states.models import State

_LONGEST_SYMBOL = Document._meta.get_field("symbol").max_length or 0

Records = list[tuple[str, Record]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan that is not stored yet; see `models.PlannedChange`."""

    kind: ChangeKind
    model: str
    key: str
    record: Record
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What importing a document would do, and everything doubtful about it."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    @property
    def writes(self) -> bool:
        """Whether applying it would write anything."""
        return any(line.kind != ChangeKind.SAME for line in self.lines)

    def counts(self) -> dict[str, int]:
        """Count the lines by kind; kinds without a line count 0."""
        counted = Counter(line.kind for line in self.lines)
        return {kind.value: counted[kind] for kind in ChangeKind}


def plan(reading: Reading) -> Plan:
    """Compare a document with the database, in as many queries however long the document.

    Raises PlanningError where the document does not say what its symbol is, which review it is about, or
    holds no recommendation and no answer to one, and where it contradicts what is known about it.
    """
    _check_document(reading)
    found = find_review(reading)
    problems = list(reading.problems)
    states = dict(State.objects.values_list("code", "name"))
    date = _date_of_review(reading, found, problems)
    records = [
        (REVIEW, review_record(reading, found, date)),
        (DOCUMENT, document_record(reading, found, states.get(found.state, found.state))),
    ]
    if reading.format == DocumentKind.ADDENDUM:
        records += ((RESPONSE, record) for record in answers(reading, found, problems))
    else:
        adopted_on = reading.review.adopted_on
        held = (found.known and found.known.adopted_on) or adopted_on or (found.known and found.known.date)
        records += _basis(reading, found, states)
        records += _recommendations(reading, found, held or date, states, problems)
    _check_states(records, states)
    lines = [Line(ChangeKind.SAME, model, key_of(model, record), record) for model, record in records]
    known = Known(lines)
    problems += _doubts(lines, known)
    return Plan(tuple(compared(lines, known)), tuple(problems))


def compared(lines: Sequence[Line], known: Known) -> list[Line]:
    """Answer the same lines as they stand against the database now."""
    renewed = []
    for line in lines:
        kind, fields = compare(line, known)
        renewed.append(dataclasses.replace(line, kind=kind, fields=fields))
    return renewed


def _check_document(reading: Reading) -> None:
    symbols = [reading.document.symbol]
    symbols += (item.position_source.symbol for item in reading.recommendations if item.position_source)
    without_symbol = not reading.document.symbol and reading.format != DocumentKind.THEMATIC_LIST
    if without_symbol or any(len(symbol) > _LONGEST_SYMBOL for symbol in symbols):
        raise PlanningError(problem("plan-needs-symbol"))
    if reading.format == DocumentKind.ADDENDUM and not reading.responses:
        raise PlanningError(problem("plan-no-answers"))
    if reading.format != DocumentKind.ADDENDUM and not reading.recommendations:
        raise PlanningError(problem("plan-empty"))


def _date_of_review(reading: Reading, found: Found, problems: list[Problem]) -> datetime.date | None:
    date, known = reading.review.date, found.known
    if date and known and known.adopted_on and known.adopted_on < date:
        problems.append(problem("review-date-late", printed=date.isoformat(), adopted=str(known.adopted_on)))
        return None
    return date


def _basis(reading: Reading, found: Found, states: dict[str, str]) -> Records:
    """The documents that the review rests on, those that are not known yet."""
    symbols = [symbol for symbol in reading.review.documents if len(symbol) <= _LONGEST_SYMBOL]
    known = set(Document.objects.filter(symbol__in=symbols).values_list("symbol", flat=True))
    name = states.get(found.state, found.state)
    return [
        (DOCUMENT, quoted_document_record(symbol, found, name)) for symbol in symbols if symbol not in known
    ]


def _recommendations(
    reading: Reading,
    found: Found,
    held: datetime.date | None,
    states: dict[str, str],
    problems: list[Problem],
) -> Records:
    """The recommendations of a report or a list, after those documents they quote that are not known yet.

    A report states positions on the day it was adopted, all other documents on their own dates.
    """
    items = possible(reading.recommendations, problems)
    own = symbol_of(reading, found)
    quoted = {item.position_source.symbol for item in items if item.position_source} - {"", own}
    dates = dict(Document.objects.filter(symbol__in=quoted).values_list("symbol", "date")) if quoted else {}
    unknown = sorted(quoted.difference(dates))
    dates[own] = reading.document.date
    for symbol in (own, *quoted):
        kind = reading.format if symbol == own else kind_by_symbol(symbol)
        if held and kind == DocumentKind.WORKING_GROUP_REPORT:
            dates[symbol] = held
    name = states.get(found.state, found.state)
    return [
        *((DOCUMENT, quoted_document_record(symbol, found, name)) for symbol in unknown),
        *((RECOMMENDATION, recommendation_record(item, reading, found, dates)) for item in items),
    ]


def _check_states(records: Records, states: Iterable[str]) -> None:
    """The reader's spellings and the States of the database may have come apart."""
    printed: set[str] = set()
    for model, record in records:
        if model == REVIEW:
            printed |= {record["state"], *record["troika"]}
        elif model == RECOMMENDATION:
            printed.update(*(clause["states"] for clause in record["clauses"]))
    unknown = printed.difference(states)
    if unknown:
        raise PlanningError(problem("plan-needs-state", state=min(unknown)))


def _doubts(lines: Sequence[Line], known: Known) -> Iterable[Problem]:
    """What is doubtful only beside what the database holds."""
    goals = {goal for line in lines if line.model == RECOMMENDATION for goal in line.record["goals"]}
    for goal in sorted(goals.difference(known.tags["goals"])):
        yield problem("goal-unknown", goal=goal)
    for line in lines:
        record = line.record
        recommendation = known.recommendation(record) if line.model == RECOMMENDATION else None
        if recommendation:
            yield from _clauses_left_over(record, recommendation)
            yield from _position_contradicted(record, known.stated(recommendation, record["document"]))


def _clauses_left_over(record: Record, recommendation: Recommendation) -> Iterable[Problem]:
    here, printed, number = len(recommendation.clauses.all()), len(record["clauses"]), record["number"]
    if here > printed and gives_wording(recommendation, record):
        page = record["page"]
        yield problem(
            "clauses-left-over", page=page, where=number, number=number, known=here, printed=printed
        )


def _position_contradicted(record: Record, stated: Sequence[Response]) -> Iterable[Problem]:
    """A list that quotes a document, and the document itself as it is recorded."""
    final = final_position(stated)
    quoted = record["document"] != record["text_source"]
    positions = {None, *(said.position for said in stated)}
    if quoted and final and record["position"] not in positions:
        number, symbol = record["number"], record["document"]
        yield problem(
            "position-contradicted",
            where=number,
            number=number,
            printed=record["position"],
            symbol=symbol,
            known=final,
        )
