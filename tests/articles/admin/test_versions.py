"""The timeline of an article, two versions compared, one brought back, its preview, and secret links to it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from articles.editorial import workflow
from articles.models import Article, PreviewLink
from tests import factories
from tests.scenes import scene


def page_of(name, *args):
    return reverse(f"admin:articles_version_{name}", args=args)


@scene
def second(article, staff):
    """Version 2, with a smaller dose."""
    section = article.sections.get(position=0)
    section.body = section.body.replace("150 minutes", "15 minutes")
    section.save()
    return workflow.save_draft(article, by=staff.editor)


@pytest.fixture
def first(article):
    return article.versions.get(number=1)


def words(response):
    return " ".join(re.sub(r"<[^>]*>", "", response.content.decode()).split())


def test_the_timeline_tells_who_saved_what_and_what_was_decided(article, second, staff, client_of):
    workflow.submit_for_review(article, by=staff.writer, note="Please.")

    response = client_of(staff.writer).get(page_of("timeline", article.pk))
    text = words(response)

    assert [entry.version.number for entry in response.context["entries"]] == [2, 1]
    latest, oldest = response.context["entries"]
    assert (latest.added, latest.removed, latest.is_latest) == (1, 1, True)
    assert oldest.is_first and oldest.added > 20
    assert "Submitted for review by Wanda Writer" in text
    assert "Edgar Editor" in text


def test_the_timeline_offers_the_live_version_to_compare_with(article, staff, client_of):
    staff.published(article)
    live = article.versions.get(number=1)
    for title in ("One", "Two"):
        Article.objects.filter(pk=article.pk).update(title=title)
        newest = workflow.save_draft(article, by=staff.writer)

    response = client_of(staff.writer).get(page_of("timeline", article.pk))

    assert (response.context["default_from"], response.context["default_to"]) == (live.pk, newest.pk)
    assert "Live" in words(response)


def test_a_long_timeline_has_pages(article, staff, client_of):
    for number in range(30):
        Article.objects.filter(pk=article.pk).update(title=f"Title {number}")
        workflow.save_draft(article, by=staff.writer)
    client = client_of(staff.writer)

    response = client.get(page_of("timeline", article.pk))
    older = client.get(page_of("timeline", article.pk) + "?page=2")

    assert len(response.context["entries"]) == 25 and not response.context["entries"][-1].is_first
    assert older.context["entries"][-1].is_first


def test_an_article_without_a_version_has_an_empty_timeline(staff, client_of):
    article = factories.make_article("empty")

    assert "No version yet." in words(client_of(staff.writer).get(page_of("timeline", article.pk)))


def test_the_questions_of_a_timeline_do_not_grow(article, staff, client_of, django_assert_max_num_queries):
    for number in range(8):
        Article.objects.filter(pk=article.pk).update(title=f"Title {number}")
        workflow.save_draft(article, by=staff.writer)

    client = client_of(staff.writer)
    with django_assert_max_num_queries(15):
        client.get(page_of("timeline", article.pk))


def test_two_versions_are_compared_with_what_can_harm_first(first, second, staff, client_of):
    response = client_of(staff.writer).get(page_of("compare"), {"from": first.pk, "to": second.pk})
    html = response.content.decode()

    assert "Check these first" in html
    assert '<del><span class="visually-hidden">removed: </span>150</del>' in html
    assert '<ins><span class="visually-hidden">added: </span>15</ins>' in html
    assert 'href="#part-8"' in html and 'id="part-8"' in html


def test_a_version_compared_with_itself_says_so(first, staff, client_of):
    response = client_of(staff.writer).get(page_of("compare"), {"from": first.pk, "to": first.pk})

    assert "This is the same version twice." in words(response)


def test_versions_of_two_articles_are_not_compared(first, staff, client_of):
    other = workflow.save_draft(factories.make_article("other"), by=staff.writer)

    response = client_of(staff.writer).get(page_of("compare"), {"from": first.pk, "to": other.pk})

    assert response.status_code == 404


@pytest.mark.parametrize("pk", ["", "x", "²", "-1", "9" * 30, "0"])
def test_a_version_that_does_not_exist_is_not_found(first, staff, client_of, pk):
    assert client_of(staff.writer).get(page_of("compare"), {"from": pk, "to": first.pk}).status_code == 404


def test_a_related_article_is_named_in_the_comparison(article, first, staff, client_of):
    article.related_articles.create(related=factories.make_article("neighbour", title="A neighbour"))
    second = workflow.save_draft(article, by=staff.writer)

    response = client_of(staff.writer).get(page_of("compare"), {"from": first.pk, "to": second.pk})

    assert "A neighbour" in words(response)


# --- Restoring


def test_restoring_says_first_what_it_does_and_then_does_it(article, first, second, staff, client_of):
    client = client_of(staff.writer)

    asked = client.get(page_of("restore", first.pk))
    done = client.post(page_of("restore", first.pk), follow=True)

    assert "version 2 stays in the list of versions" in words(asked)
    assert "Version 1 is back, as version 3." in words(done)
    article.refresh_from_db()
    assert article.latest_version.digest == first.digest


def test_asking_restores_nothing(article, first, second, staff, client_of):
    client_of(staff.writer).get(page_of("restore", first.pk))

    article.refresh_from_db()
    assert article.latest_version == second


def test_a_refused_restoring_shows_the_sentence(article, first, second, staff, client_of):
    workflow.submit_for_review(article, by=staff.writer)

    response = client_of(staff.writer).post(page_of("restore", first.pk))

    assert "it is “In review”" in words(response)
    assert article.versions.count() == 2


def test_what_could_not_come_back_is_shown(article, first, staff, client_of):
    Article.objects.filter(pk=article.pk).update(slug="elsewhere")
    workflow.save_draft(article, by=staff.writer)
    factories.make_article("sore-joints")

    done = client_of(staff.writer).post(page_of("restore", first.pk), follow=True)

    assert "The address “sore-joints” belongs to another article now" in words(done)


def test_restoring_is_offered_only_when_it_is_possible(article, first, second, staff, client_of):
    client = client_of(staff.writer)
    assert page_of("restore", first.pk) in client.get(page_of("timeline", article.pk)).content.decode()

    workflow.submit_for_review(article, by=staff.writer)

    assert page_of("restore", first.pk) not in client.get(page_of("timeline", article.pk)).content.decode()


# --- The preview


def test_only_our_own_pages_may_frame_the_preview(first, staff, client_of):
    client = client_of(staff.writer)
    preview, widths = client.get(page_of("preview", first.pk)), client.get(page_of("widths", first.pk))

    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert "no-store" in preview.headers["Cache-Control"] and preview.headers["X-Robots-Tag"] == "noindex"
    assert widths.headers["X-Frame-Options"] == "DENY"
    assert "frame-src 'self'" in widths.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in widths.headers["Content-Security-Policy"]
    assert widths.content.decode().count(f'<iframe src="{page_of("preview", first.pk)}"') == 2


def test_the_preview_beside_the_form_leads_nowhere_away_from_it(first, staff, client_of):
    client = client_of(staff.writer)
    form = client.get(first.article.get_admin_url())
    beside = client.get(page_of("preview", first.pk) + "?beside")

    assert f'data-address="{page_of("preview", first.pk)}?beside"' in form.content.decode()
    assert "frame-src 'self'" in form.headers["Content-Security-Policy"]
    assert "Preview, not public." in beside.content.decode()
    assert "Back to the article" not in beside.content.decode()
    assert "no-store" in beside.headers["Cache-Control"] and beside.headers["X-Robots-Tag"] == "noindex"


# --- Secret links


def test_a_link_is_shown_once_in_full_and_opens_the_version(first, staff, client_of):
    client = client_of(staff.writer)

    made = client.post(page_of("share", first.pk), {"days": 3})
    again = client.get(page_of("share", first.pk))

    address = made.context["address"]
    assert re.fullmatch(r"http://localhost:8000/preview/[\w-]{43}/", address)
    assert address in made.content.decode() and address not in again.content.decode()
    assert Client().get(address.removeprefix("http://localhost:8000")).status_code == 200
    assert "no-store" in made.headers["Cache-Control"]
    assert "Opened 1 time." in words(client.get(page_of("share", first.pk)))


@pytest.mark.parametrize("days", ["0", "31", "", "x", "1.5"])
def test_the_days_of_a_link_are_limited(first, staff, client_of, days):
    response = client_of(staff.writer).post(page_of("share", first.pk), {"days": days})

    assert response.context["form"].errors
    assert not PreviewLink.objects.exists()


def test_a_link_is_revoked_by_a_button(first, staff, client_of):
    client = client_of(staff.editor)
    address = client.post(page_of("share", first.pk), {"days": 3}).context["address"]
    link = PreviewLink.objects.get()

    assert client.get(page_of("revoke", link.pk)).status_code == 405
    response = client.post(page_of("revoke", link.pk), follow=True)

    assert "The link opens nothing any more." in words(response) and "Revoked" in words(response)
    assert Client().get(address.removeprefix("http://localhost:8000")).status_code == 404


def test_an_administrator_looks_but_is_refused_as_the_verb_says(first, staff, client_of):
    administrator = factories.make_user(factories.Role.ADMINISTRATOR, username="ada_admin", is_staff=True)
    client = client_of(administrator)

    assert client.get(page_of("timeline", first.article_id)).status_code == 200
    assert "Make a link" not in words(client.get(page_of("share", first.pk)))
    response = client.post(page_of("share", first.pk), {"days": 3})
    assert "Only a writer or an editor can do this" in str(response.context["form"].errors)
    assert not PreviewLink.objects.exists()


PAGES = ["timeline", "widths", "preview", "restore", "share"]


@pytest.mark.parametrize("name", PAGES)
def test_nobody_without_the_right_to_see_versions_sees_these_pages(first, client_of, name):
    outsider = factories.make_user(username="olaf_outsider", is_staff=True)
    pk = first.article_id if name == "timeline" else first.pk

    assert client_of(outsider).get(page_of(name, pk)).status_code == 403
    assert Client().get(page_of(name, pk)).status_code == 302


def test_the_article_leads_to_its_timeline(article, staff, client_of):
    assert page_of("timeline", article.pk) in client_of(staff.writer).get(article.get_admin_url()).content.decode()
