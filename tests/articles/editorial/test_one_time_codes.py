"""A code says who somebody is: once, for ten minutes, for five tries, in the browser that asked; it is kept nowhere."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from articles.editorial import one_time_codes
from articles.errors import EditorialError
from articles.models import OneTimeCode
from tests import factories
from tests.scenes import scene


@scene
def doctor():
    return factories.make_reviewer(email="rita@example.org")


@pytest.fixture
def send(doctor, mailoutbox):
    """Ask for a code and read it in the mail: send(), send(browser="another")."""

    def sent(user=doctor, browser="this one"):
        one_time_codes.send_code(user, browser=browser)
        return re.match(r"\d{6}", mailoutbox[-1].body)[0]

    return sent


def is_good(user, code, *, browser="this one", now=None):
    try:
        one_time_codes.spend(user, code, browser=browser, now=now)
    except EditorialError as refusal:
        assert refusal.message == one_time_codes.WRONG
        return False
    return True


def another(code):
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_code_is_mailed_to_its_person_and_good_once(send, doctor, mailoutbox):
    code = send()

    assert mailoutbox[0].to == ["rita@example.org"]
    assert mailoutbox[0].subject == "healthcms: your code" and code not in mailoutbox[0].subject
    assert is_good(doctor, code)
    assert not is_good(doctor, code)


def test_spaces_within_are_no_mistake(send, doctor):
    code = send()

    assert is_good(doctor, f" {code[:3]} {code[3:]} ")


def test_only_a_keyed_digest_is_kept(send, doctor, settings):
    code = send()

    row = OneTimeCode.objects.get()
    kept = {name: value for name, value in vars(row).items() if name.endswith("digest")}
    assert code not in str(kept) and len(row.code_digest) == 64
    settings.SECRET_KEY = "another key, of another site"
    assert not is_good(doctor, code)


def test_a_code_is_good_for_ten_minutes(send, doctor):
    code = send()

    assert not is_good(doctor, code, now=timezone.now() + timedelta(minutes=10, seconds=1))
    assert is_good(doctor, code, now=timezone.now() + timedelta(minutes=9))


def test_a_code_is_good_only_in_the_browser_that_asked(send, doctor):
    code = send()

    assert not is_good(doctor, code, browser="another")
    assert is_good(doctor, code)


def test_a_code_is_not_good_for_somebody_else(send, doctor):
    other = factories.make_reviewer("otto_other", email="otto@example.org")
    send(other)

    assert not is_good(other, send(doctor))


def test_five_wrong_codes_close_the_right_one(send, doctor):
    code = send()
    for _ in range(5):
        assert not is_good(doctor, another(code))

    assert not is_good(doctor, code)


def test_after_four_wrong_ones_the_right_one_is_still_good(send, doctor):
    code = send()
    for _ in range(4):
        assert not is_good(doctor, another(code))

    assert is_good(doctor, code)


def test_a_slow_mail_that_is_overtaken_by_another_is_still_good(send, doctor):
    first, second = send(), send()

    assert is_good(doctor, first) and is_good(doctor, second)


def test_what_was_refused_gives_its_code_back(send, doctor):
    code = one_time_codes.check(doctor, send(), browser="this one")
    one_time_codes.use(code)
    with pytest.raises(EditorialError):
        one_time_codes.use(code)

    one_time_codes.give_back(code)

    one_time_codes.use(code)


def test_at_most_five_codes_an_hour_and_ten_a_day(send, doctor, mailoutbox):
    for _ in range(5):
        send()
    with pytest.raises(EditorialError, match="we send no more for now"):
        send()
    OneTimeCode.objects.update(made_at=timezone.now() - timedelta(hours=2))
    for _ in range(5):
        send()
    OneTimeCode.objects.update(made_at=timezone.now() - timedelta(hours=2))
    with pytest.raises(EditorialError, match="we send no more for now"):
        send()

    assert len(mailoutbox) == 10


def test_the_limit_holds_for_requests_that_waited_in_the_queue(send, doctor, mailoutbox):
    for _ in range(5):
        send()

    assert not one_time_codes.mail_code.call(doctor.pk, "this one", timezone.now().isoformat())
    assert len(mailoutbox) == 5


def test_codes_of_yesterday_are_not_kept(send):
    send()
    OneTimeCode.objects.update(made_at=timezone.now() - timedelta(hours=25))
    send()

    assert OneTimeCode.objects.count() == 1


def test_a_request_that_waited_too_long_is_dropped(doctor, mailoutbox):
    long_ago = timezone.now() - timedelta(minutes=11)

    assert not one_time_codes.mail_code.call(doctor.pk, "this one", long_ago.isoformat())
    assert not mailoutbox and not OneTimeCode.objects.exists()


def test_a_deactivated_person_gets_none(doctor, mailoutbox):
    doctor.is_active = False
    doctor.save()

    one_time_codes.send_code(doctor, browser="this one")

    assert not mailoutbox


def test_without_an_address_it_is_refused(db):
    nobody = factories.make_reviewer("nora_nomail")

    with pytest.raises(EditorialError, match="has no mail address"):
        one_time_codes.send_code(nobody, browser="this one")


def test_a_mail_that_does_not_leave_leaves_no_code_and_no_secret_in_the_log(doctor, monkeypatch, caplog):
    def broken(message, *args, **kwargs):
        raise OSError(message.body)

    monkeypatch.setattr(mail.EmailMessage, "send", broken)
    with caplog.at_level(logging.DEBUG):
        one_time_codes.send_code(doctor, browser="this one")

    assert not OneTimeCode.objects.exists()
    assert "did not leave (OSError)" in caplog.text
    assert not re.search(r"\b\d{6}\b", caplog.text)


def test_no_queue_holds_a_code(doctor, settings, mailoutbox):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    from django_tasks import default_task_backend

    one_time_codes.send_code(doctor, browser="this one")

    [queued] = default_task_backend.results
    assert queued.args[:2] == [doctor.pk, "this one"] and not OneTimeCode.objects.exists() and not mailoutbox
