"""The pages of imports in a real browser: on a phone, for everybody, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from recommendations.importing.models import Choice, Import, Phase, Question
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import ImportFactory, ImportProblemFactory, PlannedChangeFactory, UserFactory

RECORD = {
    "source": "uhri",
    "text": "Ratify the Optional Protocol to the Convention against Torture",
    "clauses": [],
    "rows": [12],
}


@pytest.fixture
def planned(record) -> Import:
    """A plan with everything in it that a plan may show."""
    counts = {"create": 1, "change": 1, "same": 30, "undecided": 1, "conflict": 1}
    import_ = ImportFactory(
        name="a_name_of_a_file_without_any_blanks_that_is_wider_than_a_phone.json",
        format="uhri-json",
        phase=Phase.PLANNED,
        counts=counts,
        problem_count=1,
    )
    lines = [
        {"kind": "create", "key": "khm-2 118.999", "record": RECORD},
        {
            "kind": "change",
            "key": "khm-2 118.5",
            "record": RECORD,
            "fields": {"text": ["Sign it", "Ratify it"], "sources.text": ["upr-info", "uhri"]},
            "conflicts": {"position": ["noted", "working-group-report", "supported"]},
            "conflicting": True,
        },
        {"kind": "undecided", "key": "khm-2 ?7", "record": RECORD},
        *({"kind": "same", "key": f"khm-2 118.{number}"} for number in range(6, 36)),
    ]
    for order, line in enumerate(lines, 1):
        PlannedChangeFactory(plan_of=import_, order=order, review_slug="khm-2", **line)
    ImportProblemFactory(found_in=import_, details={"printed": "118.09", "number": "118.109"}, page=20)
    for kind, printed, answer in (("state", "Ruritania", "ROU"), ("match", "Ratify it all", "118.5")):
        suggestion = {"answer": answer, "label": answer, "score": 91}
        scope = "khm-2 uhri" if kind == "match" else ""
        choice = Choice.objects.create(
            kind=kind, scope=scope, key=printed.lower(), printed=printed, suggestions=[suggestion]
        )
        Question.objects.create(asked_by=import_, choice=choice, place="row 7")
    return import_


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_of_imports_is_open_to_everybody(visit, sign_in, find_barriers, planned, viewport, scheme):
    page = sign_in(UserFactory(data_manager=True))
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=scheme)
    moving = ImportFactory(phase=Phase.READING, rows_done=12000, share_read=31, problem_count=3)
    answered = Choice.objects.create(
        kind="match",
        scope="khm-2 upr-info",
        key="0",
        printed=f"Ratify it {'a_word_wider_than_a_phone' * 3}",
        suggestions=[{"answer": "118.5", "label": "118.5", "score": 91}],
        answer="118.5",
        answered_in=planned,
    )
    barriers = {}
    for path in (
        "/imports/",
        *(f"/imports/{planned.pk}/{part}" for part in ("", "problems/", "choices/", "choices/?many=own")),
        moving.get_absolute_url(),
        "/imports/answers/",
        answered.get_absolute_url(),
        "/imports/answers/forget/?kind=match",
    ):
        visit(path)
        for summary in page.locator("summary").all():
            summary.click()
        barriers[path] = find_barriers()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path

    assert not {path: found for path, found in barriers.items() if found}


def test_progress_is_true_without_reloading_and_ends_by_itself(visit, sign_in):
    sign_in(UserFactory(data_manager=True))
    import_ = ImportFactory(phase=Phase.READING, rows_done=100, share_read=10)
    page = visit(import_.get_absolute_url())
    expect(page.get_by_text("100 rows read, 10 per cent of the file")).to_be_visible()
    cancel = page.get_by_role("button", name="Cancel")
    cancel.focus()

    Import.objects.update(rows_done=900, share_read=90)
    expect(page.get_by_text("900 rows read, 90 per cent of the file")).to_be_visible()
    expect(cancel).to_be_focused()

    Import.objects.update(phase=Phase.PLANNED, counts={"create": 1}, seen=False)
    expect(page.get_by_role("button", name="Apply the plan")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False, viewport=PHONE)
def test_without_scripts_progress_is_looked_at_and_the_import_cancelled(visit, sign_in):
    sign_in(UserFactory(data_manager=True))
    import_ = ImportFactory(phase=Phase.READING, rows_done=100, share_read=10)
    page = visit(import_.get_absolute_url())

    Import.objects.update(rows_done=900, share_read=90)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("900 rows read")).to_be_visible()

    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Nothing of this file is in the database.")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_questions_are_answered(visit, sign_in, planned):
    sign_in(UserFactory(data_manager=True))
    page = visit(planned.get_absolute_url())
    page.get_by_role("link", name="Answer them").click()
    state = page.get_by_role("group", name=re.compile("Ruritania"))
    state.get_by_role("combobox", name="Another State:").fill("Romania")
    page.get_by_role("button", name="Store the answers and compare again").click()

    expect(page.get_by_text("1 answer was stored, and will be remembered")).to_be_visible()
    assert Choice.objects.get(kind="state").answer == "ROU"


def test_a_line_is_found_by_its_number(visit, sign_in, planned):
    sign_in(UserFactory(data_manager=True))
    page = visit(planned.get_absolute_url())
    page.get_by_role("searchbox", name="Number, review or document").fill("118.7")
    page.keyboard.press("Enter")

    expect(page.locator(".plan > li")).to_have_count(1)
    expect(page.get_by_role("link", name="Recommendation 118.7")).to_be_visible()
