"""Pages about the site in the admin: drafted, looked at, published with a note, compared, and kept."""

import pytest
from django.urls import reverse

from articles.editorial.site_pages import publish_page
from articles.models import SitePage, SitePageVersion
from tests.articles.admin.filled_form import filled_form


@pytest.fixture
def page(db):
    return SitePage.objects.get(slug="privacy", language="en")


def at(view, page):
    return reverse(f"admin:articles_sitepage_{view}", args=[page.pk])


@pytest.fixture
def draft(client_of, staff):
    """Open the form of a page, change some fields, and send it with one of its buttons."""

    def sent(page, *, by=None, button="_save", **typed):
        client = client_of(by or staff.editor)
        fields = filled_form(client.get(at("change", page)), "sitepage_form", **typed)
        return client.post(at("change", page), fields | {button: "1"}, follow=True)

    return sent


def text_of(response):
    return response.content.decode()


def test_the_list_says_what_readers_see_of_each_page(page, staff, client_of):
    SitePage.objects.filter(slug="contact", language="en").update(title="Write to us")
    SitePage.objects.create(slug="new-page", title="New page", summary="", body="")
    rows = text_of(client_of(staff.editor).get(reverse("admin:articles_sitepage_changelist")))

    for title, state in {
        "Privacy": "Version 1 is public<",
        "Write to us": "Version 1 is public, the draft differs",
        "New page": "Never published",
    }.items():
        row = rows[rows.index(f">{title}</a>") :]
        assert state in row[: row.index("</tr>")]


def test_a_draft_is_saved_cleaned_and_seen_by_no_reader(page, draft, client):
    response = draft(page, title="Your privacy", body="<h2>Two</h2><script>x()</script><p>Words.</p>")

    page.refresh_from_db()
    assert "The draft is saved. Readers see it when it is published." in text_of(response)
    assert (page.title, page.body) == ("Your privacy", "<h2>Two</h2><p>Words.</p>")
    assert "Version 1 is public, the draft differs" in text_of(response)
    assert "Your privacy" not in text_of(client.get("/privacy/"))


def test_a_title_that_is_missing_keeps_what_was_typed(page, draft):
    response = draft(page, title="", summary="Typed summary", body="<p>Typed text</p>")

    assert "This field is required." in text_of(response)
    assert "Typed summary" in text_of(response) and "Typed text" in text_of(response)
    page.refresh_from_db()
    assert page.title == "Privacy"


def test_a_draft_may_lack_what_only_publishing_needs(page, draft):
    draft(page, summary="", body="")

    page.refresh_from_db()
    assert (page.title, page.summary, page.body) == ("Privacy", "", "")


def test_what_somebody_else_saved_meanwhile_is_not_written_over_unawares(page, staff, client_of):
    client = client_of(staff.editor)
    fields = filled_form(client.get(at("change", page)), "sitepage_form", title="Mine") | {"_save": "1"}
    SitePage.objects.filter(pk=page.pk).update(title="Theirs")

    refused = client.post(at("change", page), fields)

    page.refresh_from_db()
    assert "Somebody saved this page after you opened it." in text_of(refused) and page.title == "Theirs"
    client.post(at("change", page), filled_form(refused, "sitepage_form") | {"_save": "1"})
    page.refresh_from_db()
    assert page.title == "Mine"


def test_the_preview_is_the_public_page_with_a_banner_and_no_cache_keeps_it(page, draft, client):
    response = draft(page, title="Your privacy", button="_preview")

    shown = text_of(response)
    assert "Preview, not public." in shown and 'data-part="title">Your privacy</h1>' in shown
    assert 'name="robots" content="noindex"' in shown
    assert "no-store" in response["Cache-Control"] and response["X-Robots-Tag"] == "noindex"
    public = text_of(client.get("/privacy/"))
    begins, ends = '<div class="prose" data-part="site-text">', "</section>"
    assert public[public.index(begins) : public.rindex(ends)].strip() in shown


def test_the_preview_of_a_translation_speaks_its_language(staff, client_of):
    page = SitePage.objects.get(slug="corrections", language="es")

    assert '<html lang="es"' in text_of(client_of(staff.editor).get(at("preview", page)))


def test_publishing_shows_what_changes_and_asks_for_a_note(page, staff, draft, client_of, client):
    asked = text_of(draft(page, summary="What this site knows of you: nothing.", button="_publish"))
    refused = client_of(staff.editor).post(at("publish", page), {"change_note": " "})
    done = client_of(staff.editor).post(at("publish", page), {"change_note": "Shorter."}, follow=True)

    assert "What readers will see differently" in asked and "<ins>" in asked
    assert "Say what changed: readers see it in the history of the page." in text_of(refused)
    assert "Readers see version 2 now." in text_of(done)
    assert "What this site knows of you: nothing." in text_of(client.get("/privacy/"))
    assert page.latest_version().made_by == staff.editor


