"""Which recommendation each row without a number belongs to, State by State.

Most rows are about one State, and the same words may be the request of several States in several
recommendations. So every row is compared by itself (`matching`), and only rows that find the same place,
or none, are put together again. A doubt of one State holds up its own row and no other. What a person
answered counts where nothing is certain.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace

from django.db.models import Q

from recommendations.importing.comparing import RECOMMENDATION
from recommendations.importing.joining import join, join_what_holds_for_all
from recommendations.importing.matching import Likely, Match, Matcher, identity
from recommendations.importing.merging import Record
from recommendations.importing.models import ChangeKind, PlannedChange, key_of_name
from recommendations.importing.numbering import Doubt, candidate, candidate_of_record
from recommendations.importing.portraits import Portrait
from recommendations.models import Source

_SAME_LETTERS = 100

Answers = Mapping[tuple[str, str], str]
"""What people answered, by scope and key of `Choice`: to doubts, and to names that are no State's."""

_Left = tuple[Record, tuple[Likely, ...]]
"""A row that is nowhere for certain, and what it may be."""


class Placing:
    """Finds the places of the rows of one review that have no number.

    `records` are what they come to, `doubts` what only a person can tell, and `waiting` rows of States whose
    names nobody knows yet: they are written once somebody has said whose they are.
    """

    def __init__(
        self,
        review: str,
        source: Source,
        portraits: Sequence[Portrait],
        numbered: Mapping[str, Record],
        answers: Answers,
    ) -> None:
        self.records: list[Record] = []
        self.doubts: list[Doubt] = []
        self.waiting: list[Record] = []
        self._review = review
        self._scope = f"{review} {source.value}"
        self._numbered = numbered
        self._renumbered = renumbered(portraits)
        for number, record in numbered.items():
            self._renumbered |= dict.fromkeys([record["held_as"], *record["absorbs"]], number)
        here = [portrait for portrait in portraits if portrait.number not in self._renumbered]
        self._portraits = {portrait.number: portrait for portrait in here}
        self._worded_so = {
            identity(portrait.text): portrait.number
            for portrait in here
            if portrait.number.startswith("u") and portrait.text and portrait.source_of("text") == source
        }
        self._answers = answers
        worded = [record for record in numbered.values() if self._is_worded_otherwise(record)]
        self._matcher = Matcher([*map(candidate, here), *map(candidate_of_record, worded)])
        self._joined: dict[str, Record] = {}
        taken = [int(portrait.number[1:]) for portrait in portraits if portrait.number.startswith("u")]
        taken += [portrait.placeholder for portrait in portraits if portrait.placeholder]
        self._last = max(taken, default=0)
        self._knows_last = False

    def place(self, rows: Iterable[Record]) -> None:
        """Place all rows of one wording, one for each State or group of States that it has a row of."""
        found: dict[tuple[str, int | None], tuple[Likely, Record]] = {}
        left: list[_Left] = []
        for row in rows:
            if names := self._names_to_be_known(row):
                self.waiting.append({**row, "waits_for": names})
                continue
            for part, match in self._matched(row):
                if not match.found:
                    left.append((part, match.doubtful))
                    continue
                place = match.found.number, match.found.clause
                _likely, same = found.setdefault(place, (match.found, part))
                if same is not part:
                    join(same, part)
        for likely, record in found.values():
            self._join_to(likely, record)
        if left:
            self._place_left(left)

    def _names_to_be_known(self, row: Record) -> list[str]:
        """The names of a row that nobody has told the States of, if it is of no State that is known."""
        if _states(row):
            return []
        names = [name for clause in row["clauses"] for name in clause["unresolved"]]
        return [name for name in names if (key := key_of_name(name)) and ("", key) not in self._answers]

    def _matched(self, row: Record) -> Iterator[tuple[Record, Match]]:
        """Match a row; one of several States that is nowhere as a whole State by State.

        Where all that is certain is in one place, the whole row is about that.
        """
        states = _states(row)
        whole = self._match(row, states)
        if whole.found or len(states) < 2 or len(row["clauses"]) > 1:
            yield row, whole
            return
        places: dict[Likely, list[str]] = {}
        for state in states:
            own = self._match(row, [state]).found
            if own and own.score == _SAME_LETTERS:
                places.setdefault(own, []).append(state)
        if len(places) < 2:
            yield row, Match(next(iter(places), None), whole.doubtful)
            return
        for place, found in places.items():
            yield _of_states(row, found), Match(place, ())
        unresolved = row["clauses"][0]["unresolved"]
        rest = [state for state in states if all(state not in found for found in places.values())]
        if rest or unresolved:
            part = _of_states(row, rest, unresolved)
            yield part, self._match(part, rest)

    def _match(self, row: Record, states: Collection[str]) -> Match:
        """Rows that the same source words alike are one recommendation, whenever they come."""
        match = self._matcher.match(row["text"], states)
        own = self._worded_so.get(identity(row["text"]))
        if own and [likely.number for likely in match.doubtful] == [own]:
            return Match(Likely(own, match.doubtful[0].clause, _SAME_LETTERS), ())
        return match

    def _place_left(self, left: Sequence[_Left]) -> None:
        """Place rows of one wording that are nowhere for certain: as told, waiting to be told, or as new."""
        new: list[Record] = []
        for key, rows in self._questions(left):
            asked: Doubt | None = None
            for record, doubtful in rows:
                told = self._told(_key(record["text"], _states(record)))
                told = self._told(key) if told is None else told
                if told:
                    number, _, clause = told.partition("/")
                    self._join_to(Likely(number, int(clause) if clause else None, 0), record)
                elif told == "" or not doubtful:
                    new.append(record)
                elif asked:
                    join(asked.record, record)
                else:
                    asked = Doubt(self._scope, key, record["text"], record, doubtful)
            self.doubts += [_with_states(asked)] if asked else []
        if new:
            for record in new[1:]:
                join(new[0], record)
            self._add(new[0])

    def _questions(self, left: Sequence[_Left]) -> Iterator[tuple[str, Sequence[_Left]]]:
        """Divide rows of one wording by the questions that they raise, each with its key.

        Rows that may be in one recommendation only are one question, and so are those of States that made
        what is most likely together. Otherwise each is a question by itself.
        """
        text = left[0][0]["text"]
        if len({likely.number for _, doubtful in left for likely in doubtful}) < 2:
            yield _key(text, ()), left
            return
        states = sorted({state for record, _ in left for state in _states(record)})
        together = self._match(left[0][0], states).doubtful
        if together and together[0].named:
            yield _key(text, states), [(record, together) for record, _ in left]
        else:
            yield from ((_key(text, _states(row[0])), [row]) for row in left)

    def _is_worded_otherwise(self, record: Record) -> bool:
        """The file may have other words for a recommendation than what is here, if that is here at all."""
        portrait = self._portraits.get(record["number"])
        return portrait is None or identity(record["text"]) != identity(portrait.text)

    def _told(self, key: str) -> str | None:
        """What a person answered, as long as it is possible; None where a person must be asked."""
        number, slash, clause = self._answers.get((self._scope, key), "?").partition("/")
        number = self._renumbered.get(number, number)
        if number and number not in self._portraits and number not in self._numbered:
            return None
        return f"{number}{slash}{clause}"

    def _add(self, record: Record) -> None:
        """A recommendation without a number: it gets one of ours, that none ever had."""
        if not self._knows_last:
            self._last, self._knows_last = max(self._last, _last_given(self._review)), True
        self._last += 1
        record["number"] = f"u{self._last}"
        self.records.append(record)

    def _join_to(self, found: Likely, record: Record) -> None:
        number, portrait = found.number, self._portraits.get(found.number)
        there = self._numbered.get(number) or self._joined.get(number)
        clauses = len(portrait.clauses) if portrait else len(there["clauses"]) if there else 0
        states = _states(record)
        order = 1 if clauses == 1 else found.clause if (found.clause or 0) <= clauses else None
        joined = [[order, states]] if order and states else []
        if there is not None:
            there["joined"] += joined
            there["rows"] += record["rows"]
            join_what_holds_for_all(there, record)
            if portrait is None and order:
                clause = there["clauses"][order - 1]
                clause["states"] = sorted({*clause["states"], *states})
            return
        record["number"], record["joined"] = number, joined
        if clauses == 1 and found.score == _SAME_LETTERS and len(record["clauses"]) == 1:
            # The States of other rows are there, too.
            record["clauses"] = [{**record["clauses"][0], "states": [], "unresolved": []}]
        else:
            # A part of it, or nearly the same: the wording that is here stays.
            record["text"] = record["text_as_printed"] = ""
            record["clauses"] = []
        self._joined[number] = record
        self.records.append(record)


