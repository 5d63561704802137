"""What everybody may read of the assessments that organisations make of recommendations.

Assessments stand above recommendations and know them, not the other way round: they are read through the
relation that they add.
"""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from recommendations.models import Recommendation


def published_assessments() -> Any:
    """What organisations published: `newest_first`, `for_reading` it where it is to be read."""
    return _assessments().published()


def current_assessments() -> QuerySet[Any]:
    """The latest published one of each organisation on each recommendation."""
    return _assessments().current()


def assessors() -> QuerySet[Any]:
    """The organisations of these: quicker than looking for them among all assessments."""
    organisations = _assessments().model._meta.get_field("organisation").related_model.objects
    return organisations.filter(Exists(current_assessments().filter(organisation=OuterRef("pk"))))


def _assessments() -> Any:
    model: Any = Recommendation._meta.get_field("assessments").related_model
    return model.objects
