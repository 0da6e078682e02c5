"""The editors' first page says what a cache in front was not told, once it should know it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.admin.home.untold import untold_caches
from articles.models import WaitingPurge
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def waits(*keys, minutes=5, tries=4, error="<urlopen error Connection refused>"):
    made_at = timezone.now() - timedelta(minutes=minutes)
    return WaitingPurge.objects.create(made_at=made_at, keys=list(keys), paths=[], tries=tries, error=error)


def test_what_is_about_to_be_told_is_nobodys_concern():
    waits("article:1", minutes=0)

    assert untold_caches(timezone.now()) is None


def test_an_article_is_named_with_what_went_wrong(staff, article):
    long_ago = timezone.now() - timedelta(hours=1)
    neighbor = staff.published(make_article("hips", title="Sore hips"), now=long_ago)
    publication = staff.published(article, now=long_ago)
    waits("articles", *sorted(f"article:{row.article_uid}" for row in (publication, neighbor)))

    panel = untold_caches(timezone.now())

    (row,) = panel.rows
    assert (panel.count, row.title, row.when) == (1, "Sore joints", "5 minutes ago")
    assert row.detail == (
        "Readers may still get an old copy. Telling it failed 4 times, the last time with “Connection refused”. "
        "It is tried again every minute."
    )


def test_lists_and_pages_about_the_site_are_named_as_such():
    waits("page:privacy", error="", tries=0)

    (row,) = untold_caches(timezone.now()).rows
    assert row.title == "Lists and pages about the site" and row.detail.endswith("It waits for the one before it.")


def test_only_editors_see_it_and_it_is_pressing(client_of, staff):
    for _ in range(6):
        waits("articles")

    page = client_of(staff.editor).get("/admin/").content.decode()

    assert "Caches that were not told" in page
    assert "6 changes that a cache does not know" in page
    assert "Caches that were not told" not in client_of(staff.writer).get("/admin/").content.decode()
