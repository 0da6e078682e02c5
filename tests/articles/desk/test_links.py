"""A reviewer without a password at hand: a mail's link, a code from another mail, one review, and nothing else."""

import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from articles.desk import grants
from articles.editorial import review_links, workflow
from articles.models import (
    Comment,
    EditorialRecord,
    Event,
    Notice,
    OneTimeCode,
    ReviewLink,
    ReviewVisit,
    SignOff,
    State,
)
from experts.models.user import MailWish
from healthcms.logs import HideSecrets
from tests import factories

CLOSED = "This link does not open a review"


@pytest.fixture
def reviewer(staff):
    staff.reviewer.email = "rita@example.org"
    staff.reviewer.save()
    return staff.reviewer


@pytest.fixture
def assignment(version, staff, reviewer, django_capture_on_commit_callbacks):
    """Asked by the verb, so that the mail left."""
    day = timezone.now().date() + timedelta(days=5)
    with django_capture_on_commit_callbacks(execute=True):
        return workflow.assign(version.article, reviewer=reviewer, due_on=day, by=staff.editor)


@pytest.fixture
def link(assignment, mailoutbox, settings):
    """The address in the mail, within our site."""
    [mail] = mailoutbox
    return re.search(rf"{settings.SITE_URL}(/desk/link/[\w-]+/)", mail.body)[1]


@pytest.fixture
def code_for(mailoutbox):
    """Press "Mail me the code" and read it: code_for(client, link)."""

    def read(client, link):
        assert client.post(link, {"mail_code": "1"}).status_code == 200
        return re.match(r"\d{6}", mailoutbox[-1].body)[0]

    return read


@pytest.fixture
def phone(link, code_for):
    """A browser that came in by link and code."""
    client = Client()
    response = client.post(link, {"code": code_for(client, link)})
    assert response.status_code == 302, response.content.decode()
    return client


def decide(client, version, **typed):
    day = (timezone.now().date() + timedelta(days=200)).isoformat()
    fields = {"digest": version.digest, "decision": "approve", "has_conflict": "none", "next_review_due": day}
    return client.post(f"/desk/versions/{version.pk}/", {**fields, "note": "", **typed}, follow=True)


def in_grant(client, **changes):
    """Alter what the browser's session holds, as time would."""
    session = client.session
    session[grants.KEY] = {**session[grants.KEY], **changes}
    session.save()


def ago(**time):
    return (timezone.now() - timedelta(**time)).isoformat()


# --- The mail


def test_the_mail_that_asks_carries_a_link_of_its_own_and_the_way_by_log_in(assignment, link, mailoutbox, settings):
    [mail] = mailoutbox

    assert mail.to == ["rita@example.org"]
    assert f"Or log in: {settings.SITE_URL}/desk/notices/" in mail.body
    assert "works once" in mail.body
    assert link.split("/")[3] not in mail.subject
    assert link.split("/")[3] not in str([*ReviewLink.objects.values(), *Notice.objects.values()])


def test_other_mail_carries_none(assignment, staff, mailoutbox, django_capture_on_commit_callbacks):
    staff.editor.email = "edgar@example.org"
    staff.editor.save()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.decline(assignment, by=staff.reviewer, reason="Not my field.")

    assert "/desk/link/" not in mailoutbox[-1].body


def test_a_digest_carries_one_too(version, staff, reviewer, mailoutbox):
    from articles.notices.mail import mail_digests

    reviewer.mail = MailWish.DAILY
    reviewer.save()
    workflow.assign(version.article, reviewer=reviewer, due_on=timezone.now().date(), by=staff.editor)

    assert mail_digests() == (1, 0)
    assert mailoutbox[-1].body.count("/desk/link/") == 1


def test_a_reminder_carries_one_too(version, assignment, reviewer, mailoutbox):
    from articles.notices.mail import mail_waiting

    Notice.objects.create(
        to=reviewer, kind="reminder", article=version.article, text="Due.", path="/desk/", made_at=timezone.now()
    )

    mail_waiting()

    assert mailoutbox[-1].body.startswith("Due.") and "/desk/link/" in mailoutbox[-1].body


