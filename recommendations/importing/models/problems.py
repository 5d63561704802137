"""What is doubtful in a file, kept for people to read."""

from collections import defaultdict
from typing import Protocol

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from recommendations.importing.models.imports import Import
from recommendations.importing.problems import MESSAGES
from recommendations.importing.problems.table import Counted


def sentence(code: str, details: dict[str, str]) -> str:
    """Answer a problem's sentence in the reader's language.

    Problems outlive the sentences: an unknown code speaks for itself, a missing detail is left open.
    """
    message = MESSAGES.get(code, code)
    if isinstance(message, Counted):
        count = details.get("count", "")
        words = ngettext(message.one, message, int(count) if count.isdecimal() else 2)
    else:
        words = gettext(message)
    return words.format_map(defaultdict(lambda: "…", details))


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
