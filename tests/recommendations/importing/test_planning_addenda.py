"""Answers of States, planned and applied: which review and which recommendation, what is recorded."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.importing.models import ChangeKind
from recommendations.importing.planning import PlanningError, plan
from recommendations.models import Recommendation, Response, Source
from reviews.models import Document, DocumentKind, Review
from tests.counting import count_by_position
from tests.factories import (
    CycleFactory,
    DocumentFactory,
    RecommendationFactory,
    ResponseFactory,
    ReviewFactory,
    SessionFactory,
)
from tests.recommendations.importing.documents import (
    addendum,
    answer,
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


@pytest.fixture
def report():
    """The report is loaded: three recommendations whose position is pending."""
    write(reading(*(recommendation(f"118.{item}", position="pending") for item in (1, 2, 3))))


def refused(document) -> str:
    with pytest.raises(PlanningError) as refusal:
        plan(document)
    return refusal.value.problem.code


def codes(planned) -> list[tuple[str, str]]:
    return [(found.code, found.where) for found in planned.problems]


@pytest.mark.usefixtures("report")
class TestAnswers:
    def test_an_answer_is_planned_as_a_line_of_its_own(self):
        planned = plan(
            addendum(answer("118.1", "noted", comment="Under study", stated_as="accepted in part"))
        )

        assert [(line.kind, line.model, line.key) for line in planned.lines] == [
            (ChangeKind.SAME, "review", "khm-2"),
            (ChangeKind.CREATE, "document", "A/HRC/26/16/Add.1"),
            (ChangeKind.CREATE, "response", "khm-2 118.1"),
        ]
        assert planned.lines[-1].record == {
            "review": "khm-2",
            "number": "118.1",
            "source": Source.ADDENDUM,
            "position": "noted",
            "date": "2014-06-17",
            "document": "A/HRC/26/16/Add.1",
            "paragraph": "3",
            "comment": "Under study",
            "stated_as": "accepted in part",
        }

    def test_answers_change_the_current_positions_and_leave_the_history(self):
        write(addendum(answer("118.1", "supported"), answer("118.2", "noted", comment="Not now")))

        assert count_by_position(Recommendation.objects.all()) == {"noted": 1, "pending": 1, "supported": 1}
        history = Recommendation.objects.get(number="118.2").responses.in_order()
        assert list(history.values_list("position", "document__symbol", "paragraph", "date", "comment")) == [
            ("pending", "A/HRC/26/16", "118", datetime.date(2014, 1, 28), ""),
            ("noted", "A/HRC/26/16/Add.1", "3", datetime.date(2014, 6, 17), "Not now"),
        ]
        document = Document.objects.get(symbol="A/HRC/26/16/Add.1")
        assert (document.kind, document.review) == (DocumentKind.ADDENDUM, Review.objects.get())

    def test_imported_twice_it_changes_nothing(self):
        document = addendum(answer("118.1"), answer("118.2", "noted", stated_as="rejected"))
        write(document)

        assert counts(plan(document)) == {"same": 4}

    def test_the_report_imported_after_it_changes_no_position(self):
        write(addendum(answer("118.1")))

        report = reading(*(recommendation(f"118.{item}", position="pending") for item in (1, 2, 3)))
        assert not writes(plan(report))

    def test_another_position_in_the_same_place_is_a_correction_that_is_added(self):
        write(addendum(answer("118.1", "supported")))

        write(addendum(answer("118.1", "noted")))

        assert Recommendation.objects.get(number="118.1").position == "noted"
        assert Response.objects.filter(recommendation__number="118.1").count() == 3

    def test_the_answer_that_a_person_corrected_stays_and_the_addendum_is_in_conflict_with_it(self):
        write(addendum(answer("118.1", "supported")))
        ResponseFactory(
            recommendation=Recommendation.objects.get(number="118.1"),
            document=Document.objects.get(symbol="A/HRC/26/16/Add.1"),
            position="noted",
            source=Source.PERSON,
        )

        planned = write(addendum(answer("118.1", "supported", paragraph="4")))

        line = line_of(planned, "khm-2 118.1", "response")
        assert line.kind == ChangeKind.SAME
        assert line.conflicts == {"position": ["noted", Source.PERSON, "supported"]}
        assert Recommendation.objects.get(number="118.1").position == "noted"

    def test_an_addendum_without_a_date_still_comes_after_the_report(self):
        write(addendum(answer("118.1"), date=None))

        assert Recommendation.objects.get(number="118.1").position == "supported"

    def test_one_answer_read_twice_is_recorded_once_with_its_comment(self):
        planned = write(addendum(answer("118.1"), answer("118.1", comment="It is under way")))

        assert len([line for line in planned.lines if line.model == "response"]) == 1
        assert Response.objects.get(document__kind="addendum").comment == "It is under way"

    def test_two_different_answers_are_both_kept_and_told(self):
        planned = write(addendum(answer("118.1", "supported"), answer("118.1", "noted", paragraph="5")))

        assert codes(planned) == [("answers-differ", "118.1")]
        assert Recommendation.objects.get(number="118.1").position == "noted"

    def test_an_answer_that_was_recorded_without_its_comment_is_recorded_once_more_with_it(self):
        write(addendum(answer("118.1")))
        commented = addendum(answer("118.1", comment="It is under way"))

        write(commented)

        said = Response.objects.filter(document__kind="addendum").in_order()
        assert list(said.values_list("position", "comment")) == [
            ("supported", ""),
            ("supported", "It is under way"),
        ]
        assert not writes(plan(commented))
        assert not writes(plan(addendum(answer("118.1"))))

    def test_what_is_longer_than_the_database_keeps_is_cut(self):
        document = addendum(answer("118.1", stated_as="x" * 200, paragraph="9" * 60, comment="a\0b"))

        write(document)

        said = Response.objects.get(document__kind="addendum")
        assert (len(said.stated_as), len(said.paragraph), said.comment) == (120, 40, "ab")
        assert not writes(plan(document))


class TestNumbers:
    def test_an_item_alone_is_of_the_only_main_paragraph(self, report):
        assert line_of(plan(addendum(answer("2"))), "khm-2 118.2", "response")

    def test_an_item_alone_is_told_where_there_are_two_main_paragraphs(self):
        write(reading(recommendation("118.1"), recommendation("119.1"), recommendation("119.2")))

        planned = plan(addendum(answer("1"), answer("2"), answer("118.1")))

        assert codes(planned) == [("answer-ambiguous", "1"), ("answer-ambiguous", "2")]
        assert "118, 119" in planned.problems[0].message
        assert [line.key for line in planned.lines if line.model == "response"] == ["khm-2 118.1"]

    def test_a_main_paragraph_that_is_not_of_the_report_does_not_matter(self, report):
        RecommendationFactory(review=Review.objects.get(), paragraph=7, item=2)

        assert line_of(plan(addendum(answer("2"))), "khm-2 118.2", "response")

    def test_a_recommendation_that_is_not_loaded_is_told_and_not_made(self, report):
        planned = write(addendum(answer("118.1"), answer("118.9", page=3), answer("77")))

        assert codes(planned) == [("answer-unloaded", "118.9"), ("answer-unloaded", "118.77")]
        assert planned.problems[0].page == 3
        assert Recommendation.objects.count() == 3

    @pytest.mark.parametrize("loaded", [True, False])
    def test_without_the_report_the_addendum_is_not_planned(self, loaded):
        if loaded:
            DocumentFactory(review=ReviewFactory(session_id=18))

        assert refused(addendum(answer("118.1"), session=18)) == "plan-needs-report"

    def test_an_addendum_without_answers_is_not_planned(self, report):
        empty = addendum()

        assert refused(type(empty)(empty.format, empty.document, empty.review)) == "plan-no-answers"

    def test_planning_takes_as_many_queries_for_two_hundred_answers_as_for_two(
        self, django_assert_max_num_queries
    ):
        numbers = [f"118.{item}" for item in range(1, 201)]
        write(reading(*(recommendation(number) for number in numbers)))
        document = addendum(*(answer(number) for number in numbers))
        write(document)

        with django_assert_max_num_queries(17):
            assert counts(plan(document)) == {"same": 202}


class TestWhichReview:
    @pytest.fixture(autouse=True)
    def _other_reviews(self, report):
        """Cambodia was reviewed in 2009 and 2014 and again in 2019."""
        for cycle, session, day in (
            (1, 6, datetime.date(2009, 12, 1)),
            (3, 32, datetime.date(2019, 1, 30)),
        ):
            cycle = CycleFactory(number=cycle)
            ReviewFactory(cycle=cycle, session=SessionFactory(number=session, cycle=cycle), date=day)

    def review_of(self, document) -> str:
        return plan(document).lines[0].key

    def test_the_symbol_of_the_report_tells(self):
        assert self.review_of(addendum(state=None, date=None)) == "khm-2"

    def test_its_own_record_tells(self):
        DocumentFactory(symbol="A/HRC/99/1/Add.1", review=Review.objects.get(slug="khm-2"))

        assert self.review_of(addendum(symbol="A/HRC/99/1/Add.1", state=None)) == "khm-2"

    def test_state_and_session_tell(self):
        assert self.review_of(addendum(symbol="A/HRC/99/1/Add.1", session=18, date=None)) == "khm-2"

    def test_state_and_date_tell_where_the_state_was_reviewed_shortly_before(self):
        assert self.review_of(addendum(symbol="A/HRC/99/1/Add.1")) == "khm-2"

    @pytest.mark.parametrize(
        "date", [None, datetime.date(2009, 11, 30), datetime.date(2014, 1, 27), datetime.date(2017, 3, 1)]
    )
    def test_a_date_long_after_the_last_review_tells_nothing(self, date):
        assert refused(addendum(symbol="A/HRC/99/1/Add.1", date=date)) == "plan-needs-review"

    def test_nothing_tells(self):
        assert refused(addendum(symbol="A/HRC/99/1/Add.1", state=None)) == "plan-needs-review"

    def test_what_it_prints_contradicts_the_report_it_belongs_to(self):
        assert refused(addendum(session=32)) == "plan-other-review"

    def test_it_tells_nothing_new_of_the_review(self):
        Review.objects.filter(slug="khm-2").update(date=None)
        document = addendum(session=18)

        assert plan(document).lines[0].kind == ChangeKind.SAME


positions = st.sampled_from(["supported", "noted"])
answers = st.lists(
    st.builds(
        answer,
        st.sampled_from(["118.1", "118.2", "2", "3", "118.9", "x"]),
        positions,
        paragraph=st.sampled_from(["", "3", "4"]),
        comment=st.text(max_size=10),
        stated_as=st.sampled_from(["", "rejected", "accepted in principle"]),
    ),
    max_size=6,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=answers, second=answers)
def test_whatever_is_answered_is_the_same_afterwards(report, first, second):
    before = Response.objects.count()
    for drawn in (first, second):
        document = addendum(answer("118.1"), *drawn)
        write(document)

        assert not writes(plan(document))
        assert Response.objects.count() >= before
        before = Response.objects.count()
