"""Forget the addresses of readers whose reports nobody answered within a year."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.editorial.reports import MONTHS_AN_ADDRESS_IS_KEPT, forget_old_addresses


class Command(BaseCommand):
    help = (
        f"Forget the email addresses of readers whose reports are older than {MONTHS_AN_ADDRESS_IS_KEPT} months. "
        "The reports stay. Run it once a day."
    )

    def handle(self, **options: Any) -> None:
        forgotten = forget_old_addresses()
        self.stdout.write(f"{forgotten} address{'' if forgotten == 1 else 'es'} forgotten.")
