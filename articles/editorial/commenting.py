"""Remarks on a version, beside the sentence or picture they are about: made, answered, resolved, and applied.

Where a remark stands in a later version is worked out from its sentence (`articles.content.following.find`), so it
survives edits elsewhere and any reordering.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.content.following import find
from articles.content.passages import HERO, PICTURE, Passage, passages_in
from articles.editorial import drafts
from articles.editorial.drafting import EDITABLE, save_draft
from articles.editorial.gate import require_latest, require_note, require_role, require_state
from articles.editorial.roles import Role, has_role
from articles.editorial.steps import lock, lock_version
from articles.errors import EditorialError
from articles.models import Article, Comment, Version
from articles.notices import telling

STAFF = (Role.WRITER, Role.MEDICAL_REVIEWER, Role.EDITOR)
# Whose remark may stand in the way of an approval.
BLOCKERS = (Role.MEDICAL_REVIEWER, Role.EDITOR)
SUGGESTED = "Suggested wording."


@transaction.atomic
def comment(
    version: Version,
    *,
    by: Any,
    body: str,
    place: str = "",
    key: str = "",
    is_blocking: bool = False,
    suggestion: str = "",
    now: datetime | None = None,
) -> Comment:
    """Remark on the page, a part of it (`place`) or one passage (`key`), with another wording if one is given."""
    now = now or timezone.now()
    article, version = lock_version(version)
    require_role(by, *STAFF)
    require_latest(article, version)
    body, suggestion = body.strip(), " ".join(suggestion.split())
    if is_blocking:
        require_role(by, *BLOCKERS)
    if not suggestion:
        require_note(body, "Write what you want to say.")
    passage = _passage(version, key) if key else None
    if suggestion:
        _require_other_words(passage, suggestion)
    remark = Comment.objects.create(
        article=article,
        version=version,
        author=by,
        section=passage.place if passage else _place(version, place),
        phrase=passage.text if passage else "",
        anchor=key,
        body=body or SUGGESTED,
        suggestion=suggestion,
        is_blocking=is_blocking,
        made_at=now,
    )
    telling.commented(remark, now=now)
    return remark


@transaction.atomic
def answer(thread: Comment, *, by: Any, body: str, now: datetime | None = None) -> Comment:
    """Say something in a thread. A resolved one stays resolved: whoever disagrees reopens it."""
    now = now or timezone.now()
    article = lock(thread.article)
    require_role(by, *STAFF)
    require_note(body, "Write what you want to answer.")
    thread = thread.parent or thread
    reply = Comment.objects.create(
        article=article,
        version=article.latest_version or thread.version,
        parent=thread,
        author=by,
        section=thread.section,
        body=body.strip(),
        made_at=now,
    )
    telling.commented(reply, now=now)
    return reply


@transaction.atomic
def resolve(thread: Comment, *, by: Any, now: datetime | None = None) -> Comment:
    """Close a thread. One that blocks an approval is closed by whoever opened it, or by an editor."""
    now = now or timezone.now()
    thread = _locked(thread)
    require_role(by, *STAFF)
    if thread.is_blocking and thread.author_id != by.pk and not has_role(by, Role.EDITOR):
        raise EditorialError(f"This comment stops the approval: {thread.author} or an editor resolves it.")
    if thread.is_resolved:
        raise EditorialError(f"{thread.resolved_by} resolved this already.")
    thread.resolved_at, thread.resolved_by = now, by
    thread.save(update_fields=["resolved_at", "resolved_by"])
    return thread


@transaction.atomic
def reopen(thread: Comment, *, by: Any) -> Comment:
    """Open a thread again: what was resolved is not."""
    thread = _locked(thread)
    require_role(by, *STAFF)
    if not thread.is_resolved:
        raise EditorialError("This comment is open.")
    thread.resolved_at = thread.resolved_by = None
    thread.save(update_fields=["resolved_at", "resolved_by"])
    return thread


@transaction.atomic
def apply_suggestion(thread: Comment, *, by: Any, now: datetime | None = None) -> Version:
    """Put a suggested wording into the draft and save it: the sentence has other words, so it is open to review again.

    The version is the writer's, who answers for it; the remark keeps whose wording it is.
    """
    now = now or timezone.now()
    thread = _locked(thread)
    article = thread.article
    require_role(by, Role.WRITER, Role.EDITOR)
    require_state(article, *EDITABLE)
    if not thread.suggestion:
        raise EditorialError("This comment suggests no wording.")
    if thread.applied_in_id:
        raise EditorialError("This wording was applied already.")
    if not drafts.reword(article, place=thread.section, phrase=thread.phrase, wording=thread.suggestion):
        raise EditorialError(
            "The sentence has other words by now, so this wording cannot take its place; edit it by hand."
        )
    version = save_draft(article, by=by, now=now)
    thread.applied_in = version
    if not thread.is_resolved:
        thread.resolved_at, thread.resolved_by = now, by
    thread.save(update_fields=["applied_in", "resolved_at", "resolved_by"])
    return version


def _locked(thread: Comment) -> Comment:
    lock(thread.article)
    thread = Comment.objects.select_related("article", "author", "resolved_by", "version").get(pk=thread.pk)
    if thread.parent_id:
        raise EditorialError("This is an answer; the comment it answers is resolved and reopened.")
    return thread


def _passage(version: Version, key: str) -> Passage:
    for passage in passages_in(version.content):
        if passage.key == key:
            return passage
    raise EditorialError(f"Version {version.number} has no such sentence. Open the page again and choose it there.")


def _place(version: Version, place: str) -> str:
    """Return `place` if the version has it; an unknown one would be a remark that nobody finds."""
    if place and place not in {passage.place for passage in passages_in(version.content)}:
        raise EditorialError(f"Version {version.number} has no part called “{place}”.")
    return place


def _require_other_words(passage: Passage | None, suggestion: str) -> None:
    if passage is None or passage.kind == "picture":
        raise EditorialError("A wording is suggested for one sentence; choose it.")
    if suggestion == " ".join(passage.text.split()):
        raise EditorialError("The suggested wording is the sentence as it stands.")


def open_threads(article: Article) -> list[Comment]:
    """Open remarks of `article`, those that stop an approval first, each with its answers read."""
    threads = article.comments.open().select_related("author", "version").prefetch_related("answers__author")
    return sorted(threads, key=lambda thread: (not thread.is_blocking, thread.made_at))


def stands_at(thread: Comment, passages: Sequence[Passage]) -> Passage | None:
    """The passage of a later version to which this remark belongs now, or None: it is about a whole part, or gone."""
    if not thread.anchor:
        return None
    kind = PICTURE if thread.section == HERO else ""
    return find(thread.anchor, thread.phrase, thread.section, passages, kind=kind)
