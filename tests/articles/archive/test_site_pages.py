"""The pages about the site: those that came with the software give way to the archive's, and nobody's own words do."""

import pytest

from articles.archive.importing import import_archive
from articles.archive.lines import BadArchive
from articles.archive.media import directory_beside
from articles.editorial.site_pages import install_page, publish_page
from articles.models import SitePage, SitePageVersion, StoredPage
from tests.articles.archive.site import export_to, said_by
from tests.factories import make_editor

INSTALLED = {"slug": "about-us", "language": "en", "title": "About", "summary": "A summary.", "body": "<p>Text.</p>"}


def taken_in(archive):
    return import_archive(archive, media=directory_beside(archive))


@pytest.fixture
def installed(archive):
    return install_page(**INSTALLED).page


def test_readers_see_the_archives_words_where_only_the_software_had_written(archive, installed, client):
    new = taken_in(archive)

    assert (new["site_page"], new["site_page_version"]) == (1, 1)
    assert "We are few." in client.get(installed.latest_version().get_absolute_url()).content.decode()
    assert SitePage.objects.get(slug="about-us").body == "<p>We are few.</p>"
    assert [version.number for version in SitePageVersion.objects.of("about-us", "en")] == [2, 1]


def test_taken_in_again_nothing_is_new(archive, installed):
    taken_in(archive)

    assert not any(taken_in(archive).values())


def test_words_that_somebody_wrote_here_stay_and_the_archive_is_refused(archive, installed):
    SitePage.objects.update(body="<p>Ours.</p>")
    publish_page(installed, by=make_editor(), change_note="Our own words.")
    before = installed.latest_version()

    with pytest.raises(BadArchive, match="version 1 of the page “about-us” .en. is here already, with other words"):
        taken_in(archive)
    assert installed.latest_version() == before


def test_a_draft_that_somebody_began_here_stays(archive, installed):
    SitePage.objects.update(body="<p>Begun.</p>")

    taken_in(archive)

    assert SitePage.objects.get(slug="about-us").body == "<p>Begun.</p>"


def test_what_readers_saw_until_now_is_forgotten(archive, installed, client, settings):
    settings.PAGES_STORED = True
    path = installed.latest_version().get_absolute_url()
    client.get(path)
    assert StoredPage.objects.filter(path=path).exists()

    taken_in(archive)

    assert not StoredPage.objects.filter(path=path).exists()
    assert "We are few." in client.get(path).content.decode()


def test_a_site_in_which_the_software_wrote_nothing_says_the_same_again(archive, tmp_path):
    taken_in(archive)

    export_to(tmp_path / "again.ndjson")
    assert said_by(tmp_path / "again.ndjson") == said_by(archive)
