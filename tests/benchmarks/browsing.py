"""How quickly the list of recommendations answers with all its facets, beside Datasette on the same rows.

    python3 -m venv /tmp/datasette && /tmp/datasette/bin/pip install datasette
    python -m tests.benchmarks.browsing --rows 10000 100000 --datasette /tmp/datasette/bin/datasette
    DATABASE_URL=postgres://postgres@127.0.0.1:5432/postgres python -m tests.benchmarks.browsing --rows 10000

Works in databases of its own, filled by `generate_dataset`: SQLite files in a temporary folder (or in
--folder, where they are kept and used again), or on the server of DATABASE_URL. Datasette serves one flat
table made from the same database: a column for each facet of our page (JSON arrays where a recommendation has
several values), indexes on the plain ones, full-text search with Porter's stemmer. Which values these are is
asked of our own filters, so that both have the same facets whatever we add; that both count the same is
checked first. Datasette's facets are simpler than ours: they honour their own filter, too, and have no tree.

Either is served by its real server in one process and asked one request after another for its HTML, warm,
each time with another word, so that nothing can come from a cache of answers.
"""

import argparse
import http.client
import json
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
#: Typical questions. "q" stands for a word of the list below, another in each request.
QUESTIONS: tuple[dict[str, str], ...] = (
    {"q": ""},
    {"q": "", "cycle": "2"},
    {"q": "", "cycle": "3", "group": "weog"},
    {"q": "", "position": "noted", "theme": "violence-against-women"},
    {"group": "african"},
    {},
)
#: From very common ones to rare ones; of several words all must occur.
WORDS = (
    *("torture", "trafficking", "women violence", "death penalty", "education", "migrant workers"),
    *("journalists", "children", "prisons overcrowding", "convention", "reservations", "Roma"),
    *("civil society", "police training", "moratorium", "disabilities", "statelessness", "water"),
)
REQUESTS = 15
PATIENCE = 60  # seconds for one question; with Datasette's usual limits some facets would be left out
Times = dict[str, list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--datasette", type=Path, help="the program, installed in an environment of its own")
    parser.add_argument("--folder", type=Path, help="where the databases are kept")
    parser.add_argument("--flatten", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.flatten:
        print(json.dumps(_flatten(asked.flatten)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        measured = [_measure(folder, rows, asked.datasette) for rows in asked.rows]
    least, most = measured[0], measured[-1]
    if least is not most:
        print(f"From {asked.rows[0]:,} to {asked.rows[-1]:,} recommendations, medians grow")
        for name, times in most.items():
            print(f"  {statistics.median(times) / statistics.median(least[name]):>5.1f} times  {name}")


def _measure(folder: Path, rows: int, datasette: Path | None) -> Times:
    """Print the figures for so many recommendations; answer the seconds of our requests by question."""
    environment, vendor = _database(folder, rows)
    print(f"\n{rows:,} recommendations on {vendor}", flush=True)
    with ExitStack() as servers:
        port = servers.enter_context(_served(_gunicorn(), environment))
        asked = [(port, [_address("/recommendations/", list(question.items())) for question in QUESTIONS])]
        if datasette:
            file = folder / vendor / f"flat-{rows}.db"
            told = _flat(file, environment)
            other = servers.enter_context(_served(_datasette(datasette, file), environment))
            path, columns = f"/{file.stem}/recommendations", told["columns"]
            _check(port, other, path, told)
            asked.append((other, [_address(path, _theirs(question, columns)) for question in QUESTIONS]))
        print(f"{'':52}{'median':>9}{'90 %':>9}{'Datasette':>11}{'90 %':>9}{'ratio':>7}  (ms)", flush=True)
        times: Times = {}
        searches = []
        for question, seconds in _ask(asked):
            times[_named(question)] = seconds[0]
            medians = [statistics.median(of_server) for of_server in seconds]
            line = f"{_named(question):<52}" + "  ".join(map(_figures, seconds))
            if datasette:
                line += f"{medians[0] / medians[1]:>7.2f}"
                searches += [medians] if "q" in question else []
            print(line, flush=True)
    if searches:
        ours, theirs = map(sum, zip(*searches, strict=True))
        print(f"with a search in {ours / theirs:.2f} of Datasette's time (at most 0.50)")
    return times


def _named(question: dict[str, str]) -> str:
    return " ".join(f"{name}={value or '(word)'}" for name, value in question.items()) or "(everything)"


def _figures(seconds: Sequence[float]) -> str:
    ninth = statistics.quantiles(seconds, n=10)[-1]
    return f"{statistics.median(seconds) * 1000:>9.0f}{ninth * 1000:>9.0f}"


# --- Databases --------------------------------------------------------------------------------------


def _database(folder: Path, rows: int) -> tuple[dict[str, str], str]:
    """Make the database with so many recommendations, or take the one that is kept."""
    server = os.environ.get("DATABASE_URL", "")
    vendor = "PostgreSQL" if server.startswith("postgres") else "SQLite"
    here = folder / vendor
    here.mkdir(parents=True, exist_ok=True)
    name = f"bench_browsing_{rows}"
    made = here / f"{name}.made"
    database = f"sqlite:///{here}/{name}.sqlite3"
    if vendor == "PostgreSQL":
        database = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    environment = {**os.environ, "DATABASE_URL": database, "VAR_DIR": str(here)}
    if made.exists():
        return environment, vendor
    if vendor == "PostgreSQL":
        import psycopg

        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
    else:
        Path(database.removeprefix("sqlite:///")).unlink(missing_ok=True)
    began = time.perf_counter()
    for words in (["migrate"], ["generate_dataset", str(rows)]):
        command = [sys.executable, "manage.py", *words, "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    print(f"\n{rows:,} recommendations generated in {time.perf_counter() - began:.0f} s on {vendor}")
    if vendor == "PostgreSQL":
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
    made.touch()
    return environment, vendor


def _flat(file: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Make the file for Datasette in a process of its own, anew: our facets may be others than last time."""
    file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.benchmarks.browsing", "--flatten", str(file)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _flatten(file: Path) -> dict[str, Any]:
    """Write one row for each recommendation, with a column for each facet; tell columns and counts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_tracker.settings")
    import django

    django.setup()
    from recommendations.models import Recommendation

    flat = sqlite3.connect(file)
    flat.execute(
        "CREATE TABLE recommendations"
        " (id INTEGER PRIMARY KEY, review TEXT, number TEXT, text TEXT, summary TEXT)"
    )
    rows = Recommendation.objects.order_by("pk").values_list(
        "pk", "review__slug", "number", "text", "summary"
    )
    flat.executemany("INSERT INTO recommendations VALUES (?, ?, ?, ?, ?)", rows.iterator(5_000))
    columns = {}
    for facet in _facets_of({}):
        held: dict[int, list[str]] = defaultdict(list)
        for value in facet.values:
            if value.count:
                for key in (
                    _question({facet.name: value.value}).rows().order_by().values_list("pk", flat=True)
                ):
                    held[key].append(value.value)
        several = any(len(values) > 1 for values in held.values())
        columns[facet.name] = "array" if several else "plain"
        flat.execute(f'ALTER TABLE recommendations ADD COLUMN "{facet.name}" TEXT')
        flat.executemany(
            f'UPDATE recommendations SET "{facet.name}" = ? WHERE id = ?',
            ((json.dumps(values) if several else values[0], key) for key, values in held.items()),
        )
        if not several:
            flat.execute(f'CREATE INDEX "by_{facet.name}" ON recommendations ("{facet.name}")')
    flat.execute(
        # Datasette knows by content="..." to which table it belongs.
        'CREATE VIRTUAL TABLE recommendations_fts USING fts5(text, summary, content="recommendations",'
        " content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')"
    )
    flat.execute("INSERT INTO recommendations_fts (recommendations_fts) VALUES ('rebuild')")
    flat.commit()
    flat.execute("VACUUM")
    flat.execute("ANALYZE")
    flat.close()
    counted = {
        facet.name: {value.value: value.count for value in facet.values if value.count}
        for facet in _facets_of({"q": WORDS[0]})
    }
    return {"columns": columns, "counts": counted}


def _question(values: dict[str, str]) -> Any:
    from django.http import QueryDict

    from recommendations.filters import RecommendationFilter
    from recommendations.models import Recommendation

    question = RecommendationFilter(QueryDict(urlencode(values)), queryset=Recommendation.objects.all())
    if not question.is_valid():
        raise ValueError(f"Our page does not take {values}: {question.form.errors.as_text()}")
    return question


def _facets_of(values: dict[str, str]) -> Any:
    from recommendations.facets import count_facets

    return count_facets(_question(values)).all


# --- Servers ----------------------------------------------------------------------------------------


def _gunicorn() -> list[str]:
    """As in the Dockerfile, with one worker."""
    return [
        *(sys.executable, "-m", "gunicorn", "upr_tracker.wsgi", "--workers", "1", "--threads", "8"),
        *("--no-control-socket", "--log-level", "warning", "--bind", "127.0.0.1:{port}"),
    ]


def _datasette(program: Path, file: Path) -> list[str]:
    """The file cannot change; every facet is counted to its end, however long it takes, and shown whole."""
    settings = {
        "default_page_size": "20",
        "default_facet_size": "1000",
        "sql_time_limit_ms": "600000",
        "facet_time_limit_ms": "600000",
        "suggest_facets": "off",
    }
    flags = [word for name, value in settings.items() for word in ("--setting", name, value)]
    return [str(program), "serve", "--immutable", str(file), "--port", "{port}", *flags]


@contextmanager
def _served(command: Sequence[str], environment: dict[str, str]) -> Iterator[int]:
    """Run a server on a free port until it is no longer needed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [word.replace("{port}", str(port)) for word in command]
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _attempt in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    if process.poll() is not None:
                        raise RuntimeError(f"This ended at once: {' '.join(words)}") from None
                    time.sleep(0.1)
            yield port
        finally:
            process.terminate()


# --- Requests ---------------------------------------------------------------------------------------


def _theirs(question: dict[str, str], columns: dict[str, str]) -> list[tuple[str, str]]:
    """The same question to Datasette, with every facet asked for."""
    facets = [("_facet_array" if kind == "array" else "_facet", name) for name, kind in columns.items()]
    chosen = [
        ("_search", value)
        if name == "q"
        else (f"{name}__arraycontains" if columns[name] == "array" else f"{name}__exact", value)
        for name, value in question.items()
    ]
    return chosen + facets


def _ask(asked: Sequence[tuple[int, Sequence[str]]]) -> Iterator[tuple[dict[str, str], list[list[float]]]]:
    """Time every question with one word after another, the servers (port, addresses) in turn, once warm."""
    for place, question in enumerate(QUESTIONS):
        for port, addresses in asked:
            _get(port, _filled(addresses[place], WORDS[-1]))
        times: list[list[float]] = [[] for _server in asked]
        began = time.perf_counter()
        for number in range(REQUESTS):
            if number >= 3 and time.perf_counter() - began > PATIENCE:
                break
            for (port, addresses), seconds in zip(asked, times, strict=True):
                address = _filled(addresses[place], WORDS[number])
                before = time.perf_counter()
                _get(port, address)
                seconds.append(time.perf_counter() - before)
        yield question, times


def _address(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _filled(address: str, word: str) -> str:
    """Put a word where it is searched for."""
    for field in ("q", "_search"):
        address = re.sub(rf"([?&]{field}=)(?=&|$)", lambda found: found[1] + quote_plus(word), address)
    return address


def _get(port: int, address: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=900)
    connection.request("GET", address)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} for {address}: {body[:300]!r}")
    return body


def _check(ours: int, theirs: int, path: str, told: dict[str, Any]) -> None:
    """Make sure that both find the same rows, and count the same under a search."""
    for question in QUESTIONS:
        address = _address("/api/v1/recommendations/", [*question.items(), ("page_size", "1")])
        here = json.loads(_get(ours, _filled(address, WORDS[0])))["count"]
        pairs = [pair for pair in _theirs(question, told["columns"]) if not pair[0].startswith("_facet")]
        address = _address(f"{path}.json", [*pairs, ("_size", "1")])
        there = json.loads(_get(theirs, _filled(address, WORDS[0])))["filtered_table_rows_count"]
        if here != there:
            raise RuntimeError(f"{_named(question)}: {here} recommendations here, {there} rows at Datasette")
    address = _address(f"{path}.json", _theirs({"q": ""}, told["columns"]))
    answer = json.loads(_get(theirs, _filled(address, WORDS[0])))
    for name, counts in told["counts"].items():
        results = answer["facet_results"][name]["results"]
        there = {str(result["value"]): result["count"] for result in results if result["value"] is not None}
        if there != counts:
            differing = sorted(set(there.items()) ^ set(counts.items()))[:5]
            raise RuntimeError(f"The facet {name} is not the same in both: {differing}")


if __name__ == "__main__":
    main()
