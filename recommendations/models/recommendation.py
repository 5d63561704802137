import re

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recommendations.models.source import Source
from recommendations.querysets import RecommendationQuerySet
from reviews.models import Document, Review
from states.models import State

_SET_IN_LINES = re.compile(r"[\s\u00ad\u2010-]+")


class Position(models.TextChoices):
    """The State's position; official ones are two, until the Council's plenary it is pending."""

    SUPPORTED = "supported", _("supported")
    NOTED = "noted", _("noted")
    PENDING = "pending", _("pending")


class ImplementationStatus(models.TextChoices):
    """How far a recommendation is implemented, in one organisation's judgement."""

    IMPLEMENTED = "implemented", _("implemented")
    PARTIALLY_IMPLEMENTED = "partially-implemented", _("partially implemented")
    IN_PROGRESS = "in-progress", _("in progress")
    NOT_IMPLEMENTED = "not-implemented", _("not implemented")
    REGRESSED = "regressed", _("regressed")
    NOT_ENOUGH_EVIDENCE = "not-enough-evidence", _("not enough evidence")
    NO_LONGER_APPLICABLE = "no-longer-applicable", _("no longer applicable")


class ActionRule(models.TextChoices):
    """What gave a recommendation its action category, after UPR Info's guide of October 2014."""

    GUIDE_VERB = "guide-verb", _("the guide names the verb")
    COMMON_VERB = "common-verb", _("coders mostly read the verb so")
    SECOND_VERB = "second-verb", _("of two verbs at the start the second decides")
    FIRST_OF_EQUALS = "first-of-equals", _("of two equally strong actions the first decides")
    CONCRETE_EXAMPLES = "concrete-examples", _("a general opening, followed by concrete actions")
    HELP_OR_OTHERS = "help-or-others", _("it asks for help or experience only, or addresses others")
    JUDGED = "judged", _("judged by a person, as no rule decides")


