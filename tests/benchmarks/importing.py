"""How quickly an export is planned, applied, planned again and taken back, and in how much memory.

    python -m tests.benchmarks.importing --rows 100000
    DATABASE_URL=postgres://postgres@127.0.0.1:5432/postgres python -m tests.benchmarks.importing

Works in databases of its own, which it makes anew: SQLite files in a temporary folder, or on the server of
DATABASE_URL. The measure is the bare bulk insert of the very rows that applying left, into the same tables of
another such database, with all their constraints and indexes: COPY on PostgreSQL, executemany on SQLite.
Each step runs in a process of its own, which tells its peak of memory.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

REPORT = Path(__file__).resolve().parents[3] / "shared/documents/working-group-reports/cambodia2014.pdf"
TABLES = (
    "reviews_review",
    "reviews_document",
    "recommendations_recommendation",
    "recommendations_clause",
    "recommendations_clause_states",
    "recommendations_response",
    "recommendations_themetag",
    "recommendations_affectedgrouptag",
    "recommendations_goaltag",
)
GENERATED = {"number", "slug", "search_vector"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        _run_step(asked.step, asked.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), asked.rows)


def _measure(folder: Path, rows: int) -> None:
    from tests.benchmarks.generate_uhri import write_recommendations

    export = folder / "export.json"
    write_recommendations(export, rows)
    print(f"{rows:,} recommendations, {export.stat().st_size / 1e6:,.0f} MB")
    imported, bare = (_environment(folder, name) for name in ("bench_imported", "bench_bare"))
    for environment in (imported, bare):
        _step("prepare", export, environment, quiet=True)
    _step("plan", export, imported)
    applied = _step("apply", export, imported)
    again = _step("plan again", export, imported)
    inserted = _step("insert", export, {**bare, "SOURCE_DATABASE": imported["DATABASE_URL"]})
    _step("take back", export, imported)
    print(f"applied at {inserted / applied:.2f} of the speed of the bare insert (at least 0.33)")
    print(f"planned again {applied / again:.1f} times as fast as applied (at least 2)")
    if REPORT.exists():
        _step("report", REPORT, imported)


def _environment(folder: Path, name: str) -> dict[str, str]:
    server = os.environ.get("DATABASE_URL", "")
    database = f"sqlite:///{folder}/{name}.sqlite3"
    if server.startswith("postgres"):
        import psycopg

        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
        database = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    # A million rows are larger than what people may send unless somebody raises the limit.
    return {**os.environ, "DATABASE_URL": database, "VAR_DIR": str(folder / name), "MAX_IMPORT_MB": "2000"}


def _step(step: str, file: Path, environment: dict[str, str], *, quiet: bool = False) -> float:
    """Run a step in a process of its own; answer its seconds."""
    words = [sys.executable, "-m", "tests.benchmarks.importing", "--step", step, "--file", str(file)]
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if not quiet:
        print(f"{step:<12}{told['seconds']:>8.1f} s {told['memory']:>6.0f} MB  {told['said']}", flush=True)
    return float(told["seconds"])


def _run_step(step: str, file: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_tracker.settings")
    import django

    django.setup()
    # As a worker begins: with everything loaded.
    import recommendations.importing.tasks  # noqa: F401
    from upr_tracker.limits import seldom_collect_garbage

    seldom_collect_garbage()
    began = time.perf_counter()
    said = _STEPS[step](file)
    seconds = time.perf_counter() - began
    if isinstance(said, float):
        seconds, said = said, ""
    used = resource.getrusage(resource.RUSAGE_SELF)
    memory = used.ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory, "said": said}))


def _prepare(file: Path) -> str:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0)
    return ""


def _plan(file: Path) -> str:
    from django.core.files import File

    from recommendations.importing import progress

    with file.open("rb") as opened:
        import_ = progress.receive_file(File(opened, name=file.name), by=None)
    progress.read_and_plan(import_)
    return f"{import_.phase} {import_.counts} {import_.failure}"


def _apply(file: Path) -> str:
    from recommendations.importing import progress

    import_ = _latest()
    progress.start_applying(import_, version=import_.plan_version, by=None)
    progress.apply(import_)
    return f"{import_.phase} {import_.failure}"


def _plan_again(file: Path) -> str:
    from recommendations.importing import progress

    import_ = progress.plan_again(_latest(), by=None)
    progress.read_and_plan(import_)
    return f"{import_.phase} {import_.counts} {import_.failure}"


def _take_back(file: Path) -> str:
    from recommendations.importing import progress
    from recommendations.importing.models import Import

    import_ = Import.objects.filter(counts__create__gt=0).latest("pk")
    progress.take_back(import_, by=None)
    progress.revert(import_)
    return f"{import_.phase} {import_.failure}"


def _report(file: Path) -> str:
    return f"{_plan(file)} {_apply(file)}"


def _latest() -> Any:
    from recommendations.importing.models import Import

    return Import.objects.latest("pk")


def _insert(file: Path) -> float:
    """Insert the rows that the other database has; answer the seconds of inserting alone."""
    from django.db import connection

    source = os.environ["SOURCE_DATABASE"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor == "postgresql":
            return _copy(source, connection.connection)
        return _execute_many(source.removeprefix("sqlite:///"), connection.connection)


def _copy(source: str, target: Any) -> float:
    import psycopg

    seconds = 0.0
    with psycopg.connect(source) as reading, target.transaction():
        for table in TABLES:
            columns = ", ".join(_columns(reading.execute(f"SELECT * FROM {table} LIMIT 0")))
            known = {key for (key,) in target.execute(f"SELECT id FROM {table}")}
            with reading.cursor().copy(f"COPY (SELECT {columns} FROM {table} ORDER BY id) TO STDOUT") as out:
                rows = [bytes(block) for block in out]
            rows = [row for row in rows if int(row.split(b"\t", 1)[0]) not in known]
            began = time.perf_counter()
            with target.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as into:
                for row in rows:
                    into.write(row)
            seconds += time.perf_counter() - began
        began = time.perf_counter()
    return seconds + time.perf_counter() - began


def _execute_many(source: str, target: Any) -> float:
    import sqlite3

    seconds = 0.0
    reading = sqlite3.connect(source)
    target.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        columns = _columns(reading.execute(f"SELECT * FROM {table} LIMIT 0"))
        known = {key for (key,) in target.execute(f"SELECT id FROM {table}")}
        rows = reading.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id")
        new = [row for row in rows if row[0] not in known]
        marks = ", ".join("?" * len(columns))
        began = time.perf_counter()
        target.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", new)
        seconds += time.perf_counter() - began
    began = time.perf_counter()
    target.execute("COMMIT")
    return seconds + time.perf_counter() - began


def _columns(cursor: Any) -> list[str]:
    return [f'"{name}"' for name, *_ in cursor.description if name not in GENERATED]


_STEPS: dict[str, Callable[[Path], str | float]] = {
    "prepare": _prepare,
    "plan": _plan,
    "apply": _apply,
    "plan again": _plan_again,
    "insert": _insert,
    "take back": _take_back,
    "report": _report,
}

if __name__ == "__main__":
    main()
