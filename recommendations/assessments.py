"""What everybody may read of the assessments that organisations make of recommendations.

Assessments stand above recommendations and know them, not the other way round: they are read through the
relation that they add.
"""

from typing import Any

from django.db.models import Prefetch, QuerySet

from recommendations.models import Recommendation


def published_assessments() -> QuerySet[Any]:
    """Published assessments, newest first, with organisation and public evidence. Two queries when read."""
    assessments: Any = Recommendation._meta.get_field("assessments").related_model
    evidence: Any = assessments._meta.get_field("evidence").related_model
    public = evidence.objects.public().select_related("document").order_by("date", "pk")
    return (
        assessments.objects.published()
        .newest_first()
        .select_related("organisation")
        .prefetch_related(Prefetch("evidence", public))
    )
