"""Read a file with the names that people keep in the database, however large the file is."""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from recommendations.importing import readers
from recommendations.importing.models import ColumnHeading
from recommendations.importing.precedence import OWN_DOCUMENTS, SOURCE_OF_FORMAT
from recommendations.importing.problems import problem
from recommendations.importing.recording import row_of
from recommendations.importing.records import (
    Entry,
    PledgeRecord,
    Problem,
    Reading,
    RecommendationRecord,
    ReviewRecord,
)
from recommendations.importing.reference import Corrections, Reference
from recommendations.importing.spooling import Spool
from recommendations.models import AffectedGroup, Theme, ThemeName
from reviews.models import Session
from states.models import State, StateName

PROBLEMS_KEPT = 10_000
"""Of the problems of one file so many are kept, and the others counted: whoever exports a hundred thousand
rows with the same mistake in each learns it from the first ones."""

_ALIVE_EVERY = 200
_TABLES = {format for format, source in SOURCE_OF_FORMAT.items() if source in OWN_DOCUMENTS}


def reference() -> Reference:
    """Answer what readers need to know: names as people keep them in the database. Six queries."""
    return Reference(
        states=StateName.objects.as_resolver(),
        themes=ThemeName.objects.as_resolver(),
        groups=AffectedGroup.objects.as_resolver(),
        columns=ColumnHeading.objects.as_resolver(),
        corrections=Corrections.from_fixture(_corrections()),
    )


def read_as() -> str:
    """Answer what a reading depends on besides the file, as a digest: the readers, and what they know.

    As long as it is the same, a file that was read once need not be read again. Seven queries.
    """
    digest = hashlib.sha256(_code())
    digest.update(_corrections().read_bytes())
    for rows in (
        State.objects.order_by("pk").values_list("pk"),
        StateName.objects.order_by("key").values_list("name", "state_id"),
        ThemeName.objects.order_by("vocabulary", "key", "themes__slug").values_list(
            "vocabulary", "name", "themes__slug"
        ),
        Theme.objects.order_by("slug").values_list("slug", "name"),
        AffectedGroup.objects.order_by("slug").values_list("slug", "name", "other_names"),
        ColumnHeading.objects.order_by("format", "key").values_list("format", "field", "heading"),
        Session.objects.order_by("pk").values_list("number", "cycle_id"),
    ):
        digest.update(repr(list(rows)).encode())
    return digest.hexdigest()


@cache
def _code() -> bytes:
    here = Path(__file__).parent
    modules = [*sorted((here / "readers").rglob("*.py")), *(here / name for name in _SHARED)]
    return b"".join(module.read_bytes() for module in modules)


_SHARED = ("reading.py", "recording.py", "records.py", "reference.py", "template.py")


def _corrections() -> Path:
    return settings.FIXTURES_DIR / "corrections.json"


class FileReading:
    """The reading of one file: what is known of it at any time, also after it broke off.

    `format` is "" as long as it is not known. `rows` counts the recommendations so far. `problems` are those
    met so far, at most PROBLEMS_KEPT of them and one that counts the others.
    """

    def __init__(self) -> None:
        self.format = ""
        self.rows = 0
        self._kept: list[Problem] = []
        self._problems = 0
        self._pledges = 0
        self._homeless = 0
        self._first_homeless: int | None = None

    @property
    def problem_count(self) -> int:
        return self._problems

    @property
    def problems(self) -> list[Problem]:
        problems = list(self._kept)
        if more := self._problems - len(self._kept):
            problems.append(problem("remarks-cut", count=more, kept=PROBLEMS_KEPT))
        if self._homeless:
            problems.append(problem("rows-without-review", row=self._first_homeless, count=self._homeless))
        if self._pledges:
            problems.append(problem("pledges-left-out", count=self._pledges))
        return problems

    def read(
        self, file: BinaryIO, spool: Spool, alive: Callable[["FileReading"], object] = lambda _: None
    ) -> Reading | None:
        """Read the file to its end. Answer what it says of the one review that it is about; of a table, whose
        rows may be about many, answer None: its rows are in the spool.

        `alive` is called every now and then. Raises UnreadableDocument, as readers do.
        """
        known = reference()
        reader = readers.find_reader(file)
        self.format = reader.FORMAT
        entries = self._of_one_review(reader.entries(file, known), spool, alive)
        reading = Reading.of(self.format, entries)
        if self.format in _TABLES:
            spool.finish(self.problems, format=self.format)
            return None
        return Reading(
            format=reading.format,
            document=reading.document,
            review=reading.review,
            recommendations=reading.recommendations,
            responses=reading.responses,
            problems=tuple(self.problems),
        )

    def recall(self, spool: Spool) -> None:
        """Know what a reading of the same file found that was put down in a spool."""
        self.format = spool.fact("format")
        self._kept = list(spool.problems())
        self._problems = len(self._kept)
        self._pledges = self._homeless = 0  # These are among the problems now.

    def _of_one_review(
        self, entries: Iterator[Entry], spool: Spool, alive: Callable[["FileReading"], object]
    ) -> Iterator[Entry]:
        """Let pass what concerns the one review of a document; spool the rest."""
        cycles = dict(Session.objects.values_list("number", "cycle_id"))
        states = set(State.objects.values_list("code", flat=True))
        for count, entry in enumerate(entries):
            if count % _ALIVE_EVERY == 0:
                alive(self)
            match entry:
                case Problem():
                    self._keep(entry)
                case RecommendationRecord(review=ReviewRecord() as review):
                    self.rows += 1
                    cycle = review.cycle or cycles.get(review.session or 0)
                    if review.state in states and cycle in cycles.values():
                        spool.add(f"{review.state.lower()}-{cycle}", self._row(entry, review, states))
                    else:
                        self._homeless += 1
                        self._first_homeless = self._first_homeless or entry.row
                case PledgeRecord():
                    self._pledges += 1
                case _:
                    self.rows += isinstance(entry, RecommendationRecord)
                    yield entry

    def _keep(self, found: Problem) -> None:
        self._problems += 1
        if len(self._kept) < PROBLEMS_KEPT:
            self._kept.append(found)

    def _row(self, entry: RecommendationRecord, review: ReviewRecord, states: set[str]) -> dict[str, Any]:
        """The row, without codes of States that are not known here: a spreadsheet may have any."""
        row = row_of(entry, review)
        for clause in row["clauses"]:
            unknown = [state for state in clause["states"] if state not in states]
            for state in unknown:
                self._keep(problem("unknown-state", row=entry.row, name=state))
                clause["states"].remove(state)
                clause["unresolved"].append(state)
        return row
