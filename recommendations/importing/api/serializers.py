"""What the API says of imports. Data managers alone see it, which is why it may say who did what."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recommendations.importing.models import (
    Choice,
    ChoiceKind,
    Import,
    ImportProblem,
    PlannedChange,
    Question,
)
from upr_tracker.lib.addresses import PageAddressField


def with_what_is_shown(imports: QuerySet[Import]) -> QuerySet[Import]:
    """Load what `ImportSerializer` says of imports, in the one query that reads them."""
    people = ("created_by", "applied_by", "reverted_by")
    open_ones = Question.objects.filter(asked_by=OuterRef("pk"), choice__answer=None).order_by()
    counted = open_ones.values("asked_by").annotate(count=Count("pk")).values("count")
    return imports.select_related("review", *people).annotate(open_questions=Coalesce(Subquery(counted), 0))


class PersonField(serializers.SlugRelatedField):
    """A person by the e-mail address they sign in with: for data managers, who see it on the pages, too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("email", read_only=True, allow_null=True, **kwargs)


class ProgressSerializer(serializers.Serializer):
    """How far the phase is that the import is in."""

    rows_done = serializers.IntegerField(read_only=True)
    rows_total = serializers.IntegerField(read_only=True, help_text=_("0 where nobody can know yet."))
    share_read = serializers.IntegerField(read_only=True, help_text=_("Per cent of the file."))


class PlanCountsSerializer(serializers.Serializer):
    """Lines of the plan by what happens; all 0 until there is one."""

    create = serializers.IntegerField(read_only=True, default=0)  # type: ignore[assignment]
    change = serializers.IntegerField(read_only=True, default=0)
    same = serializers.IntegerField(read_only=True, default=0)
    undecided = serializers.IntegerField(
        read_only=True, default=0, help_text=_("Rows for which a person must find the recommendation first.")
    )
    conflict = serializers.IntegerField(
        read_only=True, default=0, help_text=_("Lines that say something else than a better source.")
    )


class ImportSerializer(serializers.ModelSerializer):
    """One file on its way into the database; the row is one of `with_what_is_shown`."""

    url = serializers.HyperlinkedIdentityField("api-import-detail")
    html_url = PageAddressField(help_text=_("The page for people."))
    changes_url = serializers.HyperlinkedIdentityField(
        "api-import-change-list", lookup_url_kwarg="import_id", help_text=_("The plan, line by line.")
    )
    problems_url = serializers.HyperlinkedIdentityField(
        "api-import-problem-list", lookup_url_kwarg="import_id", help_text=_("What is doubtful in the file.")
    )
    choices_url = serializers.HyperlinkedIdentityField(
        "api-import-choice-list", lookup_url_kwarg="import_id", help_text=_("What only a person can decide.")
    )
    review = serializers.SlugRelatedField(
        "slug", read_only=True, allow_null=True, help_text=_("The only review that the file is about.")
    )
    is_moving = serializers.BooleanField(
        read_only=True, help_text=_("Whether a worker has it or will have it: ask again in some seconds.")
    )
    progress = ProgressSerializer(source="*", read_only=True)
    counts = PlanCountsSerializer(read_only=True)
    open_questions = serializers.IntegerField(read_only=True, help_text=_("Choices that wait for an answer."))
    created_by = PersonField()
    applied_by = PersonField()
    reverted_by = PersonField()

    class Meta:
        model = Import
        fields = read_only_fields = [
            "url",
            "html_url",
            "changes_url",
            "problems_url",
            "choices_url",
            "id",
            "name",
            "size",
            "sha256",
            "format",
            "symbol",
            "review",
            "phase",
            "is_moving",
            "progress",
            "counts",
            "plan_version",
            "written",
            "problem_count",
            "open_questions",
            "failure",
            "created_at",
            "created_by",
            "applied_at",
            "applied_by",
            "reverted_at",
            "reverted_by",
        ]
        extra_kwargs = {
            "sha256": {"help_text": _("SHA-256 sum of the file.")},
            "format": {
                "help_text": _("What the file turned out to be; empty until it has been looked into.")
            },
            "symbol": {"help_text": _("Symbol of the document, if the file is one.")},
            "plan_version": {
                "help_text": _("Counted up each time the plan is made anew. Send it to apply this plan.")
            },
            "failure": {"help_text": _("Why it was not imported, in a sentence; empty otherwise.")},
        }


