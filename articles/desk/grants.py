"""What a reviewer's browser holds after a link and a code: the right to one assignment, for two hours.

It is no log-in. It lies in the session, is read afresh at every request, and is worth nothing once the assignment is
closed, the reviewer deactivated or out of the role, or their password changed.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from articles.content.files import files_in
from articles.editorial.one_time_codes import VALID_FOR as CODE_IS_GOOD_FOR
from articles.editorial.review_links import open_assignment
from articles.models import ReviewAssignment
from articles.models.record import REVIEWS

VALID_FOR = timedelta(hours=2)
# So long a code says who decides; after it, the decision asks for a new one.
PROVED_FOR = timedelta(minutes=60)
KEY, BROWSER, ASKED = "review_grant", "browser", "asked_for_a_code"


@dataclass(frozen=True)
class Grant:
    assignment: ReviewAssignment
    proved_at: datetime

    @property
    def is_proof(self) -> bool:
        return timezone.now() - self.proved_at < PROVED_FOR


def give(request: HttpRequest, assignment: ReviewAssignment) -> None:
    """Give this browser the assignment, in a session of its own: nobody can have planted its key before."""
    now = timezone.now()
    request.session.flush()
    request.session[KEY] = {
        "assignment": assignment.pk,
        "proved_at": now.isoformat(),
        "until": (now + VALID_FOR).isoformat(),
        "password": assignment.reviewer.get_session_auth_hash(),
    }
    rotate_token(request)


def is_held(request: HttpRequest) -> bool:
    """Whether this browser was given a review, be it worth anything now or not. A log-in counts instead of it."""
    return KEY in request.session and not request.user.is_authenticated


def of(request: Any) -> Grant | None:
    """What the grant of this browser is worth now; asked of the database once per request."""
    if not hasattr(request, "review_grant"):
        request.review_grant = _read(request) if is_held(request) else None
    return request.review_grant


def _read(request: HttpRequest) -> Grant | None:
    held = request.session[KEY]
    if datetime.fromisoformat(held["until"]) <= timezone.now():
        return None
    assignment = open_assignment(held["assignment"])
    if assignment is None:
        return None
    if not constant_time_compare(held["password"], assignment.reviewer.get_session_auth_hash()):
        return None
    return Grant(assignment, datetime.fromisoformat(held["proved_at"]))


def end(request: Any) -> None:
    request.session.flush()
    request.review_grant = None


def browser_of(request: HttpRequest) -> str:
    """A word that only this browser's session knows: a code is good where it was asked for."""
    return request.session.setdefault(BROWSER, secrets.token_urlsafe(16))


def note_asked(request: HttpRequest) -> None:
    request.session[ASKED] = timezone.now().isoformat()


def has_browser_asked(request: HttpRequest) -> bool:
    """Whether a code that was asked for here may still be good."""
    asked_at = request.session.get(ASKED)
    return bool(asked_at) and timezone.now() - datetime.fromisoformat(asked_at) < CODE_IS_GOOD_FOR


def shows(request: HttpRequest, path: str) -> bool:
    """Whether the reviewer of this browser's assignment must see the picture file `path`: of the version or of what
    it is compared with."""
    grant = of(request)
    if grant is None:
        return False
    article = grant.assignment.article
    reviewed: Any = article.versions.filter(records__event__in=REVIEWS).order_by("-number").distinct()
    return any(path in files_in(version.content) for version in (article.latest_version, *reviewed) if version)
