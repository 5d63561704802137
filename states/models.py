"""UN Member States and observers, their regional groups and every name that documents print."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from states.names import Spelling, StateNames
from upr_tracker.lib.fields import NormalisedField


class RegionalGroup(models.Model):
    """One of the five groups of States in the United Nations; the key is its short slug ("weog")."""

    slug = models.SlugField(_("slug"), primary_key=True, max_length=30)
    name = models.CharField(_("name"), max_length=80, unique=True)
    short_name = models.CharField(_("short name"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("regional group")
        verbose_name_plural = _("regional groups")

    def __str__(self) -> str:
        return self.name


class Membership(models.TextChoices):
    MEMBER = "member", _("Member State")
    OBSERVER = "observer", _("observer State")


class StateQuerySet(models.QuerySet["State"]):
    def in_order(self) -> "StateQuerySet":
        return self.order_by("name", "code")


class State(models.Model):
    """A UN Member State or observer; its key is the ISO 3166-1 alpha-3 code."""

    code = models.CharField(_("ISO code"), primary_key=True, max_length=3)
    code2 = models.CharField(_("ISO code of two letters"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True, help_text=_("UN short name"))
    formal_name = models.CharField(_("formal name"), max_length=120, help_text=_("UN formal name"))
    regional_group = models.ForeignKey(
        RegionalGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="states",
        verbose_name=_("regional group"),
    )
    membership = models.CharField(
        _("membership"), max_length=10, choices=Membership, default=Membership.MEMBER
    )

    objects = StateQuerySet.as_manager()

    class Meta:
        verbose_name = _("State")
        verbose_name_plural = _("States")
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="states_state_code_present"),
            models.CheckConstraint(
                condition=Q(membership__in=Membership.values), name="states_state_membership_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("state", args=[self.code])


class StateNameQuerySet(models.QuerySet["StateName"]):
    def as_resolver(self) -> StateNames:
        """Read every spelling once, to resolve the names of a whole document without a query each."""
        return StateNames(Spelling(name, code) for name, code in self.values_list("name", "state_id"))


class StateName(models.Model):
    """A spelling that documents print, current or historical. One spelling names one State."""

    state = models.ForeignKey(State, models.CASCADE, related_name="names", verbose_name=_("State"))
    name = models.CharField(_("name in documents"), max_length=160)
    key = NormalisedField(max_length=160, unique=True)
    from_year = models.PositiveSmallIntegerField(_("from"), null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = StateNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name in documents")
        verbose_name_plural = _("names in documents")
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="states_statename_key_present"),
            models.CheckConstraint(
                condition=Q(from_year__isnull=True)
                | Q(until_year__isnull=True)
                | Q(from_year__lte=models.F("until_year")),
                name="states_statename_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
