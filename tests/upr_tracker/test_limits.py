"""What a task may use: real processes that ask for more."""

import os
import subprocess
import sys
import textwrap

import pytest
from django.conf import settings

from upr_tracker.celery import app
from upr_tracker.limits import BoundedTask, OutOfMemoryError
from upr_tracker.management.commands import quickstart

BOUNDED = """
    import os, sys
    os.environ["DJANGO_SETTINGS_MODULE"] = "upr_tracker.settings"
    import django
    django.setup()
    from upr_tracker.celery import bound_worker_process
    bound_worker_process()
    def take(megabytes):
        return [bytes(2**20) for _ in range(megabytes)]
"""


@pytest.fixture
def in_bounds(tmp_path):
    """Run code in a process with the bounds of a worker; answer what it prints."""

    def in_bounds(code: str, **variables: str) -> str:
        process = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(BOUNDED) + textwrap.dedent(code)],
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **variables},
            capture_output=True,
            text=True,
            check=True,
        )
        return process.stdout.strip()

    return in_bounds


TAKE_TOO_MUCH = """
    try:
        take(2000)
    except MemoryError:
        print("refused")
    print(len(take(30)))
"""


def test_who_asks_for_more_memory_gets_an_error_and_can_go_on(in_bounds):
    assert in_bounds(TAKE_TOO_MUCH) == "refused\n30"


def test_the_bound_is_the_one_that_is_set(in_bounds):
    take = "print(len(take(300)))"

    assert in_bounds(take, WORKER_MEMORY_MB="500") == "300"
    with pytest.raises(subprocess.CalledProcessError):
        in_bounds(take, WORKER_MEMORY_MB="200")


def test_threads_databases_and_documents_find_room_in_little_memory(in_bounds):
    code = """
        import io, threading
        import lxml.etree, psycopg, pypdfium2
        from django.db import connection
        threads = [threading.Thread(target=take, args=[1]) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        connection.cursor().execute("SELECT 1")
        with pypdfium2.PdfDocument.new() as made:
            made.new_page(600, 800)
            made.save(data := io.BytesIO())
        with pypdfium2.PdfDocument(data) as read:
            print(len(read))
    """

    assert in_bounds(code, WORKER_MEMORY_MB="120") == "1"


def test_a_document_too_large_for_the_memory_ends_in_an_error_and_not_the_process(in_bounds):
    code = """
        import pypdfium2
        with pypdfium2.PdfDocument.new() as made:
            page = made.new_page(600, 800)
            try:
                page.render(scale=60)
            except MemoryError:
                print("refused")
    """

    assert in_bounds(code, WORKER_MEMORY_MB="300") == "refused"


def test_no_memory_error_leaves_a_task_for_it_would_stop_the_worker():
    class Greedy(BoundedTask):
        name = "greedy"

        def run(self):
            raise MemoryError

    with pytest.raises(OutOfMemoryError, match="WORKER_MEMORY_MB") as caught:
        Greedy()()

    assert caught.value.__context__ is None, "it holds on to nothing of what took up the memory"


def test_every_task_is_bounded():
    app.loader.import_default_modules()

    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert ours
    assert all(isinstance(task, BoundedTask) for task in ours)
    assert 0 < app.conf.task_soft_time_limit < app.conf.task_time_limit <= 30 * 60
    assert app.conf.worker_max_memory_per_child < settings.WORKER_MEMORY_MB * 1024


def test_on_a_laptop_too_tasks_run_in_processes_of_their_own_that_can_be_bounded():
    assert not {"--pool", "-P"} & set(quickstart.WORKER)
    assert app.conf.worker_pool == "prefork"
