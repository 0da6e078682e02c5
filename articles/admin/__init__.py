"""The writer's and editor's desk: Django's admin, one file per noun. It edits drafts, shows the rest, and calls verbs."""

from articles.admin import (
    article,
    assignment,
    comment,
    correction,
    expert,
    figure,
    publication,
    record,
    redirect,
    report,
    source,
    topic,
    user,
    version,
)

__all__ = [
    "article",
    "assignment",
    "comment",
    "correction",
    "expert",
    "figure",
    "publication",
    "record",
    "redirect",
    "report",
    "source",
    "topic",
    "user",
    "version",
]
