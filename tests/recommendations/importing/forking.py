"""Processes that start in a moment and are killed at one: forks of a process that has the application loaded.

`Processes` is the test's end; the other one is `python -m tests.recommendations.importing.forking`.
"""

import json
import os
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[3]


class Processes:
    """Does what is named in `errands`, one process after the other."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.recommendations.importing.forking"],
            cwd=ROOT,
            env={**environment, "DJANGO_SETTINGS_MODULE": "upr_tracker.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, errand: str, *arguments: object, kill_after: float | None = None) -> None:
        """Start an errand; its process gets a SIGKILL after so many seconds."""
        assert self._parent.stdin
        self._parent.stdin.write(json.dumps([errand, arguments, kill_after]) + "\n")
        self._parent.stdin.flush()

    def end(self) -> int:
        """Wait until it ends; answer its status: 0 when it did what it should, -9 when it was killed."""
        assert self._parent.stdout
        return int(self._parent.stdout.readline())

    def do(self, errand: str, *arguments: object) -> None:
        self.start(errand, *arguments)
        assert self.end() == 0, f"{errand} failed: see what it said above"

    def close(self) -> None:
        self._parent.kill()
        self._parent.communicate()


def main() -> None:
    django.setup()
    from tests.recommendations.importing import errands

    for line in sys.stdin:
        errand, arguments, kill_after = json.loads(line)
        child = os.fork()
        if not child:
            status = 1
            try:
                getattr(errands, errand)(*arguments)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        ended, _, _ = select.select([handle := os.pidfd_open(child)], [], [], kill_after)
        os.close(handle)
        if not ended:
            os.kill(child, signal.SIGKILL)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
