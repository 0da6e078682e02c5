"""Mail of notices: after the commit, one each or one a day, tried again when it fails, and never a word of medicine."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Notice
from experts.models import User
from tests import factories


class WatchingBackend(EmailBackend):
    """Notes whether a transaction was open when a mail left."""

    was_in_transaction: list[bool] = []

    def send_messages(self, messages):
        self.was_in_transaction.append(connection.in_atomic_block)
        return super().send_messages(messages)


class BrokenBackend(EmailBackend):
    def send_messages(self, messages):
        raise OSError("smtp://user:secret@mail.example.org is away")


def broken(settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"


def send_notices(*arguments):
    said = StringIO()
    call_command("send_notices", *arguments, stdout=said)
    return said.getvalue().strip()


def wishing(user, mail):
    user.email, user.mail = f"{user.username}@example.org", mail
    user.save()
    return user


@pytest.fixture
def at_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def outbox(mailoutbox):
    """Mails that left; the settings' own backend is the test's."""
    return mailoutbox


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_within_a_transaction(settings, mailoutbox):
    staff = factories.Staff()
    wishing(staff.editor, "each")
    settings.EMAIL_BACKEND = f"{__name__}.WatchingBackend"
    WatchingBackend.was_in_transaction.clear()
    article = factories.make_article(author=staff.writer.expert)

    with transaction.atomic():
        staff.submitted(article)
        assert not mailoutbox

    assert len(mailoutbox) == 1
    assert WatchingBackend.was_in_transaction == [False]


@pytest.mark.django_db(transaction=True)
def test_a_broken_mail_server_breaks_no_verb_and_is_tried_again(settings, mailoutbox, caplog):
    staff = factories.Staff()
    wishing(staff.editor, "each")
    article = factories.make_article(author=staff.writer.expert)
    working = settings.EMAIL_BACKEND
    broken(settings)

    staff.submitted(article)

    article.refresh_from_db()
    assert article.state == "in_review"
    assert Notice.objects.to_mail().count() == 1
    assert "secret" not in caplog.text
    with pytest.raises(SystemExit):
        call_command("send_notices", stdout=StringIO(), stderr=StringIO())
    settings.EMAIL_BACKEND = working
    assert send_notices() == "1 sent."
    assert send_notices() == "0 sent."
    assert len(mailoutbox) == 1


def test_one_mail_per_notice_with_a_link_and_no_word_of_medicine(staff, article, outbox, at_commit, settings):
    wishing(staff.writer, "each")
    version = staff.submitted(article)

    with at_commit():
        workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="Baclofen: 5 mg, not 10 mg.")

    [mail] = outbox
    notice = Notice.objects.get(kind="changes_requested")
    assert mail.to == ["wanda_writer@example.org"]
    assert mail.subject == "healthcms: Rita Reviewer asks for changes to “Sore joints”."
    assert f"{settings.SITE_URL}/desk/notices/{notice.pk}/" in mail.body
    assert "Baclofen" not in mail.body and "Many people ask" not in mail.body
    assert mail.content_subtype == "plain" and not hasattr(mail, "alternatives")


def test_who_wants_no_mail_gets_none_and_no_old_mail_on_a_change_of_mind(staff, article, outbox, at_commit):
    wishing(staff.editor, "none")

    with at_commit():
        staff.submitted(article)
    wishing(staff.editor, "each")

    assert send_notices() == "0 sent." and not outbox
    assert Notice.objects.get(to=staff.editor).read_at is None


def test_without_an_address_there_is_a_notice_and_no_mail(staff, article, outbox, at_commit):
    with at_commit():
        staff.submitted(article)

    assert Notice.objects.filter(to=staff.editor).exists() and not outbox


def test_a_digest_holds_everything_since_the_last_one(staff, outbox, at_commit):
    wishing(staff.editor, "daily")
    with at_commit():
        staff.submitted(factories.make_article(slug="one", title="One"))
        staff.submitted(factories.make_article(slug="two", title="Two"))
    assert not outbox

    assert send_notices() == "0 sent."
    assert send_notices("--digest") == "1 sent."

    [mail] = outbox
    assert mail.subject == "healthcms: 2 notices"
    assert "“One”" in mail.body and "“Two”" in mail.body and mail.body.count("/desk/notices/") == 3


def test_there_is_one_digest_a_day(staff, outbox):
    wishing(staff.editor, "daily")
    staff.submitted(factories.make_article(slug="one"))
    send_notices("--digest")
    staff.submitted(factories.make_article(slug="two"))

    send_notices("--digest")
    assert len(outbox) == 1

    Notice.objects.filter(mailed_at__isnull=False).update(mailed_at=timezone.now() - timedelta(hours=24))
    send_notices("--digest")
    assert len(outbox) == 2


def test_a_digest_that_fails_is_tried_again(staff, article, outbox, settings):
    wishing(staff.editor, "daily")
    staff.submitted(article)
    working = settings.EMAIL_BACKEND
    broken(settings)

    with pytest.raises(SystemExit):
        call_command("send_notices", "--digest", stdout=StringIO(), stderr=StringIO())
    settings.EMAIL_BACKEND = working

    assert send_notices("--digest") == "1 sent." and len(outbox) == 1


def test_whoever_was_deactivated_meanwhile_gets_no_mail(staff, article, outbox):
    wishing(staff.editor, "each")
    staff.submitted(article)
    User.objects.filter(pk=staff.editor.pk).update(is_active=False)

    assert send_notices() == "0 sent." and not outbox
