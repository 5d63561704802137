"""Who signs in. The e-mail address is the name; no other personal detail is kept."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do in the whole installation.

    Contributor and publisher are roles within an organisation: see `implementation.Membership`.
    """

    MEMBER = "member", _("member of organisations")
    DATA_MANAGER = "data-manager", _("data manager")
    ADMINISTRATOR = "administrator", _("administrator")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account. Raises ValueError without an address."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, role=Role.ADMINISTRATOR, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """One person's account. Never shown in public pages, exports or API answers.

    Permissions follow from `role` alone (`has_perm`), so that there is one answer to "who may do
    what"; the roles within an organisation are asked of `implementation.permissions`.
    """

    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("There is an account with this e-mail address already.")},
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switch off instead of deleting an account.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    #: Apps whose records a data manager keeps; of accounts see `accounts.admin`.
    DATA_MANAGER_APPS = frozenset(
        {"accounts", "states", "reviews", "recommendations", "importing", "implementation"}
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") & Q(email=Lower("email")),
                name="accounts_user_email_lower_case",
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="accounts_user_role_known"),
        ]

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @property
    def is_superuser(self) -> bool:
        return self.is_active and self.role == Role.ADMINISTRATOR

    @property
    def is_data_manager(self) -> bool:
        """May load documents and keep the records; an administrator may, too."""
        return self.is_active and self.role in (Role.DATA_MANAGER, Role.ADMINISTRATOR)

    @property
    def is_staff(self) -> bool:
        """May enter the admin."""
        return self.is_data_manager

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Answer "<app label>.<action>_<model>" by role. Nobody deletes what is append-only."""
        return self.has_module_perms(perm.partition(".")[0])

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_superuser or (self.is_data_manager and app_label in self.DATA_MANAGER_APPS)
