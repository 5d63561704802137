"""A real browser on the real site with Cambodia's real record. Run with `pytest -m browser`."""

import os
import sqlite3
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.db import connection

# Playwright runs an event loop in the thread of the test, in which Django would refuse its ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": DESKTOP, "locale": "en-GB", "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def kept_record():
    """The database of SQLite with the record in it, once it was loaded: a copy takes a moment."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    yield copy
    copy.close()


@pytest.fixture
def record(transactional_db, kept_record):
    """Cambodia's reviews and recommendations, as a new installation has them."""
    if connection.vendor == "sqlite" and kept_record.execute("SELECT 1 FROM sqlite_master").fetchone():
        connection.ensure_connection()
        kept_record.backup(connection.connection)
    else:
        call_command("load_fixtures", verbosity=0)
        if connection.vendor == "sqlite":
            connection.connection.backup(kept_record)


@pytest.fixture
def site(record, live_server):
    return live_server.url


@pytest.fixture
def visit(page, site):
    """Open an address of the site; afterwards nothing may have gone wrong or come from elsewhere.

    What a test makes go wrong it clears from `visit.trouble`.
    """
    page.set_default_timeout(10_000)
    trouble = []
    page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: request.url.startswith((site, "data:")) or trouble.append(request.url))

    def visit(path):
        response = page.goto(site + path)
        assert response.ok, f"{path} answered {response.status}"
        return page

    visit.trouble = trouble
    yield visit
    assert not trouble


@pytest.fixture
def find_barriers(page):
    """Answer what the axe rules find on the page: a list of sentences, empty when all is well."""

    def find(rules=("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")):
        # What is well is not gathered: that would take longer than the rules themselves.
        options = {"runOnly": list(rules), "resultTypes": ["violations"]}
        violations = Axe().run(page, options=options).response["violations"]
        return [
            f"{violation['id']}: {violation['help']} at {node['target']}"
            for violation in violations
            for node in violation["nodes"]
        ]

    return find


@pytest.fixture
def sign_in(visit):
    """Sign in through the form, as a person does."""

    def sign_in(user, password="a long enough password"):
        page = visit("/accounts/login/")
        page.get_by_label("Email").fill(user.email)
        page.get_by_label("Password", exact=False).first.fill(password)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/workspace/")
        return page

    return sign_in
