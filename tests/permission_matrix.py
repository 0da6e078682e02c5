"""Who may do what, in which state: one table, tested against the verbs and written out as docs/permissions.md.

`python -m tests.permission_matrix` prints the document.
"""

from dataclasses import dataclass

ROLES = ("writer", "medical reviewer", "editor", "administrator", "superuser")

# The states that the verbs can tell apart: where the latest version stands, and what the public sees.
STATES = (
    "draft",
    "in review",
    "changes requested",
    "approved",
    "live",
    "live, new draft",
    "live, new draft in review",
    "scheduled",
    "withdrawn",
)


@dataclass(frozen=True)
class Rule:
    verb: str
    roles: tuple[str, ...]
    states: tuple[str, ...]
    besides: str = ""


WRITERS = ("writer", "editor")
EDITABLE = tuple(state for state in STATES if "in review" not in state)
UNSUBMITTED = ("draft", "changes requested", "live, new draft")
IN_REVIEW = ("in review", "live, new draft in review")
LIVE = ("live", "live, new draft", "live, new draft in review")
STAFF = ("writer", "medical reviewer", "editor")
QUALIFIED = "qualified by every line of the decision table; carries the digest they saw"
ACCEPTS = f"{QUALIFIED}; no blocking comment is open; where two are needed, they are not the first again"

RULES = (
    Rule("save_draft", WRITERS, EDITABLE),
    Rule("restore", WRITERS, EDITABLE, "the version is the article's own"),
    Rule(
        "submit_for_review",
        WRITERS,
        UNSUBMITTED,
        "nothing is missing; errors are mended, warnings mended or waived; "
        "or it is approved, by too few or too long ago to be published",
    ),
    Rule("recall", WRITERS, IN_REVIEW),
    Rule("assign", ("editor",), IN_REVIEW, "the reviewer could approve"),
    Rule("reassign", ("editor",), IN_REVIEW, "the review is open, and the new reviewer could approve"),
    Rule("unassign", ("editor",), IN_REVIEW, "the review is open"),
    Rule("chase", ("editor",), IN_REVIEW, "the review is open; once a day"),
    Rule("decline", ("medical reviewer",), IN_REVIEW, "it was asked of them; with a reason"),
    Rule("sign_off", ("medical reviewer",), STATES, "qualified as for an approval; a passage of the latest version"),
    Rule("open_again", ROLES, STATES, "their own marks alone"),
    Rule("approve", ("medical reviewer",), IN_REVIEW, ACCEPTS),
    Rule("request_changes", ("medical reviewer",), IN_REVIEW, f"{QUALIFIED}; with a note"),
    Rule("confirm_unchanged", ("medical reviewer",), ("live",), ACCEPTS),
    Rule("comment", STAFF, STATES, "on the latest version; only reviewers and editors may stop an approval with it"),
    Rule("answer", STAFF, STATES),
    Rule("resolve", STAFF, STATES, "one that stops an approval: whoever wrote it, or an editor"),
    Rule("reopen", STAFF, STATES),
    Rule("apply_suggestion", WRITERS, EDITABLE, "the sentence still has the words it had"),
    Rule(
        "publish",
        ("editor",),
        ("approved", "withdrawn"),
        "a review of exactly this content that has not run out, by as many as its topics ask for at that moment",
    ),
    Rule("schedule", ("editor",), ("approved", "withdrawn"), "as publish; for a moment to come"),
    Rule("unschedule", ("editor",), ("scheduled",)),
    Rule(
        "publish_imported",
        ("editor",),
        ("draft",),
        "it came in an archive, and nobody changed it or decided about it since; live without a badge, and not to be "
        "listed by search engines",
    ),
    Rule(
        "publish_minor",
        ("editor",),
        ("live, new draft",),
        "the diff proves the change immaterial; with an attestation; reviewed by as many as its topics ask for",
    ),
    Rule("correct", ("editor",), ("live", "live, new draft"), "the live page's review is valid; with the text"),
    Rule("warn_readers", ("editor",), LIVE, "with at most 600 characters that the page does not show already"),
    Rule("lift_warning", ("editor",), LIVE, "the page shows a safety notice"),
    Rule("feature", ("editor",), LIVE, "at most six on one hub or on the front page, each once"),
    Rule("withdraw", ("editor",), LIVE, "with a reason"),
    Rule("reinstate", ("editor",), ("withdrawn",), "with a note; its review is by as many as its topics ask for"),
    Rule("waive", WRITERS, EDITABLE, "a warning of the linter that stands in the draft; with a reason"),
    Rule("unwaive", WRITERS, EDITABLE),
)

# What is decided about a reader's report, wherever its article is; tested in tests/articles/editorial/test_reports.py.
REPORT_RULES = (
    Rule("answer_report", ("editor",), (), "it is open and not set aside; with a text"),
    Rule("close_report", ("editor",), (), "it is open, or its answer cannot be mailed"),
    Rule("call_genuine", ("editor",), (), "it is set aside as doubtful, and open"),
)

# What readers see of a page about the site; tested in tests/articles/editorial/test_site_pages.py.
SITE_RULES = (
    Rule("publish_page", ("editor",), (), "nothing is missing, something changed; noted, after the first time"),
)


def as_markdown() -> str:
    lines = [
        "# Who may do what",
        "",
        "Every verb of `articles/editorial/workflow.py` refuses everybody and every state that is not named here, with",
        "a sentence. A superuser holds no role by being one and is refused like anyone. The admin, the desk, commands",
        "and the shell all call the same verbs. This page is made from `tests/permission_matrix.py`, which the tests",
        "run against the verbs for every role and state: `python -m tests.permission_matrix > docs/permissions.md`.",
        "",
        "| verb | " + " | ".join(ROLES) + " | when the article is | and |",
        "| --- | " + " | ".join("---" for _ in ROLES) + " | --- | --- |",
    ]
    for rule in RULES:
        marks = " | ".join("yes" if role in rule.roles else "" for role in ROLES)
        lines.append(f"| `{rule.verb}` | {marks} | {'; '.join(rule.states)} | {rule.besides} |")
    lines += [
        "",
        "Writers and editors may also make a person by quoting somebody whom the library of experts does not have:",
        "`add_person` (`articles/editorial/quoting.py`) stores a name and nothing else, and the person is unverified.",
        "Unverified people can be quoted and stand on the byline as quoted; they cannot approve. An editor or an",
        "administrator checks who they are, completes the profile and marks them as verified (in the list of experts:",
        "“By is verified: No”).",
    ]
    lines += [
        "",
        "## A reader's report",
        "",
        "The verbs of `articles/editorial/reports.py`, in any state of the article. Anybody files a report, without an",
        "account.",
        "",
        "| verb | " + " | ".join(ROLES) + " | when |",
        "| --- | " + " | ".join("---" for _ in ROLES) + " | --- |",
    ]
    for rule in REPORT_RULES:
        marks = " | ".join("yes" if role in rule.roles else "" for role in ROLES)
        lines.append(f"| `{rule.verb}` | {marks} | {rule.besides} |")
    lines += [
        "",
        "## A page about the site",
        "",
        "The verb of `articles/editorial/site_pages.py`. Editors draft in the admin; the command",
        "`create_site_pages` installs the texts that come with the software where there are none.",
        "",
        "| verb | " + " | ".join(ROLES) + " | when |",
        "| --- | " + " | ".join("---" for _ in ROLES) + " | --- |",
    ]
    for rule in SITE_RULES:
        marks = " | ".join("yes" if role in rule.roles else "" for role in ROLES)
        lines.append(f"| `{rule.verb}` | {marks} | {rule.besides} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
