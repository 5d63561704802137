"""What every test may use."""

import pytest
from hypothesis import settings as hypothesis_settings

from tests import factories
from upr_tracker.celery import app

# The gate says the same of the same code. To search on: pytest --hypothesis-profile=default
hypothesis_settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis_settings.load_profile("repeatable")


FACTORIES = [made for name, made in vars(factories).items() if name.endswith("Factory")]


@pytest.fixture(autouse=True)
def _sequences_from_the_start():
    """What factories number depends on the test alone, not on those that ran before it."""
    for made in FACTORIES:
        made.reset_sequence(0, force=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """What imports put down on their way stays with the test."""
    settings.VAR_DIR = tmp_path


@pytest.fixture(autouse=True)
def _quick(settings):
    """Let what no test is about cost nothing: hashes of passwords, all static files at each start."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def worker_at_hand(settings, tmp_path):
    """Tasks run at once, as if a worker had nothing else to do; files go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
