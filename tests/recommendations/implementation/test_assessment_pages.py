import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from recommendations.implementation.models import Assessment, Stage
from tests.factories import EvidenceFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

STRANGERS = {
    "member of another organisation": lambda: MembershipFactory(role="publisher").user,
    "data manager": lambda: UserFactory(data_manager=True),
    "administrator": lambda: UserFactory(administrator=True),
}


class TestPage:
    @pytest.mark.parametrize("stage", Stage.values)
    def test_every_member_reads_it_with_its_evidence_and_where_it_stands(
        self, client, ngo, build_assessment, stage
    ):
        assessment = build_assessment(stage)
        EvidenceFactory(assessment=assessment, title="Inner minutes", visibility="restricted")
        client.force_login(ngo.contributor)

        page = client.get(assessment.get_absolute_url())

        assertContains(page, assessment.narrative)
        assertContains(page, "Inner minutes")
        assertContains(page, assessment.get_stage_display())

    @pytest.mark.parametrize("stranger", STRANGERS)
    def test_to_everybody_else_the_address_leads_nowhere(self, client, build_assessment, stranger):
        client.force_login(STRANGERS[stranger]())

        for stage in Stage.values:
            assessment = build_assessment(stage)
            for name in ("assessment", "assessment-edit"):
                assert client.get(reverse(name, args=[assessment.pk])).status_code == 404, (stage, name)

    @pytest.mark.parametrize("name", ["assessment", "assessment-edit"])
    def test_who_is_not_signed_in_is_asked_to_whether_it_is_there_or_not(
        self, client, build_assessment, name
    ):
        there = client.get(reverse(name, args=[build_assessment().pk]))
        nowhere = client.get(reverse(name, args=[999_999]))

        assert there.status_code == nowhere.status_code == 302
        assert there.url.startswith(reverse("account_login"))

    def test_it_costs_a_bounded_number_of_queries(
        self, client, ngo, build_assessment, django_assert_max_num_queries
    ):
        assessment = build_assessment("submitted")
        EvidenceFactory.create_batch(3, assessment=assessment)
        for _ in range(3):
            build_assessment(recommendation=assessment.recommendation)
        client.force_login(ngo.publisher)

        with django_assert_max_num_queries(15):
            client.get(assessment.get_absolute_url())

    def test_a_publisher_who_wrote_it_is_told_why_there_is_no_button(self, client, ngo, build_assessment):
        assessment = build_assessment("submitted", author=ngo.publisher)
        client.force_login(ngo.publisher)

        page = client.get(assessment.get_absolute_url())

        assertContains(page, "You wrote this text")
        assertNotContains(page, reverse("assessment-publish", args=[assessment.pk]))


@pytest.mark.parametrize(
    "name", ["home", "recommendations", "recommendations-csv", "recommendation", "review", "workspace"]
)
def test_the_public_reads_the_name_of_the_organisation_and_of_no_person(client, build_assessment, name):
    recommendation = build_assessment("published", narrative="A law was adopted.").recommendation
    keys = {
        "recommendation": [recommendation.review.slug, recommendation.number],
        "review": [recommendation.review.slug],
    }

    answer = client.get(reverse(name, args=keys.get(name)), follow=True)
    text = answer.getvalue().decode()

    assert "@example.org" not in text
    if name == "recommendation":
        assert "Human Rights Watchers" in text
        assert "A law was adopted." in text


def test_a_draft_is_discarded_and_the_person_back_in_the_workspace(client, ngo, build_assessment):
    assessment = build_assessment("draft")
    client.force_login(ngo.contributor)

    answer = client.post(
        reverse("assessment-discard", args=[assessment.pk]), {"version": assessment.version}, follow=True
    )

    assertContains(answer, "Discarded: nothing of it is kept.")
    assertRedirects(answer, reverse("workspace"))
    assert not Assessment.objects.exists()


STEPS = {
    "submit": ("draft", {}, Stage.SUBMITTED),
    "publish": ("submitted", {}, Stage.PUBLISHED),
    "return": ("submitted", {"return-reason": "Name the law."}, Stage.RETURNED),
    "withdraw": ("published", {"withdraw-reason": "Another law."}, Stage.WITHDRAWN),
}


@pytest.mark.parametrize("step", STEPS)
class TestSteps:
    def go(self, client, assessment, step, **data):
        words = STEPS[step][1] | {"version": assessment.version} | data
        return client.post(reverse(f"assessment-{step}", args=[assessment.pk]), words)

    def test_a_publisher_takes_it(self, client, ngo, build_assessment, step):
        assessment = build_assessment(STEPS[step][0])
        client.force_login(ngo.publisher)

        assertRedirects(self.go(client, assessment, step), assessment.get_absolute_url())

        assert Assessment.objects.get().stage == STEPS[step][2]

    def test_a_contributor_submits_and_is_told_who_does_the_rest(self, client, ngo, build_assessment, step):
        assessment = build_assessment(STEPS[step][0])
        client.force_login(ngo.contributor)

        answer = self.go(client, assessment, step)

        if step == "submit":
            assert Assessment.objects.get().stage == Stage.SUBMITTED
        else:
            assertContains(answer, "Only a publisher of Human Rights Watchers", status_code=403)
            assert Assessment.objects.get().stage == assessment.stage

    @pytest.mark.parametrize("stranger", STRANGERS)
    def test_a_stranger_finds_nothing(self, client, build_assessment, step, stranger):
        assessment = build_assessment(STEPS[step][0])
        client.force_login(STRANGERS[stranger]())

        assert self.go(client, assessment, step).status_code == 404
        assert Assessment.objects.get().stage == assessment.stage

    def test_who_is_not_signed_in_is_asked_to(self, client, build_assessment, step):
        assessment = build_assessment(STEPS[step][0])

        assert self.go(client, assessment, step).url.startswith(reverse("account_login"))
        assert Assessment.objects.get().stage == assessment.stage

    def test_it_is_not_taken_by_opening_its_address(self, client, ngo, build_assessment, step):
        assessment = build_assessment(STEPS[step][0])
        client.force_login(ngo.publisher)

        assert client.get(reverse(f"assessment-{step}", args=[assessment.pk])).status_code == 405

    def test_it_is_not_taken_twice(self, client, ngo, build_assessment, step):
        assessment = build_assessment(STEPS[step][0])
        client.force_login(ngo.publisher)
        self.go(client, assessment, step)

        assertContains(self.go(client, assessment, step), "Nothing was changed", status_code=409)

    def test_it_is_not_taken_with_a_text_that_was_not_read(self, client, ngo, build_assessment, step):
        assessment = build_assessment(STEPS[step][0])
        client.force_login(ngo.publisher)

        answer = self.go(client, assessment, step, version=assessment.version + 1)

        assertContains(answer, "Somebody else saved", status_code=409)
        assert Assessment.objects.get().stage == assessment.stage

    def test_a_reason_is_asked_for_where_one_is_needed(self, client, ngo, build_assessment, step):
        assessment = build_assessment(STEPS[step][0])
        client.force_login(ngo.publisher)
        reason = next(iter(STEPS[step][1]), None)

        if reason:
            assertContains(self.go(client, assessment, step, **{reason: " "}), "This field is required")
            assert Assessment.objects.get().stage == assessment.stage