class FileSerializer(serializers.Serializer):
    """A file to import, of any format that the pages take."""

    file = serializers.FileField(allow_empty_file=True, help_text=_("The file; its name does not matter."))


class PlanVersionSerializer(serializers.Serializer):
    """Which plan is to be applied."""

    plan_version = serializers.IntegerField(
        min_value=0,
        max_value=2_147_483_647,
        help_text=_("The `plan_version` of the import whose `changes` you have looked at."),
    )


@extend_schema_field({"type": "object", "additionalProperties": {"type": "array", "items": {}}})
class ByFieldField(serializers.JSONField):
    """From the name of a field to several values."""


@extend_schema_field({"type": "object", "additionalProperties": {}})
class RecordField(serializers.JSONField):
    """Values by name."""


class ChangeSerializer(serializers.ModelSerializer):
    """One line of a plan; reads the import for `written`, a query unless it was loaded."""

    review = serializers.CharField(
        source="review_slug", read_only=True, help_text=_("State and cycle: khm-2.")
    )
    written = serializers.SerializerMethodField(help_text=_("Whether the line is in the database now."))
    fields = ByFieldField(  # type: ignore[assignment]
        read_only=True, help_text=_("What changes: {field: [old, new]}. A new record is in `record`.")
    )
    conflicts = ByFieldField(
        read_only=True,
        help_text=_("What is not believed: {field: [value kept, its source, value refused]}."),
    )
    record = RecordField(
        read_only=True, help_text=_("What the file says of the record; empty where nothing happens.")
    )
    sources = ByFieldField(
        source="context.sources",
        read_only=True,
        default=dict,
        help_text=_("Who says so: {field: [who says the old, who says the new]}, each a list."),
    )
    position = serializers.JSONField(
        source="context.position",
        read_only=True,
        default=None,
        help_text=_("The current position [before, after] with its source, where a statement is added."),
    )

    class Meta:
        model = PlannedChange
        fields = read_only_fields = [
            "order",
            "kind",
            "model",
            "key",
            "review",
            "conflicting",
            "written",
            "fields",
            "conflicts",
            "record",
            "sources",
            "position",
        ]
        extra_kwargs = {
            "order": {"help_text": _("Number of the line, from 1: they are written in this order.")},
            "model": {"help_text": _("review, document, recommendation or response.")},
            "conflicting": {"help_text": _("Whether there are conflicts.")},
        }

    def get_written(self, line: PlannedChange) -> bool:
        return line.order <= line.plan_of.written


class ProblemSerializer(serializers.ModelSerializer):
    message = serializers.CharField(read_only=True, help_text=_("What it is, in a sentence, and what to do."))
    place = serializers.CharField(read_only=True, help_text=_("Where it is, in words."))
    details = RecordField(read_only=True, help_text=_("What completes the sentence."))

    class Meta:
        model = ImportProblem
        fields = read_only_fields = [
            "code",
            "severity",
            "message",
            "place",
            "page",
            "where",
            "sheet",
            "row",
            "column",
            "details",
        ]
        extra_kwargs = {
            "code": {"help_text": _("For programs; it stays the same.")},
            "severity": {"help_text": _("error, warning or notice.")},
        }


class SuggestionSerializer(serializers.Serializer):
    answer = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True, help_text=_("For people."))  # type: ignore[assignment]
    score = serializers.FloatField(read_only=True, help_text=_("How likely it is, from 0 to 100."))


