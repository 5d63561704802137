"""What the page of an import shows of answers, tags and exports, and the headings in the admin."""

from io import BytesIO

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from recommendations.importing import readers
from recommendations.importing.models import ColumnHeading, Import, Phase
from recommendations.importing.planning import plan
from tests.factories import (
    AffectedGroupFactory,
    ColumnHeadingFactory,
    ImportFactory,
    ImportProblemFactory,
    SustainableDevelopmentGoalFactory,
    ThemeFactory,
    UserFactory,
)
from tests.recommendations.importing.documents import (
    addendum,
    answer,
    keep,
    listed,
    load_reference_data,
    reading,
    recommendation,
    tags,
    thematic_list,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()


@pytest.fixture
def manager(client):
    client.force_login(UserFactory(data_manager=True, password=None))
    return client


@pytest.fixture
def page_of(manager):
    """The page of an import with the plan of a document."""

    def page_of(document):
        import_ = keep(plan(document))
        Import.objects.update(phase=Phase.PLANNED)
        return manager.get(import_.get_absolute_url())

    return page_of


class TestAnswers:
    def test_an_answer_is_shown_with_position_words_and_comment(self, page_of):
        write(reading(recommendation("118.1", position="pending")))

        page = page_of(addendum(answer("118.1", "noted", comment="<b>Later</b>", stated_as="in principle")))

        assertContains(page, "Answer to 118.1")
        assertContains(page, reverse("recommendation", args=["khm-2", "118.1"]))
        assertContains(page, "Position stated in paragraph 3")
        assertContains(page, "In the State’s words")
        assertContains(page, "&lt;b&gt;Later&lt;/b&gt;")

    def test_a_page_of_answers_takes_as_many_queries_for_many_as_for_one(
        self, manager, django_assert_max_num_queries
    ):
        numbers = [f"118.{item}" for item in range(1, 31)]
        write(reading(*(recommendation(number) for number in numbers)))
        import_ = keep(plan(addendum(*(answer(number) for number in numbers))))
        Import.objects.update(phase=Phase.PLANNED)

        with django_assert_max_num_queries(8):
            assertContains(manager.get(import_.get_absolute_url()), "Answer to 118.20")


class TestTags:
    def test_tags_are_shown_by_name(self, page_of):
        ThemeFactory(slug="torture", name="Torture & ill-treatment")
        AffectedGroupFactory(slug="children", name="Children of all ages")
        SustainableDevelopmentGoalFactory(code="4", name="Quality education")

        page = page_of(
            thematic_list(
                listed(themes=tags("torture"), affected_groups=tags("children"), goals=("4",)),
            )
        )

        assertContains(page, "Torture &amp; ill-treatment")
        assertContains(page, "Children of all ages")
        assertContains(page, "4 Quality education")
        assertContains(page, "Position stated in paragraph 3 of A/HRC/26/16/Add.1")

    def test_tags_that_are_added_stand_beside_those_that_are_there(self, page_of):
        for slug, name in (("torture", "Torture"), ("treaties", "Treaties")):
            ThemeFactory(slug=slug, name=name)
        write(thematic_list(listed(themes=tags("torture"))))

        page = page_of(thematic_list(listed(themes=tags("treaties"))))

        assertContains(page, "<ins>")
        assertContains(page, "Treaties")


class TestProblems:
    def test_a_place_in_a_sheet_is_told_in_full(self, manager):
        import_ = ImportFactory(phase=Phase.PLANNED)
        details = {"name": "Ruritania"}
        ImportProblemFactory(
            found_in=import_,
            code="unknown-state",
            details=details,
            sheet="Recommendations",
            row=12,
            column="Position",
        )

        page = manager.get(import_.get_absolute_url())

        assertContains(page, "sheet Recommendations · row 12 · column Position")

    def test_of_very_many_problems_the_first_are_shown_and_all_are_counted(self, manager):
        import_ = ImportFactory(phase=Phase.FAILED, failure="Not possible yet.")
        for _number in range(205):
            ImportProblemFactory(found_in=import_, code="unknown-state", details={"name": "Ruritania"})

        page = manager.get(import_.get_absolute_url())

        assertContains(page, "205 remarks")
        assertContains(page, "The first 200 are shown.")
        assertContains(page, "Ruritania", count=200)


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
