"""What workers do with imports: load one by its id, call one function."""

import logging
from typing import Any, cast

from celery import shared_task
from celery.contrib.django.task import DjangoTask
from celery.signals import worker_ready
from django.utils import timezone
from kombu.exceptions import OperationalError

from recommendations.importing import progress
from recommendations.importing.models import Import, Phase

logger = logging.getLogger(__name__)


@shared_task
def plan_import(*, import_id: int) -> None:
    progress.read_and_plan(Import.objects.get(pk=import_id))


@shared_task
def apply_import(*, import_id: int) -> None:
    progress.apply(Import.objects.get(pk=import_id))


@shared_task
def revert_import(*, import_id: int) -> None:
    progress.revert(Import.objects.get(pk=import_id))


@shared_task
def resume_imports() -> None:
    """Once a minute and whenever a worker starts: no broker is trusted to remember every import."""
    for import_ in progress.resume(now=timezone.now()):
        enqueue(import_)


@worker_ready.connect
def resume_at_start(**signal: Any) -> None:
    resume_imports.delay()


_STEPS = {Phase.QUEUED: apply_import, Phase.LEAVING: revert_import}


def enqueue(import_: Import) -> None:
    """Ask a worker for the step that is due, once the transaction is committed.

    Without a broker nothing is lost: `resume_imports` asks again when there is one.
    """
    step = cast(DjangoTask, _STEPS.get(Phase(import_.phase), plan_import))
    try:
        step.delay_on_commit(import_id=import_.pk)
    except OperationalError:
        logger.warning("The broker does not answer; import %s waits.", import_.pk)
