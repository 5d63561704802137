"""The way of an assessment: draft, submitted, (returned), published, (withdrawn).

The only module that writes assessments, their evidence, `Assessment.is_current` and
`Recommendation.implementation_status`. Every function locks the recommendation and then the assessment,
so that of two people acting at once the second finds what the first left.
"""

from collections.abc import Iterable
from datetime import datetime, time
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Case, F, Max, Min, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.implementation.models import Assessment, Evidence, Stage
from recommendations.implementation.permissions import STAGES, Action, refusal
from recommendations.models import Clause, Recommendation
from upr_tracker.accounts.models import User


class PublicationError(Exception):
    """An assessment cannot go this way; the message is a sentence for the person who tried."""


class NotAllowedError(PublicationError):
    """This person may not do this."""


class WrongStageError(PublicationError):
    """The assessment is not at a stage for this: somebody was quicker, or it is published."""


class ChangedMeanwhileError(PublicationError):
    """Somebody saved another text since this person opened theirs; `theirs` is that text."""

    def __init__(self, message: str, theirs: Assessment) -> None:
        super().__init__(message)
        self.theirs = theirs


@transaction.atomic
def save_draft(
    assessment: Assessment,
    *,
    by: User,
    clauses: Iterable[Clause] = (),
    evidence: Iterable[Evidence] = (),
    dropped: Iterable[Evidence] = (),
) -> Assessment:
    """Write a new draft, or the changed text of a draft or a returned assessment.

    `evidence` are its new and changed pieces, unsaved; `dropped` are pieces to remove; others stay. Who
    saves is the author from then on: of a text that two people wrote, neither publishes the other's part
    unseen. `assessment.version` is the one that the person began with.

    Raises NotAllowedError, WrongStageError, and ChangedMeanwhileError where the version moved on.
    """
    if assessment.pk:
        stored = _lock(Assessment.objects.filter(pk=assessment.pk)).select_related("organisation").get()
        _require(by, Action.EDIT, stored)
        _require_version(stored, assessment.version)
        assessment.version = stored.version + 1
        assessment.stage, assessment.reason = stored.stage, stored.reason
    else:
        _require(by, Action.EDIT, assessment)
    assessment.author = by
    assessment.save()
    assessment.clauses.set(clauses)
    for piece in dropped:
        _delete_later(piece)
        piece.delete()
    for piece in evidence:
        if piece.pk:
            _delete_later(Evidence.objects.get(pk=piece.pk), unless=piece.file.name)
        piece.assessment = assessment
        piece.save()
    return assessment


@transaction.atomic
def discard(assessment: Assessment, *, by: User, version: int | None = None) -> None:
    """Throw away a text that nobody but the organisation has seen, with its evidence and their files."""
    _take(assessment, Action.DISCARD, by, version)
    for piece in assessment.evidence.all():
        _delete_later(piece)
    assessment.delete()


@transaction.atomic
def submit(assessment: Assessment, *, by: User, version: int | None = None) -> None:
    """Hand the text to the publishers of the organisation."""
    _take(assessment, Action.SUBMIT, by, version)
    assessment.stage = Stage.SUBMITTED
    assessment.submitted_at = timezone.now()
    assessment.reason = ""
    assessment.save()


@transaction.atomic
def publish(assessment: Assessment, *, by: User, version: int | None = None) -> None:
    """Make it public, and the organisation's current judgement of the recommendation.

    `version` is the text that the publisher read: another one is not published (ChangedMeanwhileError).
    """
    _take(assessment, Action.PUBLISH, by, version)
    assessment.stage = Stage.PUBLISHED
    assessment.published_at = timezone.now()
    assessment.publisher = by
    assessment.save()
    refresh_statuses([assessment.recommendation_id])
    assessment.refresh_from_db(fields=["is_current"])


@transaction.atomic
def return_to_author(assessment: Assessment, *, by: User, reason: str, version: int | None = None) -> None:
    """Send a submitted text back, to be changed and submitted again."""
    _take(assessment, Action.RETURN, by, version)
    assessment.stage = Stage.RETURNED
    assessment.reason = _reason(reason)
    assessment.save()


@transaction.atomic
def withdraw(assessment: Assessment, *, by: User, reason: str, version: int | None = None) -> None:
    """Take a published one back; the organisation's latest remaining one is current again."""
    _take(assessment, Action.WITHDRAW, by, version)
    assessment.stage = Stage.WITHDRAWN
    assessment.is_current = False
    assessment.reason = _reason(reason)
    assessment.save()
    refresh_statuses([assessment.recommendation_id])


