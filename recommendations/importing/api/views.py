"""Imports by program: everything that a data manager can do on the pages.

Not public: reading, too, needs the token of a data manager, and so it may be said here who did what.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from recommendations.importing import progress
from recommendations.importing.api.access import Conflict, IsDataManager, ManagersRequest, NoRoom, TooLarge
from recommendations.importing.api.filters import ImportFilter
from recommendations.importing.api.serializers import (
    FileSerializer,
    ImportSerializer,
    PlanVersionSerializer,
    with_what_is_shown,
)
from recommendations.importing.models import Import
from recommendations.importing.storing import FileRefusedError
from recommendations.importing.tasks import enqueue
from upr_tracker.lib.errors import ErrorsSerializer
from upr_tracker.lib.uploads import upload_failure

_CONFLICT = {status.HTTP_202_ACCEPTED: ImportSerializer, status.HTTP_409_CONFLICT: ErrorsSerializer}


class FileParser(MultiPartParser):
    """Says what is wrong where a file is sent as the text of a field."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RequestDataTooBig:
            raise TooLarge(
                _("Send the file as a file, not as the text of a field: curl -F file=@report.pdf.")
            ) from None


@extend_schema_view(
    list=extend_schema(
        summary="Imports",
        description=(
            "Files on their way into the database, the newest first: for data managers only. An import is "
            "read and planned, applied when a data manager says so, and can be taken back."
        ),
    ),
    retrieve=extend_schema(
        summary="One import",
        description="How far an import is, and what it would write or wrote. For data managers only.",
    ),
)
class ImportViewSet(ReadOnlyModelViewSet):
    """Files on their way into the database. For data managers only."""

    permission_classes = [IsDataManager]
    parser_classes = [FileParser]
    serializer_class = ImportSerializer
    filterset_class = ImportFilter
    queryset = with_what_is_shown(Import.objects.newest_first())
    lookup_value_regex = "[0-9]+"

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        # The framework would take the filter `format` for the format of the answer, which is always JSON.
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    @extend_schema(
        summary="Import a file",
        description=(
            "Keeps the file and has it read and planned in the background; nothing is written before the "
            "plan is applied. Ask for the import until it is not moving any more. A file that is here "
            "already and has not been applied is the same import, and is planned again."
        ),
        request={"multipart/form-data": FileSerializer},
        responses={
            status.HTTP_201_CREATED: ImportSerializer,
            status.HTTP_413_REQUEST_ENTITY_TOO_LARGE: ErrorsSerializer,
            status.HTTP_507_INSUFFICIENT_STORAGE: ErrorsSerializer,
        },
    )
    def create(self, request: ManagersRequest) -> Response:
        sent = FileSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        file = sent.validated_data["file"]
        try:
            import_ = progress.receive_file(file, by=request.user)
        except FileRefusedError as error:
            if upload_failure(file) or isinstance(error.__cause__, OSError):
                raise NoRoom(str(error)) from None
            raise ValidationError({"file": [str(error)]}) from None
        enqueue(import_)
        return self._made(import_)

    @extend_schema(
        summary="Plan again",
        description=(
            "Reads the file again and compares it with the data as they are now. An import that has been "
            "applied or taken back stays as it is: the answer, 201, is a new one on the same file."
        ),
        request=None,
        responses=_CONFLICT | {status.HTTP_201_CREATED: ImportSerializer},
    )
    @action(detail=True, methods=["post"])
    def plan(self, request: ManagersRequest, pk: str) -> Response:
        import_ = self.get_object()
        if import_.is_moving:
            raise Conflict(_("A worker has this import already (%(phase)s).") % _phase(import_))
        planned = progress.plan_again(import_, by=request.user)
        enqueue(planned)
        return self._moved(planned) if planned.pk == import_.pk else self._made(planned)

    @extend_schema(
        summary="Apply the plan",
        description=(
            "Writes what the plan says, in the background. The plan is the one that you name with its "
            "`plan_version`: where another one has been made since, the answer is 409. Where the data have "
            "changed since it was made, nothing is written but a new plan is made. What is undecided is left "
            "out."
        ),
        request=PlanVersionSerializer,
        responses=_CONFLICT,
    )
    @action(detail=True, methods=["post"], parser_classes=[JSONParser])
    def apply(self, request: ManagersRequest, pk: str) -> Response:
        import_ = self.get_object()
        sent = PlanVersionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        move = partial(progress.start_applying, version=sent.validated_data["plan_version"])
        try:
            return self._move(
                import_, move, _("There is no plan waiting to be applied. The import is: %(phase)s.")
            )
        except progress.AnotherPlanError:
            raise Conflict(
                _(
                    "The plan was made anew after you read it, and nothing was written. Read `changes` again "
                    "and send the `plan_version` that the import has now."
                )
            ) from None

    @extend_schema(
        summary="Take back",
        description=(
            "Makes the data as they were before the import, in the background. Where later changes stand on "
            "it, it stays applied and its problems `later-change` name them."
        ),
        request=None,
        responses=_CONFLICT,
    )
    @action(detail=True, methods=["post"])
    def revert(self, request: ManagersRequest, pk: str) -> Response:
        return self._move(
            self.get_object(),
            progress.take_back,
            _("Only what has been applied can be taken back. The import is: %(phase)s."),
        )

    @extend_schema(
        summary="Cancel",
        description=(
            "Stops an import that has not been applied. What it has written until then is taken back; a plan "
            "that waits for a worker is kept, and can be applied later."
        ),
        request=None,
        responses=_CONFLICT,
    )
    @action(detail=True, methods=["post"])
    def cancel(self, request: ManagersRequest, pk: str) -> Response:
        return self._move(
            self.get_object(),
            progress.cancel,
            _("This import cannot be cancelled any more. It is: %(phase)s."),
        )

    def _move(self, import_: Import, move: Callable[..., bool], otherwise: str) -> Response:
        """Send an import on its way, or say why not."""
        if not move(import_, by=self.request.user):
            raise Conflict(otherwise % _phase(import_))
        import_.refresh_from_db()
        if import_.is_moving:
            enqueue(import_)
        return self._moved(import_)

    def _moved(self, import_: Import) -> Response:
        return Response(self._shown(import_), status=status.HTTP_202_ACCEPTED)

    def _made(self, import_: Import) -> Response:
        shown = self._shown(import_)
        return Response(shown, status=status.HTTP_201_CREATED, headers={"Location": shown["url"]})

    def _shown(self, import_: Import) -> dict[str, Any]:
        return self.get_serializer(self.get_queryset().get(pk=import_.pk)).data


def _phase(import_: Import) -> dict[str, str]:
    return {"phase": import_.get_phase_display()}