def test_what_is_missing_is_named_and_the_note_stays(page, staff, client_of):
    SitePage.objects.filter(pk=page.pk).update(summary="", body="")

    refused = text_of(client_of(staff.editor).post(at("publish", page), {"change_note": "Typed note"}))

    assert "Write a summary" in refused and "The page has no text yet." in refused and "Typed note" in refused


def test_a_draft_that_says_the_same_is_not_offered_for_publishing(page, staff, client_of):
    response = client_of(staff.editor).get(at("publish", page))

    assert "exactly what readers see already, in version 1" in text_of(response)
    assert 'value="Publish"' not in text_of(response)


def test_nobody_but_an_editor_publishes(page, staff, superuser, client_of):
    SitePage.objects.filter(pk=page.pk).update(title="Mine")

    refused = client_of(superuser).post(at("publish", page), {"change_note": "Mine."})

    assert "Only an editor can do this" in text_of(refused)
    for view in ("change", "preview", "publish", "versions"):
        assert client_of(staff.writer).get(at(view, page)).status_code == 403
    assert page.versions.count() == 1


def test_versions_are_listed_and_any_two_compared_part_by_part(page, staff, client_of):
    words = page.body.replace("There are no accounts for readers.", "Readers have no accounts.")
    SitePage.objects.filter(pk=page.pk).update(body=words + "<h2>More</h2><p>New words.</p>")
    publish_page(page, by=staff.editor, change_note="More about accounts.")
    client = client_of(staff.editor)

    listed = text_of(client.get(at("versions", page)))
    compared = text_of(client.get(at("compare", page), {"from": "1", "to": "2"}))

    assert "More about accounts." in listed and "Came with the software" in listed and str(staff.editor) in listed
    assert "Section: When you read" in compared and "<ins>" in compared and "<del>" in compared
    assert "Section: More" in compared and "Section: Counting" not in compared
    for pair in ({"from": "1"}, {"from": "1", "to": "9"}, {"from": "x", "to": "1"}):
        assert client.get(at("compare", page), pair).status_code == 404


@pytest.mark.parametrize("slug", ["topics", "admin", "desk", "media", "preview", "es", "api"])
def test_no_page_takes_an_address_that_leads_elsewhere(slug, staff, client_of):
    client, address = client_of(staff.editor), reverse("admin:articles_sitepage_add")
    typed = filled_form(client.get(address), "sitepage_form", slug=slug, title="Mine")

    response = client.post(address, typed)

    assert f"The address “{slug}” leads to something else" in text_of(response)
    assert not SitePage.objects.filter(slug=slug).exists()


def test_a_new_page_is_made_published_and_found(staff, client_of, client):
    editor, address = client_of(staff.editor), reverse("admin:articles_sitepage_add")
    typed = filled_form(
        editor.get(address),
        "sitepage_form",
        slug="our-funding",
        title="Our funding",
        summary="Who pays.",
        body="<p>x</p>",
    )

    asked = editor.post(address, typed | {"_publish": "1"}, follow=True)
    editor.post(asked.request["PATH_INFO"], {})

    assert "Readers see the draft at once" in text_of(asked)
    assert "Our funding" in text_of(client.get("/our-funding/"))


def test_the_address_and_the_language_of_a_page_stay(page, draft):
    draft(page, title="Mine", slug="elsewhere", language="es")

    page.refresh_from_db()
    assert (page.slug, page.language, page.title) == ("privacy", "en", "Mine")


def test_a_published_page_is_not_deleted_and_the_refusal_is_a_sentence(page, staff, superuser, client_of):
    for user in (staff.editor, superuser):
        client = client_of(user)
        asked = client.get(at("delete", page))
        client.post(at("delete", page), {"post": "yes"})

        assert "stands in the record of this site" in text_of(asked)
    assert SitePage.objects.filter(pk=page.pk).exists() and SitePageVersion.objects.filter(page=page).exists()


def test_a_draft_that_was_never_published_can_be_deleted(staff, client_of):
    page = SitePage.objects.create(slug="mistake", title="Mistake", summary="", body="")

    client_of(staff.editor).post(at("delete", page), {"post": "yes"})

    assert not SitePage.objects.filter(pk=page.pk).exists()
