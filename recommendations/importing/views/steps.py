"""The way of an import, step by step, and how far it is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recommendations.importing.models import Import, Phase

_AT = {
    Phase.WAITING: 1,
    Phase.READING: 1,
    Phase.PLANNING: 2,
    Phase.PLANNED: 4,
    Phase.QUEUED: 4,
    Phase.APPLYING: 4,
    Phase.APPLIED: 5,
    Phase.LEAVING: 5,
    Phase.REVERTING: 5,
    Phase.REVERTED: 6,
}
"""Which step is due in a phase: those before it are done."""

_LEAVING = (Phase.LEAVING, Phase.REVERTING, Phase.REVERTED)


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is "done", "due" (being done, or waiting for a person), "stopped" or "to-come"."""

    label: str
    state: str


def steps_of(import_: Import) -> list[Step]:
    """Answer the steps from receiving a file to applying it, and to taking it back where that was asked."""
    labels = [_("received"), _("read"), _("compared"), _("planned"), _("applied")]
    phase = Phase(import_.phase)
    if phase in _LEAVING:
        labels.append(_("taken back"))
    at = _AT.get(phase, 4 if import_.lines else 1)
    stopped = phase in (Phase.FAILED, Phase.CANCELLED)
    states = ["done" if place < at else "to-come" for place in range(len(labels))]
    if at < len(states):
        states[at] = "stopped" if stopped else "due"
    return [Step(label, state) for label, state in zip(labels, states, strict=True)]
