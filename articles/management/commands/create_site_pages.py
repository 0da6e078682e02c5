"""Make and publish the pages about the site that come with the software, where they are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.editorial.site_pages import install_page
from articles.site_texts import texts


class Command(BaseCommand):
    help = "Make the pages about the site (policies, privacy, contact) that are missing. Overwrites nothing."

    def handle(self, **options: Any) -> None:
        made, there = [], 0
        for text in texts():
            version = install_page(**text)
            if version:
                made.append(f"{text['slug']} ({text['language']})")
            else:
                there += 1
        if made:
            self.stdout.write("Pages about the site: " + ", ".join(made))
        if there:
            self.stdout.write(f"There already and left as they were: {there}")
