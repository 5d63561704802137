from django.db import models
from django.utils.translation import gettext_lazy as _

from states.models import State


class Clause(models.Model):
    """One request inside a recommendation, with the States that made it.

    "Expedite ... (Pakistan); accelerate ... (Egypt)" is one recommendation of two clauses. A clause and
    one of its States are one request, the second counting unit. `text` is official and empty where
    only a summary of the recommendation is known. Now and then a report names no State at all.
    """

    recommendation = models.ForeignKey(
        "Recommendation", models.CASCADE, related_name="clauses", verbose_name=_("recommendation")
    )
    order = models.PositiveSmallIntegerField(_("order"), help_text=_("Counted from 1."))
    text = models.TextField(_("official wording"), blank=True)
    summary = models.TextField(_("summary in our own words"), blank=True)
    states = models.ManyToManyField(
        State, blank=True, related_name="clauses", verbose_name=_("recommending States")
    )

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "order"], name="recommendations_clause_order_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.summary or str(self.order)

    @property
    def wording(self) -> str:
        return self.text or self.summary
