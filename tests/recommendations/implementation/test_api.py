import pytest
from knox.models import AuthToken

from recommendations.implementation import publication
from recommendations.implementation.models import Assessment, Stage
from tests.factories import (
    ClauseFactory,
    DocumentFactory,
    EvidenceFactory,
    MembershipFactory,
    OrganisationFactory,
    RecommendationFactory,
    ReviewFactory,
    StateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ASSESSMENTS = "/api/v1/assessments/"
ORGANISATIONS = "/api/v1/organisations/"


def results(answer):
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def errors(answer, status):
    assert answer.status_code == status, answer.content
    return {error["attr"]: error["detail"] for error in answer.json()["errors"]}


class TestOrganisations:
    def test_they_are_listed_by_name_with_their_facts_and_not_their_members(self, client, ngo):
        OrganisationFactory(slug="unit", name="A unit", state=StateFactory(code="KHM"))

        unit, watchers = results(client.get(ORGANISATIONS))

        assert unit == {
            "url": "http://testserver/api/v1/organisations/unit/",
            "slug": "unit",
            "name": "A unit",
            "kind": "ngo",
            "state": "KHM",
            "state_url": "http://testserver/api/v1/states/KHM/",
            "website": "",
            "assessments_url": "http://testserver/api/v1/assessments/?organisation=unit",
        }
        assert watchers["state_url"] is None

    def test_one_is_found_by_its_slug(self, client, ngo):
        assert client.get(f"{ORGANISATIONS}ngo/").json()["name"] == "Human Rights Watchers"
        assert client.get(f"{ORGANISATIONS}nobody/").status_code == 404

    def test_they_are_chosen_by_kind_and_state(self, client, ngo):
        OrganisationFactory(slug="ministry", kind="government", state=StateFactory(code="KHM"))

        assert [row["slug"] for row in results(client.get(f"{ORGANISATIONS}?kind=government"))] == [
            "ministry"
        ]
        assert [row["slug"] for row in results(client.get(f"{ORGANISATIONS}?state=KHM"))] == ["ministry"]

    def test_nobody_writes_one(self, client, ngo):
        assert client.post(ORGANISATIONS, {"name": "X"}).status_code in (401, 405)


class TestPublishedAssessments:
    def test_one_says_everything_that_is_public(self, client, ngo, build_assessment):
        assessment = build_assessment("submitted")
        assessment.clauses.add(ClauseFactory(recommendation=assessment.recommendation))
        file = EvidenceFactory(
            assessment=assessment, title="Minutes", file="evidence/m.pdf", url="", document=DocumentFactory()
        )
        EvidenceFactory(assessment=assessment, title="Secret", visibility="restricted")
        publication.publish(assessment, by=ngo.publisher)

        body = client.get(f"{ASSESSMENTS}{assessment.pk}/").json()

        assert body.pop("published_at")
        assert body == {
            "url": f"http://testserver/api/v1/assessments/{assessment.pk}/",
            "id": assessment.pk,
            "recommendation": f"khm-2/{assessment.recommendation.number}",
            "recommendation_url": (
                f"http://testserver/api/v1/recommendations/khm-2/{assessment.recommendation.number}/"
            ),
            "organisation": "ngo",
            "organisation_url": "http://testserver/api/v1/organisations/ngo/",
            "status": "in-progress",
            "confidence": "medium",
            "considered_up_to": "2024-05-01",
            "narrative": "A draft law was published.",
            "clauses": [1],
            "is_current": True,
            "recorded_from": None,
            "recorded_from_url": None,
            "evidence": [
                {
                    "title": "Minutes",
                    "stance": "supports",
                    "publisher": "",
                    "date": None,
                    "document": "A/HRC/26/16",
                    "document_url": "http://testserver/api/v1/documents/A/HRC/26/16/",
                    "url": "",
                    "file": f"http://testserver/evidence/{file.pk}/file/",
                    "place": "",
                    "excerpt": "",
                }
            ],
        }

    @pytest.mark.parametrize("stage", [stage for stage in Stage.values if stage != "published"])
    @pytest.mark.parametrize("asker", ["anonymous", "member", "administrator"])
    def test_what_is_unpublished_is_not_there(self, client, ngo, build_assessment, stage, asker):
        assessment = build_assessment(stage)
        headers = {}
        if asker != "anonymous":
            user = ngo.publisher if asker == "member" else UserFactory(administrator=True)
            headers["Authorization"] = f"Token {AuthToken.objects.create(user=user)[1]}"

        assert results(client.get(ASSESSMENTS, headers=headers)) == []
        assert client.get(f"{ASSESSMENTS}{assessment.pk}/", headers=headers).status_code == 404

    def test_nobody_is_named(self, client, ngo, build_assessment):
        assessment = build_assessment("published")

        for address in (ASSESSMENTS, f"{ASSESSMENTS}{assessment.pk}/", ORGANISATIONS):
            assert b"@example.org" not in client.get(address).content

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("organisation=ngo", 2),
            ("organisation=other", 0),
            ("recommendation=khm-2/118.7", 1),
            ("review=khm-2", 2),
            ("review=khm-1", 0),
            ("status=implemented", 1),
            ("status=implemented&status=regressed", 2),
            ("is_current=true", 2),
            ("is_current=false", 0),
        ],
    )
    def test_they_are_chosen_by_the_words_of_the_domain(self, client, build_assessment, query, found):
        OrganisationFactory(slug="other")
        ReviewFactory(cycle__number=1)
        build_assessment("published", recommendation=RecommendationFactory(item=7), status="implemented")
        build_assessment("published", recommendation=RecommendationFactory(item=8), status="regressed")

        assert len(results(client.get(f"{ASSESSMENTS}?{query}"))) == found

    @pytest.mark.parametrize(
        ("query", "attr", "words"),
        [
            ("organisation=nobody", "organisation", "nobody"),
            ("recommendation=khm-2/1.1", "recommendation", "khm-2/1.1"),
            ("recommendation=118.7", "recommendation", "118.7"),
            ("review=khm-9", "review", "khm-9"),
            ("status=done", "status", "done"),
            ("is_current=perhaps", "is_current", "perhaps"),
            ("organization=ngo", "organization", "organisation"),
        ],
    )
    def test_a_wrong_value_is_an_error_that_names_it(self, client, query, attr, words):
        assert words in errors(client.get(f"{ASSESSMENTS}?{query}"), 400)[attr]

    def test_a_list_costs_the_same_for_one_and_for_many(
        self, client, build_assessment, django_assert_num_queries
    ):
        for _ in range(4):
            EvidenceFactory.create_batch(2, assessment=build_assessment("published"))

        with django_assert_num_queries(4):
            assert len(results(client.get(ASSESSMENTS))) == 4


