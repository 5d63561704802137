"""The answers that are remembered, by program: found again, put right, forgotten."""

import pytest
from django.utils import timezone
from knox.models import AuthToken

from recommendations.importing.models import Choice, Import, Phase
from states.models import StateName
from tests.factories import ImportFactory, StateFactory, StateNameFactory, UserFactory

pytestmark = pytest.mark.django_db

ANSWERS = "/api/v1/imports/answers/"


@pytest.fixture
def france():
    return StateFactory(code="FRA", name="France")


@pytest.fixture
def choice(manager, import_, france):
    """“Frannce” was answered to be Portugal."""
    portugal = StateFactory(code="PRT", name="Portugal")
    StateNameFactory(name="Frannce", state=portugal)
    return Choice.objects.create(
        kind="state",
        key="frannce",
        printed="Frannce",
        answer="PRT",
        answered_by=manager,
        answered_in=import_,
        answered_at=timezone.now(),
    )


@pytest.fixture
def post(ask):
    return lambda address, **body: ask("post", address, body, content_type="application/json")


def test_one_says_what_was_answered_by_whom_when_and_for_which_import(ask, choice, import_):
    (row,) = ask("get", ANSWERS).json()["results"]

    assert row.pop("answered_at")
    assert row == {
        "url": f"http://testserver{ANSWERS}{choice.pk}/",
        "html_url": f"http://testserver/imports/answers/{choice.pk}/",
        "id": choice.pk,
        "kind": "state",
        "scope": "",
        "printed": "Frannce",
        "answer": "PRT",
        "answered_by": "manager@example.org",
        "answered_in": f"http://testserver/api/v1/imports/{import_.pk}/",
    }
    assert ask("get", f"{ANSWERS}{choice.pk}/").json()["answer"] == "PRT"


@pytest.mark.parametrize(
    ("query", "count"), [("q=port", 1), ("q=spain", 0), ("kind=state", 1), ("kind=match", 0)]
)
def test_they_are_searched_by_words_and_kind(ask, choice, query, count):
    assert ask("get", f"{ANSWERS}?{query}").json()["count"] == count


def test_an_answer_is_changed_and_the_plans_that_wait_are_made_anew(post, choice, import_):
    answer = post(f"{ANSWERS}{choice.pk}/change/", answer="france", instead_of="PRT")

    assert (answer.status_code, answer.json()["answer"]) == (200, "FRA")
    assert StateName.objects.get(name="Frannce").state_id == "FRA"
    import_.refresh_from_db()
    assert import_.phase == Phase.WAITING


def test_an_answer_is_forgotten(ask, post, choice):
    assert post(f"{ANSWERS}{choice.pk}/forget/", instead_of="PRT").status_code == 204

    assert not StateName.objects.filter(name="Frannce").exists()
    assert ask("get", f"{ANSWERS}{choice.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "count", "status"),
    [
        ("kind=state", 1, 204),
        ("kind=state", 2, 409),
        ("", 1, 400),
        ("kind=nonsense", 1, 400),
        ("q=zzz", 1, 409),
    ],
)
def test_many_are_forgotten_as_counted(post, choice, query, count, status):
    assert post(f"{ANSWERS}forget-many/?{query}", count=count).status_code == status

    assert Choice.objects.answered().exists() == (status != 204)


def test_those_of_one_import_are_found(ask, choice, import_):
    assert ask("get", f"{ANSWERS}?import_id={import_.pk}").json()["count"] == 1
    assert ask("get", f"{ANSWERS}?import_id={import_.pk + 1}").json()["count"] == 0


@pytest.mark.parametrize("number", ["0", "1.5", "one", "9" * 30])
def test_a_number_that_no_import_can_have_is_an_error(ask, number):
    answer = ask("get", f"{ANSWERS}?import_id={number}")

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "import_id")


@pytest.mark.parametrize(
    ("act", "body", "status", "attr"),
    [
        ("change", {"answer": "FRA", "instead_of": "DEU"}, 409, None),
        ("forget", {"instead_of": ""}, 409, None),
        ("change", {"answer": "ATL", "instead_of": "PRT"}, 400, "answer"),
        ("change", {"instead_of": "PRT"}, 400, "answer"),
        ("forget", {}, 400, "instead_of"),
    ],
)
def test_what_is_wrong_changes_nothing(post, choice, import_, act, body, status, attr):
    answer = post(f"{ANSWERS}{choice.pk}/{act}/", **body)

    assert answer.status_code == status
    assert answer.json()["errors"][0]["attr"] == attr
    choice.refresh_from_db()
    assert choice.answer == "PRT"
    assert Import.objects.get().phase == Phase.PLANNED


def test_it_costs_the_same_for_one_and_for_many(ask, manager, django_assert_max_num_queries):
    for number in range(20):
        Choice.objects.create(
            kind="state",
            key=str(number),
            printed="?",
            answer="",
            answered_by=UserFactory(password=None),
            answered_in=ImportFactory(),
        )

    with django_assert_max_num_queries(4):
        assert len(ask("get", ANSWERS).json()["results"]) == 20


@pytest.mark.parametrize("act", ["", "change/", "forget/"])
@pytest.mark.parametrize(("token", "status"), [(False, 401), (True, 403)])
def test_only_data_managers_are_heard(client, choice, act, token, status):
    headers = {}
    if token:
        key = AuthToken.objects.create(user=UserFactory(password=None))[1]
        headers = {"authorization": f"Token {key}"}
    ask = client.post if act else client.get

    assert ask(f"{ANSWERS}{choice.pk}/{act}", headers=headers).status_code == status
