"""What all resources of imports share: who may use them, and how they say no."""

from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from upr_tracker.accounts.models import User


class ManagersRequest(Request):
    user: User


class IsDataManager(BasePermission):
    """Data managers and administrators, as on the pages; reading, too, needs a token of theirs."""

    message = _("Imports are for data managers only. Ask an administrator to make you one.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, User) and request.user.is_data_manager


class Conflict(APIException):
    """What is asked for does not go together with where the import is now."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class NoRoom(APIException):
    """The server could not keep a file."""

    status_code = status.HTTP_507_INSUFFICIENT_STORAGE
    default_code = "no_room"
