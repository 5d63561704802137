"""Unnumbered recommendations that turn out to be part of a numbered one go into it, and come out again.

A source with a row for each State may have left several records of what the report then prints as one item
with several clauses. One of them is given the number; the others go: what organisations assessed moves to
the numbered one, as does what it does not know better itself (see `merging`). Their rows are kept with the
line of the plan, so that taking it back restores every one.
"""

import datetime
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from recommendations.implementation.models import Assessment
from recommendations.implementation.publication import refresh_statuses
from recommendations.importing.models import PlannedChange
from recommendations.importing.portraits import Held, Portrait
from recommendations.models import (
    AffectedGroupTag,
    Clause,
    GoalTag,
    Recommendation,
    Recurrence,
    Response,
    ThemeTag,
)
from recommendations.responses import withdraw_responses


class _Exact(DjangoJSONEncoder):
    """Writes times to the microsecond, where Django's own cuts them off after the millisecond."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime.datetime) else super().default(o)


def absorb(into: Portrait, line: PlannedChange, held: Held) -> None:
    """Delete the recommendations that a line absorbs, and keep their rows with the line."""
    absorbed = {}
    for number in line.fields["absorbs"][1]:
        part = held.portraits[into.review, number].pk
        responses = list(Response.objects.filter(recommendation=part))
        rows: list[Model] = [
            *Recommendation.objects.filter(pk=part),
            *Clause.objects.filter(recommendation=part),
            *responses,
        ]
        for tag in (ThemeTag, AffectedGroupTag, GoalTag):
            rows += tag.objects.filter(recommendation=part)
        assessments = list(Assessment.objects.filter(recommendation=part).values_list("pk", flat=True))
        links = Assessment.clauses.through.objects.filter(assessment__in=assessments)
        absorbed[number] = {
            "rows": serializers.serialize("json", [*rows, *_recurrences_of(part)], cls=_Exact),
            "assessments": assessments,
            "clauses": [list(pair) for pair in links.values_list("assessment_id", "clause_id")],
            "recurrences": _repeat_recurrences(part, into.pk),
        }
        links.delete()
        _move(assessments, into.pk)
        withdraw_responses([response.pk for response in responses])
        Recommendation.objects.filter(pk=part).delete()
    line.record["absorbed"] = absorbed
    line.save(update_fields=["record"])


def give_back(from_: Portrait, line: PlannedChange) -> None:
    """Restore what `absorb` deleted, row by row, and the assessments to where they were made."""
    absorbed: dict[str, dict[str, Any]] = line.record.pop("absorbed")
    for parts in absorbed.values():
        Recurrence.objects.filter(pk__in=parts["recurrences"]).delete()
        rows = list(serializers.deserialize("json", parts["rows"]))
        for row in rows:
            row.save()
        part = next(row.object.pk for row in rows if isinstance(row.object, Recommendation))
        Recommendation.objects.filter(pk=part).update(updated_at=timezone.now())
        # Drafts may have been thrown away since.
        left = set(Assessment.objects.filter(pk__in=parts["assessments"]).values_list("pk", flat=True))
        _move(parts["assessments"], part)
        refresh_statuses([from_.pk])
        links = Assessment.clauses.through
        links.objects.bulk_create(
            links(assessment_id=assessment, clause_id=clause)
            for assessment, clause in parts["clauses"]
            if assessment in left
        )
    line.save(update_fields=["record"])


def _recurrences_of(recommendation: int) -> QuerySet[Recurrence]:
    return Recurrence.objects.filter(Q(later=recommendation) | Q(earlier=recommendation)).order_by("pk")


def _repeat_recurrences(from_: int, to: int) -> list[int]:
    """Link what recurs in one recommendation to another, too; answer the keys of the new links."""
    there = set(_recurrences_of(to).values_list("later", "earlier"))
    moved = []
    for link in _recurrences_of(from_):
        later, earlier = (to if end == from_ else end for end in (link.later_id, link.earlier_id))
        if (later, earlier) in there:
            continue
        there.add((later, earlier))
        new = Recurrence(later_id=later, earlier_id=earlier, kind=link.kind, reason=link.reason)
        new.save()
        moved.append(new.pk)
    return moved


def _move(assessments: list[int], to: int) -> None:
    if assessments:
        Assessment.objects.filter(pk__in=assessments).update(recommendation=to, is_current=False)
        refresh_statuses([to])
