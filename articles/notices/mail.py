"""Mail of notices: one for each, or one digest a day. Never within a transaction; what fails is tried again.

A notice is claimed before it is mailed, so that the task and the command never both send it; a failure gives it back.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from articles.models import Notice
from experts.models import User
from experts.models.user import MailWish

logger = logging.getLogger(__name__)
# Less than a day: a digest that ran late yesterday must not cost anybody the one of today.
BETWEEN_DIGESTS = timedelta(hours=20)


@task()
def mail_notices(ids: list[int]) -> int:
    """Mail these notices, one each, to those who still want that; return how many left."""
    return sum(_mail_one(notice) for notice in waiting(MailWish.EACH).filter(pk__in=ids))


def waiting(wish: MailWish):
    """Notices that nobody was mailed yet, of active people with this wish."""
    owed = Notice.objects.to_mail().filter(to__is_active=True, to__mail=wish).exclude(to__email="")
    return owed.select_related("to").order_by("to", "made_at", "pk")


def mail_waiting() -> tuple[int, int]:
    """Mail every notice that should have gone out at once; return how many left and how many failed."""
    outcomes = [_mail_one(notice) for notice in waiting(MailWish.EACH)]
    return sum(outcomes), len(outcomes) - sum(outcomes)


def mail_digests(*, now: datetime | None = None) -> tuple[int, int]:
    """Mail everybody who wishes so what came since their last digest; return how many left and how many failed."""
    now = now or timezone.now()
    lately = Notice.objects.filter(mailed_at__gt=now - BETWEEN_DIGESTS).values("to")
    by_person: dict[User, list[Notice]] = {}
    for notice in waiting(MailWish.DAILY).exclude(to__in=lately):
        by_person.setdefault(notice.to, []).append(notice)
    outcomes = [_mail_digest(person, notices, now=now) for person, notices in by_person.items()]
    return sum(outcomes), len(outcomes) - sum(outcomes)


def _mail_one(notice: Notice) -> bool:
    if not _claim([notice], now=timezone.now()):
        return True  # Somebody else is sending it.
    body = f"{notice.text}\n\n{_link(notice)}\n\n{_why()}\n"
    return _send(notice.to, subject=notice.text, body=body, notices=[notice])


def _mail_digest(person: User, notices: list[Notice], *, now: datetime) -> bool:
    claimed = [notice for notice in notices if _claim([notice], now=now)]
    if not claimed:
        return True
    lines = [f"- {notice.text}\n  {_link(notice)}" for notice in claimed]
    noun = "notice" if len(claimed) == 1 else "notices"
    body = "\n\n".join([*lines, _why()]) + "\n"
    return _send(person, subject=f"{len(claimed)} {noun}", body=body, notices=claimed)


def _claim(notices: Iterable[Notice], *, now: datetime) -> int:
    return Notice.objects.to_mail().filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)


def _send(person: User, *, subject: str, body: str, notices: list[Notice]) -> bool:
    subject = " ".join(f"{settings.SITE_NAME}: {subject}".split())
    try:
        EmailMessage(subject, body, to=[person.email]).send()
    except Exception as error:  # noqa: BLE001 - a mail server fails in many ways, and each of them means: later.
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=None)
        logger.warning("Mail to user %s did not leave (%s); send_notices tries again.", person.pk, type(error).__name__)
        return False
    return True


def _link(notice: Notice) -> str:
    return settings.SITE_URL + reverse("desk:notice", args=[notice.pk])


def _why() -> str:
    return f"How often we mail you is yours to choose: {settings.SITE_URL}{reverse('desk:notices')}"
