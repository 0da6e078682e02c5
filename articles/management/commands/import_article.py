"""Turn the copied text of a web page into a draft, and account for every line."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.importing.draft import Imported, import_page
from articles.importing.lines import MOST_BYTES, decode, refuse_size
from articles.importing.refusal import UnreadablePage
from experts.models import User

WIDTH = 64


class Command(BaseCommand):
    help = "Import the text of a copied page as a draft: unreviewed, without a badge, whatever the text claims."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the copied text, as a UTF-8 file")
        parser.add_argument("--title", required=True, help="copied pages lack it")
        parser.add_argument("--slug", default="", help="the address; made from the title if left out")
        parser.add_argument("--topic", default="", help="slug or name of the main topic")
        parser.add_argument("--by", default="", help="user name of the writer or editor who imports; else the first")

    def handle(self, **options: Any) -> None:
        try:
            text = decode(self._read(Path(options["file"])))
            imported = import_page(
                text,
                title=options["title"],
                slug=options["slug"],
                topic=options["topic"],
                by=self._user(options["by"]),
            )
        except (UnreadablePage, EditorialError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(imported)

    def _read(self, path: Path) -> bytes:
        try:
            refuse_size(path.stat().st_size)
            with path.open("rb") as file:
                return file.read(MOST_BYTES + 1)  # a device has neither a size nor an end
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

    def _user(self, username: str) -> User:
        if username:
            user = User.objects.filter(username=username).first()
            if user is None:
                raise CommandError(f"There is no user “{username}”.")
            return user
        writers = User.objects.filter(is_active=True, groups__name__in=[Role.WRITER, Role.EDITOR])
        user = writers.order_by("pk").first()
        if user is None:
            raise CommandError("There is no writer yet who could import this; make one, or name a user with --by.")
        return user

    def _tell(self, imported: Imported) -> None:
        for entry in imported.page.report.entries:
            text = entry.text if len(entry.text) <= WIDTH else entry.text[: WIDTH - 1] + "…"
            self.stdout.write(f"{entry.number:>4}  {text:<{WIDTH}}  {entry.went_to}")
        self.stdout.write("")
        for what, count in imported.page.counts.items():
            self.stdout.write(f"{count:>4}  {what}")
        dates = imported.page.dates
        self.stdout.write(f"Published {dates.published or '(not said)'}, updated {dates.updated or '(not said)'}")
        if imported.new_experts:
            names = ", ".join(expert.name for expert in imported.new_experts)
            self.stdout.write(f"\nNew, unverified experts: {names}")
        if imported.article.import_note:
            self.stdout.write(f"\nIn the import note of the draft:\n{imported.article.import_note}")
        self.stdout.write(
            self.style.SUCCESS(
                f"\nDraft “{imported.article.title}” of {imported.version.made_by}, not reviewed: "
                f"{settings.SITE_URL}{imported.article.get_admin_url()}"
            )
        )
