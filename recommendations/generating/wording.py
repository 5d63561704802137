"""Wording of made-up recommendations: sentences composed from parts of our own, never copied. Pure.

How often each action category occurs, and with which verbs it begins, follows UPR Info's rows of sessions 1
to 20 (41,066 of them); a sentence has 8 to 40 words, 20 in the middle, as theirs.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")

#: Action category: (share, openings that take a matter). Those of category 5 begin with a topic's step.
OPENINGS: dict[int, tuple[float, tuple[str, ...]]] = {
    1: (1.5, ("seek technical assistance for", "share its experience in", "call on other States to support")),
    2: (
        17.0,
        ("continue efforts towards", "continue work on", "maintain progress in", "pursue policies for"),
    ),
    3: (8.4, ("consider {step}", "consider {step}", "explore ways to improve", "review legislation on")),
    4: (
        39.6,
        (
            *("strengthen", "ensure", "promote", "guarantee", "accelerate", "address gaps in", "improve"),
            *("take further measures for", "take steps towards", "intensify efforts towards", "enhance"),
            *("step up work on", "increase support for"),
        ),
    ),
    5: (33.5, ("{act}",)),
}
#: First verbs that the guide of October 2014 names; the others are read so by most coders.
GUIDE_VERBS = frozenset(
    [
        *("seek", "share", "call", "continue", "maintain", "pursue", "consider", "explore", "review"),
        *("strengthen", "ensure", "promote", "guarantee", "accelerate", "address", "take", "intensify"),
        *("conduct", "develop", "establish", "investigate", "abolish", "accede", "adopt", "amend"),
        *("implement", "enforce", "ratify"),
    ]
)


class Lot(Generic[T]):
    """Things to be drawn, some more often than others."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._things = list(weights)
        self._heaps = list(accumulate(weights.values()))

    def draw(self, chance: random.Random) -> T:
        return chance.choices(self._things, cum_weights=self._heaps)[0]


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject: its theme, themes, groups and Goals that go with it, and words."""

    theme: str
    beside: Sequence[str]
    groups: Sequence[str]
    goals: Sequence[int]
    matters: Sequence[str]
    steps: Sequence[str]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, without who asks it: "Ratify ..."."""

    topic: Topic
    core: str
    text: str
    action_category: int
    action_verb: str
    groups: tuple[str, ...]

    @property
    def is_named_by_the_guide(self) -> bool:
        return self.action_verb in GUIDE_VERBS


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a recommendation and the codes of the States that made it."""

    text: str
    states: tuple[str, ...]


class Writer:
    """Composes requests from the parts in `topics.json`."""

    def __init__(self, chance: random.Random) -> None:
        parts: dict[str, Any] = json.loads(Path(__file__).with_name("topics.json").read_text("utf-8"))
        self._chance = chance
        weights = [record.pop("weight") for record in parts["topics"]]
        self.topics = [Topic(**record) for record in parts["topics"]]
        self._number: Lot[int] = Lot(dict(enumerate(weights)))
        self._categories = Lot({category: share for category, (share, _) in OPENINGS.items()})
        self._persons = Lot({(one["group"], one["words"]): one["weight"] for one in parts["persons"]})
        self._endings: list[str] = parts["endings"]
        self._comments: list[str] = parts["comments"]

    def request(self, topic: Topic | None = None, core: str = "") -> Request:
        """Compose a request, on this topic and with these words at its heart if they are given."""
        chance = self._chance
        topic = topic or self.topics[self._number.draw(chance)]
        category = self._categories.draw(chance)
        opening = chance.choice(OPENINGS[category][1])
        if "{" in opening:
            core = core if core in topic.steps else chance.choice(topic.steps)
            words = opening.format(act=core, step=_gerund(core))
        else:
            core = core if core in topic.matters else chance.choice(topic.matters)
            words = f"{opening} {core}"
        words, groups = self._drawn_out(words, topic)
        verb = words.partition(" ")[0]
        return Request(topic, core, words[0].upper() + words[1:], category, verb, groups)

    def themes_of(self, request: Request) -> list[str]:
        """Answer 1 to 4 themes, the topic's own first."""
        beside = request.topic.beside
        more = self._chance.choices((0, 1, 2, 3), (34, 36, 20, 10))[0]
        return [request.topic.theme, *self._chance.sample(beside, min(more, len(beside)))]

    def comment(self) -> str:
        return self._chance.choice(self._comments)

    def _drawn_out(self, words: str, topic: Topic) -> tuple[str, tuple[str, ...]]:
        """Add for whom, what else and how, as often as delegations do; answer the groups it concerns."""
        chance = self._chance
        groups = []
        if topic.groups and chance.random() < 0.55:
            groups.append(chance.choice(topic.groups))
        if chance.random() < 0.3:
            words += ", and " + chance.choice(
                (
                    f"give priority to {chance.choice(topic.matters)}",
                    f"{chance.choice(topic.steps)}",
                    f"take account of {chance.choice(self.topics).matters[0]}",
                )
            )
        if chance.random() < 0.35:
            group, named = self._persons.draw(chance)
            words += f", in particular for {named}"
            groups.append(group)
        for ending in chance.sample(self._endings, chance.choices((0, 1, 2), (30, 55, 15))[0]):
            words += f", {ending}"
        return words, tuple(dict.fromkeys(groups))


def _gerund(step: str) -> str:
    """ "ratify the protocol" as "ratifying the protocol"."""
    verb, blank, rest = step.partition(" ")
    return f"{verb.removesuffix('e')}ing{blank}{rest}".replace("submiting", "submitting", 1)
