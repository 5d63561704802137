"""What people decide about an import on its way: cancel it, plan it again, and what they are told of it."""

import pytest
from django.utils import timezone

from recommendations.importing import applying, keeping, progress, tasks
from recommendations.importing.models import UNFINISHED, ChangeKind, Import, Phase
from recommendations.importing.problems import UnreadableDocument
from recommendations.models import Recommendation
from reviews.models import Review
from tests.factories import UserFactory
from tests.recommendations.importing.documents import load_reference_data, sections
from tests.recommendations.importing.steps import apply, plan, put, receive, revert

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference_data(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_reference_data()


@pytest.fixture
def report(make_report, closing) -> bytes:
    return make_report(*sections(["Ratify it (France)", "Apply it (Portugal; Austria)"], closing))


@pytest.fixture
def person():
    return UserFactory(data_manager=True, password=None)


@pytest.fixture
def in_the_middle(monkeypatch):
    """Do something after the first chunk of a plan is written."""

    def in_the_middle(import_: Import, happens) -> Import:
        monkeypatch.setattr(applying, "CHUNK", 1)
        apply_chunk, chunks = applying._apply_chunk, []

        def apply_chunk_and_more(import_):
            more = apply_chunk(import_)
            chunks.append(more)
            if len(chunks) == 1:
                happens(Import.objects.get(pk=import_.pk))
            return more

        monkeypatch.setattr(applying, "_apply_chunk", apply_chunk_and_more)
        return apply(import_)

    return in_the_middle


class TestCancelling:
    @pytest.mark.parametrize("phase", [Phase.WAITING, Phase.READING, Phase.PLANNING, Phase.PLANNED])
    def test_before_anything_is_written_it_is_cancelled(self, report, person, phase):
        import_ = receive(report, phase=phase)

        assert progress.cancel(import_, by=person)

        assert import_.phase == Phase.CANCELLED
        assert plan(import_).phase == Phase.CANCELLED, "no worker takes it"

    @pytest.mark.parametrize("step", ["read", "plan"])
    def test_a_worker_that_has_the_file_keeps_nothing_of_a_cancelled_one(
        self, report, person, monkeypatch, step
    ):
        import_ = receive(report)
        reads, plans = keeping.FileReading.read, keeping.plan

        def read_and_cancel(self, *args):
            found = reads(self, *args)
            progress.cancel(Import.objects.get(pk=import_.pk), by=person)
            return found

        def plan_and_cancel(reading):
            planned = plans(reading)
            progress.cancel(Import.objects.get(pk=import_.pk), by=person)
            return planned

        if step == "read":
            monkeypatch.setattr(keeping.FileReading, "read", read_and_cancel)
        else:
            monkeypatch.setattr(keeping, "plan", plan_and_cancel)

        cancelled = plan(import_)

        assert (cancelled.phase, cancelled.failure) == (Phase.CANCELLED, "")
        assert not cancelled.changes.exists()

    def test_a_file_that_is_cancelled_while_it_cannot_be_read_stays_cancelled(
        self, report, person, monkeypatch
    ):
        import_ = receive(report)

        def cancel_and_fail(self, *args):
            progress.cancel(Import.objects.get(pk=import_.pk), by=person)
            raise UnreadableDocument("damaged")

        monkeypatch.setattr(keeping.FileReading, "read", cancel_and_fail)

        assert plan(import_).phase == Phase.CANCELLED

    def test_a_plan_that_waits_to_be_applied_is_only_a_plan_again(self, report, person):
        import_ = plan(receive(report))
        progress.start_applying(import_, version=import_.plan_version, by=person)

        assert progress.cancel(import_, by=person)

        assert import_.phase == Phase.PLANNED
        assert import_.changes.count() == 4
        tasks.apply_import(import_id=import_.pk)
        assert not Recommendation.objects.exists()

    def test_while_it_is_applied_what_was_written_is_taken_back(self, report, person, in_the_middle):
        import_ = in_the_middle(plan(receive(report)), lambda import_: progress.cancel(import_, by=person))
        assert (import_.phase, import_.written, import_.reverted_by) == (Phase.LEAVING, 1, person)
        assert Review.objects.exists()

        tasks.revert_import(import_id=import_.pk)

        import_.refresh_from_db()
        assert (import_.phase, import_.written) == (Phase.REVERTED, 0)
        assert not Review.objects.exists()

    def test_before_the_first_chunk_is_written_there_is_nothing_to_take_back(self, report, person):
        import_ = put(plan(receive(report)), phase=Phase.APPLYING)

        assert progress.cancel(import_, by=person)
        tasks.revert_import(import_id=import_.pk)

        import_.refresh_from_db()
        assert (import_.phase, import_.written) == (Phase.REVERTED, 0)

    def test_one_that_waits_to_go_on_is_taken_back(self, report, person, in_the_middle):
        def lose_worker(import_):
            put(import_, phase=Phase.QUEUED)

        import_ = in_the_middle(plan(receive(report)), lose_worker)
        assert (import_.phase, import_.written) == (Phase.QUEUED, 1)

        assert progress.cancel(import_, by=person)

        assert import_.phase == Phase.LEAVING

    def test_a_plan_that_is_written_in_part_is_not_thrown_away(self, report, person):
        import_ = put(plan(receive(report)), written=1)

        assert not progress.cancel(import_, by=person)
        assert import_.phase == Phase.PLANNED

    @pytest.mark.parametrize(
        "state",
        [
            {"phase": Phase.APPLIED, "applied_at": timezone.now()},
            {"phase": Phase.LEAVING},
            {"phase": Phase.REVERTING},
            {"phase": Phase.REVERTED, "reverted_at": timezone.now()},
            {"phase": Phase.CANCELLED},
            {"phase": Phase.FAILED, "failure": "Damaged"},
        ],
    )
    def test_what_came_to_an_end_is_left_alone(self, report, person, state):
        import_ = receive(report, **state)

        assert not progress.cancel(import_, by=person)
        assert import_.phase == state["phase"]


class TestTokens:
    """One that was thought lost writes nothing more."""

    def test_a_worker_whose_file_another_took_keeps_no_plan(self, report, monkeypatch):
        import_ = receive(report)
        plans = keeping.plan

        def plan_and_lose(reading):
            put(Import.objects.get(pk=import_.pk), taken_as="another worker")
            return plans(reading)

        monkeypatch.setattr(keeping, "plan", plan_and_lose)

        lost = plan(import_)

        assert (lost.phase, lost.taken_as) == (Phase.PLANNING, "another worker")
        assert not lost.changes.exists()

    def test_a_worker_whose_plan_another_took_writes_nothing_more(self, report, in_the_middle):
        import_ = in_the_middle(
            plan(receive(report)), lambda import_: put(import_, taken_as="another worker")
        )

        assert (import_.phase, import_.written) == (Phase.APPLYING, 1)
        assert not Recommendation.objects.exists()

    def test_a_worker_that_was_thought_lost_renews_no_line_of_the_next_ones_plan(self, report):
        lost = plan(receive(report))
        import_ = put(Import.objects.get(), taken_as="another worker")
        import_.changes.update(kind=ChangeKind.CHANGE)

        keeping.renew_plan(lost)
        assert set(import_.changes.values_list("kind", flat=True)) == {"change"}

        keeping.renew_plan(import_)
        assert set(import_.changes.values_list("kind", flat=True)) == {"create"}

    def test_an_error_of_a_worker_that_lost_the_file_is_nobodys(self, report, monkeypatch):
        import_ = receive(report)

        def lose_and_fail(reading):
            put(Import.objects.get(pk=import_.pk), taken_as="another worker")
            raise ZeroDivisionError

        monkeypatch.setattr(keeping, "plan", lose_and_fail)

        with pytest.raises(ZeroDivisionError):
            plan(import_)

        import_.refresh_from_db()
        assert (import_.phase, import_.failure) == (Phase.PLANNING, "")


class TestNotice:
    """Whoever uploaded a file is told when it comes to rest."""

    @pytest.fixture
    def unseen(self, person):
        return lambda: list(Import.objects.unseen_by(person))

    @pytest.fixture
    def import_(self, report, person):
        return put(receive(report), created_by=person)

    def test_nobody_is_told_of_a_file_that_waits(self, import_, unseen):
        assert import_.phase in UNFINISHED
        assert unseen() == []

    def test_a_plan_is_news_until_it_is_seen(self, import_, unseen):
        plan(import_)
        assert unseen() == [import_]

        put(import_, seen=True)
        assert unseen() == []

    def test_a_failure_is_news(self, person, unseen):
        import_ = plan(put(receive(b"Dear all"), created_by=person))

        assert import_.phase == Phase.FAILED
        assert unseen() == [import_]

    def test_while_it_is_applied_nothing_is_news_and_afterwards_it_is(self, import_, person, unseen):
        put(plan(import_), seen=True)
        progress.start_applying(import_, version=import_.plan_version, by=person)
        assert unseen() == []

        tasks.apply_import(import_id=import_.pk)
        assert unseen() == [import_]

    def test_that_it_was_taken_back_is_news(self, import_, unseen):
        put(apply(plan(import_)), seen=True)

        assert revert(import_).phase == Phase.REVERTED
        assert unseen() == [import_]

    def test_what_a_person_cancels_is_no_news(self, import_, person, unseen):
        progress.cancel(import_, by=person)

        assert unseen() == []

    def test_the_news_are_of_the_person_who_uploaded_it(self, import_):
        plan(import_)

        assert not Import.objects.unseen_by(UserFactory(password=None)).exists()


class TestPlanningAgain:
    def test_a_plan_is_made_anew_in_the_same_import(self, report, person):
        import_ = plan(receive(report))
        Review.objects.create(state_under_review_id="KHM", cycle_id=2, session_id=18)

        again = plan(progress.plan_again(import_, by=person))

        assert again == import_
        assert again.counts["create"] == 3
        assert again.changes.count() == 4, "the older plan is gone"

    def test_one_that_was_applied_stays_and_the_file_is_a_new_import_of_whoever_asks(self, report, person):
        applied = apply(plan(receive(report)))
        Recommendation.objects.filter(item=2).update(text="Something else")

        again = progress.plan_again(applied, by=person)

        assert again != applied
        assert (again.phase, again.created_by, again.name) == (Phase.WAITING, person, applied.name)
        assert again.file.name == applied.file.name
        assert plan(again).counts["change"] == 1
        applied.refresh_from_db()
        assert (applied.phase, applied.written) == (Phase.APPLIED, 4)

    def test_one_that_was_taken_back_stays_and_can_be_imported_once_more(self, report, person):
        reverted = revert(apply(plan(receive(report))))

        again = apply(plan(progress.plan_again(reverted, by=person)))

        assert again != reverted
        assert again.phase == Phase.APPLIED
        assert Recommendation.objects.count() == 2

    def test_one_that_stopped_in_the_middle_stays_to_go_on_or_to_be_taken_back(self, report, person):
        stopped = put(plan(receive(report)), phase=Phase.FAILED, failure="Stopped twice", written=2)

        again = progress.plan_again(stopped, by=person)

        assert again != stopped
        stopped.refresh_from_db()
        assert (stopped.phase, stopped.written) == (Phase.FAILED, 2)

    @pytest.mark.parametrize("phase", UNFINISHED)
    def test_one_that_a_worker_has_is_left_alone(self, report, person, phase):
        import_ = receive(report, phase=phase, written=1)

        assert progress.plan_again(import_, by=person) == import_
        assert import_.phase == phase

    def test_a_cancelled_one_is_planned_when_told(self, report, person):
        import_ = receive(report)
        progress.cancel(import_, by=person)

        assert plan(progress.plan_again(import_, by=person)).phase == Phase.PLANNED


class TestTakingBack:
    def test_who_took_it_back_is_noted(self, report, person):
        import_ = revert(apply(plan(receive(report))), by=person)

        assert (import_.phase, import_.reverted_by) == (Phase.REVERTED, person)
        assert import_.reverted_at
        assert not Review.objects.exists()

    @pytest.mark.parametrize("state", [{}, {"phase": Phase.CANCELLED}, {"phase": Phase.PLANNED}])
    def test_where_nothing_is_written_nothing_is_taken_back(self, report, person, state):
        import_ = put(plan(receive(report)), **state)

        assert not progress.take_back(import_, by=person)

    def test_where_later_changes_stand_on_it_it_stays_applied_and_says_so(self, report, person):
        import_ = apply(plan(receive(report)))
        Recommendation.objects.filter(item=2).update(summary="In our words")

        import_ = revert(import_, by=person)

        assert import_.phase == Phase.APPLIED
        assert import_.written == 4
        problem = import_.problems.get(code="later-change")
        assert problem.details["record"] == "khm-2 118.2"
        assert Recommendation.objects.count() == 2
