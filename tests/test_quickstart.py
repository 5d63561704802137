"""`manage.py quickstart`: one command that starts everything and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from recommendations.models import Recommendation
from states.models import State
from tests.factories import StateFactory, UserFactory
from upr_tracker.accounts.models import Role, User
from upr_tracker.management.commands.quickstart import Command, first_data_manager
from upr_tracker.supervisor import answers, free_port_or_reason

PYTHON = sys.executable


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def busy_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def run():
    """Run a script that has a Supervisor; in the end it is stopped, whatever happens."""
    started = []

    def run(*lines, port=1):
        script = f"""
            import sys
            from upr_tracker import supervisor as module
            module.GRACE, module.PAUSE = 30, 0
            supervisor = module.Supervisor(say=lambda text: print(text, flush=True))
            {{}}
            supervisor.run(until_it_answers={port}, then=lambda: print("It answers.", flush=True))
        """
        process = subprocess.Popen(
            [PYTHON, "-c", textwrap.dedent(script).format("\n".join(lines))],
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.terminate()  # its children are in groups of their own: it alone can end them
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def child(name, code, *, essential=False):
    return f"supervisor.start({name!r}, [sys.executable, '-c', {code!r}], essential={essential})"


def lines_until(process, beginning):
    """Read what the process prints up to the line that begins so, and answer it."""
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith(beginning):
            return lines
    raise AssertionError(f"{beginning!r} was not printed: {lines}")


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def processes_of(var_dir):
    """The processes that were started with this VAR_DIR."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if f"VAR_DIR={var_dir}".encode() in environment.read_bytes():
                found.append(int(environment.parent.name))
    return found


def wait_until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


SLEEP = "import os, time; print('child', os.getpid(), flush=True); time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP


def pid_in(line):
    return int(line.split()[-1])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_group_stops_every_child(run, number):
    process = run(child("worker", SLEEP))
    pid = pid_in(lines_until(process, "child")[-1])

    os.killpg(process.pid, number)

    assert process.wait(10) == 0
    assert not is_alive(pid)


def test_what_a_child_leaves_behind_is_stopped_with_it(run):
    process = run(
        child("worker", f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {DEAF!r}])")
    )
    left_behind = pid_in(lines_until(process, "child")[-1])

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    assert wait_until(lambda: not is_alive(left_behind))


def test_a_second_ctrl_c_does_not_wait(run):
    process = run(child("worker", DEAF))
    pid = pid_in(lines_until(process, "child")[-1])

    process.send_signal(signal.SIGINT)
    lines_until(process, "Stopping")
    process.send_signal(signal.SIGINT)

    assert process.wait(10) == 0
    assert not is_alive(pid)


def test_a_worker_that_dies_is_started_again(run):
    process = run(child("worker", SLEEP))
    first = pid_in(lines_until(process, "child")[-1])

    os.kill(first, signal.SIGKILL)

    printed = lines_until(process, "child")
    assert "The worker ended (exit status -9); starting it again." in printed
    assert pid_in(printed[-1]) != first


def test_when_the_web_server_ends_the_others_are_stopped_and_the_reason_is_told(run):
    process = run(child("worker", SLEEP), child("web server", "import sys; sys.exit(3)", essential=True))

    printed = process.communicate(timeout=10)[0]

    assert process.returncode == 1
    assert "The web server ended by itself (exit status 3)." in printed
    pid = re.search(r"child (\d+)", printed)
    assert pid is None or not is_alive(int(pid[1]))


def test_the_greeting_waits_for_the_server_to_answer(run, free_port):
    server = (
        "import time, http.server as server; time.sleep(1);"
        f"server.test(server.SimpleHTTPRequestHandler, port={free_port}, bind='127.0.0.1')"
    )
    process = run(child("web server", server, essential=True), port=free_port)

    lines_until(process, "It answers.")

    assert answers(free_port)


def test_a_port_in_use_is_told_before_anything_is_done(busy_port):
    with pytest.raises(CommandError, match=f"Port {busy_port} is in use by another program. Choose another"):
        call_command("quickstart", port=busy_port)


def test_a_free_port_is_fine_and_no_port_number_is_not(free_port):
    assert free_port_or_reason(free_port) is None
    assert free_port_or_reason(70000) == "70000 is no port number (1 to 65535)."


def test_in_production_it_refuses(settings, free_port):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="quickstart is for a laptop"):
        call_command("quickstart", port=free_port)


@pytest.mark.django_db
def test_an_empty_database_is_filled():
    Command().prepare_database()

    assert Recommendation.objects.filter(review__slug="khm-1").count() == 91
    assert Recommendation.objects.filter(review__slug="khm-2").count() == 205


@pytest.mark.django_db
def test_a_database_in_use_is_left_as_it_is():
    StateFactory(code="XXX")

    Command().prepare_database()

    assert State.objects.count() == 1


@pytest.mark.django_db
def test_the_first_start_makes_a_data_manager_who_can_sign_in(client):
    password = first_data_manager()

    account = User.objects.get()
    assert account.role == Role.DATA_MANAGER
    assert client.login(email=account.email, password=password)


@pytest.mark.django_db
def test_later_starts_make_no_account():
    UserFactory()

    assert first_data_manager() is None
    assert User.objects.count() == 1


@pytest.mark.services
def test_the_real_thing_starts_answers_keeps_its_data_and_stops(tmp_path, free_port):
    environment = {**os.environ, "VAR_DIR": str(tmp_path)}
    for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)

    def start_and_stop(last_line):
        process = subprocess.Popen(
            [PYTHON, "manage.py", "quickstart", "--port", str(free_port)],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            printed = lines_until(process, last_line)
            with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/health/") as answer:
                health = answer.status
            assert len(processes_of(tmp_path)) > 2
            os.killpg(process.pid, signal.SIGTERM)
            process.communicate(timeout=30)
        finally:
            for pid in processes_of(tmp_path) if process.poll() is None else []:
                os.kill(pid, signal.SIGKILL)
        return "\n".join(printed), health, process.returncode, processes_of(tmp_path)

    first, health, exit_status, left = start_and_stop("with the password")
    assert (health, exit_status, left) == (200, 0, [])
    assert "recommendations, 342 new" in first
    assert re.search(r"with the password \S{16} \(shown only this once\)", first)

    second, health, exit_status, left = start_and_stop("Password lost?")
    assert (health, exit_status, left) == (200, 0, [])
    assert "new" not in second
    assert "shown only this once" not in second
