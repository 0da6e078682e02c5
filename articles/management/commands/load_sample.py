"""Fill an empty database with the sample content and print one login per role."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.editorial.roles import create_roles
from articles.sample import load as sample
from experts.models import User


class Command(BaseCommand):
    help = "Load the sample articles, experts and pictures, and print one login per role. Does nothing twice."

    def handle(self, **options):
        if not settings.IS_DEVELOPMENT:
            raise CommandError("The sample logins have a known password; they are for development only.")
        create_roles()
        if sample.is_loaded():
            self.stdout.write("The database has content already; nothing was loaded.")
        else:
            self.stdout.write("Loading the sample content:")
            sample.load(say=lambda line: self.stdout.write(f"  {line}"))
        self._print_logins()

    def _print_logins(self):
        logins = [
            (label, User.objects.filter(groups__name=role, is_active=True).order_by("pk").first())
            for label, role in sample.LOGINS.items()
        ]
        known = [(label, user) for label, user in logins if user and user.check_password(sample.PASSWORD)]
        if not known:
            return
        self.stdout.write(f"\nOne login per role; the password of each is {sample.PASSWORD}")
        for label, user in known:
            place = "/desk/" if label == "reviewer" else "/admin/"
            self.stdout.write(f"  {label:<15}{user.username:<16}{settings.SITE_URL}{place}")
