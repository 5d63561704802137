"""What monitoring and container health checks are told. The address belongs to `upr_tracker.urls`."""

import pytest
from celery import current_app
from django.db import OperationalError, connection
from django.urls import reverse
from kombu import Connection


@pytest.fixture
def use_broker(monkeypatch):
    """Send messages to another broker than the settings say."""

    def use(url, **options):
        monkeypatch.setattr(
            current_app, "connection_for_write", lambda: Connection(url, transport_options=options)
        )

    return use


@pytest.fixture
def broker_folder(tmp_path, use_broker):
    folder = tmp_path / "messages"
    folder.mkdir()
    use_broker("filesystem://localhost//", data_folder_in=str(folder), data_folder_out=str(folder))
    return folder


@pytest.mark.django_db
def test_database_and_broker_within_reach_are_healthy(client, broker_folder):
    answer = client.get(reverse("health"))

    assert answer.status_code == 200
    assert answer.json() == {"database": "reachable", "broker": "reachable"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_broker_folder_that_is_gone_is_unhealthy(client, broker_folder):
    broker_folder.rmdir()

    answer = client.get(reverse("health"))

    assert answer.status_code == 503
    assert answer.json() == {"database": "reachable", "broker": "unreachable"}


@pytest.mark.django_db
def test_a_redis_that_refuses_connections_is_unhealthy_and_its_address_is_not_told(client, use_broker):
    use_broker("redis://:secret@127.0.0.1:1/0", socket_connect_timeout=1)

    answer = client.get(reverse("health"))

    assert answer.status_code == 503
    assert answer.json() == {"database": "reachable", "broker": "unreachable"}


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_unhealthy(client, broker_folder):
    def refuse(*arguments):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        answer = client.get(reverse("health"))

    assert answer.status_code == 503
    assert answer.json() == {"database": "unreachable", "broker": "reachable"}


@pytest.mark.django_db
def test_asking_costs_one_query(client, broker_folder, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("health"))


def test_health_is_only_read(client):
    assert client.post(reverse("health")).status_code == 405
