"""Entering organisations."""

from django.db import transaction
from django.utils.text import slugify

from recommendations.implementation.models import Membership, MembershipRole, Organisation
from upr_tracker.accounts.models import User


@transaction.atomic
def set_up(organisation: Organisation, *, by: User) -> Organisation:
    """Enter a new organisation with this person as its first publisher.

    The slug is made from the name; one in Khmer letters alone leaves nothing of it, so a number serves.
    """
    stem = slugify(organisation.name)[:70] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    organisation.slug = next(slug for slug in candidates if slug not in taken)
    organisation.save()
    Membership.objects.create(organisation=organisation, user=by, role=MembershipRole.PUBLISHER)
    return organisation
