"""The settings file as an operator meets it: environment in, a working application or plain words out."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": "a-key-for-tests-that-is-random-enough-for-the-check-0123456789",
    "ALLOWED_HOSTS": "upr.example.org",
    "DATABASE_URL": "postgres://upr:secret@127.0.0.1:1/upr",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


@pytest.fixture
def manage(tmp_path):
    """Run a management command in an environment that holds nothing but the variables given."""

    def manage(*arguments, **variables):
        return subprocess.run(
            [sys.executable, "-W", "error", "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    return manage


def mistakes(process):
    """The lines about environment variables, by variable."""
    assert process.returncode != 0
    _, _, listed = process.stderr.partition("These environment variables need attention:\n")
    return dict(line.strip().split(": ", 1) for line in listed.strip().splitlines())


def test_nothing_needs_to_be_set_on_a_laptop(manage, tmp_path):
    checked = manage("check")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_production_asks_for_what_it_needs_all_at_once_and_says_how(manage):
    found = mistakes(manage("check", PRODUCTION="true"))

    assert set(found) == {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"}
    assert all("Environment variable not set. Fix: set it to" in mistake for mistake in found.values())


def test_all_mistakes_are_reported_at_once_with_the_fix(manage):
    wrong = {
        "SECRET_KEY": "short",
        "ALLOWED_HOSTS": "",
        "DATABASE_URL": "somewhere",
        "REDIS_URL": "localhost",
        "BEHIND_TLS_PROXY": "perhaps",
        "TIME_ZONE": "Mars/Olympus",
        "LOG_LEVEL": "LOUD",
        "HOME_STATE": "KH",
        "MAX_UPLOAD_MB": "0",
        "MAX_IMPORT_MB": "many",
        "WORKER_MEMORY_MB": "10",
        "WORKER_MINUTES": "0",
    }

    found = mistakes(manage("check", PRODUCTION="true", **wrong))

    assert set(found) == set(wrong)
    assert found.pop("LOG_LEVEL") == "Must be one of: DEBUG, INFO, WARNING, ERROR, CRITICAL."
    assert all("Fix: set it to" in mistake for mistake in found.values())


def test_a_secret_is_never_repeated_in_a_message(manage):
    process = manage("check", **{**PRODUCTION, "SECRET_KEY": "hunter2"})

    assert set(mistakes(process)) == {"SECRET_KEY"}
    assert "hunter2" not in process.stdout + process.stderr


def test_the_deployment_check_finds_nothing_with_production_settings(manage):
    checked = manage("check", "--deploy", "--fail-level", "INFO", **PRODUCTION)

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    ("variables", "broker"),
    [
        ({}, "filesystem://localhost//"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "redis://127.0.0.1:1/0"),
        (
            {"REDIS_URL": "redis://127.0.0.1:1/0", "CELERY_BROKER_URL": "redis://127.0.0.1:1/5"},
            "redis://127.0.0.1:1/5",
        ),
    ],
)
def test_messages_go_to_a_folder_to_redis_or_where_they_are_told_to_go(manage, variables, broker):
    asked = manage(
        "shell",
        "--no-imports",
        "-c",
        "from celery import current_app as a; print(a.conf.broker_url)",
        **variables,
    )

    assert asked.stdout.strip() == broker, asked.stderr
