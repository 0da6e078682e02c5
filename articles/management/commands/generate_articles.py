"""Fill a database with generated pages, to measure with."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from articles.archive.generated.corpus import Corpus
from articles.archive.generated.writing import write
from articles.archive.lines import BadArchive
from articles.archive.telling import Telling
from articles.editorial.roles import create_roles


class Command(BaseCommand):
    help = (
        "Make N published articles of generated text with topics, people, sources and a ledger. The same seed makes "
        "the same articles; run again after an interruption, it goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--reviewed", type=int, default=80, metavar="PERCENT", help="how many have a badge: 80")
        parser.add_argument("--on", type=date.fromisoformat, help="the newest is published the day before: today")
        parser.add_argument("--yes", action="store_true", help="also in production: readers will see these pages")

    def handle(self, **options: Any) -> None:
        if not settings.IS_DEVELOPMENT and not options["yes"]:
            raise CommandError(
                "This is a production database: readers would see generated pages, and its ledger would keep them for "
                "ever. If that is what you want, say --yes."
            )
        if options["count"] < 1 or not 0 <= options["reviewed"] <= 100:
            raise CommandError("Make at least one article, and let from 0 to 100 percent be reviewed.")
        create_roles()
        on = options["on"] or timezone.now().date()
        corpus = Corpus(count=options["count"], seed=options["seed"], on=on, reviewed=options["reviewed"])
        try:
            new = write(corpus, progress=Telling(self.stderr, "articles"))
        except BadArchive as refusal:
            raise CommandError(f"{refusal}\nAnother --seed makes other articles.") from refusal
        if not new:
            self.stdout.write("These articles are here already; another --seed makes others.")
            return
        self.stdout.write(self.style.SUCCESS(f"{new:,} generated articles are live."))
        self.stdout.write("Now run rebuild_related, if their neighbors matter.")
