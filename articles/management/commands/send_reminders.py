"""Remind reviewers of what is due, and tell the editors of what nobody did."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from articles.notices.reminding import send_reminders


class Command(BaseCommand):
    help = (
        "Remind reviewers of assignments and live pages that are due soon, due or overdue, and tell the editors of "
        "those that nobody did. Run it once a day; nobody is reminded twice of the same stage, however often it runs."
    )

    def handle(self, **options: Any) -> None:
        self.said_at = time.monotonic()
        to_reviewers, to_editors = send_reminders(progress=self._say_how_far)
        self.stdout.write(f"{to_reviewers} reminded, {to_editors} told to the editors.")

    def _say_how_far(self, looked_at: int) -> None:
        """On a terminal, and at most once a second."""
        if sys.stderr.isatty() and time.monotonic() - self.said_at > 1:
            self.said_at = time.monotonic()
            self.stderr.write(f"\r{looked_at:,} reviews looked at ", ending="")
