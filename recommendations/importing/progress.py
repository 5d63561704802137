"""How an import moves from phase to phase: received, read, planned, applied, taken back; or failed.

The Import row is the queue of record. A worker takes an import by moving its phase in one conditional
UPDATE that notes who took it (`taken_as`), so that of two workers one has it, and one that was thought lost
writes nothing more. What a killed worker leaves behind goes back to the queue (`resume`) and is tried again,
at most MAX_ATTEMPTS times for one step that gets nowhere.
"""

import datetime
import sqlite3
import uuid
from collections.abc import Iterable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files import File
from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.importing.applying import OutdatedPlanError, apply_plan
from recommendations.importing.choices import answered_since
from recommendations.importing.keeping import (
    TakenAwayError,
    forget,
    keep_failure,
    keep_plan,
    renew_plan,
    report,
)
from recommendations.importing.models import UNFINISHED, Import, Phase, sentence
from recommendations.importing.planning import PlanningError
from recommendations.importing.problems import problem
from recommendations.importing.readers import UnreadableDocument
from recommendations.importing.reading import FileReading
from recommendations.importing.reverting import LaterChangesError, revert_plan
from recommendations.importing.storing import displayable_name, store
from reviews.models import Review
from upr_tracker.accounts.models import User

MAX_ATTEMPTS = 2

STALE_AFTER = datetime.timedelta(minutes=1)
"""An unfinished import that no worker has touched for so long is taken up again."""

_QUEUE_OF = {
    Phase.READING: Phase.WAITING,
    Phase.PLANNING: Phase.WAITING,
    Phase.APPLYING: Phase.QUEUED,
    Phase.REVERTING: Phase.LEAVING,
}


def receive_file(uploaded: File, *, by: User | None) -> Import:
    """Keep a file, to be planned by `read_and_plan`.

    The same content is stored once, whatever its name. While an import of it has not been applied, it is
    that one, and it is planned anew unless a worker has it. Raises storing.FileRefusedError.
    """
    stored = store(uploaded)
    latest = Import.objects.filter(sha256=stored.sha256).newest_first().first()
    if latest and (latest.is_moving or (not latest.written and latest.phase in _AT_REST)):
        return plan_again(latest, by=by)
    return Import.objects.create(
        file=stored.name,
        name=displayable_name(uploaded.name or ""),
        size=stored.size,
        sha256=stored.sha256,
        created_by=by,
    )


_AT_REST = (Phase.PLANNED, Phase.FAILED, Phase.CANCELLED)


def plan_again(import_: Import, *, by: User | None) -> Import:
    """Send an import back to be read and compared. One that was applied stays as it is, and the same file is
    planned as a new import. One that a worker has is left alone."""
    if import_.is_moving:
        return import_
    if import_.written or import_.phase in (Phase.APPLIED, Phase.REVERTED):
        same = {name: getattr(import_, name) for name in ("file", "name", "size", "sha256")}
        return Import.objects.create(created_by=by, **same)
    _start_over(import_, *_AT_REST)
    return import_


def plan_anew(imports: Iterable[Import]) -> list[Import]:
    """Send imports back to be compared whose plan waits or is being made: what plans rest on has changed.

    A worker that has one of them notices that it is no longer its own. Answers those that were sent.
    """
    phases = (Phase.READING, Phase.PLANNING, Phase.PLANNED)
    return [import_ for import_ in imports if _start_over(import_, *phases, where=_UNWRITTEN)]


def plan_answered_again(*, by: User | None) -> list[Import]:
    """Send the plans back to be compared that wait with a question which was answered for another file."""
    answered = Import.objects.waiting_for_a_decision().filter(answered_since()).newest_first()
    return [plan_again(import_, by=by) for import_ in answered]


def _start_over(import_: Import, *from_: Phase, taken: bool = False, where: Q | None = None) -> bool:
    """Send an import to be read, with nothing done and no problems so far."""
    with transaction.atomic():
        moved = _move(import_, Phase.WAITING, *from_, taken=taken, where=where, attempts=0, **_NOTHING_READ)
        if moved:
            import_.problems.all().delete()
    return moved


_NOTHING_READ: dict[str, Any] = {"rows_total": 0, "rows_done": 0, "share_read": 0, "problem_count": 0}
"""Each attempt reads from the start."""


