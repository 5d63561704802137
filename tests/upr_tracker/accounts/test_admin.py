import pytest
from django.contrib.auth import authenticate
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import UserFactory
from upr_tracker.accounts.models import Role, User

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/user/"
ADD = "/admin/accounts/user/add/"
NEW_PASSWORD = "seven blue bicycles"


@pytest.fixture
def accounts():
    return {
        "member": UserFactory(email="member@example.org"),
        "data manager": UserFactory(email="other-manager@example.org", data_manager=True),
        "administrator": UserFactory(email="other-administrator@example.org", administrator=True),
    }


@pytest.fixture
def manager(client):
    user = UserFactory(email="me@example.org", data_manager=True)
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client):
    user = UserFactory(email="me@example.org", administrator=True)
    client.force_login(user)
    return user


def page_of(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def password_page_of(user):
    return reverse("admin:auth_user_password_change", args=[user.pk])


def new_password(client, user):
    return client.post(password_page_of(user), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})


def has_new_password(user):
    user.refresh_from_db()
    return user.check_password(NEW_PASSWORD)


def test_a_member_does_not_come_in(client):
    client.force_login(UserFactory())

    assert client.get(LIST).status_code == 302


class TestADataManager:
    def test_sees_plain_members_and_their_own_account(self, client, manager, accounts):
        page = client.get(LIST)

        assertContains(page, "member@example.org")
        assertContains(page, "me@example.org")
        assertNotContains(page, "other-manager@example.org")
        assertNotContains(page, "other-administrator@example.org")

    def test_adds_a_member_who_can_sign_in(self, client, manager):
        client.post(
            ADD,
            {
                "email": "New.Person@Example.org",
                "password1": NEW_PASSWORD,
                "password2": NEW_PASSWORD,
                "role": "administrator",
            },
        )

        assert User.objects.get(email="new.person@example.org").role == Role.MEMBER
        assert authenticate(email="new.person@example.org", password=NEW_PASSWORD)

    def test_is_told_of_a_weak_password_and_of_an_address_that_is_taken(self, client, manager, accounts):
        page = client.post(ADD, {"email": "MEMBER@example.org", "password1": "12345", "password2": "12345"})

        assertContains(page, "too short")
        assertContains(page, "There is an account with this e-mail address already.")

    def test_sets_the_password_of_a_member_and_switches_the_account_off(self, client, manager, accounts):
        member = accounts["member"]

        new_password(client, member)
        client.post(page_of(member), {"email": member.email})

        assert has_new_password(member)
        assert not member.is_active

    def test_gives_nobody_a_role(self, client, manager, accounts):
        for user in (accounts["member"], manager):
            client.post(page_of(user), {"email": user.email, "is_active": "on", "role": "administrator"})

        assert not User.objects.filter(role=Role.ADMINISTRATOR, email__startswith="me").exists()
        accounts["member"].refresh_from_db()
        assert accounts["member"].role == Role.MEMBER

    @pytest.mark.parametrize("other", ["data manager", "administrator"])
    def test_does_not_touch_other_data_managers_or_administrators(self, client, manager, accounts, other):
        other = accounts[other]

        assert client.get(page_of(other)).status_code == 302
        client.post(page_of(other), {"email": "taken@example.org"})
        assert new_password(client, other).status_code == 404

        assert not has_new_password(other)
        assert not other.email.startswith("taken")

    def test_sees_their_own_account_without_changing_it_there(self, client, manager):
        assertContains(client.get(page_of(manager)), "me@example.org")

        assert client.post(page_of(manager), {"email": "x@example.org"}).status_code == 403
        assert new_password(client, manager).status_code == 403


class TestAnAdministrator:
    @pytest.mark.parametrize("other", ["member", "data manager", "administrator"])
    def test_keeps_every_account(self, client, administrator, accounts, other):
        other = accounts[other]

        new_password(client, other)
        client.post(page_of(other), {"email": other.email, "is_active": "on", "role": "data-manager"})

        assert has_new_password(other)
        assert other.role == Role.DATA_MANAGER

    def test_adds_a_data_manager_in_one_step(self, client, administrator):
        client.post(
            ADD,
            {
                "email": "new@example.org",
                "password1": NEW_PASSWORD,
                "password2": NEW_PASSWORD,
                "role": "data-manager",
            },
        )

        assert User.objects.get(email="new@example.org").role == Role.DATA_MANAGER

    def test_does_not_lock_themselves_out(self, client, administrator):
        client.post(page_of(administrator), {"email": "me@example.org", "role": "member"})

        administrator.refresh_from_db()
        assert administrator.is_superuser


@pytest.mark.parametrize("person", ["manager", "administrator"])
def test_nobody_deletes_an_account(client, request, accounts, person):
    request.getfixturevalue(person)
    member = accounts["member"]

    assert client.post(f"{LIST}{member.pk}/delete/", {"post": "yes"}).status_code == 403
    assertNotContains(client.get(LIST), "delete_selected")
    assert User.objects.contains(member)


def test_the_list_costs_no_more_for_more_accounts(client, administrator, django_assert_max_num_queries):
    UserFactory.create_batch(10)

    with django_assert_max_num_queries(6):
        client.get(LIST)
