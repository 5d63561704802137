from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.urls import reverse

from recommendations.importing import progress
from recommendations.importing.choices import open_questions
from recommendations.importing.comparing import RECOMMENDATION, RESPONSE
from recommendations.importing.differences import Named, conflicts, differences, rows_of
from recommendations.importing.models import (
    ChangeKind,
    ChoiceKind,
    Import,
    ImportProblem,
    Phase,
    PlannedChange,
)
from recommendations.importing.storing import FileRefusedError

MOST_SHOWN = 300
"""Of longer lists only FIRST_SHOWN are printed, unless all are asked for."""

FIRST_SHOWN = 20

_AT_ONCE = 200
_LONGEST_SHOWN = 100


class Command(BaseCommand):
    help = "Plan the import of a document or an export and print the plan; apply it only when told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="write what the plan says")
        parser.add_argument("--all", action="store_true", help="print every line of a long plan")

    def handle(self, *, file: Path, apply: bool, **options: Any) -> None:
        import_ = _receive(file)
        progress.read_and_plan(import_)
        if import_.phase == Phase.FAILED:
            self._print_problems(import_, everything=True)
            raise CommandError(import_.failure)
        if import_.phase not in (Phase.PLANNED, Phase.APPLIED):
            raise CommandError(f"A worker is busy with this file: {import_.get_phase_display()}.")
        self._print_plan(import_, everything=options["all"])
        if not import_.writes:
            self.stdout.write("There is nothing to write.")
        elif apply:
            self._apply(import_)
        else:
            page = import_.get_absolute_url()
            self.stdout.write(f"Nothing was written. Add --apply to write it, or apply it at {page}.")

    def _print_plan(self, import_: Import, *, everything: bool) -> None:
        lines = import_.changes.filter(~Q(kind=ChangeKind.SAME) | Q(conflicting=True)).in_order()
        self._print(_told(lines.iterator(_AT_ONCE)), lines.count(), everything, "lines of the plan")
        self._print_problems(import_, everything=everything)
        counts = [f"{name} {import_.counts[name]}" for name in (*ChangeKind.values, "conflict")]
        self.stdout.write(", ".join([*counts, f"problem {import_.problems.count()}"]))
        for text in _asked(import_):
            self.stdout.write(text)

    def _print_problems(self, import_: Import, *, everything: bool) -> None:
        problems = import_.problems.order_by("pk")
        self._print(map(_problem, problems.iterator(_AT_ONCE)), problems.count(), everything, "problems")

    def _print(self, told: Iterable[str], count: int, everything: bool, things: str) -> None:
        shown = count if everything or count <= MOST_SHOWN else FIRST_SHOWN
        for text in islice(told, shown):
            self.stdout.write(text)
        if shown < count:
            self.stdout.write(f"… and {count - shown} more {things}. Add --all to see them.")

    def _apply(self, import_: Import) -> None:
        try:
            # The plan that was printed: somebody may have had another one made since.
            progress.start_applying(import_, version=import_.plan_version, by=None)
        except progress.AnotherPlanError:
            raise CommandError(
                "Nothing was written: the plan was made anew meanwhile. Please look at it again."
            ) from None
        progress.apply(import_)
        if import_.phase != Phase.APPLIED:
            raise CommandError(import_.failure or "The data changed meanwhile: please plan again.")
        self.stdout.write(self.style.SUCCESS(f"Applied. This is import {import_.pk}."))


def _receive(path: Path) -> Import:
    try:
        with path.open("rb") as file:
            return progress.receive_file(File(file, name=path.name), by=None)
    except OSError as error:
        raise CommandError(f"{path} cannot be opened: {error.strerror}.") from error
    except FileRefusedError as error:
        raise CommandError(str(error)) from error


def _problem(problem: ImportProblem) -> str:
    return f"problem  {problem.place or '-'} {problem.code}: {problem.message}"


def _told(lines: Iterator[PlannedChange]) -> Iterator[str]:
    """Yield a text for each line; lines that change nothing and contradict nothing are only counted."""
    while several := list(islice(lines, _AT_ONCE)):
        names = Named.of(several)
        for line in several:
            yield "\n".join(_line(line, names))


def _line(line: PlannedChange, names: Named) -> Iterator[str]:
    kind = line.kind if line.kind != ChangeKind.SAME else "conflict"
    content = _content(line) if line.kind in (ChangeKind.CREATE, ChangeKind.UNDECIDED) else ""
    yield f"{kind:<8} {line.model} {line.key}{content}"
    for difference in differences(line, names):
        if line.kind == ChangeKind.CHANGE or difference.old:
            yield f"           {difference.label}: {_said(difference.old, difference.old_source)}"
            yield f"             -> {_said(difference.new, difference.new_source)}"
    for conflict in conflicts(line, names):
        yield f"           {conflict.label}: {conflict.kept} (kept: {conflict.source})"
        yield f"             not taken: {conflict.refused}"


def _said(value: str, source: str) -> str:
    return f"{value or '(nothing)'}{f' ({source})' if source else ''}"


def _content(line: PlannedChange) -> str:
    if line.model not in (RECOMMENDATION, RESPONSE):
        return ""
    record = line.record
    text = record["comment"] if line.model == RESPONSE else record["text"] or record["summary"]
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    rows = rows_of(line)
    return f" ({record['position'] or 'no position'}) {shown}".rstrip() + (f" [{rows}]" if rows else "")


def _asked(import_: Import) -> Iterator[str]:
    """Say how many questions are open, and where people answer them."""
    kinds = Counter(open_questions(import_).values_list("choice__kind", flat=True))
    if kinds:
        named = ", ".join(f"{ChoiceKind(kind).label} {count}" for kind, count in sorted(kinds.items()))
        yield f"Open questions: {named}."
        address = reverse("import-choices", args=[import_.pk])
        yield f"Please answer them at {address} and import the file again."
