"""Cross tables: every cell is as many as the list that it leads to."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.dimensions import DIMENSIONS, Unit
from recommendations.statistics import CROSSED, cross
from tests.recommendations.questions import ask, make_corpus, selections, write_query

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus():
    make_corpus()


def cells(query, row, column, unit=Unit.RECOMMENDATIONS):
    return dict(cross(ask(query), row, column, unit).cells)


def test_two_dimensions_are_crossed_in_recommendations(corpus):
    assert cells("", "cycle", "position") == {
        ("1", "noted"): 2,
        ("2", "supported"): 1,
        ("2", "noted"): 1,
        ("2", "pending"): 2,
    }


def test_two_dimensions_are_crossed_in_requests(corpus):
    assert cells("", "group", "cycle", Unit.REQUESTS) == {
        ("weog", "1"): 4,
        ("weog", "2"): 2,
        ("asia-pacific", "2"): 2,
    }


def test_where_all_states_are_asked_for_a_request_still_counts_for_its_own_group_alone(corpus):
    assert cells("all_of=state", "group", "cycle", Unit.REQUESTS) == {
        ("weog", "1"): 4,
        ("weog", "2"): 2,
        ("asia-pacific", "2"): 2,
    }
    assert cells("state=JPN&state=FRA&all_of=state", "group", "cycle", Unit.REQUESTS) == {
        ("weog", "2"): 1,
        ("asia-pacific", "2"): 1,
    }


def test_who_assessed_is_crossed_with_what_that_one_said(corpus):
    assert cells("", "assessed_by", "judged") == {
        ("ministry", "implemented"): 1,
        ("ngo", "regressed"): 1,
        ("ngo", "implemented"): 1,
    }


def test_rows_and_columns_have_words_and_numbers_of_their_own(corpus):
    table = cross(ask("cycle=1"), "theme", "position")

    assert [(heading.key, heading.label, heading.count) for heading in table.rows] == [
        ("violence", "Violence against women", 1),
        ("land", "Land", 1),
    ]
    assert table.total == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    chosen=selections(),
    all_of=st.lists(st.sampled_from(["theme", "state"]), max_size=1),
    crossed=st.lists(
        st.sampled_from(CROSSED), min_size=2, max_size=2, unique_by=lambda name: DIMENSIONS[name].parameter
    ),
    unit=st.sampled_from(Unit),
)
def test_every_cell_is_as_many_as_the_list_that_it_leads_to(corpus, chosen, all_of, crossed, unit):
    question = ask(write_query(chosen, all_of=all_of))
    table = cross(question, *crossed, unit)

    assert table.total == _count(question, unit)
    for heading in table.rows:
        assert heading.count == _count(_narrowed(chosen, all_of, [(table.row, heading.key)]), unit)
        for other in table.columns:
            asked = [(table.row, heading.key), (table.column, other.key)]
            cell = table.cells[heading.key, other.key]
            # Of several requests in one recommendation one may be in this row, another in that column.
            assert cell <= _count(_narrowed(chosen, all_of, asked), unit)
            if cell and not {"state", "group"} & set(crossed):
                assert cell == _count(_narrowed(chosen, all_of, asked), unit)


def _narrowed(chosen, all_of, keys):
    """The question that a cell leads to, with the values of its row and column instead of those chosen."""
    selection = {name: list(values) for name, values in chosen.items()}
    for dimension, key in keys:
        kept = selection.get(dimension.parameter, []) if dimension.parameter in all_of else []
        selection[dimension.parameter] = [*{*kept, key}]
    return ask(write_query(selection, all_of=all_of))


def _count(question, unit):
    return (question.requests() if unit == Unit.REQUESTS else question.rows()).count()


def test_a_table_takes_a_fixed_number_of_queries(corpus, django_assert_max_num_queries):
    # The rows found, cells, rows, columns, all of them, and the words of three lists.
    with django_assert_max_num_queries(8):
        cross(ask("cycle=1&theme=women"), "theme_area", "state")


def test_what_one_filter_chooses_cannot_be_crossed_with_itself(corpus):
    with pytest.raises(ValueError, match="theme"):
        cross(ask(""), "theme", "theme_area")


def test_every_dimension_can_be_crossed_with_every_other(corpus):
    for row in CROSSED:
        for column in CROSSED:
            if DIMENSIONS[row].parameter != DIMENSIONS[column].parameter:
                table = cross(ask(""), row, column)
                assert table.total == 6, (row, column)
                assert {table.row.name, table.column.name} <= set(DIMENSIONS)
