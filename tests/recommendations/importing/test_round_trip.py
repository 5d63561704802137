"""The template filled with what a query finds, edited and imported again, changes exactly what was edited."""

import csv
import io

import pytest
import python_calamine
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains

from recommendations.importing import filling
from recommendations.importing.models import Import, Phase
from recommendations.importing.template import FILLED_COLUMNS, write_csv, write_xlsx
from recommendations.models import Recommendation, Source
from reviews.models import Document
from tests.recommendations.importing import steps
from tests.recommendations.importing.made_up import difference, everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_at_hand")]

FIELDS = [column.field for column in FILLED_COLUMNS]


@pytest.fixture
def cambodia():
    """Cambodia's reviews as they come with the application, and some official wording."""
    call_command("load_fixtures", verbosity=0)
    report = Document.objects.get(symbol="A/HRC/26/16")
    for number, text in {
        "118.5": "Ratify the Protocol (Portugal)",
        "119.3": "=Abolish it; then\nreport",
    }.items():
        found = Recommendation.objects.get(review__slug="khm-2", number=number)
        clause = found.clauses.get()
        clause.text = text.partition(" (")[0]
        clause.save()
        found.text, found.text_source, found.page = text, report, 14
        found.sources = {"text": Source.WORKING_GROUP_REPORT}
        found.save()


def rows_of(query=""):
    recommendations = Recommendation.objects.filter(review__slug="khm-2", number__startswith=query)
    return [dict(zip(FIELDS, row, strict=True)) for row in filling.rows(recommendations.in_order())]


def edit(rows, number, **cells):
    (row,) = [row for row in rows if row["number"] == number]
    row |= cells
    return rows


def bring_back(rows, write=write_csv):
    content = write([list(row.values()) for row in rows], FILLED_COLUMNS)
    return steps.plan(steps.receive(content, "edited"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_downloaded_and_imported_as_it_is_changes_nothing(kind, cambodia, manager, upload):
    before = everything()
    answer = manager.get(f"/imports/template.{kind}", {"review": "khm-2", "position": "noted"})
    content = answer.getvalue()
    page = upload(content, f"recommendations.{kind}")
    imported = Import.objects.get()
    assert imported.format == "spreadsheet"
    assert (imported.phase, imported.writes) == (Phase.APPLIED, 0)
    assert imported.changes.filter(model="recommendation", kind="same").count() == 42
    assertContains(page, "everything it says is here already")
    assert difference(before, everything()) == {}


def test_what_a_person_edits_in_a_spreadsheet_program_is_planned_and_applied(
    cambodia, manager, upload, press
):
    """Read and written as such programs do: whatever was a formula or a number to them stays text."""
    answer = manager.get("/imports/template.xlsx", {"review": "khm-2", "q": "Protocol"})
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(
        0
    )
    head, *rows = sheet.to_python()
    (row,) = [row for row in rows if row[head.index("Number")] == "118.5"]
    row[head.index("Official wording")] = "Ratify the Optional Protocol (Portugal)"
    row[head.index("Themes")] = "Right to life"
    before = everything()
    page = upload(write_xlsx(rows, FILLED_COLUMNS), "edited.xlsx")
    assertContains(page, "Ratify the")
    assert Import.objects.get().counts | {"same": 0} == {
        "create": 0, "change": 1, "same": 0, "undecided": 0, "conflict": 0, "reviews": 1,
    }  # fmt: skip
    press("import-apply")
    found = Recommendation.objects.get(review__slug="khm-2", number="118.5")
    assert (found.text, found.clauses.get().text) == (
        "Ratify the Optional Protocol (Portugal)",
        "Ratify the Optional Protocol",
    )
    assert [tag.theme.name for tag in found.themetags.all()] == ["Right to life"]
    assert found.sources == {
        "text": Source.PERSON, "clauses.1.text": Source.PERSON, "themes": Source.PERSON,
    }  # fmt: skip
    changed = difference(before, everything())
    assert set(changed) == {
        "recommendations.Clause",
        "recommendations.FacetKeys",
        "recommendations.Recommendation",
        "recommendations.ThemeTag",
    }
    press("import-revert")
    assert difference(before, everything()) == {}


EDITS = {
    "summary": st.sampled_from(["Do it at once.", "Ébauche ក ✓", '"quoted", and; more']),
    "text": st.sampled_from(["Ratify it (Portugal)", "+1", "Two\nlines"]),
    "themes": st.sampled_from(["", "Right to life", "Right to life; Right to food"]),
    "affected_groups": st.sampled_from(["", "Children"]),
    "goals": st.sampled_from(["", "16", "5; 16"]),
    "action_category": st.sampled_from(["", "1", "5"]),
    "recommending_states": st.sampled_from(["", "France", "France; Viet Nam"]),
    "position": st.sampled_from(["supported", "noted"]),
    "page": st.sampled_from(["", "7"]),
}


@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_edited_is_what_the_next_download_shows_and_nothing_else(
    data, cambodia, settings, tmp_path
):
    number = data.draw(st.sampled_from(["118.5", "119.3"]))
    names = data.draw(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3, unique=True))
    cells = {name: data.draw(EDITS[name]) for name in names}
    write = data.draw(st.sampled_from([write_csv, write_xlsx]))
    rows = edit(rows_of("11"), number, **cells)
    imported = bring_back(rows, write)
    if imported.phase == Phase.PLANNED:
        assert imported.writes == 1
        imported = steps.apply(imported)
    assert (imported.phase, imported.failure) == (Phase.APPLIED, "")
    shown = rows_of("11")
    # A new position is stated in the document that stated the last one, and every mark follows its row.
    for row in (*shown, *rows):
        del row["mark"]
    assert shown == rows


def test_an_edit_stays_whatever_is_imported_afterwards_and_what_was_not_edited_does_not_go_back(cambodia):
    rows = rows_of()
    # Meanwhile somebody else corrects the summary; the spreadsheet still has the old one.
    Recommendation.objects.filter(number="118.5").update(summary="Corrected meanwhile")
    steps.apply(bring_back(edit(rows, "118.5", action_category="1")))
    found = Recommendation.objects.get(review__slug="khm-2", number="118.5")
    assert (found.summary, found.action_category) == ("Corrected meanwhile", 1)
    assert found.sources["action_category"] == Source.PERSON


def test_two_rows_of_one_recommendation_are_edited_apart(cambodia):
    found = Recommendation.objects.get(review__slug="khm-2", number="118.5")
    found.clauses.create(order=2, text="Report on it")
    rows = [row for row in rows_of("118.5") if row["number"] == "118.5"]
    assert [row["clause"] for row in rows] == ["1", "2"]
    rows[1]["text"] = "Report on it every year"
    steps.apply(bring_back(rows[1:]))
    assert [clause.text for clause in found.clauses.order_by("order")] == [
        "Ratify the Protocol",
        "Report on it every year",
    ]


def test_an_emptied_cell_is_an_edit(cambodia):
    rows = edit(rows_of(), "118.5", themes="", action_category="")
    imported = steps.apply(bring_back(rows))
    assert imported.writes == 1
    found = Recommendation.objects.get(review__slug="khm-2", number="118.5")
    assert (found.themes.count(), found.action_category) == (0, None)


def test_the_csv_has_a_row_for_each_recommendation_of_the_query(cambodia, manager):
    answer = manager.get("/imports/template.csv", {"review": "khm-2"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 206
