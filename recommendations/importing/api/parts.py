"""What belongs to one import: the lines of its plan, its problems, the choices that it raises.

Not public, as the import itself: see `views`.
"""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from recommendations.importing import choices, progress
from recommendations.importing.api.access import Conflict, IsDataManager, ManagersRequest
from recommendations.importing.api.filters import ChangeFilter, ProblemFilter, QuestionFilter
from recommendations.importing.api.pagination import PlanPagination
from recommendations.importing.api.serializers import (
    AnsweredSerializer,
    AnswersSerializer,
    ChangeSerializer,
    ProblemSerializer,
    QuestionSerializer,
    with_what_is_shown,
)
from recommendations.importing.deciding import KnownAnswers
from recommendations.importing.models import (
    Choice,
    ChoiceKind,
    Import,
    ImportProblem,
    PlannedChange,
    Question,
)
from recommendations.importing.precedence import BELIEVED
from recommendations.importing.tasks import enqueue
from upr_tracker.accounts.models import User
from upr_tracker.lib.errors import ErrorsSerializer

_IMPORT_ID = OpenApiParameter("import_id", int, OpenApiParameter.PATH, description="Number of the import.")

_PRECEDENCE = "\n".join(f"* {field}: {', '.join(sources)}" for field, sources in BELIEVED.items())


class _PartViewSet(ListModelMixin, GenericViewSet):
    """A list that belongs to the import in the address."""

    permission_classes = [IsDataManager]

    def get_import(self) -> Import:
        return get_object_or_404(Import, pk=self.kwargs["import_id"])


@extend_schema_view(
    list=extend_schema(
        summary="The plan of an import",
        description=(
            "What would be written, line by line, or what was: a line for every record that the file speaks "
            "of, in the order in which they are written. There is no count here, the import has `counts`.\n\n"
            "Where two sources disagree, the one is believed that stands first for the field; a line says in "
            f"`conflicts` what it may not overwrite:\n\n{_PRECEDENCE}"
        ),
        parameters=[_IMPORT_ID],
    ),
)
class ChangeViewSet(_PartViewSet):
    """The lines of a plan."""

    queryset = PlannedChange.objects.all()
    serializer_class = ChangeSerializer
    filterset_class = ChangeFilter
    pagination_class = PlanPagination

    def get_queryset(self) -> QuerySet[PlannedChange]:
        return self.get_import().changes.in_order()


@extend_schema_view(
    list=extend_schema(
        summary="The problems of an import",
        description=(
            "What is doubtful in the file, in its order. Where an import could not be taken back, the "
            "problems `later-change` name the changes that stand on it."
        ),
        parameters=[_IMPORT_ID],
    ),
)
class ProblemViewSet(_PartViewSet):
    """What is doubtful in a file."""

    queryset = ImportProblem.objects.all()
    serializer_class = ProblemSerializer
    filterset_class = ProblemFilter

    def get_queryset(self) -> QuerySet[ImportProblem]:
        return self.get_import().problems.order_by("pk")


@extend_schema_view(
    list=extend_schema(
        summary="The choices that an import raises",
        description=(
            "What only a person can decide: names of States, themes and groups that are not known, rows that "
            "may be a recommendation that is here. An answer holds for every later file as well."
        ),
        parameters=[_IMPORT_ID],
    ),
)
class QuestionViewSet(_PartViewSet):
    """What only a person can decide about a file."""

    queryset = Question.objects.all()
    serializer_class = QuestionSerializer
    filterset_class = QuestionFilter

    def get_queryset(self) -> QuerySet[Question]:
        return self.get_import().questions.select_related("choice__answered_by").order_by("pk")

    @extend_schema(
        summary="Answer choices",
        description=(
            "Keeps the answers for this file and all later ones, and plans anew in the background. If one "
            "answer is wrong, none is kept, and the errors name it (`answers.12`). A choice that has been "
            "answered stays as it is, and is not counted. So does an import that has been applied or taken "
            "back: a new one on the same file is planned."
        ),
        parameters=[_IMPORT_ID],
        request=AnswersSerializer,
        responses={
            status.HTTP_202_ACCEPTED: AnsweredSerializer,
            status.HTTP_409_CONFLICT: ErrorsSerializer,
        },
    )
    def create(self, request: ManagersRequest, import_id: str) -> Response:
        import_ = self.get_import()
        sent = AnswersSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        if import_.is_moving:
            raise Conflict(
                _("A worker has this import (%(phase)s). Answer when it is at rest.")
                % {"phase": import_.get_phase_display()}
            )
        answered = _answer(import_, sent.validated_data, by=request.user)
        if answered:
            import_ = progress.plan_again(import_, by=request.user)
            for moved in (import_, *progress.plan_answered_again(by=request.user)):
                enqueue(moved)
        shown = with_what_is_shown(Import.objects.all()).get(pk=import_.pk)
        answer = AnsweredSerializer(
            {"answered": answered, "import": shown}, context=self.get_serializer_context()
        )
        return Response(answer.data, status=status.HTTP_202_ACCEPTED)


def _answer(import_: Import, sent: dict[str, Any], *, by: User) -> int:
    if "at_least" in sent:
        return choices.answer_best(import_, at_least=sent["at_least"], by=by)
    if "rest_as_new" in sent:
        return choices.answer_rest_as_new(import_, by=by)
    return choices.answer(_understood(import_, sent["answers"]), about=import_, by=by)


def _understood(import_: Import, answers: dict[str, str]) -> dict[int, str]:
    """Answer what was written as choices keep it. Raises ValidationError, by id, for what is no answer."""
    ids = {id: int(id) for id in answers if id.isascii() and id.isdigit() and len(id) < 19}
    asked = Choice.objects.in_bulk(
        import_.questions.filter(choice__in=ids.values()).values_list("choice", flat=True)
    )
    known = KnownAnswers(list(asked.values()), answers.values())
    understood: dict[int, str] = {}
    wrong: dict[str, list[str]] = {}
    for id, written in answers.items():
        choice = asked.get(ids.get(id, 0))
        if choice is None:
            wrong[id] = [_("This import raises no choice %(id)s.") % {"id": id}]
            continue
        value = resolved(known, choice, written)
        if value is None:
            wrong[id] = [_("“%(answer)s” is no answer to this choice.") % {"answer": written}]
        else:
            understood[choice.pk] = value
    if wrong:
        raise ValidationError({"answers": wrong})
    return understood


def resolved(known: KnownAnswers, choice: Choice, written: str) -> str | None:
    """Answer what was written as choices keep it; None for what is no answer."""
    if not written:
        return ""
    value = known.resolve(choice, written)
    if value is None and choice.kind == ChoiceKind.THEME:
        # As suggestions and answers are shown: slugs, separated by blanks.
        return known.resolve(choice, ";".join(written.split()))
    return value
