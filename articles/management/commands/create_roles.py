"""Make the four roles with their admin permissions."""

from django.core.management.base import BaseCommand

from articles.editorial.roles import Role, create_roles


class Command(BaseCommand):
    help = "Make the groups Writers, Medical reviewers, Editors and Administrators. Safe to run again."

    def handle(self, **options):
        create_roles()
        self.stdout.write("Roles: " + ", ".join(Role))
