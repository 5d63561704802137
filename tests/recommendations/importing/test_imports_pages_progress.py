"""How far an import is, and what can be done with it: cancelled, taken back, tried again; who is told."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from recommendations.importing.models import Import, Phase
from recommendations.models import Recommendation
from tests.factories import (
    ImportFactory,
    ImportProblemFactory,
    MembershipFactory,
    PlannedChangeFactory,
    UserFactory,
)
from tests.recommendations.importing.documents import load_reference_data, sections
from upr_tracker.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _what_imports_need(worker_at_hand, db):
    load_reference_data()


@pytest.fixture
def report(make_report, closing) -> bytes:
    return make_report(*sections(["Ratify it (France)", "Apply it (Portugal; Austria)"], closing))


class TestProgress:
    def test_a_moving_import_asks_for_news_with_and_without_scripts(self, manager):
        import_ = ImportFactory(phase=Phase.APPLYING, rows_total=2500, rows_done=1200, problem_count=3)

        page = manager.get(import_.get_absolute_url())

        assertContains(page, "1,200 of 2,500 records written")
        assertContains(page, "3 remarks so far")
        assertContains(page, '<progress max="2500"')
        assertContains(page, 'value="1200"')
        assertContains(page, f'hx-get="{import_.get_absolute_url()}?watching=applying" hx-trigger="every 1s"')
        assertContains(page, f'href="{import_.get_absolute_url()}">Look again</a>')

    def test_of_a_file_whose_rows_nobody_can_count_yet_the_share_is_told(self, manager):
        import_ = ImportFactory(phase=Phase.READING, rows_done=12000, share_read=31)

        page = manager.get(import_.get_absolute_url())

        assertContains(page, "12,000 rows read, 31 per cent of the file")
        assertContains(page, '<progress max="100" value="31"')

    @pytest.mark.parametrize(
        ("phase", "step"),
        [
            (Phase.WAITING, "read"),
            (Phase.READING, "read"),
            (Phase.PLANNING, "compared"),
            (Phase.PLANNED, "applied"),
            (Phase.QUEUED, "applied"),
            (Phase.REVERTING, "taken back"),
        ],
    )
    def test_the_step_that_is_due_is_marked(self, manager, phase, step):
        page = manager.get(ImportFactory(phase=phase, counts={"create": 1}).get_absolute_url())

        due = re.search(r'aria-current="step">(.*?)</li>', page.content.decode(), re.DOTALL)
        assert step in due[1]

    def test_htmx_gets_the_part_that_changes(self, manager):
        import_ = ImportFactory(phase=Phase.READING)

        fragment = manager.get(
            import_.get_absolute_url(), {"watching": "reading"}, headers={"HX-Request": "true"}
        )

        assertContains(fragment, "being read")
        assertNotContains(fragment, "<html")
        assert "HX-Request" in fragment["Vary"]

    def test_in_another_phase_htmx_loads_the_whole_page(self, manager):
        import_ = ImportFactory(phase=Phase.PLANNED)

        answer = manager.get(
            import_.get_absolute_url(), {"watching": "planning"}, headers={"HX-Request": "true"}
        )

        assert answer["HX-Refresh"] == "true"
        assert not answer.content

    def test_an_import_at_rest_asks_for_no_news(self, manager):
        page = manager.get(ImportFactory(phase=Phase.PLANNED).get_absolute_url())

        assertNotContains(page, "hx-trigger")
        assertNotContains(page, "Look again")

    def test_an_import_is_cancelled_and_can_be_read_again(self, manager, press, report, upload):
        upload(report)
        Import.objects.update(phase=Phase.READING)
        assertContains(manager.get(Import.objects.get().get_absolute_url()), "Nothing has been written.")

        page = press("import-cancel")

        assertContains(page, "cancelled")
        assertContains(page, "Nothing of this file is in the database.")
        assertContains(press("import-plan"), "Of 4 records in this file, 4 would be written.")

    def test_cancelling_while_it_is_applied_takes_back_what_was_written(self, manager, press, report, upload):
        upload(report)
        press("import-apply")
        Import.objects.update(phase=Phase.QUEUED)
        page = manager.get(Import.objects.get().get_absolute_url())
        assertContains(page, "Cancelling takes back whatever has been written so far")

        press("import-cancel")

        assert Import.objects.get().phase == Phase.REVERTED

    def test_where_nothing_is_under_way_cancelling_says_so(self, press):
        ImportFactory(phase=Phase.FAILED, failure="Damaged.")

        assertContains(press("import-cancel"), "There is nothing under way that could be cancelled.")


class TestTakingBack:
    def test_an_applied_import_is_taken_back_and_nothing_stays(self, upload, press, report):
        upload(report)
        page = press("import-apply")
        assertContains(page, "Records deleted: 4; changed back to what they were: 0.")

        page = press("import-revert")

        assertContains(page, "everything is as it was before.")
        assert not Recommendation.objects.exists()

    def test_of_a_half_written_import_only_what_is_written_is_told(self, manager):
        import_ = ImportFactory(
            phase=Phase.FAILED, failure="Stopped.", written=2, counts={"create": 2, "change": 1, "same": 0}
        )
        for order, kind in enumerate(["change", "create", "create"], 1):
            PlannedChangeFactory(plan_of=import_, order=order, kind=kind)

        page = manager.get(import_.get_absolute_url())

        assertContains(page, "Records deleted: 1; changed back to what they were: 1.")
        assertContains(page, f'action="{reverse("import-apply", args=[import_.pk])}"')
        assertContains(page, "Try again")

    def test_later_changes_that_stand_on_it_are_listed_by_name(self, manager):
        import_ = ImportFactory(
            phase=Phase.APPLIED, applied_at=timezone.now(), written=1, counts={"create": 1}
        )
        for number in range(25):
            details = {"record": f"khm-2 118.{number}", "change": "themes", "by": "another file"}
            ImportProblemFactory(found_in=import_, code="later-change", severity="error", details=details)

        page = manager.get(import_.get_absolute_url())

        assertContains(page, "This import was not taken back: 25 later changes stand on it.")
        assertContains(page, "khm-2 118.19")
        assertContains(page, f"{reverse('import-problems', args=[import_.pk])}?code=later-change")
        assertNotContains(page, "25 remarks")

    def test_the_imports_that_changed_it_since_can_be_followed(self, manager):
        import_, later, _other = (
            ImportFactory(name=name, phase=Phase.APPLIED, applied_at=timezone.now(), written=1)
            for name in ("report.pdf", "views.pdf", "other.pdf")
        )
        details = {"record": "khm-2 118.1", "change": "position", "by": "views.pdf"}
        ImportProblemFactory(found_in=import_, code="later-change", severity="error", details=details)

        page = manager.get(import_.get_absolute_url())

        assertContains(page, f'<a href="{later.get_absolute_url()}">views.pdf</a>')
        assertNotContains(page, "other.pdf")

    def test_what_was_never_applied_cannot_be_taken_back(self, press):
        ImportFactory(phase=Phase.PLANNED, counts={"create": 1})

        assertContains(press("import-revert"), "There is nothing of this import that could be taken back.")

    def test_what_would_write_nothing_offers_neither(self, manager):
        import_ = ImportFactory(phase=Phase.PLANNED, counts={"same": 3, "undecided": 1})

        page = manager.get(import_.get_absolute_url())

        assertNotContains(page, "Apply the plan")
        assertNotContains(page, "Take this import back")


class TestNotices:
    """Who sent a file is told in the workspace that its import ended, until the person looks at it."""

    @pytest.fixture
    def sender(self, manager):
        return User.objects.get()

    @pytest.fixture
    def ended(self, sender):
        return ImportFactory(
            phase=Phase.FAILED, failure="Damaged.", seen=False, created_by=sender, name="big.json"
        )

    def test_an_import_that_ended_is_told_until_it_is_looked_at(self, manager, ended):
        assertContains(manager.get(reverse("workspace")), "big.json")

        manager.get(ended.get_absolute_url())

        assertNotContains(manager.get(reverse("workspace")), "big.json")

    def test_members_of_an_organisation_are_told_too(self, manager, sender, ended):
        MembershipFactory(user=sender)

        assertContains(manager.get(reverse("workspace")), "it stopped, and its page says why.")

    @pytest.mark.parametrize(
        ("state", "told"),
        [
            ({"phase": Phase.PLANNED}, "its plan is ready. Nothing is written yet."),
            ({"phase": Phase.PLANNED, "written": 2}, "it stopped in the middle"),
            ({"phase": Phase.APPLIED, "applied_at": timezone.now()}, "it is applied."),
            ({"phase": Phase.REVERTED, "reverted_at": timezone.now()}, "it is taken back."),
        ],
    )
    def test_it_says_what_became_of_it(self, manager, sender, state, told):
        ImportFactory(seen=False, created_by=sender, **state)

        assertContains(manager.get(reverse("workspace")), told)

    def test_what_could_not_be_taken_back_is_not_told_as_applied(self, manager, sender):
        import_ = ImportFactory(phase=Phase.APPLIED, applied_at=timezone.now(), seen=False, created_by=sender)
        ImportProblemFactory(
            found_in=import_, code="later-change", details={"record": "khm-2", "change": "x"}
        )

        page = manager.get(reverse("workspace"))

        assertContains(page, "it was not taken back, because later changes stand on it.")
        assertNotContains(page, "it is applied.")

    def test_somebody_else_looking_at_it_leaves_the_notice(self, manager, ended, client):
        client.force_login(UserFactory(data_manager=True, password=None))
        client.get(ended.get_absolute_url())

        assert not Import.objects.get().seen

    def test_while_it_is_under_way_nothing_is_told(self, manager, sender):
        import_ = ImportFactory(phase=Phase.READING, seen=False, created_by=sender, name="big.json")

        assertNotContains(manager.get(reverse("workspace")), "big.json")
        manager.get(import_.get_absolute_url())
        assert not Import.objects.get().seen

    def test_very_many_are_not_all_told(self, manager, sender):
        for number in range(5):
            ImportFactory(phase=Phase.CANCELLED, seen=False, created_by=sender, name=f"file {number}.csv")

        page = manager.get(reverse("workspace"))

        assertContains(page, "it is cancelled.", count=3)
        assertContains(page, "More imports have ended")

    def test_others_have_none(self, client, ended):
        client.force_login(UserFactory(password=None))

        assertNotContains(client.get(reverse("workspace")), "big.json")