def read_and_plan(import_: Import) -> None:
    """Read a waiting file, compare it with the database, and keep the plan.

    Does nothing where another worker has taken the import. Where the file cannot be read or planned the
    import fails with the reason. A plan that would write nothing needs nobody's decision and is done.
    """
    if not _take(import_, Phase.WAITING, Phase.READING, **_NOTHING_READ):
        return
    file_reading = FileReading()
    try:
        writes = keep_plan(import_, file_reading)
        if writes:
            made: dict[str, Any] = {"plan_version": F("plan_version") + 1, "rows_done": 0, "attempts": 0}
            _move(import_, Phase.PLANNED, Phase.PLANNING, taken=True, **made)
        else:
            lines = import_.lines
            now = timezone.now()
            done: dict[str, Any] = {
                "written": lines,
                "rows_done": lines,
                "applied_at": now,
                "applied_by": None,
            }
            with transaction.atomic():
                if _move(import_, Phase.APPLIED, Phase.PLANNING, taken=True, attempts=0, **done):
                    report(import_, [problem("nothing-new", count=lines)])
    except TakenAwayError:
        import_.refresh_from_db()
    except (UnreadableDocument, PlanningError) as error:
        reason = sentence(error.problem.code, error.problem.details)
        with transaction.atomic():
            if _fail(import_, (Phase.READING, Phase.PLANNING), reason):
                keep_failure(import_, file_reading, error.problem)
    except Exception as error:
        _give_back(import_, (Phase.READING, Phase.PLANNING), Phase.WAITING, error)
        raise


class AnotherPlanError(Exception):
    """The plan that somebody looked at is not the one that waits now."""


def start_applying(import_: Import, *, version: int | None, by: User | None) -> bool:
    """Queue a plan to be applied, or one that stopped in the middle; answer False where there is none.

    `version` is the `plan_version` that was looked at. Raises AnotherPlanError where another plan waits.
    """
    this = Q(plan_version=version)
    moved = _move(import_, Phase.QUEUED, Phase.PLANNED, where=this, attempts=0, applied_by=by)
    if not moved:
        stopped = this & Q(written__gt=0)
        moved = _move(import_, Phase.QUEUED, Phase.FAILED, where=stopped, attempts=0, applied_by=by)
    waits = import_.phase == Phase.PLANNED or (import_.phase == Phase.FAILED and import_.written)
    if not moved and waits and import_.plan_version != version:
        raise AnotherPlanError
    return moved


def apply(import_: Import) -> None:
    """Apply a queued plan, or go on with it. Does nothing where another worker has taken it.

    A plan that the data have overtaken is not carried out but made anew, for a person to see.
    """
    lines = import_.lines
    if not _take(import_, Phase.QUEUED, Phase.APPLYING, rows_total=lines, rows_done=F("written")):
        return
    try:
        apply_plan(import_)
        now = timezone.now()
        done: dict[str, Any] = {"written": lines, "rows_done": lines, "applied_at": now, "attempts": 0}
        _move(import_, Phase.APPLIED, Phase.APPLYING, taken=True, review=_only_review(import_), **done)
    except OutdatedPlanError:
        _renew(import_)
    except Exception as error:
        _give_back(import_, (Phase.APPLYING,), Phase.QUEUED, error)
        raise


def _renew(import_: Import) -> None:
    """Plan anew what is not written yet: all of it, or the lines that are left. Does nothing where another
    worker has the import. It leaves the queue first, so that only what a person has seen is ever applied."""
    if _written(import_):
        with transaction.atomic():
            renewed = _move(import_, Phase.PLANNED, Phase.APPLYING, taken=True, attempts=0)
            if renewed:
                report(import_, [problem("plan-renewed")])
        if renewed:
            renew_plan(import_)
    elif _start_over(import_, Phase.APPLYING, taken=True):
        read_and_plan(import_)
        report(import_, [problem("plan-renewed")])


def take_back(import_: Import, *, by: User | None) -> bool:
    """Queue an import to be taken back, also one that stopped in the middle; answer False where nothing of
    it is written."""
    if not import_.written or not import_.writes:
        return False
    return _move(
        import_,
        Phase.LEAVING,
        Phase.APPLIED,
        Phase.PLANNED,
        Phase.FAILED,
        attempts=0,
        reverted_by=by,
        **_ALL_TO_TAKE_BACK,
    )


_ALL_TO_TAKE_BACK: dict[str, Any] = {"rows_total": F("written"), "rows_done": 0}
"""Of what is written, nothing is taken back yet."""


def revert(import_: Import) -> None:
    """Take back what an import wrote, or go on with it. Does nothing where another worker has taken it.

    Where later changes stand on it, the import stays applied and they are reported.
    """
    if not _take(import_, Phase.LEAVING, Phase.REVERTING):
        return
    before = import_.written
    try:
        revert_plan(import_)
        undone: dict[str, Any] = {"written": 0, "reverted_at": timezone.now(), "attempts": 0}
        with transaction.atomic():
            if _move(import_, Phase.REVERTED, Phase.REVERTING, taken=True, **undone):
                forget(import_, "later-change", "revert-stopped")
    except LaterChangesError as error:
        _stop_reverting(import_, error, before)
    except Exception as error:
        _give_back(import_, (Phase.REVERTING,), Phase.LEAVING, error)
        raise


def _stop_reverting(import_: Import, error: LaterChangesError, before: int) -> None:
    written = _written(import_)
    stopped = [problem("revert-stopped")] if written < before else []
    whole = import_.applied_at is not None and written >= import_.lines
    rest = Phase.APPLIED if whole else Phase.PLANNED
    with transaction.atomic():
        stays: dict[str, Any] = {"rows_total": import_.lines, "rows_done": written}
        if _move(import_, rest, Phase.REVERTING, taken=True, attempts=0, **stays):
            report(import_, [*stopped, *error.problems])


