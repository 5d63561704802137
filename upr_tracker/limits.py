"""What one task of a worker may use: memory and time (WORKER_MEMORY_MB, WORKER_MINUTES).

Past its memory a task gets a MemoryError, past its time a SoftTimeLimitExceeded, each inside the code that
went too far, which can then say so. A task that does not end even then is killed a little later.
"""

import gc
import logging
import resource
from typing import Any

from celery.contrib.django.task import DjangoTask

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024


class OutOfMemoryError(Exception):
    """A task needed more memory than a worker may have."""


class BoundedTask(DjangoTask):
    """Base of all tasks. Celery takes a MemoryError for its own and stops the worker: none may get out."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return self.run(*args, **kwargs)
        except MemoryError:
            pass
        # Raised out here, so that it holds on to nothing of what took up the memory.
        raise OutOfMemoryError("The task needed more memory than WORKER_MEMORY_MB allows.")


def limit_memory(megabytes: int) -> None:
    """Let this process have so much memory of its own; whoever asks for more gets a MemoryError.

    Counts what a process may write to (RLIMIT_DATA), not what it merely maps, such as the pages of a
    database file. Systems that know no such limit are told apart in the log; the task is then unbounded.
    """
    limit = megabytes * MEGABYTE
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    except (OSError, ValueError) as error:
        logger.warning("This system does not limit the memory of a worker: %s", error)


def seldom_collect_garbage() -> None:
    """Let Python look for garbage less often, and never among what is loaded when a process begins.

    Imports make millions of small objects, next to none of them in circles: looking through them over and
    over took a fifth of the time of a plan.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
