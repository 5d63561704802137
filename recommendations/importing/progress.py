"""How an import moves from phase to phase: received, read and planned, applied; or failed with a reason.

The Import row is the queue of record. A worker takes an import by moving its phase in one conditional
UPDATE, so that of two workers one takes it. What a killed worker leaves behind goes back to the queue
(`resume`) and is tried again, at most MAX_ATTEMPTS times for one step that gets nowhere.
"""

import datetime
import hashlib
import time
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.importing import readers
from recommendations.importing.applying import OutdatedPlanError, apply_plan
from recommendations.importing.comparing import DOCUMENT, REVIEW, Known, compare
from recommendations.importing.models import (
    ChangeKind,
    Import,
    ImportProblem,
    Phase,
    PlannedChange,
    place_of,
    sentence,
)
from recommendations.importing.planning import Plan, PlanningError, plan
from recommendations.importing.problems import problem
from recommendations.importing.reading import FileReading
from recommendations.importing.recording import storable
from recommendations.importing.records import Problem, Reading
from reviews.models import Review
from upr_tracker.accounts.models import User

MAX_ATTEMPTS = 2

STALE_AFTER = datetime.timedelta(minutes=1)
"""An unfinished import that no worker has touched for so long is taken up again."""

_SIGN_OF_LIFE = 10
"""Seconds between two signs of life while a large file is read: many fit into STALE_AFTER."""

_ROWS_AT_ONCE = 500
_QUEUE_OF = {Phase.READING: Phase.WAITING, Phase.APPLYING: Phase.QUEUED}


class FileRefusedError(Exception):
    """A file that is not even kept; the message says why, and what to do."""


def receive_file(uploaded: File, *, by: User | None) -> Import:
    """Keep a file, to be planned by `read_and_plan`.

    The same content is the same import, whatever its name: it is planned anew, unless a worker has it.
    Raises FileRefusedError for an empty file and for one larger than settings.MAX_IMPORT_MB.
    """
    if not uploaded.size:
        raise FileRefusedError(_("This file is empty. Please choose the document again."))
    limit = settings.MAX_IMPORT_MB * 1024 * 1024
    if uploaded.size > limit:
        raise FileRefusedError(
            _(
                "This file has %(size)s, and at most %(limit)s are accepted. A report of the Working "
                "Group has less than 1 MB; please check that you chose the right file. For large exports, "
                "whoever runs this site can raise the limit (MAX_IMPORT_MB)."
            )
            % {"size": filesizeformat(uploaded.size), "limit": filesizeformat(limit)}
        )
    digest = hashlib.sha256()
    for chunk in uploaded.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    name = _displayable(uploaded.name or "")
    uploaded.seek(0)
    uploaded.name = sha256  # nothing in the file's own name can then matter to the folder
    import_, new = Import.objects.get_or_create(
        sha256=sha256,
        defaults={"file": uploaded, "name": name, "size": uploaded.size, "created_by": by},
    )
    if not new:
        plan_again(import_)
    return import_


def plan_again(import_: Import) -> bool:
    """Send an import that is at rest back to be read and compared; answer whether it was."""
    return _move(import_, Phase.WAITING, Phase.PLANNED, Phase.APPLIED, Phase.FAILED, attempts=0)


def read_and_plan(import_: Import) -> Plan | None:
    """Read a waiting file, compare it with the database, keep and answer the plan.

    Answers None, and does nothing, where another worker has taken the import; and where the file cannot
    be read or planned: then the import fails with the reason. A plan that would write nothing needs
    nobody's decision and is done.
    """
    if not _take(import_, Phase.WAITING, Phase.READING):
        return None
    file_reading = FileReading()
    try:
        with import_.file.open("rb") as file:
            reading = file_reading.read(cast(BinaryIO, file), _signs_of_life(import_))
        planned = plan(reading)
        _keep(planned, import_, reading)
        return planned
    except (readers.UnreadableDocument, PlanningError) as error:
        _keep_reason(import_, file_reading, error.problem)
        return None
    except Exception as error:
        _give_back(import_, Phase.READING, Phase.WAITING, error)
        raise


