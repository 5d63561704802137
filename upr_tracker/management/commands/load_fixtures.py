"""Load our own data, `fixtures/`, into the database."""

from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from recommendations.implementation.loading import load_implementation
from recommendations.importing.loading import load_columns
from recommendations.loading import load_classification, load_recommendations
from reviews.loading import load_reviews
from states.loading import load_states
from upr_tracker.lib.fixtures import FixtureError


class Command(BaseCommand):
    help = (
        "Loads States, reviews, themes, affected groups, Goals, recommendations, what organisations "
        "published of them, and column headings from fixtures/. What is there already is kept, so loading "
        "again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.FIXTURES_DIR, help="Instead of fixtures/."
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            with transaction.atomic():
                loaded = [
                    stored
                    for load in (
                        load_states,
                        load_reviews,
                        load_classification,
                        load_recommendations,
                        load_implementation,
                        load_columns,
                    )
                    for stored in load(folder)
                ]
        except FixtureError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if not options["verbosity"]:
            return
        for model, files in groupby(loaded, key=lambda stored: stored.model):
            counts = [(len(stored.rows), len(stored.new)) for stored in files]
            total, new = map(sum, zip(*counts, strict=True))
            self.stdout.write(f"{total:6} {model._meta.verbose_name_plural}, {new} new")
