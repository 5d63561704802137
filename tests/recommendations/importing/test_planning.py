import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.importing.models import ChangeKind, PlannedChange
from recommendations.importing.planning import PlanningError, plan
from recommendations.importing.problems import problem
from recommendations.importing.records import Reading
from recommendations.models import Clause, Recommendation, Response, Source
from reviews.models import Document, Review
from states.models import State
from tests.factories import (
    ClauseFactory,
    DocumentFactory,
    RecommendationFactory,
    ResponseFactory,
    ReviewFactory,
)
from tests.recommendations.importing.documents import (
    clause,
    counts,
    line_of,
    load_reference_data,
    reading,
    recommendation,
    write,
    writes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()


def test_a_new_report_creates_its_review_its_document_and_its_recommendations():
    planned = plan(reading(recommendation("118.1"), recommendation("118.2")))

    assert [(line.kind, line.model, line.key) for line in planned.lines] == [
        (ChangeKind.CREATE, "review", "khm-2"),
        (ChangeKind.CREATE, "document", "A/HRC/26/16"),
        (ChangeKind.CREATE, "recommendation", "khm-2 118.1"),
        (ChangeKind.CREATE, "recommendation", "khm-2 118.2"),
    ]


def test_planning_writes_nothing():
    plan(reading())

    assert not any(model.objects.exists() for model in (Review, Document, Recommendation, PlannedChange))


def test_a_document_imported_twice_changes_nothing():
    document = reading(recommendation("118.1"), recommendation("119.1", position="pending"))
    write(document)

    again = plan(document)

    assert counts(again) == {"same": 4}
    assert {str(line.record) for line in again.lines} == {"{}"}, "the key is enough"


def test_official_wording_joins_a_summary_and_leaves_it_beside():
    france = State.objects.get(pk="FRA")
    known = RecommendationFactory(item=1, summary="Ratify it", states=[france])
    ResponseFactory(
        recommendation=known, document=DocumentFactory(), paragraph="118", date=datetime.date(2014, 1, 31)
    )
    Document.objects.update(review=known.review)

    planned = write(reading(recommendation("118.1", text="Ratify the Convention (France)")))

    line = line_of(planned, "khm-2 118.1")
    assert line.kind == ChangeKind.CHANGE
    assert line.fields == {
        "text": ["", "Ratify the Convention (France)"],
        "sources.text": [None, Source.WORKING_GROUP_REPORT],
        "text_source": ["", "A/HRC/26/16"],
        "page": [None, 14],
        "clauses.1.text": ["", "Ratify the Convention"],
    }
    known.refresh_from_db()
    assert known.text == "Ratify the Convention (France)"
    assert known.summary == "Ratify it"
    assert known.responses.count() == 1


def test_what_the_document_does_not_say_takes_nothing_away():
    write(reading())

    planned = plan(
        reading(recommendation("118.1", clause("", unresolved=[]), text="", page=None), troika=(), date=None)
    )

    assert not writes(planned)


def test_a_change_of_the_wording_is_shown_with_old_and_new():
    write(reading(recommendation("118.1", text="Ratify the Conventoin")))

    line = line_of(plan(reading(recommendation("118.1", text="Ratify the Convention"))), "khm-2 118.1")

    assert line.fields == {"text": ["Ratify the Conventoin", "Ratify the Convention"]}


def test_the_wording_as_printed_is_kept_beside_the_wording():
    planned = write(reading(recommendation("118.1", text="Ratify it", printed="Ra-\ntify it;\0")))

    assert "text_as_printed" not in line_of(planned, "khm-2 118.1").fields
    assert Recommendation.objects.get().text_as_printed == "Ra-\ntify it;"


def test_a_changed_wording_brings_its_print_along():
    write(reading(recommendation("118.1", text="Ratify it", printed="Ratify\nit")))

    planned = write(reading(recommendation("118.1", text="Sign it", printed="Sign\nit")))

    assert line_of(planned, "khm-2 118.1").fields == {
        "text": ["Ratify it", "Sign it"],
        "text_as_printed": ["Ratify\nit", "Sign\nit"],
    }
    assert Recommendation.objects.get().text_as_printed == "Sign\nit"


def test_a_wording_without_its_print_gains_it():
    write(reading(recommendation("118.1", text="Ratify it")))

    planned = write(reading(recommendation("118.1", text="Ratify it", printed="Ratify\nit")))

    assert line_of(planned, "khm-2 118.1").fields == {"text_as_printed": ["", "Ratify\nit"]}
    assert Recommendation.objects.get().text_as_printed == "Ratify\nit"


def test_the_print_of_another_wording_does_not_stay():
    write(reading(recommendation("118.1", text="Ratify it", printed="Ratify\nit")))

    write(reading(recommendation("118.1", text="Sign it")))

    assert Recommendation.objects.get().text_as_printed == ""


def test_a_recommendation_without_a_position_gets_no_answer():
    write(reading(recommendation("118.1", position=None)))

    assert not Response.objects.exists()
    assert not writes(plan(reading(recommendation("118.1", position=None))))


def test_other_states_of_a_clause_are_a_change_with_old_and_new():
    write(reading(recommendation("118.1", clause("Ratify it", "FRA", "PRT"), text="Ratify it")))

    planned = write(reading(recommendation("118.1", clause("Ratify it", "PRT", "AUT"), text="Ratify it")))

    assert line_of(planned, "khm-2 118.1").fields == {"clauses.1.states": [["FRA", "PRT"], ["AUT", "PRT"]]}
    assert set(Clause.objects.get().states.values_list("pk", flat=True)) == {"PRT", "AUT"}


def test_a_name_that_nobody_could_resolve_takes_no_state_away():
    write(reading(recommendation("118.1", clause("Ratify it", "FRA", "PRT"), text="Ratify it")))

    planned = plan(
        reading(
            recommendation("118.1", clause("Ratify it", "FRA", unresolved=["Protugal"]), text="Ratify it")
        )
    )

    assert not writes(planned)


def test_problems_of_the_reader_are_part_of_the_plan():
    unknown = problem("unknown-state", name="Ruritania", page=14, where="118.1")

    assert unknown in plan(reading(problems=[unknown])).problems


def test_a_new_clause_is_added_after_the_known_ones():
    write(reading(recommendation("118.1", clause("Ratify it", "FRA"), text="Ratify it")))

    write(
        reading(
            recommendation("118.1", clause("Ratify it", "FRA"), clause("Apply it", "PRT"), text="Ratify it")
        )
    )

    assert list(Clause.objects.order_by("order").values_list("order", "text", "states")) == [
        (1, "Ratify it", "FRA"),
        (2, "Apply it", "PRT"),
    ]


def test_clauses_that_the_document_does_not_have_are_left_and_reported():
    write(reading())
    ClauseFactory(recommendation=Recommendation.objects.get(), summary="Something else")

    planned = plan(reading())

    assert not writes(planned)
    assert [(found.code, found.where) for found in planned.problems] == [("clauses-left-over", "118.1")]


def test_the_position_in_the_report_is_history_where_a_later_one_is_known():
    known = RecommendationFactory(item=1)
    council = DocumentFactory(symbol="council-2014-06")
    ResponseFactory(recommendation=known, document=council, position="noted", date=datetime.date(2014, 6, 26))

    planned = write(reading(recommendation("118.1", position="supported")))

    assert line_of(planned, "khm-2 118.1").fields["statements"] == [
        [],
        [
            {
                "position": "supported",
                "stated_as": "",
                "comment": "",
                "document": "A/HRC/26/16",
                "paragraph": "118",
                "date": "2014-01-28",
                "source": Source.WORKING_GROUP_REPORT,
            }
        ],
    ]
    known.refresh_from_db()
    assert known.position == "noted"
    assert list(known.responses.in_order().values_list("position", "paragraph", "date")) == [
        ("supported", "118", datetime.date(2014, 1, 28)),
        ("noted", "", datetime.date(2014, 6, 26)),
    ]


def test_the_position_is_dated_by_the_adoption_of_the_report_where_that_is_known():
    ReviewFactory(session_id=18, date=datetime.date(2014, 1, 28), adopted_on=datetime.date(2014, 1, 31))

    write(reading())

    assert Response.objects.get().date == datetime.date(2014, 1, 31)


def test_without_any_date_of_the_review_the_position_has_that_of_the_document():
    write(reading(date=None))

    assert Response.objects.get().date == datetime.date(2014, 3, 27)


def test_another_position_in_the_same_paragraph_is_a_correction_that_is_added():
    write(reading(recommendation("118.1", position="pending")))

    planned = write(reading(recommendation("118.1", position="supported")))

    fields = line_of(planned, "khm-2 118.1").fields
    assert list(fields) == ["statements"]
    assert [said["position"] for said in fields["statements"][1]] == ["supported"]
    assert Recommendation.objects.get().position == "supported"
    assert Response.objects.count() == 2


def test_a_document_that_is_known_keeps_its_title_and_gains_what_was_missing():
    DocumentFactory(title="Report on Cambodia", date=None)

    planned = write(reading())

    assert line_of(planned, "A/HRC/26/16").fields == {
        "date": [None, "2014-03-27"],
        "review": [None, "khm-2"],
    }
    document = Document.objects.get()
    assert (document.title, document.review) == ("Report on Cambodia", Review.objects.get())


def test_a_date_after_the_adoption_is_a_problem_and_is_not_planned():
    ReviewFactory(session_id=18, date=datetime.date(2014, 1, 28), adopted_on=datetime.date(2014, 1, 31))

    planned = plan(reading(date=datetime.date(2014, 2, 28)))

    assert [found.code for found in planned.problems] == ["review-date-late"]
    assert "date" not in line_of(planned, "khm-2").fields


@pytest.mark.parametrize("number", ["118", "0.1", "118.0", "118.099999", "118.5 bis", ""])
def test_an_impossible_number_is_left_out_and_reported(number):
    planned = plan(reading(recommendation("118.1"), recommendation(number)))

    assert [line.key for line in planned.lines if line.model == "recommendation"] == ["khm-2 118.1"]
    assert [found.code for found in planned.problems] == ["number-impossible"]


def test_a_number_read_twice_is_planned_once_and_reported():
    planned = plan(reading(recommendation("118.1", text="First"), recommendation("118.1", text="Second")))

    assert line_of(planned, "khm-2 118.1").record["text"] == "First"
    assert [found.code for found in planned.problems] == ["number-repeated"]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"symbol": ""}, "plan-needs-symbol"),
        ({"symbol": "A" * 81}, "plan-needs-symbol"),
        ({"state": None}, "plan-needs-review"),
        ({"session": None}, "plan-needs-review"),
        ({"session": 99}, "plan-needs-session"),
        ({"troika": ("ITA", "MAR", "ZZZ")}, "plan-needs-state"),
    ],
)
def test_what_says_too_little_cannot_be_planned(document, code):
    with pytest.raises(PlanningError) as refused:
        plan(reading(**document))

    assert refused.value.problem.code == code