def start_applying(import_: Import) -> bool:
    """Queue a plan to be applied; answer False where there is none (any more)."""
    return _move(import_, Phase.QUEUED, Phase.PLANNED, attempts=0, rows_done=0)


def apply(import_: Import) -> None:
    """Apply a queued plan, or go on with it. Does nothing where another worker has taken it.

    A plan that the data have overtaken is not carried out but made anew, for a person to see.
    """
    if not _take(import_, Phase.QUEUED, Phase.APPLYING):
        return
    try:
        apply_plan(import_)
        _conclude(import_, Phase.APPLYING)
    except OutdatedPlanError:
        _renew_plan(import_)
    except Exception as error:
        _give_back(import_, Phase.APPLYING, Phase.QUEUED, error)
        raise


def resume(*, now: datetime.datetime) -> list[Import]:
    """Put back what lost workers left unfinished; answer the imports for which a worker is due."""
    stale = list(Import.objects.stale(now=now, after=STALE_AFTER).order_by("created_at", "pk"))
    for import_ in stale:
        phase = Phase(import_.phase)
        _move(import_, _QUEUE_OF.get(phase, phase), phase)
    return stale


def _take(import_: Import, waiting: Phase, working: Phase) -> bool:
    """Take an import for one step, unless it has been tried too often: then it fails with that reason."""
    if not _move(import_, working, waiting, attempts=F("attempts") + 1):
        return False
    if import_.attempts > MAX_ATTEMPTS:
        _fail(
            import_,
            working,
            _(
                "This file was tried %(count)s times, and each time the program that works on it stopped "
                "without an answer. Nothing more is tried by itself; please report the file."
            )
            % {"count": MAX_ATTEMPTS},
        )
        return False
    return True


def _give_back(import_: Import, working: Phase, waiting: Phase, error: Exception) -> None:
    """After an error that nobody foresaw: once more, a little later, or not again."""
    import_.refresh_from_db()
    if import_.attempts < MAX_ATTEMPTS:
        _move(import_, waiting, working)
        return
    _fail(
        import_,
        working,
        _("This file was tried %(count)s times, and an error stopped it: %(error)s. Please report it.")
        % {"count": MAX_ATTEMPTS, "error": f"{type(error).__name__} {error}".strip()},
    )


def _fail(import_: Import, working: Phase, sentence: str) -> None:
    _move(import_, Phase.FAILED, working, failure=sentence)


def _move(import_: Import, to: Phase, *from_: Phase | str, **fields: object) -> bool:
    """Move the phase, if it is still one of these; answer whether it was. Others may move it, too."""
    fields = {"failure": "", "applied_at": None, "heartbeat": timezone.now(), **fields, "phase": to}
    moved = Import.objects.filter(pk=import_.pk, phase__in=from_).update(**fields)
    import_.refresh_from_db()
    return bool(moved)


@transaction.atomic
def _keep(planned: Plan, import_: Import, reading: Reading) -> None:
    """Store a plan in place of an older one. What an import once wrote stays listed if nothing is new."""
    if not Import.objects.select_for_update().filter(pk=import_.pk, phase=Phase.READING).exists():
        return
    import_.format = reading.format
    import_.symbol = next(line.key for line in planned.lines if line.model == DOCUMENT)
    import_.problems.all().delete()
    _keep_problems(import_, planned.problems)
    written = import_.changes.exists() and not import_.changes.filter(done=False).exists()
    if planned.writes or not written:
        import_.changes.all().delete()
        PlannedChange.objects.bulk_create(
            (
                PlannedChange(
                    plan_of=import_,
                    order=order,
                    kind=line.kind,
                    model=line.model,
                    key=line.key,
                    record=line.record,
                    fields=line.fields,
                )
                for order, line in enumerate(planned.lines, 1)
            ),
            batch_size=_ROWS_AT_ONCE,
        )
    import_.save(update_fields=["format", "symbol"])
    _present(import_, Phase.READING, lines=len(planned.lines), writes=planned.writes)


