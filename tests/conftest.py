"""What every test may use."""

import pytest

from upr_tracker.celery import app


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """What imports put down on their way stays with the test."""
    settings.VAR_DIR = tmp_path


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Let making an account cost nothing: no test is about the strength of hashes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def worker_at_hand(settings, tmp_path):
    """Tasks run at once, as if a worker had nothing else to do; files go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
