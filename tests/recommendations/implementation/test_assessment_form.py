import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from recommendations.implementation import publication
from recommendations.implementation.models import Assessment, Evidence, Stage
from tests.factories import (
    ClauseFactory,
    EvidenceFactory,
    MembershipFactory,
    RecommendationFactory,
    ReviewFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def address_of(recommendation):
    return reverse("assessment-new", args=[recommendation.review.slug, recommendation.number])


def filled_in(pieces=(), **fields):
    """What a browser sends: the form, and its rows of evidence."""
    data = {
        "version": 1,
        "status": "in-progress",
        "confidence": "high",
        "considered_up_to": "2024-05-01",
        "narrative": "The draft law is before the Council of Ministers.",
        "evidence-TOTAL_FORMS": len(pieces),
        "evidence-INITIAL_FORMS": sum(1 for piece in pieces if "id" in piece),
    }
    for number, piece in enumerate(pieces):
        row = {"stance": "supports", "visibility": "public"} | piece
        data |= {f"evidence-{number}-{name}": value for name, value in row.items()}
    return data | fields


class TestLogging:
    def test_an_assessment_with_a_link_and_a_file_is_saved_as_a_draft(self, client, ngo, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        recommendation = RecommendationFactory()
        client.force_login(ngo.contributor)
        assertContains(client.get(address_of(recommendation)), recommendation.wording)

        answer = client.post(
            address_of(recommendation),
            filled_in(
                [
                    {"title": "Draft law", "url": "https://example.org/law"},
                    {
                        "title": "Minutes",
                        "file": SimpleUploadedFile("../../minutes.PDF", b"%PDF-1.7"),
                        "visibility": "restricted",
                    },
                    {},
                ]
            ),
        )

        assessment = Assessment.objects.get()
        assertRedirects(answer, assessment.get_absolute_url())
        assert (assessment.stage, assessment.author) == (Stage.DRAFT, ngo.contributor)
        assert assessment.considered_up_to == datetime.date(2024, 5, 1)
        link, file = assessment.evidence.order_by("pk")
        assert link.url == "https://example.org/law"
        assert file.file.name.startswith("evidence/")
        assert "minutes" not in file.file.name

    def test_it_is_submitted_in_the_same_step(self, client, ngo):
        client.force_login(ngo.contributor)

        client.post(address_of(RecommendationFactory()), filled_in(submit="1"))

        assert Assessment.objects.get().stage == Stage.SUBMITTED

    def test_each_status_says_what_it_means(self, client, ngo):
        client.force_login(ngo.contributor)

        page = client.get(address_of(RecommendationFactory()))

        for words in ("Some of what was asked is done.", "You looked, and could not tell."):
            assertContains(page, words)

    def test_clauses_are_asked_for_only_where_there_are_several(self, client, ngo):
        one = RecommendationFactory(states=[])
        two = RecommendationFactory(states=[])
        wanted = ClauseFactory(recommendation=two, summary="Adopt the law")
        client.force_login(ngo.contributor)

        assertNotContains(client.get(address_of(one)), "Which of its requests")
        assertContains(client.get(address_of(two)), "Adopt the law")
        client.post(address_of(two), filled_in(clauses=[wanted.pk]))

        assert list(Assessment.objects.get().clauses.all()) == [wanted]

    def test_a_member_of_two_organisations_says_for_which(self, client, ngo):
        second = MembershipFactory(user=ngo.contributor).organisation
        client.force_login(ngo.contributor)
        recommendation = RecommendationFactory()

        assertContains(client.get(address_of(recommendation)), second.name)
        client.post(address_of(recommendation), filled_in(organisation=second.pk))

        assert Assessment.objects.get().organisation == second

    def test_nobody_writes_for_an_organisation_of_others(self, client, ngo):
        MembershipFactory(user=ngo.contributor)
        elsewhere = MembershipFactory().organisation
        client.force_login(ngo.contributor)

        client.post(address_of(RecommendationFactory()), filled_in(organisation=elsewhere.pk))

        assert not Assessment.objects.exists()

    @pytest.mark.parametrize("stranger", ["data_manager", "administrator"])
    def test_who_belongs_to_none_is_told_so(self, client, stranger):
        client.force_login(UserFactory(**{stranger: True}))

        assertRedirects(client.get(address_of(RecommendationFactory())), reverse("workspace"))

    def test_an_unknown_recommendation_is_not_found(self, client, ngo):
        client.force_login(ngo.contributor)

        assert client.get(reverse("assessment-new", args=["khm-9", "1.1"])).status_code == 404

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"narrative": ""}, "This field is required"),
            ({"status": "done"}, "Select a valid choice"),
            ({"considered_up_to": "2999-01-01"}, "This day has not come yet"),
            ({"considered_up_to": "2013-01-01"}, "This day is before the review"),
            ({"evidence-0-url": ""}, "Give a link or a file"),
            ({"evidence-0-url": "javascript:alert(1)"}, "Enter a valid URL"),
            ({"evidence-0-file": SimpleUploadedFile("law.html", b"<html>")}, "Choose one of these"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_written_stays(self, client, ngo, fields, words):
        review = ReviewFactory(date=datetime.date(2014, 1, 28))
        recommendation = RecommendationFactory(review=review)
        client.force_login(ngo.contributor)

        page = client.post(
            address_of(recommendation),
            filled_in([{"title": "My piece", "url": "https://example.org"}]) | fields,
        )

        assertContains(page, words)
        assertContains(page, "My piece")
        assert not Assessment.objects.exists()

    def test_the_form_costs_a_bounded_number_of_queries(
        self, client, ngo, build_assessment, django_assert_max_num_queries
    ):
        assessment = build_assessment()
        EvidenceFactory.create_batch(4, assessment=assessment)
        client.force_login(ngo.contributor)

        with django_assert_max_num_queries(8):
            client.get(reverse("assessment-edit", args=[assessment.pk]))


class TestChanging:
    def test_text_and_evidence_are_changed_added_and_removed(self, client, ngo, build_assessment):
        assessment = build_assessment()
        law, rumour = (EvidenceFactory(assessment=assessment, title=title) for title in ("Law", "Rumour"))
        client.force_login(ngo.contributor)

        client.post(
            reverse("assessment-edit", args=[assessment.pk]),
            filled_in(
                [
                    {"id": law.pk, "title": "Law of 2023", "url": law.url},
                    {"id": rumour.pk, "title": rumour.title, "url": rumour.url, "DELETE": "on"},
                    {"title": "Budget", "url": "https://example.org/budget"},
                ],
                narrative="The law was adopted.",
            ),
        )

        assessment.refresh_from_db()
        assert (assessment.narrative, assessment.version) == ("The law was adopted.", 2)
        assert list(assessment.evidence.order_by("pk").values_list("title", flat=True)) == [
            "Law of 2023",
            "Budget",
        ]

    def test_a_kept_file_stays_where_no_other_is_chosen(
        self, client, ngo, build_assessment, settings, tmp_path
    ):
        settings.MEDIA_ROOT = tmp_path
        assessment = build_assessment()
        piece = EvidenceFactory(assessment=assessment, url="", file=ContentFile(b"kept", name="kept.txt"))
        client.force_login(ngo.contributor)

        client.post(
            reverse("assessment-edit", args=[assessment.pk]),
            filled_in([{"id": piece.pk, "title": "Another title"}]),
        )

        changed = Evidence.objects.get()
        assert (changed.title, changed.file.name) == ("Another title", piece.file.name)
        assert (tmp_path / piece.file.name).exists()

    def test_what_was_submitted_is_not_opened_for_changes(self, client, ngo, build_assessment):
        assessment = build_assessment("submitted")
        client.force_login(ngo.contributor)

        answer = client.get(reverse("assessment-edit", args=[assessment.pk]))

        assertRedirects(answer, assessment.get_absolute_url())

    def test_evidence_of_another_assessment_is_out_of_reach(self, client, ngo, build_assessment):
        assessment, foreign = build_assessment(), EvidenceFactory(title="Theirs")
        client.force_login(ngo.contributor)

        client.post(
            reverse("assessment-edit", args=[assessment.pk]),
            filled_in([{"id": foreign.pk, "title": "Mine now", "url": "https://example.org"}]),
        )

        foreign.refresh_from_db()
        assert foreign.title == "Theirs"


class TestTwoBrowsers:
    """Two people of one organisation have the same assessment open."""

    @pytest.fixture
    def assessment(self, build_assessment):
        return build_assessment()

    @pytest.fixture
    def law(self, assessment):
        return EvidenceFactory(assessment=assessment, title="Law")

    @pytest.fixture
    def answer_to_second(self, client, ngo, assessment, law):
        """The first takes the law out and adds a budget; the second, unaware, writes of the law."""
        edit = reverse("assessment-edit", args=[assessment.pk])
        client.force_login(ngo.contributor)
        client.post(
            edit,
            filled_in(
                [
                    {"id": law.pk, "title": law.title, "url": law.url, "DELETE": "on"},
                    {"title": "Budget", "url": "https://example.org/budget"},
                ],
                narrative="There is a budget.",
                status="implemented",
            ),
        )
        client.force_login(ngo.publisher)
        return client.post(
            edit,
            filled_in(
                [{"id": law.pk, "title": "Law, article 5", "url": law.url}],
                narrative="There is a law.",
                status="regressed",
            ),
        )

    def test_the_second_is_shown_what_the_first_saved(self, answer_to_second):
        assertContains(answer_to_second, "There is a budget.", status_code=409)
        assertContains(answer_to_second, "<dd>implemented</dd>", html=True, status_code=409)
        assertContains(answer_to_second, "Budget", status_code=409)

    def test_the_second_finds_their_own_text_in_the_form(self, answer_to_second):
        assertContains(answer_to_second, "There is a law.", status_code=409)
        assertContains(answer_to_second, "Law, article 5", status_code=409)
        assert Assessment.objects.get().narrative == "There is a budget."

    def test_saving_again_keeps_the_text_of_the_second_and_the_evidence_of_both(
        self, client, answer_to_second, assessment
    ):
        """What the first took out comes back as the second wrote it."""
        form, pieces = answer_to_second.context["form"], answer_to_second.context["pieces"]
        again = {
            **{field.html_name: field.value() for field in form},
            **{
                field.html_name: field.value()
                for field in pieces.management_form
                if field.value() is not None
            },
            **{
                field.html_name: field.value() or ""
                for row in pieces
                for field in row
                if not field.field.disabled
            },
        }

        client.post(reverse("assessment-edit", args=[assessment.pk]), again)

        assessment.refresh_from_db()
        assert (assessment.narrative, assessment.status) == ("There is a law.", "regressed")
        assert set(assessment.evidence.values_list("title", flat=True)) == {"Budget", "Law, article 5"}

    def test_text_written_while_somebody_submitted_stays_on_the_page(self, client, ngo, assessment):
        publication.submit(assessment, by=ngo.publisher)
        client.force_login(ngo.contributor)

        answer = client.post(
            reverse("assessment-edit", args=[assessment.pk]), filled_in(narrative="My better words.")
        )

        assertContains(answer, "submitted now", status_code=409)
        assertContains(answer, "My better words.", status_code=409)
        assert Assessment.objects.get().narrative != "My better words."
