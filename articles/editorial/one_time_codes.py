"""Six digits by mail, to say that somebody is who their mail address says.

A code is made within the task that mails it, so no queue holds one, and only its keyed digest is stored. It is good
once, for ten minutes, for five tries, and in the browser that asked for it alone.
"""

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django_tasks import task

from articles.errors import EditorialError
from articles.models import OneTimeCode
from experts.models import User

logger = logging.getLogger(__name__)

DIGITS = 6
VALID_FOR = timedelta(minutes=10)
MOST_TRIES = 5
# Whoever holds a stolen link guesses at most fifty times a day at a million: seven in ten thousand in two weeks.
MOST_AN_HOUR, MOST_A_DAY = 5, 10
WRONG = "This code is not right, or its ten minutes are over. Type the newest one, or ask for another."


def send_code(user: Any, *, browser: str, now: datetime | None = None) -> None:
    """Mail `user` a code that is good in `browser`, a word that only this browser's session knows."""
    now = now or timezone.now()
    if not user.email:
        raise EditorialError("Your account has no mail address, so no code can be sent. An administrator can add one.")
    if not _may_have_another(user, now=now):
        raise EditorialError("So many codes were asked for that we send no more for now. Try again later.")
    mail_code.enqueue(user.pk, browser, now.isoformat())


@task()
def mail_code(user_id: int, browser: str, asked_at: str) -> bool:
    """Make a code and mail it; say whether it left. One that nobody can be waiting for any more is not made."""
    now = timezone.now()
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None or now - datetime.fromisoformat(asked_at) > VALID_FOR or not _may_have_another(user, now=now):
        return False
    # What no longer counts is not kept.
    user.one_time_codes.filter(made_at__lt=now - timedelta(days=1)).delete()
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    kept = OneTimeCode.objects.create(
        user=user, code_digest=_digest(user, browser, code), made_at=now, expires_at=now + VALID_FOR
    )
    body = (
        f"{code} is your code for {settings.SITE_NAME}.\n\n"
        "Type it on the page that asked for it, within ten minutes. We never ask for it by mail or telephone.\n"
        "If you asked for no code, do nothing: without it nobody can decide in your name.\n"
    )
    try:
        # The subject says nothing: it is what a locked telephone shows.
        EmailMessage(f"{settings.SITE_NAME}: your code", body, to=[user.email]).send()
    except Exception as error:  # A mail server fails in many ways; whoever waits asks again.
        kept.delete()
        logger.warning("A code for user %s did not leave (%s).", user.pk, type(error).__name__)
        return False
    return True


def check(user: Any, typed: str, *, browser: str, now: datetime | None = None) -> OneTimeCode:
    """Return the code that was typed rightly, or refuse. Each look costs every waiting code of this person a try."""
    now = now or timezone.now()
    digest = _digest(user, browser, "".join(typed.split()))
    waiting = OneTimeCode.objects.filter(user=user, used_at=None, expires_at__gt=now)
    right = None
    for code in waiting:
        # The try is counted first, in the database: many guesses at once are still five.
        may_try = OneTimeCode.objects.filter(pk=code.pk, tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
        if may_try and constant_time_compare(code.code_digest, digest):
            right = code
    if right is None:
        raise EditorialError(WRONG)
    return right


def use(code: OneTimeCode, *, now: datetime | None = None) -> None:
    """Spend a code that was checked; of two who do so at the same moment one is refused."""
    if not OneTimeCode.objects.filter(pk=code.pk, used_at=None).update(used_at=now or timezone.now()):
        raise EditorialError(WRONG)


def give_back(code: OneTimeCode) -> None:
    """What the code was spent on was refused, so it may be typed again while it is good."""
    OneTimeCode.objects.filter(pk=code.pk).update(used_at=None)


def spend(user: Any, typed: str, *, browser: str, now: datetime | None = None) -> None:
    use(check(user, typed, browser=browser, now=now), now=now)


def _may_have_another(user: Any, *, now: datetime) -> bool:
    lately = user.one_time_codes.filter(made_at__gt=now - timedelta(days=1)).values_list("made_at", flat=True)
    within_the_hour = sum(made_at > now - timedelta(hours=1) for made_at in lately)
    return len(lately) < MOST_A_DAY and within_the_hour < MOST_AN_HOUR


def _digest(user: Any, browser: str, code: str) -> str:
    """Keyed, as a million digests of six digits are soon tried; for this person and this browser alone."""
    return salted_hmac("healthcms.one-time-code", f"{user.pk}:{browser}:{code}", algorithm="sha256").hexdigest()
