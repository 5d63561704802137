import dataclasses
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recommendations.importing import readers
from recommendations.importing.models import place_of
from recommendations.importing.records import (
    DocumentRecord,
    Entry,
    PledgeRecord,
    Problem,
    Reading,
    RecommendationRecord,
    ResponseRecord,
    ReviewRecord,
    plain,
)
from recommendations.importing.reference import Reference

_TYPES = {
    DocumentRecord: "document",
    ReviewRecord: "review",
    RecommendationRecord: "recommendation",
    ResponseRecord: "response",
    PledgeRecord: "pledge",
    Problem: "problem",
}


class Command(BaseCommand):
    help = "Read an official document and print what it says. Touches no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print everything, as JSON")
        form.add_argument(
            "--lines",
            action="store_true",
            help="print a JSON object for each record on a line of its own, for files of any size",
        )

    def handle(self, *, file: Path, json: bool, lines: bool, **options: Any) -> None:
        reference = Reference.from_fixtures(settings.FIXTURES_DIR)
        try:
            opened = file.open("rb")
        except OSError as error:
            raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error
        try:
            with opened:
                reader = readers.find_reader(opened)
                entries = reader.entries(opened, reference)
                form = _json if json else _lines if lines else _text
                for text in form(reader.FORMAT, entries):
                    self.stdout.write(text)
        except readers.UnreadableDocument as error:
            place = place_of(error.problem)
            raise CommandError(f"{file.name}{f' ({place})' if place else ''}: {error}") from error
        except BrokenPipeError:
            # Whoever reads what is printed has seen enough. Python would complain once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _json(format: str, entries: Iterable[Entry]) -> Iterator[str]:
    yield json.dumps(Reading.of(format, entries).as_json(), ensure_ascii=False, indent=2)


def _lines(format: str, entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        record = {"type": _TYPES[type(entry)], **plain(dataclasses.asdict(entry))}
        yield json.dumps(record, ensure_ascii=False)


def _text(format: str, entries: Iterable[Entry]) -> Iterator[str]:
    """A table for people: what was read line by line, in the end the counts."""
    counts = dict.fromkeys(_TYPES.values(), 0)
    yield format
    for entry in entries:
        counts[_TYPES[type(entry)]] += 1
        yield _as_text(entry)
    shown = (f"{count} {name}s" for name, count in counts.items() if name not in ("document", "review"))
    yield ""
    yield ", ".join(shown)


def _as_text(entry: Entry) -> str:
    match entry:
        case DocumentRecord():
            return f"{entry.symbol or 'no symbol'}, {entry.date or 'no date'}\n{entry.title}".rstrip()
        case ReviewRecord():
            troika = ", ".join(entry.troika) or "troika unknown"
            return f"{_review(entry)}, reviewed on {entry.date or 'an unknown day'}; {troika}\n"
        case RecommendationRecord():
            review = f"{_review(entry.review)}: " if entry.review else ""
            place = f"row {entry.row}" if entry.row else f"p. {entry.page or '?'}"
            tags = f" [{len(entry.themes)} themes]" if entry.themes else ""
            return f"{entry.number:<9}{entry.position or '-':<11}{place:<7}{review}{entry.text}{tags}"
        case ResponseRecord():
            return f"{entry.number:<9}{entry.position:<11}p. {entry.page or '?':<4}{entry.comment}".rstrip()
        case PledgeRecord():
            place = f"row {entry.row}" if entry.row else ""
            return f"{'pledge':<20}{place:<7}{_review(entry.review)}: {entry.text}"
        case Problem():
            place = place_of(entry)
            return f"  {entry.severity} {entry.code}{f' ({place})' if place else ''}: {entry.message}"


def _review(review: ReviewRecord) -> str:
    session = f"session {review.session or 'unknown'}"
    cycle = f", cycle {review.cycle}" if review.cycle else ""
    return f"{review.state or 'State unknown'}, {session}{cycle}"
