"""Check the ledger, the versions it names and the dates that rest on it."""

import sys
import time

from django.core.management.base import BaseCommand

from articles.editorial.verification import faults
from articles.models import EditorialRecord, Version


class Command(BaseCommand):
    help = (
        "Replay the ledger and recompute every digest. Exit 1 if anything is wrong; the first bad entry is named first."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="name every fault instead of the first twenty")

    def handle(self, **options):
        found = 0
        for sentence in faults(on_progress=_Progress()):
            found += 1
            if found <= 20 or options["all"]:
                self.stdout.write(sentence)
        if found:
            more = f", {found - 20} of them not shown (--all shows them)" if found > 20 and not options["all"] else ""
            self.stderr.write(self.style.ERROR(f"The ledger does not hold: {found} fault(s){more}."))
            sys.exit(1)
        records, versions = EditorialRecord.objects.count(), Version.objects.count()
        self.stdout.write(self.style.SUCCESS(f"The ledger holds: {records} records, {versions} versions."))


class _Progress:
    """Says how far it is, on a terminal and at most once a second."""

    def __init__(self):
        self.said_at = time.monotonic()

    def __call__(self, what, done):
        if sys.stderr.isatty() and time.monotonic() - self.said_at > 1:
            self.said_at = time.monotonic()
            sys.stderr.write(f"\r{done:,} {what} checked ")
