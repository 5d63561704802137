"""The chain of a recommendation: what it asks again, and what asks it again in later cycles."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from recommendations.models import Recommendation, Recurrence


@dataclass(frozen=True)
class Link:
    """A recommendation of a chain, and the recurrence that leads to it from one that is nearer.

    `through` is that nearer one where it is not the recommendation whose chain this is.
    """

    recommendation: Recommendation
    recurrence: Recurrence
    through: Recommendation | None


@dataclass(frozen=True)
class Chain:
    """What was asked before and what was asked afterwards, each by cycle and number.

    `recurrences` are all that lead from one of the chain to another, by however many ways it is reached.
    """

    before: list[Link] = field(default_factory=list)
    after: list[Link] = field(default_factory=list)
    recurrences: list[Recurrence] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


#: So many steps a chain is followed: more than there are cycles for.
STEPS = 6


def chain_of(recommendation: Recommendation) -> Chain:
    """Answer what asked the same in earlier cycles, and in later ones. One query.

    Every step leads further back, or further on: what else repeats the same earlier recommendation is no
    part of the chain. What is reached in several ways stands there once, as reached first.
    """
    among = Q()
    for here, there in (("later", "earlier"), ("earlier", "later")):
        nearest: Any = [recommendation.pk]
        for _step in range(STEPS):
            among |= Q(**{f"{here}__in": nearest})
            nearest = Recurrence.objects.filter(**{f"{here}__in": nearest}).values(there)
    links = Recurrence.objects.filter(among).select_related(
        "later__review__state_under_review",
        "later__review__cycle",
        "earlier__review__state_under_review",
        "earlier__review__cycle",
    )
    back: dict[int, list[tuple[int, int]]] = defaultdict(list)
    on: dict[int, list[tuple[int, int]]] = defaultdict(list)
    by_key = {}
    for link in links.order_by("pk"):
        by_key[link.pk] = link
        back[link.later_id].append((link.pk, link.earlier_id))
        on[link.earlier_id].append((link.pk, link.later_id))
    before = [by_key[pk] for pk in _reached(recommendation.pk, back)]
    after = [by_key[pk] for pk in _reached(recommendation.pk, on)]
    members = {recommendation.pk, *(one.earlier_id for one in before), *(one.later_id for one in after)}
    return Chain(
        _in_order(_link(link.earlier, link, link.later, recommendation) for link in before),
        _in_order(_link(link.later, link, link.earlier, recommendation) for link in after),
        [link for link in by_key.values() if {link.earlier_id, link.later_id} <= members],
    )


def _reached(start: int, steps: dict[int, list[tuple[int, int]]]) -> list[int]:
    """Answer the recurrences (ids) that lead from one recommendation (id) to all others, nearest first."""
    found, seen, nearest = [], {start}, [start]
    while nearest:
        reached = []
        for one in nearest:
            for link, other in steps.get(one, ()):
                if other not in seen:
                    seen.add(other)
                    reached.append(other)
                    found.append(link)
        nearest = reached
    return found


def _link(to: Recommendation, by: Recurrence, through: Recommendation, of: Recommendation) -> Link:
    return Link(to, by, None if through.pk == of.pk else through)


def _in_order(links: Iterable[Link]) -> list[Link]:
    def place(link: Link) -> tuple[int, bool, int, int]:
        one = link.recommendation
        return one.review.cycle_id, one.paragraph is None, one.paragraph or 0, one.item

    return sorted(links, key=place)
