"""Run the whole application on one machine: `make run`."""

import secrets
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from states.models import State
from upr_tracker.accounts.models import Role, User
from upr_tracker.supervisor import ChildEndedError, Supervisor, free_port_or_reason

WEB_SERVER = [
    *(sys.executable, "-m", "gunicorn", "upr_tracker.wsgi"),
    *("--threads", "8", "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"),
]
WORKER = [
    *(sys.executable, "-m", "celery", "--quiet", "-A", "upr_tracker.celery", "worker", "--beat"),
    *("--concurrency", "1", "--loglevel", "warning"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),  # they are for many workers
]
DATA_MANAGER = "data-manager@example.org"


class Command(BaseCommand):
    help = (
        "Prepares the database, loads the fixtures into an empty one, and runs the web server and a worker "
        "until Ctrl-C. For a laptop: production starts its processes one by one (docker-compose.yml)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="Port of the web server (8000).")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("quickstart is for a laptop; unset PRODUCTION, or see docker-compose.yml.")
        if reason := free_port_or_reason(port):
            raise CommandError(f"{reason} Choose another one: make run PORT={port + 1}")
        self.prepare_database()
        supervisor = Supervisor(say=self.say)
        supervisor.start("web server", [*WEB_SERVER, "--bind", f"127.0.0.1:{port}"], essential=True)
        supervisor.start("worker", WORKER)
        try:
            supervisor.run(until_it_answers=port, then=lambda: self.welcome(port))
        except ChildEndedError as error:
            raise CommandError(str(error)) from error

    def prepare_database(self) -> None:
        """Bring the tables up to date and fill an empty database. Does nothing the second time."""
        self.say(f"Preparing the database in {settings.VAR_DIR}")
        call_command("migrate", verbosity=0)
        if not State.objects.exists():
            self.say("Loading the fixtures")
            call_command("load_fixtures", stdout=self.stdout)
            self.stdout.flush()

    def welcome(self, port: int) -> None:
        site = f"http://127.0.0.1:{port}"
        password = first_data_manager()
        self.say(
            f"\nUPR Tracker is running: {site}/   (Ctrl-C stops it)\n"
            f"Sign in at {site}{reverse(settings.LOGIN_URL)} as {DATA_MANAGER}\n"
            + (
                f"with the password {password} (shown only this once).\n"
                if password
                else f"Password lost? .venv/bin/python manage.py changepassword {DATA_MANAGER}\n"
            )
        )

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def first_data_manager() -> str | None:
    """Create an account to begin with and answer its password; None where somebody can sign in already."""
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    User.objects.create_user(DATA_MANAGER, password, role=Role.DATA_MANAGER)
    return password
