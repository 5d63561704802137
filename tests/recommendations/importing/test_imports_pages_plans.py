"""The plan of an import: tabs, filters, pages, lines; and the template and the headings."""

from io import BytesIO

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from recommendations.importing import readers
from recommendations.importing.models import ChangeKind, ColumnHeading, Import, Phase, PlannedChange
from tests.factories import (
    ColumnHeadingFactory,
    ImportFactory,
    PlannedChangeFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

RECORD = {
    "review": "khm-2",
    "number": "118.5",
    "source": "uhri",
    "text": "Ratify it",
    "rows": [12, 13],
    "clauses": [{"text": "Ratify it", "states": ["FRA"], "unresolved": []}],
}


@pytest.fixture
def planned() -> Import:
    """A planned import whose lines `add` adds, counted as planning counts them."""
    return ImportFactory(phase=Phase.PLANNED)


@pytest.fixture
def add(planned):
    def add(*numbers: str, review: str = "khm-2", **fields) -> None:
        order = planned.changes.count()
        for place, number in enumerate(numbers, order + 1):
            key = f"{review} {number}"
            PlannedChangeFactory(plan_of=planned, order=place, key=key, review_slug=review, **fields)
        Import.objects.update(counts=planned.changes.counts())

    return add


@pytest.fixture
def look(manager, planned):
    """See the page of the plan, with these parameters in its address."""
    return lambda **asked: manager.get(planned.get_absolute_url(), asked)


def numbers_on(page) -> list[str]:
    return [shown.line.key.partition(" ")[2] for shown in page.context["lines"]]


class TestTabs:
    def test_lines_are_told_by_what_happens_and_by_conflict(self, add, look):
        add("118.1", kind="create")
        add("118.2", "118.3", kind="change")
        add("118.4", kind="same", conflicting=True)
        add("?7", kind="undecided")

        assert numbers_on(look()) == ["118.1", "118.2", "118.3", "118.4", "?7"]
        assert numbers_on(look(kind="change")) == ["118.2", "118.3"]
        assert numbers_on(look(kind="conflict")) == ["118.4"]
        assert numbers_on(look(kind="undecided")) == ["?7"]
        assert numbers_on(look(kind="nonsense")) == numbers_on(look())

    def test_every_tab_says_how_many_lines_it_has(self, add, look):
        add("118.1", kind="create")
        add("118.2", "118.3", kind="change", conflicting=True)

        assert {kind: count for kind, _words, count in look().context["tabs"]} == {
            "": 3,
            "create": 1,
            "change": 2,
            "same": 0,
            "conflict": 2,
            "undecided": 0,
        }

    def test_numbers_of_a_filtered_plan_are_those_of_the_filter(self, add, look):
        add("118.1", kind="create")
        add("118.1", review="khm-3", kind="same")

        page = look(review="khm-3")

        assert {kind: count for kind, _words, count in page.context["tabs"] if count} == {"": 1, "same": 1}


class TestFilters:
    @pytest.fixture(autouse=True)
    def _lines(self, add):
        add("118.5", "118.50", "u12")
        add("118.5", review="khm-3")
        add("118.6", model="response", review="khm-3")

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("118.5", ["118.5", "118.5"]),
            ("khm-3", ["118.5", "118.6"]),
            ("KHM-3 118.6", ["118.6"]),
            ("u12", ["u12"]),
            ("118.", ["118.5", "118.50", "118.5", "118.6"]),
            ("119.1", []),
        ],
    )
    def test_a_line_is_found_by_its_key(self, look, words, found):
        assert numbers_on(look(q=words)) == found

    def test_nothing_found_says_so(self, look):
        assertContains(look(q="119.1"), "No record that was asked for is in this plan.")

    def test_the_reviews_of_the_plan_can_be_chosen_by_name(self, look):
        ReviewFactory(state_under_review=StateFactory(code="KHM", name="Cambodia"), cycle__number=2)

        page = look(review="khm-3")

        assert numbers_on(page) == ["118.5", "118.6"]
        assertContains(page, '<option value="khm-2">Cambodia', html=False)

    def test_a_plan_of_one_review_has_no_choice_of_reviews(self, planned, look):
        Import.objects.update(review=ReviewFactory())

        assertNotContains(look(), 'name="review"')

    def test_records_can_be_chosen_by_their_kind(self, look):
        assert numbers_on(look(record="response")) == ["118.6"]

    def test_what_is_not_understood_is_not_asked_for(self, look):
        assert len(numbers_on(look(review="xyz-9", record="nonsense", page="last"))) == 5