_UNWRITTEN = Q(written=0)


def cancel(import_: Import, *, by: User | None) -> bool:
    """Stop an import. Before anything is written nothing stays of it but the file and its record; what is
    written already is taken back."""
    if _move(import_, Phase.PLANNED, Phase.QUEUED, where=_UNWRITTEN):
        return True
    back: dict[str, Any] = {"attempts": 0, "reverted_by": by, **_ALL_TO_TAKE_BACK}
    if _move(import_, Phase.LEAVING, Phase.QUEUED, Phase.APPLYING, **back):
        return True
    waiting = (Phase.WAITING, Phase.READING, Phase.PLANNING, Phase.PLANNED)
    return _move(import_, Phase.CANCELLED, *waiting, where=_UNWRITTEN)


def resume(*, now: datetime.datetime) -> list[Import]:
    """Put back what lost workers left unfinished; answer the imports for which a worker is due."""
    stale = list(Import.objects.stale(now=now, after=STALE_AFTER).order_by("created_at", "pk"))
    for import_ in stale:
        phase = Phase(import_.phase)
        _move(import_, _QUEUE_OF.get(phase, phase), phase)
    return stale


def _only_review(import_: Import) -> Review | None:
    """The review that the whole plan is about; it may not have been there when the plan was made."""
    slugs = import_.changes.exclude(review_slug="").values_list("review_slug", flat=True).distinct()[:2]
    return Review.objects.filter(slug=slugs[0]).first() if len(slugs) == 1 else None


def _written(import_: Import) -> int:
    return Import.objects.values_list("written", flat=True).get(pk=import_.pk)


def _take(import_: Import, waiting: Phase, working: Phase, **fields: Any) -> bool:
    """Take an import for one step, unless it has been tried too often: then it fails with that reason."""
    token = uuid.uuid4().hex
    if not _move(import_, working, waiting, attempts=F("attempts") + 1, taken_as=token, **fields):
        return False
    if import_.attempts > MAX_ATTEMPTS:
        _fail(
            import_,
            (working,),
            _(
                "This file was tried %(count)s times, and each time the program that works on it stopped "
                "without an answer. Nothing more is tried by itself; please report the file."
            )
            % {"count": MAX_ATTEMPTS},
        )
        return False
    return True


def _give_back(import_: Import, working: tuple[Phase, ...], waiting: Phase, error: Exception) -> None:
    """After an error that nobody foresaw: once more, a little later, or not again."""
    ours = Import.objects.filter(pk=import_.pk, taken_as=import_.taken_as, phase__in=working)
    attempts = ours.values_list("attempts", flat=True).first()
    if attempts is None:
        return
    if attempts < MAX_ATTEMPTS:
        _move(import_, waiting, *working, taken=True)
        return
    _fail(import_, working, _reason(error))


def _reason(error: Exception) -> str:
    count = {"count": MAX_ATTEMPTS}
    if isinstance(error, MemoryError):
        return (
            _(
                "This file was tried %(count)s times, and each time it needed more memory than a worker may "
                "use. Please divide it into smaller files, or ask whoever runs this site for more memory."
            )
            % count
        )
    if isinstance(error, SoftTimeLimitExceeded):
        return _(
            "This file was tried %(count)s times, and each time it took longer than %(minutes)s minutes. "
            "Please divide it into smaller files, or ask whoever runs this site for more time."
        ) % {**count, "minutes": settings.CELERY_TASK_SOFT_TIME_LIMIT // 60}
    if "full" in str(error) and isinstance(error, sqlite3.OperationalError | OperationalError | OSError):
        return _(
            "There was no room left on the server to work on this file. Please ask whoever runs this site to "
            "make room, and try again."
        )
    return _("This file was tried %(count)s times, and an error stopped it: %(error)s. Please report it.") % {
        **count,
        "error": f"{type(error).__name__} {error}".strip(),
    }


def _fail(import_: Import, working: tuple[Phase, ...], reason: str) -> bool:
    return _move(import_, Phase.FAILED, *working, taken=True, failure=reason)


def _move(
    import_: Import, to: Phase, *from_: Phase, taken: bool = False, where: Q | None = None, **fields: object
) -> bool:
    """Move the phase, if it is still one of these; answer whether it was. Others may move it, too.

    `taken`: only if this worker still has it; whoever uploaded the file is told when it comes to rest.
    `where`: only if that holds, too.
    """
    rows = Import.objects.filter(pk=import_.pk, phase__in=from_)
    fields = {"failure": "", "heartbeat": timezone.now(), **fields, "phase": to}
    if taken:
        rows = rows.filter(taken_as=import_.taken_as)
        fields["seen"] = to in UNFINISHED
    if where is not None:
        rows = rows.filter(where)
    moved = rows.update(**fields)
    import_.refresh_from_db()
    return bool(moved)
