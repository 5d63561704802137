"""Read a file, plan it, and keep the plan with its import, part by part: a plan may have a million lines."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, cast

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from recommendations.importing.applying import lock
from recommendations.importing.choices import ask
from recommendations.importing.comparing import DOCUMENT, compare, held_for
from recommendations.importing.context import context_of
from recommendations.importing.finding import PlanningError
from recommendations.importing.models import (
    ChangeKind,
    Import,
    ImportProblem,
    Phase,
    PlannedChange,
    place_of,
)
from recommendations.importing.planning import Line, Plan, plan, plan_export
from recommendations.importing.precedence import SOURCE_OF_FORMAT
from recommendations.importing.problems import problem
from recommendations.importing.reading import PROBLEMS_KEPT, FileReading, read_as
from recommendations.importing.recording import storable
from recommendations.importing.records import Problem
from recommendations.importing.spooling import Spool
from reviews.models import Review
from upr_tracker.lib.bulk import insert, plain

_SIGN_OF_LIFE = 1
"""Seconds between two signs of life while a large file is read: what people see moves, and many fit into
`progress.STALE_AFTER`."""

_AT_ONCE = 500
_OF_HEADINGS = {"columns-unknown"}
"""Problems that are no reason why a row was left out."""


class TakenAwayError(Exception):
    """Another worker has the import, or somebody cancelled it: what is done here is in vain."""


def keep_plan(import_: Import, reading: FileReading) -> bool:
    """Read, plan and keep the plan in place of an older one; answer whether it would write anything.

    Raises UnreadableDocument, PlanningError and TakenAwayError.
    """
    plans = _read(import_, reading)
    _tell(import_, phase=Phase.PLANNING, format=reading.format, rows_done=0, share_read=100)
    with transaction.atomic():
        _own(import_)
        import_.changes.all().delete()
        import_.problems.all().delete()
        import_.questions.all().delete()
    counts: Counter[str] = Counter({kind.value: 0 for kind in ChangeKind} | {"conflict": 0})
    reviews: set[str] = set()
    symbol, rows, problems = "", 0, 0
    told: set[str] = set()
    for part in plans:
        symbol = symbol or next((line.key for line in part.lines if line.model == DOCUMENT), "")
        rows += part.rows
        with transaction.atomic():
            _own(import_)
            _keep_lines(import_, part.lines, sum(counts[kind] for kind in ChangeKind))
            _keep_problems(import_, part.problems[: max(PROBLEMS_KEPT - problems, 0)])
            ask(import_, part.problems, part.doubts)
            problems += len(part.problems)
            told |= {found.code for found in part.problems}
            _tell(import_, rows_done=rows, problem_count=problems)
        for line in part.lines:
            counts[line.kind] += 1
            counts["conflict"] += bool(line.conflicts)
            reviews.add(line.review_slug)
    if not counts.total():
        raise PlanningError(problem("table-left-out" if told - _OF_HEADINGS else "table-without-rows"))
    _present(import_, counts, reviews - {""}, symbol)
    return bool(import_.writes or counts[ChangeKind.UNDECIDED])


def _read(import_: Import, reading: FileReading) -> Iterator[Plan]:
    """Read the file, unless the same was read before with the same knowledge, and answer its plans."""
    name = f"{import_.sha256[:40]}-{read_as()[:20]}"
    spool = Spool.find(name)
    if spool is None:
        spool = Spool.begin(name)
        try:
            with import_.file.open("rb") as file:
                opened = cast(BinaryIO, file)
                found = reading.read(opened, spool, Alive(import_, opened))
        except BaseException:
            spool.close()
            raise
        if found is not None:
            spool.close()
            _tell(import_, rows_total=reading.rows)
            return (plan(reading) for reading in [found])
    reading.recall(spool)
    _tell(import_, rows_total=len(spool))
    return _plans_of(spool)


def _plans_of(spool: Spool) -> Iterator[Plan]:
    try:
        problems = spool.problems()
        while several := tuple(islice(problems, _AT_ONCE)):
            yield Plan((), several)
        yield from plan_export(spool)
    finally:
        spool.close()


class Alive:
    """Called as often as one likes, it tells people how far reading is, and that nobody abandoned it."""

    def __init__(self, import_: Import, file: BinaryIO) -> None:
        self._import = import_
        self._file = file
        self._told = time.monotonic()

    def __call__(self, reading: FileReading) -> None:
        if time.monotonic() - self._told > _SIGN_OF_LIFE:
            self._told = time.monotonic()
            share = min(100 * self._file.tell() // max(self._import.size, 1), 100)
            _tell(
                self._import,
                format=reading.format,
                rows_done=reading.rows,
                share_read=share,
                problem_count=reading.problem_count,
            )


def _tell(import_: Import, **fields: object) -> None:
    """Note how far the import is. Raises TakenAwayError."""
    ours = Import.objects.filter(
        pk=import_.pk, taken_as=import_.taken_as, phase__in=(Phase.READING, Phase.PLANNING)
    )
    if not ours.update(**{"heartbeat": timezone.now(), **fields}):
        raise TakenAwayError


def _own(import_: Import) -> None:
    """Keep the import to this transaction. Raises TakenAwayError."""
    ours = Import.objects.select_for_update().filter(
        pk=import_.pk, taken_as=import_.taken_as, phase=Phase.PLANNING
    )
    if not ours.exists():
        raise TakenAwayError


def _keep_lines(import_: Import, lines: Iterable[Line], after: int) -> None:
    insert(
        PlannedChange,
        _LINE,
        (
            (
                import_.pk,
                order,
                line.kind.value,
                line.model,
                line.key[:_LONGEST_KEY],
                line.review_slug,
                plain(line.record) if line.record else "{}",
                plain(line.fields) if line.fields else "{}",
                plain(line.conflicts) if line.conflicts else "{}",
                plain(line.context) if line.context else "{}",
                bool(line.conflicts),
            )
            for order, line in enumerate(lines, after + 1)
        ),
    )


_LINE = (
    "plan_of_id",
    "order",
    "kind",
    "model",
    "key",
    "review_slug",
    "record",
    "fields",
    "conflicts",
    "context",
    "conflicting",
)
_LONGEST_KEY = PlannedChange._meta.get_field("key").max_length


def _present(import_: Import, counts: Counter[str], reviews: set[str], symbol: str) -> None:
    review = Review.objects.filter(slug__in=reviews).first() if len(reviews) == 1 else None
    one_review = len(reviews) == 1
    _tell(
        import_,
        counts={**counts, "reviews": len(reviews)},
        review=review if one_review else None,
        symbol=symbol if one_review else "",
        rows_done=0,
        rows_total=sum(counts[kind] for kind in ChangeKind),
    )
    import_.refresh_from_db(fields=["counts"])


def keep_failure(import_: Import, reading: FileReading, reason: Problem) -> None:
    """Keep what was found in a file on the way to the reason why it cannot be imported."""
    Import.objects.filter(pk=import_.pk, taken_as=import_.taken_as).update(format=reading.format)
    import_.changes.all().delete()
    import_.problems.all().delete()
    report(import_, [*reading.problems, *([reason] if place_of(reason) else [])])


def renew_plan(import_: Import) -> None:
    """Compare what is not written yet of an overtaken plan with the database again.

    Leaves off as soon as somebody sends the plan on its way meanwhile: it is then compared again.
    """
    last: int | None = import_.written
    while last is not None:
        last = _renew_lines(import_, last)


@transaction.atomic
def _renew_lines(import_: Import, after: int) -> int | None:
    """Renew some lines; answer the last one's number, None where there are no more or they are not ours."""
    if lock(import_, Phase.PLANNED) is None:
        return None
    lines = list(import_.changes.writing().filter(order__gt=after).in_order()[:_AT_ONCE])
    held = held_for(lines)
    for line in lines:
        found = compare(line, held)
        line.kind, line.fields, line.conflicts = found.kind, found.fields, found.conflicts
        line.conflicting = bool(found.conflicts)
        line.context = context_of(line, held, SOURCE_OF_FORMAT[import_.format])
    PlannedChange.objects.bulk_update(lines, ["kind", "fields", "conflicts", "context", "conflicting"])
    # Each time: whoever looked while it was being renewed has not seen this.
    Import.objects.filter(pk=import_.pk).update(plan_version=F("plan_version") + 1)
    if len(lines) == _AT_ONCE:
        return lines[-1].order
    import_.counts |= import_.changes.counts()
    Import.objects.filter(pk=import_.pk).update(counts=import_.counts)
    return None