class TestWritingADraft:
    @pytest.fixture
    def post(self, client):
        def post(user, **changes):
            body = {
                "recommendation": "khm-2/118.7",
                "organisation": "ngo",
                "status": "in-progress",
                "confidence": "high",
                "considered_up_to": "2024-05-01",
                "narrative": "The draft law is before the Council of Ministers.",
                "evidence": [{"title": "Draft law", "url": "https://example.org/law"}],
            } | changes
            token = user and AuthToken.objects.create(user=user)[1]
            headers = {"Authorization": f"Token {token}"} if token else {}
            return client.post(ASSESSMENTS, body, content_type="application/json", headers=headers)

        return post

    @pytest.fixture(autouse=True)
    def recommendation(self, ngo):
        return RecommendationFactory(item=7)

    def test_a_member_writes_one_with_evidence(self, post, ngo, recommendation):
        answer = post(ngo.contributor)

        draft = Assessment.objects.get()
        assert answer.status_code == 201
        assert answer.json() == {
            "id": draft.pk,
            "stage": "draft",
            "recommendation": "khm-2/118.7",
            "organisation": "ngo",
            "status": "in-progress",
            "html_url": f"http://testserver/workspace/assessments/{draft.pk}/",
        }
        assert (draft.recommendation, draft.author) == (recommendation, ngo.contributor)
        assert draft.evidence.get().url == "https://example.org/law"

    def test_without_a_token_nothing_is_written(self, post):
        errors(post(None), 401)
        assert not Assessment.objects.exists()

    def test_a_session_in_the_browser_is_no_token(self, client, ngo):
        client.force_login(ngo.contributor)

        errors(client.post(ASSESSMENTS, {}, content_type="application/json"), 401)

    @pytest.mark.parametrize("stranger", ["elsewhere", "data manager", "administrator", "switched off"])
    def test_others_do_not_write_for_the_organisation(self, post, ngo, stranger):
        if stranger == "elsewhere":
            user = MembershipFactory().user
        elif stranger == "switched off":
            user = MembershipFactory(organisation=ngo.organisation, user__is_active=False).user
        else:
            user = UserFactory(**{stranger.replace(" ", "_"): True})

        errors(post(user), 401 if stranger == "switched off" else 403)
        assert not Assessment.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "attr", "words"),
        [
            ({"recommendation": "khm-2/1.1"}, "recommendation", "khm-2/1.1"),
            ({"recommendation": None}, "recommendation", "null"),
            ({"recommendation": ["khm-2/118.7"]}, "recommendation", "khm-2/118.5"),
            ({"organisation": "nobody"}, "organisation", "nobody"),
            ({"status": "done"}, "status", "done"),
            ({"narrative": " "}, "narrative", "blank"),
            ({"considered_up_to": "2999-01-01"}, "considered_up_to", "not come yet"),
            ({"evidence": [{"title": "Law"}]}, "evidence.0.url", "required"),
            ({"evidence": [{"title": "Law", "url": "javascript:x"}]}, "evidence.0.url", "valid URL"),
        ],
    )
    def test_what_is_wrong_is_named_and_nothing_is_written(self, post, ngo, changes, attr, words):
        assert words in errors(post(ngo.contributor, **changes), 400)[attr]
        assert not Assessment.objects.exists()

    def test_nothing_is_changed_or_deleted_through_the_api(self, client, ngo, build_assessment):
        assessment = build_assessment("published")
        headers = {"Authorization": f"Token {AuthToken.objects.create(user=ngo.publisher)[1]}"}

        for method in (client.put, client.patch, client.delete):
            assert method(f"{ASSESSMENTS}{assessment.pk}/", headers=headers).status_code == 405