def renumbered(portraits: Iterable[Portrait]) -> dict[str | None, str]:
    """Numbers of ours, and the official ones that took their place."""
    return {f"u{portrait.placeholder}": portrait.number for portrait in portraits if portrait.placeholder}


def _states(record: Record) -> list[str]:
    return sorted({state for clause in record["clauses"] for state in clause["states"]})


def _of_states(record: Record, states: Sequence[str], unresolved: Sequence[str] = ()) -> Record:
    """The part of a row of one clause that is about some of its States."""
    part = deepcopy(record)
    part["clauses"][0] |= {"states": list(states), "unresolved": list(unresolved)}
    return part


def _key(text: str, states: Sequence[str]) -> str:
    """The key of the question where a wording of some States belongs, or of all States that ask it."""
    return hashlib.sha256(" ".join([identity(text), *states]).encode()).hexdigest()


def _with_states(doubt: Doubt) -> Doubt:
    """The doubt with the States of all its rows in its words."""
    states = ", ".join(_states(doubt.record))
    return replace(doubt, printed=f"{doubt.printed} ({states})" if states else doubt.printed)


def _last_given(review: str) -> int:
    """The highest number of ours that an import ever gave in a review, if only for a while. One query."""
    never = Q(plan_of__applied_at=None, plan_of__reverted_at=None, plan_of__written=0)
    given = PlannedChange.objects.filter(~never, kind=ChangeKind.CREATE, model=RECOMMENDATION)
    keys = given.filter(key__gt=f"{review} u", key__lt=f"{review} v").values_list("key", flat=True)
    return max((int(key.rpartition("u")[2]) for key in keys), default=0)
