"""A reader reports a problem with a page; an editor answers, and the reader's address is forgotten."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.editorial.gate import require_role
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import Publication, ReaderReport
from articles.notices import telling

LONGEST_MESSAGE = 4000


@transaction.atomic
def file_report(publication: Publication, *, section_id: str, message: str, email: str) -> ReaderReport:
    """Keep a reader's report, tied to the version and section they saw. An unknown section counts as the whole page."""
    if not message.strip():
        raise EditorialError("Tell us what is wrong, in a few words.")
    if len(message) > LONGEST_MESSAGE:
        raise EditorialError(f"Please use at most {LONGEST_MESSAGE:,} characters.")
    known = {section["id"] for section in publication.version.content["sections"]}
    report = ReaderReport.objects.create(
        article_id=publication.article_id,
        version=publication.version,
        section=section_id if section_id in known else "",
        message=message.strip(),
        email=email,
        made_at=timezone.now(),
    )
    telling.reported(report)
    return report


@transaction.atomic
def mark_answered(report: ReaderReport, *, by: Any, now: datetime | None = None) -> ReaderReport:
    """Note that the reader was answered. The address was given for that alone, so it goes."""
    report = ReaderReport.objects.select_for_update().get(pk=report.pk)
    require_role(by, Role.EDITOR)
    if report.answered_at is not None:
        raise EditorialError("This report was answered already.")
    report.answered_at, report.email = now or timezone.now(), ""
    report.save(update_fields=["answered_at", "email"])
    return report
