import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from states.models import State, StateName
from tests.factories import RegionalGroupFactory, StateFactory, StateNameFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    client.force_login(UserFactory(data_manager=True, password=None))
    return client


@pytest.fixture
def count_queries(client):
    def count(address):
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        return len(queries)

    return count


def some_states(number):
    for state in StateFactory.create_batch(number):
        state.regional_group = RegionalGroupFactory(slug=f"group-of-{state.code.lower()}")
        state.save()
        StateNameFactory(state=state)


@pytest.mark.parametrize("model", ["state", "regionalgroup"])
def test_a_list_takes_as_many_queries_for_30_rows_as_for_3(count_queries, model):
    some_states(3)
    few = count_queries(f"/admin/states/{model}/")
    some_states(27)

    assert count_queries(f"/admin/states/{model}/") == few <= 12


def test_the_page_of_a_state_takes_as_many_queries_for_30_names_as_for_3(count_queries):
    state = StateFactory()
    for number in range(3):
        StateNameFactory(state=state, name=f"Name {number}")
    few = count_queries(f"/admin/states/state/{state.code}/change/")
    for number in range(3, 30):
        StateNameFactory(state=state, name=f"Name {number}")

    assert count_queries(f"/admin/states/state/{state.code}/change/") == few <= 15


@pytest.mark.parametrize("words", ["turkey", "TUR", "türk"])
def test_a_state_is_found_by_any_of_its_names_and_its_code(client, words):
    state = StateFactory(code="TUR", name="Türkiye")
    StateNameFactory(state=state, name="Turkey")
    StateNameFactory(state=state, name="Republic of Turkey")
    StateFactory(code="FRA", name="France")

    found = client.get("/admin/states/state/", {"q": words}).context["cl"].queryset

    assert [state.code for state in found] == ["TUR"]


def names_of(state, *names):
    """The form of a State's page with these new names in documents."""
    return {
        "code2": state.code2,
        "name": state.name,
        "formal_name": state.formal_name,
        "regional_group": state.regional_group_id,
        "membership": state.membership,
        "names-TOTAL_FORMS": len(names),
        "names-INITIAL_FORMS": 0,
        **{f"names-{n}-name": name for n, name in enumerate(names)},
        **{f"names-{n}-state": state.code for n in range(len(names))},
    }


def save(client, state, *names):
    return client.post(f"/admin/states/state/{state.code}/change/", names_of(state, *names))


def test_a_person_adds_a_spelling(client):
    state = StateFactory()

    assert save(client, state, "The Kingdom of Câmbodia").status_code == 302

    assert StateName.objects.get(state=state).key == "kingdom of cambodia"


@pytest.mark.parametrize(
    ("spelling", "complaint"),
    [("the  GREAT Realm!", "“Great realm” is known already."), ("កម្ពុជា", "Latin letter")],
)
def test_a_spelling_that_could_not_be_told_apart_is_refused_in_words(client, spelling, complaint):
    StateNameFactory(name="Great realm")
    state = StateFactory()

    answer = save(client, state, spelling)

    assert complaint in answer.content.decode()
    assert not StateName.objects.filter(state=state).exists()


def test_the_code_of_a_state_is_not_changed(client):
    state = StateFactory(code="KHM")

    client.post("/admin/states/state/KHM/change/", {**names_of(state), "code": "XYZ"})

    assert State.objects.get().code == "KHM"


def test_members_of_organisations_do_not_enter(client):
    client.force_login(UserFactory(password=None))

    assert client.get("/admin/states/state/", follow=True).status_code == 403
