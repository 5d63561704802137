"""Imports by program: sending files, following them, applying and taking back. Data managers only."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from knox.models import AuthToken

from recommendations.importing.models import Choice, Import, Phase, Question
from recommendations.models import Recommendation
from tests.disk import files_in, room_for
from tests.factories import ImportFactory, RecommendationFactory, ReviewFactory, UserFactory
from tests.recommendations.importing.documents import load_reference_data, sections

pytestmark = pytest.mark.django_db

IMPORTS = "/api/v1/imports/"
WHEN = datetime(2026, 5, 4, 12, tzinfo=UTC)
MOVES = ["plan", "apply", "revert", "cancel"]

NEVER_ALONE = {
    Phase.FAILED: {"failure": "It could not be read."},
    Phase.APPLIED: {"applied_at": WHEN, "written": 4, "counts": {"create": 4}},
    Phase.REVERTED: {"applied_at": WHEN, "reverted_at": WHEN},
}


@pytest.fixture(autouse=True)
def _what_imports_need(worker_at_hand, settings, tmp_path):
    settings.VAR_DIR = tmp_path  # where readings are kept: none of another test is found
    load_reference_data()


@pytest.fixture
def manager():
    return UserFactory(data_manager=True, password=None, email="manager@example.org")


@pytest.fixture
def ask(client, manager, django_capture_on_commit_callbacks):
    """Ask with the token of a data manager, and let the worker do what it is asked for."""
    token = f"Token {AuthToken.objects.create(user=manager)[1]}"

    def ask(method, address, data=None, **more):
        with django_capture_on_commit_callbacks(execute=True):
            return getattr(client, method)(address, data, headers={"authorization": token}, **more)

    return ask


@pytest.fixture
def report(make_report, closing) -> bytes:
    return make_report(*sections(["Ratify it (France)", "Apply it (Portugal; Austria)"], closing))


@pytest.fixture
def send(ask):
    return lambda content, name="report.pdf": ask(
        "post", IMPORTS, {"file": SimpleUploadedFile(name, content)}
    )


def at(phase, **fields):
    return ImportFactory(phase=phase, **NEVER_ALONE.get(phase, {}), **fields)


def apply(ask, address):
    """Apply the plan that the import has now."""
    version = ask("get", address).json()["plan_version"]
    return ask("post", f"{address}apply/", {"plan_version": version}, content_type="application/json")


def errors(answer, status):
    assert answer.status_code == status, answer.content
    assert list(answer.json()) == ["type", "errors"]
    return {error["attr"]: error["detail"] for error in answer.json()["errors"]}


def results(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


class TestTheWholeWay:
    def test_a_file_is_sent_and_planned_before_anything_is_written(self, ask, send, report):
        answer = send(report)

        assert answer.status_code == 201
        assert answer["Location"] == answer.json()["url"]
        planned = ask("get", answer["Location"]).json()
        assert (planned["phase"], planned["is_moving"]) == ("planned", False)
        assert (planned["counts"]["create"], planned["written"]) == (4, 0)
        assert planned["sha256"] == hashlib.sha256(report).hexdigest()
        assert not Recommendation.objects.exists()

    def test_the_plan_is_applied_and_taken_back(self, ask, send, report):
        address = send(report)["Location"]

        applied = apply(ask, address)

        assert (applied.status_code, applied.json()["phase"]) == (202, "queued")
        assert ask("get", address).json()["phase"] == "applied"
        assert ask("get", address).json()["applied_by"] == "manager@example.org"
        assert Recommendation.objects.count() == 2

        reverted = ask("post", f"{address}revert/")

        assert (reverted.status_code, reverted.json()["phase"]) == (202, "leaving")
        assert ask("get", address).json()["phase"] == "reverted"
        assert ask("get", address).json()["reverted_by"] == "manager@example.org"
        assert not Recommendation.objects.exists()

    def test_a_plan_is_made_again(self, ask, send, report):
        address = send(report)["Location"]
        RecommendationFactory(item=1, summary="Sign it", review=ReviewFactory(session_id=18))

        answer = ask("post", f"{address}plan/")

        assert (answer.status_code, answer.json()["url"]) == (202, address)
        assert ask("get", address).json()["counts"]["change"] >= 1

    def test_what_was_applied_is_planned_again_as_a_new_import(self, ask, send, report):
        address = send(report)["Location"]
        apply(ask, address)

        answer = ask("post", f"{address}plan/")

        assert answer.status_code == 201
        assert answer["Location"] == answer.json()["url"] != address
        assert ask("get", address).json()["phase"] == "applied"
        assert ask("get", answer["Location"]).json()["counts"]["same"] == 4

    def test_a_plan_that_nobody_wants_is_cancelled(self, ask, send, report):
        address = send(report)["Location"]

        answer = ask("post", f"{address}cancel/")

        assert (answer.status_code, answer.json()["phase"]) == (202, "cancelled")
        errors(apply(ask, address), 409)
        assert not Recommendation.objects.exists()

    def test_a_file_that_is_no_document_fails_with_a_sentence(self, ask, send):
        failed = ask("get", send(b"Dear all,", "letter.txt")["Location"]).json()

        assert failed["phase"] == "failed"
        assert failed["failure"].endswith(".")


class TestWhatIsRefused:
    def test_a_file_is_asked_for(self, ask):
        assert set(errors(ask("post", IMPORTS, {}), 400)) == {"file"}

    def test_the_text_of_a_field_is_no_file(self, ask):
        assert "not a file" in errors(ask("post", IMPORTS, {"file": "%PDF"}), 400)["file"]

    def test_a_whole_document_as_the_text_of_a_field_is_told_how_to_be_sent(self, ask):
        answer = ask("post", IMPORTS, {"file": "%PDF" + 6_000_000 * "x"})

        assert "-F file=@report.pdf" in errors(answer, 413)[None]

    def test_an_empty_file_is_refused_with_the_sentence_of_the_page(self, send):
        assert "This file is empty" in errors(send(b""), 400)["file"]

    def test_a_file_that_is_too_large_is_told_the_limit(self, send, settings):
        settings.MAX_IMPORT_MB = 0

        assert "at most" in errors(send(b"%PDF"), 400)["file"]

    def test_a_full_disk_is_told_and_nothing_is_kept(self, client, send, settings):
        client.raise_request_exception = (
            False  # an answer of 507 is logged as an error, for who runs the site
        )

        with room_for(100_000):
            answer = send(b"%PDF-1.4" + 200_000 * b"x")

        assert "no room left" in errors(answer, 507)[None]
        assert not Import.objects.exists()
        assert files_in(settings.MEDIA_ROOT) == []

    def test_json_holds_no_file(self, ask):
        answer = ask("post", IMPORTS, {"file": "report.pdf"}, content_type="application/json")

        errors(answer, 415)

    @pytest.mark.parametrize(
        ("move", "phase", "words"),
        [
            ("apply", Phase.WAITING, "There is no plan waiting to be applied"),
            ("apply", Phase.APPLIED, "There is no plan waiting to be applied"),
            ("apply", Phase.FAILED, "The import is: not imported."),
            ("revert", Phase.PLANNED, "taken back"),
            ("revert", Phase.REVERTED, "The import is: taken back."),
            ("cancel", Phase.APPLIED, "cannot be cancelled any more"),
            ("cancel", Phase.CANCELLED, "cannot be cancelled any more"),
            ("plan", Phase.READING, "being read"),
            ("plan", Phase.APPLYING, "being applied"),
        ],
    )
    def test_what_cannot_be_done_now_is_a_conflict_that_says_why(self, ask, move, phase, words):
        import_ = at(phase)

        address = f"{IMPORTS}{import_.pk}/"
        answer = apply(ask, address) if move == "apply" else ask("post", f"{address}{move}/")

        assert words in errors(answer, 409)[None]
        assert answer.json()["type"] == "client_error"
        assert answer.json()["errors"][0]["code"] == "conflict"
        import_.refresh_from_db()
        assert (import_.phase, Import.objects.count()) == (phase, 1)

    @pytest.mark.parametrize("move", ["", *(f"{move}/" for move in MOVES)])
    def test_what_is_not_there_is_not_found(self, ask, move):
        for number in ("1", "9" * 30):
            errors(ask("post" if move else "get", f"{IMPORTS}{number}/{move}"), 404)


class TestTheList:
    def test_one_says_everything_of_it(self, ask, manager):
        review = ReviewFactory()
        import_ = at(
            Phase.APPLYING,
            review=review,
            format="working-group-report",
            symbol="A/HRC/26/16",
            created_by=manager,
            rows_done=3,
            rows_total=10,
            share_read=100,
            plan_version=2,
            written=3,
            counts={"create": 9, "change": 1, "conflict": 1},
            problem_count=7,
        )
        for number, answer in enumerate([None, None, ""]):
            choice = Choice.objects.create(
                kind="match", scope="khm-2 uhri", key=str(number), printed="?", answer=answer
            )
            Question.objects.create(asked_by=import_, choice=choice)

        (row,) = results(ask("get", IMPORTS))

        address = f"http://testserver{IMPORTS}{import_.pk}/"
        assert row.pop("created_at")
        assert row == {
            "url": address,
            "html_url": f"http://testserver/imports/{import_.pk}/",
            "changes_url": f"{address}changes/",
            "problems_url": f"{address}problems/",
            "choices_url": f"{address}choices/",
            "id": import_.pk,
            "name": "report.pdf",
            "size": 1000,
            "sha256": import_.sha256,
            "format": "working-group-report",
            "symbol": "A/HRC/26/16",
            "review": "khm-2",
            "phase": "applying",
            "is_moving": True,
            "progress": {"rows_done": 3, "rows_total": 10, "share_read": 100},
            "counts": {"create": 9, "change": 1, "same": 0, "undecided": 0, "conflict": 1},
            "plan_version": 2,
            "written": 3,
            "problem_count": 7,
            "open_questions": 2,
            "failure": "",
            "created_by": "manager@example.org",
            "applied_at": None,
            "applied_by": None,
            "reverted_at": None,
            "reverted_by": None,
        }
        assert ask("get", address).json() == row | {"created_at": ask("get", address).json()["created_at"]}

    def test_the_newest_comes_first(self, ask):
        old, new = ImportFactory(created_at=WHEN), ImportFactory()

        assert [row["id"] for row in results(ask("get", IMPORTS))] == [new.pk, old.pk]

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("phase=planned", ["b"]),
            ("phase=planned&phase=failed", ["b", "a"]),
            ("format=uhri-json", ["a"]),
            ("review=khm-2", ["b"]),
            (f"sha256={'a' * 64}", ["a"]),
            (f"sha256={'c' * 64}", []),
            ("created_after=2026-05-04T12:00:00Z", ["b"]),
            ("created_after=2026-05-04T11:59:59Z", ["b", "a"]),
        ],
    )
    def test_they_are_chosen_by_what_they_are(self, ask, query, names):
        at(Phase.FAILED, name="a", format="uhri-json", sha256="a" * 64, created_at=WHEN)
        at(Phase.PLANNED, name="b", sha256="b" * 64, review=ReviewFactory())

        assert [row["name"] for row in results(ask("get", f"{IMPORTS}?{query}"))] == names

    def test_it_costs_the_same_for_one_and_for_many(self, ask, django_assert_max_num_queries):
        for _ in range(5):
            import_ = at(Phase.APPLIED, created_by=UserFactory(password=None), review=ReviewFactory())
            choice = Choice.objects.create(kind="state", key=str(import_.pk), printed="?")
            Question.objects.create(asked_by=import_, choice=choice)

        with django_assert_max_num_queries(4):
            assert len(results(ask("get", IMPORTS))) == 5


class TestWhoMay:
    METHODS = ["get", "head", "options", "post", "put", "patch", "delete"]

    @pytest.fixture(params=["", *(f"{part}/" for part in ["one", "changes", "problems", "choices", *MOVES])])
    def address(self, request):
        if not request.param:
            return IMPORTS
        return f"{IMPORTS}{at(Phase.PLANNED).pk}/{request.param.removeprefix('one/')}"

    @pytest.mark.parametrize("method", METHODS)
    def test_without_a_token_nothing_is_answered(self, client, address, method):
        client.force_login(UserFactory(data_manager=True, password=None))  # a session is no token

        answer = getattr(client, method)(address)

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Token"
        assert Import.objects.filter(phase=Phase.PLANNED).count() == Import.objects.count()

    @pytest.mark.parametrize("method", METHODS)
    def test_whoever_is_no_data_manager_is_refused(self, client, address, method):
        token = AuthToken.objects.create(user=UserFactory(password=None))[1]

        answer = getattr(client, method)(address, headers={"authorization": f"Token {token}"})

        assert answer.status_code == 403
        assert method == "head" or "data managers only" in errors(answer, 403)[None]
        assert Import.objects.filter(phase=Phase.PLANNED).count() == Import.objects.count()

    @pytest.mark.parametrize("role", ["data_manager", "administrator"])
    @pytest.mark.parametrize("method", METHODS)
    def test_data_managers_and_administrators_are_heard(self, client, address, method, role):
        token = AuthToken.objects.create(user=UserFactory(password=None, **{role: True}))[1]

        answer = getattr(client, method)(address, headers={"authorization": f"Token {token}"})

        assert answer.status_code not in (401, 403)
        assert method not in ("put", "patch", "delete") or answer.status_code == 405

    def test_an_account_that_is_switched_off_is_refused(self, client):
        token = AuthToken.objects.create(user=UserFactory(data_manager=True, is_active=False))[1]

        assert client.get(IMPORTS, headers={"authorization": f"Token {token}"}).status_code == 401
