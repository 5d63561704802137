"""The walls between the rooms (`pyproject.toml`, import-linter) stand, and would be noticed if they fell."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOMS = ["upr_tracker", "states", "reviews", "recommendations"]


def walls(house):
    """Run import-linter over the house; answer its exit status and what it printed."""
    process = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=house,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return process.returncode, process.stdout


@pytest.fixture(scope="module")
def model_house(tmp_path_factory):
    """A copy of the code in which walls may be broken."""
    house = tmp_path_factory.mktemp("house")
    shutil.copy(settings.BASE_DIR / "pyproject.toml", house)
    for room in ROOMS:
        shutil.copytree(settings.BASE_DIR / room, house / room, ignore=shutil.ignore_patterns("__pycache__"))
    return house


def test_the_walls_stand():
    status, printed = walls(settings.BASE_DIR)

    assert status == 0, printed


@pytest.mark.parametrize(
    ("room", "forbidden"),
    [
        ("upr_tracker/lib/text.py", "upr_tracker.accounts.models"),
        ("upr_tracker/accounts/models.py", "states.models"),
        ("states/models.py", "reviews.models"),
        ("reviews/models.py", "recommendations.models"),
        ("recommendations/filters.py", "recommendations.implementation.models"),
        ("recommendations/models/clause.py", "recommendations.importing.records"),
        ("recommendations/implementation/models.py", "recommendations.importing.models"),
        ("recommendations/urls.py", "upr_tracker.api"),
        ("recommendations/importing/records.py", "django.db.models"),
        ("recommendations/importing/readers/pdf.py", "states.models"),
        ("recommendations/models/response.py", "recommendations.views"),
        ("recommendations/views/__init__.py", "recommendations.api.serializers"),
        ("states/api.py", "states.views"),
    ],
)
def test_a_broken_wall_is_noticed(model_house, room, forbidden):
    module = model_house / room
    intact = module.read_text()
    module.write_text(f"{intact}\nimport {forbidden}\n")
    try:
        status, printed = walls(model_house)
    finally:
        module.write_text(intact)

    assert status == 1
    assert "1 broken" in printed or "2 broken" in printed, printed
    assert room.removesuffix(".py").removesuffix("/__init__").replace("/", ".") in printed
