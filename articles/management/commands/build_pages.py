"""Make and store the page of every article and of every list, such as after an update of the software."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.archive.telling import Telling
from articles.pages.building_all import build_all
from articles.pages.dropping import drop_everything


class Command(BaseCommand):
    help = (
        "Make and store the public pages that are missing, so that no reader waits for one. Readers can read "
        "meanwhile; interrupted, it goes on."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--anew", action="store_true", help="First drop every stored page.")

    def handle(self, *, anew: bool, **options: Any) -> None:
        if not settings.PAGES_STORED:
            raise CommandError("Pages are not stored here: PAGES_STORED is off.")
        if anew:
            drop_everything()
        count, failed = build_all(progress=Telling(self.stderr, "pages"))
        if failed:
            raise CommandError(f"{failed} of {count} pages could not be made; the log says why. The others are stored.")
        self.stdout.write(f"{count} pages are stored.")
