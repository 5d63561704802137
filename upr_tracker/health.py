"""Whether this installation can work: for container health checks and monitoring."""

import logging
import os
from collections.abc import Callable

from celery import current_app
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database and broker are reachable and 503 when not; why not is in the log."""
    reachable = {"database": _reaches(_ask_database), "broker": _reaches(_ask_broker)}
    return JsonResponse(
        {name: "reachable" if reached else "unreachable" for name, reached in reachable.items()},
        status=200 if all(reachable.values()) else 503,
    )


def _reaches(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception:  # whatever a driver raises
        logger.exception("Health check failed")
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker() -> None:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
        folder = (broker.transport_options or {}).get("data_folder_out")
        if folder and not os.access(folder, os.W_OK):
            raise PermissionError(f"Messages cannot be written to {folder}")
