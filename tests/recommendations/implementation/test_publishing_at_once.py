"""Real transactions side by side. SQLite lets one writer in at a time, so only PostgreSQL is asked."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from recommendations.implementation import publication
from recommendations.implementation.models import Assessment, MembershipRole
from recommendations.models import Recommendation
from tests.factories import AssessmentFactory, MembershipFactory, RecommendationFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers side by side"),
]


def at_once(*acts):
    """Do all of these in threads that start together; answer what each raised, or None."""
    start = Barrier(len(acts))

    def do(act):
        start.wait(timeout=10)
        try:
            act()
        except publication.PublicationError as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


def test_two_organisations_that_differ_are_both_heard():
    for _ in range(5):
        recommendation = RecommendationFactory()
        acts = []
        for status in ("implemented", "regressed"):
            member = MembershipFactory(role=MembershipRole.PUBLISHER)
            assessment = AssessmentFactory(
                recommendation=recommendation,
                organisation=member.organisation,
                author=member.user,
                status=status,
            )
            publication.submit(assessment, by=member.user)
            acts.append(lambda a=assessment, by=member.user: publication.publish(a, by=by))

        assert at_once(*acts) == [None, None]

        recommendation.refresh_from_db()
        assert recommendation.implementation_status == Recommendation.ASSESSORS_DIFFER


def test_of_two_editors_one_saves_and_the_other_is_told(build_assessment, ngo):
    for _ in range(5):
        assessment = build_assessment()
        copies = [Assessment.objects.get(pk=assessment.pk) for _ in range(2)]

        results = at_once(
            *[lambda copy=copy: publication.save_draft(copy, by=ngo.contributor) for copy in copies]
        )

        assert set(results) == {None, publication.ChangedMeanwhileError}
        assert Assessment.objects.get(pk=assessment.pk).version == 2


def test_of_a_publisher_and_one_who_returns_it_only_the_first_succeeds(build_assessment, ngo):
    for _ in range(5):
        assessment = build_assessment("submitted")
        copies = [Assessment.objects.get(pk=assessment.pk) for _ in range(2)]

        results = at_once(
            lambda copies=copies: publication.publish(copies[0], by=ngo.publisher),
            lambda copies=copies: publication.return_to_author(
                copies[1], by=ngo.other_publisher, reason="Name the law."
            ),
        )

        assert set(results) == {None, publication.WrongStageError}
