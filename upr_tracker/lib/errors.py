"""The one shape of the API's errors, as the OpenAPI document describes it.

Written out by drf-standardized-errors. Its own description lists every code of every field of every
operation, and leaves out the parameters that do not exist.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class ErrorType(TextChoices):
    VALIDATION = "validation_error", _("something that was sent is wrong")
    CLIENT = "client_error", _("the request cannot be answered")
    SERVER = "server_error", _("our fault")


class ErrorSerializer(serializers.Serializer):
    code = serializers.CharField(read_only=True, help_text=_("For programs: invalid_choice, not_found ..."))
    detail = serializers.CharField(read_only=True, help_text=_("For people: what is wrong."))
    attr = serializers.CharField(
        read_only=True,
        allow_null=True,
        help_text=_("The parameter or field that is wrong, where it is one of them."),
    )


class ErrorsSerializer(serializers.Serializer):
    """Why a request was not answered; several mistakes are told together."""

    type = serializers.ChoiceField(ErrorType.choices, read_only=True)
    errors = ErrorSerializer(many=True, read_only=True)  # type: ignore[assignment]
