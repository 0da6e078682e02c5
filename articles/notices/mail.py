"""Mail of notices: one for each, or one digest a day. Never within a transaction; what fails is tried again.

A notice is claimed before it is mailed, so that the task and the command never both send it; a failure gives it back.
A mail that asks for a review carries a secret link of its own, made as the mail is written (`review_links.py`).
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django_tasks import task

from articles.editorial.review_links import VALID_FOR, make_review_link, open_assignment
from articles.models import Notice, NoticeKind, ReviewAssignment
from experts.models import User
from experts.models.user import MailWish

logger = logging.getLogger(__name__)
# Less than a day: a digest that ran late yesterday must not cost anybody the one of today.
BETWEEN_DIGESTS = timedelta(hours=20)
# What asks somebody to review brings the way in with it.
_ASKING = (NoticeKind.ASSIGNED, NoticeKind.REMINDER)


@task()
def mail_notices(ids: list[int]) -> int:
    """Mail these notices, one each, to those who still want that; return how many left."""
    return sum(_mail_one(notice) for notice in waiting(MailWish.EACH).filter(pk__in=ids))


@task()
def mail_review_link(assignment_id: int) -> bool:
    """Mail the reviewer a new link, whatever their wish for mail: they asked for this one. Say whether it left."""
    assignment = open_assignment(assignment_id)
    if assignment is None or not assignment.reviewer.email:
        return False
    body = f"You asked for a new link to a review.\n\n{_way_in(assignment)}\n"
    return _send(assignment.reviewer, subject="A new link to your review", body=body, notices=[])


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
    assignment = _asked_with(notice)
    links = f"{_way_in(assignment)}\n\nOr log in: {_link(notice)}" if assignment else _link(notice)
    body = f"{notice.text}\n\n{links}\n\n{_why()}\n"
    return _send(notice.to, subject=notice.text, body=body, notices=[notice])


def _mail_digest(person: User, notices: list[Notice], *, now: datetime) -> bool:
    claimed = [notice for notice in notices if _claim([notice], now=now)]
    if not claimed:
        return True
    lines = [_line(notice) for notice in claimed]
    noun = "notice" if len(claimed) == 1 else "notices"
    body = "\n\n".join([*lines, _why()]) + "\n"
    return _send(person, subject=f"{len(claimed)} {noun}", body=body, notices=claimed)


def _claim(notices: Iterable[Notice], *, now: datetime) -> int:
    return Notice.objects.to_mail().filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)


def _send(person: User, *, subject: str, body: str, notices: list[Notice]) -> bool:
    subject = " ".join(f"{settings.SITE_NAME}: {subject}".split())
    try:
        EmailMessage(subject, body, to=[person.email]).send()
    except Exception as error:  # A mail server fails in many ways, and each of them means: later.
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=None)
        logger.warning("Mail to user %s did not leave (%s); send_notices tries again.", person.pk, type(error).__name__)
        return False
    return True


def _line(notice: Notice) -> str:
    assignment = _asked_with(notice)
    way_in = f"\n{_way_in(assignment)}" if assignment else ""
    return f"- {notice.text}\n  {_link(notice)}{way_in}"


def _asked_with(notice: Notice) -> ReviewAssignment | None:
    """The open assignment that this notice asks its reader to see to, if it asks for one."""
    if notice.kind not in _ASKING:
        return None
    asked = ReviewAssignment.objects.open().filter(article=notice.article_id, reviewer=notice.to_id)
    return asked.select_related("reviewer").first()


def _way_in(assignment: ReviewAssignment) -> str:
    day = date_format(timezone.now() + VALID_FOR, "F j, Y")
    address = settings.SITE_URL + reverse("desk:link", args=[make_review_link(assignment)])
    return (
        f"Review without a password: {address}\n"
        f"This link is for you alone and works once, until {day}. It asks for a code that we mail you then."
    )


def _link(notice: Notice) -> str:
    return settings.SITE_URL + reverse("desk:notice", args=[notice.pk])


def _why() -> str:
    return f"How often we mail you is yours to choose: {settings.SITE_URL}{reverse('desk:notices')}"
