from types import SimpleNamespace

import pytest

from recommendations.implementation import publication
from recommendations.implementation.models import MembershipRole
from tests.factories import AssessmentFactory, MembershipFactory, OrganisationFactory, UserFactory


@pytest.fixture
def ngo(db):
    """An organisation with somebody who writes and two who publish."""
    organisation = OrganisationFactory(slug="ngo", name="Human Rights Watchers")

    def member(email, role):
        return MembershipFactory(
            organisation=organisation, user=UserFactory(email=f"{email}@example.org"), role=role
        ).user

    return SimpleNamespace(
        organisation=organisation,
        contributor=member("contributor", MembershipRole.CONTRIBUTOR),
        publisher=member("publisher", MembershipRole.PUBLISHER),
        other_publisher=member("other-publisher", MembershipRole.PUBLISHER),
    )


@pytest.fixture
def build_assessment(ngo):
    """Answer a function that walks an assessment of the NGO by its contributor to a stage."""

    def build(stage="draft", **fields):
        assessment = AssessmentFactory(
            **{"organisation": ngo.organisation, "author": ngo.contributor} | fields
        )
        if stage != "draft":
            publication.submit(assessment, by=ngo.contributor)
        if stage in ("published", "withdrawn"):
            publication.publish(assessment, by=ngo.publisher)
        if stage == "withdrawn":
            publication.withdraw(assessment, by=ngo.publisher, reason="It spoke of another law.")
        if stage == "returned":
            publication.return_to_author(assessment, by=ngo.publisher, reason="Name the law.")
        return assessment

    return build
