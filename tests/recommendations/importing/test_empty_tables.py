"""A table without a row that could be compared says so, and what to do, instead of planning nothing."""

import pytest

from recommendations.importing.loading import load_columns
from recommendations.importing.models import Import, Phase
from recommendations.importing.planning import PlanningError, plan
from recommendations.importing.template import COLUMNS
from tests.recommendations.importing import steps
from tests.recommendations.importing.documents import clause, listed, load_reference_data, thematic_list
from tests.recommendations.importing.test_upr_info import ROW, SITE, with_cell, write
from tests.recommendations.importing.uhri_files import ROW as OF_UHRI
from tests.recommendations.importing.uhri_files import as_json, as_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]


@pytest.fixture(autouse=True)
def _reference_data(settings):
    load_reference_data()
    load_columns(settings.FIXTURES_DIR)


def template(**cells: str) -> bytes:
    """The template with one row of these cells."""
    return write([column.heading for column in COLUMNS], [cells.get(column.field, "") for column in COLUMNS])


def refused(content: bytes) -> Import:
    import_ = steps.plan(steps.receive(content, "table"))
    assert (import_.phase, import_.changes.count()) == (Phase.FAILED, 0)
    return import_


@pytest.mark.parametrize("content", [template(), write(SITE), write(SITE, [""] * len(SITE)), as_xlsx([])])
def test_headings_without_rows_are_told_as_that(content):
    import_ = refused(content)

    assert "no rows" in import_.failure
    assert "below the headings" in import_.failure


LEFT_OUT = {
    "row-without-text": template(review="khm-2", number="118.1"),
    "row-without-review": template(text="Ratify the Convention"),
    "rows-without-text": write(SITE, with_cell(ROW, 3, " ")),
    "rows-without-session": write(SITE, with_cell(ROW, 10, "99")),
    "pledges-left-out": write(SITE, with_cell(ROW, 7, "Voluntary Pledge")),
    "other-mechanisms": as_json([{**OF_UHRI, "Body": "- CEDAW"}]),
    "rows-without-country": as_json([{**OF_UHRI, "Countries": []}]),
}


@pytest.mark.parametrize("code", LEFT_OUT)
def test_rows_that_were_all_left_out_are_told_with_the_reason(code):
    import_ = refused(LEFT_OUT[code])

    assert "No row of this table" in import_.failure
    assert import_.problems.filter(code=code).count() == 1


@pytest.mark.parametrize("item", [listed(""), listed("118.0"), listed("118.1", clause("", "FRA"), text="")])
def test_a_list_whose_items_cannot_be_compared_is_no_plan_of_a_document_alone(item):
    with pytest.raises(PlanningError) as refusal:
        plan(thematic_list(item))

    assert refusal.value.problem.code == "plan-not-comparable"


def test_the_reasons_are_told_again_where_the_same_file_is_read_again():
    import_ = refused(LEFT_OUT["rows-without-text"])

    again = refused(LEFT_OUT["rows-without-text"])

    assert again == import_
    assert "rows-without-text" in again.problems.values_list("code", flat=True)
