"""Find the kin of every article anew from the published versions."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from articles.editorial.relating import rebuild
from articles.pages.dropping import drop_everything


class Command(BaseCommand):
    help = "Work out the related articles of every page anew. Readers can read meanwhile; nothing is published."

    def handle(self, **options: Any) -> None:
        self.said_at = time.monotonic()
        count = rebuild(progress=self._say_how_far)
        drop_everything()  # What is stored shows the neighbors as they were.
        self.stdout.write(f"{count} articles were looked at.")

    def _say_how_far(self, done: int, of: int) -> None:
        """On a terminal, and at most once a second."""
        if sys.stderr.isatty() and time.monotonic() - self.said_at > 1:
            self.said_at = time.monotonic()
            self.stderr.write(f"\r{done:,} of {of:,} articles ", ending="")
