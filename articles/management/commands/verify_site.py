"""Check everything that stands here against what it must be."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from articles.management.progress import Progress
from articles.safekeeping.verifying import faults


class Command(BaseCommand):
    help = (
        "Check the ledger, all versions, the files of pictures, the search and the stored pages. Nothing is changed. "
        "Exit 1 if anything is wrong; each fault is a sentence."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--all", action="store_true", help="name every fault instead of the first hundred")

    def handle(self, **options: Any) -> None:
        progress = Progress(self.stderr)
        found = 0
        for sentence in faults(on_progress=progress):
            found += 1
            if found <= 100 or options["all"]:
                self.stdout.write(sentence)
        if found:
            more = f", {found - 100} of them not shown (--all shows them)" if found > 100 and not options["all"] else ""
            self.stderr.write(self.style.ERROR(f"The site does not hold: {found} fault(s){more}."))
            sys.exit(1)
        counted = ", ".join(f"{done:,} {what}" for what, done in progress.counts.items())
        self.stdout.write(self.style.SUCCESS(f"The site holds: {counted}."))
