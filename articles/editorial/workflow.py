"""The editorial verbs: each locks, requires, changes, records. Nothing else writes state, versions or publications.

Every verb takes the person as `by` and may be told the time as `now`; a refusal is an `EditorialError` with a sentence.
Which role may do what in which state is the table in docs/permissions.md.
"""

from articles.editorial.drafting import recall, record_import, save_draft, submit_for_review
from articles.editorial.publishing import correct, publish, publish_minor, reinstate, schedule, unschedule, withdraw
from articles.editorial.restoring import restore
from articles.editorial.reviewing import approve, assign, confirm_unchanged, decline, request_changes
from articles.editorial.waiving import unwaive, waive

__all__ = [
    "approve",
    "assign",
    "confirm_unchanged",
    "correct",
    "decline",
    "publish",
    "publish_minor",
    "recall",
    "record_import",
    "reinstate",
    "request_changes",
    "restore",
    "save_draft",
    "schedule",
    "submit_for_review",
    "unschedule",
    "unwaive",
    "waive",
    "withdraw",
]
