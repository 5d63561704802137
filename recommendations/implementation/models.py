"""Organisations, their members, their assessments and the evidence these rest on."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recommendations.models import Clause, ImplementationStatus, Recommendation
from reviews.models import Document
from states.models import State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from upr_tracker.accounts.models import User


class OrganisationKind(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    NGO = "ngo", _("non-governmental organisation")
    COALITION = "coalition", _("coalition")
    UNITED_NATIONS = "united-nations", _("United Nations")
    NHRI = "nhri", _("national human rights institution")
    OTHER = "other", _("other")


class Organisation(models.Model):
    """Who assesses: a ministry, an NGO, a coalition, a UN entity, the national human rights institution."""

    slug = models.SlugField(_("slug"), unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("State"),
        help_text=_("Where it is based or which State it belongs to; empty for an international one."),
    )
    website = models.URLField(_("website"), blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="organisations"
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values),
                name="implementation_organisation_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipRole(models.TextChoices):
    CONTRIBUTOR = "contributor", _("contributor: writes assessments")
    PUBLISHER = "publisher", _("publisher: writes, and publishes what others wrote")


class Membership(models.Model):
    """A person's role in an organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("account")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(
        _("role"), max_length=20, choices=MembershipRole, default=MembershipRole.CONTRIBUTOR
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="implementation_membership_unique"),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values), name="implementation_membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"


