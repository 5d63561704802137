"""The answers that are remembered: found again, put right, forgotten."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from recommendations.importing.models import Choice, Import, Phase
from recommendations.models import AffectedGroup, Recommendation, ThemeName
from states.models import StateName
from tests.factories import (
    AffectedGroupFactory,
    ImportFactory,
    RecommendationFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
    ThemeNameFactory,
    UserFactory,
    VocabularyFactory,
)
from tests.recommendations.importing.documents import load_reference_data
from tests.recommendations.importing.test_choices import of_upr_info
from tests.recommendations.importing.test_upr_info import SITE, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files", "worker_at_hand")]

ANSWERS = "/imports/answers/"


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()
    for vocabulary in ("uhri", "upr-info"):
        VocabularyFactory(slug=vocabulary)
    ThemeFactory(slug="treaties", name="Treaties")
    ThemeFactory(slug="torture", name="Torture and ill-treatment")
    AffectedGroupFactory(slug="children", name="Children")
    AffectedGroupFactory(slug="women", name="Women")


@pytest.fixture
def choose(send):
    """Answer the only open question on the page of questions; `said` is what is written."""

    def choose(said: str) -> Choice:
        choice = Choice.objects.open().get()
        send(
            "import-choices",
            choice.questions.get().asked_by_id,
            **{f"choice-{choice.pk}-answer": "other", f"choice-{choice.pk}-other": said},
        )
        choice.refresh_from_db()
        return choice

    return choose


@pytest.fixture
def correct(send):
    """Put an answer right on its page, as it was looked at."""

    def correct(choice: Choice, picked: str, written: str = "", instead_of: str | None = None):
        return send(
            "import-answer",
            choice.pk,
            instead_of=choice.answer if instead_of is None else instead_of,
            **{f"choice-{choice.pk}-answer": picked, f"choice-{choice.pk}-other": written},
        )

    return correct


@pytest.fixture
def forget(send):
    return lambda choice: send("import-answer-forget", choice.pk, instead_of=choice.answer)


@pytest.fixture
def drop(upload):
    """Import a file of one row of UPR Info."""
    return lambda name="rows.csv", **row: upload(write(SITE, of_upr_info(**row)), name)


def answered(kind: str = "state", printed: str = "Frannce", answer: str = "FRA", **fields) -> Choice:
    fields = {"answered_at": timezone.now(), "key": printed.lower()} | fields
    return Choice.objects.create(kind=kind, printed=printed, answer=answer, **fields)


class TestTheList:
    def test_it_says_what_was_answered_by_whom_when_and_for_which_file(self, drop, choose, manager):
        drop("cambodia.csv", state="Frannce")
        choose("France")

        page = manager.get(ANSWERS)

        user = Import.objects.get().created_by
        for told in ("Frannce", "name of a State", "France", "cambodia.csv", user.email, "1 answer"):
            assertContains(page, told)

    def test_it_is_reached_from_the_imports(self, manager):
        assertContains(manager.get(reverse("imports")), f'href="{ANSWERS}"')

    def test_the_answer_is_told_in_words(self, manager):
        RecommendationFactory(paragraph=118, item=5, review=ReviewFactory(session_id=18))
        answered("theme", "CP rights", "torture treaties", scope="uhri")
        answered("group", "Kids", "children")
        answered("state", "Atlantis", "")
        answered("match", "Ratify it", "118.5/2", scope="khm-2 upr-info")

        page = manager.get(ANSWERS)

        for told in ("Torture and ill-treatment, Treaties", "Children", "no State"):
            assertContains(page, told)
        address = reverse("recommendation", args=["khm-2", "118.5"])
        assertContains(page, f'<a href="{address}">Recommendation 118.5, clause 2</a>')
        assertContains(page, "khm-2 · UPR Info")

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, ["Ratify it", "CP rights", "Frannce"]),
            ({"kind": "theme"}, ["CP rights"]),
            ({"q": "FRÁNN"}, ["Frannce"]),
            ({"q": "france"}, ["Frannce"]),
            ({"q": "ratify"}, ["Ratify it"]),
            ({"q": "Torture"}, ["CP rights"]),
            ({"q": "upr-info"}, ["Ratify it"]),
            ({"q": "ratify", "kind": "theme"}, []),
            ({"kind": "nonsense"}, ["Ratify it", "CP rights", "Frannce"]),
        ],
    )
    def test_it_is_searched_by_words_and_kind(self, manager, asked, found):
        answered()
        answered("theme", "CP rights", "torture", scope="uhri")
        answered("match", "Ratify it", "118.5", scope="khm-2 upr-info", key="0123")

        assert [row[0].printed for row in manager.get(ANSWERS, asked).context["rows"]] == found

    def test_what_is_open_is_no_answer(self, manager):
        Choice.objects.create(kind="state", key="ruritania", printed="Ruritania")

        assertContains(manager.get(ANSWERS), "Nothing had to be decided yet")
        assertContains(manager.get(ANSWERS, {"q": "x"}), "No such answer")

    def test_it_has_pages_that_cost_the_same_however_full(self, manager, django_assert_max_num_queries):
        for number in range(60):
            answered(
                *("match", f"Row {number}", f"118.{number + 1}"),
                scope="khm-2 upr-info",
                answered_by=UserFactory(password=None),
                answered_in=ImportFactory(),
            )
        answered()
        answered("theme", "CP rights", "torture treaties", scope="uhri")
        answered("group", "Kids", "children")

        with django_assert_max_num_queries(8):
            page = manager.get(ANSWERS)

        assert len(page.context["rows"]) == 50
        assertContains(manager.get(ANSWERS, {"page": 2}), "Row 0")


class TestPuttingRight:
    def test_the_name_of_another_state(self, drop, choose, correct):
        drop(state="Frannce")
        choice = choose("Portugal")

        page = correct(choice, "other", "France")

        assertContains(page, "The answer was changed. 1 file that is not applied yet is compared again.")
        assert StateName.objects.get(name="Frannce").state_id == "FRA"
        waiting = Import.objects.get()
        assert waiting.changes.get(model="recommendation").record["clauses"][0]["states"] == ["FRA"]

    @pytest.mark.parametrize(
        ("phase", "then"),
        [
            (Phase.READING, Phase.WAITING),
            (Phase.PLANNING, Phase.WAITING),
            (Phase.QUEUED, Phase.QUEUED),
            (Phase.CANCELLED, Phase.CANCELLED),
        ],
    )
    def test_what_is_being_compared_with_the_old_answer_begins_again(self, manager, phase, then):
        import_ = ImportFactory(phase=phase)
        choice = answered()

        manager.post(f"{choice.get_absolute_url()}forget/", {"instead_of": "FRA"})

        import_.refresh_from_db()
        assert import_.phase == then

    def test_another_theme(self, drop, choose, correct):
        drop(issues="Bad treatment")
        choice = choose("Treaties")

        correct(choice, "other", "Torture and ill-treatment")

        assert [theme.slug for theme in ThemeName.objects.get(name="Bad treatment").themes.all()] == [
            "torture"
        ]
        assert Import.objects.get().changes.get(model="recommendation").record["themes"] == ["torture"]

    def test_another_group(self, correct):
        AffectedGroup.objects.filter(slug="children").update(other_names=["Minors", "Kids"])

        correct(answered("group", "Kids", "children"), "other", "Women")

        assert AffectedGroup.objects.get(slug="children").other_names == ["Minors"]
        assert AffectedGroup.objects.get(slug="women").other_names == ["Kids"]

    def test_a_name_that_stands_for_nothing(self, drop, choose, correct):
        drop(state="Frannce")
        choice = choose("Portugal")

        correct(choice, "nothing")

        assert not StateName.objects.filter(name="Frannce").exists()
        assert Choice.objects.get().answer == ""

    def test_what_it_does_is_told_before(self, drop, choose, manager):
        drop("cambodia.csv", state="Frannce")
        choice = choose("Portugal")

        page = manager.get(choice.get_absolute_url())

        assertContains(page, "“Frannce” is no name of Portugal in documents any more.")
        assertContains(page, "1 file that is not applied yet is compared again at once.")
        assertContains(page, "What has been written with the old answer stays as it is.")
        assertNotContains(page, "Leave it open")

    def test_what_is_written_already_stays_as_it_is(self, drop, choose, correct, press):
        drop(state="Frannce")
        choice = choose("Portugal")
        press("import-apply")

        correct(choice, "other", "France")

        assert Import.objects.get().phase == Phase.APPLIED
        assert [state.code for state in Recommendation.objects.get().clauses.get().states.all()] == ["PRT"]

    def test_two_people_at_once_are_told_apart(self, correct):
        choice = answered()
        correct(choice, "other", "Portugal")

        page = correct(choice, "other", "Austria", instead_of="FRA")

        assertContains(page, "Somebody else changed what was answered meanwhile, so nothing was stored.")
        choice.refresh_from_db()
        assert choice.answer == "PRT"

    @pytest.mark.parametrize(
        ("picked", "written", "sentence"),
        [
            ("other", "Ruritania", "is no State"),
            ("", "", "Choose another answer, or forget this one below."),
        ],
    )
    def test_what_is_no_answer_changes_nothing(self, manager, picked, written, sentence):
        choice = answered()
        sent = {f"choice-{choice.pk}-answer": picked, f"choice-{choice.pk}-other": written}

        page = manager.post(choice.get_absolute_url(), {"instead_of": "FRA", **sent})

        assertContains(page, sentence, status_code=422)
        choice.refresh_from_db()
        assert choice.answer == "FRA"

    def test_the_same_answer_once_more_is_no_change(self, correct):
        choice = answered(answered_by=UserFactory())

        assertContains(correct(choice, "other", "France"), "nothing was changed")
        assert Choice.objects.get().answered_by == choice.answered_by


class TestForgetting:
    def test_the_question_is_asked_again(self, drop, choose, forget):
        drop(state="Frannce")
        choice = choose("Portugal")

        page = forget(choice)

        assertContains(page, "the next file that raises the question asks it again")
        assert not StateName.objects.filter(name="Frannce").exists()
        assert Import.objects.get().questions.get().choice.answer is None

    def test_names_that_somebody_entered_by_hand_stay(self, forget):
        StateName.objects.create(name="Atlantis", state=StateFactory(code="ATL"))
        theme = ThemeNameFactory(vocabulary_id="upr-info", name="CP rights")

        forget(answered("state", "Atlantis", ""))
        forget(answered("theme", "CP rights", "torture", scope="uhri", key="cp rights"))

        assert StateName.objects.filter(name="Atlantis").exists()
        assert ThemeName.objects.filter(pk=theme.pk).exists()

    def test_what_is_forgotten_is_no_answer_any_more(self, manager, forget):
        choice = answered()
        forget(choice)

        assert manager.get(choice.get_absolute_url()).status_code == 404


class TestForgettingMany:
    FORGET = f"{ANSWERS}forget/"

    @pytest.fixture
    def many(self):
        file, other = ImportFactory(name="export.json", phase=Phase.PLANNED), ImportFactory()
        for number in range(3):
            answered("match", f"Row {number}", "", scope="khm-2 uhri", answered_in=file)
        StateName.objects.create(name="Frannce", state_id="PRT")
        answered(answer="PRT", answered_in=file)
        answered("match", "Row 9", "", scope="khm-2 uhri", answered_in=other)
        return file

    def test_those_of_one_file_are_found_from_its_page_and_forgotten_together(self, manager, many):
        page = manager.get(many.get_absolute_url())
        assertContains(page, "4 answers were given to the questions of this file")
        page = manager.get(f"{ANSWERS}?file={many.pk}")
        assertContains(page, "Only answers to the questions of")
        assertContains(page, f'href="{self.FORGET}?file={many.pk}"')
        assertContains(manager.get(f"{self.FORGET}?file={many.pk}"), "4 answers will be forgotten.")

        page = manager.post(f"{self.FORGET}?file={many.pk}", {"count": "4"}, follow=True)

        assertContains(page, "4 answers were forgotten")
        assert [choice.printed for choice in Choice.objects.answered()] == ["Row 9"]
        assert not StateName.objects.filter(name="Frannce").exists()

    def test_where_they_are_not_so_many_any_more_none_is_forgotten(self, manager, many):
        page = manager.post(f"{self.FORGET}?kind=match", {"count": "3"}, follow=True)

        assertContains(page, "Somebody else changed what was answered meanwhile")
        assert Choice.objects.answered().count() == 5

    @pytest.mark.parametrize(
        "query",
        ["", "?file=999999", "?file=99999999999999999999999", "?file=one", "?kind=nonsense", "?q=%20"],
    )
    def test_without_a_filter_that_is_understood_none_is_forgotten(self, manager, many, query):
        manager.post(f"{self.FORGET}{query}", {"count": "5"})

        assert Choice.objects.answered().count() == 5


class TestWhoMay:
    @pytest.mark.parametrize("address", ["", "{}/", "{}/forget/", "forget/?q=f"])
    @pytest.mark.parametrize(("signed_in", "status"), [(False, 302), (True, 403)])
    def test_only_data_managers(self, client, address, signed_in, status):
        choice = answered()
        if signed_in:
            client.force_login(UserFactory(password=None))
        ask = client.post if "forget" in address else client.get

        assert ask(ANSWERS + address.format(choice.pk)).status_code == status
        assert Choice.objects.get().answer == "FRA"

    def test_nothing_is_forgotten_by_a_link(self, manager):
        assert manager.get(f"{ANSWERS}{answered().pk}/forget/").status_code == 405
