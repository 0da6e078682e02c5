"""Make the lists that readers turn over anew from what is published."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.editorial.listing import rebuild
from articles.pages.dropping import drop_everything


class Command(BaseCommand):
    help = "Make all lists and their counts anew from what is published, such as after verify_site asked for it."

    def handle(self, **options: Any) -> None:
        rows = rebuild()
        drop_everything()
        self.stdout.write(f"{rows} rows stand on the lists.")
