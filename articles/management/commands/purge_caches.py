"""Tell the caches in front what they were not told yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import WaitingPurge
from articles.pages.purging import purge_again, purge_waiting


class Command(BaseCommand):
    help = (
        "Tell the caches in front what they were not told yet, and tell them again what they were told a minute ago. "
        "Run it every minute; it may run at any time."
    )

    def handle(self, **options: Any) -> None:
        told = WaitingPurge.objects.untold().count()
        purge_again()
        left = purge_waiting.func()
        if left:
            newest = WaitingPurge.objects.untold().exclude(error="").last()
            raise CommandError(f"{left} changes could not be told: {newest.error if newest else 'no answer'}")
        self.stdout.write(f"The caches know of everything; {told} changes were told.")
