"""Each State’s row finds its recommendation by itself, whatever other States say in the same words."""

import pytest

from recommendations.importing import choices
from recommendations.importing.models import ChangeKind, ChoiceKind
from recommendations.importing.problems import problem
from recommendations.models import Recommendation
from states.models import StateName
from tests.recommendations.importing.documents import (
    clause,
    load_reference_data,
    reading,
    recommendation,
)
from tests.recommendations.importing.made_up import (
    SCHOOLS,
    TORTURE,
    applied,
    apply,
    changes,
    export,
    planned,
    row,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()


@pytest.fixture
def _asked_twice():
    """France and Portugal made the same request in two recommendations."""
    applied(
        reading(
            recommendation("118.1", clause(TORTURE, "FRA")), recommendation("118.2", clause(TORTURE, "PRT"))
        )
    )


def rows_of(*states: str, text: str = TORTURE, **fields):
    return [row(text, state, row=place, **fields) for place, state in enumerate(states, 2)]


def unknown(name: str, text: str = TORTURE, place: int = 9, **fields):
    """A row of a State by a name that nobody knows, after the problem that its reader tells."""
    return [
        problem("unknown-state", name=name, row=place),
        row(text, clauses=(clause(text, unresolved=[name]),), row=place, **fields),
    ]


def states_of(number: str) -> set[str]:
    return {state.code for state in Recommendation.objects.get(number=number).recommending_states}


def asked(import_) -> list[tuple[str, str]]:
    return [(one.choice.kind, one.choice.printed) for one in choices.open_questions(import_)]


def answer(import_, **answers: str) -> None:
    """Answer the questions whose words hold a name: answer(import_, AUT="118.1/1")."""
    for question in choices.open_questions(import_):
        for name, said in answers.items():
            if name in question.choice.printed:
                choices.answer({question.choice_id: said}, by=None)


@pytest.mark.usefixtures("_asked_twice")
class TestOneWordingOfSeveralStates:
    def test_joins_the_recommendation_of_each(self):
        import_ = applied(export("upr-info", *rows_of("FRA", "PRT", action_category=2)))

        assert asked(import_) == []
        assert [key for kind, key in changes(import_) if kind == "change"] == ["khm-2 118.1", "khm-2 118.2"]
        assert not Recommendation.objects.exclude(action_category=2)

    def test_gives_to_each_what_its_own_row_says(self):
        france, portugal = rows_of("FRA", action_category=2), rows_of("PRT", action_category=5)

        applied(export("upr-info", *france, *portugal))

        said = Recommendation.objects.in_order().values_list("number", "action_category")
        assert list(said) == [("118.1", 2), ("118.2", 5)]

    def test_waits_only_for_the_state_of_which_it_is_doubtful(self):
        import_ = planned(export("upr-info", *rows_of("FRA", "AUT", "PRT", action_category=2)))

        assert asked(import_) == [(ChoiceKind.MATCH, f"{TORTURE} (AUT)")]
        apply(import_)
        assert Recommendation.objects.filter(action_category=2).count() == 2

    def test_is_asked_and_answered_for_each_doubtful_state_by_itself(self):
        rows = rows_of("AUT", "ITA", action_category=2)
        import_ = planned(export("upr-info", *rows))
        assert len(asked(import_)) == 2

        answer(import_, AUT="118.2/1", ITA="")
        again = applied(export("upr-info", *rows))

        assert asked(again) == []
        said = Recommendation.objects.in_order().values_list("number", "action_category")
        assert list(said) == [("118.1", None), ("118.2", 2), ("u1", 2)]
        assert states_of("u1") == {"ITA"}

    def test_in_one_row_is_divided_among_the_recommendations(self):
        import_ = applied(export("uhri-json", row(TORTURE, "FRA", "PRT", action_category=2)))

        assert asked(import_) == []
        assert not Recommendation.objects.exclude(action_category=2)


def test_states_that_may_be_in_one_recommendation_only_are_asked_together():
    applied(reading(recommendation("118.1", clause(TORTURE, "FRA"))))
    rows = rows_of("AUT", "FRA", "ITA", action_category=2)

    import_ = planned(export("upr-info", *rows))

    assert asked(import_) == [(ChoiceKind.MATCH, f"{TORTURE} (AUT, ITA)")]
    answer(import_, AUT="")
    applied(export("upr-info", *rows))
    assert (states_of("118.1"), states_of("u1")) == ({"FRA"}, {"AUT", "ITA"})


def test_states_that_made_together_what_is_most_likely_are_asked_together():
    applied(
        reading(
            recommendation("118.1", clause("Build schools for all children", "FRA", "PRT")),
            recommendation("118.2", clause("Build schools for all the girls", "FRA")),
        )
    )

    import_ = planned(export("upr-info", *rows_of("FRA", "PRT", text="Build good schools for all children")))

    assert asked(import_) == [(ChoiceKind.MATCH, "Build good schools for all children (FRA, PRT)")]


def test_a_state_that_comes_later_joins_what_the_same_source_words_so():
    applied(export("upr-info", *rows_of("FRA")))

    import_ = applied(export("upr-info", *rows_of("FRA", "PRT")))

    assert asked(import_) == []
    assert states_of("u1") == {"FRA", "PRT"}


def test_what_was_one_before_the_report_came_is_divided_among_its_recommendations():
    rows = rows_of("FRA", "PRT", action_category=2)
    applied(export("upr-info", *rows))
    assert states_of("u1") == {"FRA", "PRT"}
    applied(
        reading(
            recommendation("118.1", clause(TORTURE, "FRA")), recommendation("118.2", clause(TORTURE, "PRT"))
        )
    )

    import_ = applied(export("upr-info", *rows))

    assert asked(import_) == []
    numbered = Recommendation.objects.exclude(number="u1").values_list("number", "action_category")
    assert list(numbered.in_order()) == [("118.1", 2), ("118.2", 2)]


class TestARowOfAnUnknownState:
    def test_waits_and_holds_nothing_else_back(self):
        import_ = applied(export("upr-info", *rows_of("FRA", action_category=2), *unknown("Frannce")))

        assert asked(import_) == [(ChoiceKind.STATE, "Frannce")]
        waiting = import_.changes.get(kind=ChangeKind.UNDECIDED)
        assert (waiting.key, waiting.record["waits_for"]) == ("khm-2 ?9", ["Frannce"])
        assert states_of("u1") == {"FRA"}

    def test_is_asked_apart_from_that_of_another_unknown_state(self):
        rows = [*unknown("Frannce", place=3), *unknown("Portugual", place=4)]

        import_ = planned(export("upr-info", *rows))

        assert {name for _, name in asked(import_)} == {"Frannce", "Portugual"}
        keys = import_.changes.filter(kind=ChangeKind.UNDECIDED).values_list("key", flat=True)
        assert set(keys) == {"khm-2 ?3", "khm-2 ?4"}

    @pytest.mark.usefixtures("_asked_twice")
    def test_joins_rightly_once_its_name_is_known(self):
        import_ = applied(export("upr-info", *rows_of("FRA", action_category=2), *unknown("Portugual")))
        assert Recommendation.objects.get(number="118.2").action_category is None

        answer(import_, Portugual="PRT")
        assert StateName.objects.filter(name="Portugual", state="PRT").exists()
        again = applied(export("upr-info", *rows_of("FRA", "PRT", action_category=2)))

        assert asked(again) == []
        assert Recommendation.objects.get(number="118.2").action_category == 2

    def test_is_one_of_no_state_where_a_person_says_so(self):
        rows = unknown("Everybody")
        answer(planned(export("upr-info", *rows)), Everybody="")

        import_ = applied(export("upr-info", *rows))

        assert import_.counts["undecided"] == 0
        assert (Recommendation.objects.get().text, states_of("u1")) == (TORTURE, set())

    def test_is_written_for_the_states_that_are_known_and_completed_later(self):
        both = clause(SCHOOLS, "FRA", unresolved=["Portugual"])
        import_ = applied(
            export("uhri-json", problem("unknown-state", name="Portugual"), row(SCHOOLS, clauses=(both,)))
        )
        assert states_of("u1") == {"FRA"}

        answer(import_, Portugual="PRT")
        again = applied(export("uhri-json", row(SCHOOLS, "FRA", "PRT")))

        assert asked(again) == []
        assert states_of("u1") == {"FRA", "PRT"}

    def test_may_be_of_a_code_that_is_none(self):
        import_ = planned(export("spreadsheet", row(SCHOOLS, "XYZ")))

        assert asked(import_) == [(ChoiceKind.STATE, "XYZ")]
        assert [found.code for found in import_.problems.all()] == ["unknown-state"]
