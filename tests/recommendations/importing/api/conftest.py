"""Programs of a data manager ask about one import."""

import pytest
from django.utils.http import urlencode
from knox.models import AuthToken

from recommendations.importing.models import Phase
from tests.factories import ImportFactory, UserFactory


@pytest.fixture
def manager():
    return UserFactory(data_manager=True, password=None, email="manager@example.org")


@pytest.fixture
def ask(client, manager):
    """Ask with the token of a data manager."""
    token = f"Token {AuthToken.objects.create(user=manager)[1]}"

    def ask(method, address, data=None, **more):
        return getattr(client, method)(address, data, headers={"authorization": token}, **more)

    return ask


@pytest.fixture
def import_():
    return ImportFactory(phase=Phase.PLANNED)


@pytest.fixture
def read(ask, import_):
    """Read a list of the import; answer its rows."""

    def read(part, **query):
        answer = ask("get", f"/api/v1/imports/{import_.pk}/{part}/?{urlencode(query, doseq=True)}")
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]

    return read


@pytest.fixture
def mistakes(ask, import_):
    """Read a list of the import with a wrong parameter; answer what is wrong."""

    def mistakes(part, **query):
        answer = ask("get", f"/api/v1/imports/{import_.pk}/{part}/?{urlencode(query, doseq=True)}")
        assert answer.status_code == 400, answer.content
        return {error["attr"]: error["detail"] for error in answer.json()["errors"]}

    return mistakes
