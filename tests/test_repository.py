"""Conventions of the repository itself."""

import re
import shutil
import subprocess
import tomllib
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import resolve
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = settings.BASE_DIR
TOP_LEVEL = {
    *("manage.py", "pyproject.toml", "requirements.txt", "README.md", "LICENSE", "Makefile"),
    *("Dockerfile", "docker-compose.yml", ".dockerignore", ".gitignore", ".ci"),
    *("upr_tracker", "states", "reviews", "recommendations", "templates", "static", "fixtures", "tests"),
}
#: Where packages are fetched from, and folders of one developer's machine.
PLACES = re.compile(
    r"pythonhosted\.|pypi\.|npmjs\.|deb\.debian\.|/work" r"/|/root" r"/|/home" r"/|/opt" r"/wheels"
)
LINES = 400


@pytest.fixture(scope="module")
def tracked():
    """Every file that belongs to the repository."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("no git here: nothing says which files belong to the repository")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(name):
    """The pinned version of every package in a requirements file."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;]+)", (ROOT / name).read_text(), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in found}


def test_the_top_level_holds_what_the_design_allows(tracked):
    assert {path.relative_to(ROOT).parts[0] for path in tracked} <= TOP_LEVEL


def test_modules_stay_short_enough_to_read(tracked):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked
        if path.suffix == ".py"
        and "migrations" not in path.parts
        and (lines := len(path.read_text().splitlines())) > LINES
    }

    assert long == {}


def test_no_file_names_a_package_registry_or_a_folder_of_somebodys_machine(tracked):
    found = {}
    for path in tracked:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path.name != "test_repository.py" and (place := PLACES.search(text)):
            found[str(path.relative_to(ROOT))] = place[0]

    assert found == {}


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_pin_has_hashes_and_says_nothing_of_where_it_was_found(name):
    lines = (ROOT / name).read_text().splitlines()
    pin = re.compile(r"[A-Za-z0-9._-]+==[^ ;/:]+( ; [^/:]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")

    assert [line for line in lines if not pin.fullmatch(line) and not digest.fullmatch(line)] == []
    assert all(digest.fullmatch(after) for line, after in pairwise(lines) if pin.fullmatch(line))


def test_the_tests_run_with_the_versions_that_the_application_runs_with():
    ours, of_tests = pins("requirements.txt"), pins("tests/requirements.txt")

    assert {name: of_tests.get(name) for name in ours} == ours


@pytest.mark.parametrize("group", [None, "test"])
def test_the_pins_keep_to_what_pyproject_asks_for(project, group):
    asked = project["dependency-groups"][group] if group else project["project"]["dependencies"]
    pinned = pins("tests/requirements.txt" if group else "requirements.txt")

    for requirement in map(Requirement, asked):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not pinned: make pins"
        assert version in requirement.specifier, f"{requirement} is pinned to {version}: make pins"


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_code_and_dataset_say_their_licences(project):
    assert project["project"]["license"] == "BSD-3-Clause"
    assert (
        (ROOT / "LICENSE")
        .read_text()
        .startswith("BSD 3-Clause License\n\nCopyright (c) 2026, the UPR Tracker")
    )
    assert "https://creativecommons.org/licenses/by/4.0/" in (ROOT / "fixtures" / "LICENSE").read_text()


def test_the_licences_are_said_in_the_footer_of_every_page(client, db):
    page = client.get("/about/").content.decode()

    footer = page[page.index("<footer") :]
    assert "BSD" in footer
    assert "CC BY 4.0" in footer


def test_every_address_in_the_readme_exists():
    text = (ROOT / "README.md").read_text()
    addresses = re.findall(r"(?:`|http://127\.0\.0\.1:8000)(/[a-z][^`'\s]*)", text)

    assert len(addresses) > 15
    for address in addresses:
        resolve(urlsplit(address).path)
