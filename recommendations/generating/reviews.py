"""Made-up reviews of many States in four cycles, with what each State was asked and what it answered. Pure.

Distributions follow what is known of the real ones: who asks whom and how often a category is supported from
UPR Info's rows, parts and States of an item from reports of the Working Group.
"""

import datetime
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from recommendations.generating.wording import Clause, Lot, Request, Writer

#: Recommendations that a review has, in the middle and between these; later cycles have more.
LEAST, MOST = 20, 300
USUAL = {1: 90, 2: 165, 3: 195, 4: 220}
#: Share of requests by regional group; a State's own group asks more often than others do.
SHARES = {
    "weog": 36.0,
    "grulac": 17.0,
    "asia-pacific": 16.0,
    "african": 13.0,
    "eastern-european": 14.0,
    "": 0.7,
}
OWN_GROUP = 2.2
#: In per cent, by action category: what is supported in the end.
SUPPORTED = {1: 96, 2: 96, 3: 57, 4: 84, 5: 55}
STATUSES = {
    "implemented": 12,
    "partially-implemented": 28,
    "in-progress": 20,
    "not-implemented": 25,
    "regressed": 5,
    "not-enough-evidence": 8,
    "no-longer-applicable": 2,
}
ORGANISATIONS = 40
"""How many organisations assess; each review has up to three of them."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session of the Working Group."""

    number: int
    cycle: int
    starts: datetime.date


@dataclass(frozen=True, slots=True)
class MadeUpAssessment:
    """What an organisation (by number) says after so many years of how far an item is implemented."""

    organisation: int
    years: int
    status: str
    confidence: str


@dataclass(frozen=True, slots=True)
class MadeUpItem:
    """A recommendation. Without paragraph its official number and wording are not known.

    `in_report` and `in_answer` are the State's positions, "" where the document says nothing of this item.
    `asks_again` is (cycle, place in that review, kind) of an earlier item.
    """

    paragraph: int | None
    item: int
    text: str
    summary: str
    request: Request
    clauses: tuple[Clause, ...]
    themes: tuple[str, ...]
    groups: tuple[str, ...]
    goals: tuple[int, ...]
    in_report: str
    in_answer: str
    comment: str
    assessments: tuple[MadeUpAssessment, ...]
    asks_again: tuple[int, int, str] | None

    @property
    def position(self) -> str:
        return self.in_answer or self.in_report or "pending"

    @property
    def status(self) -> str:
        """What the latest of each organisation say together: `Recommendation.implementation_status`."""
        latest = {said.organisation: said.status for said in sorted(self.assessments, key=lambda s: s.years)}
        statuses = set(latest.values())
        return (
            "not-assessed" if not statuses else statuses.pop() if len(statuses) == 1 else "assessors-differ"
        )


@dataclass(frozen=True, slots=True)
class MadeUpReview:
    state: str
    sitting: Sitting
    date: datetime.date
    items: list[MadeUpItem] = field(default_factory=list)

    @property
    def is_numbered(self) -> bool:
        return bool(self.items) and self.items[0].paragraph is not None


@dataclass(frozen=True, slots=True)
class _Manner:
    """What all items of a review have in common: how it is known, answered and assessed."""

    numbered: bool
    paragraph: int
    answered: bool
    at_once: bool
    organisations: tuple[int, ...]


