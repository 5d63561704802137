"""Every problem that reading a file can meet: tables from code to English sentence.

The sentences say what happened and what to do, calmly. They are marked for translation by a
no-op, because this package, like all readers, knows no Django: whoever shows a problem translates
`MESSAGES[code]` and completes it with the problem's `details`.
"""

from typing import Any, Final

from recommendations.importing.problems.documents import DOCUMENTS
from recommendations.importing.problems.files import FILES
from recommendations.importing.problems.plans import PLANS
from recommendations.importing.problems.table import Counted, Table, is_one
from recommendations.importing.problems.tables import TABLES
from recommendations.importing.records import Problem, Severity

_TABLE: Final[Table] = FILES | DOCUMENTS | TABLES | PLANS

MESSAGES: Final[dict[str, str]] = {code: message for code, (_, message) in _TABLE.items()}
"""From a problem's code to its English sentence, with {placeholders} that `details` fills. One that counts
something is a `Counted`, which has another sentence for one thing."""

SEVERITIES: Final[dict[str, Severity]] = {code: severity for code, (severity, _) in _TABLE.items()}
"""From a problem's code to its severity: an error stops the reading, a warning wants a person's
eye, a notice only tells."""


def problem(
    code: str,
    *,
    page: int | None = None,
    where: str = "",
    sheet: str = "",
    row: int | None = None,
    column: str = "",
    **details: str | int,
) -> Problem:
    """Build the problem `code`, whose sentence `details` complete; places are as in `records.Problem`.

    Raises KeyError for a code that is not in the table or a detail that its sentence needs and lacks.
    """
    texts = {name: str(value) for name, value in details.items()}
    message = MESSAGES[code]
    if isinstance(message, Counted) and is_one(texts):
        message = message.one
    return Problem(
        code=code,
        severity=SEVERITIES[code],
        message=message.format_map(texts),
        details=texts,
        page=page,
        where=where,
        sheet=sheet,
        row=row,
        column=column,
    )


class UnreadableDocument(Exception):  # noqa: N818 - what it is, not that it is an error
    """A file that cannot be read; `problem` says why, and what to do."""

    def __init__(
        self,
        code: str,
        *,
        page: int | None = None,
        sheet: str = "",
        row: int | None = None,
        column: str = "",
        **details: str | int,
    ) -> None:
        self.problem = problem(code, page=page, where="", sheet=sheet, row=row, column=column, **details)
        super().__init__(self.problem.message)

    def at(self, *, sheet: str, row: int) -> "UnreadableDocument":
        """Answer the same with its place in a table; a row 0 is none."""
        details: dict[str, Any] = self.problem.details
        return UnreadableDocument(self.problem.code, sheet=sheet, row=row or None, **details)
