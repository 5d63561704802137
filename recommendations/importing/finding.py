"""Find the review that a document is about: by what it prints, and by what is known of documents."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from recommendations.importing.problems import problem
from recommendations.importing.records import Problem, Reading, ReviewRecord
from reviews.models import Cycle, Document, DocumentKind, Review, Session

_REPORT = re.compile(r"A/HRC/\d+/\d+")
_BASIS = re.compile(r"A/HRC/WG\.6/\d+/[A-Z]{3}/(?P<part>[123])")
_BASES = {
    "1": DocumentKind.NATIONAL_REPORT,
    "2": DocumentKind.COMPILATION,
    "3": DocumentKind.STAKEHOLDER_SUMMARY,
}
_SUFFIX = re.compile(r"/(Add|Corr|Rev)\.\d+$")

_ANSWERED_WITHIN = datetime.timedelta(days=548)
"""From a review to the State's addendum: four months as a rule, a little over a year in 2020 and 2021,
and never so long that the State's next review were taken for it."""


class PlanningError(Exception):
    """A document was read, but does not say enough to be compared; `problem` says what is missing."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


@dataclass(frozen=True, slots=True)
class Found:
    """A review by its key; `known` is its row, if there is one. `session` is None where nobody says it."""

    state: str
    cycle: int
    session: int | None
    known: Review | None

    @property
    def slug(self) -> str:
        return f"{self.state.lower()}-{self.cycle}"


def kind_by_symbol(symbol: str) -> DocumentKind:
    """Tell what a document of a review is, by its symbol: A/HRC/26/16/Add.1, A/HRC/WG.6/18/KHM/2."""
    if basis := _BASIS.fullmatch(base_symbol(symbol)):
        return _BASES[basis["part"]]
    if not _REPORT.fullmatch(base_symbol(symbol)):
        return DocumentKind.OTHER
    return DocumentKind.ADDENDUM if "/Add." in symbol else DocumentKind.WORKING_GROUP_REPORT


def base_symbol(symbol: str) -> str:
    """Answer the symbol of the document that an addendum or a corrigendum belongs to."""
    return _SUFFIX.sub("", symbol)


def find_review(reading: Reading) -> Found:
    """Answer which review a document is about. Four queries at most.

    What the document does not print, the record of the document knows, or that of the report which it
    belongs to or quotes; of an addendum that prints nothing but the State and its own date, the State's
    reviews shortly before that date. Raises PlanningError where nothing tells, or two tell different things.
    """
    printed = reading.review
    symbol, known = _review_of_documents(_symbols(reading))
    state = printed.state or (known.state_under_review_id if known else None)
    if state is None:
        raise PlanningError(problem("plan-needs-review"))
    cycle, session = _cycle_and_session(printed)
    if cycle is None and known is None and reading.format == DocumentKind.ADDENDUM:
        known = _review_before(state, reading.document.date)
    if cycle is None:
        if known is None or known.state_under_review_id != state:
            raise PlanningError(problem("plan-needs-review"))
        return Found(state, known.cycle_id, None, known)
    if known is None:
        row = Review.objects.filter(state_under_review=state, cycle=cycle).first()
        return Found(state, cycle, session, row)
    if (known.state_under_review_id, known.cycle_id) != (state, cycle):
        raise PlanningError(
            problem("plan-other-review", symbol=symbol, known=known.slug, printed=f"{state.lower()}-{cycle}")
        )
    return Found(state, cycle, session, known)


def _symbols(reading: Reading) -> list[str]:
    """The symbols that may be known to belong to the review, the document's own before all others."""
    named = [reading.document.symbol]
    named += (item.position_source.symbol for item in reading.recommendations if item.position_source)
    return list(dict.fromkeys(part for symbol in named if symbol for part in (symbol, base_symbol(symbol))))


def _review_of_documents(symbols: Sequence[str]) -> tuple[str, Review | None]:
    documents = {
        document.symbol: document.review
        for document in Document.objects.filter(symbol__in=symbols, review__isnull=False).select_related(
            "review"
        )
    }
    return next(((symbol, documents[symbol]) for symbol in symbols if symbol in documents), ("", None))


def _cycle_and_session(printed: ReviewRecord) -> tuple[int | None, int | None]:
    if printed.session is not None:
        session = Session.objects.filter(pk=printed.session).first()
        if session is None:
            raise PlanningError(problem("plan-needs-session", session=printed.session))
        return session.cycle_id, session.pk
    if printed.cycle is not None and not Cycle.objects.filter(pk=printed.cycle).exists():
        raise PlanningError(problem("plan-needs-cycle", cycle=printed.cycle))
    return printed.cycle, None


def _review_before(state: str, date: datetime.date | None) -> Review | None:
    """The State's latest review before a day, unless it was too long before to be answered that day."""
    if date is None:
        return None
    held: Any = Coalesce("adopted_on", "date", "session__starts")
    before = Review.objects.filter(state_under_review=state).annotate(held=held)
    fitting = before.filter(Q(held__lte=date), Q(held__gte=date - _ANSWERED_WITHIN))
    return fitting.order_by(F("held").desc()).first()
