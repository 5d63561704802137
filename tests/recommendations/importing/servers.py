"""A PostgreSQL and a Redis of a test's own, that may be restarted in the middle of everything."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE = 30  # seconds


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def redis_binary() -> str | None:
    return shutil.which("redis-server")


def postgres_binaries() -> Path | None:
    """The folder of the latest PostgreSQL's programs, None where there is none that we could run."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return folders[-1] if folders and (os.geteuid() or shutil.which("runuser")) else None


class OwnRedis:
    """Keeps nothing: what was in it is gone when it is restarted."""

    def __init__(self) -> None:
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.start()

    def start(self) -> None:
        words = ["redis-server", "--port", str(self._port), "--bind", "127.0.0.1", "--save", ""]
        self._server = subprocess.Popen([*words, "--appendonly", "no"], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def _answers(self) -> bool:
        with socket.socket() as knock:
            return not knock.connect_ex(("127.0.0.1", self._port))

    def stop(self) -> None:
        """Take it away without a word."""
        self._server.kill()
        self._server.wait()

    def restart(self) -> None:
        self.stop()
        self.start()


class OwnPostgres:
    """A cluster of its own; PostgreSQL refuses to run as root, who lets `postgres` run it."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="upr-postgres-"))
        if not os.geteuid():
            shutil.chown(self._folder, "postgres")
        self.url = f"postgres://upr@127.0.0.1:{self._port}/postgres"
        self._run("initdb", "-D", self._data, "-U", "upr", "--auth", "trust", "--no-sync")
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self._pg_ctl("start", "-l", str(self._folder / "log"), "-o", options)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *words: str) -> None:
        runs_as = [] if os.geteuid() else ["runuser", "-u", "postgres", "--"]
        subprocess.run(
            [*runs_as, str(self._binaries / program), *words],
            cwd="/",
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def _pg_ctl(self, *words: str) -> None:
        self._run("pg_ctl", "-D", self._data, "-s", "-w", *words)

    def restart(self) -> None:
        """Restart it as after a power cut: nobody is asked, and it recovers from its log."""
        self._pg_ctl("restart", "-m", "immediate", "-l", str(self._folder / "log"))

    def close(self) -> None:
        self._pg_ctl("stop", "-m", "immediate")
        shutil.rmtree(self._folder)
