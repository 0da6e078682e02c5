"""The pages about the site are there after the first command, and stay as they are after every other."""

import pytest
from django.core.management import call_command

from articles.models import SitePage, SitePageVersion

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_made_and_what_is_there_stays(capsys):
    draft = SitePage.objects.get(slug="privacy", language="en")
    SitePage.objects.filter(pk=draft.pk).update(title="Our own words")
    versions = SitePageVersion.objects.count()

    call_command("create_site_pages")

    assert capsys.readouterr().out == f"There already and left as they were: {versions}\n"
    draft.refresh_from_db()
    assert draft.title == "Our own words" and SitePageVersion.objects.count() == versions


def test_an_empty_site_gets_all_of_them(capsys, monkeypatch):
    monkeypatch.setattr(
        "articles.management.commands.create_site_pages.texts",
        lambda: iter([{"slug": "about-us", "language": "en", "title": "T", "summary": "S", "body": "<p>B</p>"}]),
    )

    call_command("create_site_pages")
    call_command("create_site_pages")

    printed = capsys.readouterr().out
    assert printed.splitlines() == [
        "Pages about the site: about-us (en)",
        "There already and left as they were: 1",
    ]
    assert SitePage.objects.get(slug="about-us").latest_version().made_by is None
