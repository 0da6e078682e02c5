"""Mail what waits to be mailed: notices, and answers to readers."""

import sys

from django.core.management.base import BaseCommand

from articles.notices.answering import mail_answers_waiting
from articles.notices.mail import mail_digests, mail_waiting


class Command(BaseCommand):
    help = (
        "Mail the notices and the answers to readers that did not leave at once, because the mail server or the worker "
        "was away. Run it every few minutes; with --digest once a day."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--digest", action="store_true", help="also mail a digest to those who wish for one mail a day"
        )

    def handle(self, **options):
        sent, failed = mail_waiting()
        answers, unanswered = mail_answers_waiting()
        sent, failed = sent + answers, failed + unanswered
        if options["digest"]:
            digests, undelivered = mail_digests()
            sent, failed = sent + digests, failed + undelivered
        self.stdout.write(f"{sent} sent.")
        if failed:
            self.stderr.write(self.style.ERROR(f"{failed} did not leave and will be tried again."))
            sys.exit(1)
