"""A shared preview shows one version to whoever holds the address, and leaves no trace elsewhere."""

import hashlib
import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.previewing import make_preview_link, revoke_preview_link
from articles.models import PreviewLink
from healthcms.logs import HideSecrets
from tests.articles.public.reading import edit, read
from tests.factories import make_article, make_figure
from tests.scenes import scene


@scene
def version(staff):
    return workflow.save_draft(make_article(author=staff.writer.expert), by=staff.writer)


@scene
def address(version, staff):
    return f"/preview/{make_preview_link(version, by=staff.writer, days=7)}/"


def test_a_stranger_sees_the_version_with_a_banner(client, address):
    page = read(client, address)

    assert page["title"] == "Sore joints"
    assert "Preview, not public." in page["preview"]
    assert "version 1" in page["preview"]
    assert not page.has("badge") and not page.has("review-record")
    assert PreviewLink.objects.get().views == 1


def test_no_cache_keeps_it_no_engine_lists_it_and_no_link_tells_of_it(client, address):
    for path, status in ((address, 200), ("/preview/wrong/", 404)):
        page = read(client, path, status=status)
        headers = page.response.headers

        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"] and "noindex" in page.robots()
        assert headers["Referrer-Policy"] == "no-referrer"
        assert page.document.xpath('string(//meta[@name="referrer"]/@content)') == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Vary" not in headers or "Cookie" not in headers["Vary"]
        assert not page.response.cookies
        assert not page.document.xpath('//link[@rel="canonical"]')


def test_it_shows_its_version_whatever_the_draft_says_by_now(client, address, version, staff):
    edit(version.article, title="Other")
    workflow.save_draft(version.article, by=staff.writer)

    assert read(client, address)["title"] == "Sore joints"


def test_a_wrong_an_expired_and_a_revoked_link_all_say_the_same(client, address, staff):
    PreviewLink.objects.update(made_at=timezone.now() - timedelta(days=9), expires_at=timezone.now())
    expired = read(client, address, status=404)
    PreviewLink.objects.update(expires_at=timezone.now() + timedelta(days=9))
    revoke_preview_link(PreviewLink.objects.get(), by=staff.writer)
    revoked = read(client, address, status=404)
    wrong = read(client, "/preview/wrong/", status=404)

    assert expired.response.content == revoked.response.content == wrong.response.content
    assert wrong["title"] == "This preview link does not work"
    assert "it has expired" in wrong.document.text_content()
    assert PreviewLink.objects.get().views == 0


def test_a_head_request_is_no_look(client, address):
    assert client.head(address).status_code == 200

    assert PreviewLink.objects.get().views == 0


def test_nothing_but_looking_is_possible(client, address):
    assert client.post(address).status_code == 405


def test_no_draft_is_asked_for(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)

    assert asked and not [query["sql"] for query in asked if '"articles_article"' in query["sql"]]


def test_the_pictures_of_the_version_open_with_the_link_and_only_those(client, staff):
    def stored(content):
        digest = hashlib.sha256(content).hexdigest()
        default_storage.save(f"figures/{digest}.jpg", ContentFile(content))
        return digest

    digest, other = stored(b"\xff\xd8\xff mine"), stored(b"\xff\xd8\xff other")
    hero = make_figure("Mine")
    type(hero).objects.filter(pk=hero.pk).update(digest=digest, src=f"figures/{digest}.jpg", renditions=[])
    hero.refresh_from_db()
    version = workflow.save_draft(make_article(author=staff.writer.expert, hero=hero), by=staff.writer)
    token = make_preview_link(version, by=staff.writer, days=7)

    (picture,) = read(client, f"/preview/{token}/").document.xpath('//img[contains(@src, "figures/")]/@src')

    assert client.get(picture).status_code == 200
    assert client.get(picture.partition("?")[0]).status_code == 404
    assert client.get(picture.replace(digest, other)).status_code == 404
    for name in (digest, other):
        default_storage.delete(f"figures/{name}.jpg")


def test_the_secret_is_in_no_line_of_our_logs(client, address, caplog, settings):
    handler = settings.LOGGING["handlers"]["console"]
    assert "no_secrets" in handler["filters"]
    caplog.handler.addFilter(HideSecrets())
    secret = address.split("/")[2]
    PreviewLink.objects.update(revoked_at=timezone.now())

    with caplog.at_level(logging.INFO):
        client.get(address)
        client.post(address)
        logging.getLogger("django.request").warning('"GET %s HTTP/1.1" 200', f"/media/figures/a.jpg?preview={secret}")

    assert len(caplog.records) >= 3
    assert secret not in caplog.text
    assert "/preview/[secret]/" in caplog.text and "?preview=[secret]" in caplog.text


def test_other_lines_of_the_log_stay_as_they_are(caplog):
    caplog.handler.addFilter(HideSecrets())

    logging.getLogger("django.request").warning("Not Found: %s", "/articles/preview-of-ms/")

    assert "Not Found: /articles/preview-of-ms/" in caplog.text
