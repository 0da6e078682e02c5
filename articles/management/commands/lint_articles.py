"""Read all drafts as the linter does."""

import sys
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.editorial.findings import lint
from articles.linting.finding import Finding, Severity, findings_by_section
from articles.models import Article


class Command(BaseCommand):
    help = "List what the linter finds in the drafts, by article and section. Exit 1 if anything is an error."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--article", default="", metavar="SLUG", help="only this one")
        parser.add_argument(
            "--severity",
            choices=[severity.value for severity in Severity],
            default=Severity.ADVICE.value,
            help="nothing less grave than this; else everything",
        )

    def handle(self, **options: Any) -> None:
        articles = Article.objects.order_by("slug")
        if options["article"]:
            articles = articles.filter(slug=options["article"])
            if not articles:
                raise CommandError(f"There is no article “{options['article']}”.")
        gravities = list(Severity)
        shown = set(gravities[: gravities.index(Severity(options["severity"])) + 1])
        counts = dict.fromkeys(gravities, 0)
        total = articles.count()
        for article in self._with_progress(articles.iterator(), total):
            findings = [finding for finding in lint(article) if finding.severity in shown]
            self._tell(article, findings)
            for finding in findings:
                counts[finding.severity] += 1
        summary = ", ".join(f"{counts[gravity]} {gravity}" for gravity in gravities if gravity in shown)
        self.stdout.write(f"{total} article{'' if total == 1 else 's'}: {summary}")
        if counts[Severity.ERROR]:
            sys.exit(1)

    def _tell(self, article: Article, findings: list[Finding]) -> None:
        if not findings:
            return
        self.stdout.write(self.style.MIGRATE_HEADING(article.slug))
        for place, here in findings_by_section(findings).items():
            self.stdout.write(f"  {place or 'the whole page'}")
            for finding in here:
                words = f" [{finding.subject}]" if finding.subject else ""
                self.stdout.write(f"    {finding.severity:<8}{finding.code:<24}{finding.message}{words}")
        self.stdout.write("")

    def _with_progress(self, articles: Iterator[Article], total: int) -> Iterator[Article]:
        """Say how far it is, on a terminal and at most once a second."""
        said_at = time.monotonic()
        for done, article in enumerate(articles):
            if sys.stderr.isatty() and time.monotonic() - said_at > 1:
                said_at = time.monotonic()
                self.stderr.write(f"\r{done:,} of {total:,} articles read ", ending="")
            yield article
