"""What only a person can decide, asked once and remembered for every later import."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recommendations.importing.models.imports import Import
from upr_tracker.lib.text import normalise


class ChoiceKind(models.TextChoices):
    STATE = "state", _("name of a State")
    THEME = "theme", _("theme")
    GROUP = "group", _("affected group")
    MATCH = "match", _("which recommendation")


class ChoiceQuerySet(models.QuerySet["Choice"]):
    def open(self) -> "ChoiceQuerySet":
        return self.filter(answer=None)

    def answered(self) -> "ChoiceQuerySet":
        return self.filter(answer__isnull=False)

    def latest_first(self) -> "ChoiceQuerySet":
        return self.order_by(F("answered_at").desc(nulls_last=True), "-pk")


_LONGEST_NAME = 200


def key_of_name(name: str) -> str:
    """Answer the key of the choice what a name stands for, "" where it has no letters to ask for."""
    return normalise(name[:_LONGEST_NAME])[:_LONGEST_NAME]


class Choice(models.Model):
    """One question, the same for all files that raise it.

    kind   scope                   key              answer
    state  ""                      normalised name  ISO code
    theme  vocabulary ("upr-info") normalised name  slugs, separated by blanks
    group  ""                      normalised name  slug
    match  review and source       digest of the    "118.5" or "118.5/2" (its second clause)
           ("khm-2 upr-info")      wording, or of
                                   wording and States

    An answer "" is one, too: this name is no State's and no theme's; this row is a recommendation of its own.
    `suggestions` are the likely answers, the best first: [{"answer", "label", "score"}]; scores are from 0
    to 100.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ChoiceKind)
    scope = models.CharField(_("within"), max_length=60, blank=True)
    key = models.CharField(max_length=_LONGEST_NAME)
    printed = models.TextField(_("as printed"))
    suggestions = models.JSONField(_("suggestions"), default=list)
    answer = models.CharField(_("answer"), max_length=300, null=True)  # noqa: DJ001 - None: not answered yet
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_in = models.ForeignKey(
        Import,
        models.SET_NULL,
        null=True,
        related_name="answers",
        verbose_name=_("answered for"),
        help_text=_("The import whose question it was."),
    )
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(fields=["kind", "scope", "key"], name="importing_choice_asked_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ChoiceKind.values), name="importing_choice_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.printed

    def get_absolute_url(self) -> str:
        return reverse("import-answer", args=[self.pk])


class Question(models.Model):
    """A choice that one file raises: how often, and where first."""

    asked_by = models.ForeignKey(Import, models.CASCADE, related_name="questions")
    choice = models.ForeignKey(Choice, models.CASCADE, related_name="questions")
    count = models.PositiveIntegerField(_("rows"), default=1)
    place = models.CharField(_("first place"), max_length=200, blank=True)
    was_open = models.BooleanField(
        default=True, editable=False, help_text=_("Whether nobody had answered it when the plan was made.")
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "choice"], name="importing_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.choice}"
