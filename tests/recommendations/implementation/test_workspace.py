import pytest
from django.urls import reverse
from knox.models import AuthToken
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from recommendations.implementation.models import Membership, MembershipRole, Organisation
from tests.factories import AssessmentFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

WORKSPACE = "/workspace/"
TOKENS = "/workspace/tokens/"
SET_UP = "/workspace/organisations/new/"


@pytest.mark.parametrize("address", [WORKSPACE, TOKENS, SET_UP])
def test_who_is_not_signed_in_is_asked_to(client, address):
    assertRedirects(
        client.get(address), f"{reverse('account_login')}?next={address}", fetch_redirect_response=False
    )


class TestWorkspace:
    def test_it_shows_the_assessments_of_my_organisation_and_of_no_other(self, client, ngo, build_assessment):
        mine = build_assessment(narrative="Mine.")
        other = AssessmentFactory()
        client.force_login(ngo.contributor)

        page = client.get(WORKSPACE)

        assertContains(page, mine.get_absolute_url())
        assertNotContains(page, other.get_absolute_url())

    def test_a_publisher_has_a_queue_and_a_contributor_waits(self, client, ngo, build_assessment):
        build_assessment("submitted")

        client.force_login(ngo.publisher)
        assertContains(client.get(WORKSPACE), "Awaiting review")
        client.force_login(ngo.contributor)
        assertContains(client.get(WORKSPACE), "Waiting for a publisher")

    def test_a_returned_one_says_why(self, client, ngo, build_assessment):
        build_assessment("returned")
        client.force_login(ngo.contributor)

        assertContains(client.get(WORKSPACE), "Name the law.")

    def test_an_organisation_with_nothing_written_is_shown_the_way_to_the_recommendations(self, client, ngo):
        client.force_login(ngo.contributor)

        assertContains(client.get(WORKSPACE), "Nothing written yet")

    def test_all_of_one_stage_are_a_page_of_their_own(self, client, ngo, build_assessment):
        draft, submitted = build_assessment(), build_assessment("submitted")
        client.force_login(ngo.contributor)

        page = client.get(WORKSPACE, {"stage": "draft"})

        assertContains(page, draft.get_absolute_url())
        assertNotContains(page, submitted.get_absolute_url())
        assert client.get(WORKSPACE, {"stage": "nowhere"}).status_code == 404

    def test_it_costs_no_more_queries_for_more_assessments(
        self, client, ngo, build_assessment, django_assert_max_num_queries
    ):
        for stage in ("draft", "submitted", "returned", "published", "withdrawn"):
            for _ in range(3):
                build_assessment(stage)
        client.force_login(ngo.publisher)

        with django_assert_max_num_queries(12):
            client.get(WORKSPACE)
        with django_assert_max_num_queries(6):
            client.get(WORKSPACE, {"stage": "draft"})


class TestWithoutAnOrganisation:
    def test_a_member_is_told_to_ask_their_data_manager(self, client):
        client.force_login(UserFactory())

        assertContains(client.get(WORKSPACE), "Ask the data manager")
        assert client.get(SET_UP).status_code == 404
        assert client.post(SET_UP, {"name": "Mine", "kind": "ngo"}).status_code == 404
        assert not Organisation.objects.exists()

    def test_a_data_manager_sets_one_up_and_is_its_publisher(self, client):
        manager = UserFactory(data_manager=True)
        client.force_login(manager)

        assertContains(client.get(WORKSPACE), SET_UP)
        answer = client.post(SET_UP, {"name": "Land Rights Now", "kind": "ngo", "website": "example.org"})

        assertRedirects(answer, WORKSPACE)
        organisation = Organisation.objects.get()
        assert (organisation.slug, organisation.website) == ("land-rights-now", "https://example.org")
        assert Membership.objects.get(user=manager).role == MembershipRole.PUBLISHER

    @pytest.mark.parametrize(
        ("name", "slug"), [("Land rights now!", "land-rights-now-2"), ("សិទ្ធិដីធ្លី", "organisation")]
    )
    def test_its_slug_is_made_from_its_name_and_is_its_own(self, client, name, slug):
        client.force_login(UserFactory(data_manager=True))
        client.post(SET_UP, {"name": "Land Rights Now", "kind": "ngo"})

        client.post(SET_UP, {"name": name, "kind": "ngo"})

        assert Organisation.objects.get(name=name).slug == slug

    def test_what_is_wrong_is_said_beside_the_field(self, client):
        client.force_login(UserFactory(data_manager=True))
        MembershipFactory(organisation__name="Land Rights Now")

        assertContains(
            client.post(SET_UP, {"name": "Land Rights Now", "kind": "ngo"}), "with this Name already exists"
        )


class TestTokens:
    def test_a_token_is_shown_once_and_kept_as_a_hash(self, client):
        owner = UserFactory()
        client.force_login(owner)

        token = client.post(TOKENS).context["made"]

        kept = AuthToken.objects.get(user=owner)
        assert token not in (kept.digest, kept.token_key)
        assert kept.expiry is not None
        page = client.get(TOKENS)
        assertContains(page, token[:8])
        assertNotContains(page, token)

    def test_the_page_that_shows_a_token_is_kept_by_no_cache(self, client):
        client.force_login(UserFactory())

        answer = client.post(TOKENS)

        assertContains(answer, answer.context["made"])
        assert "no-store" in answer["Cache-Control"]

    def test_a_revoked_token_opens_nothing(self, client):
        client.force_login(UserFactory())
        token = client.post(TOKENS).context["made"]

        client.post(reverse("token-revoke", args=[AuthToken.objects.get().token_key]))

        answer = client.post("/api/v1/assessments/", headers={"Authorization": f"Token {token}"})
        assert answer.status_code == 401

    def test_nobody_revokes_or_sees_the_token_of_another(self, client):
        _kept, token = AuthToken.objects.create(user=UserFactory())
        client.force_login(UserFactory())

        assertNotContains(client.get(TOKENS), token[:8])
        assert client.post(reverse("token-revoke", args=[token[:15]])).status_code == 404
        assert AuthToken.objects.exists()

    def test_ten_are_enough(self, client):
        client.force_login(UserFactory())
        for _ in range(10):
            client.post(TOKENS)

        answer = client.post(TOKENS)

        assertContains(answer, "Revoke one", status_code=409)
        assert AuthToken.objects.count() == 10
