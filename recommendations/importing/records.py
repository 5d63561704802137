"""What every reader answers, in the words of the domain. Plain data: no Django, no database.

States are ISO 3166-1 alpha-3 codes, positions are "supported", "noted" or "pending", numbers are
"paragraph.item" whatever the document prints ("82.73" where the report of 2009 prints "73").
Regional groups, themes and affected groups are the slugs of `fixtures/`.
"""

import dataclasses
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, Self, TypeAlias

Position = Literal["supported", "noted", "pending"]
Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that a person should know of: what, and where.

    `code` is stable and a key of `problems.MESSAGES`, whose sentence `details` completes. The place is a
    page (counted from 1) of a document, or a row (counted from 1, header rows too) and a column of a
    sheet; `where` names it in words, such as "118.5". `column` is the printed heading.
    """

    code: str
    severity: Severity
    message: str
    details: dict[str, str] = field(default_factory=dict)
    page: int | None = None
    where: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """The document that was read. `symbol` is "" where the file does not print one."""

    symbol: str
    date: datetime.date | None
    title: str


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """The review that a document or a row is about; None, "" or () where that is not said.

    `adopted_on` is the day on which the Working Group adopted its report, `documents` the symbols of
    the three documents that the review rests on (Council resolution 5/1, annex, paragraph 15), their
    corrigenda and addenda. `state_group` is the regional group of the State under review as the source
    gives it.
    """

    state: str | None
    session: int | None
    date: datetime.date | None = None
    troika: tuple[str, ...] = ()
    adopted_on: datetime.date | None = None
    documents: tuple[str, ...] = ()
    cycle: int | None = None
    state_group: str = ""


@dataclass(frozen=True, slots=True)
class ClauseRecord:
    """One request, without its number and without the brackets that name its States.

    `unresolved` are names as printed that are no known spelling of a State. `state_groups` are the
    regional groups of `states`, one for each, where the source gives them.
    """

    text: str
    states: tuple[str, ...]
    unresolved: tuple[str, ...] = ()
    state_groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagRecord:
    """A theme or an affected group as a source prints it, and what that name stands for.

    `slugs` is None where the name is not known, and () where it is known to stand for nothing ("Other").
    """

    name: str
    slugs: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Where something is stated: a document's symbol and its paragraph ("" where not said)."""

    symbol: str
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationRecord:
    """One recommendation, or one State's part of it where a source has a row for each State.

    `number` is "" where the source gives none. `text` is the whole wording, States in brackets included
    where the source prints them; `printed` is the same before any cleaning, lines kept. `position` is
    the one stated by the main paragraph of a report or by the row; None where none is given.
    `stated_as` keeps a position in the source's words where it is none of the three. `page` or `row`
    tell where it stands. `edited` is None for a row that somebody wrote; of a row that was exported from here
    it names the fields that are no longer as exported, and only these are said: "text", "summary",
    "position" ... of the recommendation, "clauses.2.text" and "clauses.2.states" of a clause. `review` is
    None where the whole document is about one review, and `symbol` "" where the wording stands in the very
    document that was read. `goals` are codes such as "16" or "16.2"; `identifier` is the source's own
    (UHRI's AnnotationId).
    """

    number: str
    text: str
    position: Position | None
    page: int | None
    clauses: tuple[ClauseRecord, ...]
    printed: str = ""
    stated_as: str = ""
    position_source: SourceRecord | None = None
    themes: tuple[TagRecord, ...] = ()
    affected_groups: tuple[TagRecord, ...] = ()
    goals: tuple[str, ...] = ()
    action_category: int | None = None
    summary: str = ""
    comment: str = ""
    review: ReviewRecord | None = None
    symbol: str = ""
    identifier: str = ""
    row: int | None = None
    edited: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ResponseRecord:
    """The State's statement of its position on one recommendation, in an addendum.

    `number` is the item alone ("5") where the document nowhere names the main paragraph. `paragraph` is
    the addendum's own that states the position, `comment` what the State says about it, `stated_as` its
    own words for a position that is neither "supported" nor "noted" ("accepted in part").
    """

    number: str
    position: Position
    paragraph: str = ""
    comment: str = ""
    stated_as: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class PledgeRecord:
    """A commitment that the State under review made by itself."""

    text: str
    review: ReviewRecord
    themes: tuple[TagRecord, ...] = ()
    action_category: int | None = None
    row: int | None = None


Entry: TypeAlias = (
    DocumentRecord | ReviewRecord | RecommendationRecord | ResponseRecord | PledgeRecord | Problem
)
"""What readers yield, one after the other, so that a file of any size can be read in little memory."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file says, and all that is doubtful in it.

    `review` is the one that the whole file is about; an export of many reviews has none, and each of its
    rows says which review it is about.
    """

    format: str
    document: DocumentRecord
    review: ReviewRecord
    recommendations: tuple[RecommendationRecord, ...] = ()
    responses: tuple[ResponseRecord, ...] = ()
    pledges: tuple[PledgeRecord, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, format: str, entries: Iterable[Entry]) -> Self:
        """Collect what a reader yields."""
        found: dict[type, list[Any]] = {}
        for entry in entries:
            found.setdefault(type(entry), []).append(entry)
        documents = found.get(DocumentRecord) or [DocumentRecord("", None, "")]
        reviews = found.get(ReviewRecord) or [ReviewRecord(None, None)]
        return cls(
            format=format,
            document=documents[0],
            review=reviews[0],
            recommendations=tuple(found.get(RecommendationRecord, ())),
            responses=tuple(found.get(ResponseRecord, ())),
            pledges=tuple(found.get(PledgeRecord, ())),
            problems=tuple(found.get(Problem, ())),
        )

    def as_json(self) -> dict[str, Any]:
        """Answer JSON-ready values: dates in ISO 8601, tuples as lists."""
        return plain(dataclasses.asdict(self))


def plain(value: Any) -> Any:
    """Answer JSON-ready values: dates in ISO 8601, tuples as lists."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value
