"""Cycles, sessions, reviews and the documents about them."""

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat, Lower
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from states.models import State


class Cycle(models.Model):
    """A round of reviews of all States: 1 (2008-2011), 2 (2012-2016), 3 (2017-2022), 4 (2022-2027)."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year")), name="reviews_cycle_years_in_order"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Cycle %(number)s (%(first)s-%(last)s)") % {
            "number": self.number,
            "first": self.first_year,
            "last": self.last_year,
        }


class Session(models.Model):
    """A session of the Working Group on the UPR. Dates stay empty where they are not known."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="sessions", verbose_name=_("cycle"))
    year = models.PositiveSmallIntegerField(_("year"))
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(starts__lte=F("ends")),
                name="reviews_session_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Session %(number)s (%(year)s)") % {"number": self.number, "year": self.year}


class ReviewQuerySet(models.QuerySet["Review"]):
    def in_order(self) -> "ReviewQuerySet":
        return self.order_by("state_under_review__name", "cycle_id")

    def with_counts(self) -> "ReviewQuerySet":
        """Add what is loaded of each review.

        `loaded`, and by current position `supported`, `noted` and `pending`, count recommendations
        (numbered items); `official` those in the official wording; `requests` is the other unit.
        """
        requests = Review.objects.filter(pk=OuterRef("pk")).annotate(
            count=Count("recommendations__clauses__states")
        )
        by_position = {
            position: Count("recommendations", filter=Q(recommendations__position=position))
            for position in ("supported", "noted", "pending")
        }
        return self.annotate(
            loaded=Count("recommendations"),
            **by_position,
            official=Count("recommendations", filter=~Q(recommendations__text="")),
            requests=Subquery(requests.values("count")),
        )


class Review(models.Model):
    """One State in one cycle; its address is "khm-2"."""

    state_under_review = models.ForeignKey(
        State, models.PROTECT, related_name="reviews", verbose_name=_("State under review")
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="reviews", verbose_name=_("cycle"))
    slug = models.GeneratedField(
        expression=Concat(
            Lower("state_under_review_id"), Value("-"), Cast("cycle_id", models.CharField(max_length=2))
        ),
        output_field=models.CharField(max_length=8, unique=True),
        db_persist=True,
    )
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name=_("session")
    )
    date = models.DateField(_("reviewed on"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted in the Working Group on"), null=True, blank=True)
    council_session = models.PositiveSmallIntegerField(_("session of the Council"), null=True, blank=True)
    troika = models.ManyToManyField(State, blank=True, related_name="+", verbose_name=_("troika"))
    note = models.TextField(
        _("note"), blank=True, help_text=_("What a reader should know of the sources: oddities and gaps.")
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["state_under_review", "cycle"], name="reviews_review_state_cycle_unique"
            ),
            models.CheckConstraint(
                condition=Q(date__isnull=True) | Q(adopted_on__isnull=True) | Q(date__lte=F("adopted_on")),
                name="reviews_review_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(state)s, cycle %(cycle)s") % {
            "state": self.state_under_review,
            "cycle": self.cycle_id,
        }

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.slug])


class DocumentKind(models.TextChoices):
    NATIONAL_REPORT = "national-report", _("national report")
    COMPILATION = "compilation", _("compilation of UN information")
    STAKEHOLDER_SUMMARY = "stakeholder-summary", _("summary of stakeholders' submissions")
    WORKING_GROUP_REPORT = "working-group-report", _("report of the Working Group")
    ADDENDUM = "addendum", _("addendum with the State's views")
    COUNCIL_DECISION = "council-decision", _("decision of the Council")
    MID_TERM_REPORT = "mid-term-report", _("mid-term report")
    THEMATIC_LIST = "thematic-list", _("thematic list of recommendations")
    DATABASE = "database", _("database export")
    UN_REPORT = "un-report", _("other report of the United Nations")
    PRESS_RELEASE = "press-release", _("press release")
    NEWS_ARTICLE = "news-article", _("newspaper article")
    NGO_REPORT = "ngo-report", _("report of a non-governmental organisation")
    OTHER = "other", _("other document")


class Document(models.Model):
    """What a fact rests on: a UN document, or another one that speaks of a review.

    The key is the UN symbol ("A/HRC/26/16"), or a short name given here where there is none.
    """

    symbol = models.CharField(
        _("symbol"),
        max_length=80,
        unique=True,
        help_text=_("UN symbol, such as A/HRC/26/16, or a short name where there is none."),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    url = models.URLField(_("address"), max_length=500, blank=True)
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("review")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(condition=~Q(symbol=""), name="reviews_document_symbol_present"),
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="reviews_document_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.symbol if self.has_un_symbol else self.title

    @property
    def has_un_symbol(self) -> bool:
        """Whether the key is the UN's: theirs are divided by strokes, ours are not."""
        return "/" in self.symbol


class PublishedTotal(models.Model):
    """What a source says a review came to, beside what is loaded here.

    `received` and the others count numbered items. Sources that disagree are rows of their own.
    """

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="published_totals", verbose_name=_("review")
    )
    source = models.CharField(_("source"), max_length=200)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_totals",
        verbose_name=_("document"),
        help_text=_("The document that gives this total."),
    )
    received = models.PositiveIntegerField(_("received"), null=True, blank=True)
    supported = models.PositiveIntegerField(_("supported"), null=True, blank=True)
    noted = models.PositiveIntegerField(_("noted"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("published total")
        verbose_name_plural = _("published totals")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "source"], name="reviews_publishedtotal_review_source_unique"
            ),
            models.CheckConstraint(
                condition=Q(received__isnull=False) | Q(supported__isnull=False) | Q(noted__isnull=False),
                name="reviews_publishedtotal_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.source
