"""Progress tells the truth: so many rows of so many, forwards, with the problems of this reading only."""

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from recommendations.importing import applying, keeping, progress, reverting
from recommendations.importing.models import Import, Phase
from recommendations.models import Recommendation
from tests.factories import ImportFactory, ImportProblemFactory
from tests.recommendations.importing.documents import load_reference_data, sections
from tests.recommendations.importing.steps import apply, plan, put, receive, revert

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference_data(db):
    load_reference_data()


@pytest.fixture
def report(make_report, closing) -> bytes:
    return make_report(*sections(["Ratify it (France)", "Apply it (Portugal; Austria)"], closing))


@pytest.fixture
def seen(monkeypatch):
    """How far the import is each time some lines are written or taken back: (rows done, of how many)."""
    seen = []
    for module, name in ((applying, "write"), (reverting, "take_back")):
        monkeypatch.setattr(module, "CHUNK", 1)
        act = getattr(module, name)

        def look_and_act(lines, held, act=act):
            seen.append(Import.objects.values_list("rows_done", "rows_total").get())
            act(lines, held)

        monkeypatch.setattr(module, name, look_and_act)
    return seen


class TestTakingBack:
    def test_counts_what_has_been_taken_back(self, report, seen):
        import_ = apply(plan(receive(report)))
        seen.clear()

        import_ = revert(import_)

        assert seen == [(0, 4), (1, 4), (2, 4), (3, 4)]
        assert (import_.rows_done, import_.rows_total) == (4, 4)

    def test_of_a_half_written_import_counts_what_was_written(self, report):
        import_ = put(plan(receive(report)), phase=Phase.APPLYING, written=3, rows_done=3, rows_total=4)

        progress.cancel(import_, by=None)

        assert (import_.phase, import_.rows_done, import_.rows_total) == (Phase.LEAVING, 0, 3)

    def test_that_stopped_leaves_the_import_as_far_as_it_is(self, report):
        import_ = apply(plan(receive(report)))
        Recommendation.objects.filter(item=2).update(summary="In our words")

        import_ = revert(import_)

        assert import_.phase == Phase.APPLIED
        assert (import_.rows_done, import_.rows_total) == (4, 4)


def test_a_file_that_is_read_again_has_no_problems_so_far(report, monkeypatch):
    import_ = plan(receive(report))
    ImportProblemFactory(found_in=import_, details={"printed": "1", "number": "2"})
    put(import_, problem_count=1)
    reads, found = keeping.FileReading.read, []

    def look_and_read(self, *args):
        found.append(Import.objects.get().problem_count)
        return reads(self, *args)

    monkeypatch.setattr(keeping.FileReading, "read", look_and_read)

    plan(progress.plan_again(import_, by=None))

    assert found == [0]
    assert not import_.problems.exists()


def test_another_attempt_at_reading_begins_with_nothing(report, monkeypatch):
    import_ = receive(report)
    put(import_, attempts=1, rows_done=5000, rows_total=8000, share_read=62, problem_count=9)
    reads, found = keeping.FileReading.read, []

    def look_and_read(self, *args):
        found.append(Import.objects.values("rows_done", "rows_total", "share_read", "problem_count").get())
        return reads(self, *args)

    monkeypatch.setattr(keeping.FileReading, "read", look_and_read)

    plan(import_)

    assert found == [{"rows_done": 0, "rows_total": 0, "share_read": 0, "problem_count": 0}]


class TestInWords:
    @pytest.mark.parametrize(
        ("phase", "progress", "words"),
        [
            (Phase.WAITING, {}, "A worker takes it in a moment."),
            (Phase.READING, {}, "A worker has begun."),
            (Phase.READING, {"rows_done": 1}, "1 row read"),
            (Phase.READING, {"rows_done": 1, "share_read": 3}, "1 row read, 3 per cent of the file"),
            (Phase.PLANNING, {"rows_done": 1200, "rows_total": 2500}, "1,200 of 2,500 rows compared"),
            (Phase.QUEUED, {"rows_total": 2500}, "0 of 2,500 records written"),
            (Phase.APPLYING, {"rows_done": 1, "rows_total": 1}, "1 of 1 record written"),
            (Phase.REVERTING, {"rows_done": 5, "rows_total": 2500}, "5 of 2,500 records taken back"),
        ],
    )
    def test_it_says_what_is_done_in_this_phase(self, manager, phase, progress, words):
        import_ = ImportFactory(phase=phase, **progress)

        assertContains(manager.get(import_.get_absolute_url()), words)

    def test_what_was_cancelled_while_it_was_applied_is_not_told_as_if_it_had_been(self, manager):
        import_ = ImportFactory(
            phase=Phase.REVERTED, reverted_at=timezone.now(), counts={"create": 1200, "change": 3, "same": 1}
        )

        page, listed = manager.get(import_.get_absolute_url()), manager.get("/imports/")

        assertContains(page, "Cancelled while it was applied")
        for answer in (page, listed):
            assertNotContains(answer, "created")
