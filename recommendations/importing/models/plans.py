"""The lines of a plan."""

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from recommendations.importing.models.imports import Import


class ChangeKind(models.TextChoices):
    CREATE = "create", _("create")
    CHANGE = "change", _("change")
    SAME = "same", _("same")
    UNDECIDED = "undecided", _("undecided")


class PlannedChangeQuerySet(models.QuerySet["PlannedChange"]):
    def in_order(self) -> "PlannedChangeQuerySet":
        return self.order_by("order")

    def writing(self) -> "PlannedChangeQuerySet":
        return self.filter(kind__in=(ChangeKind.CREATE, ChangeKind.CHANGE))

    def in_conflict(self) -> "PlannedChangeQuerySet":
        """Those that say something else than a better source."""
        return self.filter(conflicting=True)

    def counts(self) -> dict[str, int]:
        """Count the lines by kind, and those in conflict as "conflict"; what there is none of counts 0."""
        rows = self.order_by().values_list("kind", "conflicting").annotate(count=Count("pk"))
        counts = {kind.value: 0 for kind in ChangeKind} | {"conflict": 0}
        for kind, conflicting, count in rows:
            counts[kind] += count
            counts["conflict"] += count if conflicting else 0
        return counts


class PlannedChange(models.Model):
    """One line of a plan: what would happen to one record.

    `record` is what the file says of it (JSON, see `comparing`); {} where nothing happens, as then nobody
    needs it. `fields` is the difference, {field: [old, new]}: writing the new is applying the line, writing
    the old is taking it back. `conflicts` are fields in which a better source says otherwise,
    {field: [kept, its source, refused]}. `context` is what people want to know besides (see `context`).
    """

    plan_of = models.ForeignKey(Import, models.CASCADE, related_name="changes")
    order = models.PositiveIntegerField()
    kind = models.CharField(_("what happens"), max_length=10, choices=ChangeKind)
    model = models.CharField(_("record"), max_length=30)
    key = models.CharField(_("key"), max_length=100)
    review_slug = models.CharField(_("review"), max_length=8, blank=True)
    record = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)
    conflicts = models.JSONField(default=dict)
    context = models.JSONField(default=dict)
    conflicting = models.BooleanField(default=False)

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
        indexes = [
            # The tabs of a plan, page by page, however long it is.
            models.Index(fields=["plan_of", "kind", "order"], name="importing_plan_by_kind"),
            models.Index(
                fields=["plan_of", "order"], condition=Q(conflicting=True), name="importing_plan_conflicts"
            ),
            models.Index(fields=["plan_of", "review_slug", "order"], name="importing_plan_by_review"),
            # Which later imports wrote the same record.
            models.Index(fields=["key"], name="importing_plan_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"
