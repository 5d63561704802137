"""The answers that are remembered, by program: found again, put right, forgotten. Data managers only."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from recommendations.importing import answers, progress
from recommendations.importing.api.access import Conflict, IsDataManager, ManagersRequest
from recommendations.importing.api.filters import AnswerFilter
from recommendations.importing.api.parts import resolved
from recommendations.importing.api.serializers import (
    AnswerSerializer,
    ChangedAnswerSerializer,
    ForgottenAnswerSerializer,
)
from recommendations.importing.deciding import KnownAnswers
from recommendations.importing.models import Choice, Import
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

    def _sent(self, serializer: type[ForgottenAnswerSerializer]) -> dict[str, Any]:
        sent = serializer(data=self.request.data)
        sent.is_valid(raise_exception=True)
        return sent.validated_data

    def _correct(self, correct: Callable[[], None]) -> None:
        try:
            correct()
        except answers.AnswerChangedError:
            raise Conflict(_("The answer is another one by now. Read it again.")) from None
        for import_ in progress.plan_anew(Import.objects.open_plans()):
            enqueue(import_)
