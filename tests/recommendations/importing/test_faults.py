"""Processes that are killed in the middle of an import, or get in each other's way: nothing lost or doubled.

The processes here do what workers do, without a broker; `test_workers` kills real ones.
"""

import random
import time
from collections import Counter

import pytest

from tests.disk import files_in
from tests.recommendations.importing.editions import write_editions
from tests.recommendations.importing.faults import GOALS, WORKING, Importing, assert_same

pytestmark = [
    pytest.mark.services,
    pytest.mark.parametrize("installation", ["filesystem"], indirect=True),
]

KILLS = 50
IN_EACH_PHASE = 7
ROUNDS = 15
"""More are not tried: whoever does not hit often enough by then does not kill at random."""
ATTEMPTS = {"planned": 4, "applied": 10, "reverted": 7}
"""How often the processes on the way to a goal may be killed."""
SOONER = {"planned": 0.9, "applied": 0.3, "reverted": 0.5}
"""The latest moment, as a share of the time needed undisturbed: what is written makes the rest shorter."""


class Killer:
    """Does the steps of imports in processes that it kills at random moments."""

    def __init__(self, importing: Importing, seed: int) -> None:
        self._importing = importing
        self._random = random.Random(seed)  # noqa: S311 - moments, no secrets
        self._took: dict[str, float] = {}

    def watch(self, goal: str) -> None:
        """Reach a phase undisturbed, to learn how long that takes."""
        began = time.monotonic()
        self._importing.reach(goal)
        self._took[goal] = time.monotonic() - began

    def reach(self, goal: str) -> None:
        self._importing.send_to(goal)
        attempts = 0
        while self._importing.phase != goal:
            attempts += 1
            self._try(goal, self._moment(goal) if attempts <= ATTEMPTS[goal] else None)
            assert attempts < 4 * ATTEMPTS[goal], "it gets nowhere"

    def _try(self, goal: str, kill_after: float | None) -> None:
        self._importing.processes.start("work", kill_after=kill_after)
        status = self._importing.processes.end()
        if status == -9:
            self._importing.note_killed()
            self._importing.processes.do("let_time_pass")
            if self._random.random() < 0.3:
                self.forget_readings()
        else:
            assert status == 0
        self._importing.help_on(goal)

    def _moment(self, goal: str) -> float:
        return self._random.uniform(0, SOONER[goal] * self._took[goal])

    def forget_readings(self) -> None:
        """What was read may be deleted at any time: then it is read again."""
        for spool in (self._importing.installation.folder / "readings").iterdir():
            spool.unlink()


def test_fifty_processes_killed_at_random_moments_leave_no_trace(installation, tmp_path):
    earlier, later = tmp_path / "earlier.json", tmp_path / "later.json"
    write_editions(earlier, later, rows=800)
    installation.prepare()
    importing = Importing(installation)
    killer = Killer(importing, seed=4)
    importing.processes.do("receive", str(earlier))
    importing.reach("planned")
    importing.reach("applied")
    before = importing.content()["content"]
    expected = {}
    importing.processes.do("receive", str(later))
    for goal in GOALS:
        killer.watch(goal)
        expected[goal] = importing.content()
    assert expected["planned"]["content"] == before
    assert_same({"content": before}, {"content": expected["reverted"]["content"]}, "undisturbed")
    assert all(expected["planned"]["plan"]["import"][0][kind] > 200 for kind in ("create", "change", "same"))

    for round_ in range(1, ROUNDS + 1):
        killer.forget_readings()
        importing.processes.do("receive", str(later))
        for goal in GOALS:
            killer.reach(goal)
            assert_same(importing.content(), expected[goal], f"Round {round_}, {goal}")
        if _enough(importing.kills):
            break

    print(f"Killed in {round_} rounds:", dict(importing.kills), importing.clicks)  # noqa: T201 - seen with -s
    assert _enough(importing.kills)
    assert importing.clicks, "now and then it was killed so often that a person was asked"


def _enough(kills: Counter[str]) -> bool:
    return kills.total() >= KILLS and min(kills[phase] for phase in WORKING) >= IN_EACH_PHASE


