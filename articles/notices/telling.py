"""Tell people of what happened: one function per event, called by the verb within its transaction.

A notice is a plain row, so what is rolled back is told to nobody. Mail leaves after the commit, through a task. A text
names the article and who acted, and never repeats a note: notes speak of medicine, and many servers read a mail.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from articles.models import (
    Article,
    Comment,
    Event,
    Notice,
    NoticeKind,
    Publication,
    ReaderReport,
    ReviewAssignment,
    Version,
)
from articles.notices.mail import mail_notices
from articles.notices.people import editors, people_in_thread, writers_of
from experts.models import User
from experts.models.user import MailWish

LONGEST_TEXT = 300  # As long as the column.
# What a release is called when its writers hear of it.
RELEASES = {
    Event.PUBLISHED: "{by} published {title}.",
    Event.PUBLISHED_MINOR: "{by} published a minor edit of {title}.",
    Event.CORRECTED: "{by} put a correction notice on {title}.",
    Event.REINSTATED: "{by} brought {title} back.",
}


def submitted(article: Article, *, by: Any, now: datetime | None = None) -> list[Notice]:
    text = f"{by} submitted {_titled(article)}: it waits for a reviewer."
    return _tell(editors(), NoticeKind.SUBMITTED, text, article=article, by=by, now=now)


def assigned(assignment: ReviewAssignment, *, version: Version, by: Any, now: datetime | None = None) -> list[Notice]:
    day = date_format(assignment.due_on, "F j, Y")
    text = f"{by} asks you to review {_titled(assignment.article)} by {day}."
    path = reverse("desk:version", args=[version.pk])
    return _tell(
        [assignment.reviewer], NoticeKind.ASSIGNED, text, article=assignment.article, path=path, by=by, now=now
    )


def released(assignment: ReviewAssignment, *, by: Any, now: datetime | None = None) -> list[Notice]:
    text = f"{by} released you from the review of {_titled(assignment.article)}."
    return _tell([assignment.reviewer], NoticeKind.UNASSIGNED, text, article=assignment.article, by=by, now=now)


def chased(assignment: ReviewAssignment, *, by: Any, now: datetime | None = None) -> list[Notice]:
    day = date_format(assignment.due_on, "F j, Y")
    text = f"{by} asks after your review of {_titled(assignment.article)}, due on {day}."
    return _tell([assignment.reviewer], NoticeKind.REMINDER, text, article=assignment.article, by=by, now=now)


def declined(assignment: ReviewAssignment, *, by: Any, now: datetime | None = None) -> list[Notice]:
    text = f"{by} declined to review {_titled(assignment.article)}: ask somebody else."
    return _tell(editors(), NoticeKind.DECLINED, text, article=assignment.article, by=by, now=now)


def changes_requested(article: Article, *, by: Any, now: datetime | None = None) -> list[Notice]:
    text = f"{by} asks for changes to {_titled(article)}."
    return _tell(writers_of(article), NoticeKind.CHANGES_REQUESTED, text, article=article, by=by, now=now)


def approved(article: Article, *, by: Any, now: datetime | None = None) -> list[Notice]:
    text = f"{by} approved {_titled(article)}."
    return _tell(writers_of(article), NoticeKind.APPROVED, text, article=article, by=by, now=now)


def approved_by_one(article: Article, *, by: Any, now: datetime | None = None) -> list[Notice]:
    """The first of two reviewers accepted it: writers and editors hear that it is not enough yet."""
    text = f"{by} approved {_titled(article)} as the first of two: one more reviewer is needed."
    people = [*writers_of(article), *editors()]
    return _tell(people, NoticeKind.APPROVED, text, article=article, by=by, now=now)


def decided_hastily(
    article: Article, *, seconds: int, words: int, by: Any, now: datetime | None = None
) -> list[Notice]:
    """Nothing is stopped by it; an editor may want to ask, or to have somebody else look."""
    time, length = f"{seconds} second{pluralize(seconds)}", f"{words} word{pluralize(words)}"
    text = f"{by} accepted {_titled(article)} after {time} on the page, with {length} to read."
    return _tell(editors(), NoticeKind.HASTY, text, article=article, by=by, now=now)


def confirmed_by_one(article: Article, *, by: Any, now: datetime | None = None) -> list[Notice]:
    text = f"{by} checked {_titled(article)} as the first of two: one more reviewer is needed."
    people = [*writers_of(article), *editors()]
    return _tell(people, NoticeKind.APPROVED, text, article=article, by=by, now=now)


def confirmed_unchanged(article: Article, *, by: Any, now: datetime | None = None) -> list[Notice]:
    """As good as approved again, and no text moved: writers and editors hear that there is nothing to do."""
    text = f"{by} checked {_titled(article)}: no change needed."
    people = [*writers_of(article), *editors()]
    return _tell(people, NoticeKind.APPROVED, text, article=article, by=by, now=now)


def recalled(article: Article, reviewers: Iterable[User], *, by: Any, now: datetime | None = None) -> list[Notice]:
    """Whoever was asked to review need not look at a version that its writer took back."""
    text = f"{by} took {_titled(article)} back to go on writing: you need not review it now."
    return _tell(reviewers, NoticeKind.UNASSIGNED, text, article=article, by=by, now=now)


def published(article: Article, event: Event, *, by: Any, now: datetime | None = None) -> list[Notice]:
    text = RELEASES[event].format(by=by, title=_titled(article))
    return _tell(writers_of(article), NoticeKind.PUBLISHED, text, article=article, by=by, now=now)


def scheduled(publication: Publication, *, by: Any, now: datetime | None = None) -> list[Notice]:
    day = date_format(publication.visible_from, "F j, Y, H:i")
    text = f"{by} scheduled {_titled(publication.article)}: readers see it from {day} UTC on."
    return _tell(
        writers_of(publication.article), NoticeKind.PUBLISHED, text, article=publication.article, by=by, now=now
    )


def withdrawn(article: Article, *, by: Any, now: datetime | None = None) -> list[Notice]:
    text = f"{by} withdrew {_titled(article)}."
    return _tell(writers_of(article), NoticeKind.WITHDRAWN, text, article=article, by=by, now=now)


def commented(comment: Comment, *, now: datetime | None = None) -> list[Notice]:
    by, article = comment.author, comment.article
    verb = "answered a comment" if comment.parent_id else "commented"
    text = f"{by} {verb} on {_titled(article)}."
    people = [*writers_of(article), *people_in_thread(comment)]
    return _tell(people, NoticeKind.COMMENT, text, article=article, version=comment.version, by=by, now=now)


def reported(report: ReaderReport, *, now: datetime | None = None) -> list[Notice]:
    text = f"A reader reported a problem with {_titled(report.article)}."
    path = reverse("admin:articles_readerreport_change", args=[report.pk])
    return _tell(editors(), NoticeKind.REPORT, text, article=report.article, path=path, by=None, now=now)


def reminded(reminders: Iterable[tuple[User, Article, str, str]], *, now: datetime) -> list[Notice]:
    """Of many reviews at once: who is told, of which article, in which words, and where these lead."""
    return _write(
        _notice(person, NoticeKind.REMINDER, text, article=article, path=path, now=now)
        for person, article, text, path in reminders
    )


def _titled(article: Article) -> str:
    return f"“{Truncator(article.title).chars(120)}”"


def _tell(
    people: Iterable[User],
    kind: NoticeKind,
    text: str,
    *,
    article: Article,
    by: Any,
    now: datetime | None,
    path: str = "",
    version: Version | None = None,
) -> list[Notice]:
    """Write one notice per person, never to whoever did it, and see to the mail once this is committed."""
    now = now or timezone.now()
    told = {person.pk: person for person in people if person.is_active and (by is None or person.pk != by.pk)}
    return _write(
        _notice(
            person,
            kind,
            text,
            article=article,
            path=path or _place_for(person, article, version or article.latest_version),
            now=now,
        )
        for person in told.values()
    )


def _notice(person: User, kind: NoticeKind, text: str, *, article: Article, path: str, now: datetime) -> Notice:
    return Notice(
        to=person,
        kind=kind,
        article=article,
        text=Truncator(text).chars(LONGEST_TEXT),
        path=path,
        made_at=now,
        # Who wants no mail is settled at once, so that a change of mind brings no old mail.
        mailed_at=None if person.can_be_mailed else now,
    )


def _write(unwritten: Iterable[Notice]) -> list[Notice]:
    """Write all of these in one go, and see to their mail in one task."""
    notices = Notice.objects.bulk_create(unwritten)
    at_once = [notice.pk for notice in notices if notice.mailed_at is None and notice.to.mail == MailWish.EACH]
    if at_once:
        # Robust: the decision stands, whatever becomes of its mail.
        transaction.on_commit(partial(mail_notices.enqueue, at_once), robust=True)
    return notices


def _place_for(person: User, article: Article, version: Version | None) -> str:
    """The article's form for those who may enter the admin, the frozen page at the desk for the others."""
    if person.is_staff or version is None:
        return article.get_admin_url()
    return reverse("desk:version", args=[version.pk])
