from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import Review


class FacetKeys(models.Model):
    """What one recommendation is counted under, facet by facet: all its keys in one narrow row.

    Derived from the recommendation and its links, and written by the triggers of `facet_keys` alone. Where
    a recommendation has several keys of a kind, they stand in one text with blanks between, in order:
    "FRA FRA JPN" are two requests of France's and one of Japan's.
    """

    id = models.BigAutoField(
        _("recommendation"),
        primary_key=True,
        help_text=_("The row has the key of its recommendation."),
    )
    review = models.ForeignKey(
        Review, models.DO_NOTHING, related_name="+", db_index=False, verbose_name=_("review")
    )
    position = models.CharField(_("position"), max_length=10)
    implementation_status = models.CharField(_("implementation"), max_length=30)
    action_category = models.PositiveSmallIntegerField(_("action category"), null=True)
    wording = models.CharField(_("how good what we hold of the words is"), max_length=10)
    requests = models.TextField(_("codes of the States, one for each request"))
    themes = models.TextField(_("keys of the themes"))
    affected_groups = models.TextField(_("keys of the affected groups"))
    goals = models.TextField(_("codes of the Goals and targets"))
    positions_ever = models.TextField(_("positions at some time"))

    class Meta:
        verbose_name = _("keys of facets")
        verbose_name_plural = _("keys of facets")

    def __str__(self) -> str:
        return str(self.pk)