def test_a_mail_after_the_review_is_closed_carries_none(version, staff, reviewer, mailoutbox):
    from articles.notices.mail import mail_waiting

    assignment = workflow.assign(version.article, reviewer=reviewer, due_on=timezone.now().date(), by=staff.editor)
    workflow.decline(assignment, by=reviewer, reason="Not my field.")

    mail_waiting()

    assert mailoutbox and "/desk/link/" not in "".join(mail.body for mail in mailoutbox)


# --- The link alone


def test_the_link_alone_shows_no_word_of_the_article_and_mails_nothing(link, client, version, mailoutbox):
    page = client.get(link).content.decode()

    for word in ("Sore", "joints", "multiple", version.digest, "Rita", "rita@", f"/versions/{version.pk}/"):
        assert word not in page
    assert "r***@example.org" in page
    assert len(mailoutbox) == 1 and not OneTimeCode.objects.exists()
    assert ReviewLink.objects.get().used_at is None


def test_no_page_of_it_is_kept_listed_or_told_of(link, client):
    for address in (link, "/desk/link/wrong/", "/desk/done/"):
        headers = client.get(address).headers
        assert "no-store" in headers["Cache-Control"]
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "strict-origin"


def test_the_secret_is_in_no_line_of_our_logs(link, client, caplog):
    caplog.handler.addFilter(HideSecrets())
    secret = link.split("/")[3]

    with caplog.at_level(logging.INFO):
        client.put(link)
        ReviewLink.objects.update(used_at=timezone.now())
        client.get(link)
        logging.getLogger("django.server").info('"GET %s HTTP/1.1" 200', link)

    assert secret not in caplog.text and "/desk/link/[secret]/" in caplog.text


# --- In


def test_link_and_code_open_the_review_without_a_log_in(phone, version):
    response = phone.get(f"/desk/versions/{version.pk}/")

    assert response.status_code == 200
    assert "Sore joints" in response.content.decode() and 'name="decision"' in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert "_auth_user_id" not in phone.session and not response.wsgi_request.user.is_authenticated


def test_the_session_gets_a_new_key_on_the_way_in(link, code_for, client):
    code = code_for(client, link)
    before = client.session.session_key

    client.post(link, {"code": code})

    assert client.session.session_key != before


def test_a_wrong_code_is_a_sentence_and_leaves_the_link(link, code_for, client, version):
    code = code_for(client, link)

    page = client.post(link, {"code": f"{(int(code) + 1) % 10**6:06}"}).content.decode()

    assert "This code is not right" in page
    assert client.get(f"/desk/versions/{version.pk}/").status_code == 302
    assert client.post(link, {"code": code}).status_code == 302


def test_five_wrong_codes_close_the_right_one(link, code_for, client):
    code = code_for(client, link)
    for _ in range(5):
        client.post(link, {"code": f"{(int(code) + 1) % 10**6:06}"})

    assert "This code is not right" in client.post(link, {"code": code}).content.decode()
    assert ReviewLink.objects.get().used_at is None


def test_a_code_that_ran_out_opens_nothing(link, code_for, client):
    code = code_for(client, link)
    OneTimeCode.objects.update(made_at=timezone.now() - timedelta(minutes=11), expires_at=timezone.now())

    assert "This code is not right" in client.post(link, {"code": code}).content.decode()


def test_the_code_of_another_person_opens_nothing(link, client, staff, version, mailoutbox, code_for):
    other = factories.make_reviewer("otto_other", email="otto@example.org")
    theirs = workflow.assign(version.article, reviewer=other, due_on=timezone.now().date(), by=staff.editor)
    code = code_for(client, f"/desk/link/{review_links.make_review_link(theirs)}/")
    assert mailoutbox[-1].to == ["otto@example.org"]

    assert "This code is not right" in client.post(link, {"code": code}).content.decode()


