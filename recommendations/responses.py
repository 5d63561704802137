"""The one place where a State's positions are written."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from recommendations.models import Position, Recommendation, Response, Source
from upr_tracker.lib import bulk


def record_response(response: Response) -> bool:
    """Add one statement of position; answer whether it was new. See `record_responses`."""
    return record_responses([response]) == 1


@transaction.atomic
def record_responses(responses: Iterable[Response]) -> int:
    """Add statements of position, unsaved, and bring the current positions up to date.

    A statement that is there already (same recommendation, document, paragraph and words) is not added
    again, so that repeating an import changes nothing; only with a comment, where it was recorded without
    any. A person may say again what was said before, unless it is the current position: that corrects a
    correction. Answers how many were new. The last in order (`ResponseQuerySet.in_order`) is the current
    position.
    """
    responses = list(responses)
    concerned = {response.recommendation_id for response in responses}
    commented: dict[tuple[Any, ...], bool] = {}
    current: dict[int, Response] = {}
    for said in Response.objects.filter(recommendation__in=concerned).in_order():
        current[said.recommendation_id] = said
        commented[_key(said)] = bool(said.comment) or commented.get(_key(said), False)
    new = []
    for response in responses:
        key, comments = _key(response), bool(response.comment)
        last = current.get(response.recommendation_id)
        corrects = response.source == Source.PERSON and (last is None or _key(last) != key)
        if corrects or key not in commented or (comments and not commented[key]):
            new.append(response)
            commented[key] = comments
    Response.objects.bulk_create(new, ignore_conflicts=True)
    refresh_positions({response.recommendation_id for response in new})
    return len(new)


def _key(response: Response) -> tuple[Any, ...]:
    return (
        response.recommendation_id,
        response.document_id,
        response.paragraph,
        response.position,
        response.stated_as,
    )


def add_first_responses(responses: Iterable[Response]) -> None:
    """Add the first statements, unsaved, on recommendations that were created with these positions."""
    now = bulk.plain(timezone.now())
    bulk.insert(
        Response,
        (*_FIRST, "recorded_at"),
        ((*(getattr(response, name) for name in _FIRST), now) for response in responses),
    )


_FIRST = (
    "recommendation_id",
    "document_id",
    "kind",
    "position",
    "date",
    "paragraph",
    "stated_as",
    "comment",
    "source",
)


@transaction.atomic
def withdraw_responses(responses: Iterable[int]) -> None:
    """Undo the recording of statements (ids), as if it had never happened: for imports taken back.

    A statement that was wrong is not withdrawn but followed by a new one.
    """
    rows: models.QuerySet[Response] = models.QuerySet(Response).filter(pk__in=list(responses))
    concerned = set(rows.values_list("recommendation_id", flat=True))
    rows.delete()
    refresh_positions(concerned)


def refresh_positions(recommendations: Iterable[int]) -> None:
    """Write the latest position of each of these recommendations (ids) to `Recommendation.position`.

    Where nothing was stated it is pending.
    """
    latest = Response.objects.filter(recommendation=OuterRef("pk")).in_order().reverse()
    position = Coalesce(Subquery(latest.values("position")[:1]), Value(Position.PENDING))
    Recommendation.objects.filter(pk__in=list(recommendations)).update(
        position=position, updated_at=timezone.now()
    )
