"""One file on its way into the database and, if need be, out of it again.

The Import row is the queue of record: no broker is trusted, and an unfinished import whose `heartbeat`
is old is picked up again (`tasks.resume_imports`).
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models import Review


class Phase(models.TextChoices):
    """Where an import is on its way: file, plan, applied, taken back; or failed with a reason."""

    WAITING = "waiting", _("waiting to be read")
    READING = "reading", _("being read")
    PLANNING = "planning", _("being compared")
    PLANNED = "planned", _("planned, nothing written yet")
    QUEUED = "queued", _("waiting to be applied")
    APPLYING = "applying", _("being applied")
    APPLIED = "applied", _("applied")
    LEAVING = "leaving", _("waiting to be taken back")
    REVERTING = "reverting", _("being taken back")
    REVERTED = "reverted", _("taken back")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("not imported")


#: Phases in which a worker has something to do.
UNFINISHED = (
    Phase.WAITING,
    Phase.READING,
    Phase.PLANNING,
    Phase.QUEUED,
    Phase.APPLYING,
    Phase.LEAVING,
    Phase.REVERTING,
)


class ImportQuerySet(models.QuerySet["Import"]):
    def newest_first(self) -> "ImportQuerySet":
        return self.order_by("-created_at", "-pk")

    def unfinished(self) -> "ImportQuerySet":
        return self.filter(phase__in=UNFINISHED)

    def waiting_for_a_decision(self) -> "ImportQuerySet":
        """Those with a plan of which nothing is written yet."""
        return self.filter(phase=Phase.PLANNED, written=0)

    def open_plans(self) -> "ImportQuerySet":
        """Those with a plan that waits, or with one that a worker is making now."""
        making = Q(phase__in=(Phase.READING, Phase.PLANNING))
        return self.filter(making | Q(phase=Phase.PLANNED), written=0)

    def stale(self, *, now: datetime.datetime, after: datetime.timedelta) -> "ImportQuerySet":
        """Unfinished ones that no worker has touched for a while."""
        return self.unfinished().filter(heartbeat__lt=now - after)

    def unseen_by(self, user: object) -> "ImportQuerySet":
        """A person's imports that came to rest since the person looked at them."""
        return self.exclude(phase__in=UNFINISHED).filter(created_by=user, seen=False)


class Import(models.Model):
    """One file received by one person at one time, and what became of it.

    The same content is stored once: several imports may share a `file`. The lines of the plan are
    numbered from 1; those up to `written` are in the database, however far applying or taking back got.
    """

    # Identification
    file = models.FileField(_("file"), max_length=200)
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes."))
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    # What it turned out to be
    format = models.CharField(_("format"), max_length=40, blank=True)
    symbol = models.CharField(_("document"), max_length=80, blank=True)
    review = models.ForeignKey(
        Review, models.SET_NULL, null=True, related_name="imports", verbose_name=_("review")
    )

    # Where it is
    phase = models.CharField(_("phase"), max_length=10, choices=Phase, default=Phase.WAITING)
    heartbeat = models.DateTimeField(default=timezone.now, editable=False)
    taken_as = models.CharField(
        max_length=32, blank=True, editable=False, help_text=_("By which worker, for which step.")
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    rows_total = models.PositiveIntegerField(
        _("rows"), default=0, help_text=_("Of the phase it is in; 0 where nobody can know yet.")
    )
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    share_read = models.PositiveSmallIntegerField(_("per cent read"), default=0)
    written = models.PositiveIntegerField(
        _("lines written"), default=0, help_text=_("The lines of the plan up to this one are written.")
    )
    plan_version = models.PositiveIntegerField(
        _("version of the plan"),
        default=0,
        help_text=_("Counted up each time the plan is made anew: who applies a plan says which."),
    )
    counts = models.JSONField(
        _("lines of the plan"), default=dict, help_text=_("By what happens, and those with a conflict.")
    )
    problem_count = models.PositiveIntegerField(_("problems"), default=0)
    failure = models.TextField(_("why it was not imported"), blank=True)
    seen = models.BooleanField(default=True, editable=False)

    # Who decided
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("applied by")
    )
    applied_at = models.DateTimeField(_("applied"), null=True)
    reverted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by")
    )
    reverted_at = models.DateTimeField(_("taken back"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="importing_import_phase_known"),
            models.CheckConstraint(
                condition=~Q(phase=Phase.APPLIED) | Q(applied_at__isnull=False),
                name="importing_import_applied_at",
            ),
            models.CheckConstraint(
                condition=~Q(phase=Phase.REVERTED) | Q(reverted_at__isnull=False, written=0),
                name="importing_import_reverted_at",
            ),
            models.CheckConstraint(
                condition=Q(phase=Phase.FAILED) & ~Q(failure="") | ~Q(phase=Phase.FAILED) & Q(failure=""),
                name="importing_import_failure_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def is_moving(self) -> bool:
        """Whether a worker has it or will have it: a page showing it refreshes itself."""
        return self.phase in UNFINISHED

    @property
    def writes(self) -> int:
        """How many lines of the plan would write something, or did."""
        return self.counts.get("create", 0) + self.counts.get("change", 0)

    @property
    def lines(self) -> int:
        return sum(self.counts.get(kind, 0) for kind in ("create", "change", "same", "undecided"))
