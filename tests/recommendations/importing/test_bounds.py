"""Real workers with little memory, little time or no disk: what is too much fails in words."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.benchmarks import generate_uhri
from tests.disk import files_in, room_for
from tests.recommendations.importing.word import make_docx, p

pytestmark = pytest.mark.services

SMALL, LARGE = "small.json", "large"
LITTLE_MEMORY = "135"  # megabytes; a worker has 90 before it begins, and the large document takes 100
LITTLE_TIME = "0.1"  # minutes, the least that can be set


@pytest.fixture
def small(tmp_path) -> Path:
    path = tmp_path / SMALL
    generate_uhri.write_json(path, megabytes=0.05)
    return path


def state_of(name: str) -> str:
    return f"SELECT phase, attempts, failure FROM importing_import WHERE name LIKE '{name}%'"  # noqa: S608


def see_it_fail(installation) -> str:
    """Wait until the large file has been tried for the last time; answer why it is not tried again."""
    large = state_of(LARGE)
    installation.wait_until(lambda found: found[0] in ("waiting", "failed") and found[1] > 0, large)
    if installation.ask(large)[0] == "waiting":
        installation.let_time_pass()
    installation.wait_until(lambda found: found[0] == "failed", large)
    _, attempts, failure = installation.ask(large)
    assert attempts == 2, "it was tried twice"
    return failure


def see_the_small_one_planned(installation) -> None:
    installation.wait_until(lambda found: found[0] == "planned", state_of(SMALL))


def test_a_file_that_takes_too_much_memory_is_tried_twice_and_the_queue_goes_on(
    installation, tmp_path, small
):
    large = tmp_path / "large.docx"
    installation.environment["WORKER_MEMORY_MB"] = LITTLE_MEMORY
    large.write_bytes(make_docx("".join(p(f"Paragraph {number}") for number in range(80_000))))
    installation.prepare()
    installation.receive(large, small)

    installation.start_worker()

    see_the_small_one_planned(installation)
    assert "memory" in see_it_fail(installation)
    assert installation.worker.poll() is None, "the worker is alive"


def test_a_file_that_takes_too_long_is_tried_twice_and_the_queue_goes_on(installation, tmp_path, small):
    large = tmp_path / "large.xlsx"
    generate_uhri.write_xlsx(large, count=40_000)
    installation.environment["WORKER_MINUTES"] = LITTLE_TIME  # whoever sends a task says how long it may take
    installation.prepare()
    installation.receive(large, small)

    installation.start_worker()

    see_the_small_one_planned(installation)
    assert "minutes" in see_it_fail(installation)
    assert installation.worker.poll() is None, "the worker is alive"


def test_a_process_that_hangs_is_killed_and_its_import_is_continued(installation, tmp_path, small):
    large = tmp_path / "large.xlsx"
    generate_uhri.write_xlsx(large, count=3_000)
    installation.environment["WORKER_MINUTES"] = LITTLE_TIME  # whoever sends a task says how long it may take
    installation.prepare()
    installation.receive(large)
    installation.start_worker()
    installation.wait_until(lambda found: found[0] == "reading", state_of(LARGE))

    os.kill(child_of(installation.worker.pid), signal.SIGSTOP)
    installation.receive(small)

    see_the_small_one_planned(installation)
    installation.let_time_pass()
    installation.wait_until(lambda found: found[0] == "planned", state_of(LARGE))


def child_of(worker: int) -> int:
    """The process that does the work of a worker with one such process."""
    words = ["ps", "-o", "pid=", "--ppid", str(worker)]
    return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()[0])


@pytest.mark.parametrize("installation", ["filesystem"], indirect=True)
def test_a_file_for_which_there_is_no_room_leaves_nothing_and_is_told(installation, tmp_path):
    large = tmp_path / "large.json"
    generate_uhri.write_json(large, megabytes=40)
    installation.prepare()

    with room_for(30 * generate_uhri.MEGABYTE):
        told = installation.manage("import_document", str(large))

    assert told.returncode == 1
    assert told.stderr.startswith("CommandError: There is no room left on the server for this file.")
    assert installation.ask("SELECT count(*) FROM importing_import") == (0,)
    assert not files_in(tmp_path / "files")
