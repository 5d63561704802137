"""The one place that answers what a person may do with an assessment.

Everything follows from the person's role in the organisation that assesses. A data manager or an
administrator who is no member of it has no part in it: what is unpublished is the organisation's own.
"""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from recommendations.implementation.models import (
    Assessment,
    Evidence,
    Membership,
    MembershipRole,
    Organisation,
    Stage,
    Visibility,
)
from upr_tracker.accounts.models import User

Person = User | AnonymousUser


class Action(StrEnum):
    """What may be done with an assessment that is there."""

    SEE = "see"
    EDIT = "edit"
    DISCARD = "discard"
    SUBMIT = "submit"
    PUBLISH = "publish"
    RETURN = "return"
    WITHDRAW = "withdraw"


#: The stages at which each action makes sense, whoever asks.
STAGES: dict[Action, frozenset[Stage]] = {
    Action.SEE: frozenset(Stage),
    Action.EDIT: frozenset({Stage.DRAFT, Stage.RETURNED}),
    Action.DISCARD: frozenset({Stage.DRAFT, Stage.RETURNED}),
    Action.SUBMIT: frozenset({Stage.DRAFT, Stage.RETURNED}),
    Action.PUBLISH: frozenset({Stage.SUBMITTED}),
    Action.RETURN: frozenset({Stage.SUBMITTED}),
    Action.WITHDRAW: frozenset({Stage.PUBLISHED}),
}
FOR_PUBLISHERS = frozenset({Action.PUBLISH, Action.RETURN, Action.WITHDRAW})
#: What was recorded from a document is theirs to correct: it was not logged by the organisation.
FOR_DATA_MANAGERS = frozenset({Action.SEE, Action.WITHDRAW})


def role_in(organisation: Organisation, person: Person) -> MembershipRole | None:
    """The person's role in the organisation; none for a stranger and for a switched-off account."""
    if not person.is_active:
        return None
    membership = Membership.objects.filter(organisation=organisation, user_id=person.pk).first()
    return MembershipRole(membership.role) if membership else None


def refusal(person: Person, action: Action, assessment: Assessment) -> str:
    """Answer why the person may not do this, in a sentence for them; "" where they may.

    Asks about the person alone: whether the assessment is at a stage for it is in `STAGES`.
    Two queries at most, and the organisation unless it was loaded.
    """
    organisation = assessment.organisation
    role = role_in(organisation, person)
    if role is None and action in FOR_DATA_MANAGERS and assessment.recorded_from_id and _keeps_data(person):
        return ""
    if role is None:
        return _("Only members of %(organisation)s may do this.") % {"organisation": organisation}
    if action in FOR_PUBLISHERS and role != MembershipRole.PUBLISHER:
        return _("Only a publisher of %(organisation)s may do this.") % {"organisation": organisation}
    if (
        action == Action.PUBLISH
        and assessment.author_id == person.pk
        and has_other_members(organisation, person)
    ):
        return _(
            "You wrote this text, so another publisher of %(organisation)s has to publish it. Where there is "
            "no other one, ask your data manager to make a colleague a publisher."
        ) % {"organisation": organisation}
    return ""


def _keeps_data(person: Person) -> bool:
    return isinstance(person, User) and person.is_active and person.is_data_manager


def allowed_actions(person: Person, assessment: Assessment) -> frozenset[Action]:
    """What the person may do with the assessment as it is now."""
    return frozenset(
        action
        for action, stages in STAGES.items()
        if assessment.stage in stages and not refusal(person, action, assessment)
    )


def may_read_file(person: Person, evidence: Evidence) -> bool:
    """Whether the person may have the file: members always, others what is public and published."""
    assessment = evidence.assessment
    if evidence.visibility == Visibility.PUBLIC and assessment.stage == Stage.PUBLISHED:
        return True
    return role_in(assessment.organisation, person) is not None


def may_set_up_organisation(person: Person) -> bool:
    """Whether the person may enter a new organisation, to be its first publisher."""
    return isinstance(person, User) and person.is_data_manager


def has_other_members(organisation: Organisation, person: Person) -> bool:
    """Whether somebody else could look at what this person wrote; a switched-off account cannot."""
    return (
        Membership.objects.filter(organisation=organisation, user__is_active=True)
        .exclude(user=person.pk)
        .exists()
    )
