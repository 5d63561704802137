from typing import Any, Never

from django.db import models
from django.db.models import Case, IntegerField, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from recommendations.models.recommendation import Position
from recommendations.models.source import Source
from reviews.models import Document, DocumentKind

_ANSWERS = (DocumentKind.ADDENDUM, DocumentKind.COUNCIL_DECISION, DocumentKind.THEMATIC_LIST)


class AppendOnlyError(Exception):
    """Somebody tried to change or delete what may only be added to."""


class ResponseKind(models.TextChoices):
    """What the State did: it answered, or it spoke to the subject before it answered."""

    POSITION = "position", _("position")
    DIALOGUE = "dialogue", _("statement in the dialogue")


class ResponseQuerySet(models.QuerySet["Response"]):
    def in_order(self) -> "ResponseQuerySet":
        """Oldest first, then as recorded; the last is the current position.

        What a person recorded comes last, and before the rest what is believed least: own spreadsheets, then
        databases, then thematic lists, which repeat what documents of the State and the Council say.

        Where nobody noted the day, the date of the document that tells of it stands for it. Where that is
        not known either, the document's kind tells: an addendum answers the report, whenever it does, and
        a thematic list is made after both. What is pending stands before everything else, unless a person
        says so: then its day tells.
        """
        standing = Case(
            When(Q(position=Position.PENDING) & ~Q(source=Source.PERSON), then=0),
            When(position=Position.PENDING, then=4),
            When(source=Source.PERSON, then=5),
            When(source=Source.SPREADSHEET, then=1),
            When(document__kind=DocumentKind.DATABASE, then=2),
            When(document__kind=DocumentKind.THEMATIC_LIST, then=3),
            default=4,
            output_field=IntegerField(),
        )
        said = Coalesce("date", "document__date")
        answers = Q(document__kind__in=_ANSWERS) & ~Q(position=Position.PENDING)
        undated_answer = Case(
            When(Q(date=None, document__date=None) & answers, then=1), default=0, output_field=IntegerField()
        )
        return self.order_by(standing, undated_answer, said.asc(nulls_first=True), "pk")

    def update(self, **fields: Any) -> Never:
        raise AppendOnlyError("A response is never changed: record a new one.")

    def delete(self) -> Never:
        raise AppendOnlyError("A response is never deleted: record a new one.")


def standing(*, position: str, source: str, kind: str, date: str | None) -> tuple[object, ...]:
    """Answer where a statement comes in `ResponseQuerySet.in_order`, later ones greater, without a database.

    `kind` is that of its document, `date` its own day in ISO 8601 or, where nobody noted it, the document's.
    """
    if position == Position.PENDING:
        place = 4 if source == Source.PERSON else 0
    elif source == Source.PERSON:
        place = 5
    elif source == Source.SPREADSHEET:
        place = 1
    else:
        place = {DocumentKind.DATABASE: 2, DocumentKind.THEMATIC_LIST: 3}.get(DocumentKind(kind), 4)
    undated_answer = date is None and kind in _ANSWERS and position != Position.PENDING
    return place, undated_answer, date is not None, date or ""


class Response(models.Model):
    """One statement of the State's position. Append-only: a correction is a new one.

    Written by `responses.record_response`. `stated_as` keeps the State's own word where it is neither
    "supported" nor "noted" ("rejected", "accepted in principle"), `comment` its explanation. `source` is
    who recorded it from the document, "" where nobody noted that.

    What the delegation said in the dialogue of the review, before the State answers, takes no position: such
    a statement is pending, and its comment is what was said, in our words.
    """

    recommendation = models.ForeignKey(
        "Recommendation", models.PROTECT, related_name="responses", verbose_name=_("recommendation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ResponseKind, default=ResponseKind.POSITION)
    position = models.CharField(_("position"), max_length=10, choices=Position)
    date = models.DateField(_("date"), null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="responses", verbose_name=_("document")
    )
    paragraph = models.CharField(_("paragraph"), max_length=40, blank=True)
    stated_as = models.CharField(_("in the State's words"), max_length=120, blank=True)
    comment = models.TextField(_("the State's comment"), blank=True)
    source = models.CharField(_("recorded from"), max_length=20, choices=Source, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            # Once without and once with the State's comment, which a list that quotes it leaves out. A person
            # may correct a correction, and so say the same again.
            models.UniqueConstraint(
                "recommendation",
                "document",
                "paragraph",
                "position",
                "stated_as",
                Case(When(comment="", then=0), default=1, output_field=IntegerField()),
                condition=~Q(source=Source.PERSON),
                name="recommendations_response_said_once",
            ),
            models.CheckConstraint(
                condition=Q(position__in=Position.values), name="recommendations_response_position_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=ResponseKind.POSITION)
                | Q(kind=ResponseKind.DIALOGUE, position=Position.PENDING) & ~Q(comment=""),
                name="recommendations_response_dialogue_takes_no_position",
                violation_error_message=_(
                    "A statement in the dialogue takes no position and says something."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_position_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise AppendOnlyError("A response is never changed: record a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnlyError("A response is never deleted: record a new one.")
