"""The list of notices in both desks: how many are new, opened one by one or all at once, each person's own."""

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Notice
from experts.models import User
from tests import factories
from tests.scenes import scene


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


@scene
def notice(staff, article):
    staff.submitted(article)
    return Notice.objects.get(to=staff.editor)


def test_the_header_says_how_many_are_new(staff, notice):
    assert (
        '<b>1<span class="visually-hidden"> unread</span></b>'
        in logged_in(staff.editor).get("/admin/").content.decode()
    )
    assert "unread" not in logged_in(staff.writer).get("/admin/").content.decode()


def test_the_reviewers_header_says_it_too(staff, notice):
    Notice.objects.update(to=staff.reviewer)

    assert 'aria-label="1 unread"' in logged_in(staff.reviewer).get("/desk/").content.decode()


def test_opening_one_marks_it_as_read_and_leads_to_its_place(staff, notice, article):
    response = logged_in(staff.editor).get(f"/desk/notices/{notice.pk}/")

    notice.refresh_from_db()
    assert response.headers["Location"] == article.get_admin_url()
    assert notice.read_at is not None


def test_opening_it_again_keeps_when_it_was_read(staff, notice):
    Notice.objects.update(read_at=timezone.now())
    read_at = Notice.objects.get().read_at

    logged_in(staff.editor).get(f"/desk/notices/{notice.pk}/")

    assert Notice.objects.get().read_at == read_at


def test_another_persons_notice_is_not_there(staff, notice):
    assert logged_in(staff.writer).get(f"/desk/notices/{notice.pk}/").status_code == 404
    assert Notice.objects.unread().count() == 1


@pytest.mark.parametrize("address", ["/admin/notices/", "/desk/notices/"])
def test_both_desks_list_them_and_mark_all_as_read(staff, notice, address):
    client = logged_in(staff.editor)
    assert notice.text in client.get(address).content.decode()

    response = client.post(address, {"read": "all"}, follow=True)

    assert "All notices are marked as read." in response.content.decode()
    assert not Notice.objects.unread().exists()


@pytest.mark.parametrize("address", ["/admin/notices/", "/desk/notices/"])
def test_everybody_chooses_how_often_they_are_mailed(staff, address):
    logged_in(staff.editor).post(address, {"mail": "daily"})

    assert User.objects.get(pk=staff.editor.pk).mail == "daily"


def test_a_wish_that_is_none_changes_nothing(staff):
    response = logged_in(staff.editor).post("/admin/notices/", {"mail": "hourly"}, follow=True)

    assert "Choose how often" in response.content.decode()
    assert User.objects.get(pk=staff.editor.pk).mail == "each"


def test_an_empty_list_says_what_will_come(staff):
    assert "Nothing has been told to you yet." in logged_in(staff.writer).get("/admin/notices/").content.decode()


def test_a_reader_with_an_account_finds_no_door(db):
    reader = factories.make_user(username="rea_reader")

    assert logged_in(reader).get("/desk/notices/").status_code == 403
    assert Client().get("/desk/notices/1/").status_code == 302
