"""Child processes that live and die with this one. For the `quickstart` command."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

#: Seconds that children have to finish when asked to; an import that is cut off is resumed later.
GRACE = 10
#: Seconds that lie at least between two starts of a child: one that fails at once fails slowly.
PAUSE = 5


class ChildEndedError(Exception):
    """A child that the others cannot do without has ended by itself."""


def free_port_or_reason(port: int) -> str | None:
    """Answer None if a server can listen at this port of 127.0.0.1, and otherwise why not."""
    if not 0 < port < 65536:
        return f"{port} is no port number (1 to 65535)."
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is in use by another program."
            return f"Port {port} cannot be used: {error.strerror}."
    return None


def answers(port: int) -> bool:
    """Whether a web server at this port answers a request, whatever it says."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


@dataclass
class _Child:
    name: str
    command: list[str]
    essential: bool
    process: subprocess.Popen[bytes] = field(init=False)
    started: float = field(init=False)

    def start(self) -> None:
        # A group of its own: Ctrl-C in the terminal reaches this process alone, which then stops the
        # children in order, and grandchildren that stay behind can be found.
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        self.started = time.monotonic()

    def kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Starts children, watches them, and leaves none behind, however it ends.

    SIGINT (Ctrl-C), SIGTERM and SIGHUP ask them to stop; a second Ctrl-C does not wait. A child that ends
    by itself is started again, unless it is essential.
    """

    def __init__(self, *, say: Callable[[str], None]) -> None:
        self._say = say
        self._children: list[_Child] = []
        self._asked_to_stop = False
        self._in_a_hurry = False

    def start(self, name: str, command: list[str], *, essential: bool = False) -> None:
        self._children.append(_Child(name, command, essential))

    def run(self, *, until_it_answers: int, then: Callable[[], None]) -> None:
        """Run the children until asked to stop; call `then` once the server at this port answers.

        Raises ChildEndedError when an essential child ends by itself; the others are stopped first.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        greeted = False
        try:
            for child in self._children:
                child.start()
            while not self._asked_to_stop:
                self._look_after_children()
                if not greeted and answers(until_it_answers):
                    greeted = True
                    then()
                time.sleep(0.2)
            self._say("\nStopping ...")
        finally:
            self._stop_children()

    def _stop(self, number: int, frame: object) -> None:
        # `make` passes SIGTERM on to its children, who get it twice: only Ctrl-C can be impatient.
        self._in_a_hurry |= self._asked_to_stop and number == signal.SIGINT
        self._asked_to_stop = True

    def _look_after_children(self) -> None:
        for child in self._children:
            status = child.process.poll()
            if status is None or self._asked_to_stop:
                continue
            if child.essential:
                raise ChildEndedError(f"The {child.name} ended by itself (exit status {status}).")
            if time.monotonic() - child.started > PAUSE:
                child.kill_group()
                self._say(f"The {child.name} ended (exit status {status}); starting it again.")
                child.start()

    def _stop_children(self) -> None:
        running = [child for child in self._children if hasattr(child, "process")]
        for child in running:
            child.process.terminate()
        deadline = time.monotonic() + GRACE
        while any(child.process.poll() is None for child in running):
            if self._in_a_hurry or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        for child in running:
            child.kill_group()
