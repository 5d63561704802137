"""Small documents for the tests of imports: what a reader answers, and what is printed in a file."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence

from recommendations.importing.applying import apply_plan
from recommendations.importing.models import ChangeKind, Import, Phase
from recommendations.importing.planning import Plan, plan
from recommendations.importing.records import (
    ClauseRecord,
    DocumentRecord,
    Reading,
    RecommendationRecord,
    ResponseRecord,
    ReviewRecord,
    SourceRecord,
    TagRecord,
)
from tests.factories import ImportFactory, SessionFactory, StateFactory, StateNameFactory

STATES = {
    "KHM": "Cambodia",
    "FRA": "France",
    "PRT": "Portugal",
    "AUT": "Austria",
    "ITA": "Italy",
    "MAR": "Morocco",
    "PHL": "Philippines",
}


def load_reference_data() -> None:
    """Load the few States and the session that the documents here speak of."""
    for code, name in STATES.items():
        state = StateFactory(code=code, code2=code[:2], name=name)
        StateNameFactory(state=state, name=name)
    SessionFactory(number=18)


def clause(text: str = "Ratify the Convention", *states: str, unresolved: Sequence[str] = ()) -> ClauseRecord:
    return ClauseRecord(text, states, tuple(unresolved))


def recommendation(number: str = "118.1", *clauses: ClauseRecord, **fields: object) -> RecommendationRecord:
    """A recommendation of France, supported on page 14, unless said otherwise."""
    clauses = clauses or (clause("Ratify the Convention", "FRA"),)
    text = "; ".join(f"{part.text} ({', '.join(part.states)})" for part in clauses)
    defaults = {"text": text, "position": "supported", "page": 14}
    return RecommendationRecord(number=number, clauses=clauses, **{**defaults, **fields})


def reading(
    *recommendations: RecommendationRecord,
    symbol: str = "A/HRC/26/16",
    state: str | None = "KHM",
    session: int | None = 18,
    date: datetime.date | None = datetime.date(2014, 1, 28),
    troika: tuple[str, ...] = ("ITA", "MAR", "PHL"),
    problems: Iterable = (),
) -> Reading:
    """A report on Cambodia's second review with these recommendations, 118.1 if none is given."""
    return Reading(
        format="working-group-report",
        document=DocumentRecord(symbol, datetime.date(2014, 3, 27), "Report of the Working Group: Cambodia"),
        review=ReviewRecord(state, session, date, troika),
        recommendations=recommendations or (recommendation(),),
        problems=tuple(problems),
    )


def answer(number: str = "118.1", position: str = "supported", **fields: object) -> ResponseRecord:
    """An answer in paragraph 3, unless said otherwise."""
    return ResponseRecord(number, position, **{"paragraph": "3", **fields})


def addendum(
    *answers: ResponseRecord,
    symbol: str = "A/HRC/26/16/Add.1",
    date: datetime.date | None = datetime.date(2014, 6, 17),
    state: str | None = "KHM",
    session: int | None = None,
    problems: Iterable = (),
) -> Reading:
    """Cambodia's addendum to the report with these answers; as a rule it prints the State alone."""
    return Reading(
        format="addendum",
        document=DocumentRecord(symbol, date, "Views of Cambodia"),
        review=ReviewRecord(state, session),
        responses=answers or (answer(),),
        problems=tuple(problems),
    )


def tags(*slugs: str) -> tuple[TagRecord, ...]:
    return tuple(TagRecord(slug.capitalize(), (slug,)) for slug in slugs)


def listed(number: str = "118.1", *clauses: ClauseRecord, **fields: object) -> RecommendationRecord:
    """A recommendation as a thematic list prints it, supported in paragraph 3 of the addendum."""
    source = SourceRecord("A/HRC/26/16/Add.1", "3")
    return recommendation(number, *clauses, **{"page": None, "position_source": source, **fields})


def thematic_list(
    *items: RecommendationRecord, state: str | None = "KHM", session: int | None = 18
) -> Reading:
    """A list of OHCHR on Cambodia's second review, which has no symbol and no date."""
    return Reading(
        format="thematic-list",
        document=DocumentRecord("", None, ""),
        review=ReviewRecord(state, session),
        recommendations=items or (listed(),),
    )


def keep(planned: Plan) -> Import:
    """Store a plan that is being applied."""
    import_ = ImportFactory(phase=Phase.APPLYING)
    for order, line in enumerate(planned.lines, 1):
        import_.changes.create(
            order=order,
            kind=line.kind,
            model=line.model,
            key=line.key,
            review_slug=line.review_slug,
            record=line.record,
            fields=line.fields,
            conflicts=line.conflicts,
            conflicting=bool(line.conflicts),
        )
    import_.counts = import_.changes.counts()
    import_.save()
    return import_


def write(document: Reading) -> Plan:
    """Plan a document and apply the plan."""
    planned = plan(document)
    apply_plan(keep(planned))
    return planned


def counts(planned: Plan) -> dict[str, int]:
    """How many lines of each kind a plan has; kinds that it has none of are left out."""
    return dict(Counter(str(line.kind) for line in planned.lines))


def writes(planned: Plan) -> list[tuple[str, dict]]:
    """What a plan would write: the keys, each with its difference."""
    return [
        (line.key, line.fields)
        for line in planned.lines
        if line.kind in (ChangeKind.CREATE, ChangeKind.CHANGE)
    ]


def line_of(planned: Plan, key: str, model: str = "recommendation"):
    """The line of a plan with this key; `model` tells an answer from its recommendation."""
    return next(line for line in planned.lines if line.key == key and ("." not in key or line.model == model))


def sections(items: Sequence[str], closing: str) -> list[list[str]]:
    """The paragraphs of a report for `make_report`: 118.1, 118.2 ... supported by Cambodia, page by page.

    The States are on a line of their own, so that lines inside a paragraph are the rule.
    """
    paragraphs = [
        "118. The recommendations listed below enjoy the support of Cambodia:",
        *(f"  118.{number}. {item.replace(' (', chr(10) + '(')};" for number, item in enumerate(items, 1)),
        f"119. {closing}",
    ]
    return [paragraphs[start : start + 20] for start in range(0, len(paragraphs), 20)]