class Invention:
    """Makes up the reviews of one State after another. Equal seeds and States give equal reviews.

    `states` are (code, name, regional group or ""); `taken` are reviews, (code, cycle), that are left alone.
    """

    def __init__(
        self,
        states: Sequence[tuple[str, str, str]],
        sittings: Sequence[Sitting],
        *,
        seed: int,
        taken: frozenset[tuple[str, int]] = frozenset(),
    ) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - made-up words, no secrets
        self._writer = Writer(self._chance)
        self._names = {code: name for code, name, _ in states}
        self._groups = {code: group for code, _, group in states}
        self._taken = taken
        self._sittings: dict[int, list[Sitting]] = defaultdict(list)
        for sitting in sorted(sittings, key=lambda sitting: sitting.number):
            self._sittings[sitting.cycle].append(sitting)
        self._made_by = self._who_asks_whom()
        self._statuses = Lot(STATUSES)

    def reviews(self, count: int) -> Iterator[list[MadeUpReview]]:
        """Yield each State's reviews, oldest first, until there are that many recommendations.

        Not all States are needed for few; where all together have fewer than asked for, each has more.
        """
        sizes = self._sizes()
        scale = max(1.0, count / sum(sizes.values()))
        left = count
        for state in dict.fromkeys(code for code, _ in sizes):
            reviews: list[MadeUpReview] = []
            for cycle in self._sittings:
                size = min(left, math.ceil(sizes.get((state, cycle), 0) * scale))
                if size:
                    reviews.append(self._review(state, cycle, size, reviews))
                    left -= size
            if reviews:
                yield reviews
            if not left:
                return

    def _sizes(self) -> dict[tuple[str, int], int]:
        codes = sorted(self._names)
        self._chance.shuffle(codes)
        return {
            (code, cycle): max(LEAST, min(MOST, round(self._chance.gauss(usual, usual / 3))))
            for code in codes
            for cycle, usual in USUAL.items()
            if cycle in self._sittings and (code, cycle) not in self._taken
        }

    def _who_asks_whom(self) -> dict[str, Lot[str]]:
        """For a State of each regional group, who asks it. Within a group a few States ask most."""
        members: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self._names):
            members[self._groups[code]].append(code)
        eager: dict[str, float] = {}
        for codes in members.values():
            self._chance.shuffle(codes)
            weights = [math.exp(-4 * rank / len(codes)) + 0.02 for rank in range(len(codes))]
            eager |= {code: weight / sum(weights) for code, weight in zip(codes, weights, strict=True)}
        return {
            asked: Lot(
                {
                    code: weight
                    * SHARES.get(self._groups[code], 1.0)
                    * (OWN_GROUP if asked == self._groups[code] else 1.0)
                    for code, weight in eager.items()
                }
            )
            for asked in members
        }

    def _review(self, state: str, cycle: int, size: int, earlier: Sequence[MadeUpReview]) -> MadeUpReview:
        chance = self._chance
        sitting = chance.choice(self._sittings[cycle])
        assessed = cycle < max(USUAL) and chance.random() < 0.3
        manner = _Manner(
            numbered=chance.random() >= 0.03,
            paragraph=chance.randint(*((60, 105) if cycle == 1 else (105, 160))),
            answered=cycle < max(USUAL) or chance.random() >= 0.15,
            at_once=chance.random() < 0.5,
            organisations=tuple(chance.sample(range(ORGANISATIONS), chance.randint(1, 3)))
            if assessed
            else (),
        )
        review = MadeUpReview(state, sitting, sitting.starts + datetime.timedelta(chance.randint(0, 8)))
        asked_before: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for before in earlier:
            for place, item in enumerate(before.items):
                request = item.request
                asked_before[request.topic.theme].append((before.sitting.cycle, place, request.core))
        # Some reports put what is still to be answered into a paragraph of its own.
        split = round(size * chance.choice((1.0, 1.0, 0.8)))
        for place in range(size):
            beyond = place >= split
            number = (
                (manner.paragraph + beyond, place - split * beyond + 1)
                if manner.numbered
                else (None, place + 1)
            )
            review.items.append(self._item(number, state, manner, asked_before))
        return review

    def _item(
        self,
        number: tuple[int | None, int],
        state: str,
        manner: _Manner,
        asked_before: dict[str, list[tuple[int, int, str]]],
    ) -> MadeUpItem:
        chance, writer = self._chance, self._writer
        request = writer.request()
        asks_again = None
        if (before := asked_before.get(request.topic.theme)) and chance.random() < 0.2:
            cycle, place, core = chance.choice(before)
            if same := chance.random() < 0.4:
                request = writer.request(request.topic, core)
            asks_again = (cycle, place, "same" if same and request.core == core else "similar")
        clauses = self._clauses(request, state)
        text = "; ".join(
            f"{clause.text} ({', '.join(self._names[code] for code in clause.states)})" for clause in clauses
        )
        in_report, in_answer = self._positions(request, manner)
        goals = request.topic.goals
        return MadeUpItem(
            *number,
            text=text if manner.numbered else "",
            summary=request.text + "." if not manner.numbered or chance.random() < 0.15 else "",
            request=request,
            clauses=clauses,
            themes=tuple(writer.themes_of(request)),
            groups=request.groups,
            goals=tuple(chance.sample(goals, chance.randint(0, len(goals)))),
            in_report=in_report,
            in_answer=in_answer,
            comment=writer.comment() if in_answer == "noted" and chance.random() < 0.3 else "",
            assessments=tuple(self._assessments(manner)) if manner.organisations else (),
            asks_again=asks_again,
        )

    def _clauses(self, request: Request, asked: str) -> tuple[Clause, ...]:
        chance = self._chance
        parts = chance.choices((1, 2, 3, 4, 5, 6, 7, 8), (880, 70, 25, 10, 6, 4, 3, 2))[0]
        texts = [request.text, *(self._writer.request(request.topic).text for _ in range(parts - 1))]
        several = (1, 2, 3, 4, 5, 6, 8)
        return tuple(
            Clause(text, self._states(asked, chance.choices(several, (84, 7, 4, 2, 1, 1, 1))[0]))
            for text in texts
        )

    def _states(self, asked: str, count: int) -> tuple[str, ...]:
        """Up to so many States, in the order in which they were drawn."""
        lot, found = self._made_by[self._groups[asked]], dict[str, None]()
        while not found:
            drawn = (lot.draw(self._chance) for _ in range(count))
            found = dict.fromkeys(code for code in drawn if code != asked)
        return tuple(found)

    def _positions(self, request: Request, manner: _Manner) -> tuple[str, str]:
        """Answer what report and answer say: most were pending first, a few changed between both."""
        chance = self._chance
        final = "supported" if chance.randrange(100) < SUPPORTED[request.action_category] else "noted"
        if not manner.at_once or chance.random() < 0.2:
            return "pending", final if manner.answered else ""
        changes = manner.answered and chance.random() < 0.03
        return ("noted" if final == "supported" else "supported", final) if changes else (final, "")

    def _assessments(self, manner: _Manner) -> Iterator[MadeUpAssessment]:
        """One item in five or so of a review that is assessed at all; now and then by two, or again later."""
        chance = self._chance
        if chance.random() >= 0.23:
            return
        status = self._statuses.draw(chance)
        first, *others = manner.organisations
        if chance.random() < 0.1:
            yield self._assessment(first, 1, self._statuses.draw(chance))
        yield self._assessment(first, 3, status)
        for other in others:
            if chance.random() < 0.25:
                yield self._assessment(
                    other, 2, status if chance.random() < 0.5 else self._statuses.draw(chance)
                )

    def _assessment(self, organisation: int, years: int, status: str) -> MadeUpAssessment:
        confidence = self._chance.choices(("low", "medium", "high"), (2, 5, 3))[0]
        return MadeUpAssessment(organisation, years, status, confidence)
