import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recommendations.importing import readers
from recommendations.importing.records import Problem, Reading
from recommendations.importing.reference import Reference


class Command(BaseCommand):
    help = "Read an official document and print what it says. Touches no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print everything, as JSON")

    def handle(self, *, file: Path, json: bool, **options: Any) -> None:
        reference = Reference.from_fixtures(settings.FIXTURES_DIR)
        try:
            with file.open("rb") as opened:
                reading = readers.read(opened, reference)
        except OSError as error:
            raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error
        except readers.UnreadableDocument as error:
            raise CommandError(f"{file.name}: {error}") from error
        self.stdout.write(_as_json(reading) if json else _as_text(reading))


def _as_json(reading: Reading) -> str:
    return json.dumps(reading.as_json(), ensure_ascii=False, indent=2)


def _as_text(reading: Reading) -> str:
    document, review = reading.document, reading.review
    troika = ", ".join(review.troika) or "troika unknown"
    return "\n".join(
        [
            f"{reading.format}: {document.symbol or 'no symbol'}, {document.date or 'no date'}",
            document.title,
            f"{review.state or 'State unknown'}, session {review.session or 'unknown'}, "
            f"reviewed on {review.date or 'an unknown day'}; {troika}",
            "",
            *(
                f"{item.number:<9}{item.position:<11}p. {item.page or '?':<4}{item.text}"
                for item in reading.recommendations
            ),
            *(
                f"{response.number:<9}{response.position:<11}{response.comment}"
                for response in reading.responses
            ),
            "",
            f"{len(reading.recommendations)} recommendations, {len(reading.responses)} responses, "
            f"{len(reading.problems)} problems",
            *(_problem(problem) for problem in reading.problems),
        ]
    )


def _problem(problem: Problem) -> str:
    place = " ".join([*([f"p. {problem.page}"] if problem.page else []), problem.where]).strip()
    return f"  {problem.severity} {problem.code}{f' ({place})' if place else ''}: {problem.message}"