class Stage(models.TextChoices):
    """Where an assessment is on its way. A returned one is edited and submitted again."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Confidence(models.TextChoices):
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def published(self) -> "AssessmentQuerySet":
        return self.filter(stage=Stage.PUBLISHED)

    def current(self) -> "AssessmentQuerySet":
        """The latest published one of each organisation on each recommendation."""
        return self.filter(is_current=True)

    def of_organisations_of(self, user: "User") -> "AssessmentQuerySet":
        """What a person may see in the workspace: everything of the organisations they belong to."""
        return self.filter(organisation__memberships__user=user)

    def kept_by(self, user: "User") -> "AssessmentQuerySet":
        """What a person has a page of: what their organisations wrote, and to a data manager what the data
        managers recorded from documents."""
        own = Membership.objects.filter(user=user.pk).values("organisation")
        recorded = Q(recorded_from__isnull=False) if user.is_data_manager else Q()
        return self.filter(Q(organisation__in=own) | recorded)

    def visible_to(self, user: "User | AnonymousUser") -> "AssessmentQuerySet":
        """What is published, and everything of the organisations that the person belongs to."""
        own = Membership.objects.filter(user=user.pk).values("organisation")
        return self.filter(Q(stage=Stage.PUBLISHED) | Q(organisation__in=own))

    def for_reading(self) -> "AssessmentQuerySet":
        """Load what anybody may read of each: organisation, clauses, public evidence. Three queries."""
        return self.select_related("organisation", "recorded_from").prefetch_related(
            Prefetch("evidence", Evidence.objects.public().select_related("document").order_by("pk")),
            Prefetch("clauses", Clause.objects.order_by("order")),
        )

    def newest_first(self) -> "AssessmentQuerySet":
        return self.order_by(models.F("published_at").desc(nulls_first=True), "-updated_at", "-pk")


class Assessment(models.Model):
    """One organisation's dated judgement of how far a recommendation is implemented.

    Its way (draft, submitted, published ...) is walked by `publication` alone. Append-only once
    published: a later judgement is another assessment, and `is_current` moves to it.

    What an organisation said in a document that it published is recorded here by the data managers
    (`recorded_from`), without a log-in of the organisation: such an assessment has neither author nor
    publisher here and counts from the day of that document.
    """

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="assessments", verbose_name=_("recommendation")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="assessments", verbose_name=_("organisation")
    )
    clauses = models.ManyToManyField(
        Clause,
        blank=True,
        related_name="assessments",
        verbose_name=_("clauses"),
        help_text=_("Only where it speaks of single requests; otherwise of the whole recommendation."),
    )
    status = models.CharField(_("status"), max_length=30, choices=ImplementationStatus)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence, default=Confidence.MEDIUM
    )
    considered_up_to = models.DateField(
        _("evidence considered up to"), help_text=_("The date up to which you looked at what happened.")
    )
    narrative = models.TextField(_("what happened"))

    recorded_from = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="assessments",
        verbose_name=_("recorded from"),
        help_text=_("The organisation's published document, where the data managers recorded what it says."),
    )

    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    is_current = models.BooleanField(_("current"), default=False, editable=False)
    reason = models.TextField(
        _("reason"), blank=True, editable=False, help_text=_("Why it was returned or withdrawn.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    version = models.PositiveIntegerField(
        default=1,
        editable=False,
        help_text=_("Counts edits, so that two people do not overwrite each other."),
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ImplementationStatus.values),
                name="implementation_assessment_status_known",
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=Confidence.values),
                name="implementation_assessment_confidence_known",
            ),
            models.CheckConstraint(
                condition=~Q(narrative=""), name="implementation_assessment_narrative_present"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="implementation_assessment_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    stage__in=[Stage.PUBLISHED, Stage.WITHDRAWN],
                    published_at__isnull=False,
                    publisher__isnull=False,
                )
                | Q(
                    stage__in=[Stage.PUBLISHED, Stage.WITHDRAWN],
                    published_at__isnull=False,
                    recorded_from__isnull=False,
                )
                | Q(
                    stage__in=[Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED],
                    published_at__isnull=True,
                    publisher__isnull=True,
                ),
                name="implementation_assessment_published_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.RETURNED, Stage.WITHDRAWN]) & ~Q(reason="")
                | Q(stage__in=[Stage.DRAFT, Stage.SUBMITTED, Stage.PUBLISHED], reason=""),
                name="implementation_assessment_reason_when_sent_back",
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(stage=Stage.PUBLISHED),
                name="implementation_assessment_current_is_published",
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(recorded_from__isnull=False),
                name="implementation_assessment_written_or_recorded",
            ),
            models.UniqueConstraint(
                fields=["recommendation", "organisation", "recorded_from"],
                name="implementation_assessment_recorded_once",
            ),
            models.UniqueConstraint(
                fields=["recommendation", "organisation"],
                condition=Q(is_current=True),
                name="implementation_assessment_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.recommendation}"

    def get_absolute_url(self) -> str:
        return reverse("assessment", args=[self.pk])

    def clean(self) -> None:
        """Refuse a date that no evidence can have. Reads the review, a query unless it was loaded."""
        super().clean()
        if self.considered_up_to is None:
            return
        if self.considered_up_to > timezone.localdate():
            raise ValidationError({"considered_up_to": _("This day has not come yet.")})
        reviewed_on = self.recommendation.review.date
        if reviewed_on and self.considered_up_to < reviewed_on:
            raise ValidationError(
                {"considered_up_to": _("This day is before the review, when the recommendation was made.")}
            )

    @property
    def publication(self) -> datetime | None:
        """When it was published, as far as that is known: not of what is recorded from an undated document.

        `published_at` then is the last day that it considers, so that it has its place among others.
        """
        undated = self.recorded_from and not self.recorded_from.date
        return None if undated else self.published_at

    @property
    def is_editable(self) -> bool:
        """Whether its text may still change: before it is submitted, or after it was returned."""
        return self.stage in (Stage.DRAFT, Stage.RETURNED)


class Stance(models.TextChoices):
    """What the evidence says about implementation."""

    SUPPORTS = "supports", _("supports")
    CONTRADICTS = "contradicts", _("contradicts")
    MIXED = "mixed", _("mixed")
    CONTEXT = "context", _("context")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("public")
    RESTRICTED = "restricted", _("restricted to the organisation")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def public(self) -> "EvidenceQuerySet":
        """What anybody may see: public pieces of published assessments."""
        return self.filter(visibility=Visibility.PUBLIC, assessment__stage=Stage.PUBLISHED)

    def visible_to(self, user: "User | AnonymousUser") -> "EvidenceQuerySet":
        """What is public, and everything of the organisations that the person belongs to."""
        own = Membership.objects.filter(user=user.pk).values("organisation")
        return self.filter(
            Q(visibility=Visibility.PUBLIC, assessment__stage=Stage.PUBLISHED)
            | Q(assessment__organisation__in=own)
        )


class Evidence(models.Model):
    """What an assessment rests on: a document, a link, a law, a figure."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="evidence", verbose_name=_("assessment")
    )
    title = models.CharField(_("title"), max_length=200)
    stance = models.CharField(_("stance"), max_length=20, choices=Stance, default=Stance.SUPPORTS)
    publisher = models.CharField(_("published by"), max_length=160, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    url = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m", blank=True)
    place = models.CharField(
        _("place in the source"), max_length=120, blank=True, help_text=_("Page, paragraph or article.")
    )
    excerpt = models.TextField(_("excerpt"), blank=True)
    visibility = models.CharField(
        _("visibility"), max_length=20, choices=Visibility, default=Visibility.PUBLIC
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(file="") | Q(document__isnull=False),
                name="implementation_evidence_has_a_source",
                violation_error_message=_("Give a link or a file."),
            ),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="implementation_evidence_stance_known"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values),
                name="implementation_evidence_visibility_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title