def report(import_: Import, problems: Iterable[Problem]) -> None:
    """Add problems to those of an import; one of the same kind and place replaces the older one."""
    problems = list(problems)
    codes = {found.code for found in problems}
    import_.problems.filter(code__in=codes & _REPLACED).delete()
    _keep_problems(import_, problems)
    _count_problems(import_)


def _count_problems(import_: Import) -> None:
    import_.problem_count = import_.problems.count()
    Import.objects.filter(pk=import_.pk).update(problem_count=import_.problem_count)


def forget(import_: Import, *codes: str) -> None:
    """Take away problems that are none any more: what stood in the way at an earlier attempt."""
    import_.problems.filter(code__in=codes).delete()
    _count_problems(import_)


_REPLACED = {"plan-renewed", "nothing-new", "later-change", "revert-stopped"}


def _keep_problems(import_: Import, problems: Iterable[Problem]) -> None:
    insert(
        ImportProblem,
        ("found_in_id", "code", "severity", "details", "page", "where", "sheet", "row", "column"),
        (
            (
                import_.pk,
                problem.code,
                problem.severity,
                plain({name: storable(text) for name, text in problem.details.items()}),
                problem.page,
                storable(problem.where)[:100],
                storable(problem.sheet)[:100],
                problem.row,
                storable(problem.column)[:100],
            )
            for problem in problems
        ),
    )
