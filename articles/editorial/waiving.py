"""A writer says why a warning of the linter may stay; the reviewer judges the reason with the text."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.editorial import findings
from articles.editorial.drafting import EDITABLE
from articles.editorial.gate import require_note, require_role, require_state
from articles.editorial.roles import Role
from articles.editorial.steps import lock
from articles.errors import EditorialError
from articles.linting.registry import WAIVABLE
from articles.models import Article, Waiver


@transaction.atomic
def waive(
    article: Article, *, code: str, place: str, subject: str, reason: str, by: Any, now: datetime | None = None
) -> Waiver:
    """Write down why the warning that these three name does not apply. The next save freezes it into the version."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.WRITER, Role.EDITOR)
    require_state(article, *EDITABLE)
    require_note(reason, "Say why the warning does not apply; the reviewer will read it.")
    if code not in WAIVABLE:
        raise EditorialError(f"Only a warning can be waived, and “{code}” is none.")
    report = findings.report(article, on=now.date())
    if (code, place, subject) in {finding.key for finding in report.waived}:
        raise EditorialError("This warning was waived already.")
    if (code, place, subject) not in {finding.key for finding in report.standing}:
        raise EditorialError("The draft has no such warning, or no longer with these words.")
    return Waiver.objects.create(
        article=article, code=code, place=place, subject=subject, reason=reason.strip(), by=by, made_at=now
    )


@transaction.atomic
def unwaive(waiver: Waiver, *, by: Any) -> None:
    """Take a waiver back. Versions that were frozen with it keep it."""
    article = lock(waiver.article)
    require_role(by, Role.WRITER, Role.EDITOR)
    require_state(article, *EDITABLE)
    waiver.delete()
