"""The chain of a recommendation: what it asks again, and what asks it again in later cycles."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

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
    """What was asked before and what was asked afterwards, each by cycle and number."""

    before: list[Link] = field(default_factory=list)
    after: list[Link] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


def chain_of(recommendation: Recommendation) -> Chain:
    """Answer what asked the same in earlier cycles, and in later ones. Two queries, or one for no chain.

    Every step leads further back, or further on: what else repeats the same earlier recommendation is no
    part of the chain. What is reached in several ways stands there once, as reached first.
    """
    of_state = Recurrence.objects.filter(
        later__review__state_under_review=recommendation.review.state_under_review_id
    )
    back: dict[int, list[tuple[int, int]]] = defaultdict(list)
    on: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pk, later, earlier in of_state.order_by("pk").values_list("pk", "later", "earlier"):
        back[later].append((pk, earlier))
        on[earlier].append((pk, later))
    before, after = _reached(recommendation.pk, back), _reached(recommendation.pk, on)
    if not before and not after:
        return Chain()
    used = Recurrence.objects.filter(pk__in=[*before, *after]).select_related(
        "later__review__state_under_review",
        "later__review__cycle",
        "earlier__review__state_under_review",
        "earlier__review__cycle",
    )
    links = {link.pk: link for link in used}
    return Chain(
        _in_order(_link(links[pk].earlier, links[pk], links[pk].later, recommendation) for pk in before),
        _in_order(_link(links[pk].later, links[pk], links[pk].earlier, recommendation) for pk in after),
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