def test_without_a_mail_address_no_code_is_offered_as_sent(link, client, reviewer):
    reviewer.email = ""
    reviewer.save()

    assert "has no mail address" in client.post(link, {"mail_code": "1"}).content.decode()


def test_who_is_logged_in_as_the_reviewer_goes_straight_in_and_the_link_stays(link, client_of, reviewer, version):
    assert client_of(reviewer).get(link).url == f"/desk/versions/{version.pk}/"
    assert ReviewLink.objects.get().used_at is None


# --- What opens nothing


def closed(client, link):
    response = client.get(link)
    return response.status_code == 403 and CLOSED in response.content.decode()


def test_a_used_link_is_closed_for_the_same_browser_and_for_another(link, phone):
    assert closed(phone, link) and closed(Client(), link)


def test_a_link_that_ran_out_is_closed(link, client):
    ReviewLink.objects.update(made_at=timezone.now() - timedelta(days=15), expires_at=timezone.now())

    assert closed(client, link)


def test_one_altered_character_at_any_place_closes_it(link, client):
    secret = link.split("/")[3]
    for place, character in enumerate(secret):
        altered = secret[:place] + ("B" if character == "A" else "A") + secret[place + 1 :]
        assert closed(client, f"/desk/link/{altered}/"), place


def test_somebody_else_who_is_logged_in_gets_the_same_as_for_no_link(link, client_of, staff):
    other = factories.make_reviewer("otto_other")

    for person in (other, staff.editor, staff.writer):
        assert closed(client_of(person), link)
        assert client_of(person).post(link, {"mail_code": "1"}).status_code == 403
    assert not OneTimeCode.objects.exists()


def test_a_code_is_worth_nothing_in_another_browser_with_the_same_link(link, client, code_for, version):
    code = code_for(client, link)
    thief = Client()

    assert "This code is not right" in thief.post(link, {"code": code}).content.decode()
    assert thief.get(f"/desk/versions/{version.pk}/").status_code == 302


@pytest.mark.parametrize("loss", ["declined", "recalled", "account", "role"])
def test_a_link_closes_with_what_it_rests_on(loss, link, client, assignment, staff):
    lose(loss, assignment, staff)

    assert closed(client, link)


def lose(loss, assignment, staff):
    if loss == "declined":
        workflow.decline(assignment, by=staff.reviewer, reason="Not my field.")
    elif loss == "recalled":
        workflow.recall(assignment.article, by=staff.writer)
    elif loss == "account":
        staff.reviewer.is_active = False
        staff.reviewer.save()
    elif loss == "role":
        staff.reviewer.groups.clear()
    elif loss == "password":
        staff.reviewer.set_password("another long pass phrase")
        staff.reviewer.save()


# --- Nothing else


