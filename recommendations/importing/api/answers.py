"""The answers that are remembered, by program: found again, put right, forgotten. Data managers only."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from recommendations.importing import answers, progress
from recommendations.importing.api.access import Conflict, IsDataManager, ManagersRequest
from recommendations.importing.api.filters import AnswerFilter
from recommendations.importing.api.parts import resolved
from recommendations.importing.api.serializers import (
    AnswerSerializer,
    ChangedAnswerSerializer,
    CountSerializer,
    ForgottenAnswerSerializer,
)
from recommendations.importing.deciding import KnownAnswers
from recommendations.importing.models import Choice, Import
from recommendations.importing.models.choices import ChoiceQuerySet
from recommendations.importing.tasks import enqueue
from upr_tracker.lib.errors import ErrorsSerializer

_EFFECT = (
    "Every file that is compared from then on is compared with it, and what is not applied yet is compared "
    "again at once. What has been written with the old answer stays as it is: take that import back and "
    "import the file again.\n\n`instead_of` is the answer that you have read; where it is another now, the "
    "answer is 409."
)


@extend_schema_view(
    list=extend_schema(
        summary="Remembered answers",
        description="What people answered, the latest first. For data managers only.",
    ),
    retrieve=extend_schema(summary="One remembered answer", description="For data managers only."),
)
class AnswerViewSet(ReadOnlyModelViewSet):
    """What people decided and every later file is read with. For data managers only."""

    permission_classes = [IsDataManager]
    serializer_class = AnswerSerializer
    filterset_class = AnswerFilter
    queryset = Choice.objects.answered().select_related("answered_by", "answered_in").latest_first()
    lookup_value_regex = "[0-9]+"

    @extend_schema(
        summary="Change an answer",
        description=f"Answers the choice otherwise, and remembers that. {_EFFECT}",
        request=ChangedAnswerSerializer,
        responses={status.HTTP_200_OK: AnswerSerializer, status.HTTP_409_CONFLICT: ErrorsSerializer},
    )
    @action(detail=True, methods=["post"])
    def change(self, request: ManagersRequest, pk: str) -> Response:
        choice, sent = self.get_object(), self._sent(ChangedAnswerSerializer)
        to = resolved(KnownAnswers([choice], [sent["answer"]]), choice, sent["answer"])
        if to is None:
            raise ValidationError(
                {"answer": [_("“%(answer)s” is no answer to this choice.") % {"answer": sent["answer"]}]}
            )
        change = partial(answers.change, choice, to, instead_of=sent["instead_of"], by=request.user)
        self._correct(change)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(
        summary="Forget an answer",
        description=f"Makes the choice an open question again, for the next file that raises it. {_EFFECT}",
        request=ForgottenAnswerSerializer,
        responses={status.HTTP_204_NO_CONTENT: None, status.HTTP_409_CONFLICT: ErrorsSerializer},
    )
    @action(detail=True, methods=["post"])
    def forget(self, request: ManagersRequest, pk: str) -> Response:
        choice, sent = self.get_object(), self._sent(ForgottenAnswerSerializer)
        self._correct(partial(answers.forget, choice, instead_of=sent["instead_of"]))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Forget many answers",
        description=(
            "Forgets all answers that the filters choose, at least one of which must be given. `count` says "
            "how many the list has counted: where there are more or fewer now, none is forgotten and the "
            "answer is 409."
        ),
        filters=True,
        request=CountSerializer,
        responses={status.HTTP_204_NO_CONTENT: None, status.HTTP_409_CONFLICT: ErrorsSerializer},
    )
    @action(detail=False, methods=["post"], url_path="forget-many", pagination_class=None)
    def forget_many(self, request: ManagersRequest) -> Response:
        sent = self._sent(CountSerializer)
        chosen = cast(ChoiceQuerySet, self.filter_queryset(self.get_queryset()))
        if not request.query_params:
            raise ValidationError(_("Choose answers with one of the filters first."))
        self._correct(partial(answers.forget_all, chosen, count=sent["count"]))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _sent(self, serializer: type[Serializer]) -> dict[str, Any]:
        sent = serializer(data=self.request.data)
        sent.is_valid(raise_exception=True)
        return sent.validated_data

    def _correct(self, correct: Callable[[], None]) -> None:
        try:
            correct()
        except answers.AnswerChangedError:
            raise Conflict(_("What was answered is another by now. Read it again.")) from None
        for import_ in progress.plan_anew(Import.objects.open_plans()):
            enqueue(import_)
