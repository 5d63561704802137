"""One file read and applied: its plan, its problems, its progress.

The Import row is the queue of record: no broker is trusted, and an unfinished import whose `heartbeat`
is old is picked up again (`tasks.resume_imports`).
"""

import datetime
from collections import defaultdict
from typing import Protocol

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.importing.problems import MESSAGES
from recommendations.importing.reference import Columns
from reviews.models import Review
from upr_tracker.lib.fields import NormalisedField


class Phase(models.TextChoices):
    """Where an import is on its way: file, plan, applied; or failed with a reason."""

    WAITING = "waiting", _("waiting to be read")
    READING = "reading", _("reading and planning")
    PLANNED = "planned", _("planned, nothing written yet")
    QUEUED = "queued", _("waiting to be applied")
    APPLYING = "applying", _("being applied")
    APPLIED = "applied", _("applied")
    FAILED = "failed", _("not imported")


def sentence(code: str, details: dict[str, str]) -> str:
    """Answer a problem's sentence in the reader's language.

    Problems outlive the sentences: an unknown code speaks for itself, a missing detail is left open.
    """
    return gettext(MESSAGES.get(code, code)).format_map(defaultdict(lambda: "…", details))


class Place(Protocol):
    """Where in a file something is: see `records.Problem`."""

    @property
    def page(self) -> int | None: ...

    @property
    def where(self) -> str: ...

    @property
    def sheet(self) -> str: ...

    @property
    def row(self) -> int | None: ...

    @property
    def column(self) -> str: ...


def place_of(problem: Place) -> str:
    """Answer where a problem is, in words: "page 14 · 118.5", "sheet UPR · row 12 · column Position"."""
    parts = [
        problem.sheet and gettext("sheet %(sheet)s") % {"sheet": problem.sheet},
        problem.page and gettext("page %(page)s") % {"page": problem.page},
        problem.row and gettext("row %(row)s") % {"row": problem.row},
        problem.column and gettext("column %(column)s") % {"column": problem.column},
        problem.where,
    ]
    return " · ".join(part for part in parts if part)


#: Phases in which a worker has something to do.
UNFINISHED = (Phase.WAITING, Phase.READING, Phase.QUEUED, Phase.APPLYING)


class ImportQuerySet(models.QuerySet["Import"]):
    def newest_first(self) -> "ImportQuerySet":
        return self.order_by("-created_at", "-pk")

    def stale(self, *, now: datetime.datetime, after: datetime.timedelta) -> "ImportQuerySet":
        """Unfinished ones that no worker has touched for a while."""
        return self.filter(phase__in=UNFINISHED, heartbeat__lt=now - after)


class Import(models.Model):
    """One uploaded file on its way into the database."""

    # Identification
    file = models.FileField(_("file"), upload_to="imports/%Y/%m")
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes."))
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    # What it turned out to be
    format = models.CharField(_("format"), max_length=40, blank=True)
    symbol = models.CharField(_("document"), max_length=80, blank=True)
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, related_name="imports", verbose_name=_("review")
    )

    # Where it is
    phase = models.CharField(_("phase"), max_length=10, choices=Phase, default=Phase.WAITING)
    heartbeat = models.DateTimeField(default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    applied_at = models.DateTimeField(_("applied"), null=True)
    failure = models.TextField(_("why it was not imported"), blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="importing_import_phase_known"),
            models.CheckConstraint(
                condition=Q(phase=Phase.APPLIED, applied_at__isnull=False)
                | (~Q(phase=Phase.APPLIED) & Q(applied_at__isnull=True)),
                name="importing_import_applied_at",
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


class ChangeKind(models.TextChoices):
    CREATE = "create", _("create")
    CHANGE = "change", _("change")
    SAME = "same", _("same")


class PlannedChangeQuerySet(models.QuerySet["PlannedChange"]):
    def in_order(self) -> "PlannedChangeQuerySet":
        return self.order_by("order", "pk")

    def counts(self) -> dict[str, int]:
        """Count the lines of a plan by kind; kinds without a line count 0."""
        counted = dict(self.order_by().values_list("kind").annotate(count=Count("pk")))
        return {kind.value: counted.get(kind.value, 0) for kind in ChangeKind}


class PlannedChange(models.Model):
    """One line of a plan: what would happen to one record.

    `record` is the whole record as read (JSON), enough to apply the line; `fields` is the difference,
    {field: [old, new]}. `done` makes applying safe to repeat.
    """

    plan_of = models.ForeignKey(Import, models.CASCADE, related_name="changes")
    order = models.PositiveIntegerField()
    kind = models.CharField(_("what happens"), max_length=10, choices=ChangeKind)
    model = models.CharField(_("record"), max_length=30)
    key = models.CharField(_("key"), max_length=100)
    record = models.JSONField()
    fields = models.JSONField(default=dict)
    done = models.BooleanField(default=False)

    objects = PlannedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned change")
        verbose_name_plural = _("planned changes")
        constraints = [
            models.UniqueConstraint(fields=["plan_of", "order"], name="importing_plannedchange_order_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values), name="importing_plannedchange_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"


class ImportProblem(models.Model):
    """Something in the file that a person should know of; `code` is a key of `problems.MESSAGES`."""

    found_in = models.ForeignKey(Import, models.CASCADE, related_name="problems")
    code = models.CharField(_("code"), max_length=40)
    severity = models.CharField(_("severity"), max_length=10)
    details = models.JSONField(default=dict)
    page = models.PositiveIntegerField(_("page"), null=True)
    where = models.CharField(_("where"), max_length=100, blank=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    row = models.PositiveIntegerField(_("row"), null=True)
    column = models.CharField(_("column"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")

    def __str__(self) -> str:
        return f"{self.code} {self.where}"

    @property
    def message(self) -> str:
        return sentence(self.code, self.details)

    @property
    def place(self) -> str:
        return place_of(self)


class ColumnHeadingQuerySet(models.QuerySet["ColumnHeading"]):
    def as_resolver(self) -> Columns:
        """Read the whole table once, for the columns of a file."""
        return Columns(self.values_list("format", "field", "heading"))


class ColumnHeading(models.Model):
    """By which heading tables of one format call a field: people add those that a new export prints.

    The fields of a format are those that its reader knows; see `fixtures/columns.json`.
    """

    format = models.SlugField(_("format"), max_length=40)
    field = models.CharField(_("field"), max_length=60, help_text=_("What the column holds: position."))
    heading = models.CharField(_("heading"), max_length=200, help_text=_("As files print it."))
    key = NormalisedField(of="heading", max_length=200)

    objects = ColumnHeadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("column heading")
        verbose_name_plural = _("column headings")
        constraints = [
            models.UniqueConstraint(
                fields=["format", "key"], name="importing_columnheading_format_key_unique"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="importing_columnheading_key_present"),
        ]

    def __str__(self) -> str:
        return f"{self.format}: {self.heading}"
