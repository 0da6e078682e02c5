"""Who decides says again that it is them; what they typed is never lost over it, and nobody guesses."""

import logging
import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from articles.models import EditorialRecord, Event, OneTimeCode
from tests import factories

NOTE = "Typed at length."


@pytest.fixture
def doctor(staff):
    staff.reviewer.email = "rita@example.org"
    staff.reviewer.save()
    return staff.reviewer


@pytest.fixture
def surgery(doctor, client_of):
    """The browser of the reviewer, logged in."""
    return client_of(doctor)


def decide(client, version, **typed):
    day = (timezone.now().date() + timedelta(days=200)).isoformat()
    fields = {"digest": version.digest, "decision": "approve", "has_conflict": "none", "next_review_due": day}
    return client.post(f"/desk/versions/{version.pk}/", {**fields, "note": NOTE, **typed}, follow=True)


def decided():
    return list(EditorialRecord.objects.filter(event__in=[Event.APPROVED, Event.CHANGES_REQUESTED]))


def mailed(mailoutbox):
    return re.match(r"\d{6}", mailoutbox[-1].body)[0]


def test_a_password_is_recorded_as_how_it_was_confirmed(surgery, version):
    decide(surgery, version, password=factories.PASSWORD)

    [record] = decided()
    assert record.details["identity"] == "password"
    assert factories.PASSWORD not in record.document


@pytest.mark.parametrize(
    ("password", "sentence"), [("", "type your password again"), ("wrong", "This is not your password.")]
)
def test_without_the_right_password_nothing_is_recorded_and_the_note_stays(password, sentence, surgery, version):
    page = decide(surgery, version, password=password).content.decode()

    assert not decided()
    assert sentence in page and "Nothing was recorded yet" in page and NOTE in page


def test_the_password_of_somebody_else_proves_nothing(surgery, version):
    other = factories.make_reviewer("otto_other")
    other.set_password("a pass phrase of otto's own")
    other.save()

    decide(surgery, version, password="a pass phrase of otto's own", username=other.username)

    assert not decided()


def test_a_password_is_never_shown_again_nor_kept(surgery, version, caplog):
    with caplog.at_level(logging.DEBUG):
        page = decide(surgery, version, password="my secret guess").content.decode()

    assert "my secret guess" not in page and "my secret guess" not in caplog.text
    kept = str(list(AccessAttempt.objects.values()))
    assert "rita_reviewer" in kept
    assert "my secret guess" not in kept and NOTE not in kept


def test_five_wrong_passwords_lock_out_here_and_at_the_door_and_lose_no_word(surgery, version, doctor, client):
    for _ in range(5):
        response = decide(surgery, version, password="wrong")
    assert "Too many wrong passwords" in response.content.decode()

    response = decide(surgery, version, password=factories.PASSWORD)

    assert response.status_code == 200 and NOTE in response.content.decode()
    assert "Too many wrong passwords" in response.content.decode()
    assert not decided()
    door = client.post("/desk/login/", {"username": doctor.username, "password": factories.PASSWORD})
    assert door.status_code == 429


def test_a_code_still_helps_who_is_locked_out(surgery, version, mailoutbox):
    for _ in range(5):
        decide(surgery, version, password="wrong")
    decide(surgery, version, mail_code="1")

    decide(surgery, version, code=mailed(mailoutbox))

    assert len(decided()) == 1


def test_the_right_password_forgets_the_wrong_ones_before_it(surgery, version, staff):
    for _ in range(4):
        decide(surgery, version, password="wrong")
    decide(surgery, version, password=factories.PASSWORD)

    assert not AccessAttempt.objects.exists()


def test_a_form_that_comes_back_anyway_costs_no_try(surgery, version, mailoutbox):
    decide(surgery, version, mail_code="1")
    for _ in range(6):
        decide(surgery, version, password="wrong", next_review_due="")
        decide(surgery, version, code="000000", next_review_due="")

    assert not AccessAttempt.objects.exists()
    assert OneTimeCode.objects.get().tries == 0


def test_mail_me_a_code_keeps_everything_typed_and_judges_nothing_yet(surgery, version, mailoutbox):
    page = decide(
        surgery, version, mail_code="1", password="half a passw", has_conflict="some", conflict="Fees in 2024."
    ).content.decode()

    assert mailoutbox[-1].to == ["rita@example.org"]
    assert "A code is on its way to r***@example.org." in page
    assert NOTE in page and "Fees in 2024." in page and 'value="approve"' in page
    assert re.search(r'value="approve"[^>]*checked', page)
    assert f'name="digest" value="{version.digest}"' in page
    assert "half a passw" not in page and "This field is required" not in page
    assert 'name="code"' in page
    assert not decided()


def test_a_code_is_recorded_as_how_it_was_confirmed(surgery, version, mailoutbox):
    decide(surgery, version, mail_code="1")

    decide(surgery, version, code=mailed(mailoutbox))

    [record] = decided()
    assert record.details["identity"] == "one-time code"


def test_a_wrong_code_records_nothing(surgery, version, mailoutbox):
    decide(surgery, version, mail_code="1")
    wrong = f"{(int(mailed(mailoutbox)) + 1) % 10**6:06}"

    page = decide(surgery, version, code=wrong).content.decode()

    assert "This code is not right" in page and NOTE in page
    assert not decided()


def test_a_code_from_another_browser_of_mine_proves_nothing_here(surgery, version, doctor, client_of, mailoutbox):
    decide(client_of(doctor), version, mail_code="1")

    decide(surgery, version, code=mailed(mailoutbox))

    assert not decided()


def test_a_refused_decision_leaves_the_code_good(surgery, version, mailoutbox):
    decide(surgery, version, mail_code="1")
    code = mailed(mailoutbox)

    refused = decide(surgery, version, code=code, decision="request_changes", note=" ").content.decode()
    decide(surgery, version, code=code, decision="request_changes", note="The dose lacks its unit.")

    assert "Say what must change" in refused
    assert len(decided()) == 1


def test_a_code_decides_once(surgery, version, staff, mailoutbox):
    other = staff.submitted(factories.make_article(slug="other"))
    decide(surgery, version, mail_code="1")
    code = mailed(mailoutbox)

    decide(surgery, version, code=code)
    decide(surgery, other, code=code)

    assert [record.version for record in decided()] == [version]


def test_without_an_address_the_refusal_is_a_sentence(surgery, version, doctor):
    doctor.email = ""
    doctor.save()

    page = decide(surgery, version, mail_code="1").content.decode()

    assert "Your account has no mail address" in page and NOTE in page


def test_a_confirmation_asks_for_it_too(surgery, staff, mailoutbox):
    publication = staff.published(factories.make_article(), next_review_due=timezone.now().date() + timedelta(days=10))
    day = (timezone.now().date() + timedelta(days=200)).isoformat()
    fields = {"digest": publication.version.digest, "next_review_due": day, "note": NOTE, "has_conflict": "none"}
    address = f"/desk/pages/{publication.pk}/"
    confirmed = EditorialRecord.objects.filter(event=Event.CONFIRMED_UNCHANGED)

    wrong = surgery.post(address, {**fields, "password": "wrong"}).content.decode()
    assert "This is not your password." in wrong and NOTE in wrong and not confirmed.exists()
    asked = surgery.post(address, {**fields, "mail_code": "1"}).content.decode()
    assert "A code is on its way" in asked and NOTE in asked and not confirmed.exists()

    surgery.post(address, {**fields, "code": mailed(mailoutbox)})
    assert confirmed.get().details["identity"] == "one-time code"
