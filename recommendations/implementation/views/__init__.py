"""Pages of the workspace, and the files of evidence."""

from django.http import HttpRequest

from upr_tracker.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User
