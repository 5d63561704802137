from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recommendations.importing.measuring import (
    Agreement,
    Key,
    Measure,
    agreement_of_documents,
    agreement_with_rows,
    belongs_to,
    by_review,
    measure_folder,
    rows_by_review,
    severities,
)
from recommendations.importing.readers import addendum, thematic_list, working_group_report
from recommendations.importing.reference import Reference

_SHOWN = 5


class Command(BaseCommand):
    help = (
        "Read every document below a folder and print how well: what each holds, what is missing of the "
        "numbers in expected.json, and how far the sources of one review agree. Touches no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        measures = []
        for measure in measure_folder(folder, Reference.from_fixtures(settings.FIXTURES_DIR)):
            measures.append(measure)
            for line in _file(measure):
                self.stdout.write(line)
        for line in (*_numbers(measures), *_documents(measures), *_rows(measures)):
            self.stdout.write(line)


def _file(measure: Measure) -> Iterator[str]:
    reading = measure.reading
    if reading is None:
        yield f"{measure.name}: not read: {measure.refused}"
        return
    said = {
        "recommendations": len(reading.recommendations),
        "responses": len(reading.responses),
        "pledges": len(reading.pledges),
    }
    counts = ", ".join(f"{count} {what}" for what, count in said.items() if count) or "nothing"
    if reading.recommendations:
        counts += f", {measure.resolved} with every State"
    problems = ", ".join(
        f"{count} {severity}{'s' if count > 1 else ''}"
        for severity, count in sorted(severities(reading.problems).items())
    )
    yield f"{measure.name}: {reading.format}, {counts}, {problems or 'no problems'}, {measure.seconds:.2f} s"
    for what, numbers in (("missing", measure.missing), ("too many", measure.too_many)):
        if numbers:
            yield f"    {len(numbers)} {what}: {', '.join(numbers[:_SHOWN])}"


def _numbers(measures: Sequence[Measure]) -> Iterator[str]:
    read = [measure for measure in measures if measure.reading]
    yield ""
    yield f"{len(read)} of {len(measures)} files read in {sum(one.seconds for one in measures):.1f} s"
    if any(measure.wanted for measure in measures):
        found = Agreement(sum(one.wanted for one in measures), sum(one.found for one in measures))
        yield f"numbers expected and found: {_share(found)}"
        yield f"numbers too many: {sum(len(one.too_many) for one in read)}"
    items = sum(len(one.reading.recommendations) for one in read if one.reading)
    resolved = Agreement(items, sum(one.resolved for one in read))
    yield f"recommendations with every State resolved: {_share(resolved)}"


def _documents(measures: Sequence[Measure]) -> Iterator[str]:
    addenda = [one.reading for one in measures if one.reading and one.reading.format == addendum.FORMAT]
    listings = by_review(measures, thematic_list.FORMAT)
    for review, report in by_review(measures, working_group_report.FORMAT).items():
        views = next((one for one in addenda if belongs_to(one, report)), None)
        for what, found in agreement_of_documents(report, views, listings.get(review)).items():
            yield f"{_named(review)}: {what}: {_share(found)}"


def _rows(measures: Sequence[Measure]) -> Iterator[str]:
    rows = rows_by_review(measures)
    total = Agreement()
    for review, report in by_review(measures, working_group_report.FORMAT).items():
        if review in rows:
            found = agreement_with_rows(report.recommendations, rows[review])
            total.add(found)
            yield f"{_named(review)}: requests as in the rows of UPR Info: {_share(found)}{_kinds(found)}"
    if total.whole:
        yield f"all requests as in the rows of UPR Info: {_share(total)}{_kinds(total)}"


def _named(review: Key) -> str:
    state, session = review
    return f"{state} session {session}"


def _share(found: Agreement) -> str:
    return f"{found.same} of {found.whole} ({found.share:.2f} %)"


def _kinds(found: Agreement) -> str:
    kinds = ", ".join(f"{kind} {count}" for kind, count in found.kinds.most_common())
    return f"; {kinds}" if kinds else ""
