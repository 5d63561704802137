"""Themes, affected groups and Goals, and the tags that join them to recommendations."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recommendations.models.source import Source
from recommendations.names import OWN, GroupNames, NamedTheme, ThemeNames
from upr_tracker.lib.fields import NormalisedField


class Vocabulary(models.Model):
    """A published list of theme names: UHRI's of one time, UPR Info's issues ..."""

    slug = models.SlugField(_("slug"), primary_key=True, max_length=40)
    name = models.CharField(_("name"), max_length=120, unique=True)
    version = models.CharField(_("version"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")

    def __str__(self) -> str:
        return self.name


class ThemeQuerySet(models.QuerySet["Theme"]):
    def in_order(self) -> "ThemeQuerySet":
        return self.order_by("order", "slug")


class Theme(models.Model):
    """A human rights theme: a tree of two levels, after the list that UHRI uses now."""

    slug = models.SlugField(_("slug"), unique=True, max_length=100)
    name = models.CharField(_("name"), max_length=160, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Place in the whole tree, read from top to bottom.")
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="recommendations_theme_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.slug])


class ThemeNameQuerySet(models.QuerySet["ThemeName"]):
    def as_resolver(self) -> ThemeNames:
        """Read the crosswalk and the tree once, to resolve the themes of a whole file. Two queries."""
        stands_for: dict[tuple[str, str], list[str]] = {}
        rows = self.order_by("pk", "themes__order", "themes__slug")
        for vocabulary, name, slug in rows.values_list("vocabulary_id", "name", "themes__slug"):
            slugs = stands_for.setdefault((vocabulary, name), [])
            if slug:
                slugs.append(slug)
        for slug, name in Theme.objects.values_list("slug", "name"):
            stands_for[OWN, name] = [slug]
        return ThemeNames(
            NamedTheme(vocabulary, name, tuple(slugs)) for (vocabulary, name), slugs in stands_for.items()
        )


class ThemeName(models.Model):
    """A name in one vocabulary and the themes it stands for: the crosswalk.

    UPR Info's "Detention conditions" is our "Conditions of detention"; a few names ("Other") stand for
    no theme at all.
    """

    vocabulary = models.ForeignKey(
        Vocabulary, models.PROTECT, related_name="theme_names", verbose_name=_("vocabulary")
    )
    name = models.CharField(_("name"), max_length=200)
    key = NormalisedField(max_length=200)
    themes = models.ManyToManyField(Theme, blank=True, related_name="names", verbose_name=_("themes"))

    objects = ThemeNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme name")
        verbose_name_plural = _("theme names")
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "key"], name="recommendations_themename_vocabulary_key_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AffectedGroupQuerySet(models.QuerySet["AffectedGroup"]):
    def as_resolver(self) -> GroupNames:
        """Read every name once, to resolve the groups of a whole file without a query each."""
        groups = self.values_list("slug", "name", "other_names")
        return GroupNames((name, slug) for slug, own, others in groups for name in (own, *others))


class AffectedGroup(models.Model):
    """A group of persons concerned: women and girls, Indigenous Peoples ..."""

    slug = models.SlugField(_("slug"), unique=True, max_length=100)
    name = models.CharField(_("name"), max_length=160, unique=True)
    other_names = models.JSONField(
        _("names in documents"), default=list, blank=True, help_text=_("Spellings of older lists.")
    )

    objects = AffectedGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("affected group")
        verbose_name_plural = _("affected groups")

    def __str__(self) -> str:
        return self.name


class SustainableDevelopmentGoal(models.Model):
    """A Goal ("16") or one of its targets ("16.2")."""

    code = models.CharField(_("code"), primary_key=True, max_length=6)
    number = models.PositiveSmallIntegerField(_("number of the Goal"))
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")
        constraints = [
            models.CheckConstraint(
                condition=Q(number__range=(1, 17)),
                name="recommendations_sustainabledevelopmentgoal_number_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Tag(models.Model):
    """What the three kinds of tag have in common. A person's choice survives every later import."""

    recommendation = models.ForeignKey(
        "recommendations.Recommendation",
        models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("recommendation"),
    )
    source = models.CharField(_("source"), max_length=20, choices=Source, default=Source.PERSON)

    class Meta:
        abstract = True


class ThemeTag(Tag):
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="tags", verbose_name=_("theme"))

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "theme"], name="recommendations_themetag_unique"
            ),
        ]

    def __str__(self) -> str:
        return str(self.theme)


class AffectedGroupTag(Tag):
    group = models.ForeignKey(
        AffectedGroup, models.PROTECT, related_name="tags", verbose_name=_("affected group")
    )

    class Meta:
        verbose_name = _("affected group")
        verbose_name_plural = _("affected groups")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "group"], name="recommendations_affectedgrouptag_unique"
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)


class GoalTag(Tag):
    goal = models.ForeignKey(
        SustainableDevelopmentGoal, models.PROTECT, related_name="tags", verbose_name=_("Goal")
    )

    class Meta:
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "goal"], name="recommendations_goaltag_unique"),
        ]

    def __str__(self) -> str:
        return str(self.goal)
