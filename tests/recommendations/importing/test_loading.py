"""Names that readers know: headings of columns as they are loaded, and all names as the database has them."""

import json

import pytest
from django.core.management import call_command

from recommendations.importing.loading import load_columns
from recommendations.importing.models import ColumnHeading
from recommendations.importing.reading import reference
from recommendations.importing.reference import Reference
from recommendations.models import AffectedGroup, ThemeName
from tests.factories import (
    AffectedGroupFactory,
    ColumnHeadingFactory,
    StateFactory,
    StateNameFactory,
    ThemeFactory,
    ThemeNameFactory,
    VocabularyFactory,
)
from tests.recommendations.importing.conftest import ROOT
from upr_tracker.lib.fixtures import FixtureError

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    def load(**fields: list[str]) -> None:
        (tmp_path / "columns.json").write_text(json.dumps({"upr-info": fields}))
        load_columns(tmp_path)

    return load


def field(heading: str) -> str | None:
    return ColumnHeading.objects.as_resolver().field("upr-info", heading)


def test_headings_are_loaded_and_those_that_a_person_keeps_stay(load):
    ColumnHeadingFactory(field="text", heading="SUR")
    ColumnHeadingFactory(field="text", heading="Wording")

    for _time in range(2):
        load(state=["SuR", "To"])

    assert {heading: field(heading) for heading in ("SuR", "to", "wording", "From")} == {
        "SuR": "text",
        "to": "state",
        "wording": "text",
        "From": None,
    }
    assert ColumnHeading.objects.count() == 3


def test_one_heading_spelt_in_two_ways_is_one(load):
    load(state=["State under review", "STATE  UNDER-REVIEW"])

    assert ColumnHeading.objects.get().field == "state"


def test_one_heading_for_two_fields_is_a_mistake_of_the_file(load):
    with pytest.raises(FixtureError, match=r"columns\.json: upr-info sur: .* given twice"):
        load(state=["SuR"], text=["SuR"])


def test_readers_know_what_people_keep_in_the_database(django_assert_num_queries):
    StateNameFactory(state=StateFactory(code="KHM"), name="Kampuchea")
    torture, police = ThemeFactory(slug="torture"), ThemeFactory(slug="police")
    uhri = VocabularyFactory(slug="uhri")
    ThemeNameFactory(vocabulary=uhri, name="Torture by the police").themes.set([torture, police])
    ThemeNameFactory(vocabulary=uhri, name="Other")
    AffectedGroupFactory(slug="children", name="Children", other_names=["Boys & girls"])
    ColumnHeadingFactory(format="upr-info", field="state", heading="SuR")

    with django_assert_num_queries(5):
        known = reference()

    assert known.states.resolve("Kampuchea") == "KHM"
    assert set(known.themes.resolve("torture by the police", "uhri") or ()) == {"torture", "police"}
    assert known.themes.resolve("Other", "uhri") == ()
    assert known.themes.resolve("Other", "upr-info") is None
    assert known.groups.resolve("boys and girls") == known.groups.resolve("CHILDREN") == "children"
    assert known.columns.field("upr-info", "sur") == "state"
    assert known.corrections == Reference.from_fixtures(ROOT / "fixtures").corrections


def test_the_database_knows_every_name_that_the_files_know():
    call_command("load_fixtures", verbosity=0)

    shipped = Reference.from_fixtures(ROOT / "fixtures")
    themes, groups = ThemeName.objects.as_resolver(), AffectedGroup.objects.as_resolver()
    for row in json.loads((ROOT / "fixtures" / "themes.json").read_text())["names"]:
        name = row["name"], row["vocabulary"]
        assert set(themes.resolve(*name) or ()) == set(shipped.themes.resolve(*name) or ()), name
    for row in json.loads((ROOT / "fixtures" / "affected_groups.json").read_text()):
        for name in (row["name"], *row["other_names"]):
            assert groups.resolve(name) == shipped.groups.resolve(name) == row["slug"]
    for format, fields in json.loads((ROOT / "fixtures" / "columns.json").read_text()).items():
        for name, headings in fields.items():
            for heading in headings:
                assert ColumnHeading.objects.as_resolver().field(format, heading) == name
