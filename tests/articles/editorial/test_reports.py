"""A reader's report, tied to what they saw; answered, closed, set aside, and its address forgotten."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from articles.editorial.reports import (
    A_FLOOD,
    answer_report,
    call_genuine,
    close_report,
    file_report,
    forget_old_addresses,
)
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import Notice, ReaderReport
from tests import factories
from tests.permission_matrix import REPORT_RULES, ROLES
from tests.scenes import scene


class BrokenBackend(EmailBackend):
    def send_messages(self, messages):
        raise OSError("smtp://user:secret@mail.example.org is away")


@scene
def publication(staff, article):
    return staff.published(article)


@pytest.fixture
def filed(publication):
    """File a report: filed("The dose is wrong.", email="a@example.org")."""

    def filed(message="The dose is wrong.", *, section="", email="", **facts):
        return file_report(publication, section_id=section, message=message, email=email, **facts)

    return filed


@pytest.fixture
def at_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


# --- Filing


def test_it_is_kept_with_version_and_section(filed, publication):
    report = filed(" The link is dead. ", section="overview", email="a@example.org")

    assert report.version == publication.version
    assert (report.section, report.message) == ("overview", "The link is dead.")
    assert list(ReaderReport.objects.open()) == [report]


def test_an_unknown_section_counts_as_the_whole_page(filed):
    assert filed(section="nope").section == ""


@pytest.mark.parametrize(("message", "sentence"), [("  ", "Tell us what is wrong"), ("x" * 4001, "at most 4,000")])
def test_nothing_and_too_much_are_refused(filed, message, sentence):
    with pytest.raises(EditorialError, match=sentence):
        filed(message)


# --- Set aside


def test_what_looks_automatic_is_kept_aside_and_nobody_is_told(filed):
    report = filed(looks_automatic=True)

    assert report.is_doubtful
    assert list(ReaderReport.objects.doubtful()) == [report]
    assert not ReaderReport.objects.open().exists()
    assert not Notice.objects.filter(kind="report").exists()


@pytest.mark.parametrize(
    ("message", "is_doubtful"),
    [
        ("See https://www.nih.gov/ and http://nice.org.uk/ for the dose.", False),
        ("https://a.example https://b.example www.c.example", True),
        ("[url=https://a.example]pills[/url]", False),
        ("[url=https://a.example]pills[/url] [URL=http://b.example]more[/URL]", True),
    ],
)
def test_a_source_or_two_is_fine_and_a_list_of_links_is_not(filed, message, is_doubtful):
    assert filed(message).is_doubtful is is_doubtful


def test_the_same_words_within_a_day_are_doubtful_and_not_the_day_after(filed):
    now = timezone.now()
    filed(now=now - timedelta(hours=30))

    assert not filed(now=now).is_doubtful
    assert filed("  The dose is wrong. ", now=now).is_doubtful
    assert not filed("The dose is right.", now=now).is_doubtful


def test_a_flood_of_one_page_is_set_aside_wherever_it_comes_from(filed):
    now = timezone.now()
    for number in range(A_FLOOD):
        assert not filed(f"Wrong {number}", now=now).is_doubtful

    assert filed("One more", now=now).is_doubtful
    assert not filed("Later", now=now + timedelta(minutes=61)).is_doubtful


def test_one_that_was_set_aside_can_be_called_genuine(filed, staff):
    report = filed(looks_automatic=True)

    call_genuine(report, by=staff.editor)

    assert list(ReaderReport.objects.open()) == [report]


def test_only_what_is_set_aside_and_open_is_called_genuine(filed, staff):
    with pytest.raises(EditorialError, match="not set aside"):
        call_genuine(filed(), by=staff.editor)
    closed = close_report(filed("Buy.", looks_automatic=True), by=staff.editor)
    with pytest.raises(EditorialError, match="answered already"):
        call_genuine(closed, by=staff.editor)


# --- Answered


def test_the_answer_is_mailed_after_the_commit_and_the_reader_forgotten(filed, staff, at_commit, mailoutbox):
    report = filed("My dose is 5 mg.", email="reader@example.org")

    with at_commit():
        answer_report(report, text=" You are right. ", by=staff.editor)
        assert not mailoutbox

    report.refresh_from_db()
    (mail,) = mailoutbox
    assert mail.to == ["reader@example.org"]
    assert "“Sore joints”" in mail.subject
    assert "You are right." in mail.body and "/articles/sore-joints/" in mail.body
    assert "5 mg" not in mail.body, "what the reader wrote is about their health"
    assert (report.answer, report.answered_by, report.email) == ("You are right.", staff.editor, "")
    assert report.answered_at is not None


def test_the_mail_is_in_the_language_of_the_page(staff, at_commit, mailoutbox):
    publication = staff.published(factories.make_article(slug="dolor", language="es"))
    report = file_report(publication, section_id="", message="x", email="reader@example.org")

    with at_commit():
        answer_report(report, text="Gracias.", by=staff.editor)

    assert " de " in mailoutbox[0].body.split("\n")[0]  # "22 de noviembre de 2026"


def test_a_line_break_in_a_title_does_not_stop_the_mail(staff, at_commit, mailoutbox):
    publication = staff.published(factories.make_article(title="Sore\njoints"))
    report = file_report(publication, section_id="", message="x", email="reader@example.org")

    with at_commit():
        answer_report(report, text="Thanks.", by=staff.editor)

    assert "“Sore joints”" in mailoutbox[0].subject


def test_without_an_address_the_answer_is_kept_for_colleagues(filed, staff, at_commit, mailoutbox):
    with at_commit():
        report = answer_report(filed(), text="Mended in version 2.", by=staff.editor)

    assert report.answered_at is not None
    assert not mailoutbox


@pytest.mark.parametrize(
    ("text", "sentence"), [(" \n", "Write what the reader should know"), ("x" * 4001, "at most 4,000")]
)
def test_an_answer_that_says_nothing_or_too_much_is_refused(filed, staff, text, sentence):
    with pytest.raises(EditorialError, match=sentence):
        answer_report(filed(), text=text, by=staff.editor)


def test_a_report_is_answered_once(filed, staff):
    report = filed(email="reader@example.org")
    answer_report(report, text="Thanks.", by=staff.editor)

    with pytest.raises(EditorialError, match="answered already"):
        answer_report(report, text="Thanks again.", by=staff.editor)


def test_a_doubtful_report_is_not_answered_before_it_is_called_genuine(filed, staff):
    report = filed(email="victim@example.org", looks_automatic=True)

    with pytest.raises(EditorialError, match="Call it genuine"):
        answer_report(report, text="Thanks.", by=staff.editor)


def test_an_answer_that_did_not_leave_waits_with_its_address_and_is_tried_again(
    filed, staff, at_commit, mailoutbox, settings, caplog
):
    report = filed(email="reader@example.org")
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.BrokenBackend"
    with at_commit():
        answer_report(report, text="Thanks.", by=staff.editor)
    report.refresh_from_db()
    assert report.is_on_its_way and report.email == "reader@example.org"
    assert not ReaderReport.objects.open().exists()
    assert "secret" not in caplog.text and "reader@example.org" not in caplog.text
    with pytest.raises(SystemExit):
        call_command("send_notices", stdout=StringIO(), stderr=StringIO())

    settings.EMAIL_BACKEND = working
    call_command("send_notices", stdout=StringIO())
    call_command("send_notices", stdout=StringIO())

    report.refresh_from_db()
    assert len(mailoutbox) == 1
    assert not report.is_on_its_way and report.email == ""


# --- Closed


def test_a_report_that_needs_no_answer_is_closed_and_forgets_the_reader(filed, staff, at_commit, mailoutbox):
    with at_commit():
        report = close_report(filed(email="reader@example.org"), by=staff.editor)

    assert (report.email, report.answer, report.answered_by) == ("", "", staff.editor)
    assert not ReaderReport.objects.open().exists()
    assert not mailoutbox


def test_an_answer_whose_mail_does_not_leave_can_be_given_up(filed, staff):
    report = answer_report(filed(email="gone@example.org"), text="Thanks.", by=staff.editor)

    close_report(report, by=staff.editor)

    report.refresh_from_db()
    assert (report.answer, report.email) == ("Thanks.", "")


def test_a_report_is_closed_once(filed, staff):
    report = close_report(filed(), by=staff.editor)

    with pytest.raises(EditorialError, match="dealt with already"):
        close_report(report, by=staff.editor)


# --- Forgotten


def test_an_address_that_nobody_answered_is_forgotten_after_a_year(filed):
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    filed("Old", email="old@example.org", now=datetime(2025, 11, 21, 12, tzinfo=UTC))
    young = filed("Young", email="young@example.org", now=datetime(2025, 11, 22, 12, tzinfo=UTC))

    assert forget_old_addresses(now=now) == 1

    assert list(ReaderReport.objects.exclude(email="")) == [young]
    assert ReaderReport.objects.count() == 2


def test_the_command_says_how_many_were_forgotten(filed):
    filed(email="old@example.org", now=timezone.now() - timedelta(days=400))
    said = StringIO()

    call_command("forget_reporters", stdout=said)

    assert said.getvalue() == "1 address forgotten.\n"


# --- Who may


@pytest.mark.parametrize("rule", REPORT_RULES, ids=lambda rule: rule.verb)
@pytest.mark.parametrize("role", ROLES)
def test_only_who_the_table_names_decides_about_a_report(rule, role, filed, staff):
    person = {
        "writer": staff.writer,
        "medical reviewer": staff.reviewer,
        "editor": staff.editor,
        "administrator": factories.make_user(Role.ADMINISTRATOR, username="ada_admin"),
        "superuser": factories.make_user(username="root", is_superuser=True),
    }[role]
    report = filed(looks_automatic=rule.verb == "call_genuine")

    def do():
        match rule.verb:
            case "answer_report":
                answer_report(report, text="Thanks.", by=person)
            case "close_report":
                close_report(report, by=person)
            case "call_genuine":
                call_genuine(report, by=person)

    if role in rule.roles:
        do()
    else:
        with pytest.raises(EditorialError, match="Only an editor"):
            do()
