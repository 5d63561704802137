"""What only a person can decide, answered on the spot: one by one, many at once, and remembered."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from recommendations.importing.models import Choice, Import, Phase, Question
from recommendations.models import AffectedGroup, ThemeName
from states.models import StateName
from tests.factories import (
    AffectedGroupFactory,
    ClauseFactory,
    ImportFactory,
    PlannedChangeFactory,
    RecommendationFactory,
    ReviewFactory,
    StateFactory,
    StateNameFactory,
    ThemeFactory,
    UserFactory,
    VocabularyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned() -> Import:
    return ImportFactory(phase=Phase.PLANNED, counts={"undecided": 1})


@pytest.fixture
def ask(planned):
    """Add a question to the import; suggestions are pairs of an answer and its score."""

    def ask(
        kind: str, printed: str, *suggestions: tuple[str, int], scope: str = "", count: int = 1
    ) -> Choice:
        listed = [{"answer": answer, "label": answer, "score": score} for answer, score in suggestions]
        choice = Choice.objects.create(
            kind=kind, scope=scope, key=printed.lower(), printed=printed, suggestions=listed
        )
        Question.objects.create(asked_by=planned, choice=choice, count=count, place="row 12")
        return choice

    return ask


@pytest.fixture
def address(planned) -> str:
    return reverse("import-choices", args=[planned.pk])


@pytest.fixture
def answer(manager, address):
    """Send answers, {choice: what is picked or, after "other:", written}, and see what comes of it."""

    def answer(answers: dict[Choice, str], **form: str):
        for choice, said in answers.items():
            picked, _colon, written = said.partition(":")
            form |= {f"choice-{choice.pk}-answer": picked, f"choice-{choice.pk}-other": written}
        return manager.post(address, form, follow=True)

    return answer


@pytest.fixture
def cambodia():
    review = ReviewFactory(state_under_review=StateFactory(code="KHM", name="Cambodia"), cycle__number=2)
    recommendation = RecommendationFactory(
        review=review, paragraph=118, item=5, text="Ratify the Optional Protocol; end torture"
    )
    recommendation.clauses.all().delete()
    for order, text in enumerate(["Ratify the Optional Protocol", "end torture"], 1):
        ClauseFactory(recommendation=recommendation, order=order, text=text)
    return recommendation


class TestThePage:
    def test_questions_are_asked_kind_by_kind_with_what_concerns_most_rows_first(self, ask, manager, address):
        ask("match", "Ratify it")
        ask("state", "Ruritania")
        ask("state", "Freedonia", count=40)
        ask("theme", "CP rights")

        page = manager.get(address)

        printed = [each.question.choice.printed for each in page.context["asked"]]
        assert printed == ["Freedonia", "Ruritania", "CP rights", "Ratify it"]
        assertContains(page, "40 rows")
        assertContains(page, "· row 12")

    def test_one_kind_can_be_looked_at(self, ask, manager, address):
        ask("match", "Ratify it")
        ask("state", "Ruritania")

        page = manager.get(address, {"kind": "match"})

        assertContains(page, "Ratify it")
        assertNotContains(page, "Ruritania")

    def test_what_may_be_answered_at_once_is_counted_by_score(self, ask, manager, address):
        for printed, score in (("Ratify it", 99), ("Sign it", 91), ("Apply it", 90), ("End it", 60)):
            ask("match", printed, ("118.5", score))

        assert manager.get(address).context["least_scores"] == [(99, 1), (95, 1), (90, 3), (85, 3), (80, 3)]

        Choice.objects.exclude(printed="End it").delete()
        assertContains(manager.get(address), "No suggestion is so much alike")

    def test_nothing_is_chosen_beforehand(self, ask, manager, address):
        ask("state", "Ruritania", ("ROU", 99))

        asked = manager.get(address).context["asked"]

        assert [each.form.picked for each in asked] == [""]

    def test_a_candidate_is_told_from_the_row_word_by_word(self, ask, manager, address, cambodia):
        ask("match", "Ratify the Protocol", ("118.5/1", 91), scope="khm-2 upr-info")

        page = manager.get(address)

        assertContains(page, "Recommendation 118.5, clause 1")
        assertContains(page, "very alike, 91")
        assertContains(page, "<ins>Optional </ins>")
        assertNotContains(page, "end torture")

    def test_a_candidate_of_the_very_plan_is_shown_and_may_be_named(
        self, ask, answer, manager, address, planned
    ):
        """As when a report comes for what was known without a number: its items are not here yet."""
        clauses = [{"text": "Ratify the Optional Protocol", "states": ["FRA"], "unresolved": []}]
        record = {"review": "khm-2", "number": "118.5", "text": "Ratify it all", "clauses": clauses}
        PlannedChangeFactory(plan_of=planned, key="khm-2 118.5", record=record)
        choice = ask("match", "u1: Ratify the Protocol", ("118.5/1", 85), scope="khm-2 unnumbered")

        assertContains(manager.get(address), "<ins>Optional </ins>")
        answer({choice: "other:118.5"})

        choice.refresh_from_db()
        assert choice.answer == "118.5"

    def test_it_has_pages(self, ask, manager, address):
        for number in range(26):
            ask("state", f"Land {number}", count=100 - number)

        assertContains(manager.get(address), "Land 24")
        assertNotContains(manager.get(address), "Land 25")
        assertContains(manager.get(address, {"page": 2}), "Land 25")

    def test_without_a_question_it_says_so(self, manager, address):
        assertContains(manager.get(address), "No question is open")

    def test_the_import_says_how_many_are_open(self, ask, manager, planned, address):
        ask("state", "Ruritania")

        page = manager.get(planned.get_absolute_url())

        assertContains(page, "1 question that only a person can answer")
        assertContains(page, f'href="{address}"')

    def test_hostile_words_are_shown_as_words(self, ask, manager, address):
        for kind in ("state", "match"):
            ask(kind, f"<script>{kind}</script>", ("<b>1</b>", 80), scope="<i>")

        page = manager.get(address).content.decode()

        assert not any(evil in page for evil in ("<script>state", "<script>match", "<b>1", "<i>"))

    def test_many_questions_take_as_many_queries_as_one_of_each_kind(
        self, ask, manager, address, cambodia, django_assert_max_num_queries, django_assert_num_queries
    ):
        def ask_all(name: str) -> None:
            for kind in ("state", "theme", "group", "match"):
                ask(kind, f"{kind} {name}", ("118.5", 90), scope="khm-2 upr-info")

        ask_all("one")
        with django_assert_max_num_queries(11) as queries:
            manager.get(address)
        for number in range(5):
            ask_all(f"{number}")

        with django_assert_num_queries(len(queries)):
            assert len(manager.get(address).context["asked"]) == 24


class TestAnswers:
    def test_answers_of_every_kind_are_stored_at_once_and_the_file_is_compared_again(
        self, ask, answer, planned, cambodia
    ):
        StateFactory(code="ROU", name="Romania")
        ThemeFactory(slug="torture", name="Torture")
        AffectedGroupFactory(slug="children", name="Children")
        VocabularyFactory(slug="upr-info")
        state, theme = ask("state", "Ruritania", ("ROU", 70)), ask("theme", "CP", scope="upr-info")
        group, match = ask("group", "Kids"), ask("match", "Ratify it", ("118.5", 90), scope="khm-2 uhri")
        still_open = ask("state", "Freedonia")

        page = answer(
            {
                state: "=ROU",
                theme: "other:Torture",
                group: "other:children",
                match: "=118.5",
                still_open: "",
            }
        )

        assertContains(page, "4 answers were stored, and will be remembered for every later file.")
        assert page.request["PATH_INFO"] == planned.get_absolute_url()
        assert Import.objects.get().phase == Phase.WAITING
        assert StateName.objects.get(key="ruritania").state_id == "ROU"
        assert ThemeName.objects.get(vocabulary="upr-info").themes.get().slug == "torture"
        assert AffectedGroup.objects.get().other_names == ["Kids"]
        match.refresh_from_db()
        still_open.refresh_from_db()
        assert (match.answer, still_open.answer) == ("118.5", None)

    @pytest.mark.parametrize("kind", ["state", "group", "match"])
    def test_a_question_may_be_answered_with_nothing(self, ask, answer, kind):
        choice = ask(kind, "Ruritania", scope="khm-2 uhri" if kind == "match" else "")

        answer({choice: "nothing"})

        choice.refresh_from_db()
        assert choice.answer == ""

    @pytest.mark.parametrize("written", ["ROU", "rou", "Romania", "romania ", "Roumanie"])
    def test_a_state_is_known_by_any_of_its_names(self, ask, answer, written):
        StateNameFactory(state=StateFactory(code="ROU", name="Romania"), name="Roumanie")
        choice = ask("state", "Ruritania")

        answer({choice: f":{written}"})

        choice.refresh_from_db()
        assert choice.answer == "ROU"

    def test_a_name_may_stand_for_several_themes(self, ask, answer):
        VocabularyFactory(slug="uhri")
        for slug in ("torture", "treaties"):
            ThemeFactory(slug=slug, name=slug.capitalize())
        choice = ask("theme", "Both", scope="uhri")

        answer({choice: "other:Treaties; torture"})

        choice.refresh_from_db()
        assert choice.answer == "treaties torture"

    @pytest.mark.parametrize(
        ("kind", "said", "told"),
        [
            ("state", "other:Narnia", "“Narnia” is no State."),
            ("theme", "other:Nothing; Torture", "“Nothing; Torture” is no theme."),
            ("group", "other:Elves", "“Elves” is no affected group."),
            ("match", "other:999.9", "There is no recommendation 999.9 in this review."),
            ("match", "other:118.5/7", "There is no recommendation 118.5/7 in this review."),
            ("state", "other:", "Write which one."),
            ("state", "=ROU", "This answer is not among the suggestions any more."),
            ("state", "nothing:Cambodia", "One answer is chosen above and another is written here."),
        ],
    )
    def test_what_is_not_possible_is_told_at_its_question_and_nothing_is_lost(
        self, ask, answer, cambodia, kind, said, told
    ):
        ThemeFactory(slug="torture", name="Torture")
        wrong = ask(kind, "Ruritania", scope="khm-2 uhri" if kind == "match" else "")
        right = ask("state", "Camboda", ("KHM", 90))

        page = answer({wrong: said, right: "=KHM"})

        assert page.status_code == 422
        assertContains(page, told, status_code=422)
        assertContains(page, "Nothing was stored: 1 answer is not possible.", status_code=422)
        forms = {each.question.choice_id: each.form for each in page.context["asked"]}
        assert forms[right.pk].picked == "=KHM"
        assert forms[wrong.pk]["other"].value() == said.partition(":")[2]
        assert not Choice.objects.answered().exists()

    def test_where_all_is_left_open_nothing_happens(self, ask, answer):
        page = answer({ask("state", "Ruritania"): ""})

        assertContains(page, "No question was answered")
        assert Import.objects.get().phase == Phase.PLANNED

    def test_questions_of_other_imports_cannot_be_answered_here(self, ask, answer):
        choice = ask("state", "Ruritania")
        Question.objects.update(asked_by=ImportFactory())

        answer({choice: "nothing"})

        choice.refresh_from_db()
        assert choice.answer is None

    def test_what_somebody_else_answered_in_the_meantime_stays(self, ask, answer):
        choice = ask("state", "Ruritania")
        Choice.objects.update(answer="ROU")

        assertContains(answer({choice: "nothing"}), "No question was answered")
        assert Choice.objects.get().answer == "ROU"

    def test_an_applied_import_stays_and_the_file_is_planned_as_a_new_one(self, ask, answer, planned):
        choice = ask("state", "Ruritania")
        Import.objects.update(written=1)

        page = answer({choice: "nothing"})

        assert Import.objects.count() == 2
        assert page.request["PATH_INFO"] != planned.get_absolute_url()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_while_a_worker_has_the_file_nothing_is_answered(self, ask, manager, address, method):
        ask("state", "Ruritania")
        Import.objects.update(phase=Phase.READING)

        page = getattr(manager, method)(address, follow=True)

        assertContains(page, "This file is being worked on.")


class TestManyAtOnce:
    @pytest.fixture(autouse=True)
    def _questions(self, ask, cambodia):
        for number, score in enumerate([97, 91, 60]):
            ask("match", f"row {number}", ("118.5", score), ("118.5/1", 10), scope="khm-2 uhri")
        ask("match", "row without a suggestion", scope="khm-2 uhri")
        ask("state", "Ruritania", ("ROU", 99))

    def answers(self) -> list[str | None]:
        return list(Choice.objects.filter(kind="match").order_by("pk").values_list("answer", flat=True))

    def test_the_best_suggestion_is_taken_after_its_number_was_shown(self, manager, address):
        page = manager.get(address, {"many": "best", "least": "90"})
        assertContains(page, "The best suggestion will be taken for 2 open rows")
        assert self.answers() == [None] * 4

        page = manager.post(address, {"many": "best", "least": "90", "count": "2"}, follow=True)

        assertContains(page, "2 answers were stored")
        assert self.answers() == ["118.5", "118.5", None, None]
        assert Choice.objects.get(kind="state").answer is None

    def test_all_others_are_recommendations_of_their_own(self, manager, address):
        assertContains(manager.get(address), "All 4 open rows are recommendations of their own")
        assertContains(manager.get(address, {"many": "own"}), "4 open rows will be taken")

        manager.post(address, {"many": "own", "count": "4"})

        assert self.answers() == [""] * 4

    def test_another_number_than_the_one_that_was_shown_is_shown_first(self, manager, address):
        page = manager.post(address, {"many": "own", "count": "3"})

        assertContains(page, "The questions changed in the meantime.")
        assert self.answers() == [None] * 4

    def test_a_score_that_is_not_offered_is_the_highest(self, manager, address):
        assertContains(manager.get(address, {"many": "best", "least": "1"}), "There is no open row")


def test_members_of_organisations_are_refused(client, planned, ask, address):
    client.force_login(UserFactory(password=None))
    choice = ask("state", "Ruritania")

    assert client.post(address, {f"choice-{choice.pk}-answer": "nothing"}).status_code == 403
    assert not Choice.objects.answered().exists()
