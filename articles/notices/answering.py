"""The mail that answers a reader's report, after the commit; as it leaves, the reader's address is forgotten.

It never repeats what the reader wrote: reports speak of medicine, and many servers read a mail. What fails gets its
address back and is tried again by `send_notices`.
"""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from articles.models import ReaderReport

logger = logging.getLogger(__name__)


@task()
def mail_answer(report_id: int) -> bool:
    """Mail this answer, if it has not left; say whether nothing of it waits any more."""
    report = _waiting().filter(pk=report_id).first()
    return report is None or _mail(report)


def mail_answers_waiting() -> tuple[int, int]:
    """Mail every answer that should have left at once; return how many left and how many failed."""
    outcomes = [_mail(report) for report in _waiting()]
    return sum(outcomes), len(outcomes) - sum(outcomes)


def _waiting() -> Any:
    return ReaderReport.objects.to_mail().select_related("version").order_by("pk")


def _mail(report: ReaderReport) -> bool:
    if not _claim(report, now=timezone.now()):
        return True  # Somebody else is sending it.
    subject, body = _words(report)
    try:
        EmailMessage(subject, body, to=[report.email]).send()
    except Exception as error:  # A mail server fails in many ways, and each of them means: later.
        ReaderReport.objects.filter(pk=report.pk).update(answered_at=None, email=report.email)
        logger.warning("The answer to report %s did not leave (%s).", report.pk, type(error).__name__)
        return False
    return True


def _claim(report: ReaderReport, *, now: datetime) -> int:
    """Take it for ourselves; its address is gone from the database from here on."""
    return ReaderReport.objects.to_mail().filter(pk=report.pk).update(answered_at=now, email="")


def _words(report: ReaderReport) -> tuple[str, str]:
    """Subject and body, in the language of the page."""
    content = report.version.content
    page = settings.SITE_URL + reverse("public:article", args=[content["slug"]])
    with translation.override(content["language"]):
        subject = _("Your report about “%(title)s”") % {"title": content["title"]}
        told = _("On %(day)s you reported a problem with “%(title)s”:") % {
            "day": date_format(report.made_at, "DATE_FORMAT"),
            "title": content["title"],
        }
        answer = _("Our editors answer:")
        farewell = _(
            "Your email address is now deleted from our records, so we cannot write to you again. "
            "If something is still wrong, please report it on the page."
        )
    lines = [f"{told}\n{page}", answer, report.answer, farewell, settings.SITE_NAME]
    return " ".join(f"{settings.SITE_NAME}: {subject}".split()), "\n\n".join(lines) + "\n"
