from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recommendations.importing.reference import Columns
from upr_tracker.lib.fields import NormalisedField


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
