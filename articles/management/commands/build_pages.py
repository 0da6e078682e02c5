"""Make and store the page of every article and of every list, such as after an update of the software."""

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from articles.models import Publication, Topic
from articles.pages.building import make
from articles.pages.dropping import drop_everything

LISTS = ("home", "articles", "topics", "experts")


class Command(BaseCommand):
    help = "Make and store the public pages, so that no reader waits for one. Readers can read meanwhile."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--anew", action="store_true", help="First drop every stored page.")

    def handle(self, *, anew: bool, **options: Any) -> None:
        if not settings.PAGES_STORED:
            raise CommandError("Pages are not stored here: PAGES_STORED is off.")
        if anew:
            drop_everything()
        self.said_at = time.monotonic()
        count = failed = 0
        total = Publication.objects.live().count() + Topic.objects.count() + len(LISTS)
        for path in self._paths():
            count += 1
            failed += not make(path)
            self._say_how_far(count, total)
        if failed:
            raise CommandError(f"{failed} of {count} pages could not be made; the log says why. The others are stored.")
        self.stdout.write(f"{count} pages are stored.")

    def _paths(self) -> Any:
        yield from (reverse(f"reading:{name}") for name in LISTS)
        for slug in Topic.objects.values_list("slug", flat=True):
            yield reverse("reading:topic", args=[slug])
        for slug in Publication.objects.live().newest_first().values_list("slug", flat=True).iterator():
            yield reverse("public:article", args=[slug])

    def _say_how_far(self, done: int, of: int) -> None:
        """On a terminal, and at most once a second."""
        if sys.stderr.isatty() and time.monotonic() - self.said_at > 1:
            self.said_at = time.monotonic()
            self.stderr.write(f"\r{done:,} of {of:,} pages ", ending="")
