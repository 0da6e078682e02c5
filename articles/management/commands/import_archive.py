"""Bring a site back from an archive, or take in another site's articles as drafts."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.archive import importing, media
from articles.archive.lines import BadArchive, header_of
from articles.archive.telling import Telling
from articles.editorial.roles import Role, create_roles, why_not
from articles.errors import EditorialError
from experts.models import User


class Command(BaseCommand):
    help = (
        "Import an archive (docs/archive.md). With this site's ledger it brings the site back; without one its "
        "articles arrive as drafts. Run again, it changes nothing; interrupted, it goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--media", default="", help="where the pictures lie; <file>.media if left out")
        parser.add_argument("--as-drafts", action="store_true", help="take the articles as drafts, ledger or not")
        parser.add_argument(
            "--publish-unreviewed",
            action="store_true",
            help="show these drafts to readers at once: without a badge, and not to be listed by search engines",
        )
        parser.add_argument("--pages", action="store_true", help="afterwards make and store the pages (build_pages)")
        parser.add_argument("--by", default="", help="user name of the editor or writer who takes in drafts")

    def handle(self, **options: Any) -> None:
        if options["pages"] and not settings.PAGES_STORED:
            raise CommandError("--pages stores pages, and they are not stored here: PAGES_STORED is off.")
        path = Path(options["file"])
        beside = Path(options["media"]) if options["media"] else media.directory_beside(path)
        try:
            has_ledger = header_of(path)["public_key"] is not None
            if has_ledger and not options["as_drafts"]:
                self._bring_back(path, beside, options)
            else:
                self._take_drafts(path, beside, options)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except (BadArchive, EditorialError) as refusal:
            raise CommandError(
                f"{refusal}\nWhat stands before that is kept, in whole batches; the same command goes on from there."
            ) from refusal
        if options["pages"]:
            call_command("build_pages", stdout=self.stdout, stderr=self.stderr)

    def _bring_back(self, path: Path, beside: Path, options: dict[str, Any]) -> None:
        if options["publish_unreviewed"]:
            raise CommandError(
                "This archive has a ledger: what was public in it is public again. --publish-unreviewed goes with "
                "--as-drafts."
            )
        create_roles()
        new = importing.import_archive(path, media=beside, progress=Telling(self.stderr, "lines"))
        self._tell(new)
        self.stdout.write("Now run verify_ledger, which checks all of it, and rebuild_related.")

    def _take_drafts(self, path: Path, beside: Path, options: dict[str, Any]) -> None:
        allowed = (Role.EDITOR,) if options["publish_unreviewed"] else (Role.WRITER, Role.EDITOR)
        by = self._user(options["by"], *allowed)
        new = importing.import_drafts(path, media=beside, by=by, progress=Telling(self.stderr, "lines"))
        self._tell(new)
        if options["publish_unreviewed"]:
            count = importing.publish_unreviewed(path, by=by, progress=Telling(self.stderr, "lines"))
            self.stdout.write(
                f"{count:,} articles are live without a review: no badge, and search engines are asked not to list "
                "them. Now run rebuild_related."
            )

    def _user(self, username: str, *allowed: Role) -> User:
        if not username:
            user = User.objects.filter(is_active=True, groups__name__in=allowed).order_by("pk").first()
            if user is None:
                raise CommandError("There is nobody yet who could take this in; make an editor, or name one with --by.")
            return user
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user “{username}”.")
        refusal = why_not(user, *allowed)
        if refusal:
            raise CommandError(refusal)
        return user

    def _tell(self, new: Counter[str]) -> None:
        said = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in new.items() if count)
        self.stdout.write(self.style.SUCCESS(f"New: {said}." if said else "Everything was here already."))
