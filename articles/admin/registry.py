"""Every noun that the desk shows; importing them registers them, when the models are there."""

from articles.admin import (
    article,
    assignment,
    comment,
    correction,
    expert,
    feature,
    figure,
    publication,
    record,
    redirect,
    report,
    site_page,
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
    "feature",
    "figure",
    "publication",
    "record",
    "redirect",
    "report",
    "site_page",
    "source",
    "topic",
    "user",
    "version",
]
