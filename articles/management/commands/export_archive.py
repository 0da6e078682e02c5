"""Write the whole site to one file of lines, with its pictures beside it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.archive import media
from articles.archive.exporting import export_archive
from articles.archive.telling import Telling
from articles.errors import EditorialError


class Command(BaseCommand):
    help = "Export the site as an archive (docs/archive.md): articles, people, evidence, versions and the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="where to write it; the pictures go to <file>.media")
        parser.add_argument("--media-within", action="store_true", help="put the pictures into the file, in base64")

    def handle(self, **options: Any) -> None:
        path = Path(options["file"])
        # Under another name until it is whole: nobody takes half an archive for one.
        unfinished = path.with_name(path.name + ".unfinished")
        beside = None if options["media_within"] else media.directory_beside(path)
        try:
            with unfinished.open("wb") as file:
                counts, lost = export_archive(file, media_beside=beside, progress=Telling(self.stderr, "lines"))
            unfinished.replace(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        except EditorialError as refusal:
            raise CommandError(str(refusal)) from refusal
        for name in lost:
            self.stderr.write(self.style.WARNING(f"The storage has no file {name}; the archive goes without it."))
        self.stdout.write(", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in counts.items()))
        self.stdout.write(self.style.SUCCESS(f"Written to {path}."))