@transaction.atomic
def record_published(published: Iterable[tuple[Assessment, list[Evidence]]]) -> list[Assessment]:
    """Record what organisations said in documents that they published, each with its evidence, unsaved.

    They are published from the day of that document, or else from the last day that it considers. What was
    recorded from the same document before, also if it was withdrawn since, is not recorded again. Answers
    the new ones.
    """
    known: set[tuple[int, int, int | None]] = set(
        Assessment.objects.filter(recorded_from__isnull=False).values_list(
            "recommendation", "organisation", "recorded_from"
        )
    )
    new = []
    for assessment, evidence in published:
        key = (assessment.recommendation_id, assessment.organisation_id, assessment.recorded_from_id)
        if key in known:
            continue
        known.add(key)
        document = assessment.recorded_from
        day = (document and document.date) or assessment.considered_up_to
        assessment.stage = Stage.PUBLISHED
        assessment.published_at = timezone.make_aware(datetime.combine(day, time()))
        assessment.save()
        for piece in evidence:
            piece.assessment = assessment
        Evidence.objects.bulk_create(evidence)
        new.append(assessment)
    refresh_statuses({assessment.recommendation_id for assessment in new})
    return new


@transaction.atomic
def refresh_statuses(recommendations: Iterable[int] | None = None) -> int:
    """Write which assessments are current, and what they say together, for these recommendations (ids).

    Without ids, for all of them: the way to rebuild both from what is published. Answers how many
    recommendations changed their status.
    """
    published = Assessment.objects.published()
    concerned = Recommendation.objects.all()
    if recommendations is not None:
        ids = list(recommendations)
        published = published.filter(recommendation__in=ids)
        concerned = concerned.filter(pk__in=ids)
    latest = Subquery(
        Assessment.objects.published()
        .filter(recommendation=OuterRef("recommendation"), organisation=OuterRef("organisation"))
        .order_by("-published_at", "-pk")
        .values("pk")[:1]
    )
    published.current().exclude(pk=latest).update(is_current=False)
    published.filter(is_current=False, pk=latest).update(is_current=True)

    said = (
        Assessment.objects.current()
        .filter(recommendation=OuterRef("pk"))
        .order_by()
        .values("recommendation")
        .annotate(first=Min("status"), last=Max("status"))
    )
    together = Case(
        When(first__isnull=True, then=Value(Recommendation.NOT_ASSESSED)),
        When(first=F("last"), then=F("first")),
        default=Value(Recommendation.ASSESSORS_DIFFER),
    )
    return (
        concerned.annotate(first=Subquery(said.values("first")), last=Subquery(said.values("last")))
        .annotate(together=together)
        .exclude(implementation_status=F("together"))
        .update(implementation_status=together, updated_at=timezone.now())
    )


def _take(assessment: Assessment, action: Action, by: User, version: int | None) -> None:
    """Lock the assessment, bring it up to date, and make sure that the person may do this to it now."""
    _lock(Recommendation.objects.filter(pk=assessment.recommendation_id)).get()
    assessment.refresh_from_db(from_queryset=_lock(Assessment.objects.select_related("organisation")))
    _require(by, action, assessment)
    if version is not None:
        _require_version(assessment, version)


def _lock(rows: QuerySet) -> QuerySet:
    """Let others wait until the transaction ends. SQLite needs nothing: its writers queue anyway."""
    return rows.select_for_update(of=("self",), no_key=True)


def _require(by: User, action: Action, assessment: Assessment) -> None:
    if why_not := refusal(by, action, assessment):
        raise NotAllowedError(why_not)
    if assessment.stage not in STAGES[action]:
        raise WrongStageError(
            _("Nothing was changed: this assessment is %(stage)s now, so this can no longer be done.")
            % {"stage": assessment.get_stage_display()}
        )


def _require_version(stored: Assessment, version: int) -> None:
    if stored.version != version:
        raise ChangedMeanwhileError(
            _("Somebody else saved this assessment while you had it open. Nothing of yours is lost."),
            theirs=stored,
        )


def _reason(text: str) -> str:
    if not (text := text.strip()):
        raise PublicationError(_("Say why, in a sentence or two."))
    return text


def _delete_later(piece: Evidence, *, unless: str | None = "") -> None:
    """Remove the piece's file once the change is certain, unless the piece still has it."""
    if (name := piece.file.name) and name != unless:
        transaction.on_commit(partial(default_storage.delete, name))
