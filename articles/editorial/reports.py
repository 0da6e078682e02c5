"""A reader reports a problem with a page; an editor answers, and the reader's address is forgotten.

What looks automatic is kept and set aside: nobody is told of it, and an editor may call it genuine. An answer leaves by
mail after the commit (`notices/answering.py`), and the address goes with it.
"""

import re
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.content.html import clean_text
from articles.editorial.gate import add_months, require_role
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import Publication, ReaderReport, Version
from articles.notices import telling
from articles.notices.answering import mail_answer

LONGEST_MESSAGE = LONGEST_ANSWER = 4000
# A reader may name a source or two; advertising names many.
MOST_LINKS = 2
SAME_WORDS_WITHIN = timedelta(days=1)
# So many of one page within the hour are a flood, from however many addresses it comes.
A_FLOOD, FLOOD_WITHIN = 20, timedelta(hours=1)
MONTHS_AN_ADDRESS_IS_KEPT = 12

_LINK = re.compile(r"https?://(?:www\.)?|\bwww\.|\[url", re.IGNORECASE)


@transaction.atomic
def file_report(
    publication: Publication,
    *,
    section_id: str,
    message: str,
    email: str,
    version: Version | None = None,
    looks_automatic: bool = False,
    now: datetime | None = None,
) -> ReaderReport:
    """Keep a reader's report, tied to the version and section they saw. An unknown section counts as the whole page.

    `version` is the one they saw, if it is not the one that is public by now.
    """
    now, version = now or timezone.now(), version or publication.version
    message = clean_text(message).strip()
    if not message:
        raise EditorialError("Tell us what is wrong, in a few words.")
    if len(message) > LONGEST_MESSAGE:
        raise EditorialError(f"Please use at most {LONGEST_MESSAGE:,} characters.")
    known = {section["id"] for section in version.content["sections"]}
    report = ReaderReport.objects.create(
        article_id=publication.article_id,
        version=version,
        section=section_id if section_id in known else "",
        message=message,
        email=email,
        made_at=now,
        is_doubtful=looks_automatic or _is_doubtful(publication.article_id, message, now=now),
    )
    if not report.is_doubtful:
        telling.reported(report, now=now)
    return report


def _is_doubtful(article_id: int, message: str, *, now: datetime) -> bool:
    """Whether it is advertising, a repetition or part of a flood. Counted in the database, as processes share that."""
    if len(_LINK.findall(message)) > MOST_LINKS:
        return True
    if ReaderReport.objects.filter(message=message, made_at__gt=now - SAME_WORDS_WITHIN).exists():
        return True
    lately = ReaderReport.objects.filter(article=article_id, made_at__gt=now - FLOOD_WITHIN)
    return lately[:A_FLOOD].count() >= A_FLOOD


@transaction.atomic
def answer_report(report: ReaderReport, *, text: str, by: Any, now: datetime | None = None) -> ReaderReport:
    """Keep what the reader is told. If they left an address, it is mailed after the commit, and then forgotten."""
    report = _lock(report)
    require_role(by, Role.EDITOR)
    _require_open(report)
    text = clean_text(text).strip()
    if report.is_doubtful:
        raise EditorialError("This report is set aside as doubtful. Call it genuine before you answer it.")
    if not text:
        raise EditorialError("Write what the reader should know, or choose “Dealt with, no answer needed”.")
    if len(text) > LONGEST_ANSWER:
        raise EditorialError(f"Please answer in at most {LONGEST_ANSWER:,} characters.")
    report.answer, report.answered_by = text, by
    if report.email:
        # Robust: the answer is kept, whatever becomes of its mail. The address goes when the mail leaves.
        transaction.on_commit(partial(mail_answer.enqueue, report.pk), robust=True)
    else:
        report.answered_at = now or timezone.now()
    report.save(update_fields=["answer", "answered_by", "answered_at"])
    return report


@transaction.atomic
def close_report(report: ReaderReport, *, by: Any, now: datetime | None = None) -> ReaderReport:
    """Note that it is dealt with and no mail is owed, or that one which does not leave is given up."""
    report = _lock(report)
    require_role(by, Role.EDITOR)
    if report.answered_at is not None:
        raise EditorialError("This report is dealt with already.")
    report.answered_at, report.answered_by, report.email = now or timezone.now(), report.answered_by or by, ""
    report.save(update_fields=["answered_at", "answered_by", "email"])
    return report


@transaction.atomic
def call_genuine(report: ReaderReport, *, by: Any) -> ReaderReport:
    """Bring a report that was set aside back among those that wait for an answer."""
    report = _lock(report)
    require_role(by, Role.EDITOR)
    if not report.is_doubtful:
        raise EditorialError("This report is not set aside.")
    _require_open(report)
    report.is_doubtful = False
    report.save(update_fields=["is_doubtful"])
    return report


def forget_old_addresses(*, now: datetime | None = None) -> int:
    """Forget the addresses of readers who wrote twelve months ago and were never answered; return how many."""
    before = add_months((now or timezone.now()).date(), -MONTHS_AN_ADDRESS_IS_KEPT)
    return ReaderReport.objects.filter(made_at__date__lt=before).exclude(email="").update(email="")


def _lock(report: ReaderReport) -> ReaderReport:
    return ReaderReport.objects.select_for_update().get(pk=report.pk)


def _require_open(report: ReaderReport) -> None:
    if not report.is_open:
        raise EditorialError("This report was answered already.")
