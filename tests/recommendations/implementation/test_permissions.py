import pytest
from django.contrib.auth.models import AnonymousUser

from recommendations.implementation.models import Assessment, Evidence, MembershipRole, Stage
from recommendations.implementation.permissions import (
    Action,
    allowed_actions,
    may_read_file,
    may_set_up_organisation,
    refusal,
)
from tests.factories import EvidenceFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

WRITE, REVIEW = {"edit", "discard", "submit"}, {"publish", "return"}
MATRIX = {
    "contributor": {
        "draft": {"see"} | WRITE,
        "returned": {"see"} | WRITE,
        "submitted": {"see"},
        "published": {"see"},
        "withdrawn": {"see"},
    },
    "publisher": {
        "draft": {"see"} | WRITE,
        "returned": {"see"} | WRITE,
        "submitted": {"see"} | REVIEW,
        "published": {"see", "withdraw"},
        "withdrawn": {"see"},
    },
    "publisher who wrote it": {
        "draft": {"see"} | WRITE,
        "returned": {"see"} | WRITE,
        "submitted": {"see", "return"},
        "published": {"see", "withdraw"},
        "withdrawn": {"see"},
    },
}
STRANGERS = {
    "publisher elsewhere",
    "data manager",
    "administrator",
    "publisher switched off",
    "anonymous",
}
MATRIX |= {stranger: {stage: set() for stage in Stage.values} for stranger in STRANGERS}


@pytest.fixture
def people(ngo):
    """One person for each row of the matrix."""
    switched_off = MembershipFactory(
        organisation=ngo.organisation, role=MembershipRole.PUBLISHER, user=UserFactory(is_active=False)
    ).user
    return {
        "contributor": ngo.contributor,
        "publisher": ngo.publisher,
        "publisher who wrote it": ngo.other_publisher,
        "publisher elsewhere": MembershipFactory(role=MembershipRole.PUBLISHER).user,
        "data manager": UserFactory(data_manager=True),
        "administrator": UserFactory(administrator=True),
        "publisher switched off": switched_off,
        "anonymous": AnonymousUser(),
    }


@pytest.mark.parametrize("stage", Stage.values)
def test_what_each_person_may_do_at_each_stage(people, build_assessment, stage):
    assessment, own = build_assessment(stage), build_assessment(stage)
    Assessment.objects.filter(pk=own.pk).update(author=people["publisher who wrote it"])
    own.refresh_from_db()

    assert {
        name: allowed_actions(person, own if "who wrote it" in name else assessment)
        for name, person in people.items()
    } == {name: row[stage] for name, row in MATRIX.items()}


def test_the_matrix_speaks_of_every_action():
    assert set(Action) == set().union(*(actions for row in MATRIX.values() for actions in row.values()))


def test_every_member_writes_for_the_organisation_and_nobody_else(people, ngo):
    new = Assessment(organisation=ngo.organisation)
    writers = {name for name, person in people.items() if not refusal(person, Action.EDIT, new)}

    assert writers == MATRIX.keys() - STRANGERS


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("visibility", ["public", "restricted"])
def test_a_file_is_for_members_and_for_everybody_when_it_is_public_and_published(
    people, build_assessment, stage, visibility
):
    evidence = EvidenceFactory(assessment=build_assessment(stage), visibility=visibility)
    is_open = visibility == "public" and stage == "published"

    readers = {name for name, person in people.items() if may_read_file(person, evidence)}

    assert readers == (MATRIX.keys() if is_open else MATRIX.keys() - STRANGERS)


@pytest.mark.parametrize("stage", Stage.values)
def test_lists_show_what_is_published_and_what_is_of_their_own_organisation(people, build_assessment, stage):
    assessment = build_assessment(stage)
    public = EvidenceFactory(assessment=assessment)
    restricted = EvidenceFactory(assessment=assessment, visibility="restricted")

    for name in MATRIX.keys() - {"anonymous", "publisher switched off"}:
        is_member = name not in STRANGERS
        assessments = Assessment.objects.visible_to(people[name])
        evidence = Evidence.objects.visible_to(people[name])
        assert assessments.contains(assessment) == (is_member or stage == "published"), name
        assert evidence.contains(public) == (is_member or stage == "published"), name
        assert evidence.contains(restricted) == is_member, name


def test_data_managers_and_administrators_set_up_organisations(people):
    assert {name for name, person in people.items() if may_set_up_organisation(person)} == {
        "data manager",
        "administrator",
    }
