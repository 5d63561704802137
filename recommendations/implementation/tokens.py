"""Tokens by which a person's programs use the API. Kept as a hash; shown once, when made."""

import datetime

from django.utils.translation import gettext as _
from knox.models import AuthToken

from upr_tracker.accounts.models import User

LIFETIME = datetime.timedelta(days=365)
LIMIT = 10


class TooManyTokensError(Exception):
    """The person has as many tokens as they may have; the message is a sentence for them."""


def create(*, owner: User) -> str:
    """Make a token that lives for a year and answer it: the only time that anybody sees it whole."""
    if AuthToken.objects.filter(user=owner).count() >= LIMIT:
        raise TooManyTokensError(
            _("You have %(limit)s tokens, which is the limit. Revoke one that you no longer use.")
            % {"limit": LIMIT}
        )
    return AuthToken.objects.create(user=owner, expiry=LIFETIME)[1]
