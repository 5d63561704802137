"""What every reader answers, in the words of the domain. Plain data: no Django, no database.

States are ISO 3166-1 alpha-3 codes, positions are "supported", "noted" or "pending", numbers are
"paragraph.item" whatever the document prints ("82.73" where the report of 2009 prints "73").
"""

import dataclasses
import datetime
from dataclasses import dataclass, field
from typing import Any, Literal

Position = Literal["supported", "noted", "pending"]
Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that a person should know of: what, and where.

    `code` is stable and a key of `problems.MESSAGES`, whose sentence `details` completes.
    """

    code: str
    severity: Severity
    message: str
    details: dict[str, str] = field(default_factory=dict)
    page: int | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """The document that was read. `symbol` is "" where the file does not print one."""

    symbol: str
    date: datetime.date | None
    title: str


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """The review that a document is about; None or () where the document does not say."""

    state: str | None
    session: int | None
    date: datetime.date | None
    troika: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseRecord:
    """One request, without its number and without the brackets that name its States."""

    text: str
    states: tuple[str, ...]
    unresolved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecommendationRecord:
    """One numbered item. `text` is its whole wording, States in brackets included.

    `position` is the one that its main paragraph states; `page` counts the file's pages from 1.
    """

    number: str
    text: str
    position: Position
    page: int | None
    clauses: tuple[ClauseRecord, ...]


@dataclass(frozen=True, slots=True)
class ResponseRecord:
    """The State's statement of its position on one recommendation, in an addendum."""

    number: str
    position: Position
    paragraph: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file says, and all that is doubtful in it."""

    format: str
    document: DocumentRecord
    review: ReviewRecord
    recommendations: tuple[RecommendationRecord, ...] = ()
    responses: tuple[ResponseRecord, ...] = ()
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Answer JSON-ready values: dates in ISO 8601, tuples as lists."""
        return _plain(dataclasses.asdict(self))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value