class TestPages:
    def test_a_long_plan_has_pages_that_say_how_many_there_are(self, add, look):
        add(*(f"118.{number}" for number in range(1, 61)), kind="same")

        page = look(page=2)

        assert numbers_on(page) == [f"118.{number}" for number in range(26, 51)]
        assertContains(page, "26 to 50 of 60, page 2 of 3")
        assertContains(page, '<a href="?page=3"')

    def test_a_page_of_a_plan_of_100_000_lines_counts_nothing_and_reads_its_own_lines(
        self, planned, look, django_assert_max_num_queries
    ):
        PlannedChange.objects.bulk_create(
            PlannedChange(
                plan_of=planned, order=order, kind="same", model="recommendation", key=f"khm-2 1.{order}"
            )
            for order in range(1, 101)
        )
        Import.objects.update(counts={"same": 100_000}, review=ReviewFactory())

        with django_assert_max_num_queries(14) as queries:
            page = look(kind="same", page=3)

        assertContains(page, "51 to 75 of 100,000, page 3 of 4,000")
        assert len(numbers_on(page)) == 25
        of_plan = [query["sql"] for query in queries if "importing_plannedchange" in query["sql"]]
        assert len(of_plan) == 2
        assert not any("COUNT" in sql for sql in of_plan)

    def test_a_full_page_takes_as_many_queries_as_one_line(
        self, add, look, django_assert_num_queries, django_assert_max_num_queries
    ):
        fields = {"themes": [{}, {"torture": "uhri"}]}
        conflicts = {"states": [["FRA"], "person", ["AUT"]]}
        more = {"kind": "change", "record": RECORD, "fields": fields, "conflicts": conflicts}
        add("118.1", **more)
        with django_assert_max_num_queries(16) as queries:
            look()
        add(*(f"118.{number}" for number in range(2, 30)), **more)

        with django_assert_num_queries(len(queries)):
            assert len(numbers_on(look())) == 25


class TestLines:
    @pytest.fixture(autouse=True)
    def _names(self):
        StateFactory(code="FRA", name="France")
        ThemeFactory(slug="torture", name="Torture & ill-treatment")

    def test_a_creation_is_told_with_its_source_and_its_rows(self, add, look):
        add("118.5", kind="create", record=RECORD)

        page = look()

        assertContains(page, "Recommendation 118.5")
        assertContains(page, "Universal Human Rights Index · rows 12, 13")
        assertContains(page, "Ratify it")
        assertNotContains(page, reverse("recommendation", args=["khm-2", "118.5"]))

    def test_once_it_is_written_it_leads_to_its_record(self, add, look):
        add("118.5", kind="create", record=RECORD)
        Import.objects.update(written=1)

        assertContains(look(), reverse("recommendation", args=["khm-2", "118.5"]))

    def test_a_change_shows_old_and_new_with_the_sources_of_both(self, add, look):
        fields = {
            "text": ["Sign it", "Ratify it"],
            "sources.text": ["upr-info", "uhri"],
            "themes": [{}, {"torture": "uhri"}],
        }
        add("118.5", kind="change", record=RECORD, fields=fields)

        page = look()

        assertContains(page, "<del>Sign </del>")
        assertContains(page, "<ins>Ratify </ins>")
        assertContains(page, ">Torture &amp; ill-treatment</ins>")
        assertContains(page, "UPR Info →")
        assertContains(page, reverse("recommendation", args=["khm-2", "118.5"]))

    def test_a_recommendation_that_gets_its_number_is_found_under_its_old_one_until_then(self, add, look):
        add("118.5", kind="change", record=RECORD, fields={"number": ["u12", "118.5"]})

        assertContains(look(), reverse("recommendation", args=["khm-2", "u12"]))
        Import.objects.update(written=1)
        assertContains(look(), reverse("recommendation", args=["khm-2", "118.5"]))

    def test_a_conflict_shows_what_is_kept_and_what_is_not_taken(self, add, look):
        conflicts = {"position": ["noted", "working-group-report", "supported"]}
        add("118.5", kind="same", conflicts=conflicts, conflicting=True)

        page = look()

        assertContains(page, "<strong>Kept:</strong> noted")
        assertContains(page, "report of the Working Group")
        assertContains(page, "<strong>Not taken:</strong> supported")

    def test_an_answer_leads_to_the_recommendation_that_it_answers(self, add, look):
        record = {
            "position": "noted",
            "paragraph": "3",
            "document": "A/HRC/26/16/Add.1",
            "comment": "<b>No</b>",
        }
        add("118.5", kind="create", model="response", record=record)

        page = look()

        assertContains(page, "Answer to 118.5")
        assertContains(page, reverse("recommendation", args=["khm-2", "118.5"]))
        assertContains(page, "&lt;b&gt;No&lt;/b&gt;")

    def test_what_is_undecided_leads_to_the_questions(self, planned, add, look):
        add("?12", kind="undecided", record=RECORD)

        page = look()

        assertContains(page, "A recommendation without a number")
        assertContains(page, f"{reverse('import-choices', args=[planned.pk])}?kind=match")

    def test_reviews_and_documents_are_told_by_their_keys(self, planned, look):
        for order, (model, key) in enumerate([("review", "khm-2"), ("document", "A/HRC/26/16")], 1):
            PlannedChangeFactory(plan_of=planned, order=order, kind="same", model=model, key=key)
        Import.objects.update(counts={"same": 2})

        page = look()

        assertContains(page, "Review khm-2")
        assertContains(page, reverse("review", args=["khm-2"]))
        assertContains(page, "Document A/HRC/26/16")

    def test_which_source_is_believed_can_be_read(self, add, look):
        add("118.5", kind=ChangeKind.SAME)

        page = look()

        assertContains(page, "Which source is believed")
        assertContains(page, "Official wording, Recommending States")


