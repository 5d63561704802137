"""Only the plan that somebody has looked at is applied: not one that was made anew since."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from knox.models import AuthToken
from pytest_django.asserts import assertContains

from recommendations.importing import applying, progress, tasks
from recommendations.importing.management.commands import import_document
from recommendations.importing.models import Import, Phase
from recommendations.models import Recommendation
from reviews.models import Review
from tests.factories import RecommendationFactory, ReviewFactory, UserFactory
from tests.recommendations.importing.documents import load_reference_data, sections
from tests.recommendations.importing.steps import plan, put, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _what_imports_need(worker_at_hand, db):
    load_reference_data()


@pytest.fixture
def report(make_report, closing) -> bytes:
    return make_report(*sections(["Ratify it (France)", "Apply it (Portugal; Austria)"], closing))


def version_on(page) -> str:
    """What the button of a page sends."""
    (version,) = re.findall(r'name="plan_version" value="(\d+)"', page.content.decode())
    return version


class TestOnThePages:
    def test_a_plan_made_anew_since_it_was_looked_at_is_not_applied_but_shown(
        self, upload, press, send, report
    ):
        first_tab = upload(report)
        import_ = Import.objects.get()
        RecommendationFactory(item=1, text="Sign it (France)", review=ReviewFactory(session_id=18))
        second_tab = press("import-plan")

        page = send("import-apply", import_.pk, plan_version=version_on(first_tab))

        assertContains(page, "Nothing was written: the plan was made anew after you opened its page.")
        assertContains(page, "<del>Sign </del>")
        assert version_on(page) == version_on(second_tab)
        assert not Recommendation.objects.filter(text__startswith="Ratify").exists()
        import_.refresh_from_db()
        assert (import_.phase, import_.applied_by) == (Phase.PLANNED, None)

    def test_the_plan_that_was_looked_at_is_applied(self, upload, send, report):
        page = upload(report)

        applied = send("import-apply", Import.objects.get().pk, plan_version=version_on(page))

        assertContains(applied, "Records created: 4")

    @pytest.mark.parametrize("version", ["", "0", "-1", "one", "²", "9" * 30])
    def test_a_form_that_names_no_plan_applies_none(self, upload, send, report, version):
        upload(report)

        send("import-apply", Import.objects.get().pk, plan_version=version)

        assert Import.objects.get().phase == Phase.PLANNED

    def test_a_stopped_import_goes_on_with_the_plan_that_is_shown(self, manager, upload, report):
        upload(report)
        import_ = put(Import.objects.get(), phase=Phase.FAILED, failure="Stopped.", written=1)

        page = manager.get(import_.get_absolute_url())

        assertContains(page, reverse("import-apply", args=[import_.pk]))
        assert version_on(page) == str(import_.plan_version)


class TestByProgram:
    @pytest.fixture
    def ask(self, client, django_capture_on_commit_callbacks):
        user = UserFactory(data_manager=True, password=None)
        token = f"Token {AuthToken.objects.create(user=user)[1]}"

        def ask(method, address, data=None):
            with django_capture_on_commit_callbacks(execute=True):
                sent = {"data": data, "content_type": "application/json"} if data is not None else {}
                return getattr(client, method)(address, headers={"authorization": token}, **sent)

        return ask

    def test_a_plan_made_anew_since_it_was_read_is_a_conflict(self, ask, report):
        address = f"/api/v1/imports/{plan(receive(report)).pk}/"
        read = ask("get", address).json()["plan_version"]
        ask("post", f"{address}plan/")

        answer = ask("post", f"{address}apply/", {"plan_version": read})

        assert answer.status_code == 409
        assert "the plan was made anew after you read it" in answer.json()["errors"][0]["detail"].lower()
        assert not Recommendation.objects.exists()
        now = ask("get", address).json()["plan_version"]
        assert ask("post", f"{address}apply/", {"plan_version": now}).status_code == 202
        assert ask("get", address).json()["phase"] == "applied"

    @pytest.mark.parametrize("sent", [{}, {"plan_version": None}, {"plan_version": "the last one"}])
    def test_which_plan_must_be_said(self, ask, report, sent):
        import_ = plan(receive(report))

        answer = ask("post", f"/api/v1/imports/{import_.pk}/apply/", sent)

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["attr"] == "plan_version"
        import_.refresh_from_db()
        assert import_.phase == Phase.PLANNED


class TestOnTheCommandLine:
    def test_what_is_printed_is_applied_and_nothing_that_was_planned_meanwhile(
        self, report, tmp_path, monkeypatch
    ):
        path = tmp_path / "report.pdf"
        path.write_bytes(report)
        show = import_document.Command._print_plan

        def show_while_somebody_plans_again(self, import_, **how):
            show(self, import_, **how)
            plan(progress.plan_again(Import.objects.get(), by=None))

        monkeypatch.setattr(import_document.Command, "_print_plan", show_while_somebody_plans_again)

        with pytest.raises(CommandError, match="the plan was made anew meanwhile"):
            call_command("import_document", path, "--apply", stdout=io.StringIO())

        assert not Recommendation.objects.exists()


def test_the_rest_of_a_half_written_plan_is_another_plan_once_it_is_renewed(report, monkeypatch):
    monkeypatch.setattr(applying, "CHUNK", 1)
    import_ = plan(receive(report))
    looked_at = import_.plan_version
    write = applying.write

    def write_one_and_let_somebody_change_the_rest(lines, held):
        write(lines, held)
        if lines[0].model == "review":
            RecommendationFactory(item=2, review=Review.objects.get())

    monkeypatch.setattr(applying, "write", write_one_and_let_somebody_change_the_rest)
    progress.start_applying(import_, version=looked_at, by=None)
    tasks.apply_import(import_id=import_.pk)
    import_.refresh_from_db()
    assert (import_.phase, import_.written > 0) == (Phase.PLANNED, True)

    with pytest.raises(progress.AnotherPlanError):
        progress.start_applying(import_, version=looked_at, by=None)
