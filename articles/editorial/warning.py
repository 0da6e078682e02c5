"""The editor's word to readers above a live page: a drug was recalled, a source retracted. No part of the text."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.editorial import ledger, release
from articles.editorial.gate import require_live, require_note, require_role
from articles.editorial.roles import Role
from articles.editorial.steps import lock
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, Event

LONGEST_NOTICE = 600


@transaction.atomic
def warn_readers(article: Article, *, text: str, by: Any, now: datetime | None = None) -> EditorialRecord:
    """Put a dated safety notice above the live page, at once, in place of any before it.

    Text, seal and review date stay as they are. The notice outlives new versions until an editor lifts it.
    """
    now, text = now or timezone.now(), text.strip()
    article = lock(article)
    require_role(by, Role.EDITOR)
    require_note(text, "Say what readers must know, and what to do about it.")
    if len(text) > LONGEST_NOTICE:
        raise EditorialError(
            f"The notice has {len(text)} characters; keep it to {LONGEST_NOTICE}, so that it is read to its end."
        )
    live = require_live(article, now=now)
    if live.safety_notice == text:
        raise EditorialError("The page shows exactly this notice already.")
    record = ledger.append(Event.READERS_WARNED, article=article, version=live.version, by=by, note=text, now=now)
    release.warn(article, text=text, at=now)
    return record


@transaction.atomic
def lift_warning(article: Article, *, by: Any, now: datetime | None = None) -> EditorialRecord:
    """Take the safety notice off the live page; that it stood there, and from when to when, stays in the ledger."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.EDITOR)
    live = require_live(article, now=now)
    if not live.safety_notice:
        raise EditorialError("The page shows no safety notice.")
    record = ledger.append(Event.WARNING_LIFTED, article=article, version=live.version, by=by, now=now)
    release.lift_warning(article, at=now)
    return record
