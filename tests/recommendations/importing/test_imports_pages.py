"""Importing through its pages: the whole way, the list, bad files, who may."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from recommendations.importing.models import Import, Phase
from recommendations.models import Recommendation
from tests.counting import count_by_position
from tests.factories import (
    ImportFactory,
    ImportProblemFactory,
    PlannedChangeFactory,
    RecommendationFactory,
    ReviewFactory,
    UserFactory,
)
from tests.recommendations.importing.documents import load_reference_data, sections

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _what_imports_need(worker_at_hand, db):
    load_reference_data()


@pytest.fixture
def report(make_report, closing) -> bytes:
    return make_report(*sections(["Ratify it (France)", "Apply it (Portugal; Austria)"], closing))


class TestTheWholeWay:
    def test_a_report_is_uploaded_and_shows_its_plan_before_anything_is_written(self, upload, report):
        page = upload(report)

        assertContains(page, "Of 4 records in this file, 4 would be written.")
        assertContains(page, "Ratify it (France)")
        assertContains(page, "Austria, Portugal")
        assert not Recommendation.objects.exists()

    def test_the_plan_is_applied_and_the_result_leads_to_the_review(self, upload, press, report):
        upload(report)

        page = press("import-apply")

        assertContains(page, "Records created: 4; changed: 0; the same already: 0.")
        assertContains(page, reverse("review", args=["khm-2"]))
        assertContains(page, f"{reverse('recommendations')}?review=khm-2")
        assert count_by_position(Recommendation.objects.all()) == {"supported": 2}

    def test_uploaded_again_it_changes_nothing_and_says_so(self, upload, press, report):
        upload(report)
        press("import-apply")

        page = upload(report, "another name.pdf")

        assertContains(
            page, "everything it says is here already (4 records the same), and nothing was written"
        )
        assert Recommendation.objects.count() == 2
        assert [import_.writes for import_ in Import.objects.newest_first()] == [0, 4]

    def test_a_change_shows_old_and_new_words(self, upload, report):
        RecommendationFactory(item=1, text="Sign it (France)", review=ReviewFactory(session_id=18))

        page = upload(report)

        assertContains(page, "<del>Sign </del>")
        assertContains(page, "<ins>Ratify </ins>")

    def test_the_plan_can_be_looked_at_by_kind(self, upload, manager, report):
        RecommendationFactory(item=1, summary="Sign it", review=ReviewFactory(session_id=18))
        upload(report)
        address = Import.objects.get().get_absolute_url()

        changes = manager.get(address, {"kind": "change"})
        creations = manager.get(address, {"kind": "create"})

        assertContains(changes, "Recommendation 118.1")
        assertNotContains(changes, "Recommendation 118.2")
        assertContains(creations, "Recommendation 118.2")

    def test_problems_are_shown_with_their_place(self, manager):
        import_ = ImportFactory(phase=Phase.PLANNED)
        ImportProblemFactory(
            found_in=import_,
            details={"printed": "118.09", "number": "118.109"},
            page=20,
            where="118.109",
        )

        page = manager.get(import_.get_absolute_url())

        assertContains(page, "The document prints the number 118.09 where 118.109 is due.")
        assertContains(page, "page 20 · 118.109")

    def test_an_overtaken_plan_is_shown_anew(self, upload, press, report):
        upload(report)
        RecommendationFactory(item=1, review=ReviewFactory(session_id=18))

        page = press("import-apply")

        assertContains(page, "What is known here changed after this plan was made")
        assertContains(page, "Apply the plan")

    def test_applying_twice_says_that_there_is_nothing_to_apply(self, upload, press, report):
        upload(report)
        press("import-apply")

        assertContains(press("import-apply"), "There is no plan waiting to be applied.")

    def test_a_file_can_be_compared_again_by_hand(self, upload, press, report):
        upload(report)
        press("import-apply")
        Recommendation.objects.filter(item=1).update(text="Changed by a person")

        page = press("import-plan")

        assertContains(page, "Of 4 records in this file, 1 would be written.")


class TestTheList:
    def test_it_says_who_when_what_and_with_which_result(self, manager):
        ann, ben = (UserFactory(email=f"{name}@example.org", password=None) for name in ("ann", "ben"))
        ImportFactory(
            name="export.json",
            format="uhri-json",
            phase=Phase.REVERTED,
            created_by=ann,
            applied_by=ben,
            applied_at=timezone.now(),
            reverted_by=ann,
            reverted_at=timezone.now(),
            counts={"create": 1200, "change": 3, "same": 12, "undecided": 0, "conflict": 0, "reviews": 14},
            problem_count=7,
        )

        page = manager.get(reverse("imports"))

        for told in (
            *(
                "export.json",
                "Universal Human Rights Index",
                "14 reviews",
                "Received",
                "Applied",
                "Taken back",
            ),
            *("ann@example.org", "ben@example.org", "taken back", "7 remarks"),
            "1,200 created, 3 changed, 12 the same",
        ):
            assertContains(page, told)

    def test_it_says_what_a_plan_leaves_open_and_that_a_cancelled_one_wrote_nothing(self, manager):
        counts = {"create": 3, "change": 1, "same": 0, "undecided": 138}
        ImportFactory(phase=Phase.PLANNED, counts=counts)
        ImportFactory(phase=Phase.CANCELLED, counts=counts)

        page = manager.get(reverse("imports"))

        assertContains(page, "138 undecided")
        assertContains(page, "nothing was written")
        assertNotContains(page, "3 created")

    def test_one_that_could_not_be_taken_back_says_so_apart_from_its_remarks(self, manager):
        import_ = ImportFactory(phase=Phase.APPLIED, applied_at=timezone.now(), problem_count=3)
        for number in range(2):
            details = {"record": f"khm-2 118.{number}", "change": "themes"}
            ImportProblemFactory(found_in=import_, code="later-change", severity="error", details=details)

        page = manager.get(reverse("imports"))

        assertContains(page, "not taken back: 2 later changes stand on it")
        assertContains(page, "1 remark")

    def test_what_nobody_uploaded_came_by_command(self, manager):
        ImportFactory()

        assertContains(manager.get(reverse("imports")), "on the command line")

    def test_a_moving_import_says_how_far_it_is(self, manager):
        ImportFactory(phase=Phase.APPLYING, rows_done=1200, rows_total=2500)
        ImportFactory(phase=Phase.READING, share_read=31)

        page = manager.get(reverse("imports"))

        assertContains(page, "1,200 of 2,500 records written")
        assertContains(page, "31 per cent of the file")

    def test_it_has_pages(self, manager):
        for number in range(26):
            ImportFactory(name=f"file {number}.pdf")

        assertContains(manager.get(reverse("imports")), "file 25.pdf")
        assertContains(manager.get(reverse("imports"), {"page": 2}), "file 0.pdf")

    def test_without_an_import_it_says_what_to_do(self, manager):
        assertContains(manager.get(reverse("imports")), "Nothing imported yet")


class TestBadFiles:
    """Each is told in a sentence; nothing is written, and the next file is read as if nothing were."""

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"Dear all, please find attached", "not one of the documents that can be read here"),
            (b"PK\x03\x04 a spreadsheet", "damaged"),
            (b"\0\n\0", "This file is empty."),
            (b"%PDF-1.4\nnothing of a PDF", "damaged"),
        ],
    )
    def test_a_file_that_is_no_report(self, upload, report, content, sentence):
        page = upload(content)

        assertContains(page, sentence)
        assertContains(page, "not imported")
        assert not Recommendation.objects.exists()
        assertContains(upload(report), "Of 4 records")

    def test_a_truncated_report(self, upload, report):
        assertContains(upload(report[: len(report) // 2]), "was not downloaded to its end")

    def test_a_report_protected_by_a_password(self, upload, make_pdf, put):
        standard = (
            "/Encrypt<</Filter/Standard/V 1/R 2/P -4"
            f"/O<{'11' * 32}>/U<{'22' * 32}>>>/ID[<{'33' * 16}><{'33' * 16}>]"
        )

        page = upload(make_pdf([[put(90, 700, "Report of the Working Group")]], trailer=standard))

        assertContains(page, "protected by a password")

    def test_a_report_of_another_kind_of_document(self, upload, make_pdf, put):
        page = upload(make_pdf([[put(90, 700, "National report submitted by Cambodia")]]))

        assertContains(page, "not one of the documents that can be read here")

    def test_no_file_at_all(self, manager):
        assertContains(manager.post(reverse("imports")), "This field is required.", status_code=422)

    def test_an_empty_file(self, upload):
        page = upload(b"")

        assertContains(page, "This file is empty. Please choose the document again.", status_code=422)
        assert not Import.objects.exists()

    def test_a_file_over_the_limit(self, upload, settings):
        settings.MAX_IMPORT_MB = 1

        page = upload(b"%PDF-" + b"x" * 1024 * 1024)

        assertContains(page, "at most 1.0\xa0MB are accepted", status_code=422)
        assert not Import.objects.exists()

    def test_a_report_with_states_that_nobody_knows(self, upload, make_report, closing):
        page = upload(make_report(*sections(["Ratify it (Ruritania)"], closing)))

        assertContains(page, "“Ruritania” is not among the known names of States.")


class TestHostileWords:
    EVIL = "<script>alert(1)</script>"

    def test_in_the_name_of_a_file(self, upload, report, manager):
        page = upload(report, f"{self.EVIL}.pdf")

        assert self.EVIL not in page.content.decode()
        assert self.EVIL not in manager.get(reverse("imports")).content.decode()

    def test_in_a_recommendation(self, upload, make_report, closing):
        page = upload(make_report(*sections([f"Ratify {self.EVIL} (France)"], closing)))

        assertContains(page, "&lt;script&gt;")
        assertNotContains(page, self.EVIL)

    def test_in_a_change_and_a_problem(self, manager):
        import_ = ImportFactory(phase=Phase.PLANNED)
        PlannedChangeFactory(
            plan_of=import_,
            kind="change",
            model="document",
            key=self.EVIL,
            fields={"title": [self.EVIL, f"{self.EVIL} 2"]},
        )
        ImportProblemFactory(
            found_in=import_, code="unknown-state", details={"name": self.EVIL}, where=self.EVIL
        )

        assertNotContains(manager.get(import_.get_absolute_url()), self.EVIL)


class TestWhoMay:
    ADDRESSES = [
        *(("get", name) for name in ("imports", "import", "import-problems", "import-choices")),
        *(("post", f"import-{act}") for act in ("apply", "plan", "cancel", "revert", "choices")),
    ]

    @pytest.fixture
    def ask(self, client):
        def ask(method: str, name: str):
            import_ = ImportFactory(phase=Phase.PLANNED)
            address = reverse(name, args=[] if name == "imports" else [import_.pk])
            return getattr(client, method)(address)

        return ask

    @pytest.mark.parametrize(("method", "name"), ADDRESSES)
    def test_strangers_are_asked_to_sign_in(self, ask, method, name):
        answer = ask(method, name)

        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))

    @pytest.mark.parametrize(("method", "name"), ADDRESSES)
    def test_members_of_organisations_are_refused(self, ask, client, method, name):
        client.force_login(UserFactory(password=None))

        assert ask(method, name).status_code == 403
        assert Import.objects.get().phase == Phase.PLANNED

    @pytest.mark.parametrize("role", ["data_manager", "administrator"])
    @pytest.mark.parametrize(("method", "name"), ADDRESSES)
    def test_data_managers_and_administrators_are_welcome(self, ask, client, method, name, role):
        client.force_login(UserFactory(**{role: True}, password=None))

        assert ask(method, name).status_code in (200, 302)

    @pytest.mark.parametrize("name", ["import-apply", "import-plan", "import-cancel", "import-revert"])
    def test_nothing_happens_by_a_link(self, manager, name):
        import_ = ImportFactory(phase=Phase.PLANNED)

        assert manager.get(reverse(name, args=[import_.pk])).status_code == 405

    def test_nothing_is_sent_from_another_site(self):
        guarded = Client(enforce_csrf_checks=True)
        guarded.force_login(UserFactory(data_manager=True, password=None))
        import_ = ImportFactory(phase=Phase.PLANNED)

        for act in ("apply", "plan", "cancel", "revert", "choices"):
            assert guarded.post(reverse(f"import-{act}", args=[import_.pk])).status_code == 403

    def test_an_import_that_is_not_there(self, manager):
        for method, name in self.ADDRESSES[1:]:
            assert getattr(manager, method)(reverse(name, args=[1])).status_code == 404


class TestQueries:
    def test_the_list_takes_as_many_for_twenty_imports_as_for_one(
        self, manager, django_assert_max_num_queries
    ):
        for _number in range(20):
            ImportFactory(review=ReviewFactory(), created_by=UserFactory(password=None))

        with django_assert_max_num_queries(6):
            page = manager.get(reverse("imports"))

        assert page.content.decode().count("<tr role=") == 21

    @pytest.mark.parametrize("model", ["import", "plannedchange", "importproblem"])
    def test_the_admin_lists_imports_without_asking_for_each(
        self, client, model, django_assert_max_num_queries
    ):
        client.force_login(UserFactory(administrator=True, password=None))
        for _number in range(10):
            import_ = ImportFactory(review=ReviewFactory(), created_by=UserFactory(password=None))
            PlannedChangeFactory(plan_of=import_)
            ImportProblemFactory(found_in=import_, details={"printed": "1", "number": "2"})

        with django_assert_max_num_queries(14):
            page = client.get(reverse(f"admin:importing_{model}_changelist"), {"q": "118"})

        assert page.status_code == 200

    @pytest.mark.parametrize(
        "factory", [ImportFactory, PlannedChangeFactory, ImportProblemFactory], ids=lambda made: made.__name__
    )
    def test_the_admin_shows_and_changes_nothing(self, client, factory):
        client.force_login(UserFactory(administrator=True, password=None))
        row = factory(
            **({"details": {"printed": "1", "number": "2"}} if factory is ImportProblemFactory else {})
        )
        address = reverse(f"admin:importing_{row._meta.model_name}_change", args=[row.pk])

        assertNotContains(client.get(address), 'name="_save"')
        assert client.post(address).status_code == 403
