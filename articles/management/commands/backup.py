"""Keep the whole site: one folder with the database, the files of pictures, and the digest of each."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.management.progress import Progress
from articles.safekeeping.backing_up import back_up
from articles.safekeeping.refusal import CannotKeep


class Command(BaseCommand):
    help = (
        "Write a backup into a new folder below DIR. The site goes on meanwhile. Keep LEDGER_SIGNING_KEY elsewhere: "
        "it is not part of a backup, and whoever has both could write another ledger."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)

    def handle(self, *, directory: Path, **options: Any) -> None:
        progress = Progress(self.stderr)
        try:
            place = back_up(directory, now=timezone.now(), on_progress=progress)
        except (CannotKeep, OSError) as refusal:
            raise CommandError(f"There is no backup. {refusal}") from refusal
        self.stdout.write(f"{place}: the database and {progress.of('files of pictures'):,} files of pictures.")
