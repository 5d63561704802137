import random

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from recommendations.implementation import publication
from recommendations.implementation.models import Assessment, Evidence, MembershipRole, Stage
from recommendations.models import Recommendation
from tests.factories import (
    AssessmentFactory,
    ClauseFactory,
    EvidenceFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def status_of(recommendation):
    recommendation.refresh_from_db()
    return recommendation.implementation_status


@pytest.fixture
def build_alone():
    """Answer a function that publishes for a one-person organisation of its own."""

    def build(recommendation, status):
        member = MembershipFactory(role=MembershipRole.PUBLISHER)
        assessment = AssessmentFactory(
            recommendation=recommendation,
            organisation=member.organisation,
            author=member.user,
            status=status,
        )
        publication.submit(assessment, by=member.user)
        publication.publish(assessment, by=member.user)
        return assessment

    return build


class TestTheWay:
    def test_a_draft_is_submitted_and_published_by_somebody_else(self, ngo, build_assessment):
        assessment = build_assessment()

        publication.submit(assessment, by=ngo.contributor)
        publication.publish(assessment, by=ngo.publisher)

        assessment.refresh_from_db()
        assert assessment.stage == Stage.PUBLISHED
        assert assessment.is_current
        assert assessment.publisher == ngo.publisher
        assert assessment.submitted_at <= assessment.published_at

    def test_a_returned_one_keeps_the_reason_while_it_is_changed_and_loses_it_when_submitted(
        self, ngo, build_assessment
    ):
        assessment = build_assessment("returned")

        assessment.narrative = "The law on persons with disabilities was published."
        publication.save_draft(assessment, by=ngo.contributor)
        assessment.refresh_from_db()
        assert (assessment.stage, assessment.reason) == (Stage.RETURNED, "Name the law.")

        publication.submit(assessment, by=ngo.contributor)
        assessment.refresh_from_db()
        assert (assessment.stage, assessment.reason) == (Stage.SUBMITTED, "")

    @pytest.mark.parametrize("reason", ["", "  \n "])
    def test_nothing_is_sent_back_without_a_reason(self, ngo, build_assessment, reason):
        submitted, published = build_assessment("submitted"), build_assessment("published")

        with pytest.raises(publication.PublicationError, match="Say why"):
            publication.return_to_author(submitted, by=ngo.publisher, reason=reason)
        with pytest.raises(publication.PublicationError, match="Say why"):
            publication.withdraw(published, by=ngo.publisher, reason=reason)

        assert Assessment.objects.get(pk=submitted.pk).stage == Stage.SUBMITTED
        assert Assessment.objects.get(pk=published.pk).is_current

    def test_a_published_text_is_never_changed(self, ngo, build_assessment):
        assessment = build_assessment("published")

        assessment.narrative = "Something nicer."
        with pytest.raises(publication.WrongStageError, match="published now"):
            publication.save_draft(assessment, by=ngo.contributor)

        assert Assessment.objects.get(pk=assessment.pk).narrative == "A draft law was published."

    def test_a_step_looks_at_the_assessment_as_it_is_and_not_as_it_was_opened(self, ngo, build_assessment):
        assessment = build_assessment("submitted")
        opened_before = Assessment.objects.get(pk=assessment.pk)
        publication.return_to_author(assessment, by=ngo.publisher, reason="Name the law.")

        with pytest.raises(publication.WrongStageError, match="returned now"):
            publication.publish(opened_before, by=ngo.other_publisher)


class TestDiscarding:
    @pytest.mark.parametrize("stage", ["draft", "returned"])
    def test_what_nobody_outside_has_seen_can_be_thrown_away_with_its_evidence(
        self, ngo, build_assessment, stage
    ):
        assessment = build_assessment(stage)
        EvidenceFactory(assessment=assessment)

        publication.discard(assessment, by=ngo.contributor)

        assert not Assessment.objects.exists()

    @pytest.mark.parametrize("stage", ["submitted", "published", "withdrawn"])
    def test_what_others_read_or_have_read_stays(self, ngo, build_assessment, stage):
        assessment = build_assessment(stage)

        with pytest.raises(publication.WrongStageError):
            publication.discard(assessment, by=ngo.publisher)

        assert Assessment.objects.exists()

    def test_a_text_that_a_colleague_changed_meanwhile_is_not_thrown_away_unseen(self, ngo, build_assessment):
        assessment = build_assessment("draft")
        seen = assessment.version
        publication.save_draft(assessment, by=ngo.publisher)

        with pytest.raises(publication.ChangedMeanwhileError):
            publication.discard(assessment, by=ngo.contributor, version=seen)

        assert Assessment.objects.exists()

    def test_only_members_may(self, build_assessment):
        with pytest.raises(publication.NotAllowedError):
            publication.discard(build_assessment("draft"), by=UserFactory(data_manager=True))


class TestWhoPublishes:
    def test_nobody_publishes_their_own_text_where_there_are_colleagues(self, ngo, build_assessment):
        assessment = build_assessment("submitted", author=ngo.publisher)

        with pytest.raises(publication.NotAllowedError, match="another publisher of Human Rights Watchers"):
            publication.publish(assessment, by=ngo.publisher)
        publication.publish(assessment, by=ngo.other_publisher)

        assert assessment.is_current

    def test_the_only_member_publishes_their_own_text(self, build_alone):
        assert build_alone(RecommendationFactory(), "implemented").is_current

    def test_a_colleague_whose_account_is_switched_off_cannot_look_at_it(self):
        member = MembershipFactory(role=MembershipRole.PUBLISHER)
        MembershipFactory(organisation=member.organisation, user=UserFactory(is_active=False))
        assessment = AssessmentFactory(organisation=member.organisation, author=member.user)

        publication.submit(assessment, by=member.user)
        publication.publish(assessment, by=member.user)

        assert assessment.is_current

    def test_a_publisher_who_changed_a_colleagues_text_does_not_publish_it(self, ngo, build_assessment):
        assessment = build_assessment(author=ngo.contributor)
        assessment.narrative = "All of it is done."
        publication.save_draft(assessment, by=ngo.publisher)
        publication.submit(assessment, by=ngo.contributor)

        with pytest.raises(publication.NotAllowedError, match="You wrote this text"):
            publication.publish(assessment, by=ngo.publisher)


class TestTwoEditors:
    def test_the_second_is_shown_the_text_of_the_first_and_nothing_is_written(self, ngo, build_assessment):
        first = build_assessment()
        second = Assessment.objects.get(pk=first.pk)
        first.narrative = "The law was adopted."
        publication.save_draft(first, by=ngo.contributor)

        second.narrative = "The law was rejected."
        with pytest.raises(publication.ChangedMeanwhileError) as conflict:
            publication.save_draft(second, by=ngo.publisher)

        assert conflict.value.theirs.narrative == "The law was adopted."
        assert second.narrative == "The law was rejected."
        assert Assessment.objects.get(pk=first.pk).narrative == "The law was adopted."

    def test_one_after_the_other_both_save(self, ngo, build_assessment):
        assessment = build_assessment()

        publication.save_draft(assessment, by=ngo.contributor)
        publication.save_draft(Assessment.objects.get(pk=assessment.pk), by=ngo.publisher)

        assert Assessment.objects.get(pk=assessment.pk).version == 3

    def test_a_publisher_publishes_only_the_text_that_they_read(self, ngo, build_assessment):
        assessment = build_assessment("submitted")
        version_read = assessment.version
        publication.return_to_author(assessment, by=ngo.other_publisher, reason="Name the law.")
        publication.save_draft(assessment, by=ngo.contributor)
        publication.submit(assessment, by=ngo.contributor)

        with pytest.raises(publication.ChangedMeanwhileError):
            publication.publish(assessment, by=ngo.publisher, version=version_read)

        assert Assessment.objects.get(pk=assessment.pk).stage == Stage.SUBMITTED


class TestEvidence:
    def test_pieces_are_added_changed_and_dropped_with_the_text(self, ngo, build_assessment):
        assessment = build_assessment()
        changed, dropped, left = (
            EvidenceFactory(assessment=assessment, title=title) for title in ("Law", "Rumour", "Report")
        )
        changed.title = "Law of 2023"

        publication.save_draft(
            assessment,
            by=ngo.contributor,
            evidence=[changed, Evidence(title="Budget", url="https://example.org/budget")],
            dropped=[dropped],
        )

        titles = assessment.evidence.order_by("pk").values_list("title", flat=True)
        assert list(titles) == ["Law of 2023", left.title, "Budget"]

    def test_a_file_goes_with_its_piece_and_when_another_takes_its_place(
        self, ngo, build_assessment, settings, tmp_path, django_capture_on_commit_callbacks
    ):
        settings.MEDIA_ROOT = tmp_path
        assessment = build_assessment()
        dropped, changed, left = (
            EvidenceFactory(assessment=assessment, file=ContentFile(b"old", name=f"{name}.txt"))
            for name in ("dropped", "changed", "left")
        )
        old_name = changed.file.name
        changed.file = ContentFile(b"new", name="new.txt")
        left.title = "Another title"

        with django_capture_on_commit_callbacks(execute=True):
            publication.save_draft(
                assessment, by=ngo.contributor, evidence=[changed, left], dropped=[dropped]
            )

        assert not default_storage.exists(dropped.file.name)
        assert not default_storage.exists(old_name)
        assert (tmp_path / Evidence.objects.get(pk=changed.pk).file.name).read_bytes() == b"new"
        assert (tmp_path / Evidence.objects.get(pk=left.pk).file.name).read_bytes() == b"old"

    def test_clauses_are_those_of_the_last_save(self, ngo, build_assessment):
        assessment = build_assessment()
        first, second = (ClauseFactory(recommendation=assessment.recommendation) for _ in range(2))

        publication.save_draft(assessment, by=ngo.contributor, clauses=[first])
        publication.save_draft(assessment, by=ngo.contributor, clauses=[second])

        assert list(assessment.clauses.all()) == [second]


class TestWhatIsSaidOfARecommendation:
    def test_it_is_not_assessed_until_somebody_publishes(self, build_assessment):
        assert status_of(build_assessment("submitted").recommendation) == Recommendation.NOT_ASSESSED

    def test_it_is_what_all_organisations_say(self, build_alone):
        recommendation = RecommendationFactory()

        build_alone(recommendation, "in-progress")
        build_alone(recommendation, "in-progress")

        assert status_of(recommendation) == "in-progress"

    def test_two_who_differ_are_never_averaged(self, build_alone):
        recommendation = RecommendationFactory()

        build_alone(recommendation, "implemented")
        build_alone(recommendation, "regressed")

        assert status_of(recommendation) == Recommendation.ASSESSORS_DIFFER

    def test_the_latest_of_an_organisation_counts(self, ngo, build_assessment):
        first = build_assessment("published", status="not-implemented")
        second = build_assessment("published", recommendation=first.recommendation, status="implemented")

        first.refresh_from_db()
        assert (first.is_current, second.is_current) == (False, True)
        assert first.stage == Stage.PUBLISHED
        assert status_of(first.recommendation) == "implemented"

    def test_withdrawing_the_latest_gives_its_place_back_to_the_one_before(self, ngo, build_assessment):
        first = build_assessment("published", status="not-implemented")
        second = build_assessment("published", recommendation=first.recommendation, status="implemented")

        publication.withdraw(second, by=ngo.publisher, reason="It spoke of another law.")

        first.refresh_from_db()
        assert first.is_current
        assert status_of(first.recommendation) == "not-implemented"

    def test_withdrawing_the_only_one_leaves_it_not_assessed(self, ngo, build_assessment):
        assessment = build_assessment("withdrawn")

        assert status_of(assessment.recommendation) == Recommendation.NOT_ASSESSED

    def test_other_recommendations_are_left_alone(self, build_alone):
        other = RecommendationFactory()
        before = other.updated_at

        build_alone(RecommendationFactory(), "implemented")

        other.refresh_from_db()
        assert (other.implementation_status, other.updated_at) == (Recommendation.NOT_ASSESSED, before)

    @pytest.mark.parametrize("seed", range(3))
    def test_step_by_step_and_rebuilt_from_scratch_agree_with_a_plain_reading(self, seed):
        chance = random.Random(seed)  # noqa: S311
        recommendations = RecommendationFactory.create_batch(2)
        members = [MembershipFactory(role=MembershipRole.PUBLISHER) for _ in range(3)]
        for _step in range(25):
            published = list(Assessment.objects.published().order_by("pk"))
            if published and chance.random() < 0.4:
                assessment = chance.choice(published)
                author = next(m.user for m in members if m.organisation_id == assessment.organisation_id)
                publication.withdraw(assessment, by=author, reason="Wrong.")
            else:
                member = chance.choice(members)
                assessment = AssessmentFactory(
                    recommendation=chance.choice(recommendations),
                    organisation=member.organisation,
                    author=member.user,
                    status=chance.choice(["implemented", "in-progress"]),
                )
                publication.submit(assessment, by=member.user)
                publication.publish(assessment, by=member.user)
            assert stored() == read_plainly(recommendations)

        walked = stored()
        Assessment.objects.update(is_current=False)
        Recommendation.objects.update(implementation_status="regressed")
        publication.refresh_statuses()
        assert stored() == walked
        assert publication.refresh_statuses() == 0


def stored():
    """What the database says: current assessments, and the status of each recommendation."""
    return (
        set(Assessment.objects.current().values_list("pk", flat=True)),
        dict(Recommendation.objects.values_list("pk", "implementation_status")),
    )


def read_plainly(recommendations):
    """The same, by the words of the domain: the latest published one of each organisation."""
    latest = {}
    for assessment in Assessment.objects.published().order_by("published_at", "pk"):
        latest[assessment.recommendation_id, assessment.organisation_id] = assessment
    statuses = {}
    for recommendation in recommendations:
        said = {a.status for (about, _by), a in latest.items() if about == recommendation.pk}
        statuses[recommendation.pk] = (
            Recommendation.NOT_ASSESSED
            if not said
            else said.pop()
            if len(said) == 1
            else Recommendation.ASSESSORS_DIFFER
        )
    return {assessment.pk for assessment in latest.values()}, statuses


def test_reading_what_is_published_costs_three_queries_however_much_there_is(
    build_alone, django_assert_num_queries
):
    recommendation = RecommendationFactory()
    for _ in range(3):
        assessment = build_alone(recommendation, "implemented")
        EvidenceFactory(assessment=assessment, title="Shown")
        EvidenceFactory(assessment=assessment, title="Kept", visibility="restricted")
    AssessmentFactory(recommendation=recommendation, organisation=OrganisationFactory())

    with django_assert_num_queries(3):
        shown = [
            (assessment.organisation.name, [piece.title for piece in assessment.evidence.all()])
            for assessment in recommendation.assessments.published().for_reading()
        ]

    assert len(shown) == 3
    assert all(pieces == ["Shown"] for _name, pieces in shown)
