from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recommendations.models.recommendation import Recommendation


class RecurrenceKind(models.TextChoices):
    """How a later recommendation takes up an earlier one, after UPR Info's study of cycles 1 and 2."""

    SAME = "same", _("the same")
    SIMILAR = "similar", _("similar")
    BUILDS_ON = "builds-on", _("builds on it")


class Recurrence(models.Model):
    """A recommendation that asks again what was asked in an earlier cycle, and why we say so."""

    later = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="asked_before", verbose_name=_("later recommendation")
    )
    earlier = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="asked_again", verbose_name=_("earlier recommendation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RecurrenceKind)
    reason = models.TextField(
        _("reason"), help_text=_("What both ask for, and what differs; in a sentence of ours.")
    )

    class Meta:
        verbose_name = _("recurrence")
        verbose_name_plural = _("recurrences")
        constraints = [
            models.UniqueConstraint(fields=["later", "earlier"], name="recommendations_recurrence_unique"),
            models.CheckConstraint(
                condition=~Q(later=F("earlier")), name="recommendations_recurrence_of_another"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RecurrenceKind.values), name="recommendations_recurrence_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="recommendations_recurrence_reason_present"),
        ]

    def __str__(self) -> str:
        return f"{self.later}: {self.earlier}"

    def clean(self) -> None:
        """Refuse what was not asked later, of the same State. Reads both reviews unless they were loaded."""
        super().clean()
        if self.later_id is None or self.earlier_id is None:
            return
        later, earlier = self.later.review, self.earlier.review
        if later.state_under_review_id != earlier.state_under_review_id:
            raise ValidationError(_("Both have to be recommendations to the same State."))
        if later.cycle_id <= earlier.cycle_id:
            raise ValidationError(_("The earlier one has to be of an earlier cycle."))
