"""The addresses of safety copies: mine alone, forgotten by a save, and nothing from somebody who is not logged in."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from articles.editorial import scratch, workflow
from articles.models import Article, ScratchCopy, State
from tests import factories
from tests.articles.admin.filled_form import filled_form

WINDOW = "a1" * 16


def address_of(article=None):
    name = "admin:articles_article_scratch"
    return reverse(name, args=[article.pk]) if article else reverse(f"{name}_new")


@pytest.fixture
def keep(client_of):
    def sent(article, *, by, title="Typed", window=WINDOW, client=None):
        body = {"window": window, "based_on": "1", "fields": {"values": {"title": [title]}, "labels": {}, "at": 1}}
        client = client or client_of(by)
        return client.post(address_of(article), json.dumps(body), content_type="application/json")

    return sent


def test_what_was_kept_comes_back_with_a_token_for_the_form(article, staff, keep, client_of):
    kept = keep(article, by=staff.writer, title="Half a title")

    answer = client_of(staff.writer).get(address_of(article))

    assert kept.status_code == 200 and "at" in kept.json()
    assert answer["Cache-Control"].count("no-store") == 1
    said = answer.json()
    assert said["user"] == staff.writer.pk and said["token"]
    assert [copy["fields"]["values"] for copy in said["copies"]] == [{"title": ["Half a title"]}]


def test_a_colleague_gets_none_of_it(article, staff, keep, client_of):
    keep(article, by=staff.writer)

    assert client_of(staff.editor).get(address_of(article)).json()["copies"] == []


def test_a_new_article_has_copies_too(staff, keep, client_of):
    keep(None, by=staff.writer, title="Not even saved once")

    (copy,) = client_of(staff.writer).get(address_of()).json()["copies"]
    assert copy["fields"]["values"]["title"] == ["Not even saved once"]


def test_a_hundred_autosaves_make_no_version(article, staff, keep, client_of):
    client = client_of(staff.writer)
    for number in range(100):
        keep(article, by=staff.writer, title=f"Title {number}", client=client)

    article.refresh_from_db()
    assert article.versions.count() == 1
    assert article.title == "Sore joints"


def test_an_autosave_during_review_changes_nothing_that_a_reviewer_or_reader_sees(staff, keep, client_of):
    article = factories.make_article()
    publication = staff.published(article)
    Article.objects.filter(pk=article.pk).update(summary="Another summary, to be reviewed.")
    workflow.save_draft(article, by=staff.writer)
    workflow.submit_for_review(article, by=staff.writer)
    article.refresh_from_db()
    reviewer = client_of(staff.reviewer)
    looked_at = [reverse("desk:version", args=[article.latest_version.pk]), publication.get_absolute_url()]

    def seen():
        return [reviewer.get(address).content.split(b"csrfmiddlewaretoken")[0] for address in looked_at]

    before = seen()
    assert keep(article, by=staff.writer, title="Sneaked in").status_code == 200

    assert seen() == before
    article.refresh_from_db()
    assert (article.state, article.latest_version.number) == (State.IN_REVIEW, 2)


def test_a_save_forgets_the_copy_of_its_window_and_no_other(article, staff, keep, client_of):
    client = client_of(staff.writer)
    keep(article, by=staff.writer, client=client)
    keep(article, by=staff.writer, window="b2" * 16, client=client)

    fields = filled_form(client.get(article.get_admin_url()), title="Saved", scratch_window=WINDOW)
    response = client.post(article.get_admin_url(), fields)

    assert [copy.window for copy in scratch.copies_of(article, by=staff.writer)] == ["b2" * 16]
    assert response.cookies["saved_windows"].value == WINDOW


def test_a_new_article_that_is_saved_forgets_its_copy(staff, keep, client_of):
    client = client_of(staff.writer)
    keep(None, by=staff.writer, client=client)

    page = client.get("/admin/articles/article/add/")
    client.post("/admin/articles/article/add/", filled_form(page, title="Brand new", scratch_window=WINDOW))

    assert Article.objects.filter(title="Brand new").exists()
    assert not ScratchCopy.objects.exists()


def test_a_save_that_is_refused_forgets_nothing(article, staff, keep, client_of):
    client = client_of(staff.writer)
    keep(article, by=staff.writer, client=client)

    fields = filled_form(client.get(article.get_admin_url()), title="", scratch_window=WINDOW)
    response = client.post(article.get_admin_url(), fields)

    assert ScratchCopy.objects.count() == 1
    assert f'name="scratch_window" value="{WINDOW}"' in response.content.decode()


def test_a_copy_is_discarded_by_its_owner_alone(article, staff, keep, client_of):
    keep(article, by=staff.writer)

    client_of(staff.editor).delete(f"{address_of(article)}?window={WINDOW}")
    assert ScratchCopy.objects.count() == 1
    client_of(staff.writer).delete(f"{address_of(article)}?window={WINDOW}")

    assert not ScratchCopy.objects.exists()


def test_without_a_log_in_nothing_is_kept_and_nothing_shown(article, staff, keep):
    anybody = Client()

    kept = keep(article, by=None, client=anybody)
    shown = anybody.get(address_of(article))

    assert [answer.status_code for answer in (kept, shown)] == [302, 302]
    assert kept["Location"].startswith("/admin/login/")
    assert not ScratchCopy.objects.exists()


def test_a_copy_needs_the_pages_token(article, staff):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff.writer)

    answer = client.post(address_of(article), "{}", content_type="application/json")

    assert answer.status_code == 403


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"window": "x", "fields": 3}', '{"window": "x", "fields": {}}'])
def test_what_is_no_form_is_refused_with_a_sentence(article, staff, client_of, body):
    answer = client_of(staff.writer).post(address_of(article), body, content_type="application/json")

    assert answer.status_code in (400, 413)
    assert answer.json()["sentence"].endswith(".")


def test_what_is_too_long_is_refused_with_a_sentence(article, staff, keep):
    answer = keep(article, by=staff.writer, title="x" * (scratch.LARGEST + 1))

    assert answer.status_code == 413
    assert "It is kept in this browser" in answer.json()["sentence"]


def test_keeping_a_copy_takes_few_queries(article, staff, client_of, django_assert_max_num_queries, keep):
    client = client_of(staff.writer)
    keep(article, by=staff.writer, client=client)

    # Who asks (2), which article, and the copy: found, locked in its savepoint, written.
    with django_assert_max_num_queries(8):
        keep(article, by=staff.writer, client=client)