class QuestionSerializer(serializers.ModelSerializer):
    """A choice that the file raises, which may have been answered for an earlier file."""

    id = serializers.IntegerField(
        source="choice_id",
        read_only=True,
        help_text=_("Of the choice: the same for all files that raise it."),
    )
    kind = serializers.ChoiceField(
        ChoiceKind.choices, source="choice.kind", read_only=True, help_text=_("What is asked.")
    )
    scope = serializers.CharField(
        source="choice.scope", read_only=True, help_text=_("The vocabulary, or the review and the source.")
    )
    printed = serializers.CharField(
        source="choice.printed", read_only=True, help_text=_("What the file says.")
    )
    suggestions = SuggestionSerializer(
        source="choice.suggestions", many=True, read_only=True, help_text=_("The likeliest first.")
    )
    answer = serializers.CharField(
        source="choice.answer",
        read_only=True,
        allow_null=True,
        help_text=_("null: open. Empty: none of them, or a recommendation of its own."),
    )
    answered_by = PersonField(source="choice.answered_by")
    answered_at = serializers.DateTimeField(source="choice.answered_at", read_only=True, allow_null=True)

    class Meta:
        model = Question
        fields = read_only_fields = [
            "id",
            "kind",
            "scope",
            "printed",
            "suggestions",
            "answer",
            "answered_by",
            "answered_at",
            "count",
            "place",
        ]
        extra_kwargs = {
            "count": {"help_text": _("Rows of the file that ask it.")},
            "place": {"help_text": _("Where the first of them is.")},
        }


class AnswersSerializer(serializers.Serializer):
    """Answers to some choices, or what to answer to many: one of the three."""

    answers = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=300),
        required=False,
        allow_empty=False,
        help_text=_(
            "{id of the choice: answer}. State: ISO 3166-1 alpha-3 code. Theme: slugs, separated by blanks. "
            "Group: slug. Match: number of the recommendation (118.5) or of its clause (118.5/2). Empty: no "
            "State, theme or group; a recommendation of its own."
        ),
    )
    at_least = serializers.IntegerField(
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Take the best suggestion of every open match that has this score or more."),
    )
    rest_as_new = serializers.ChoiceField(
        [True],
        required=False,
        help_text=_("Say of every open match that it is a recommendation of its own."),
    )

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if len(data) != 1:
            raise serializers.ValidationError(
                _now("Send one of these: “answers”, “at_least”, “rest_as_new”.")
            )
        return data


class AnsweredSerializer(serializers.Serializer):
    """How many choices were answered, and the import that is planned with the answers."""

    answered = serializers.IntegerField(read_only=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        # No attribute of a class can have this name.
        return super().get_fields() | {"import": ImportSerializer(read_only=True)}


class AnswerSerializer(serializers.ModelSerializer):
    """A choice that somebody has answered; the row has its person and its import."""

    url = serializers.HyperlinkedIdentityField("api-import-answer-detail")
    html_url = PageAddressField(help_text=_("The page for people."))
    answered_by = PersonField()
    answered_in = serializers.HyperlinkedRelatedField(
        "api-import-detail",
        read_only=True,
        allow_null=True,
        help_text=_("The import whose question it was."),
    )

    class Meta:
        model = Choice
        fields = read_only_fields = [
            "url",
            "html_url",
            "id",
            "kind",
            "scope",
            "printed",
            "answer",
            "answered_by",
            "answered_at",
            "answered_in",
        ]
        extra_kwargs = {
            "scope": {"help_text": _("The vocabulary, or the review and the source.")},
            "printed": {"help_text": _("What the file says.")},
            "answer": {"help_text": _("Empty: none of them, or a recommendation of its own.")},
        }


class ForgottenAnswerSerializer(serializers.Serializer):
    instead_of = serializers.CharField(
        allow_blank=True, max_length=300, help_text=_("The answer that you have read.")
    )


class CountSerializer(serializers.Serializer):
    count = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, help_text=_("How many answers the list has counted.")
    )


class ChangedAnswerSerializer(ForgottenAnswerSerializer):
    answer = serializers.CharField(
        allow_blank=True, max_length=300, help_text=_("The answer from now on, written as in `choices`.")
    )
