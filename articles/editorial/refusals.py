"""Keep in the ledger who tried to decide what they may not: only what the decision table refuses, never a typing error.

The entry is written after the verb rolled back, so that it stands although nothing else came of the try.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.utils import timezone

from articles.editorial import ledger
from articles.editorial.qualification import NotQualified
from articles.editorial.steps import lock
from articles.models import EditorialRecord, Event

P = ParamSpec("P")
R = TypeVar("R")


def kept(verb: Callable[P, R]) -> Callable[P, R]:
    """Around a verb and its transaction: let it refuse as it does, and keep the refusal if the table gave it."""

    @wraps(verb)
    def attempt(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except NotQualified as refusal:
            keep(refusal, verb=verb.__name__, by=kwargs["by"], now=kwargs.get("now"))
            raise

    return attempt


@transaction.atomic
def keep(refusal: NotQualified, *, verb: str, by: Any, now: Any = None) -> EditorialRecord | None:
    """Write one entry a day for the same person, version, verb and sentence, however often they try."""
    now = now or timezone.now()
    version = refusal.version
    article = lock(version.article)
    today = datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
    tried = version.records.filter(event=Event.REFUSED, actor=by, at__gte=today)
    if any((record.note, record.details["verb"]) == (refusal.message, verb) for record in tried):
        return None
    return ledger.append(
        Event.REFUSED, article=article, version=version, by=by, note=refusal.message, details={"verb": verb}, now=now
    )
