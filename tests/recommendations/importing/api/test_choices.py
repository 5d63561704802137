"""The choices that an import raises, by program: reading them, answering one or many."""

import pytest

from recommendations.importing.models import Choice, Import, Phase, Question
from recommendations.models import AffectedGroup, Recommendation, Theme
from states.models import StateName
from tests.factories import (
    ClauseFactory,
    ImportFactory,
    RecommendationFactory,
    StateFactory,
    ThemeFactory,
    VocabularyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(import_):
    """Let the import raise a choice; answer the choice."""

    def question(kind="match", printed="Ratify it", answer=None, suggestions=(), count=1, of=import_):
        scope = {"match": "khm-2 upr-info", "theme": "uhri"}.get(kind, "")
        choice = Choice.objects.create(
            kind=kind,
            scope=scope,
            key=printed.lower(),
            printed=printed,
            answer=answer,
            suggestions=[{"answer": text, "label": text, "score": score} for text, score in suggestions],
        )
        Question.objects.create(asked_by=of, choice=choice, count=count, place="row 3")
        return choice

    return question


class TestReadingTheChoices:
    def test_one_says_what_is_asked_and_what_is_likely(self, read, question):
        choice = question(suggestions=[("118.5", 93), ("118.6/2", 71)], count=2)

        assert read("choices") == [
            {
                "id": choice.pk,
                "kind": "match",
                "scope": "khm-2 upr-info",
                "printed": "Ratify it",
                "suggestions": [
                    {"answer": "118.5", "label": "118.5", "score": 93.0},
                    {"answer": "118.6/2", "label": "118.6/2", "score": 71.0},
                ],
                "answer": None,
                "answered_by": None,
                "answered_at": None,
                "count": 2,
                "place": "row 3",
            }
        ]

    @pytest.mark.parametrize(
        ("query", "printed"),
        [
            ({}, ["open", "answered", "nothing"]),
            ({"open": "true"}, ["open"]),
            ({"open": "false"}, ["answered", "nothing"]),
            ({"kind": "state"}, ["answered"]),
        ],
    )
    def test_they_are_chosen(self, read, question, query, printed):
        question(printed="open")
        question("state", "answered", answer="KHM")
        question("theme", "nothing", answer="")

        assert [row["printed"] for row in read("choices", **query)] == printed

    @pytest.mark.parametrize("query", [{"open": "perhaps"}, {"kind": "document"}])
    def test_what_is_not_known_is_an_error_that_names_it(self, mistakes, query):
        assert set(mistakes("choices", **query)) == set(query)

    def test_a_list_costs_the_same_for_one_and_for_many(self, read, question, django_assert_num_queries):
        for printed in "abcdef":
            question(printed=printed)

        with django_assert_num_queries(5):  # the token, its owner, the import, the count, the rows
            assert len(read("choices")) == 6


@pytest.fixture
def post(ask, import_):
    return lambda **body: ask(
        "post", f"/api/v1/imports/{import_.pk}/choices/", body, content_type="application/json"
    )


class TestAnswering:
    def test_answers_are_kept_remembered_and_the_file_is_planned_again(
        self, post, question, import_, manager
    ):
        StateFactory(code="FRA", name="France")
        VocabularyFactory(slug="uhri")
        ThemeFactory(slug="torture")
        ThemeFactory(slug="detention")
        group = AffectedGroup.objects.create(slug="children", name="Children")
        ClauseFactory(recommendation=RecommendationFactory(item=5), order=2)
        state, theme = question("state", "Franca"), question("theme", "Torture, prisons")
        people, clause = question("group", "Kids"), question()
        alone = question(printed="Something else")

        answer = post(
            answers={
                state.pk: "FRA",
                theme.pk: "torture detention",
                people.pk: "children",
                clause.pk: "118.5/2",
                alone.pk: "",
            }
        )

        assert answer.status_code == 202, answer.content
        assert answer.json()["answered"] == 5
        assert (answer.json()["import"]["id"], answer.json()["import"]["phase"]) == (import_.pk, "waiting")
        assert answer.json()["import"]["open_questions"] == 0
        clause.refresh_from_db()
        assert (clause.answer, clause.answered_by) == ("118.5/2", manager)
        assert StateName.objects.filter(name="Franca", state="FRA").exists()
        assert {theme.slug for theme in Theme.objects.filter(names__name="Torture, prisons")} == {
            "torture",
            "detention",
        }
        group.refresh_from_db()
        assert group.other_names == ["Kids"]

    def test_names_may_be_written_instead_of_codes(self, post, question):
        StateFactory(code="FRA", name="France")
        state = question("state", "Franca")

        assert post(answers={state.pk: "france"}).status_code == 202

        state.refresh_from_db()
        assert state.answer == "FRA"

    def test_all_good_suggestions_are_taken_at_once(self, post, question):
        sure, doubtful = (
            question(suggestions=[("118.5", 93)]),
            question(printed="b", suggestions=[("118.6", 89)]),
        )
        name = question("state", "Franca", suggestions=[("FRA", 99)])

        assert post(at_least=90).json()["answered"] == 1

        answers = dict(Choice.objects.values_list("pk", "answer"))
        assert answers == {sure.pk: "118.5", doubtful.pk: None, name.pk: None}

    def test_all_others_are_recommendations_of_their_own(self, post, question):
        question(), question(printed="b", answer="118.5"), question("state", "Franca")

        assert post(rest_as_new=True).json()["answered"] == 1

        assert set(Choice.objects.values_list("kind", "answer")) == {
            ("match", ""),
            ("match", "118.5"),
            ("state", None),
        }

    def test_where_nothing_is_answered_nothing_is_planned(self, post, question, import_):
        question(suggestions=[("118.5", 50)])

        answer = post(at_least=90)

        assert answer.json()["answered"] == 0
        assert answer.json()["import"]["phase"] == "planned"

    def test_an_import_that_was_applied_is_planned_as_a_new_one(self, post, question, import_):
        question()
        Import.objects.filter(pk=import_.pk).update(
            phase=Phase.APPLIED, applied_at=import_.created_at, written=1
        )

        planned = post(rest_as_new=True).json()["import"]

        assert (planned["phase"], planned["sha256"]) == ("waiting", import_.sha256)
        assert planned["id"] != import_.pk

    def test_what_is_no_answer_is_named_and_none_is_kept(self, post, question):
        StateFactory(code="FRA", name="France")
        RecommendationFactory(item=5)
        right, wrong = question("state", "Franca"), question("state", "Atlantis")
        nowhere, no_clause = question(), question(printed="b")
        theme = question("theme", "Rights")
        elsewhere = question(printed="c", of=ImportFactory())

        answer = post(
            answers={
                right.pk: "FRA",
                wrong.pk: "ATL",
                nowhere.pk: "118.6",
                no_clause.pk: "118.5/9",
                theme.pk: "torture",
                elsewhere.pk: "",
                "x": "",
                "9" * 30: "",
            }
        )

        assert answer.status_code == 400
        found = {error["attr"]: error["detail"] for error in answer.json()["errors"]}
        wrong_ones = [wrong.pk, nowhere.pk, no_clause.pk, theme.pk, elsewhere.pk, "x", "9" * 30]
        assert set(found) == {f"answers.{pk}" for pk in wrong_ones}
        assert "“ATL”" in found[f"answers.{wrong.pk}"]
        assert "raises no choice" in found["answers.x"]
        assert not Choice.objects.answered().exists()

    @pytest.mark.parametrize(
        ("body", "attr"),
        [
            ({}, "non_field_errors"),
            ({"at_least": 90, "rest_as_new": True}, "non_field_errors"),
            ({"answers": {}}, "answers"),
            ({"answers": ["118.5"]}, "answers"),
            ({"answers": {"1": None}}, "answers.1"),
            ({"answers": {"1": "x" * 301}}, "answers.1"),
            ({"at_least": 101}, "at_least"),
            ({"at_least": "best"}, "at_least"),
            ({"rest_as_new": False}, "rest_as_new"),
        ],
    )
    def test_a_wrong_form_is_named(self, post, body, attr):
        answer = post(**body)

        assert answer.status_code == 400
        assert [error["attr"] for error in answer.json()["errors"]] == [attr]

    @pytest.mark.parametrize("phase", [Phase.READING, Phase.APPLYING])
    def test_while_a_worker_has_the_import_nothing_is_answered(self, post, question, import_, phase):
        choice = question()
        Import.objects.filter(pk=import_.pk).update(phase=phase)

        answer = post(answers={choice.pk: ""})

        assert answer.status_code == 409
        assert "Answer when it is at rest" in answer.json()["errors"][0]["detail"]
        assert not Choice.objects.answered().exists()
        assert not Recommendation.objects.exists()
