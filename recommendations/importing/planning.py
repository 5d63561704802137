"""From what a file says to a plan: what would be created, changed or left as it is, line by line."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from recommendations.importing.answering import answers
from recommendations.importing.comparing import (
    DOCUMENT,
    RECOMMENDATION,
    RESPONSE,
    REVIEW,
    compare,
    held_for,
    key_of,
    review_of,
)
from recommendations.importing.context import Context, context_of
from recommendations.importing.contradictions import (
    contradicted_session,
    contradicted_sessions,
    symbols_of,
    without_documents_of_others,
)
from recommendations.importing.finding import Found, PlanningError, find_review, kind_by_symbol
from recommendations.importing.gathering import gather
from recommendations.importing.merging import Conflicts, Fields, Record, gives_wording
from recommendations.importing.models import ChangeKind, Choice, ChoiceKind
from recommendations.importing.numbering import Doubt, join_unnumbered
from recommendations.importing.portraits import Held, Portrait, final_position
from recommendations.importing.precedence import OWN_SYMBOLS, SOURCE_OF_FORMAT
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
from recommendations.importing.spooling import Row, Spool
from recommendations.models import Source
from reviews.models import Document, DocumentKind
from states.models import State

_LONGEST_SYMBOL = Document._meta.get_field("symbol").max_length or 0

ROWS_AT_ONCE = 1000
"""Rows of an export that are compared at once, or those of one review if they are more."""

Records = list[tuple[str, Record]]


@dataclass(slots=True)
class Line:
    """One line of a plan that is not stored yet; see `models.PlannedChange`."""

    kind: ChangeKind
    model: str
    key: str
    review_slug: str
    record: Record
    fields: Fields = field(default_factory=dict)
    conflicts: Conflicts = field(default_factory=dict)
    context: Context = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What importing a file, or some reviews of it, would do, and everything doubtful about it."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    rows: int = 0


def plan(reading: Reading) -> Plan:
    """Compare a document with the database, in as many queries however long the document.

    Raises PlanningError where the document does not say what its symbol is, which review it is about, or
    holds no recommendation and no answer to one, and where it contradicts what is known about it.
    """
    _check_document(reading)
    found = find_review(reading)
    problems = list(reading.problems)
    states = dict(State.objects.values_list("code", "name"))
    problems += contradicted_session(found, symbol_of(reading, found))
    date = _date_of_review(reading, found, problems)
    records = [
        (REVIEW, review_record(reading, found, date)),
        (DOCUMENT, document_record(reading, found, states.get(found.state, found.state))),
    ]
    if reading.format == DocumentKind.ADDENDUM:
        records += ((RESPONSE, record) for record in answers(reading, found, problems))
    else:
        adopted_on = reading.review.adopted_on
        held_on = (found.known and found.known.adopted_on) or adopted_on or (found.known and found.known.date)
        records += _basis(reading, found, states)
        records += _recommendations(reading, found, held_on or date, states, problems)
    _check_states(records, states)
    lines = [_line(model, record) for model, record in records]
    held = held_for(lines)
    numbered = [record for model, record in records if model == RECOMMENDATION]
    if reading.recommendations and not any(record["text"] or held.portrait(record) for record in numbered):
        raise PlanningError(problem("plan-not-comparable"))
    doubts = join_unnumbered(numbered, held.of_review(found.slug), _answers([found.slug], "unnumbered"))
    problems += _doubts_beside(lines, held)
    rows = len(reading.recommendations) + len(reading.responses)
    compared = _compared(lines, held, SOURCE_OF_FORMAT[reading.format])
    return Plan(tuple(compared), tuple(problems), tuple(doubts), rows)


def plan_export(spool: Spool) -> Iterator[Plan]:
    """Compare the rows of an export with the database, some reviews at a time: a plan for each time.

    The number of queries grows with the number of times alone.
    """
    source = SOURCE_OF_FORMAT[spool.fact("format")]
    claimed: dict[str, str] = {}
    goals: set[str] = set()
    together: dict[str, list[Row]] = {}
    waiting = 0
    for review, rows in spool.reviews():
        if waiting and waiting + len(rows) > ROWS_AT_ONCE:
            yield _plan_reviews(together, source, claimed, goals)
            together, waiting = {}, 0
        together[review] = rows
        waiting += len(rows)
    if together:
        yield _plan_reviews(together, source, claimed, goals)


def _plan_reviews(
    reviews: dict[str, list[Row]], source: Source, claimed: dict[str, str], goals_told: set[str]
) -> Plan:
    """`claimed` are the symbols of the documents that the plan has a line for already, with their reviews,
    `goals_told` the Goals that are not known here and were told."""
    held = Held(reviews, ())
    told = _answers(reviews, source.value)
    problems: list[Problem] = []
    doubts: list[Doubt] = []
    waiting: list[Record] = []
    compared: dict[str, list[Line]] = {}
    new: dict[str, list[str]] = {}
    held.add_documents({symbol for rows in reviews.values() for symbol in symbols_of(rows)})
    for review, all_rows in reviews.items():
        problems += contradicted_sessions(review, all_rows, held)
        rows = without_documents_of_others(review, all_rows, held, claimed, problems)
        if not rows:
            continue
        gathered = gather(review, rows, source, held.of_review(review), told)
        problems += gathered.problems
        doubts += gathered.doubts
        waiting += gathered.waiting
        found = [_line(RECOMMENDATION, record) for record in gathered.records]
        unknown = [doubt for doubt in _unknown_goals(found, held) if doubt.details["goal"] not in goals_told]
        goals_told.update(doubt.details["goal"] for doubt in unknown)
        problems += unknown
        compared[review] = list(_compared(found, held, source))
        new[review] = _claim_documents(compared[review], review, claimed, held)
    held.add_documents(symbol for symbols in new.values() for symbol in symbols)
    lines: list[Line] = []
    for review in compared:
        rows = reviews[review]
        own = [(REVIEW, _review_of_rows(review, rows))]
        own += ((DOCUMENT, record) for record in _new_documents(new[review], review, held))
        lines += _compared([_line(model, record) for model, record in own], held, source)
        lines += compared[review]
    lines += (_undecided(record) for record in (*(doubt.record for doubt in doubts), *waiting))
    return Plan(tuple(lines), tuple(problems), tuple(doubts), sum(map(len, reviews.values())))


def _claim_documents(lines: Sequence[Line], review: str, claimed: dict[str, str], held: Held) -> list[str]:
    """Note whose the documents are that these lines rest on and that no review had before; answer these.

    A database or spreadsheet that names none stands for itself, and belongs to no review.
    """
    symbols = {symbol for line in lines for symbol in _rests_on(line)}
    new = sorted(symbols.difference(claimed, held.documents, {""}))
    claimed |= {symbol: "" if symbol in OWN_SYMBOLS else review for symbol in new}
    return new


def _new_documents(symbols: Iterable[str], review: str, held: Held) -> Iterator[Record]:
    """Answer those of the documents that are not here."""
    for symbol in symbols:
        if symbol not in held.documents:
            kind, title = OWN_SYMBOLS.get(symbol) or (kind_by_symbol(symbol), symbol)
            yield {
                "symbol": symbol,
                "kind": DocumentKind(kind).value,
                "title": title,
                "date": None,
                "review": None if symbol in OWN_SYMBOLS else review,
            }


def _rests_on(line: Line) -> Iterator[str]:
    """The documents that a line names where it writes."""
    record = line.record
    if line.kind == ChangeKind.CREATE:
        yield record["text_source"] if record["text"] else ""
        yield record["document"] if record["position"] else ""
    elif line.kind == ChangeKind.CHANGE:
        yield line.fields.get("text_source", ["", ""])[1]
        yield from (said["document"] for said in line.fields.get("statements", [[], []])[1])


def _review_of_rows(review: str, rows: Sequence[Row]) -> Record:
    """The rows give the session, and nothing where they disagree."""
    sessions = {row["session"] for row in rows} - {None}
    return {
        "state": review[:3].upper(),
        "cycle": int(review[4:]),
        "session": sessions.pop() if len(sessions) == 1 else None,
        "date": None,
        "adopted_on": None,
        "troika": [],
    }


def _undecided(record: Record) -> Line:
    review, rows = record["review"], record["rows"]
    key = f"{review} ?{rows[0] if rows else ''}"
    return Line(ChangeKind.UNDECIDED, RECOMMENDATION, key, review, record)


def _answers(reviews: Iterable[str], source: str) -> dict[tuple[str, str], str]:
    """What people answered about rows of these reviews, and which names are no State's, by scope and key.
    One query."""
    scopes = [f"{review} {source}" for review in reviews]
    matches, nobody = Q(kind=ChoiceKind.MATCH, scope__in=scopes), Q(kind=ChoiceKind.STATE, answer="")
    answered = Choice.objects.answered().filter(matches | nobody)
    return {
        (scope, key): answer or "" for scope, key, answer in answered.values_list("scope", "key", "answer")
    }


def _line(model: str, record: Record) -> Line:
    return Line(ChangeKind.SAME, model, key_of(model, record), review_of(model, record), record)


def _compared(lines: Sequence[Line], held: Held, source: Source) -> Iterator[Line]:
    """Answer the lines as they stand against the database now. Where nothing happens the key is enough."""
    for line in lines:
        found = compare(line, held)
        line.kind, line.fields, line.conflicts = found.kind, found.fields, found.conflicts
        line.context = context_of(line, held, source)
        if found.kind == ChangeKind.SAME and not found.conflicts:
            line.record = {}
        yield line


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


def _unknown_goals(lines: Sequence[Line], held: Held) -> Iterable[Problem]:
    """A Goal or target that is not known here cannot be a tag."""
    known = held.keys["goals"].keys()
    unknown = set()
    for line in lines:
        if line.model == RECOMMENDATION and not known >= set(line.record["goals"]):
            unknown |= set(line.record["goals"]) - known
            line.record["goals"] = [goal for goal in line.record["goals"] if goal in known]
    return [problem("goal-unknown", goal=goal) for goal in sorted(unknown)]


def _doubts_beside(lines: Sequence[Line], held: Held) -> Iterable[Problem]:
    """What is doubtful only beside what the database holds."""
    yield from _unknown_goals(lines, held)
    for line in lines:
        portrait = held.portrait(line.record) if line.model == RECOMMENDATION else None
        if portrait:
            yield from _clauses_left_over(line.record, portrait)
            yield from _position_contradicted(line.record, portrait)


def _clauses_left_over(record: Record, portrait: Portrait) -> Iterable[Problem]:
    here, printed, number = len(portrait.clauses), len(record["clauses"]), record["number"]
    if here > printed and gives_wording(record, portrait):
        page = record["page"]
        yield problem(
            "clauses-left-over", page=page, where=number, number=number, known=here, printed=printed
        )


def _position_contradicted(record: Record, portrait: Portrait) -> Iterable[Problem]:
    """A list that quotes a document, and the document itself as it is recorded."""
    stated = [said for said in portrait.statements if said["document"] == record["document"]]
    final = final_position(stated)
    quoted = record["document"] != record["text_source"]
    positions = {None, *(said["position"] for said in stated)}
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
