"""Accounts. Data managers keep those of plain members; administrators keep all. Nobody deletes one."""

from typing import Any

import allauth.account.admin  # noqa: F401  (registers what is taken off below)
import knox.admin  # noqa: F401  (the same)
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from upr_tracker.accounts.models import Role, User

# Permissions follow from `User.role`; groups would give none. Tokens are their owners' own (workspace), and
# the address of an account is its name.
for model in (Group, AuthToken, EmailAddress):
    admin.site.unregister(model)


class AccountCreationForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["email"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    add_form = AccountCreationForm
    add_fieldsets = [(None, {"fields": ["email", "password1", "password2"]})]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("What this person may do"), {"fields": ["role", "is_active"]}),
        (_("Dates"), {"fields": ["date_joined", "last_login"]}),
    ]
    readonly_fields = ["date_joined", "last_login"]
    list_display = ["email", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["email"]
    ordering = ["email"]
    filter_horizontal = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        accounts = super().get_queryset(request)
        if request.user.is_superuser:
            return accounts
        return accounts.filter(Q(role=Role.MEMBER) | Q(pk=request.user.pk))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A data manager sees their own account, and changes those of plain members."""
        if not super().has_change_permission(request, obj):
            return False
        return request.user.is_superuser or obj is None or obj.role == Role.MEMBER

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None and request.user.is_superuser:
            return [(None, {"fields": ["email", "role", "password1", "password2"]})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Roles are given by administrators, and to others: nobody locks themselves out."""
        fields = [*self.readonly_fields]
        if not request.user.is_superuser:
            fields.append("role")
        elif obj == request.user:
            fields += ["role", "is_active"]
        return fields
