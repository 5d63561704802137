"""From what a document says to a plan: what would be created, changed or left as it is, line by line."""

import dataclasses
import datetime
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from recommendations.importing.comparing import (
    DOCUMENT,
    RECOMMENDATION,
    REVIEW,
    Fields,
    Known,
    Record,
    compare,
    key_of,
)
from recommendations.importing.models import ChangeKind
from recommendations.importing.problems import problem
from recommendations.importing.records import Problem, Reading, RecommendationRecord
from reviews.models import Document, DocumentKind, Review, Session
from states.models import State

_LONGEST_SYMBOL = Document._meta.get_field("symbol").max_length or 0
_LONGEST_TITLE = Document._meta.get_field("title").max_length
_NUMBER = re.compile(r"[1-9]\d{0,3}\.[1-9]\d{0,3}")


class PlanningError(Exception):
    """A document was read, but does not say enough to be compared; `problem` says what is missing."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(self.problem.message)


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
    """Compare a document with the database. Eleven queries, however long the document.

    Raises PlanningError where the document does not say what its symbol is, which review it is about, or
    holds no recommendation, and where it contradicts what is known about it.
    """
    document = Document.objects.filter(symbol=reading.document.symbol).select_related("review").first()
    _check_document(reading)
    state, cycle, session = _which_review(reading, document)
    known = Review.objects.filter(state_under_review=state, cycle=cycle).first()
    problems = list(reading.problems)

    date = reading.review.date
    if date and known and known.adopted_on and known.adopted_on < date:
        problems.append(problem("review-date-late", printed=date.isoformat(), adopted=str(known.adopted_on)))
        date = None
    review: Record = {
        "state": state,
        "cycle": cycle,
        "session": session,
        "date": _iso(date),
        "troika": sorted(reading.review.troika),
    }
    slug = key_of(REVIEW, review)
    stated_on = (known and (known.adopted_on or known.date)) or date or reading.document.date
    records = [
        (REVIEW, review),
        (DOCUMENT, _document(reading, slug)),
        *(
            (RECOMMENDATION, _recommendation(item, slug, reading.document.symbol, stated_on))
            for item in _possible(reading.recommendations, problems)
        ),
    ]
    _check_states(records)
    lines = [Line(ChangeKind.SAME, model, key_of(model, record), record) for model, record in records]
    database = Known(lines)
    problems += _clauses_left_over(lines, database)
    return Plan(tuple(compared(lines, database)), tuple(problems))


def compared(lines: Sequence[Line], known: Known) -> list[Line]:
    """Answer the same lines as they stand against the database now."""
    renewed = []
    for line in lines:
        kind, fields = compare(line, known)
        renewed.append(dataclasses.replace(line, kind=kind, fields=fields))
    return renewed


def _check_document(reading: Reading) -> None:
    if not 0 < len(reading.document.symbol) <= _LONGEST_SYMBOL:
        raise PlanningError(problem("plan-needs-symbol"))
    if not reading.recommendations:
        raise PlanningError(problem("plan-empty"))


def _which_review(reading: Reading, document: Document | None) -> tuple[str, int, int | None]:
    """Answer State, cycle and session; what the document does not say, its record may know."""
    known = document.review if document else None
    state = reading.review.state or (known.state_under_review_id if known else None)
    if state is None:
        raise PlanningError(problem("plan-needs-review"))
    if reading.review.session is None:
        if known is None or known.state_under_review_id != state:
            raise PlanningError(problem("plan-needs-review"))
        return state, known.cycle_id, None
    session = Session.objects.filter(pk=reading.review.session).first()
    if session is None:
        raise PlanningError(problem("plan-needs-session", session=reading.review.session))
    if known and (known.state_under_review_id, known.cycle_id) != (state, session.cycle_id):
        raise PlanningError(
            problem(
                "plan-other-review",
                symbol=reading.document.symbol,
                known=known.slug,
                printed=f"{state.lower()}-{session.cycle_id}",
            )
        )
    return state, session.cycle_id, session.pk


def _document(reading: Reading, review: str) -> Record:
    kind = reading.format if reading.format in DocumentKind.values else DocumentKind.OTHER.value
    title = reading.document.title or reading.document.symbol
    return {
        "symbol": reading.document.symbol,
        "kind": kind,
        "title": title[:_LONGEST_TITLE],
        "date": _iso(reading.document.date),
        "review": review,
    }


def _recommendation(
    item: RecommendationRecord, review: str, symbol: str, stated_on: datetime.date | None
) -> Record:
    """The position is what the paragraph of the report states, on the day the report was adopted."""
    return {
        "review": review,
        "number": item.number,
        "text": item.text,
        "text_source": symbol,
        "page": item.page,
        "clauses": [
            {
                "text": clause.text,
                "states": sorted(set(clause.states)),
                "unresolved": list(clause.unresolved),
            }
            for clause in item.clauses
        ],
        "position": item.position,
        "paragraph": item.number.partition(".")[0],
        "date": _iso(stated_on),
    }


def _possible(items: Sequence[RecommendationRecord], problems: list[Problem]) -> list[RecommendationRecord]:
    """Leave out what has no possible number or one that was there before, and say so."""
    possible: dict[str, RecommendationRecord] = {}
    for item in items:
        code = (
            "number-impossible"
            if not _NUMBER.fullmatch(item.number)
            else "number-repeated"
            if item.number in possible
            else ""
        )
        if code:
            problems.append(problem(code, page=item.page, where=item.number, number=item.number))
        else:
            possible[item.number] = item
    return list(possible.values())


def _check_states(records: Sequence[tuple[str, Record]]) -> None:
    """The reader's spellings and the States of the database may have come apart."""
    printed: set[str] = set()
    for model, record in records:
        if model == REVIEW:
            printed |= {record["state"], *record["troika"]}
        elif model == RECOMMENDATION:
            printed.update(*(clause["states"] for clause in record["clauses"]))
    unknown = printed.difference(State.objects.values_list("code", flat=True))
    if unknown:
        raise PlanningError(problem("plan-needs-state", state=min(unknown)))


def _clauses_left_over(lines: Sequence[Line], known: Known) -> list[Problem]:
    found = []
    for line in lines:
        recommendation = known.recommendation(line.record) if line.model == RECOMMENDATION else None
        here = len(recommendation.clauses.all()) if recommendation else 0
        printed = len(line.record["clauses"]) if recommendation else 0
        if here > printed:
            number, page = line.record["number"], line.record["page"]
            found.append(
                problem(
                    "clauses-left-over", page=page, where=number, number=number, known=here, printed=printed
                )
            )
    return found


def _iso(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None
