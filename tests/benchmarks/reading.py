"""Measure how fast, and in how much memory, files are read.

    python -m tests.benchmarks.reading                    made-up exports of the Index, 40 MB and 5,000 rows
    python -m tests.benchmarks.reading --megabytes 400    the JSON export at its real size
    python -m tests.benchmarks.reading report.pdf ...     files of any known format

Each file is read in a process of its own, from a file whose pages the system has at hand. Small files are
read several times after a first time that is not counted, and the median is given. "Places" are the rows or
pages of the file, "records" what was read from them; the memory is the most that the whole process had.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

SMALL = 5_000_000
RUNS = 7
MEGABYTE = 1_000_000
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Measured:
    """What reading one file took. `peak` is in bytes."""

    reader: str
    places: int
    records: int
    problems: int
    seconds: float
    peak: int


def measure(path: Path) -> Measured:
    """Read a file in this process."""
    from recommendations.importing.readers import find_reader
    from recommendations.importing.records import Problem
    from recommendations.importing.reference import Reference

    reference = Reference.from_fixtures(ROOT / "fixtures")
    runs = RUNS if path.stat().st_size < SMALL else 1
    times = []
    for run in range(runs + (runs > 1)):
        places = records = problems = 0
        with path.open("rb") as file:
            start = time.perf_counter()
            reader = find_reader(file)
            for entry in reader.entries(file, reference):
                problems += isinstance(entry, Problem)
                records += not isinstance(entry, Problem)
                places = max(places, getattr(entry, "row", 0) or 0, getattr(entry, "page", 0) or 0)
            seconds = time.perf_counter() - start
        if run or runs == 1:
            times.append(seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # Linux counts in kilobytes
    return Measured(reader.FORMAT, places, records, problems, statistics.median(times), peak)


def measure_apart(path: Path) -> Measured:
    """Read a file in a new process."""
    answer = _run("tests.benchmarks.reading", "--here", str(path))
    return Measured(**json.loads(answer))


def report(paths: Iterable[Path]) -> None:
    """Print a line for each file."""
    print_line("file", "MB", "reader", "places", "records", "problems", "seconds", "places/s", "peak MB")
    for path in paths:
        size = f"{path.stat().st_size / MEGABYTE:.1f}"
        try:
            found = measure_apart(path)
        except subprocess.CalledProcessError as failed:
            print_line(path.name, size, failed.stderr.strip().splitlines()[-1])
            continue
        print_line(
            path.name,
            size,
            found.reader,
            f"{found.places:,}",
            f"{found.records:,}",
            f"{found.problems:,}",
            f"{found.seconds:.3f}",
            f"{found.places / found.seconds:,.0f}",
            f"{found.peak / MEGABYTE:.0f}",
        )


def print_line(name: str, size: str, reader: str, *figures: str) -> None:
    """Print one line of the table."""
    line = f"{name[:34]:34} {size:>7} {reader:22}" + "".join(f"{figure:>10}" for figure in figures)
    sys.stdout.write(f"{line.rstrip()}\n")
    sys.stdout.flush()


def report_made_up(megabytes: float, rows: int) -> None:
    """Measure made-up exports and delete them."""
    with tempfile.TemporaryDirectory(prefix="upr-benchmark-") as folder:
        exports = [Path(folder) / "index.json", Path(folder) / "index.xlsx"]
        for path in exports:
            _run("tests.benchmarks.generate_uhri", str(path), f"--megabytes={megabytes}", f"--rows={rows}")
        report(exports)


def _run(module: str, *arguments: str) -> str:
    # A process starts with the memory of the one that starts it as its peak: this one stays small.
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="*", metavar="file")
    parser.add_argument("--megabytes", type=float, default=40, help="size of the made-up JSON (default: 40)")
    parser.add_argument("--rows", type=int, default=5000, help="rows of the made-up XLSX (default: 5000)")
    parser.add_argument("--here", action="store_true", help="read one file in this process, answer in JSON")
    asked = parser.parse_args()
    if asked.here:
        sys.stdout.write(json.dumps(asdict(measure(asked.paths[0]))))
    elif asked.paths:
        report(path.resolve() for path in asked.paths)
    else:
        report_made_up(asked.megabytes, asked.rows)


if __name__ == "__main__":
    main()