def test_a_document_without_recommendations_cannot_be_planned():
    document = reading()
    with pytest.raises(PlanningError) as refused:
        plan(Reading(document.format, document.document, document.review))

    assert refused.value.problem.code == "plan-empty"


def test_what_the_document_does_not_say_of_its_review_its_record_may_know():
    DocumentFactory(review=ReviewFactory(session_id=18))

    assert line_of(plan(reading(state=None, session=None)), "khm-2").kind == ChangeKind.CHANGE


def test_a_symbol_that_belongs_to_another_review_cannot_be_planned():
    DocumentFactory(review=ReviewFactory(state_under_review=State.objects.get(pk="FRA")))

    with pytest.raises(PlanningError, match=r"A/HRC/26/16 .* fra-2"):
        plan(reading())


def test_planning_takes_as_many_queries_for_two_hundred_recommendations_as_for_two(
    django_assert_max_num_queries,
):
    document = reading(*(recommendation(f"118.{item}") for item in range(1, 201)))
    write(document)

    with django_assert_max_num_queries(17):
        assert counts(plan(document)) == {"same": 202}


numbers = st.lists(
    st.tuples(st.integers(1, 9999), st.integers(1, 9999)).map(lambda pair: f"{pair[0]}.{pair[1]}"),
    min_size=1,
    max_size=4,
)
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("<>&\"'{}%"), min_size=1, max_size=40
)
some_states = st.lists(st.sampled_from(["FRA", "PRT", "AUT"]), max_size=3)
clauses = st.lists(
    st.builds(clause, texts, unresolved=st.lists(texts, max_size=1)).flatmap(
        lambda made: some_states.map(lambda states: clause(made.text, *states, unresolved=made.unresolved))
    ),
    min_size=1,
    max_size=3,
)
readings = numbers.flatmap(
    lambda drawn: st.tuples(
        *(
            st.builds(
                lambda number, parts, text, position, page: recommendation(
                    number, *parts, text=text, position=position, page=page
                ),
                st.just(number),
                clauses,
                texts,
                st.sampled_from(["supported", "noted", "pending"]),
                st.none() | st.integers(1, 500),
            )
            for number in drawn
        )
    )
).map(lambda items: reading(*items))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=readings, second=readings)
def test_whatever_is_applied_is_the_same_afterwards(first, second):
    for document in (first, second):
        write(document)

        assert not writes(plan(document))
