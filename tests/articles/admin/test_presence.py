"""Who else is here: told to whoever has the page open, to nobody else, and cheaply."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse

from articles.editorial import workflow
from articles.models import Presence
from tests import factories


def pass_on(page):
    return re.search(r'data-pass="([^"]+)"', page.content.decode()).group(1)


@pytest.fixture
def poll(client_of):
    def asked(article, *, by, writing="no", client=None):
        client = client or client_of(by)
        given = pass_on(client.get(article.get_admin_url()))
        address = reverse("admin:articles_article_presence", args=[article.pk])
        return client.post(address, {"pass": given, "writing": writing})

    return asked


def test_a_colleague_is_named_with_what_they_do(article, staff, poll):
    poll(article, by=staff.writer, writing="yes")

    (other,) = poll(article, by=staff.editor).json()["here"]

    assert (other["name"], other["writing"]) == ("Wanda Writer", True)
    assert other["since"]


def test_nobody_is_told_of_themselves(article, staff, poll):
    poll(article, by=staff.writer)

    assert poll(article, by=staff.writer).json()["here"] == []


def test_it_is_no_lock(article, staff, poll, save):
    poll(article, by=staff.editor, writing="yes")

    save(article, by=staff.writer, title="Written all the same")

    article.refresh_from_db()
    assert article.title == "Written all the same"


def test_who_reads_a_locked_text_is_here_too(article, staff, poll):
    workflow.submit_for_review(article, by=staff.writer)

    poll(article, by=staff.writer)

    assert Presence.objects.get().is_writing is False


@pytest.mark.parametrize("given", ["", "x:y", None])
def test_only_who_was_shown_the_page_may_ask(article, staff, client_of, given):
    editor, writer = client_of(staff.editor), client_of(staff.writer)
    # None: somebody else's pass.
    given = pass_on(editor.get(article.get_admin_url())) if given is None else given

    answer = writer.post(reverse("admin:articles_article_presence", args=[article.pk]), {"pass": given})

    assert answer.status_code == 403
    assert not Presence.objects.exists()


@pytest.fixture
def ask_later(client_of):
    """Open the page now, and ask who else is there when the function is called."""

    def opened(article, *, by):
        client = client_of(by)
        given = pass_on(client.get(article.get_admin_url()))
        address = reverse("admin:articles_article_presence", args=[article.pk])
        return lambda: client.post(address, {"pass": given, "writing": "no"})

    return opened


def test_an_article_that_is_gone_is_not_found(staff, ask_later):
    article = factories.make_article()
    ask = ask_later(article, by=staff.writer)
    article.delete()

    answer = ask()

    assert answer.status_code == 404
    assert not Presence.objects.exists()


def test_an_article_that_goes_while_somebody_asks_is_not_found(article, staff, ask_later, monkeypatch):
    ask = ask_later(article, by=staff.writer)

    def gone(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(Presence.objects, "bulk_create", gone)

    assert ask().status_code == 404


def test_a_poll_takes_three_queries_and_two_to_know_who_asks(
    article, staff, client_of, poll, django_assert_num_queries
):
    poll(article, by=staff.editor)
    client = client_of(staff.writer)
    given = pass_on(client.get(article.get_admin_url()))
    address = reverse("admin:articles_article_presence", args=[article.pk])

    with django_assert_num_queries(5):
        client.post(address, {"pass": given, "writing": "yes"})
