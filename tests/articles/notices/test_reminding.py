"""Reminders: before, on and after the day, then to the editors; never twice, and never of what is done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editorial import workflow
from articles.editorial.roles import Role
from articles.models import Article, EditorialRecord, Notice, NoticeKind, Publication, Reminder
from articles.notices.reminding import send_reminders
from tests.factories import Staff, make_article, make_reviewer, today
from tests.scenes import scene


def noon(day):
    return datetime.combine(day, time(12), tzinfo=UTC)


def remind(day):
    """Run it on `day`; return whom it told what."""
    seen = set(Notice.objects.values_list("pk", flat=True))
    send_reminders(now=noon(day))
    new = Notice.objects.filter(kind=NoticeKind.REMINDER).exclude(pk__in=seen).select_related("to").order_by("pk")
    return [(str(notice.to), notice.text) for notice in new]


def stages():
    return list(Reminder.objects.values_list("stage", flat=True))


def long(day):
    return f"{day:%B} {day.day}, {day.year}"


@scene
def assignment(staff, article):
    staff.submitted(article)
    return workflow.assign(article, reviewer=staff.reviewer, due_on=today() + timedelta(days=10), by=staff.editor)


@scene
def page(staff, article):
    return staff.published(article, next_review_due=today() + timedelta(days=100))


class TestOfAssignments:
    def test_each_stage_is_told_on_its_day_and_the_last_to_the_editors(self, assignment):
        due = assignment.due_on

        told = {days: remind(due + timedelta(days=days)) for days in range(-4, 9)}

        assert {days: words for days, words in told.items() if words} == {
            -2: [("Rita Reviewer", f"Your review of “Sore joints” is due on {long(due)}.")],
            0: [("Rita Reviewer", "Your review of “Sore joints” is due today.")],
            2: [("Rita Reviewer", f"Your review of “Sore joints” was due on {long(due)}.")],
            5: [
                (
                    "Edgar Editor",
                    f"Rita Reviewer has not reviewed “Sore joints”, which was due on {long(due)}: "
                    "ask after it, or ask somebody else.",
                )
            ],
        }

    def test_each_leads_to_the_page_where_it_is_done(self, assignment):
        for days in (0, 5):
            remind(assignment.due_on + timedelta(days=days))

        to_reviewer, to_editor = Notice.objects.filter(kind=NoticeKind.REMINDER).order_by("pk")
        assert to_reviewer.path == f"/desk/versions/{assignment.article.latest_version_id}/"
        assert to_editor.path == assignment.article.get_admin_url()

    def test_missed_days_are_made_up_for_with_the_newest_stage_alone(self, assignment):
        remind(assignment.due_on + timedelta(days=3))

        assert stages() == ["overdue"]
        assert remind(assignment.due_on + timedelta(days=4)) == []

    def test_the_same_day_again_tells_nobody_again(self, assignment):
        assert len(remind(assignment.due_on)) == 1
        assert remind(assignment.due_on) == []

    @pytest.mark.parametrize("verb", ["decide", "decline", "recall"])
    def test_a_closed_one_is_never_told(self, staff, assignment, verb):
        version = assignment.article.latest_version
        match verb:
            case "decide":
                workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="A source.")
            case "decline":
                workflow.decline(assignment, by=staff.reviewer, reason="Not my field.")
            case "recall":
                workflow.recall(assignment.article, by=staff.writer)

        assert remind(assignment.due_on + timedelta(days=5)) == []

    @pytest.mark.parametrize("lost", ["account", "role"])
    def test_of_a_reviewer_who_is_none_any_more_the_editors_hear_at_once(self, staff, assignment, lost):
        if lost == "account":
            staff.reviewer.is_active = False
            staff.reviewer.save()
        else:
            staff.reviewer.groups.clear()

        told = [remind(assignment.due_on + timedelta(days=days)) for days in (-2, 0, 2, 5)]

        assert told == [
            [
                (
                    "Edgar Editor",
                    f"Rita Reviewer was asked to review “Sore joints” by {long(assignment.due_on)}, "
                    "and reviews no more: ask somebody else.",
                )
            ],
            [],
            [],
            [],
        ]

    def test_without_an_editor_nothing_counts_as_told(self, staff, assignment):
        staff.editor.groups.clear()
        assert remind(assignment.due_on + timedelta(days=5)) == []
        staff.editor.groups.add(*staff.editor.groups.model.objects.filter(name=Role.EDITOR))

        assert len(remind(assignment.due_on + timedelta(days=6))) == 1


class TestOfLivePages:
    def test_each_stage_is_told_on_its_day_and_the_lapse_to_the_editors(self, page):
        due = page.review_due_on

        told = {days: remind(due + timedelta(days=days)) for days in range(-32, 40)}

        assert {days: words for days, words in told.items() if words} == {
            -30: [
                (
                    "Rita Reviewer",
                    f"Your review of the live page “Sore joints” is due on {long(due)}: is it still right?",
                )
            ],
            0: [("Rita Reviewer", "Your review of the live page “Sore joints” is due today: is it still right?")],
            7: [
                (
                    "Rita Reviewer",
                    f"Your review of the live page “Sore joints” was due on {long(due)}. "
                    f"It keeps its mark until {long(due + timedelta(days=30))}.",
                )
            ],
            31: [
                (
                    "Edgar Editor",
                    f"The review of “Sore joints” by Rita Reviewer has lapsed: it was due on {long(due)}, "
                    "and the page has lost its mark.",
                )
            ],
        }

    def test_it_leads_to_the_page_that_asks_for_the_confirmation(self, page):
        remind(page.review_due_on)

        assert Notice.objects.get(kind=NoticeKind.REMINDER).path == f"/desk/pages/{page.pk}/"

    def test_missed_months_are_made_up_for_with_the_newest_stage_alone(self, page):
        assert len(remind(page.review_due_on + timedelta(days=90))) == 1
        assert stages() == ["escalated"]

    def test_a_page_that_was_checked_again_begins_anew(self, staff, page):
        remind(page.review_due_on - timedelta(days=30))
        checked = noon(page.review_due_on - timedelta(days=20))
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=checked.date())
        again = checked.date() + timedelta(days=200)
        workflow.confirm_unchanged(
            page.article, digest=page.version.digest, by=staff.reviewer, next_review_due=again, now=checked
        )

        assert remind(page.review_due_on + timedelta(days=1)) == []
        assert len(remind(again)) == 1

    def test_a_correction_repeats_no_reminder_of_the_review_it_keeps(self, staff, page):
        remind(page.review_due_on)
        workflow.correct(page.article, text="A word.", by=staff.editor, now=noon(page.review_due_on))

        assert remind(page.review_due_on) == []

    def test_a_page_that_was_withdrawn_or_replaced_is_never_told(self, staff, page):
        gone = staff.published(make_article("gone"), next_review_due=page.review_due_on)
        workflow.withdraw(gone.article, reason="It was wrong.", by=staff.editor)
        Article.objects.filter(pk=page.article_id).update(title="Sore joints, again")
        page.article.refresh_from_db()
        staff.published(page.article, next_review_due=page.review_due_on + timedelta(days=200))

        assert remind(page.review_due_on + timedelta(days=31)) == []

    def test_of_a_reviewer_who_left_the_editors_hear_at_once_and_once(self, staff, page):
        staff.reviewer.is_active = False
        staff.reviewer.save()

        told = [remind(page.review_due_on + timedelta(days=days)) for days in (-30, 0, 31)]

        sentence = (
            f"The review of “Sore joints” is due on {long(page.review_due_on)}, and Rita Reviewer reviews no more: "
            "ask somebody else."
        )
        assert told == [[("Edgar Editor", sentence)], [], []]


class TestOfPagesWithTwoReviewers:
    @pytest.fixture
    def olga(self):
        return make_reviewer("olga_other")

    @pytest.fixture
    def page(self, staff, article, olga):
        article.main_topic.reviewers_needed = 2
        article.main_topic.save()
        version, due = staff.submitted(article), today() + timedelta(days=100)
        for reviewer in (olga, staff.reviewer):
            workflow.approve(version, digest=version.digest, by=reviewer, next_review_due=due)
        return workflow.publish(article, by=staff.editor)

    def test_both_are_reminded(self, page):
        assert [who for who, _ in remind(page.review_due_on)] == ["Rita Reviewer", "Olga Other"]

    def test_whoever_looked_again_already_is_not(self, staff, page):
        day = page.review_due_on - timedelta(days=40)
        workflow.confirm_unchanged(
            page.article,
            digest=page.version.digest,
            by=staff.reviewer,
            next_review_due=day + timedelta(days=300),
            now=noon(day),
        )

        assert [who for who, _ in remind(page.review_due_on)] == ["Olga Other"]

    def test_if_one_of_them_left_the_editors_hear_who(self, page, olga):
        olga.is_active = False
        olga.save()

        [(who, words)] = remind(page.review_due_on)

        assert who == "Edgar Editor"
        assert words == "The review of “Sore joints” is due today, and Olga Other reviews no more: ask somebody else."


def test_it_is_mailed_as_each_person_wishes(staff, assignment, page_of_another, django_capture_on_commit_callbacks):
    staff.reviewer.email = "rita@example.org"
    staff.reviewer.save()
    with django_capture_on_commit_callbacks(execute=True):
        send_reminders(now=noon(assignment.due_on))

    assert [message.to for message in mail.outbox] == [["rita@example.org"]]
    assert Notice.objects.filter(kind=NoticeKind.REMINDER, to=page_of_another, mailed_at__isnull=False).count() == 1


@pytest.fixture
def page_of_another(staff):
    """Somebody with a page due on the same day, who wants no mail."""
    other = make_reviewer("olga_other", email="olga@example.org", mail="none")
    article = make_article("other")
    version = staff.submitted(article)
    due = today() + timedelta(days=10)
    workflow.approve(version, digest=version.digest, by=other, next_review_due=due)
    workflow.publish(article, by=staff.editor)
    return other


def test_the_command_says_what_it_did_and_can_run_again(assignment, capsys):
    assignment.due_on = today()
    assignment.save()

    call_command("send_reminders")
    call_command("send_reminders")

    assert capsys.readouterr().out == "1 reminded, 0 told to the editors.\n0 reminded, 0 told to the editors.\n"


def test_progress_is_told_to_a_terminal_only(assignment, capsys, monkeypatch):
    assignment.due_on = today()
    assignment.save()
    ticks = iter(range(0, 1000, 2))
    monkeypatch.setattr("articles.management.commands.send_reminders.time.monotonic", lambda: next(ticks))

    call_command("send_reminders")
    assert capsys.readouterr().err == ""

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    call_command("send_reminders")
    assert "1 reviews looked at" in capsys.readouterr().err


def more_pages_like(page, count):
    """So many more live pages, each with a review of its own, without going through every verb."""
    articles = Article.objects.bulk_create(Article(slug=f"page-{n}", title=f"Page {n}") for n in range(count))
    head = EditorialRecord.objects.order_by("-sequence").first()
    reviews = EditorialRecord.objects.bulk_create(
        EditorialRecord(
            sequence=head.sequence + 1 + n,
            event="approved",
            article=article,
            actor=page.review.actor,
            at=page.review.at,
            document=page.review.document,
            previous_hash="0" * 64,
            record_hash=f"{n:064}",
            signature="",
        )
        for n, article in enumerate(articles)
    )
    copied = "version_id release_id language first_published_on changed_on review_due_on visible_from".split()
    Publication.objects.bulk_create(
        Publication(
            article=article,
            article_uid=article.uid,
            slug=article.slug,
            title=article.title,
            review=review,
            **{name: getattr(page, name) for name in copied},
        )
        for article, review in zip(articles, reviews, strict=True)
    )


def test_two_hundred_pages_take_as_many_questions_as_one(page):
    def questions(day):
        with CaptureQueriesContext(connection) as asked:
            assert len(remind(day)) == Publication.objects.count()
        return [query["sql"] for query in asked if not query["sql"].startswith("INSERT")]

    of_one = questions(page.review_due_on)
    more_pages_like(page, 199)
    Reminder.objects.all().delete()

    of_many = questions(page.review_due_on)

    assert Reminder.objects.count() == 200
    assert len(of_many) == len(of_one)


def test_what_was_told_to_the_editors_is_not_looked_at_again(page):
    more_pages_like(page, 5)
    looked_at = []
    for _ in range(2):
        send_reminders(now=noon(page.review_due_on + timedelta(days=31)), progress=looked_at.append)

    assert looked_at == [6]


@pytest.mark.django_db(transaction=True)
def test_eight_runs_at_once_remind_nobody_twice():
    staff = Staff()
    page = staff.published(make_article(), next_review_due=today() + timedelta(days=100))
    more_pages_like(page, 20)
    at_once = Barrier(8)

    def run(_):
        try:
            at_once.wait()
            return sum(send_reminders(now=noon(page.review_due_on)))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(run, range(8)))

    assert sum(sent) == 21
    assert Reminder.objects.count() == Notice.objects.filter(kind=NoticeKind.REMINDER).count() == 21