class TestForms:
    def test_the_form_names_what_can_be_read_and_lets_it_be_chosen(self, manager):
        page = manager.get(reverse("imports"))

        assertContains(page, 'accept=".pdf,.docx,.xlsx,.xls,.csv,.json"')
        for name in ("addendum", "thematic list", "UHRI", "UPR Info", "own spreadsheet"):
            assertContains(page, name)

    def test_an_unknown_file_is_told_what_can_be_read(self):
        with pytest.raises(readers.UnreadableDocument, match="thematic list of OHCHR"):
            readers.find_reader(BytesIO(b"Dear all"))


class TestTemplate:
    """Our own spreadsheet: written by `template`, handed out to data managers."""

    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    def test_the_template_can_be_downloaded_and_is_read_again(self, manager, kind):
        address = reverse("import-template", args=[kind])
        assertContains(manager.get(reverse("imports")), f'href="{address}"')

        answer = manager.get(address)

        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="upr-tracker-template.{kind}"'
        assert readers.find_reader(BytesIO(answer.content)).FORMAT == "spreadsheet"

    def test_there_are_no_other_kinds(self, manager):
        assert manager.get(reverse("import-template", args=["exe"])).status_code == 404

    def test_it_is_for_data_managers(self, client):
        client.force_login(UserFactory(password=None))

        assert client.get(reverse("import-template", args=["csv"])).status_code == 403


class TestHeadings:
    @pytest.fixture
    def add(self, manager):
        ColumnHeadingFactory(format="upr-info", field="state", heading="SuR")

        def add(**fields):
            return manager.post(reverse("admin:importing_columnheading_add"), fields)

        return add

    def test_a_data_manager_adds_the_heading_that_a_new_export_prints(self, add):
        assert add(format="upr-info", field="state", heading="State reviewed").status_code == 302

        assert ColumnHeading.objects.as_resolver().field("upr-info", "STATE REVIEWED") == "state"

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"field": "sate", "heading": "State"}, "The fields of this format are: state."),
            ({"field": "state", "heading": "sur"}, "“SuR” is known already; it stands for state."),
            ({"field": "state", "heading": "–"}, "Write at least one Latin letter or digit"),
        ],
    )
    def test_mistakes_are_told(self, add, fields, told):
        assertContains(add(format="upr-info", **fields), told)
        assert ColumnHeading.objects.count() == 1

    def test_a_heading_can_be_corrected(self, add, manager):
        heading = ColumnHeading.objects.get()

        answer = manager.post(
            reverse("admin:importing_columnheading_change", args=[heading.pk]),
            {"format": "upr-info", "field": "state", "heading": "State (SuR)"},
        )

        assert answer.status_code == 302
        assert ColumnHeading.objects.get().key == "state sur"

    def test_members_of_organisations_see_none(self, client):
        client.force_login(UserFactory(password=None))

        answer = client.get(reverse("admin:importing_columnheading_changelist"))

        assert answer.status_code in (302, 403)
        assertNotContains(client.get("/"), "Column headings")
