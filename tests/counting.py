"""Counts that several tests compare."""

from django.db.models import QuerySet


def count_by_position(recommendations: QuerySet) -> dict[str, int]:
    """Answer the recommendations by their current position; positions without one are left out."""
    positions = list(recommendations.values_list("position", flat=True))
    return {position: positions.count(position) for position in sorted(set(positions))}
