import pytest


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Let making an account cost nothing: no test is about the strength of hashes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
