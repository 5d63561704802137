"""Real worker processes over real brokers, each with a database of its own, and what SIGKILL does to them."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.recommendations.importing.documents import sections

pytestmark = pytest.mark.services

ROOT = Path(__file__).resolve().parents[3]
ITEMS = 900  # ten chunks
PATIENCE = 60  # seconds

RECEIVE = """
from pathlib import Path
from django.core.files import File
from django.core.management import call_command
from recommendations.importing import progress, tasks
call_command("migrate", verbosity=0)
call_command("load_fixtures", verbosity=0)
with Path("{file}").open("rb") as file:
    tasks.enqueue(progress.receive_file(File(file, name="report.pdf"), by=None))
"""
COUNTED = ["recommendation", "clause", "clause_states", "response"]
COUNTS = [f"SELECT count(*) FROM recommendations_{table}" for table in COUNTED]  # noqa: S608
APPLY = """
from recommendations.importing import progress, tasks
from recommendations.importing.models import Import
import_ = Import.objects.get()
assert progress.start_applying(import_)
tasks.enqueue(import_)
"""


class Installation:
    """A database, a broker, and the processes that use them."""

    def __init__(self, folder: Path, broker: str) -> None:
        self.folder = folder
        self.postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
        self.database = f"sqlite:///{folder}/upr.sqlite3"
        if self.postgres:
            self._make_postgres_database(f"test_workers_{os.getpid()}_{broker.partition(':')[0]}")
        self.environment = {
            **os.environ,
            "VAR_DIR": str(folder),
            "DATABASE_URL": self.database,
            "CELERY_BROKER_URL": broker,
        }
        self.worker: subprocess.Popen[bytes] | None = None

    def _make_postgres_database(self, name: str) -> None:
        self.server = os.environ["DATABASE_URL"]
        self.database = urlunsplit(urlsplit(self.server)._replace(path=f"/{name}"))
        self.name = name
        self._tell_server(f"DROP DATABASE IF EXISTS {name}")
        self._tell_server(f"CREATE DATABASE {name}")

    def _tell_server(self, words: str) -> None:
        maintenance = urlunsplit(urlsplit(self.server)._replace(path="/postgres"))
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(words)

    def connect(self) -> Any:
        if self.postgres:
            return psycopg.connect(self.database)
        return sqlite3.connect(self.folder / "upr.sqlite3", timeout=20, isolation_level=None)

    def ask(self, question: str) -> tuple[Any, ...]:
        connection = self.connect()
        try:
            return connection.execute(question).fetchone()
        finally:
            connection.close()

    def tell(self, words: str) -> None:
        connection = self.connect()
        try:
            connection.execute(words)
            connection.commit()
        finally:
            connection.close()

    def start(self, code: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        return subprocess.Popen(words, cwd=ROOT, env=self.environment)

    def start_worker(self) -> None:
        with (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "upr_tracker.celery", "worker", "--concurrency", "1"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill_worker(self) -> None:
        """Take the worker and its children away without a word."""
        if self.worker:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.worker = None

    def close(self) -> None:
        self.kill_worker()
        if self.postgres:
            self._tell_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def wait_until(self, answer: Callable[[tuple[Any, ...]], bool], question: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not answer(found := self.ask(question)):
            if time.monotonic() > deadline:
                log = (self.folder / "worker.log").read_text()
                pytest.fail(f"{question} answered {found} to the end.\n{log[-3000:]}")
            time.sleep(0.01)


@pytest.fixture
def redis(tmp_path) -> Iterator[str]:
    """The address of a Redis: TEST_REDIS_URL, or one started for this test."""
    if address := os.environ.get("TEST_REDIS_URL"):
        yield address
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    yield f"redis://127.0.0.1:{port}/5"
    server.kill()
    server.wait()


@pytest.fixture(params=["redis", "filesystem"])
def installation(request, tmp_path) -> Iterator[Installation]:
    broker = request.getfixturevalue("redis") if request.param == "redis" else "filesystem://"
    made = Installation(tmp_path, broker)
    yield made
    made.close()


def test_a_report_is_imported_by_a_worker_that_is_killed_in_the_middle(
    installation, tmp_path, make_report, closing
):
    report = tmp_path / "report.pdf"
    laws = [f"Adopt law number {number} (France; Portugal)" for number in range(1, ITEMS + 1)]
    pages = make_report(*sections(laws, closing))
    report.write_bytes(pages.replace(b"Cambodia", b"Viet Nam").replace(b"A/HRC/26/16", b"A/HRC/26/99"))
    lines = ITEMS + 2

    assert installation.start(RECEIVE.format(file=report)).wait() == 0
    before = [installation.ask(count) for count in COUNTS]
    installation.start_worker()
    installation.wait_until(lambda found: found == ("planned",), "SELECT phase FROM importing_import")
    button = installation.start(APPLY)
    installation.wait_until(lambda found: found[0] > 0, "SELECT rows_done FROM importing_import")
    installation.kill_worker()
    assert button.wait() == 0
    phase, done = installation.ask("SELECT phase, rows_done FROM importing_import")
    assert phase == "applying", "it was killed in the middle"
    assert 0 < done < lines

    installation.tell("UPDATE importing_import SET heartbeat = '2020-01-01 00:00:00+00:00'")  # time passes
    installation.start_worker()

    installation.wait_until(lambda found: found == ("applied",), "SELECT phase FROM importing_import")
    assert installation.ask("SELECT rows_done, rows_total FROM importing_import") == (lines, lines)
    after = [installation.ask(count) for count in COUNTS]
    written = [new - old for (new,), (old,) in zip(after, before, strict=True)]
    assert written == [ITEMS, ITEMS, 2 * ITEMS, ITEMS], "nothing is lost, nothing doubled"
