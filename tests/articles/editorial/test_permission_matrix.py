"""Every role times every verb times every state, against the table in tests/permission_matrix.py."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from articles.content.passages import passages_in
from articles.editorial import ledger, workflow
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import Article, Event, ReviewAssignment
from tests.factories import Staff, make_article, make_user, today
from tests.permission_matrix import ROLES, RULES, STATES, as_markdown

WARNING = {"code": "bare-url", "place": "summary", "subject": "www.example.org"}


def due():
    return today() + timedelta(days=300)


def retitled(staff, article):
    """A change that a minor edit may publish, too."""
    Article.objects.update(title="Sore Joints")
    workflow.save_draft(article, by=staff.writer)


def bring_to(state, staff, article):
    if state == "draft":
        workflow.save_draft(article, by=staff.writer)
    elif state == "in review":
        staff.submitted(article)
    elif state == "changes requested":
        version = staff.submitted(article)
        workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="x")
    elif state == "approved":
        staff.approved(article)
    elif state == "scheduled":
        staff.approved(article)
        workflow.schedule(article, visible_from=timezone.now() + timedelta(days=2), by=staff.editor)
    else:
        staff.published(article)
        if state == "withdrawn":
            workflow.withdraw(article, reason="x", by=staff.editor)
        if "new draft" in state:
            retitled(staff, article)
        if state.endswith("in review"):
            workflow.submit_for_review(article, by=staff.writer)
    article.refresh_from_db()


def do(verb, article, *, by, reviewer):
    """Call the verb as somebody who knows everything it asks for."""
    version = article.latest_version
    match verb:
        case "approve" | "request_changes" | "confirm_unchanged":
            subject = article if verb == "confirm_unchanged" else version
            extra = {"note": "x"} if verb == "request_changes" else {"next_review_due": due()}
            getattr(workflow, verb)(subject, digest=version.digest, by=by, **extra)
        case "restore":
            workflow.restore(article, version=version, by=by)
        case "assign":
            workflow.assign(article, reviewer=reviewer, due_on=due(), by=by)
        case "reassign":
            workflow.reassign(_asked_of(reviewer, article), reviewer=reviewer, due_on=due(), by=by)
        case "unassign" | "chase":
            getattr(workflow, verb)(_asked_of(reviewer, article), by=by)
        case "sign_off" | "open_again":
            getattr(workflow, verb)(version, [_passage_of(version).key], by=by)
        case "comment":
            workflow.comment(version, by=by, body="x")
        case "answer":
            workflow.answer(_thread_on(version, reviewer), by=by, body="x")
        case "reopen":
            workflow.reopen(_thread_on(version, reviewer, resolved_at=timezone.now(), resolved_by=reviewer), by=by)
        case "resolve":
            workflow.resolve(_thread_on(version, reviewer), by=by)
        case "apply_suggestion":
            workflow.apply_suggestion(_thread_on(version, reviewer, suggestion="Walk often."), by=by)
        case "decline":
            workflow.decline(_asked_of(by, article), by=by, reason="x")
        case "schedule":
            workflow.schedule(article, visible_from=timezone.now() + timedelta(days=9), by=by)
        case "correct":
            workflow.correct(article, text="x", by=by)
        case "waive":
            workflow.waive(_with_a_warning(article), **WARNING, reason="x", by=by)
        case "unwaive":
            row = _with_a_warning(article).waivers.create(**WARNING, reason="x", by=by, made_at=timezone.now())
            workflow.unwaive(row, by=by)
        case "warn_readers":
            workflow.warn_readers(article, text="x", by=by)
        case "lift_warning":
            article.publications.update(safety_notice="x", safety_notice_on=due())
            workflow.lift_warning(article, by=by)
        case "feature":
            workflow.feature(None, articles=[article], by=by)
        case "publish_imported":
            came = {"originally_published": None, "last_updated": None, "archive": {"site": "x", "sha256": "0" * 64}}
            ledger.append(Event.IMPORTED, article=article, version=version, by=by, details=came)
            workflow.publish_imported([article], by=by)
        case "withdraw":
            workflow.withdraw(article, reason="x", by=by)
        case "reinstate" | "publish_minor":
            getattr(workflow, verb)(article, note="x", by=by)
        case _:
            getattr(workflow, verb)(article, by=by)


def _with_a_warning(article):
    Article.objects.filter(pk=article.pk).update(summary=f"See {WARNING['subject']} for more.")
    return article


def _passage_of(version):
    return next(passage for passage in passages_in(version.content) if passage.text.startswith("Walk"))


def _thread_on(version, author, **fields):
    passage = _passage_of(version)
    place = {"section": passage.place, "phrase": passage.text, "anchor": passage.key}
    return version.comments.create(
        article=version.article, author=author, body="x", made_at=timezone.now(), **place, **fields
    )


def _asked_of(user, article):
    """An assignment for `user`; closed, as the verbs leave it, when the article is no longer in review."""
    now = timezone.now()
    closed = None if article.state == "in_review" else now
    return ReviewAssignment.objects.create(
        article=article, reviewer=user, assigned_by=user, assigned_at=now, due_on=due(), closed_at=closed
    )


def person(role, staff):
    match role:
        case "writer":
            return staff.writer
        case "medical reviewer":
            return staff.reviewer
        case "editor":
            return staff.editor
        case "administrator":
            return make_user(Role.ADMINISTRATOR, username="ada_admin", is_staff=True)
        case "superuser":
            return make_user(username="root", is_staff=True, is_superuser=True)


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_the_verbs_allow_exactly_what_the_table_says(state):
    """One test for all verbs, because to bring an article there takes most of its time; each is taken back."""
    staff = Staff()
    article = make_article(author=staff.writer.expert)
    bring_to(state, staff, article)
    people = {role: person(role, staff) for role in ROLES}
    allowed = {rule.verb: [] for rule in RULES}

    for rule in RULES:
        for role, user in people.items():
            try:
                with transaction.atomic():
                    do(rule.verb, Article.objects.get(pk=article.pk), by=user, reviewer=staff.reviewer)
                    allowed[rule.verb].append(role)
                    transaction.set_rollback(True)
            except EditorialError:
                pass

    assert allowed == {
        rule.verb: [role for role in ROLES if role in rule.roles and state in rule.states] for rule in RULES
    }


def test_the_document_is_this_table():
    document = Path(__file__).parents[3] / "docs" / "permissions.md"

    assert document.read_text(encoding="utf-8") == as_markdown()


def test_every_verb_is_in_the_table():
    verbs = set(workflow.__all__) - {"record_import"}

    assert {rule.verb for rule in RULES} == verbs
