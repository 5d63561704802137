"""What is doubtful in a file, on the page of the import and on a page of its own."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from recommendations.importing.models import Import, Phase
from tests.factories import ImportFactory, ImportProblemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned() -> Import:
    return ImportFactory(phase=Phase.PLANNED)


class TestRemarks:
    @pytest.fixture(autouse=True)
    def _remarks(self, planned):
        for number in range(60):
            ImportProblemFactory(
                found_in=planned,
                code="unknown-state",
                details={"name": "Ruritania"},
                sheet="Recommendations",
                row=number + 1,
                column="Position",
            )
        ImportProblemFactory(
            found_in=planned,
            code="number-repaired",
            severity="notice",
            details={"printed": "1.01", "number": "1.10"},
            page=20,
        )

    @pytest.fixture
    def remarks(self, manager, planned):
        return lambda **asked: manager.get(reverse("import-problems", args=[planned.pk]), asked)

    def test_the_import_tells_each_kind_once_with_its_place_and_number(self, manager, planned):
        page = manager.get(planned.get_absolute_url())

        assertContains(page, "61 remarks")
        assertContains(page, "“Ruritania” is not among the known names of States.", count=1)
        assertContains(page, "sheet Recommendations · row 1 · column Position")
        assertContains(page, "all 60 of this kind")

    def test_all_of_them_have_pages(self, remarks):
        assert len(remarks().context["page"]) == 50
        assertContains(remarks(page=2), "row 60")

    def test_they_can_be_told_by_severity_and_by_kind(self, remarks):
        assertContains(remarks(severity="notice"), "where 1.10 is due")
        assertNotContains(remarks(severity="notice"), "· row 1 ·")
        assertContains(remarks(severity="error"), "No remarks of this kind.")
        assert remarks(code="unknown-state").context["page"].paginator.count == 60
        assert remarks(code="unknown-state", severity="notice").context["page"].paginator.count == 0

    def test_they_take_as_many_queries_as_there_are_questions_to_ask(
        self, remarks, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(6):
            remarks()
