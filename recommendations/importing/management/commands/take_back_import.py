from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recommendations.importing import progress
from recommendations.importing.models import Import, Phase


class Command(BaseCommand):
    help = "Take back what an import wrote, unless later changes stand on it: these are listed then."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int, help="the number of the import, as its page's address has it")

    def handle(self, *, id: int, **options: Any) -> None:
        import_ = Import.objects.filter(pk=id).first()
        if import_ is None:
            raise CommandError(f"There is no import {id}.")
        if not progress.take_back(import_, by=None):
            phase = import_.get_phase_display()
            raise CommandError(f"There is nothing to take back of import {id} ({import_.name}): {phase}.")
        progress.revert(import_)
        if import_.phase == Phase.REVERTED:
            self.stdout.write(self.style.SUCCESS(f"Taken back: {import_.name}."))
            return
        if import_.is_moving:
            raise CommandError(f"A worker has taken import {id} meanwhile: see {import_.get_absolute_url()}.")
        if import_.failure:
            raise CommandError(import_.failure)
        for found in import_.problems.filter(code__in=("revert-stopped", "later-change")).order_by("pk"):
            self.stdout.write(found.message)
        raise CommandError(
            f"Later changes stand on import {id}, so it was not taken back. Please undo those listed first."
        )
