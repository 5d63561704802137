"""What is answered for one file is answered for all: none is applied with the question still open."""

import pytest

from recommendations.importing import choices, progress
from recommendations.importing.models import Import, Phase
from recommendations.importing.problems import problem
from recommendations.models import Recommendation
from states.models import StateName
from tests.recommendations.importing.documents import clause, load_reference_data, reading, recommendation
from tests.recommendations.importing.made_up import (
    SCHOOLS,
    TORTURE,
    applied,
    export,
    planned,
    row,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]


@pytest.fixture(autouse=True)
def _report():
    load_reference_data()
    applied(reading(recommendation("118.1", clause(TORTURE, "FRA"))))


def doubtful(**fields) -> Import:
    """Of another State than the report says: nobody but a person knows."""
    return planned(export("upr-info", row(TORTURE, "AUT"), row(SCHOOLS, "FRA", row=3, **fields)))


def answer_first(import_: Import, said: str) -> None:
    question = choices.open_questions(import_).first()
    choices.answer({question.choice_id: said}, by=None)


def test_another_file_that_asked_the_same_is_compared_again_by_itself(send, worker_at_hand):
    one, other = doubtful(), doubtful(action_category=2)
    choice = choices.open_questions(one).get().choice

    page = send(
        "import-choices", one.pk, **{f"choice-{choice.pk}-answer": "", f"choice-{choice.pk}-other": "118.1"}
    )

    other.refresh_from_db()
    assert (other.phase, other.counts["undecided"], other.plan_version) == (Phase.PLANNED, 0, 2)
    assert "1 other file that asked the same is compared again, too." in page.content.decode()


def test_a_plan_is_not_applied_with_a_question_that_was_answered_meanwhile():
    one, other = doubtful(), doubtful(action_category=2)
    answer_first(one, "118.1/1")

    progress.start_applying(other, version=other.plan_version, by=None)
    progress.apply(other)
    other.refresh_from_db()

    assert (other.phase, other.written, other.counts["undecided"]) == (Phase.PLANNED, 0, 0)
    assert other.problems.filter(code="plan-renewed").exists()
    assert not Recommendation.objects.filter(text=SCHOOLS).exists()


def test_a_name_that_is_some_states_now_is_in_every_plan():
    unknown = problem("unknown-state", name="Frannce", row=2)
    waits = row(SCHOOLS, clauses=(clause(SCHOOLS, unresolved=["Frannce"]),))
    one, other = (planned(export("upr-info", unknown, waits, row(row=3, text=text))) for text in "ab")
    answer_first(one, "FRA")
    assert StateName.objects.filter(name="Frannce").exists()

    assert set(progress.plan_answered_again(by=None)) == {one, other}


def test_an_answer_that_was_known_when_the_plan_was_made_overtakes_nothing():
    answer_first(doubtful(), "118.1/1")
    later = doubtful(action_category=2)

    again = progress.plan_answered_again(by=None)

    assert later not in again
