"""The editorial verbs: each locks, requires, changes, records. Nothing else writes state, versions or publications.

Every verb takes the person as `by` and may be told the time as `now`; a refusal is an `EditorialError` with a sentence.
Which role may do what in which state is the table in docs/permissions.md.
"""

from articles.editorial.commenting import answer, apply_suggestion, comment, reopen, resolve
from articles.editorial.drafting import recall, record_import, save_draft, submit_for_review
from articles.editorial.featuring import feature
from articles.editorial.importing import publish_imported
from articles.editorial.publishing import correct, publish, publish_minor, reinstate, schedule, unschedule, withdraw
from articles.editorial.restoring import restore
from articles.editorial.reviewing import (
    approve,
    assign,
    chase,
    confirm_unchanged,
    decline,
    reassign,
    request_changes,
    unassign,
)
from articles.editorial.signing_off import open_again, sign_off
from articles.editorial.waiving import unwaive, waive
from articles.editorial.warning import lift_warning, warn_readers

__all__ = [
    "answer",
    "apply_suggestion",
    "approve",
    "assign",
    "chase",
    "comment",
    "confirm_unchanged",
    "correct",
    "decline",
    "feature",
    "lift_warning",
    "open_again",
    "publish",
    "publish_imported",
    "publish_minor",
    "recall",
    "reassign",
    "record_import",
    "reinstate",
    "reopen",
    "request_changes",
    "resolve",
    "restore",
    "save_draft",
    "schedule",
    "sign_off",
    "submit_for_review",
    "unassign",
    "unschedule",
    "unwaive",
    "waive",
    "warn_readers",
    "withdraw",
]
