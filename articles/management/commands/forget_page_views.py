"""Forget how often pages were read long ago."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.editorial.page_views import forget_views

# A year, to compare a season with, and a month to do it in.
DAYS_KEPT = 400


class Command(BaseCommand):
    help = "Forget the counts of page views of days long past. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than", type=int, default=DAYS_KEPT, metavar="DAYS", help=f"days to keep; {DAYS_KEPT} unless told"
        )

    def handle(self, *, older_than: int, **options: Any) -> None:
        if older_than < 1:
            raise CommandError("Keep at least one day.")
        forgotten = forget_views(older_than=older_than)
        self.stdout.write(f"{forgotten} count{'' if forgotten == 1 else 's'} forgotten.")
