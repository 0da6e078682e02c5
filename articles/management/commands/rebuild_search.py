"""Make the search index anew from the published versions."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from articles.search.indexing import rebuild


class Command(BaseCommand):
    help = "Make the search index anew from the published versions. Readers can search meanwhile; nothing is published."

    def handle(self, **options: Any) -> None:
        self.said_at = time.monotonic()
        count = rebuild(progress=self._say_how_far)
        self.stdout.write(f"{count} publications can be found.")

    def _say_how_far(self, done: int, of: int) -> None:
        """On a terminal, and at most once a second."""
        if sys.stderr.isatty() and time.monotonic() - self.said_at > 1:
            self.said_at = time.monotonic()
            self.stderr.write(f"\r{done:,} of {of:,} publications ", ending="")
