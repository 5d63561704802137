import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from kombu.exceptions import OperationalError

from recommendations.dimensions import Requests
from recommendations.importing import applying, keeping, progress, tasks
from recommendations.importing.models import Import, Phase
from recommendations.importing.progress import receive_file
from recommendations.importing.storing import FileRefusedError
from recommendations.models import Recommendation
from tests.factories import RecommendationFactory, ReviewFactory, UserFactory
from tests.recommendations.importing.documents import load_reference_data, sections
from tests.recommendations.importing.steps import apply, plan, put, receive

pytestmark = pytest.mark.django_db

AGES_AGO = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _reference_data(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_reference_data()


@pytest.fixture
def report(make_report, closing) -> bytes:
    return make_report(*sections(["Ratify it (France)", "Apply it (Portugal; Austria)"], closing))


@pytest.fixture
def enqueued(monkeypatch) -> list[tuple[str, int]]:
    """What workers are asked for: the step and the import."""
    asked = []
    for task in (tasks.plan_import, tasks.apply_import, tasks.revert_import):
        monkeypatch.setattr(
            task, "delay_on_commit", lambda *, import_id, name=task.__name__: asked.append((name, import_id))
        )
    return asked


def counted(**lines: int) -> dict[str, int]:
    """The counts of a plan for one review."""
    nothing = {"create": 0, "change": 0, "same": 0, "undecided": 0, "conflict": 0}
    return {**nothing, **lines, "reviews": 1}


class TestReceiving:
    def test_a_file_is_kept_and_waits(self, report):
        person = UserFactory(data_manager=True, password=None)

        import_ = receive_file(SimpleUploadedFile("khm.pdf", report), by=person)

        assert (import_.name, import_.size, import_.phase) == ("khm.pdf", len(report), Phase.WAITING)
        assert import_.created_by == person
        with import_.file.open() as kept:
            assert kept.read() == report

    def test_the_same_content_is_the_same_import_whatever_its_name(self, report):
        assert receive(report, "one.pdf") == receive(report, "two.pdf")
        assert Import.objects.get().name == "one.pdf"

    @pytest.mark.parametrize("at_rest", [Phase.PLANNED, Phase.FAILED, Phase.CANCELLED])
    def test_a_file_received_again_is_planned_anew(self, report, at_rest):
        first = receive(report, phase=at_rest, failure="Damaged" if at_rest == Phase.FAILED else "")

        again = receive(report)

        assert again == first
        assert (again.phase, again.failure) == (Phase.WAITING, "")

    @pytest.mark.parametrize(
        "written",
        [
            {"phase": Phase.APPLIED, "written": 4, "applied_at": timezone.now()},
            {"phase": Phase.REVERTED, "reverted_at": timezone.now()},
            {"phase": Phase.FAILED, "failure": "Stopped twice", "written": 2},
        ],
    )
    def test_a_file_received_again_that_was_applied_is_another_import_of_the_same_file(self, report, written):
        first = receive(report, "first.pdf", **written)

        again = receive(report, "second.pdf")

        first.refresh_from_db()
        assert again != first
        assert (again.phase, first.phase) == (Phase.WAITING, written["phase"])
        assert (again.file.name, again.sha256, again.size) == (first.file.name, first.sha256, first.size)
        assert again.name == "second.pdf"

    @pytest.mark.parametrize(
        "moving", [Phase.READING, Phase.PLANNING, Phase.QUEUED, Phase.APPLYING, Phase.REVERTING]
    )
    def test_a_file_received_again_while_a_worker_has_it_is_left_alone(self, report, moving):
        first = receive(report, phase=moving, written=2)

        again = receive(report)

        assert (again, again.phase) == (first, moving)

    def test_an_empty_file_is_refused(self):
        with pytest.raises(FileRefusedError, match="empty"):
            receive(b"")

    def test_a_file_over_the_limit_is_refused_in_figures(self, settings):
        settings.MAX_IMPORT_MB = 1

        with pytest.raises(FileRefusedError, match=r"1\.5\xa0MB.*at most 1\.0\xa0MB"):
            receive(b"x" * (1024 * 1536))

        assert not Import.objects.exists()

    def test_nothing_in_the_name_of_a_file_reaches_the_folder(self, report):
        import_ = receive(report, "../../evil\u202egpj.exe")

        assert import_.name == "evilgpj.exe"
        assert import_.file.name.endswith(import_.sha256)


class TestPlanning:
    def test_a_waiting_file_becomes_a_plan(self, report):
        import_ = plan(receive(report))

        assert import_.phase == Phase.PLANNED
        assert (import_.format, import_.symbol) == ("working-group-report", "A/HRC/26/16")
        assert import_.counts == counted(create=4)
        assert import_.changes.counts().items() <= import_.counts.items()
        assert import_.rows_total == 4
        assert not Recommendation.objects.exists()

    def test_what_cannot_be_read_fails_with_the_reason(self):
        import_ = plan(receive(b"Dear all, please find attached"))

        assert import_.phase == Phase.FAILED
        assert import_.failure.startswith("This file is not one of the documents that can be read here.")

    def test_what_cannot_be_planned_fails_with_the_reason(self, make_report, closing, cover):
        unknown = cover.replace("A/HRC/26/16", "")
        report = make_report(*sections(["Ratify it (France)"], closing), cover=unknown)

        import_ = plan(receive(report.replace(b"(A/HRC/26/16)", b"(           )")))

        assert import_.failure.startswith("The document does not print its symbol")

    def test_unknown_names_of_states_are_problems_with_their_place(self, make_report, closing):
        import_ = plan(receive(make_report(*sections(["Ratify it (Ruritania)"], closing))))

        problem = import_.problems.get(code="unknown-state")
        assert (problem.where, problem.page) == ("118.1", 4)
        assert "“Ruritania” is not among the known names of States" in problem.message
        record = import_.changes.get(key="khm-2 118.1").record
        assert record["clauses"][0]["states"] == []

    def test_a_second_worker_finds_nothing_to_do(self, report):
        import_ = receive(report, phase=Phase.READING)

        assert plan(import_).phase == Phase.READING

    def test_a_plan_with_nothing_to_write_needs_no_decision(self, report):
        first = apply(plan(receive(report)))
        written = list(first.changes.in_order().values())

        again = plan(receive(report))

        assert again.phase == Phase.APPLIED
        assert [problem.code for problem in again.problems.all()] == ["nothing-new"]
        assert "4 records the same" in again.problems.get().message
        assert (again.written, again.applied_by) == (4, None)
        assert again != first
        assert list(first.changes.in_order().values()) == written, "what it wrote stays listed"

    def test_a_file_planned_again_after_the_data_changed_has_the_new_plan(self, report):
        apply(plan(receive(report)))
        Recommendation.objects.filter(item=2).update(text="Something else")

        again = plan(receive(report))

        assert again.phase == Phase.PLANNED
        assert again.counts == counted(change=1, same=3)


class TestApplying:
    def test_a_plan_is_applied_and_leads_to_its_review(self, report):
        import_ = apply(plan(receive(report)))

        assert import_.phase == Phase.APPLIED
        assert import_.applied_at
        assert (import_.rows_done, import_.rows_total, import_.written) == (4, 4, 4)
        assert import_.review.slug == "khm-2"
        assert Requests.objects.count() == 3

    def test_without_a_plan_nothing_is_applied(self, report):
        import_ = receive(report)

        assert not progress.start_applying(import_, version=import_.plan_version, by=None)
        assert apply(import_).phase == Phase.WAITING

    def test_an_overtaken_plan_is_made_anew_and_says_so(self, report):
        import_ = plan(receive(report))
        RecommendationFactory(item=1, review=ReviewFactory(session_id=18))

        import_ = apply(import_)

        assert import_.phase == Phase.PLANNED
        assert [problem.code for problem in import_.problems.all()] == ["plan-renewed"]
        assert import_.counts == counted(create=2, change=2)
        assert import_.written == 0
        assert Recommendation.objects.exclude(text="").count() == 0
        assert apply(import_).phase == Phase.APPLIED

    def test_two_imports_of_one_review_do_not_double_anything(self, report, make_report, closing):
        copy = make_report(*sections(["Ratify it (France)", "Apply it (Portugal; Austria)"], closing)) + b"\n"
        one, other = plan(receive(report)), plan(receive(copy))
        assert one != other

        apply(one)
        other = apply(other)

        assert other.phase == Phase.APPLIED
        assert Recommendation.objects.count() == 2
        assert {problem.code for problem in other.problems.all()} == {"plan-renewed", "nothing-new"}

    def test_of_a_plan_overtaken_in_the_middle_the_rest_is_compared_again(self, report, monkeypatch):
        monkeypatch.setattr(applying, "CHUNK", 3)
        import_ = plan(receive(report))
        write = applying.write

        def write_while_somebody_enters_the_next(lines, held):
            write(lines, held)
            if len(lines) == 3:
                first = Recommendation.objects.get()
                RecommendationFactory(item=2, review=first.review, summary="Apply it")

        monkeypatch.setattr(applying, "write", write_while_somebody_enters_the_next)

        import_ = apply(import_)

        assert (import_.phase, import_.written) == (Phase.PLANNED, 3)
        assert [problem.code for problem in import_.problems.all()] == ["plan-renewed"]
        assert import_.counts == counted(create=3, change=1)
        assert Recommendation.objects.get(item=2).text == ""

        import_ = apply(import_)

        assert import_.phase == Phase.APPLIED
        assert Recommendation.objects.get(item=2).text == "Apply it (Portugal; Austria)"

    def test_who_applied_is_noted(self, report):
        person = UserFactory(data_manager=True, password=None)

        import_ = apply(plan(receive(report)), by=person)

        assert import_.applied_by == person


class TestFaults:
    def test_an_error_is_tried_once_more_and_then_told(self, report, monkeypatch):
        monkeypatch.setattr(keeping, "plan", lambda reading: 1 / 0)
        import_ = receive(report)

        with pytest.raises(ZeroDivisionError):
            plan(import_)
        import_.refresh_from_db()
        assert (import_.phase, import_.failure) == (Phase.WAITING, "")

        with pytest.raises(ZeroDivisionError):
            plan(import_)
        import_.refresh_from_db()
        assert import_.phase == Phase.FAILED
        assert "tried 2 times" in import_.failure
        assert "division by zero" in import_.failure

    def test_a_file_that_kills_its_worker_twice_is_not_tried_again(self, report):
        import_ = receive(report, phase=Phase.READING, attempts=2, heartbeat=timezone.now() - AGES_AGO)

        progress.resume(now=timezone.now())

        import_ = plan(import_)
        assert import_.phase == Phase.FAILED
        assert "stopped without an answer" in import_.failure

    def test_a_failed_import_starts_from_the_beginning_when_told(self, report):
        import_ = receive(report, phase=Phase.FAILED, failure="Stopped twice", attempts=3)

        assert progress.plan_again(import_, by=None) == import_

        assert plan(import_).phase == Phase.PLANNED

    def test_progress_makes_good_for_attempts(self, report, monkeypatch):
        monkeypatch.setattr(applying, "CHUNK", 1)
        import_ = plan(receive(report))
        progress.start_applying(import_, version=import_.plan_version, by=None)
        write, done = applying.write, []

        def write_one_and_fail(lines, held):
            if len(done) % 2:
                done.append(None)
                raise EOFError
            done.append(lines)
            write(lines, held)

        monkeypatch.setattr(applying, "write", write_one_and_fail)
        for _fault in range(progress.MAX_ATTEMPTS + 1):
            with pytest.raises(EOFError):
                tasks.apply_import(import_id=import_.pk)
        monkeypatch.setattr(applying, "write", write)

        tasks.apply_import(import_id=import_.pk)

        import_.refresh_from_db()
        assert import_.phase == Phase.APPLIED


class TestResuming:
    @pytest.mark.parametrize(
        ("left", "step"),
        [
            (Phase.WAITING, "plan_import"),
            (Phase.READING, "plan_import"),
            (Phase.PLANNING, "plan_import"),
            (Phase.QUEUED, "apply_import"),
            (Phase.APPLYING, "apply_import"),
            (Phase.LEAVING, "revert_import"),
            (Phase.REVERTING, "revert_import"),
        ],
    )
    def test_what_a_lost_worker_or_message_left_behind_is_taken_up_again(self, report, enqueued, left, step):
        import_ = receive(report, phase=left, heartbeat=timezone.now() - AGES_AGO)

        tasks.resume_imports()

        assert enqueued == [(step, import_.pk)]
        assert Import.objects.get().phase in (Phase.WAITING, Phase.QUEUED, Phase.LEAVING)

    @pytest.mark.parametrize("at_rest", [Phase.PLANNED, Phase.FAILED, Phase.CANCELLED])
    def test_what_waits_for_a_person_is_left_alone(self, report, enqueued, at_rest):
        receive(
            report,
            phase=at_rest,
            heartbeat=timezone.now() - AGES_AGO,
            failure="Damaged" if at_rest == Phase.FAILED else "",
        )

        tasks.resume_imports()

        assert enqueued == []

    def test_what_a_worker_is_busy_with_is_left_alone(self, report, enqueued):
        receive(report, phase=Phase.READING, heartbeat=timezone.now())

        tasks.resume_imports()

        assert enqueued == []

    def test_an_import_left_in_the_middle_of_applying_completes(self, report):
        import_ = plan(receive(report))
        progress.start_applying(import_, version=import_.plan_version, by=None)
        Import.objects.update(phase=Phase.APPLYING, heartbeat=timezone.now() - AGES_AGO)

        progress.resume(now=timezone.now())
        tasks.apply_import(import_id=import_.pk)

        import_.refresh_from_db()
        assert import_.phase == Phase.APPLIED

    def test_an_import_left_in_the_middle_of_being_taken_back_is_taken_back(self, report):
        import_ = apply(plan(receive(report)))
        put(import_, phase=Phase.REVERTING, heartbeat=timezone.now() - AGES_AGO)

        progress.resume(now=timezone.now())
        tasks.revert_import(import_id=import_.pk)

        import_.refresh_from_db()
        assert (import_.phase, import_.written) == (Phase.REVERTED, 0)
        assert not Recommendation.objects.exists()

    def test_a_silent_broker_loses_nothing(self, report, monkeypatch):
        def unreachable(**kwargs):
            raise OperationalError

        monkeypatch.setattr(tasks.plan_import, "delay_on_commit", unreachable)
        import_ = receive(report)

        tasks.enqueue(import_)

        assert import_.phase == Phase.WAITING
