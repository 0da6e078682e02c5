"""Every noun that the desk shows, and the site that has them: importing them registers them."""

from django.contrib.admin import site

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
    "site",
    "site_page",
    "source",
    "topic",
    "user",
    "version",
]
