"""An installation with processes of its own: database, broker, workers; for tests of what happens to them."""

import atexit
import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.recommendations.importing.forking import Processes

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60  # seconds

PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_fixtures", verbosity=0)
"""
RECEIVE = """
from pathlib import Path
from django.core.files import File
from recommendations.importing import progress, tasks
for path in map(Path, {paths}):
    with path.open("rb") as file:
        tasks.enqueue(progress.receive_file(File(file, name=path.name), by=None))
"""
RESUME = """
from recommendations.importing.tasks import resume_imports
resume_imports.delay()
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
        self._processes: list[Processes] = []

    def _make_postgres_database(self, name: str) -> None:
        self.server = os.environ["DATABASE_URL"]
        self.database = database_of(self.server, name)
        self.name = name

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

    def run(self, code: str) -> None:
        assert self.start(code).wait() == 0

    def fork(self) -> Processes:
        """Answer what starts processes in a moment."""
        self._processes.append(Processes(self.environment))
        return self._processes[-1]

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def prepare(self) -> None:
        """Make the tables and load our own data: a copy of what was made so for the first of all tests."""
        if self.postgres:
            tell_server(self.server, f"DROP DATABASE IF EXISTS {self.name}")
            tell_server(self.server, f"CREATE DATABASE {self.name} TEMPLATE {postgres_template(self.server)}")
        else:
            shutil.copyfile(sqlite_template(), self.folder / "upr.sqlite3")

    def receive(self, *paths: Path) -> None:
        """Take files in, one after the other, as the page does."""
        self.run(RECEIVE.format(paths=[str(path) for path in paths]))

    def let_time_pass(self) -> None:
        """What nobody works on was not touched for years; whoever looks after such imports looks now."""
        self.tell("UPDATE importing_import SET heartbeat = '2020-01-01 00:00:00+00:00'")
        self.run(RESUME)

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
        for processes in self._processes:
            processes.close()
        if self.postgres:
            tell_server(self.server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def wait_until(self, answer: Callable[[tuple[Any, ...]], bool], question: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not answer(found := self.ask(question)):
            if time.monotonic() > deadline:
                pytest.fail(f"{question} answered {found} to the end.\n{self.log()}")
            time.sleep(0.01)

    def log(self) -> str:
        """What the worker said last."""
        return (self.folder / "worker.log").read_text()[-3000:]


def database_of(server: str, name: str) -> str:
    """The address of a database of a PostgreSQL server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def tell_server(server: str, words: str) -> None:
    with psycopg.connect(database_of(server, "postgres"), autocommit=True) as connection:
        connection.execute(words)


@cache
def sqlite_template() -> Path:
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "upr.sqlite3"
    prepare(f"sqlite:///{path}")
    return path


@cache
def postgres_template(server: str) -> str:
    name = f"test_workers_{os.getpid()}_template"
    tell_server(server, f"DROP DATABASE IF EXISTS {name}")
    tell_server(server, f"CREATE DATABASE {name}")
    atexit.register(forget_template, server, name)
    prepare(database_of(server, name))
    return name


def forget_template(server: str, name: str) -> None:
    with contextlib.suppress(psycopg.OperationalError):  # a server of a test's own is gone by then
        tell_server(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def prepare(database: str) -> None:
    words = [sys.executable, "manage.py", "shell", "-v0", "-c", PREPARE]
    subprocess.run(words, cwd=ROOT, env={**os.environ, "DATABASE_URL": database}, check=True)
