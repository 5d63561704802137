"""What the processes of `forking` are sent for: what people and workers do with an import.

It is the latest one, or the latest of a file name.
"""

import datetime
import json
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files import File
from django.db.models import F, Model, QuerySet
from django.utils import timezone

from recommendations.implementation.models import Assessment
from recommendations.importing import progress, tasks
from recommendations.importing.models import Choice, Import, ImportProblem, Phase, PlannedChange, Question
from recommendations.models import AffectedGroup, Clause, Recommendation, Theme
from reviews.models import Document, Review

_DUE = {
    Phase.WAITING: tasks.plan_import,
    Phase.QUEUED: tasks.apply_import,
    Phase.LEAVING: tasks.revert_import,
}
_NAMED_BY: dict[type[Model], tuple[str, ...]] = {
    Review: ("slug",),
    Document: ("symbol",),
    Theme: ("slug",),
    AffectedGroup: ("slug",),
    Recommendation: ("review__slug", "number"),
    Clause: ("recommendation__review__slug", "recommendation__number", "order"),
    Assessment: ("recommendation__review__slug", "recommendation__number", "organisation__name"),
    Choice: ("kind", "scope", "key"),
}
"""Rows are told by what people call them: primary keys differ from run to run, and so do times."""
_UNTOLD = {"id", "updated_at", "recorded_at", "plan_of", "found_in", "asked_by"}
_ROOMS = ("reviews", "recommendations", "implementation")
_A_DAY = datetime.timedelta(days=1)


def receive(path: str, at: float = 0) -> None:
    """Take a file in, as the page does; at a time by the clock, as others do."""
    while timezone.now().timestamp() < at:
        pass
    with Path(path).open("rb") as file:
        tasks.enqueue(progress.receive_file(File(file, name=Path(path).name), by=None))


def work(name: str = "") -> None:
    """Do the step that is due, as a worker does; none if somebody who was thought lost has done it."""
    import_ = _import(name)
    if import_.phase in _DUE:
        _DUE[Phase(import_.phase)](import_id=import_.pk)


def press(button: str, name: str = "") -> None:
    """Press a button of the import's page: start_applying, take_back or plan_again."""
    import_ = _import(name)
    which = {"version": import_.plan_version} if button == "start_applying" else {}
    assert getattr(progress, button)(import_, by=None, **which)
    import_.refresh_from_db()
    tasks.enqueue(import_)


def press_what_goes_on(goal: str) -> None:
    """The one click after which an import that failed on its way to a phase goes on."""
    if goal == Phase.REVERTED:
        press("take_back")
    else:
        press("start_applying" if _import("").written else "plan_again")


def let_time_pass() -> None:
    """What nobody works on was not touched for a day; whoever looks after such imports looks now."""
    age()
    progress.resume(now=timezone.now())


def age() -> None:
    Import.objects.unfinished().update(heartbeat=F("heartbeat") - _A_DAY)


def look_after_imports() -> None:
    """Let time pass, and have a worker look."""
    age()
    tasks.resume_imports.delay()


def write_content(path: str) -> None:
    """Write all that is known of reviews and recommendations to a file, and the plan of the latest import."""
    content = {
        model._meta.label: _told(model._base_manager.all())
        for room in _ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    }
    latest = _import("")
    plan = {
        "lines": _told(PlannedChange.objects.filter(plan_of=latest)),
        "problems": _told(ImportProblem.objects.filter(found_in=latest)),
        "questions": _told(Question.objects.filter(asked_by=latest)),
        "choices": _told(Choice.objects.all()),
        "import": [latest.counts, latest.problem_count, latest.format, latest.symbol, latest.written],
    }
    Path(path).write_text(json.dumps({"content": content, "plan": plan}), encoding="utf-8")


def _told(rows: "QuerySet[Any]") -> list[str]:
    names: list[str] = []
    for field in rows.model._meta.concrete_fields:
        if field.name not in _UNTOLD:
            keys = _NAMED_BY.get(field.related_model, ()) if field.is_relation else ()
            names += [f"{field.name}__{key}" for key in keys] or [field.attname]
    return sorted(json.dumps(row, default=str, sort_keys=True) for row in rows.order_by().values_list(*names))


def _import(name: str) -> Import:
    imports = Import.objects.filter(name=name) if name else Import.objects.all()
    return imports.latest("pk")
