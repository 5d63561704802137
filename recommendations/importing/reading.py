"""Read a file with the names that people keep in the database, however large the file is."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.conf import settings

from recommendations.importing import readers
from recommendations.importing.finding import PlanningError
from recommendations.importing.models import ColumnHeading
from recommendations.importing.problems import problem
from recommendations.importing.records import (
    Entry,
    PledgeRecord,
    Problem,
    Reading,
    RecommendationRecord,
    ReviewRecord,
)
from recommendations.importing.reference import Corrections, Reference
from recommendations.models import AffectedGroup, ThemeName
from reviews.models import Session
from states.models import StateName

PROBLEMS_KEPT = 10_000
"""Of the problems of one file so many are kept, and the others counted: whoever exports a hundred thousand
rows with the same mistake in each learns it from the first ones."""


def reference() -> Reference:
    """Answer what readers need to know: names as people keep them in the database. Five queries."""
    return Reference(
        states=StateName.objects.as_resolver(),
        themes=ThemeName.objects.as_resolver(),
        groups=AffectedGroup.objects.as_resolver(),
        columns=ColumnHeading.objects.as_resolver(),
        corrections=Corrections.from_fixture(settings.FIXTURES_DIR / "corrections.json"),
    )


class FileReading:
    """The reading of one file: what is known of it at any time, also after it broke off.

    `format` is "" as long as it is not known. `problems` are those met so far, at most PROBLEMS_KEPT of
    them and one that counts the others.
    """

    def __init__(self) -> None:
        self.format = ""
        self._kept: list[Problem] = []
        self._problems = 0
        self._rows = 0
        self._pledges = 0
        self._reviews: set[tuple[str | None, int | None]] = set()

    @property
    def problems(self) -> list[Problem]:
        more = self._problems - len(self._kept)
        return [*self._kept, problem("remarks-cut", count=more, kept=PROBLEMS_KEPT)] if more else self._kept

    def read(self, file: BinaryIO, alive: Callable[[], object] = lambda: None) -> Reading:
        """Read the file to its end, and answer what it says of the one review that it is about.

        `alive` is called with every entry. Raises UnreadableDocument, as readers do, and PlanningError for
        an export of many reviews: its rows are counted one by one and never collected.
        """
        known = reference()
        reader = readers.find_reader(file)
        self.format = reader.FORMAT
        entries = reader.entries(file, known)
        reading = Reading.of(self.format, self._of_one_review(entries, alive))
        if self._rows or self._pledges:
            raise PlanningError(
                problem(
                    "plan-many-reviews",
                    count=self._rows,
                    pledges=self._pledges,
                    reviews=len(self._reviews),
                    problems=self._problems,
                )
            )
        return Reading(
            format=reading.format,
            document=reading.document,
            review=reading.review,
            recommendations=reading.recommendations,
            responses=reading.responses,
            problems=tuple(self.problems),
        )

    def _of_one_review(self, entries: Iterator[Entry], alive: Callable[[], object]) -> Iterator[Entry]:
        """Let pass what concerns the one review of a document; count the rest."""
        cycles = dict(Session.objects.values_list("number", "cycle_id"))
        for entry in entries:
            alive()
            match entry:
                case Problem():
                    self._problems += 1
                    if len(self._kept) < PROBLEMS_KEPT:
                        self._kept.append(entry)
                case RecommendationRecord(review=ReviewRecord() as review):
                    self._rows += 1
                    self._reviews.add((review.state, review.cycle or cycles.get(review.session or 0)))
                case PledgeRecord(review=review):
                    self._pledges += 1
                    self._reviews.add((review.state, review.cycle or cycles.get(review.session or 0)))
                case _:
                    yield entry
