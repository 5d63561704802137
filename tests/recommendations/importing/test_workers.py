"""Real workers over real brokers, killed in the middle of an import, and the servers they need, restarted."""

import os
import random
import time
from collections import Counter

import pytest

from tests.recommendations.importing.documents import sections
from tests.recommendations.importing.faults import GOALS, WORKING, Importing, assert_same
from tests.recommendations.importing.installation import PATIENCE, Installation
from tests.recommendations.importing.servers import OwnPostgres, OwnRedis, postgres_binaries, redis_binary

pytestmark = pytest.mark.services

ITEMS = 900  # two chunks
A_WHILE = 5  # seconds, in which a worker does more than one step
MOMENT = {"reading": 0.1, "planning": 0.04, "applying": 0.1, "reverting": 0.2}
"""The latest moment of a phase, in seconds, at which something happens: before it is likely to be over."""
ROUNDS = 8
"""More are not needed, unless most shots miss."""


@pytest.fixture
def report(tmp_path, make_report, closing):
    path = tmp_path / "report.pdf"
    laws = [f"Adopt law number {number} (France; Portugal)" for number in range(1, ITEMS + 1)]
    pages = make_report(*sections(laws, closing))
    path.write_bytes(pages.replace(b"Cambodia", b"Viet Nam").replace(b"A/HRC/26/16", b"A/HRC/26/99"))
    return path


class Faults:
    """Lets workers bring the latest import to its goals, and disturbs them in the middle of a phase."""

    def __init__(self, importing: Importing, *, seed: int) -> None:
        self.importing = importing
        self._installation = importing.installation
        self._random = random.Random(seed)  # noqa: S311 - moments, no secrets

    def learn(self, report) -> dict:
        """Import and take back undisturbed; answer the content at each goal."""
        self.importing.processes.do("receive", str(report))
        content = {}
        for goal in GOALS:
            self.importing.reach(goal)
            content[goal] = self.importing.content()
        return content

    def reach(self, goal: str, **faults) -> None:
        """`faults` by the phase in which they happen, each at some moment of it."""
        self.importing.send_to(goal)
        for phase, fault in faults.items():
            self._see(goal, phase)
            time.sleep(self._random.uniform(0, MOMENT[phase]))
            fault()
        self._see(goal)

    def _see(self, goal: str, *passing: str) -> None:
        """Wait until it is at its goal or seen in passing; look after it as the site does once a minute."""
        deadline = time.monotonic() + PATIENCE
        while not self._wait_for(goal, *passing):
            assert time.monotonic() < deadline, self._installation.log()
            self.importing.help_on(goal)
            self.importing.processes.do("look_after_imports")

    def _wait_for(self, *phases: str) -> bool:
        until = time.monotonic() + A_WHILE
        while (phase := self.importing.phase) not in phases:
            if phase == "failed" or time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True

    def kill_worker(self) -> None:
        """Take the worker and its children away, and start another one a minute later."""
        self._installation.kill_worker()
        self.importing.note_killed()
        self.importing.processes.do("age")
        self._installation.start_worker()


def test_a_worker_that_is_killed_in_any_phase_leaves_no_trace(installation, report):
    installation.prepare()
    importing = Importing(installation)
    faults = Faults(importing, seed=1)
    expected = faults.learn(report)
    installation.start_worker()

    for round_ in range(ROUNDS):
        importing.processes.do("receive", str(report))
        faults.reach("planned", reading=faults.kill_worker, planning=faults.kill_worker)
        assert_same(importing.content(), expected["planned"], f"Round {round_}, planned")
        faults.reach("applied", applying=faults.kill_worker)
        assert_same(importing.content(), expected["applied"], f"Round {round_}, applied")
        faults.reach("reverted", reverting=faults.kill_worker)
        assert_same(importing.content(), expected["reverted"], f"Round {round_}, reverted")
        if importing.kills >= Counter(WORKING):
            break

    print("Workers killed:", dict(importing.kills), importing.clicks)  # noqa: T201 - seen with -s
    assert importing.kills >= Counter(WORKING), "it was hit in every phase"


@pytest.fixture
def own_redis():
    if not redis_binary():
        pytest.skip("Redis is not installed here")
    redis = OwnRedis()
    yield redis
    redis.stop()


@pytest.fixture
def own_postgres(monkeypatch):
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield None
        return
    if not (binaries := postgres_binaries()):
        pytest.skip("PostgreSQL's own programs are not here")
    postgres = OwnPostgres(binaries)
    monkeypatch.setenv("DATABASE_URL", postgres.url)
    yield postgres
    postgres.close()


@pytest.fixture
def on_own_servers(own_redis, own_postgres, tmp_path):
    made = Installation(tmp_path, own_redis.url)
    yield made
    made.close()


def test_servers_that_are_restarted_in_any_phase_leave_no_trace(
    on_own_servers, own_redis, own_postgres, report
):
    on_own_servers.prepare()
    importing = Importing(on_own_servers)
    faults = Faults(importing, seed=2)
    expected = faults.learn(report)
    on_own_servers.start_worker()
    hit = Counter()

    def restart():
        hit[importing.phase] += 1
        own_redis.restart()
        if own_postgres:
            own_postgres.restart()
        importing.processes.do("look_after_imports")

    importing.processes.do("receive", str(report))
    faults.reach("planned", reading=restart, planning=restart)
    assert_same(importing.content(), expected["planned"], "planned")
    faults.reach("applied", applying=restart)
    assert_same(importing.content(), expected["applied"], "applied")
    faults.reach("reverted", reverting=restart)
    assert_same(importing.content(), expected["reverted"], "reverted")
    assert len(hit.keys() & set(WORKING)) >= 3, "most restarts were in the middle"


def test_a_file_that_arrives_while_the_broker_is_away_is_planned_when_it_is_back(
    on_own_servers, own_redis, report
):
    on_own_servers.prepare()
    importing = Importing(on_own_servers)
    own_redis.stop()

    importing.processes.do("receive", str(report))
    own_redis.start()
    on_own_servers.start_worker()
    importing.processes.do("look_after_imports")

    on_own_servers.wait_until(lambda found: found[0] == "planned", Importing.STATE)