def fenced_addresses(pk):
    """Every address of desk and admin, with `pk` wherever one is named."""

    def walk(patterns, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield route
            else:
                yield from walk(pattern.url_patterns, route)

    for route in walk(get_resolver().url_patterns, ""):
        if route.startswith(("admin/", "desk/")):
            plain = re.sub(r"\(\?P<app_label>.*?\)/", "articles/", route)
            plain = re.sub(r"\(\?P<url>.*?\)", "no/such/page/", plain)
            yield "/" + re.sub(r"<[^>]+>", str(pk), plain).replace("^", "").replace("$", "")


def test_everything_else_of_desk_and_admin_is_403(phone):
    # A number that neither the version nor the assignment of this grant has.
    addresses = set(fenced_addresses(999_999)) - {"/desk/leave/", "/desk/done/"}

    assert len(addresses) > 100
    assert {"/admin/", "/desk/", "/desk/login/", "/desk/notices/", "/desk/pages/999999/"} <= addresses
    for address in sorted(addresses):
        assert phone.get(address).status_code == 403, address
        assert phone.post(address, {"note": "x"}).status_code == 403, address
    for address in ("/desk/no-such-page/", "/admin/no-such-page/"):
        assert phone.get(address).status_code == 403, address


def test_the_refusal_leads_back_and_out(phone, version):
    page = phone.get("/desk/").content.decode()

    assert "opens one review and nothing else" in page
    assert f'href="/desk/versions/{version.pk}/"' in page and 'action="/desk/leave/"' in page


def test_another_version_and_another_assignment_are_403(phone, staff, reviewer, version):
    other = staff.submitted(factories.make_article(slug="other"))
    theirs = workflow.assign(other.article, reviewer=reviewer, due_on=timezone.now().date(), by=staff.editor)

    assert phone.get(f"/desk/versions/{other.pk}/").status_code == 403
    assert phone.post(f"/desk/assignments/{theirs.pk}/decline/", {"reason": "x"}).status_code == 403
    assert decide(phone, other).status_code == 403
    other.article.refresh_from_db()
    assert other.article.state == State.IN_REVIEW


def test_public_pages_are_as_for_everybody(phone, client, staff):
    live = staff.published(factories.make_article(slug="live")).get_absolute_url()

    seen = phone.get(live)

    assert seen.status_code == 200 and seen.content == client.get(live).content
    assert "Cookie" not in seen.headers.get("Vary", "") and not seen.cookies


def test_the_pictures_of_the_review_open_with_it_and_no_others(phone, client, version, db):
    from articles.content.files import files_in

    shown = sorted(files_in(version.content))[0]
    request = phone.get(f"/desk/versions/{version.pk}/").wsgi_request
    strange = client.get("/desk/login/").wsgi_request

    assert grants.shows(request, shown)
    assert not grants.shows(request, f"figures/{'0' * 64}.jpg")
    assert not grants.shows(strange, shown)


# --- The end of it


@pytest.mark.parametrize("loss", ["declined", "recalled", "account", "role", "password"])
def test_the_grant_is_worth_nothing_at_the_next_request(loss, phone, version, assignment, staff):
    lose(loss, assignment, staff)

    response = phone.get(f"/desk/versions/{version.pk}/")

    assert response.status_code == 403
    assert "The review is closed here" in response.content.decode()
    assert phone.get("/desk/").url == "/desk/login/?next=/desk/"
    assert phone.get("/desk/login/").status_code == 200


def test_after_two_hours_it_is_over_and_what_was_typed_is_shown(phone, version):
    in_grant(phone, until=ago(seconds=1))
    assert phone.post(f"/desk/versions/{version.pk}/visit/", {}, content_type="application/json").status_code == 403

    response = decide(phone, version, note="Typed at length.")

    assert response.status_code == 403
    assert "Typed at length." in response.content.decode()
    assert not EditorialRecord.objects.filter(event=Event.APPROVED).exists()


def test_leaving_ends_it(phone, version):
    assert phone.get("/desk/leave/").status_code == 405
    assert phone.post("/desk/leave/").url == "/desk/done/"

    assert phone.get("/desk/done/").status_code == 200
    assert phone.get(f"/desk/versions/{version.pk}/").url.startswith("/desk/login/")


def test_leaving_is_no_log_out(client_of, staff):
    client = client_of(staff.reviewer)
    client.post("/desk/leave/")

    assert client.get("/desk/").status_code == 200


def test_a_log_in_after_leaving_has_everything_a_log_in_has(phone, reviewer):
    phone.post("/desk/leave/")
    phone.post("/desk/login/", {"username": reviewer.username, "password": factories.PASSWORD})

    assert phone.get("/desk/").status_code == 200


# --- What is decided


def test_an_approval_is_the_reviewers_own_confirmed_by_code(phone, version, reviewer):
    response = decide(phone, version, note="Doses checked.")

    record = EditorialRecord.objects.get(event=Event.APPROVED)
    assert (record.actor, record.note) == (reviewer, "Doses checked.")
    assert record.details["identity"] == "one-time code"
    assert response.redirect_chain == [("/desk/done/", 302)]
    assert "You approved version 1" in response.content.decode()
    assert phone.get(f"/desk/versions/{version.pk}/").url.startswith("/desk/login/")


def test_asking_for_changes_is_confirmed_by_code_too(phone, version, reviewer):
    decide(phone, version, decision="request_changes", note="The dose lacks its unit.")

    record = EditorialRecord.objects.get(event=Event.CHANGES_REQUESTED)
    assert (record.actor, record.details["identity"]) == (reviewer, "one-time code")


def test_declining_takes_no_password_either(phone, assignment):
    fields = {"why": "Not my field", "more": "", "reason": "Not my field."}

    response = phone.post(f"/desk/assignments/{assignment.pk}/decline/", fields, follow=True)

    assignment.refresh_from_db()
    assert assignment.closed_at is not None and "You declined" in response.content.decode()


def test_what_the_review_page_sends_while_reading_is_the_reviewers_own(phone, version, reviewer):
    from articles.content.passages import passages_in

    key = passages_in(version.content)[0].key
    address = f"/desk/versions/{version.pk}/"

    assert phone.post(f"{address}marks/", {"key": key, "mark": "fine"}).status_code == 302
    assert phone.post(f"{address}comments/", {"key": key, "body": "Why?"}).status_code == 302
    visit = {"seconds": 0, "changes": 0, "visited": []}
    assert phone.post(f"{address}visit/", visit, content_type="application/json").status_code == 204

    assert [sign_off.reviewer for sign_off in SignOff.objects.all()] == [reviewer]
    assert [comment.author for comment in Comment.objects.all()] == [reviewer]
    assert [visit.reviewer for visit in ReviewVisit.objects.all()] == [reviewer]


def test_an_hour_after_the_code_the_decision_asks_for_a_new_one(phone, version, mailoutbox):
    in_grant(phone, proved_at=ago(minutes=61))
    refused = decide(phone, version, note="Typed at length.").content.decode()
    assert "have a code mailed" in refused and "Typed at length." in refused
    assert 'name="password"' not in refused

    asked = decide(phone, version, note="Typed at length.", mail_code="1").content.decode()
    assert "r***@example.org" in asked and "Typed at length." in asked
    assert not EditorialRecord.objects.filter(event=Event.APPROVED).exists()

    decide(phone, version, code=re.match(r"\d{6}", mailoutbox[-1].body)[0])
    assert EditorialRecord.objects.get(event=Event.APPROVED).details["identity"] == "one-time code"


def test_a_password_proves_nothing_for_who_came_by_a_link(phone, version):
    in_grant(phone, proved_at=ago(minutes=61))

    decide(phone, version, password=factories.PASSWORD)

    assert not EditorialRecord.objects.filter(event=Event.APPROVED).exists()


# --- A new mail


def test_a_new_mail_is_sent_to_the_reviewer_alone_and_its_link_works(link, phone, mailoutbox):
    ReviewLink.objects.update(made_at=timezone.now() - timedelta(hours=1))
    said = phone.post(link, {"mail_link": "1"}).content.decode()

    assert "a new mail with a new link goes to" in said
    assert mailoutbox[-1].to == ["rita@example.org"]
    new = re.search(r"/desk/link/[\w-]+/", mailoutbox[-1].body)[0]
    assert new != link and Client().get(new).status_code == 200


@pytest.mark.parametrize("why", ["unknown", "closed", "too soon"])
def test_where_none_is_sent_the_page_says_the_same(why, link, phone, assignment, staff, mailoutbox):
    ReviewLink.objects.update(made_at=timezone.now() - timedelta(hours=1))
    sent = Client().post(link, {"mail_link": "1"}).content.decode()
    before = len(mailoutbox)
    if why == "closed":
        ReviewLink.objects.update(made_at=timezone.now() - timedelta(hours=1))
        lose("declined", assignment, staff)

    response = Client().post("/desk/link/unknown/" if why == "unknown" else link, {"mail_link": "1"})

    assert response.status_code == 403
    assert len(mailoutbox) == before
    assert without_csrf(response.content.decode()) == without_csrf(sent)


def without_csrf(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
