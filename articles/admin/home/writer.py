"""What waits for a writer: texts that came back, comments, drafts, and what others have."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from articles.admin import attention, worklists
from articles.admin.home.panel import SHOWN, Panel, Row
from articles.admin.home.rows import (
    day_in_words,
    first_of,
    in_worklist,
    newest_records,
    open_assignments,
    scheduled_rows,
    version_of,
    who_has_it,
    words_of,
    worklist_panel,
)
from articles.admin.paging import first_keys
from articles.models import Comment, Event


def changes(user: Any, now: datetime) -> Panel:
    articles, count = first_of(in_worklist("changes", user, now).order_by("-latest_version_id"))
    asked = newest_records(articles, Event.CHANGES_REQUESTED)
    rows = [
        Row(
            title=article.title,
            address=article.get_admin_url(),
            button="Continue",
            said=words_of(asked.get(article.pk)),
            when=day_in_words(asked[article.pk].at, now) if article.pk in asked else "",
        )
        for article in articles
    ]
    empty = ("No text of yours came back.", "When a reviewer asks for changes, the text and their note come here.")
    return worklist_panel("changes", "Changes requested", count, rows, empty, is_pressing=True)


def comments(user: Any, now: datetime) -> Panel:
    open_comments = attention.comments_to_answer(user)
    keys = first_keys(open_comments.order_by("-is_blocking", "-made_at"))
    newest = Comment.objects.filter(pk__in=keys[:SHOWN]).select_related("author", "article")
    rows = [
        Row(
            title=f"“{Truncator(comment.body).chars(90)}”",
            # The form opens at the words it is about.
            address=f"{comment.article.get_admin_url()}#comment-{comment.pk}",
            button="Answer",
            detail=f"{comment.author}, on {comment.article}",
            when=day_in_words(comment.made_at, now),
            chip=("warn", "!", "Blocking") if comment.is_blocking else None,
        )
        for comment in newest.order_by("-is_blocking", "-made_at")
    ]
    return Panel(
        key="comments",
        heading="Comments to answer",
        label="comment to answer|comments to answer",
        is_pressing=True,
        address=reverse("admin:articles_comment_changelist") + "?mine=open",
        count=len(keys),
        rows=rows,
        empty=("No comment waits for you.", "What reviewers and editors ask about your texts comes here."),
    )


def drafts(user: Any, now: datetime) -> Panel:
    articles, count = first_of(in_worklist("drafts", user, now).order_by("-latest_version_id"))
    rows = [
        Row(
            title=article.title,
            address=article.get_admin_url(),
            button="Write",
            detail=version_of(article),
            when=f"Saved {day_in_words(article.latest_version.made_at, now)}" if article.latest_version else "",
        )
        for article in articles
    ]
    empty = ("You have no draft.", "Begin one with “New article”; you can leave it and come back at any time.")
    return worklist_panel("drafts", "Drafts", count, rows, empty, label="draft|drafts")


def with_others(user: Any, now: datetime) -> Panel:
    articles, count = first_of(in_worklist("with-others", user, now).order_by("-latest_version_id"), open_assignments())
    rows = [
        Row(
            title=article.title,
            address=article.get_admin_url(),
            detail=who_has_it(article),
            chip=("ok", "✓", "Approved") if article.state == "approved" else ("brand", "◐", "In review"),
        )
        for article in articles
    ]
    empty = (
        "Nothing of yours waits for others.",
        "What you submit stays here until a reviewer and an editor are done.",
    )
    return worklist_panel("with-others", "Waiting for others", count, rows, empty)


def own_scheduled(user: Any, now: datetime) -> Panel:
    own = worklists.scheduled(now).filter(worklists.is_own(user, article="article"))
    empty = (
        "Nothing of yours is scheduled.",
        "Once a text is approved, an editor may give it a day, and it shows here.",
    )
    rows, count = scheduled_rows(own, now)
    return worklist_panel("mine-scheduled", "Scheduled", count, rows, empty)
