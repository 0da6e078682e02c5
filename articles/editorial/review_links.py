"""The secret address of one assignment, for a reviewer without a password at hand.

It goes into the mail that asks for the review. By itself it shows and decides nothing: it offers to mail a code.
"""

import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from articles.content.digest import sha256
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import ReviewAssignment, ReviewLink

VALID_FOR = timedelta(days=14)
# 32 random bytes: nobody guesses one, and it fits into a line of a mail.
SECRET_BYTES = 32
BETWEEN_MAILS = timedelta(minutes=10)
MOST_A_DAY = 5
CLOSED = "This link does not open a review: it was used, has run out, or is not complete, or the review is closed."


def make_review_link(assignment: ReviewAssignment, *, now: datetime | None = None) -> str:
    """Make a link to exactly this assignment and return its secret, which is kept nowhere."""
    now = now or timezone.now()
    token = secrets.token_urlsafe(SECRET_BYTES)
    ReviewLink.objects.create(
        assignment=assignment, token_digest=sha256(token), made_at=now, expires_at=now + VALID_FOR
    )
    return token


def open_link(token: str, *, now: datetime | None = None) -> ReviewLink | None:
    """Return the usable link behind a secret, or None, without a word on why not."""
    # Looked up by the digest of 32 random bytes: how long the look takes tells nothing about them.
    link = ReviewLink.objects.usable(now).filter(token_digest=sha256(token)).first()
    assignment = open_assignment(link.assignment_id) if link else None
    if link is None or assignment is None:
        return None
    link.assignment = assignment
    return link


def use_link(link: ReviewLink, *, now: datetime | None = None) -> None:
    """Spend a link; of two who do so at the same moment one is refused."""
    if not ReviewLink.objects.usable(now).filter(pk=link.pk).update(used_at=now or timezone.now()):
        raise EditorialError(CLOSED)


def open_assignment(pk: int) -> ReviewAssignment | None:
    """The assignment while it is open and its reviewer is still one: active, and in the role."""
    asked = ReviewAssignment.objects.open().filter(
        pk=pk, reviewer__is_active=True, reviewer__groups__name=Role.MEDICAL_REVIEWER
    )
    return asked.select_related("reviewer", "article__latest_version").first()


def to_mail_anew(token: str, *, now: datetime | None = None) -> ReviewAssignment | None:
    """The assignment whose reviewer may have a new mail, asked for with an old link, used or run out."""
    now = now or timezone.now()
    link = ReviewLink.objects.filter(token_digest=sha256(token)).first()
    assignment = open_assignment(link.assignment_id) if link else None
    if assignment is None or not assignment.reviewer.email:
        return None
    lately = assignment.links.filter(made_at__gt=now - timedelta(days=1)).values_list("made_at", flat=True)
    is_too_soon = any(made_at > now - BETWEEN_MAILS for made_at in lately)
    return None if is_too_soon or len(lately) >= MOST_A_DAY else assignment
