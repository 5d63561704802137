"""What everybody may read of the assessments that organisations make of recommendations.

Assessments stand above recommendations and know them, not the other way round: they are read through the
relation that they add.
"""

from typing import Any

from django.db.models import QuerySet

from recommendations.models import Recommendation


def published_assessments() -> QuerySet[Any]:
    """Published assessments, newest first, with organisation, clauses and public evidence."""
    assessments: Any = Recommendation._meta.get_field("assessments").related_model
    return assessments.objects.published().newest_first().for_reading()
