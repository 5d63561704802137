"""Pages for data managers: drop a file, see the plan, decide what only people can, have it applied."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from upr_tracker.accounts.models import User

View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    user: User


def for_data_managers(view: View) -> View:
    """Ask for sign-in first; refuse who is neither data manager nor administrator."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_data_manager:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)
