"""Take an applied plan back: the same lines in reverse, in chunks that each happen entirely or not at all.

What an import wrote is taken away only as long as it is as the import left it. Where something was built on
it since - another import, a person's correction, an assessment - nothing is touched, and what stands in the
way is answered by name (`later`). The time of the last change stays the one exception to "as before": whoever
asks what changed since yesterday must learn of it.
"""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from recommendations.importing.applying import CHUNK, keep_alive, lock, move_cursor, wait_for_turn
from recommendations.importing.comparing import held_for
from recommendations.importing.later import MOST_NAMED, Uses, changes_since, later_change
from recommendations.importing.models import Import, Phase, PlannedChange
from recommendations.importing.records import Problem
from recommendations.importing.writing import take_back


class LaterChangesError(Exception):
    """Later changes stand on what the import wrote; `problems` name them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} later changes")


def revert_plan(import_: Import) -> None:
    """Take all lines back that are written, the last one first. Repeating it does no harm.

    Raises LaterChangesError before anything is taken back, or, where somebody changes the same records in the
    middle, before the chunk that is concerned.
    """
    later = list(_later_changes(import_))
    if later:
        raise LaterChangesError(later)
    while _revert_chunk(import_):
        pass


def _later_changes(import_: Import) -> Iterator[Problem]:
    uses = Uses()
    count, last = 0, 0
    while lines := list(
        import_.changes.writing().filter(order__gt=last, order__lte=import_.written).in_order()[:CHUNK]
    ):
        for found in changes_since(lines, import_):
            yield found
            count += 1
            if count >= MOST_NAMED:
                return
        uses.count(lines)
        last = lines[-1].order
        keep_alive(import_)
    yield from uses.by_others(import_)


def _revert_chunk(import_: Import) -> bool:
    """Take the last lines back; answer whether there were any. See `applying` for why they are read first."""
    lines = list(import_.changes.writing().filter(order__lte=import_.written).order_by("-order")[:CHUNK])
    rest = lines[-1].order - 1 if lines else 0
    with transaction.atomic():
        if lock(import_, Phase.REVERTING) is None:
            return False
        if lines:
            wait_for_turn()
            _take_back(lines, import_)
        move_cursor(import_, rest, done=F("rows_total") - rest)
    import_.written = rest
    return bool(lines)


def _take_back(lines: Sequence[PlannedChange], import_: Import) -> None:
    if later := list(changes_since(lines, import_)):
        raise LaterChangesError(later)
    try:
        take_back(lines, held_for(lines))
    except ProtectedError as error:
        names = ", ".join(sorted({str(row) for row in error.protected_objects})[:20])
        raise LaterChangesError([later_change(names, _("something rests on it"))]) from error
