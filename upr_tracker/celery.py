"""The Celery application. `celery -A upr_tracker.celery worker` starts a worker."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_tracker.settings")

app = Celery("upr_tracker", task_cls="upr_tracker.limits:BoundedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def bound_worker_process(**signal: Any) -> None:
    from django.conf import settings

    from upr_tracker.limits import limit_memory, seldom_collect_garbage

    limit_memory(settings.WORKER_MEMORY_MB)
    seldom_collect_garbage()
