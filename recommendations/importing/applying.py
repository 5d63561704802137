"""Write a plan to the database, in chunks that each happen entirely or not at all.

Killed between two chunks or inside one, applying goes on where it stopped: `Import.written` says up to which
line the plan is in the database, and moves in the transaction that writes.
"""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from recommendations.importing.comparing import Compared, compare, held_for
from recommendations.importing.models import Import, Phase, PlannedChange
from recommendations.importing.portraits import Held
from recommendations.importing.writing import write
from reviews.models import Review

CHUNK = 500
"""Lines written in one transaction: about a second, so that progress is seen and locks are short."""


class OutdatedPlanError(Exception):
    """The data changed after the plan was made, so that carrying it out would not do what it says."""


def apply_plan(import_: Import) -> None:
    """Write all lines that are not written yet. Repeating it does no harm.

    Does nothing more as soon as another worker has the import. Raises OutdatedPlanError where the database is
    not as the plan found it: before anything is written, or, where somebody changes the same records in the
    middle, before the chunk that is concerned.
    """
    for lines in _chunks(import_):
        check(lines, held_for(lines))
        keep_alive(import_)
    while _apply_chunk(import_):
        pass


def _chunks(import_: Import) -> Iterator[list[PlannedChange]]:
    last = import_.written
    while lines := list(import_.changes.writing().filter(order__gt=last).in_order()[:CHUNK]):
        yield lines
        last = lines[-1].order


def check(lines: Sequence[Compared], held: Held) -> None:
    """Make sure that the lines would do what they say."""
    for line in lines:
        found = compare(line, held)
        if (found.kind, found.fields) != (line.kind, line.fields):
            raise OutdatedPlanError(str(line))


@transaction.atomic
def _apply_chunk(import_: Import) -> bool:
    """Write the next lines; answer whether there were any."""
    written = lock(import_, Phase.APPLYING)
    if written is None:
        return False
    lines = list(import_.changes.writing().filter(order__gt=written).in_order()[:CHUNK])
    if lines:
        lock_reviews(lines)
        held = held_for(lines)
        check(lines, held)
        write(lines, held)
        move_cursor(import_, lines[-1].order)
    return bool(lines)


def lock(import_: Import, phase: Phase) -> int | None:
    """Keep the import to this transaction; answer up to which line it is written, None where it is no longer
    ours: another worker has it, or somebody cancelled it."""
    ours = Import.objects.select_for_update().filter(pk=import_.pk, phase=phase, taken_as=import_.taken_as)
    return ours.values_list("written", flat=True).first()


def lock_reviews(lines: Sequence[PlannedChange]) -> None:
    """Let two imports of one review write one after the other."""
    slugs = {line.review_slug for line in lines}
    list(Review.objects.select_for_update().filter(slug__in=slugs).order_by("pk").values_list("pk"))


def move_cursor(import_: Import, written: int) -> None:
    """Attempts count those that came to nothing."""
    Import.objects.filter(pk=import_.pk).update(
        written=written, rows_done=written, heartbeat=timezone.now(), attempts=0
    )


def keep_alive(import_: Import) -> None:
    """Let nobody take the import for abandoned."""
    Import.objects.filter(pk=import_.pk, taken_as=import_.taken_as).update(heartbeat=timezone.now())