def test_one_that_was_thought_lost_and_the_one_in_its_place_do_the_work_once(installation, tmp_path):
    earlier, later = tmp_path / "earlier.json", tmp_path / "later.json"
    write_editions(earlier, later, rows=800)
    installation.prepare()
    importing, other = Importing(installation), installation.fork()
    importing.processes.do("receive", str(earlier))
    importing.reach("planned")
    importing.reach("applied")
    expected, took = {}, {}
    importing.processes.do("receive", str(later))
    for goal in GOALS:
        began = time.monotonic()
        importing.reach(goal)
        took[goal] = time.monotonic() - began
        expected[goal] = importing.content()
    chance = random.Random(5)  # noqa: S311 - moments, no secrets

    for round_ in range(3):
        importing.processes.do("receive", str(later))
        for goal in GOALS:
            importing.send_to(goal)
            importing.processes.start("work")
            time.sleep(chance.uniform(0, took[goal] / 2))
            other.do("let_time_pass")
            other.start("work")
            assert (importing.processes.end(), other.end()) == (0, 0)
            assert importing.phase == goal
            assert_same(importing.content(), expected[goal], f"Round {round_}, {goal}")


def test_two_imports_of_the_same_reviews_at_once_are_carried_out_one_after_the_other(installation, tmp_path):
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    write_editions(one, two, rows=300, unnumbered=False)
    installation.prepare()
    importing, other = Importing(installation), installation.fork()
    hands = {"one.json": importing.processes, "two.json": other}
    serial = {}
    for order in (list(hands), list(reversed(hands))):
        plan_both(importing, one, two)
        for name in order:
            finish(importing, name)
        serial[tuple(order)] = importing.content()["content"]
        take_both_back(importing, order)
    assert len({str(content) for content in serial.values()}) == 2

    for round_ in range(3):
        plan_both(importing, one, two)
        for name, processes in hands.items():
            processes.do("press", "start_applying", name)
        for name, processes in hands.items():
            processes.start("work", name)
        assert [processes.end() for processes in hands.values()] == [0, 0]

        phases = {name: phase_of(installation, name) for name in hands}
        assert sorted(phases.values()) == ["applied", "planned"], "the second is planned anew"
        second = next(name for name, phase in phases.items() if phase == "planned")
        first = next(name for name, phase in phases.items() if phase == "applied")
        told = "SELECT count(*) FROM importing_importproblem WHERE code = 'plan-renewed'"
        assert installation.ask(told) == (round_ + 3,)
        finish(importing, second)
        found = {"content": importing.content()["content"]}
        assert_same(found, {"content": serial[first, second]}, f"Round {round_}")
        take_both_back(importing, [first, second])


def test_a_file_received_twice_at_once_is_kept_and_written_once(installation, tmp_path):
    one, copy = tmp_path / "one.json", tmp_path / "copy.json"
    write_editions(tmp_path / "earlier.json", one, rows=300, unnumbered=False)
    copy.write_bytes(one.read_bytes())
    installation.prepare()
    importing, other = Importing(installation), installation.fork()
    importing.processes.do("receive", str(tmp_path / "earlier.json"))
    importing.reach("planned")
    importing.reach("applied")
    importing.processes.do("receive", str(one))
    importing.reach("planned")
    importing.reach("applied")
    expected = importing.content()["content"]
    importing.reach("reverted")

    at = time.time() + 0.5
    importing.processes.start("receive", str(one), at)
    other.start("receive", str(copy), at)
    assert (importing.processes.end(), other.end()) == (0, 0)
    waiting = "SELECT name FROM importing_import WHERE phase = 'waiting' ORDER BY id"
    names = list(filter(None, [installation.ask(waiting), installation.ask(f"{waiting} DESC")]))
    names = sorted({name for (name,) in names})
    for name, processes in zip(names, (importing.processes, other), strict=False):
        processes.start("work", name)
    assert not any(processes.end() for _, processes in zip(names, (importing.processes, other), strict=False))
    for name in names:
        finish(importing, name)

    assert_same({"content": importing.content()["content"]}, {"content": expected}, "received twice")
    assert len(files_in(tmp_path / "files" / "imports")) == 2, "the earlier edition and this one, once"


def plan_both(importing, *paths):
    for path in paths:
        importing.processes.do("receive", str(path))
        importing.processes.do("work", path.name)


def finish(importing, name):
    """Apply it; where it is planned anew, once more."""
    for _attempt in range(3):
        if phase_of(importing.installation, name) != "applied":
            importing.processes.do("press", "start_applying", name)
            importing.processes.do("work", name)
    assert phase_of(importing.installation, name) == "applied"


def take_both_back(importing, order):
    for name in reversed(order):
        importing.processes.do("press", "take_back", name)
        importing.processes.do("work", name)
        assert phase_of(importing.installation, name) == "reverted"


def phase_of(installation, name):
    words = "SELECT phase FROM importing_import WHERE name = '{}' ORDER BY id DESC LIMIT 1"
    return installation.ask(words.format(name))[0]
