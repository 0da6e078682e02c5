"""Compress as well as can be the pages that were stored in haste."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.pages.compressing import compress_waiting, count_waiting

SECONDS = 20.0


class Command(BaseCommand):
    help = (
        "Compress as well as can be the pages that were stored in haste. Run it every minute, below everything else "
        "(nice -n 19): it ends by itself, and goes on the next time. It may run at any time."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--seconds", type=float, default=SECONDS, help="about so long at the most")

    def handle(self, *, seconds: float, **options: Any) -> None:
        count = compress_waiting(seconds=seconds)
        self.stdout.write(f"{count:,} pages are smaller; {count_waiting():,} wait.")
