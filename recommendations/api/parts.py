"""What belongs to the recommendations of a page, read in two queries however many they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, IntegerField, Value

from recommendations.models import AffectedGroupTag, Clause, GoalTag, Recommendation, ThemeTag


@dataclass(slots=True)
class ClausePart:
    text: str
    summary: str
    states: list[str]


@dataclass(slots=True)
class Parts:
    """Clauses in their order, and the keys of what a recommendation is tagged with."""

    clauses: list[ClausePart] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    affected_groups: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)


def with_parts(recommendations: Iterable[Recommendation]) -> list[Recommendation]:
    """Answer the same recommendations, each with its `parts`."""
    rows = list(recommendations)
    parts = {row.pk: Parts() for row in rows}
    _read_clauses(parts)
    _read_tags(parts)
    for row in rows:
        row.parts = parts[row.pk]  # type: ignore[attr-defined]
    return rows


def _read_clauses(parts: dict[int, Parts]) -> None:
    """One row for each request, and one for a clause that names no State."""
    requests = (
        Clause.objects.filter(recommendation__in=parts)
        .order_by("recommendation", "order", "states")
        .values_list("recommendation", "pk", "text", "summary", "states")
    )
    last = None
    for recommendation, clause, text, summary, state in requests:
        clauses = parts[recommendation].clauses
        if clause != last:
            clauses.append(ClausePart(text, summary, []))
            last = clause
        if state:
            clauses[-1].states.append(state)


def _read_tags(parts: dict[int, Parts]) -> None:
    kinds = (
        ("themes", ThemeTag, "theme__slug", "theme__order"),
        ("affected_groups", AffectedGroupTag, "group__slug", None),
        ("goals", GoalTag, "goal_id", "goal__number"),
    )
    first, *others = (
        model.objects.filter(recommendation__in=parts).values_list(
            Value(kind),
            "recommendation",
            F(key),
            F(place) if place else Value(0, output_field=IntegerField()),
            named=False,
        )
        for kind, model, key, place in kinds
    )
    tags = sorted(first.union(*others, all=True), key=lambda tag: (tag[3], tag[2]))
    for kind, recommendation, key, _place in tags:
        getattr(parts[recommendation], kind).append(key)
