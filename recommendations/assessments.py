"""What everybody may read of the assessments that organisations make of recommendations.

Assessments stand above recommendations and know them, not the other way round: they are read through the
relation that they add.
"""

from typing import Any

from django.db.models import QuerySet

from recommendations.models import Recommendation


def published_assessments() -> QuerySet[Any]:
    """Published assessments, newest first, with organisation, clauses and public evidence."""
    return _assessments().published().newest_first().for_reading()


def current_assessments() -> QuerySet[Any]:
    """The latest published one of each organisation on each recommendation."""
    return _assessments().current()


def _assessments() -> Any:
    model: Any = Recommendation._meta.get_field("assessments").related_model
    return model.objects
