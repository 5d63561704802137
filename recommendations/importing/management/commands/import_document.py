from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recommendations.importing import progress
from recommendations.importing.comparing import RECOMMENDATION, RESPONSE
from recommendations.importing.differences import Named, differences
from recommendations.importing.models import ChangeKind, Import, ImportProblem, Phase, place_of
from recommendations.importing.planning import Line, Plan
from recommendations.importing.records import Problem

_LONGEST_SHOWN = 100


class Command(BaseCommand):
    help = "Plan the import of an official document and print the plan; apply it only when told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="write what the plan says")

    def handle(self, *, file: Path, apply: bool, **options: Any) -> None:
        import_ = _receive(file)
        planned = progress.read_and_plan(import_)
        if planned is None:
            for found in import_.problems.order_by("pk") if import_.failure else ():
                self.stdout.write(_problem(found))
            raise CommandError(import_.failure or f"A worker is busy with this file: {import_.phase}.")
        for text in _plan(planned):
            self.stdout.write(text)
        for problem in planned.problems:
            self.stdout.write(_problem(problem))
        counts = ", ".join(f"{kind} {count}" for kind, count in planned.counts().items())
        self.stdout.write(f"{counts}, problem {len(planned.problems)}")
        if not planned.writes:
            self.stdout.write("There is nothing to write.")
        elif apply:
            self._apply(import_)
        else:
            self.stdout.write("Nothing was written. Add --apply to write it.")

    def _apply(self, import_: Import) -> None:
        progress.start_applying(import_)
        progress.apply(import_)
        if import_.phase != Phase.APPLIED:
            raise CommandError(import_.failure or "The data changed meanwhile: please plan again.")
        self.stdout.write(self.style.SUCCESS("Applied."))


def _receive(path: Path) -> Import:
    try:
        with path.open("rb") as file:
            return progress.receive_file(File(file, name=path.name), by=None)
    except OSError as error:
        raise CommandError(f"{path} cannot be opened: {error.strerror}.") from error
    except progress.FileRefusedError as error:
        raise CommandError(str(error)) from error


def _problem(problem: Problem | ImportProblem) -> str:
    return f"problem  {place_of(problem) or '-'} {problem.code}: {problem.message}"


def _plan(planned: Plan) -> Iterator[str]:
    """Lines that change nothing are only counted."""
    names = Named.of(planned.lines)
    for line in planned.lines:
        if line.kind == ChangeKind.CREATE:
            yield f"create   {line.model} {line.key}{_content(line)}"
        elif line.kind == ChangeKind.CHANGE:
            yield f"change   {line.model} {line.key}"
            for difference in differences(line, names):
                yield f"           {difference.label}: {difference.old or '(nothing)'}"
                yield f"             -> {difference.new}"


def _content(line: Line) -> str:
    if line.model not in (RECOMMENDATION, RESPONSE):
        return ""
    record = line.record
    text = record["text"] if line.model == RECOMMENDATION else record["comment"]
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return f" ({record['position'] or 'no position'}) {shown}".rstrip()
