"""Real worker processes over real brokers, each with a database of its own, and what SIGKILL does to them."""

import pytest

from tests.recommendations.importing.documents import sections

pytestmark = pytest.mark.services

ITEMS = 900  # ten chunks

COUNTED = ["recommendation", "clause", "clause_states", "response"]
COUNTS = [f"SELECT count(*) FROM recommendations_{table}" for table in COUNTED]  # noqa: S608
APPLY = """
from recommendations.importing import progress, tasks
from recommendations.importing.models import Import
import_ = Import.objects.get()
assert progress.start_applying(import_)
tasks.enqueue(import_)
"""


def test_a_report_is_imported_by_a_worker_that_is_killed_in_the_middle(
    installation, tmp_path, make_report, closing
):
    report = tmp_path / "report.pdf"
    laws = [f"Adopt law number {number} (France; Portugal)" for number in range(1, ITEMS + 1)]
    pages = make_report(*sections(laws, closing))
    report.write_bytes(pages.replace(b"Cambodia", b"Viet Nam").replace(b"A/HRC/26/16", b"A/HRC/26/99"))
    lines = ITEMS + 2

    installation.prepare()
    installation.receive(report)
    before = [installation.ask(count) for count in COUNTS]
    installation.start_worker()
    installation.wait_until(lambda found: found == ("planned",), "SELECT phase FROM importing_import")
    button = installation.start(APPLY)
    installation.wait_until(lambda found: found[0] > 0, "SELECT rows_done FROM importing_import")
    installation.kill_worker()
    assert button.wait() == 0
    phase, done = installation.ask("SELECT phase, rows_done FROM importing_import")
    assert phase == "applying", "it was killed in the middle"
    assert 0 < done < lines

    installation.tell("UPDATE importing_import SET heartbeat = '2020-01-01 00:00:00+00:00'")  # time passes
    installation.start_worker()

    installation.wait_until(lambda found: found == ("applied",), "SELECT phase FROM importing_import")
    assert installation.ask("SELECT rows_done, rows_total FROM importing_import") == (lines, lines)
    after = [installation.ask(count) for count in COUNTS]
    written = [new - old for (new,), (old,) in zip(after, before, strict=True)]
    assert written == [ITEMS, ITEMS, 2 * ITEMS, ITEMS], "nothing is lost, nothing doubled"
