"""What an import asks is asked once, and remembered."""

import pytest

from recommendations.importing import choices
from recommendations.importing.models import Choice, ChoiceKind
from recommendations.importing.problems import problem
from recommendations.importing.records import TagRecord
from recommendations.models import AffectedGroup, Recommendation, ThemeName
from states.models import StateName
from tests.factories import (
    AffectedGroupFactory,
    StateFactory,
    StateNameFactory,
    ThemeFactory,
    ThemeNameFactory,
    UserFactory,
    VocabularyFactory,
)
from tests.recommendations.importing.documents import (
    clause,
    load_reference_data,
    reading,
    recommendation,
    tags,
)
from tests.recommendations.importing.made_up import applied, export, planned, row, take_back
from tests.recommendations.importing.test_upr_info import ROW, SITE, with_cell, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()
    VocabularyFactory(slug="uhri")
    VocabularyFactory(slug="upr-info")
    ThemeFactory(slug="treaties", name="Treaties")
    ThemeFactory(slug="torture", name="Torture and ill-treatment")
    AffectedGroupFactory(slug="children", name="Children")


@pytest.fixture
def person():
    return UserFactory(data_manager=True)


def upload(*rows: list[str], name: str = "rows.csv"):
    """Plan a real file of UPR Info: [State, region, organisations, text, State ..., issues, session]."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from recommendations.importing import progress

    import_ = progress.receive_file(SimpleUploadedFile(name, write(SITE, *rows)), by=None)
    progress.read_and_plan(import_)
    return import_


def of_upr_info(state: str = "France", issues: str = "", text: str = "Ratify OP-CAT") -> list[str]:
    line = with_cell(with_cell(with_cell(ROW, 4, state), 9, issues), 3, text)
    return with_cell(line, 10, "18")


def questions(import_) -> list[tuple[str, str, int]]:
    rows = choices.open_questions(import_)
    return [(one.choice.kind, one.choice.printed, one.count) for one in rows]


def answer_all(import_, answer: str, by=None) -> int:
    return choices.answer({one.choice_id: answer for one in choices.open_questions(import_)}, by=by)


class TestANameOfAState:
    def test_is_asked_once_with_the_number_of_its_rows(self):
        import_ = upload(
            *(of_upr_info("Frannce", text=f"Do number {n} of it") for n in ("one", "two", "three"))
        )

        assert questions(import_) == [("state", "Frannce", 3)]

    def test_is_offered_what_it_may_be_a_misprint_of_first(self):
        StateFactory(code="FRO", name="Froland")
        import_ = upload(of_upr_info("Frannce"))

        suggested = choices.open_questions(import_).get().choice.suggestions
        assert (suggested[0]["answer"], suggested[0]["label"]) == ("FRA", "France")
        assert suggested == sorted(suggested, key=lambda one: -one["score"])

    def test_is_remembered_for_every_file(self, person):
        answer_all(upload(of_upr_info("Frannce")), "FRA", person)

        another = upload(of_upr_info("FRANNCE", text="Something else"))

        assert questions(another) == []
        assert StateName.objects.get(name="Frannce").state_id == "FRA"
        created = another.changes.get(model="recommendation")
        assert created.record["clauses"][0]["states"] == ["FRA"]
        assert Choice.objects.get().answered_by == person

    def test_that_stands_for_none_is_not_asked_again(self):
        answer_all(upload(of_upr_info("Atlantis")), "")

        another = upload(of_upr_info("Atlantis", text="Something else"))

        assert questions(another) == []
        assert another.questions.count() == 1
        assert not StateName.objects.filter(name="Atlantis").exists()

    def test_is_counted_over_the_whole_of_a_long_file(self):
        problems = [problem("unknown-state", name="Frannce", row=n) for n in range(2, 700)]
        rows = (row(f"Do this {'again ' * (n % 7)}{chr(97 + n % 26)}", "FRA", row=n) for n in range(2, 10))

        assert questions(planned(export("uhri-json", *problems, *rows))) == [("state", "Frannce", 698)]


class TestAThemeOrAGroup:
    def test_is_remembered_as_a_name_of_the_vocabulary(self):
        import_ = upload(of_upr_info(issues="Bad treatment"))
        assert questions(import_) == [("theme", "Bad treatment", 1)]
        answer_all(import_, "treaties torture")

        another = upload(of_upr_info(issues="Bad  Treatment", text="Something else"))

        assert questions(another) == []
        assert another.changes.get(model="recommendation").record["themes"] == ["torture", "treaties"]
        assert ThemeName.objects.get(name="Bad treatment").vocabulary_id == "upr-info"

    def test_that_stands_for_nothing_is_not_asked_again(self):
        answer_all(upload(of_upr_info(issues="Levitation")), "")

        another = upload(of_upr_info(issues="Levitation", text="Something else"))

        assert questions(another) == []
        assert another.changes.get(model="recommendation").record["themes"] == []

    def test_an_answer_never_overwrites_what_somebody_entered_meanwhile(self):
        import_ = upload(of_upr_info(issues="Bad treatment"))
        name = ThemeNameFactory(vocabulary_id="upr-info", name="Bad treatment")
        name.themes.set([ThemeFactory(slug="torture")])

        answer_all(import_, "treaties")

        assert [theme.slug for theme in name.themes.all()] == ["torture"]

    def test_a_group_gets_another_name(self):
        doubt = problem("unknown-group", name="Kids", count=4)
        import_ = planned(export("uhri-json", doubt, row("Build schools", "FRA")))
        assert questions(import_) == [("group", "Kids", 4)]

        answer_all(import_, "children")

        assert AffectedGroup.objects.get().other_names == ["Kids"]


class TestAMatch:
    @pytest.fixture(autouse=True)
    def _report(self):
        applied(
            reading(
                recommendation("118.1", clause("Ratify the Convention against Torture", "FRA")),
                recommendation(
                    "118.2", clause("Build schools in every village", "FRA"), clause("Pay", "PRT")
                ),
            )
        )

    def export(self, **fields):
        # Of another State than the report says: nobody but a person knows.
        return export("upr-info", row("Ratify the Convention against Torture", "AUT", **fields))

    def test_is_undecided_and_asked_with_the_likely_ones(self):
        import_ = planned(self.export())

        assert import_.counts["undecided"] == 1
        question = choices.open_questions(import_).get()
        assert question.choice.suggestions[0]["answer"] == "118.1/1"

    @pytest.mark.parametrize(
        ("answer", "numbers"),
        [("118.1/1", {"118.1", "118.2"}), ("118.1", {"118.1", "118.2"}), ("118.2/2", {"118.1", "118.2"}),
         ("118.2/9", {"118.1", "118.2"}), ("", {"118.1", "118.2", "u1"})],
    )  # fmt: skip
    def test_is_done_as_answered_and_not_asked_again(self, answer, numbers):
        answer_all(planned(self.export()), answer)

        import_ = applied(self.export(action_category=4))

        assert import_.counts["undecided"] == 0
        assert set(Recommendation.objects.values_list("number", flat=True)) == numbers
        tagged = Recommendation.objects.get(action_category=4)
        assert tagged.number == (answer.partition("/")[0] or "u1")
        assert tagged.text.startswith("Ratify" if "118.2" not in answer else "Build")

    def test_is_asked_again_where_what_was_answered_is_no_longer_here(self):
        other = applied(reading(recommendation("119.1", clause("Quite another thing", "ITA"))))
        answer_all(planned(self.export()), "119.1")
        assert take_back(other) == []

        again = planned(self.export())

        assert [kind for kind, *_ in questions(again)] == [ChoiceKind.MATCH]

    def test_follows_a_recommendation_to_its_official_number(self):
        applied(export("upr-info", row("Plant a tree along every road of it", "ITA")))
        answer_all(planned(self.export()), "u1")
        applied(reading(recommendation("119.1", clause("Plant a tree along every road of it", "ITA"))))

        import_ = applied(self.export(action_category=4))

        assert import_.counts["undecided"] == 0
        assert Recommendation.objects.get(number="119.1").action_category == 4

    def test_may_be_answered_in_bulk(self):
        import_ = planned(
            export(
                "upr-info",
                row("Ratify the Convention against Torture", "AUT", row=2),
                row("Ratify the Convention against Tortures of any kind", "ITA", row=3),
            )
        )
        assert len(questions(import_)) == 2

        assert choices.answer_best(import_, 89, by=None) == 1
        assert choices.answer_rest_as_new(import_, by=None) == 1
        assert questions(import_) == []


def test_the_first_answer_stays(person):
    import_ = upload(of_upr_info("Frannce"))
    (choice,) = Choice.objects.all()

    assert choices.answer({choice.pk: "FRA"}, by=person) == 1
    assert choices.answer({choice.pk: "PRT"}, by=None) == 0

    choice.refresh_from_db()
    assert (choice.answer, choice.answered_by) == ("FRA", person)
    assert questions(import_) == []


def test_a_name_that_a_person_gave_meanwhile_is_kept():
    import_ = upload(of_upr_info("Frannce"))
    StateNameFactory(state_id="PRT", name="Frannce")

    answer_all(import_, "FRA")

    assert StateName.objects.get(name="Frannce").state_id == "PRT"


def test_a_name_of_more_letters_than_a_key_can_have_is_asked_and_remembered():
    long = "The United Provinces of " + "very " * 60 + "far away"
    import_ = upload(of_upr_info(long))
    assert len(questions(import_)) == 1

    answer_all(import_, "FRA")

    assert len(questions(upload(of_upr_info(long, text="Something else")))) == 0


def test_tags_are_no_questions():
    assert (
        questions(planned(export("upr-info", row(themes=(*tags("treaties"), TagRecord("Other", ())))))) == []
    )
