"""Bring a backup back into an empty database, and check that everything in it holds."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles.management.progress import Progress
from articles.pages.dropping import drop_everything
from articles.safekeeping.refusal import CannotKeep
from articles.safekeeping.restoring import restore


class Command(BaseCommand):
    help = (
        "Bring back the backup in the folder PLACE into an empty database, migrate it, then run verify_site. "
        "Nothing is overwritten."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("place", metavar="PLACE", type=Path)

    def handle(self, *, place: Path, **options: Any) -> None:
        try:
            restore(place, on_progress=Progress(self.stderr))
        except (CannotKeep, OSError) as refusal:
            raise CommandError(f"Nothing was brought back. {refusal}") from refusal
        # The software may be newer than the backup; workers and caches know nothing of this database yet.
        call_command("migrate", interactive=False, verbosity=0)
        drop_everything()
        self.stdout.write("Everything was brought back. Is it whole?")
        call_command("verify_site", stdout=self.stdout, stderr=self.stderr)
