"""Write a plan to the database, in chunks that each happen entirely or not at all.

Killed between two chunks or inside one, applying goes on where it stopped: `Import.written` says up to which
line the plan is in the database, and moves in the transaction that writes.
"""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models.expressions import Combinable
from django.utils import timezone

from recommendations.importing.choices import answered_since
from recommendations.importing.comparing import RECOMMENDATION, Compared, compare, held_for
from recommendations.importing.models import ChangeKind, Import, Phase, PlannedChange
from recommendations.importing.models.plans import PlannedChangeQuerySet
from recommendations.importing.portraits import Held
from recommendations.importing.writing import write
from recommendations.models import Recommendation
from reviews.models import Cycle

_NEW_AT_ONCE = 5000

CHUNK = 1000
"""Lines written in one transaction: about a second, so that progress is seen and locks are short."""


class OutdatedPlanError(Exception):
    """The data changed after the plan was made, so that carrying it out would not do what it says."""


def apply_plan(import_: Import) -> None:
    """Write all lines that are not written yet, as the import, freshly loaded, says.

    Does nothing more as soon as another worker has the import. Raises OutdatedPlanError where the database is
    not as the plan found it: before anything is written, or, where somebody changes the same records in the
    middle, before the chunk that is concerned. So it does where a question of the plan has been answered.
    """
    if not import_.written and Import.objects.filter(answered_since(), pk=import_.pk).exists():
        raise OutdatedPlanError("answers")
    _check_whole(import_)
    while _apply_chunk(import_):
        pass


def _check_whole(import_: Import) -> None:
    """Look through all lines that are not written yet. Of most it is enough that they are not there yet."""
    lines = import_.changes.writing().filter(order__gt=import_.written).defer("conflicts").in_order()
    new = lines.filter(model=RECOMMENDATION, kind=ChangeKind.CREATE)
    for several in in_chunks(lines.exclude(model=RECOMMENDATION, kind=ChangeKind.CREATE), CHUNK):
        check(several, held_for(several))
        keep_alive(import_)
    last = 0
    while keys := list(new.filter(order__gt=last).values_list("order", "review_slug", "key")[:_NEW_AT_ONCE]):
        present = Recommendation.objects.filter(review__slug__in={slug for _, slug, _ in keys})
        there = {f"{slug} {number}" for slug, number in present.values_list("review__slug", "number")}
        if taken := there.intersection(key for _, _, key in keys):
            raise OutdatedPlanError(min(taken))
        keep_alive(import_)
        last = keys[-1][0]


def in_chunks(lines: PlannedChangeQuerySet, size: int) -> Iterator[list[PlannedChange]]:
    """Yield lines, in order, so many at a time."""
    last = 0
    while several := list(lines.filter(order__gt=last)[:size]):
        yield several
        last = several[-1].order


def check(lines: Sequence[Compared], held: Held) -> None:
    """Make sure that the lines would do what they say."""
    for line in lines:
        found = compare(line, held)
        if (found.kind, found.fields) != (line.kind, line.fields):
            raise OutdatedPlanError(str(line))


def _apply_chunk(import_: Import) -> bool:
    """Write the next lines; answer whether there were any."""
    lines = _next_lines(import_)
    with transaction.atomic():
        written = lock(import_, Phase.APPLYING)
        if not lines or written is None:
            return False
        wait_for_turn()
        held = held_for(lines)
        check(lines, held)
        write(lines, held)
        move_cursor(import_, lines[-1].order, done=lines[-1].order)
    import_.written = lines[-1].order
    return True


def _next_lines(import_: Import) -> list[PlannedChange]:
    """Read outside the transaction that writes them, between two of which others get their turn: on SQLite
    nobody else can write during one, and cancelling an import is writing, too."""
    lines = import_.changes.writing().filter(order__gt=import_.written)
    return list(lines.defer("conflicts").in_order()[:CHUNK])


def lock(import_: Import, phase: Phase) -> int | None:
    """Keep the import to this transaction; answer up to which line it is written, None where it is no longer
    ours: another worker has it, or somebody cancelled it."""
    ours = Import.objects.select_for_update().filter(pk=import_.pk, phase=phase, taken_as=import_.taken_as)
    return ours.values_list("written", flat=True).first()


def wait_for_turn() -> None:
    """Let imports write one after the other, also what none of them has created yet: reviews and documents
    that two of them bring at the same time. Nobody else waits."""
    list(Cycle.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def move_cursor(import_: Import, written: int, *, done: int | Combinable) -> None:
    """Note up to which line the plan is written, and how many lines of this phase are `done`.

    Attempts count those that came to nothing.
    """
    Import.objects.filter(pk=import_.pk).update(
        written=written, rows_done=done, heartbeat=timezone.now(), attempts=0
    )


def keep_alive(import_: Import) -> None:
    """Let nobody take the import for abandoned."""
    Import.objects.filter(pk=import_.pk, taken_as=import_.taken_as).update(heartbeat=timezone.now())
