"""How well documents are read: figures for each file, and agreement between sources of one review.

Pure: files in, figures out. What is measured is what the readers answer, compared with what is known
otherwise: a table of expected numbers, UPR Info's rows of the same review, or the report, the addendum
and the thematic list of one review against each other.
"""

import json
import re
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from recommendations.importing import readers
from recommendations.importing.records import Problem, Reading, RecommendationRecord
from recommendations.importing.reference import Reference

EXPECTED = "expected.json"
"""In a folder: {file name: {"paragraphs": {main paragraph: number of its last item}}}."""

_SUFFIXES = {".pdf", ".docx", ".xlsx", ".xls", ".csv", ".json"}
_ALIKE = 0.85
_CONTAINED = 0.8

Key = tuple[str, int]
"""A review: State and session."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One file: what was read of it and how long it took, in seconds; `refused` says why not.

    `resolved` counts the recommendations that have States, all of them known; `wanted` the numbers that
    `expected.json` asks for, `missing` and `too_many` those in which the reading differs.
    """

    name: str
    seconds: float
    reading: Reading | None = None
    refused: str = ""
    wanted: int = 0
    missing: tuple[str, ...] = ()
    too_many: tuple[str, ...] = ()

    @property
    def found(self) -> int:
        """How many of the numbers wanted were read: none of a file that could not be read."""
        return self.wanted - len(self.missing) if self.reading else 0

    @property
    def resolved(self) -> int:
        return sum(_is_resolved(item) for item in self.reading.recommendations) if self.reading else 0


@dataclass(slots=True)
class Agreement:
    """How much of one source another says too. `kinds` counts what differs, by kind."""

    whole: int = 0
    same: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Agreement") -> None:
        self.whole += other.whole
        self.same += other.same
        self.kinds += other.kinds

    @property
    def share(self) -> float:
        """In per cent; 100 where there is nothing to compare."""
        return 100 * self.same / self.whole if self.whole else 100.0


def measure_folder(folder: Path, reference: Reference) -> Iterator[Measure]:
    """Read every file below a folder that a reader may know, in the order of their names."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in _SUFFIXES or path.name == EXPECTED:
            continue
        expected = _expected(path)
        began = time.perf_counter()
        try:
            with path.open("rb") as file:
                reading = readers.read(file, reference)
        except readers.UnreadableDocument as error:
            seconds = time.perf_counter() - began
            yield Measure(_name(path, folder), seconds, refused=str(error), wanted=len(expected))
            continue
        seconds = time.perf_counter() - began
        found = {item.number for item in reading.recommendations}
        yield Measure(
            name=_name(path, folder),
            seconds=seconds,
            reading=reading,
            wanted=len(expected),
            missing=tuple(number for number in expected if number not in found),
            too_many=tuple(sorted(found.difference(expected))) if expected else (),
        )


def agreement_with_rows(
    report: Sequence[RecommendationRecord], rows: Sequence[RecommendationRecord]
) -> Agreement:
    """Compare a report with UPR Info's rows of the same review: pairs of words and State.

    Words are compared by their letters alone. A row that the report does not have is of one of these
    kinds: "other State" (the same words), "split" (it is part of a longer request of that State),
    "spelling" (nearly the same words of that State), "not found".
    """
    ours, theirs = _pairs(report), _pairs(rows)
    found = Agreement(whole=theirs.total(), same=(ours & theirs).total())
    left = ours - theirs
    for (words, state), count in (theirs - ours).items():
        found.kinds[_kind_of_difference(words, state, left)] += count
    return found


def agreement_of_documents(
    report: Reading, addendum: Reading | None, listing: Reading | None
) -> dict[str, Agreement]:
    """Compare the documents of one review: numbers, States and positions of the thematic list."""
    agreements: dict[str, Agreement] = {}
    items = {item.number: item for item in report.recommendations}
    if addendum:
        numbers = [response.number for response in addendum.responses]
        agreements["numbers of the addendum in the report"] = _counted(number in items for number in numbers)
    if listing:
        listed = {item.number: item for item in listing.recommendations}
        agreements["numbers of the report in the thematic list"] = _counted(
            number in listed for number in items
        )
        agreements["States as in the thematic list"] = _counted(
            number in items and _states(item) == _states(items[number]) for number, item in listed.items()
        )
        if addendum:
            stated = {response.number: response.position for response in addendum.responses}
            agreements["positions as in the thematic list"] = _counted(
                stated.get(number) == item.position for number, item in listed.items()
            )
    return agreements


def belongs_to(addendum: Reading, report: Reading) -> bool:
    """Tell whether an addendum is one to a report: its symbol is the report's with "/Add.1" behind."""
    return addendum.document.symbol.startswith(f"{report.document.symbol}/")


def by_review(measures: Iterable[Measure], format: str) -> dict[Key, Reading]:
    """Answer the readings of a format by the review that they are about, where they say which."""
    found: dict[Key, Reading] = {}
    for measure in measures:
        reading = measure.reading
        if reading and reading.format == format and reading.review.state and reading.review.session:
            found[reading.review.state, reading.review.session] = reading
    return found


def rows_by_review(measures: Iterable[Measure]) -> dict[Key, list[RecommendationRecord]]:
    """Answer the rows of all exports that have a row for each State, by review."""
    found: dict[Key, list[RecommendationRecord]] = defaultdict(list)
    for measure in measures:
        for row in measure.reading.recommendations if measure.reading else ():
            if row.review and row.review.state and row.review.session and not row.number:
                found[row.review.state, row.review.session].append(row)
    return found


def severities(problems: Iterable[Problem]) -> Mapping[str, int]:
    """Count problems by severity."""
    return Counter(problem.severity for problem in problems)


def _expected(path: Path) -> list[str]:
    table = path.parent / EXPECTED
    if not table.is_file():
        return []
    facts = json.loads(table.read_text(encoding="utf-8")).get(path.name, {})
    return [
        f"{paragraph}.{item}"
        for paragraph, last in facts.get("paragraphs", {}).items()
        for item in range(1, last + 1)
    ]


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _is_resolved(item: RecommendationRecord) -> bool:
    return bool(_states(item)) and not any(clause.unresolved for clause in item.clauses)


def _states(item: RecommendationRecord) -> set[str]:
    return {state for clause in item.clauses for state in clause.states}


def _counted(facts: Iterable[bool]) -> Agreement:
    values = list(facts)
    return Agreement(len(values), sum(values))


def _pairs(items: Iterable[RecommendationRecord]) -> Counter[tuple[str, str]]:
    return Counter(
        (_letters(clause.text), state)
        for item in items
        for clause in item.clauses
        for state in (clause.states or ("",))
    )


def _letters(text: str) -> str:
    """Answer the letters alone; "To adopt" and "Adopt" are the same request."""
    words = re.sub(r"[^a-z ]", "", unicodedata.normalize("NFKD", text).lower()).split()
    return "".join(words[1:] if words[:1] == ["to"] else words)


def _kind_of_difference(words: str, state: str, left: Counter[tuple[str, str]]) -> str:
    others = [ours for (ours, made_by), count in left.items() if made_by == state and count]
    if any(ours == words and made_by != state for (ours, made_by), count in left.items() if count):
        return "other State"
    if any(SequenceMatcher(None, ours, words, autojunk=False).ratio() > _ALIKE for ours in others):
        return "spelling"
    if any(_contained(words, ours) > _CONTAINED for ours in others):
        return "split"
    return "not found"


def _contained(part: str, whole: str) -> float:
    """Answer the share of a text's letters that stand, in this order, in another."""
    blocks = SequenceMatcher(None, whole, part, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(part), 1)