@transaction.atomic
def _keep_reason(import_: Import, file_reading: FileReading, reason: Problem) -> None:
    """Let an import fail with the reason, and keep what else was found on the way there."""
    if not Import.objects.select_for_update().filter(pk=import_.pk, phase=Phase.READING).exists():
        return
    import_.format = file_reading.format
    import_.save(update_fields=["format"])
    import_.problems.all().delete()
    _keep_problems(import_, file_reading.problems)
    if place_of(reason):
        _keep_problems(import_, [reason])
    _fail(import_, Phase.READING, sentence(reason.code, reason.details))


def _signs_of_life(import_: Import) -> Callable[[], None]:
    """Answer what to call as often as one likes, so that nobody takes the import for abandoned."""
    told = time.monotonic()

    def tell() -> None:
        nonlocal told
        if time.monotonic() - told > _SIGN_OF_LIFE:
            told = time.monotonic()
            Import.objects.filter(pk=import_.pk).update(heartbeat=timezone.now())

    return tell


@transaction.atomic
def _renew_plan(import_: Import) -> None:
    """Compare the records of an overtaken plan with the database again."""
    if not Import.objects.select_for_update().filter(pk=import_.pk, phase=Phase.APPLYING).exists():
        return
    lines = list(import_.changes.order_by("order"))
    known = Known(lines)
    for line in lines:
        line.kind, line.fields = compare(line, known)
        line.done = False
    PlannedChange.objects.bulk_update(lines, ["kind", "fields", "done"], batch_size=_ROWS_AT_ONCE)
    import_.problems.filter(code="plan-renewed").delete()
    _keep_problems(import_, [problem("plan-renewed")])
    writes = any(line.kind != ChangeKind.SAME for line in lines)
    _present(import_, Phase.APPLYING, lines=len(lines), writes=writes)


def _present(import_: Import, working: Phase, *, lines: int, writes: bool) -> None:
    """Show a plan to a person, for a decision if it would write anything."""
    if writes:
        review = Review.objects.filter(slug=_review_of(import_)).first()
        _move(import_, Phase.PLANNED, working, attempts=0, rows_total=lines, rows_done=0, review=review)
    else:
        _keep_problems(import_, [problem("nothing-new", count=lines)])
        import_.changes.update(done=True)
        _conclude(import_, working)


def _conclude(import_: Import, working: Phase) -> None:
    """Call an import applied, once no line is left to write."""
    if import_.changes.filter(done=False).exists():
        return
    lines = import_.changes.count()
    review = Review.objects.filter(slug=_review_of(import_)).first()
    _move(
        import_,
        Phase.APPLIED,
        working,
        applied_at=timezone.now(),
        attempts=0,
        rows_total=lines,
        rows_done=lines,
        review=review,
    )


def _review_of(import_: Import) -> str | None:
    return import_.changes.filter(model=REVIEW).values_list("key", flat=True).first()


def _keep_problems(import_: Import, problems: Iterable[Problem]) -> None:
    ImportProblem.objects.bulk_create(
        (
            ImportProblem(
                found_in=import_,
                code=problem.code,
                severity=problem.severity,
                details={name: storable(text) for name, text in problem.details.items()},
                page=problem.page,
                where=storable(problem.where)[:100],
                sheet=storable(problem.sheet)[:100],
                row=problem.row,
                column=storable(problem.column)[:100],
            )
            for problem in problems
        ),
        batch_size=_ROWS_AT_ONCE,
    )


def _displayable(name: str) -> str:
    """Answer a file's name for people: without its folders and without what nobody can see."""
    visible = "".join(char for char in PurePath(name).name if char.isprintable())
    return visible[-255:] or _("document")
