"""Rows of the Universal Human Rights Index to recommendations: what its JSON and its XLSX have in common.

The export holds passages of all human rights mechanisms. Those of the UPR are read, those of others
counted. A value may begin with "- ", be HTML, or be a list where one value is expected; none of that is
told, because it is so everywhere. What is doubtful is told once, with the number of rows.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from recommendations.importing.problems import problem
from recommendations.importing.readers.attribution import States
from recommendations.importing.readers.clauses import split_clauses
from recommendations.importing.readers.goals import goal_code
from recommendations.importing.readers.markup import plain
from recommendations.importing.readers.positions import position_of_word
from recommendations.importing.readers.sessions import cycle_of
from recommendations.importing.readers.tally import Tally
from recommendations.importing.readers.text import clean
from recommendations.importing.records import (
    ClauseRecord,
    Position,
    Problem,
    RecommendationRecord,
    ReviewRecord,
    TagRecord,
)
from recommendations.importing.reference import Reference

LISTS: Final = frozenset(
    {
        *("Countries", "Regions", "Themes", "AffectedPersons", "Sdgs", "UprSession", "UprPositions"),
        *("UprRecommendingCountry", "UprRecommendingRegions"),
    }
)
"""The fields of a row, by their names in the JSON export, that hold lists."""

FIELDS: Final = (
    *("AnnotationId", "AnnotationType", "Body", "Symbol", "DocumentId", "Text", "PublicationDate"),
    *("PublicationDateOnUhri", "UprCycle"),
    *sorted(LISTS),
)
"""All fields of a row, by their names in the JSON export."""

Row: TypeAlias = Mapping[str, Sequence[str]]
"""The values of a row, by field; a field that is not a key is missing in the file."""

VOCABULARIES: Final = ("uhri", "uhri-cycle-3", "uhri-2012")
"""Whose names the export may use for themes, the current ones first."""

MAX_TEXT = 100_000
"""Characters of one text, more than a whole section of a report has; what is longer is left out and told."""

MAX_NAME = 500
"""Characters of one line in any other field; the longest known name has 118."""

MAX_REMEMBERED = 500_000
"""UPR rows among which repeated ones are found, at about 100 bytes each: 50 MB. The full export has 250,000
rows in all; beyond the limit, a row that repeats one of the first 500,000 is still found."""

_MOST_NAMES_CACHED = 10_000
_MOST_BODIES = 50
_LONGEST_BODY = 60

_DASH = re.compile(r"\s*(?:-(?=\s|[^\W\d]|$)\s*)+")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_UPR = re.compile(r"UPR\b.*|Universal Periodic Review.*", re.IGNORECASE)
_SMALL_NUMBER = re.compile(r"(?<!\d)(?<!\d\.)\d{1,2}(?!\d|\.\d)")

# "118.5", "118. 5", "118.5."; in front of it the first cycle's "A - " or "R - " for accepted, rejected.
_NUMBER = re.compile(
    r"(?:[A-Z]{1,2}\s*[-–—]\s*)?(?P<paragraph>[1-9]\d{1,2}|[1-9](?=\.\d{1,3}\.?\s+[A-Z]))\s*\.\s*"
    r"(?P<item>[1-9]\d{0,2})(?![\d%]|\.\d|[a-z]\b)\s*[.,:;)–—-]*\s*"
)
# "4.The State", "73. Promote": it cannot be seen whether that is the paragraph or the item.
_NUMBER_ALONE = re.compile(r"(?:[A-Z]{1,2}\s*[-–—]\s*)?\d{1,3}\s*[.)]\s*(?=[^\W\d])")

# UPR Info's rule of October 2014: accepted in part, or in principle, is noted; so is what is said to be both.
_IN_PART = re.compile(r"\b(?:part|parts|partly|partial|partially|principle)\b", re.IGNORECASE)


class Rows:
    """Reads row after row, and remembers what is to be told at the end. One for each file."""

    def __init__(self, reference: Reference, headings: Mapping[str, str], sheet: str = "") -> None:
        """`headings` say what the file calls the fields that every row of it should have."""
        self._headings = headings
        self._names = reference.states
        self._sheet = sheet
        self._tally = Tally(sheet)
        self._others: Counter[str] = Counter()
        self._first_other: int | None = None
        self._known: set[bytes] = set()
        cached = lru_cache(_MOST_NAMES_CACHED)
        self._state = cached(reference.states.resolve)
        self._theme = cached(lambda name: reference.themes.resolve(name, *VOCABULARIES))
        self._group = cached(reference.groups.resolve)

    def read(self, row: int, values: Row) -> RecommendationRecord | None:
        """Read one row; None where it is no recommendation of the UPR, which `problems` tells."""
        if not any(value.strip() for several in values.values() for value in several):
            self._tally.note("rows-empty", row)
            return None
        bodies = self._several(row, "Body", values)
        if not any(_UPR.fullmatch(body) for body in bodies):
            self._leave_alone(row, ", ".join(bodies))
            return None
        for field, heading in self._headings.items():
            if field not in values:
                self._note("field-missing", row, field, name=heading)
        if not self._is_recommendation(row, values) or self._is_repeated(row, values):
            return None
        return self._recommendation(row, values)

    def leave_out(self, row: int, field: str) -> None:
        """Note that a field of a row holds something that cannot be a value."""
        self._note("value-unreadable", row, field)

    def problems(self) -> Iterator[Problem]:
        """Yield what is doubtful in all rows read so far."""
        if self._first_other is not None:
            named = ", ".join(f"{body or '?'} {count}" for body, count in self._others.most_common())
            yield problem(
                "other-mechanisms",
                sheet=self._sheet,
                row=self._first_other,
                column=self._headings["Body"],
                count=self._others.total(),
                bodies=named,
            )
        yield from self._tally.problems()

    def _leave_alone(self, row: int, body: str) -> None:
        if self._first_other is None:
            self._first_other = row
        body = body[:_LONGEST_BODY]
        self._others[body if body in self._others or len(self._others) < _MOST_BODIES else "..."] += 1

    def _is_recommendation(self, row: int, values: Row) -> bool:
        """Tell recommendations from other passages. A type that is missing or a mere id says nothing."""
        types = [name for name in self._several(row, "AnnotationType", values) if not _UUID.fullmatch(name)]
        if not types or any("recommendation" in name.casefold() for name in types):
            return True
        self._note("other-types", row, "AnnotationType", type=", ".join(types))
        return False

    def _is_repeated(self, row: int, values: Row) -> bool:
        whole = repr([values.get(field) for field in FIELDS]).encode("utf-8", "replace")
        digest = hashlib.blake2b(whole, digest_size=16).digest()
        if digest in self._known:
            self._tally.note("rows-repeated", row)
            return True
        if len(self._known) < MAX_REMEMBERED:
            self._known.add(digest)
        return False

    def _recommendation(self, row: int, values: Row) -> RecommendationRecord | None:
        printed = self._text(row, values)
        number, text = self._number(row, clean(_undashed(plain(printed))))
        if not text:
            self._note("rows-without-text", row, "Text")
            return None
        position, stated_as = self._position(row, values)
        return RecommendationRecord(
            number=number,
            text=text.lstrip("|• ").rstrip(" ;,."),
            position=position,
            page=None,
            clauses=self._clauses(row, number, text, values),
            printed=printed,
            stated_as=stated_as,
            themes=tuple(self._themes(row, values)),
            affected_groups=tuple(self._groups(row, values)),
            goals=tuple(self._goals(row, values)),
            review=self._review(row, values),
            symbol=self._only(row, "Symbol", values),
            identifier=self._only(row, "AnnotationId", values),
            row=row,
        )

    def _number(self, row: int, text: str) -> tuple[str, str]:
        """Cut the number off a text. "" where there is none that could be relied upon."""
        if found := _NUMBER.match(text):
            return f"{found['paragraph']}.{found['item']}", text[found.end() :]
        if found := _NUMBER_ALONE.match(text):
            self._note("number-incomplete", row, "Text")
            return "", text[found.end() :]
        return "", text

    def _position(self, row: int, values: Row) -> tuple[Position | None, str]:
        """Answer the position, and its words where they are none of the three."""
        printed = self._several(row, "UprPositions", values)
        known = {position_of_word(part) for word in printed for part in word.split("/")}
        if len(known) == 1 and (position := known.pop()):
            stated_as = "; ".join(word for word in printed if word.casefold() != position)
            return position, stated_as
        words = "; ".join(printed)
        if known == {"supported", "noted"} or (printed and all(_IN_PART.search(word) for word in printed)):
            return "noted", words
        if words:
            self._note("position-word-unknown", row, "UprPositions", position=words)
        return None, words

    def _clauses(self, row: int, number: str, text: str, values: Row) -> tuple[ClauseRecord, ...]:
        """Divide a text by its States, and compare them with the States listed beside it.

        The text is the UN's own wording, the list OHCHR's reading of it. Where both name States, all of them
        are kept: those of the list alone join the clause if there is but one.
        """
        listed = self._listed_states(row, values)
        clauses = split_clauses(text, self._names)
        named = States()
        for clause in clauses:
            named += States(clause.states, clause.unresolved)
            for name in clause.unresolved:
                self._note("unknown-state", row, "Text", name=name)
        if named == States():
            return (ClauseRecord(clauses[0].text, listed.codes, listed.unresolved),)
        if listed != States() and (set(named.codes), len(named.unresolved)) != (
            set(listed.codes),
            len(listed.unresolved),
        ):
            self._note("states-differ", row, "Text", where=number, named=_words(named), listed=_words(listed))
            if len(clauses) == 1:
                named += listed
                return (ClauseRecord(clauses[0].text, named.codes, named.unresolved),)
        return clauses

    def _listed_states(self, row: int, values: Row) -> States:
        codes, unknown = [], []
        for name in self._several(row, "UprRecommendingCountry", values):
            if code := self._state(name):
                codes.append(code)
            else:
                unknown.append(name)
                self._note("unknown-state", row, "UprRecommendingCountry", name=name)
        return States() + States(tuple(codes), tuple(unknown))

    def _themes(self, row: int, values: Row) -> Iterator[TagRecord]:
        for name in self._several(row, "Themes", values):
            slugs = self._theme(name)
            if slugs is None:
                self._note("unknown-theme", row, "Themes", name=name)
            yield TagRecord(name, slugs)

    def _groups(self, row: int, values: Row) -> Iterator[TagRecord]:
        for name in self._several(row, "AffectedPersons", values):
            slug = self._group(name)
            if slug is None:
                self._note("unknown-group", row, "AffectedPersons", name=name)
            yield TagRecord(name, None if slug is None else (slug,))

    def _goals(self, row: int, values: Row) -> dict[str, None]:
        codes: dict[str, None] = {}
        for name in self._several(row, "Sdgs", values):
            if code := goal_code(name):
                codes[code] = None
            else:
                self._note("goal-impossible", row, "Sdgs", name=name)
        return codes

    def _review(self, row: int, values: Row) -> ReviewRecord:
        session = self._small_number(row, "UprSession", values)
        cycle = self._small_number(row, "UprCycle", values)
        due = cycle_of(session) if session is not None else None
        if session is not None and due is None:
            self._note("session-impossible", row, "UprSession", session=session)
            session = None
        if cycle is not None and due is not None and cycle != due:
            self._note("cycle-differs", row, "UprCycle", cycle=cycle, session=session or "", due=due)
        return ReviewRecord(self._reviewed_state(row, values), session, cycle=due or cycle)

    def _reviewed_state(self, row: int, values: Row) -> str | None:
        names = self._several(row, "Countries", values)
        codes = {self._state(name) for name in names} - {None}
        if len(codes) == 1:
            return codes.pop()
        if not names:
            self._note("rows-without-country", row, "Countries")
        elif codes:
            self._note("value-unclear", row, "Countries", values="; ".join(names))
        else:
            for name in names:
                self._note("unknown-state", row, "Countries", name=name)
        return None

    def _small_number(self, row: int, field: str, values: Row) -> int | None:
        """Answer 18 for "18", "18 - 2014", "Session 18" and "18th Session"."""
        printed = self._several(row, field, values)
        numbers = {int(found.group()) for name in printed if (found := _SMALL_NUMBER.search(name))}
        if len(numbers) == 1:
            return numbers.pop()
        if printed:
            self._note("value-unclear", row, field, values="; ".join(printed))
        return None

    def _only(self, row: int, field: str, values: Row) -> str:
        """Answer the one value of a field, "" where there are none or several."""
        printed = self._several(row, field, values)
        if len(printed) > 1:
            self._note("value-unclear", row, field, values="; ".join(printed))
        return printed[0] if len(printed) == 1 else ""

    def _note(self, code: str, row: int, field: str, *, where: str = "", **details: str | int) -> None:
        self._tally.note(code, row, column=self._headings.get(field, field), where=where, **details)

    def _several(self, row: int, field: str, values: Row) -> list[str]:
        """Answer the values of a field, one or more in each string, cleaned, each once."""
        names: list[str] = []
        for value in values.get(field, ()):
            for part in (value,) if len(value) <= MAX_NAME else value.splitlines():
                if len(part) <= MAX_NAME:
                    names += _names(part)
                else:
                    self._note("value-too-long", row, field, limit=MAX_NAME)
        return names if len(names) < 2 else list(dict.fromkeys(names))

    def _text(self, row: int, values: Row) -> str:
        text = "\n".join(values.get("Text", ()))
        if len(text) > MAX_TEXT:
            self._note("value-too-long", row, "Text", limit=MAX_TEXT)
            return ""
        return text


@lru_cache(_MOST_NAMES_CACHED)
def _names(printed: str) -> tuple[str, ...]:
    """Clean the names in a value; breaks separate them."""
    return tuple(name for line in plain(printed).splitlines() if (name := clean(_undashed(line))))


def _undashed(value: str) -> str:
    found = _DASH.match(value)
    return value[found.end() :] if found else value


def _words(states: States) -> str:
    return ", ".join((*states.codes, *states.unresolved))
