"""Match the answers in an addendum with the recommendations that they answer."""

from collections.abc import Sequence

from recommendations.importing.finding import Found, PlanningError, base_symbol
from recommendations.importing.merging import Record
from recommendations.importing.problems import problem
from recommendations.importing.recording import response_record
from recommendations.importing.records import Problem, Reading, ResponseRecord
from recommendations.models import Recommendation


def answers(reading: Reading, found: Found, problems: list[Problem]) -> list[Record]:
    """Answer the records of the statements in an addendum, and add what is doubtful to `problems`.

    Two queries. A statement on a recommendation that is not loaded is left out: an addendum says what the
    State thinks of a recommendation, not what it is. Raises PlanningError where none of them is loaded.
    """
    numbers = _Numbers(found, reading.document.symbol)
    records: dict[tuple[str, ...], Record] = {}
    for item in reading.responses:
        number = numbers.resolve(item, problems)
        if number is None:
            continue
        record = response_record(item, number, reading, found)
        key = (number, record["paragraph"], record["position"], record["stated_as"])
        same = records.setdefault(key, record)
        same["comment"] = same["comment"] or record["comment"]
    if not records:
        raise PlanningError(problem("plan-needs-report", count=len(reading.responses)))
    _tell_contradictions(list(records.values()), problems)
    return list(records.values())


class _Numbers:
    """The numbers of the recommendations of a review that are loaded."""

    def __init__(self, found: Found, symbol: str) -> None:
        rows = Recommendation.objects.filter(review=found.known, paragraph__isnull=False).values_list(
            "number", "paragraph", "text_source__symbol"
        )
        loaded = list(rows) if found.known else []
        self._loaded = {number for number, _, _ in loaded}
        paragraphs = {paragraph for _, paragraph, _ in loaded if paragraph}
        of_report = {
            paragraph for _, paragraph, source in loaded if paragraph and source == base_symbol(symbol)
        }
        self._paragraphs = of_report if len(paragraphs) > 1 and of_report else paragraphs

    def resolve(self, item: ResponseRecord, problems: list[Problem]) -> str | None:
        """Answer the full number of a recommendation that is loaded, or None and say why.

        A number without its main paragraph is that of the only main paragraph that the report has.
        """
        number = item.number
        if "." not in number and len(self._paragraphs) > 1:
            listed = ", ".join(map(str, sorted(self._paragraphs)))
            problems.append(
                problem("answer-ambiguous", page=item.page, where=number, number=number, paragraphs=listed)
            )
            return None
        if "." not in number and self._paragraphs:
            (paragraph,) = self._paragraphs
            number = f"{paragraph}.{number}"
        if number not in self._loaded:
            problems.append(problem("answer-unloaded", page=item.page, where=number, number=number))
            return None
        return number


def _tell_contradictions(records: Sequence[Record], problems: list[Problem]) -> None:
    positions: dict[str, list[str]] = {}
    for record in records:
        positions.setdefault(record["number"], []).append(record["position"])
    problems += (
        problem("answers-differ", where=number, number=number, positions=", ".join(stated), last=stated[-1])
        for number, stated in positions.items()
        if len(set(stated)) > 1
    )