class Recommendation(models.Model):
    """One numbered item of a Working Group report: "118.5" is item 5 of paragraph 118.

    A recommendation known only from a secondary source has no paragraph; its number is then "u12", a
    number of ours that holds the place of the official one. Once that is known, `placeholder` keeps the 12,
    so that the old address still leads here.

    Wording is official (`text`) or ours (`summary`); the official one never gives way to a summary.
    `position` and `implementation_status` repeat what Responses and published Assessments say; they are
    written by `responses.record_response` and `implementation.publication` alone.

    `sources` says where a field comes from, {field: Source}: "text", "summary", "action_category",
    "clauses.2.text", "clauses.2.states", "themes", "affected_groups", "goals". See `source_of`. Tags and
    responses have a source of their own; "themes" and so on stand here where a person took one away.
    """

    #: `implementation_status` where the latest published assessments of two organisations differ.
    ASSESSORS_DIFFER = "assessors-differ"
    #: ... and where there is no published assessment.
    NOT_ASSESSED = "not-assessed"

    review = models.ForeignKey(
        Review, models.PROTECT, related_name="recommendations", verbose_name=_("review")
    )
    paragraph = models.PositiveSmallIntegerField(
        _("paragraph"), null=True, blank=True, help_text=_("Empty where no official number is known.")
    )
    item = models.PositiveSmallIntegerField(_("item"))
    number = models.GeneratedField(
        expression=Case(
            When(
                paragraph__isnull=True,
                then=Concat(Value("u"), Cast("item", models.CharField(max_length=5))),
            ),
            default=Concat(
                Cast("paragraph", models.CharField(max_length=5)),
                Value("."),
                Cast("item", models.CharField(max_length=5)),
            ),
        ),
        output_field=models.CharField(max_length=11),
        db_persist=True,
    )
    text = models.TextField(_("official wording"), blank=True)
    text_as_printed = models.TextField(
        _("official wording as printed"),
        blank=True,
        help_text=_("As the document prints it, with its lines and misprints."),
    )
    text_source = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of the wording"),
    )
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    summary = models.TextField(_("summary in our own words"), blank=True)
    summary_source = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of the summary"),
        help_text=_("The document that the summary was made from."),
    )
    summary_place = models.CharField(
        _("place in that source"), max_length=80, blank=True, help_text=_("Where the number does not tell.")
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What the source leaves unclear, or the summary leaves out.")
    )
    action_category = models.PositiveSmallIntegerField(
        _("action category"),
        null=True,
        blank=True,
        help_text=_("From 1 (minimal) to 5 (specific action), judged from the leading verb."),
    )
    action_rule = models.CharField(
        _("rule of the action category"), max_length=20, choices=ActionRule, blank=True
    )
    action_verb = models.CharField(_("deciding verb"), max_length=60, blank=True)
    action_reason = models.CharField(
        _("reason of the action category"), max_length=200, blank=True, help_text=_("Where no rule decides.")
    )
    sources = models.JSONField(
        _("sources"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("Which source gave which field, where it is not that of the wording."),
    )
    placeholder = models.PositiveSmallIntegerField(
        _("number before the official one was known"), null=True, blank=True, editable=False
    )
    position = models.CharField(
        _("position"), max_length=10, choices=Position, default=Position.PENDING, editable=False
    )
    implementation_status = models.CharField(
        _("implementation"),
        max_length=30,
        choices=[
            *ImplementationStatus.choices,
            (ASSESSORS_DIFFER, _("assessors differ")),
            (NOT_ASSESSED, _("not assessed")),
        ],
        default=NOT_ASSESSED,
        editable=False,
    )
    themes = models.ManyToManyField(
        "recommendations.Theme",
        through="recommendations.ThemeTag",
        related_name="recommendations",
        verbose_name=_("themes"),
    )
    affected_groups = models.ManyToManyField(
        "recommendations.AffectedGroup",
        through="recommendations.AffectedGroupTag",
        related_name="recommendations",
        verbose_name=_("affected groups"),
    )
    goals = models.ManyToManyField(
        "recommendations.SustainableDevelopmentGoal",
        through="recommendations.GoalTag",
        related_name="recommendations",
        verbose_name=_("Sustainable Development Goals"),
    )
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "number"],
                name="recommendations_recommendation_number_unique",
                violation_error_message=_("The review has a recommendation with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(item__gte=1) & (Q(paragraph__isnull=True) | Q(paragraph__gte=1)),
                name="recommendations_recommendation_number_positive",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(summary=""),
                name="recommendations_recommendation_worded",
                violation_error_message=_("Give the official wording or a summary."),
            ),
            models.CheckConstraint(
                condition=Q(text="") | Q(text_source__isnull=False),
                name="recommendations_recommendation_text_sourced",
                violation_error_message=_("Say which document the official wording comes from."),
            ),
            models.CheckConstraint(
                condition=Q(action_category__isnull=True) | Q(action_category__range=(1, 5)),
                name="recommendations_recommendation_action_category_range",
            ),
            models.CheckConstraint(
                condition=Q(position__in=Position.values),
                name="recommendations_recommendation_position_known",
            ),
        ]
        indexes = [
            # Every list in reference order, and its pages.
            models.Index(fields=["review", "paragraph", "item"], name="recommendations_in_order"),
            models.Index(fields=["position"], name="recommendations_by_position"),
        ]

    def __str__(self) -> str:
        return f"{self.review.slug} {self.number}"

    def get_absolute_url(self) -> str:
        """The permanent address; reads `self.review`, a query unless it was loaded."""
        return reverse("recommendation", args=[self.review.slug, self.number])

    @property
    def is_summarised_here(self) -> bool:
        """Whether the summary is the one that was made from its source, not one that a file brought."""
        return bool(self.summary) and self.sources.get("summary") in (None, Source.PERSON)

    @property
    def is_judged_here(self) -> bool:
        """Whether the rule is that of the action category, not one that another source gave."""
        return bool(self.action_rule) and self.sources.get("action_category") in (None, Source.PERSON)

    @property
    def wording(self) -> str:
        """The official wording, or the summary where that is all there is."""
        return self.text or self.summary

    @property
    def is_printed_otherwise(self) -> bool:
        """Whether the document prints the official wording in other words or signs, not just in lines.

        Blanks and hyphens come with lines, and what closes an item in a list belongs to the list.
        """
        text, printed = (
            _SET_IN_LINES.sub("", words).rstrip(";,.") for words in (self.text, self.text_as_printed)
        )
        return bool(text and printed) and text != printed

    @property
    def is_numbered(self) -> bool:
        """Whether the official number is known."""
        return self.paragraph is not None

    @property
    def recommending_states(self) -> list[State]:
        """The States that made it, each once, by name. Reads the clauses and their States."""
        states = {state for clause in self.clauses.all() for state in clause.states.all()}
        return sorted(states, key=lambda state: state.name)
