import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from recommendations.implementation.models import Assessment, Membership, Organisation
from tests.factories import DocumentFactory, EvidenceFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

LISTS = [f"admin:implementation_{model}_changelist" for model in ("organisation", "assessment", "evidence")]


@pytest.fixture
def manager(client):
    user = UserFactory(data_manager=True)
    client.force_login(user)
    return user


def members_form(memberships, **fields):
    """What the page of an organisation sends: the organisation, and a row for each membership."""
    data = {"slug": "ngo", "name": "Human Rights Watchers", "kind": "ngo"} | {
        "memberships-TOTAL_FORMS": len(memberships),
        "memberships-INITIAL_FORMS": sum(1 for row in memberships if "id" in row),
    }
    for number, row in enumerate(memberships):
        data |= {f"memberships-{number}-{name}": value for name, value in row.items()}
    return data | fields


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("person", ["anonymous", "contributor"])
def test_only_data_managers_and_administrators_come_in(client, ngo, name, person):
    if person == "contributor":
        client.force_login(ngo.contributor)

    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_no_more_for_more_rows(
    client, ngo, manager, build_assessment, name, django_assert_max_num_queries
):
    for _ in range(5):
        EvidenceFactory(assessment=build_assessment("published"))
        MembershipFactory()

    with django_assert_max_num_queries(10):
        client.get(reverse(name))


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_searched(client, ngo, manager, build_assessment, name):
    EvidenceFactory(assessment=build_assessment("published"), title="Draft law")

    assertContains(client.get(reverse(name), {"q": "Watchers"}), "Watchers")
    assertContains(client.get(reverse(name), {"q": "nothing like it"}), "0 ")


class TestOrganisations:
    def test_a_data_manager_adds_members_and_gives_them_a_part(self, client, ngo, manager):
        newcomer = UserFactory()
        kept = Membership.objects.get(user=ngo.contributor)

        client.post(
            reverse("admin:implementation_organisation_change", args=[ngo.organisation.pk]),
            members_form(
                [{"id": kept.pk, "role": "publisher"}, {"user": newcomer.pk, "role": "contributor"}]
            ),
        )

        roles = dict(ngo.organisation.memberships.values_list("user", "role"))
        assert roles[ngo.contributor.pk] == "publisher"
        assert roles[newcomer.pk] == "contributor"

    def test_whose_membership_it_is_does_not_change(self, client, ngo, manager):
        kept = Membership.objects.get(user=ngo.contributor)

        client.post(
            reverse("admin:implementation_organisation_change", args=[ngo.organisation.pk]),
            members_form([{"id": kept.pk, "role": "publisher", "user": manager.pk}]),
        )

        kept.refresh_from_db()
        assert kept.user == ngo.contributor

    def test_its_page_costs_no_more_for_more_members(
        self, client, ngo, manager, django_assert_max_num_queries
    ):
        for _ in range(6):
            MembershipFactory(organisation=ngo.organisation)

        with django_assert_max_num_queries(8):
            client.get(reverse("admin:implementation_organisation_change", args=[ngo.organisation.pk]))

    def test_one_that_has_spoken_is_not_deleted(self, client, ngo, manager, build_assessment):
        build_assessment("published")

        client.post(
            reverse("admin:implementation_organisation_delete", args=[ngo.organisation.pk]), {"post": "yes"}
        )

        assert Organisation.objects.contains(ngo.organisation)


@pytest.mark.parametrize("person", ["data_manager", "administrator"])
class TestAssessments:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client, person):
        client.force_login(UserFactory(**{person: True}))

    def test_what_is_published_is_read_with_its_public_evidence(
        self, client, build_assessment, django_assert_max_num_queries
    ):
        assessment = build_assessment("published")
        for number in range(4):
            EvidenceFactory(
                assessment=assessment, title=f"Law {number}", document=DocumentFactory(symbol=f"A/{number}")
            )
        EvidenceFactory(assessment=assessment, title="Minutes", visibility="restricted")

        with django_assert_max_num_queries(10):
            page = client.get(reverse("admin:implementation_assessment_change", args=[assessment.pk]))

        assertContains(page, "Law 3")
        assertNotContains(page, "Minutes")

    @pytest.mark.parametrize("stage", ["draft", "submitted", "returned", "withdrawn"])
    def test_what_is_unpublished_is_its_organisations_own(self, client, build_assessment, stage):
        evidence = EvidenceFactory(assessment=build_assessment(stage), title="Minutes")

        for name, row in (("assessment", evidence.assessment), ("evidence", evidence)):
            assertNotContains(client.get(reverse(f"admin:implementation_{name}_changelist")), "Watchers: khm")
            page = client.get(reverse(f"admin:implementation_{name}_change", args=[row.pk]))
            assert page.status_code == 302

    @pytest.mark.parametrize("name", ["assessment", "evidence"])
    def test_nothing_is_added_changed_or_deleted(self, client, build_assessment, name):
        evidence = EvidenceFactory(assessment=build_assessment("published"))
        row = evidence if name == "evidence" else evidence.assessment

        assert client.get(reverse(f"admin:implementation_{name}_add")).status_code == 403
        for action in ("change", "delete"):
            address = reverse(f"admin:implementation_{name}_{action}", args=[row.pk])
            assert client.post(address, {"post": "yes"}).status_code == 403
        assert Assessment.objects.published().exists()

    def test_a_file_is_had_from_the_view_that_asks_who_wants_it(self, client, build_assessment):
        evidence = EvidenceFactory(assessment=build_assessment("published"), file="evidence/m.pdf")

        page = client.get(reverse("admin:implementation_evidence_change", args=[evidence.pk]))

        assertContains(page, reverse("evidence-file", args=[evidence.pk]))
        assertNotContains(page, "evidence/m.pdf")
