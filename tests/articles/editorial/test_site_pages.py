"""Pages about the site: frozen when published, by an editor alone; what comes with the software overwrites nothing."""

import json

import pytest

from articles.content.digest import canonical, sha256
from articles.editorial.roles import Role
from articles.editorial.site_pages import install_page, publish_page
from articles.errors import EditorialError
from articles.models import SitePage, SitePageVersion
from tests.factories import make_user
from tests.permission_matrix import ROLES, SITE_RULES
from tests.scenes import scene

pytestmark = pytest.mark.django_db

BODY = "<h2>What we keep</h2><p>Nothing.</p>"


@scene
def editor():
    return make_user(Role.EDITOR, username="edgar_editor")


@pytest.fixture
def page():
    return SitePage.objects.create(slug="our-cookies", title="Cookies", summary="None.", body=BODY)


def test_what_is_published_is_one_canonical_document_under_its_digest(page, editor):
    version = publish_page(page, by=editor, change_note="")

    assert (version.number, version.made_by, version.change_note) == (1, editor, "")
    assert version.digest == sha256(version.document)
    assert version.document == canonical(json.loads(version.document))
    assert version.content == {
        "language": "en",
        "slug": "our-cookies",
        "title": "Cookies",
        "summary": "None.",
        "html": '<h2 id="what-we-keep">What we keep</h2><p>Nothing.</p>',
    }


def test_a_second_version_takes_the_place_of_the_first_which_stays(page, editor):
    first = publish_page(page, by=editor, change_note="")
    SitePage.objects.update(summary="Still none.")

    second = publish_page(page, by=editor, change_note="  Said again. ")

    assert (second.number, second.change_note) == (2, "Said again.")
    assert list(SitePageVersion.objects.of("our-cookies", "en")) == [second, first]
    assert page.latest_version() == second and first.content["summary"] == "None."


def test_what_has_not_changed_is_not_published_again(page, editor):
    publish_page(page, by=editor, change_note="")
    SitePage.objects.update(title=" Cookies  ", body=BODY)

    with pytest.raises(EditorialError, match="Readers see exactly this already, as version 1"):
        publish_page(page, by=editor, change_note="Nothing.")


def test_everything_that_is_missing_is_named_at_once(page, editor):
    publish_page(page, by=editor, change_note="")
    SitePage.objects.update(title=" ", summary="", body="<p>&nbsp;</p>")

    with pytest.raises(EditorialError) as refusal:
        publish_page(page, by=editor, change_note=" ")

    assert [issue.code for issue in refusal.value.issues] == ["title", "summary", "body", "change-note"]
    assert page.versions.count() == 1


def test_a_change_note_that_is_too_long_is_refused(page, editor):
    with pytest.raises(EditorialError, match="at most 300 characters"):
        publish_page(page, by=editor, change_note="x" * 301)


@pytest.mark.parametrize("rule", SITE_RULES, ids=lambda rule: rule.verb)
def test_the_verbs_allow_exactly_whom_the_table_names(page, rule):
    roles = dict(zip(ROLES, [Role.WRITER, Role.MEDICAL_REVIEWER, Role.EDITOR, Role.ADMINISTRATOR, None], strict=True))
    people = {
        name: make_user(*filter(None, [role]), username=name.replace(" ", "_"), is_superuser=role is None)
        for name, role in roles.items()
    }
    allowed = []

    for name, user in people.items():
        try:
            publish_page(page, by=user, change_note="Again.")
            allowed.append(name)
        except EditorialError:
            pass

    assert rule.verb == publish_page.__name__ and tuple(allowed) == rule.roles


def test_what_runs_or_calls_elsewhere_is_not_published(page, editor):
    hostile = '<p onclick="x()">Hi<script>x()</script> <a href="javascript:x()">there</a> <a href="//x.org">x</a></p>'
    SitePage.objects.update(body=hostile + '<h1>Big</h1><img src="x.png"><h2 onclick="x()" id="x y">Two</h2><h2> </h2>')

    html = publish_page(page, by=editor, change_note="").content["html"]

    assert html == '<p>Hi <a rel="noopener">there</a> <a rel="noopener">x</a></p>Big<h2 id="two">Two</h2>'


def test_the_address_of_a_heading_stays_when_it_is_reworded(page, editor):
    publish_page(page, by=editor, change_note="")
    page.refresh_from_db()
    reworded = page.body.replace("What we keep", "What we remember")
    SitePage.objects.update(body=f"{reworded}<h2>What we keep</h2><p>x</p>")

    html = publish_page(page, by=editor, change_note="Reworded.").content["html"]

    assert '<h2 id="what-we-keep">What we remember</h2>' in html
    assert '<h2 id="what-we-keep-2">What we keep</h2>' in html


def test_no_heading_answers_to_an_address_of_the_frame(page, editor):
    SitePage.objects.update(body='<h2 id="page-main">Page main</h2><h2>日本</h2><h2 id="a">A</h2><h2 id="a">B</h2>x')

    html = publish_page(page, by=editor, change_note="").content["html"]

    assert '<h2 id="about-page-main">' in html and '<h2 id="part">日本</h2>' in html
    assert '<h2 id="a">A</h2><h2 id="b">B</h2>' in html


def test_a_text_of_the_software_is_nobodys_and_never_takes_the_place_of_one_that_is_there(page, editor):
    words = {"title": "T", "summary": "S", "body": "<p>B</p>"}

    assert install_page(slug="our-cookies", language="en", **words) is None
    version = install_page(slug="our-cookies", language="es", **words)

    page.refresh_from_db()
    assert page.title == "Cookies" and page.latest_version() is None
    assert (version.number, version.made_by, version.language) == (1, None, "es")
    assert install_page(slug="our-cookies", language="es", **words) is None


def test_a_published_version_is_never_changed_or_deleted(page, editor):
    version = publish_page(page, by=editor, change_note="")

    for change in (version.save, version.delete, SitePageVersion.objects.all().delete):
        with pytest.raises(EditorialError, match="never"):
            change()
