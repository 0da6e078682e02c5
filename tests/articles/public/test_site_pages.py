"""Pages about the site: readers see what was published, every version of it, and what the site works out beside it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.site_pages import publish_page
from articles.models import DroppedKey, SitePage
from articles.site_texts import texts
from tests.articles.public.reading import edit, read, words
from tests.factories import licence_until, make_article, make_reviewer

SITE = "http://localhost:8000"
SHIPPED = list(texts())
SLUGS = sorted({text["slug"] for text in SHIPPED})


@pytest.fixture
def page(db):
    return SitePage.objects.get(slug="privacy", language="en")


def changed(page, staff, *, note="Said more.", **fields):
    SitePage.objects.filter(pk=page.pk).update(**fields)
    return publish_page(page, by=staff.editor, change_note=note)


def canonical(page):
    return page.document.xpath("string(//link[@rel='canonical']/@href)").removeprefix(SITE)


def test_every_text_comes_in_every_language_and_all_of_its_links_lead_somewhere(client, db):
    assert len(SHIPPED) == 2 * len(SLUGS)
    prefixes = {"en": "", "es": "/es"}
    for text in SHIPPED:
        shown = read(client, f"{prefixes[text['language']]}/{text['slug']}/")
        assert shown["title"] == text["title"] and shown["summary"] == text["summary"]
        for link in re.findall(r'href="([^"]+)"', text["body"]):
            assert client.get(link).status_code == 200, f"{text['slug']} ({text['language']}) leads to {link}"
            assert link.startswith("/es/") == (text["language"] == "es" and not link.endswith(".json")), link
    for slug in SLUGS:
        english, spanish = [re.findall(r'<h2 id="([^"]+)"', text["body"]) for text in SHIPPED if text["slug"] == slug]
        assert english == spanish


def test_a_draft_edit_changes_nothing_that_readers_see(client, page):
    before = client.get("/privacy/").content

    fields = {"title": "Unheardof", "summary": "Unheardof", "body": "<p>Unheardof</p>", "slug": "unheardof"}
    SitePage.objects.filter(pk=page.pk).update(**fields)

    assert client.get("/privacy/").content == before
    assert client.get("/unheardof/").status_code == 404
    for path in ("/privacy/history/", "/privacy/history/1/", "/sitemaps/pages.xml"):
        assert b"nheardof" not in client.get(path).content


def test_a_page_that_was_never_published_is_nowhere(client, db):
    SitePage.objects.create(slug="secret", title="Secret", summary="S", body="<p>Secret</p>")

    for path in ("/secret/", "/es/secret/", "/secret/history/", "/secret/history/1/"):
        assert client.get(path).status_code == 404
    assert b"/secret/" not in client.get("/sitemaps/pages.xml").content


def test_what_was_published_is_read_at_once_and_named_in_the_site_map_with_its_day(client, staff, page):
    version = changed(page, staff, title="Your privacy")

    shown = read(client, "/privacy/")

    assert shown["title"] == "Your privacy"
    assert "Version 2 of this page" in shown["site-page-version"]
    entry = f"<loc>{SITE}/privacy/</loc><lastmod>{version.made_at:%Y-%m-%d}</lastmod>"
    assert entry in client.get("/sitemaps/pages.xml").content.decode()


def test_the_history_names_every_version_with_day_note_and_digest_and_each_can_be_read(client, staff, page):
    first = page.latest_version()
    second = changed(page, staff, summary="Other words.", note="The summary says it in other words.")

    history = read(client, "/privacy/history/")
    old = read(client, "/privacy/history/1/")

    assert history.texts("digest") == [second.digest, first.digest]
    assert history["change-note"] == "The summary says it in other words."
    assert history.texts("released")[0].startswith(f"{second.made_at:%B} {second.made_at.day}, ")
    assert old["summary"] == first.content["summary"] and "no longer the one that is shown" in old["old-version"]
    assert old.robots() == history.robots() == "noindex" and canonical(old) == "/privacy/"
    assert "the one that is shown now" in read(client, "/privacy/history/2/")["old-version"]
    for path in ("/privacy/history/3/", "/privacy/history/0/", "/privacy/history/99999999999999999999/"):
        assert client.get(path).status_code == 404


def test_any_two_versions_are_compared_word_by_word(client, staff, page):
    first = page.latest_version()
    body = first.content["html"] + '<h2 id="more">More</h2><p>We keep it for 30 days.</p>'
    changed(page, staff, body=body, note="How long we keep it.")
    page.refresh_from_db()
    changed(page, staff, body=body.replace("30 days", "14 days"), summary="Other words.", note="A shorter time.")

    history = read(client, "/privacy/history/")
    links = [link.get("href") for link in history.all("differences-link")]
    assert links == ["/privacy/history/2..3/", "/privacy/history/1..2/"]
    with CaptureQueriesContext(connection) as captured:
        shown, whole = read(client, links[0]), read(client, "/privacy/history/1..3/")
    assert len(captured.captured_queries) <= 2 * 3

    assert shown.document.xpath("//*[@data-part='changed-part']//ins/text()")[-1:] == ["14 days."]
    assert [words(heading) for heading in shown.document.xpath("//*[@data-part='changed-part']/h2")] == [
        "Summary",
        "Section: More",
    ]
    assert "A shorter time." in shown["compared"] and shown.robots() == "noindex"
    (new,) = [part for part in whole.all("changed-part") if part.get("data-state") == "new"]
    assert "We keep it for 14 days." in words(new)
    # Nothing is said of parts that only articles have.
    legend = shown.document.xpath("string((//*[contains(@class, 'legend')])[last()])")
    assert "Title; Beginning; Section: When you read" in legend and "Sources" not in legend


def test_the_form_leads_to_the_two_versions_chosen_and_others_are_not_found(client, staff, page):
    changed(page, staff, summary="Other words.")
    form = read(client, "/privacy/history/")

    assert form.document.xpath("string(//form[@data-part='choose-versions']/@action)") == "/privacy/history/compare/"
    assert client.get("/privacy/history/compare/?from=2&to=1")["Location"] == "/privacy/history/1..2/"
    assert client.get("/privacy/history/compare/?from=2&to=2")["Location"] == "/privacy/history/"
    assert client.get("/es/privacy/history/compare/?from=1&to=2")["Location"] == "/es/privacy/history/1..2/"
    for path in ("2..1/", "1..1/", "1..3/", "0..1/", "compare/", "compare/?from=x&to=1", "compare/?from=1"):
        assert client.get(f"/privacy/history/{path}").status_code == 404, path
    # Spanish has one version as yet.
    assert client.get("/es/privacy/history/1..2/").status_code == 404
    assert not read(client, "/es/privacy/history/").has("choose-versions")


def test_a_version_leads_to_the_page_in_other_languages_and_never_to_a_version_that_is_not_there(client, staff, page):
    changed(page, staff, summary="Other words.")

    for path in ("/privacy/history/2/", "/privacy/history/1..2/"):
        other = read(client, path).document.xpath("string(//*[@data-part='languages']/a/@href)")
        assert other == "/es/privacy/"


def test_where_there_is_no_translation_the_english_text_stands_in_the_spanish_frame(client, staff):
    page = SitePage.objects.create(slug="cookies", title="Cookies", summary="None.", body="<p>None.</p>")
    publish_page(page, by=staff.editor, change_note="")

    shown = read(client, "/es/cookies/")

    assert shown["title"] == "Cookies" and shown.document.get("lang") == "es"
    (title,), (text,) = shown.all("title"), shown.all("site-text")
    assert title.get("lang") == text.get("lang") == "en"
    assert canonical(shown) == "/cookies/"
    for path in ("/cookies/", "/es/cookies/"):
        assert b'hreflang="x-default"' not in client.get(path).content
    assert read(client, "/es/cookies/history/1/")["title"] == "Cookies"


def test_a_translation_says_its_language_and_leads_to_the_other(client, db):
    shown = read(client, "/es/privacy/")

    assert shown["title"] == "Privacidad" and shown.all("title")[0].get("lang") is None
    assert canonical(shown) == "/es/privacy/"
    assert shown.response["Content-Language"] == "es"
    assert shown.document.xpath("//link[@hreflang='en']/@href") == [f"{SITE}/privacy/"]


def test_three_headings_make_a_list_and_two_do_not(client, staff, page):
    assert "When you read" in read(client, "/privacy/")["jump-nav"]

    changed(page, staff, body="<h2>One</h2><p>x</p><h2>Two</h2><p>y</p>")

    assert not read(client, "/privacy/").has("jump-nav")


@pytest.mark.parametrize(
    ("slug", "kind"), [("contact", "ContactPage"), ("how-we-review", "AboutPage"), ("privacy", "WebPage")]
)
def test_machines_are_told_what_the_page_is_and_when_it_changed(client, db, slug, kind):
    data = read(client, f"/{slug}/").structured_data()

    version = SitePage.objects.get(slug=slug, language="en").latest_version()
    assert (data["@type"], data["url"]) == (kind, f"{SITE}/{slug}/")
    assert data["dateModified"] == f"{version.made_at:%Y-%m-%d}"


MOST = {slug: {"corrections": 3, "medical-review-board": 3}.get(slug, 1) for slug in SLUGS}


def test_a_page_asks_few_questions(client, staff):
    workflow.correct(staff.published(make_article()).article, text="g, not mg.", by=staff.editor)
    for path, most in {**{f"/{slug}/": most for slug, most in MOST.items()}, "/privacy/history/": 2,
                       "/privacy/history/1/": 2}.items():  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            read(client, path)
        assert len(asked) <= most, path
        assert not [query for query in asked.captured_queries if '"articles_sitepage"' in query["sql"]]


# --- What is worked out


def corrected(staff, slug, text, *, days_ago=0):
    then = timezone.now() - timedelta(days=days_ago)
    article = staff.published(make_article(slug, title=slug, author=staff.writer.expert), now=then).article
    workflow.correct(article, text=text, by=staff.editor, now=then)
    return article


def test_the_log_names_every_correction_of_what_is_live_newest_first(client, staff):
    article = corrected(staff, "older", "It was g.", days_ago=9)
    corrected(staff, "newer", "It was the knee.", days_ago=3)
    workflow.correct(article, text="And twice a day.", by=staff.editor)

    told = read(client, "/corrections/").texts("correction")

    assert [next(word for word in ("twice", "knee", "g.") if word in text) for text in told] == ["twice", "knee", "g."]
    assert "older" in told[0] and "newer" in told[1]


def test_the_log_follows_the_page_to_its_new_address(client, staff):
    article = corrected(staff, "formerly", "It was g.")
    edit(article, slug="now", title="Now")
    staff.published(article)

    (link,) = read(client, "/corrections/").document.xpath("//*[@data-part='correction']//h3/a/@href")

    assert link == "/articles/now/"


def test_what_was_withdrawn_or_never_came_out_is_not_in_the_log(client, staff):
    gone = corrected(staff, "gone", "Unheardof.")
    workflow.withdraw(gone, reason="Wrong.", by=staff.editor)

    assert read(client, "/corrections/")["corrections-log"].startswith("No article that is published now")

    workflow.reinstate(gone, note="Checked.", by=staff.editor)
    assert "Unheardof." in read(client, "/corrections/")["corrections-log"]


def test_the_log_is_read_in_leaves_and_only_the_first_has_the_text(client, staff, monkeypatch):
    monkeypatch.setattr("articles.public.paging.PER_LEAF", 2)
    article = corrected(staff, "page", "Number 1.")
    for number in (2, 3):
        workflow.correct(article, text=f"Number {number}.", by=staff.editor)

    first = read(client, "/corrections/")
    (later,) = first.document.xpath("//a[@rel='next']/@href")
    second = read(client, later)

    assert first.has("site-text") and not second.has("site-text")
    assert len(first.texts("correction")) == 2 and "Number 1." in second["correction"]
    assert canonical(second) == later and later.startswith("/corrections/?after=")


def test_the_board_names_who_reviewed_what_carries_the_seal_with_the_number_of_pages(client, staff, published):
    staff.published(make_article("second", author=staff.writer.expert))
    make_reviewer("idle_reviewer")

    (member,) = read(client, "/medical-review-board/").texts("board-member")

    assert "Rita Reviewer, MD, MSc" in member and "2 pages reviewed" in member


def test_nobody_stands_on_the_board_without_a_valid_license(client, staff, published):
    licence_until(staff.reviewer.expert, timezone.now().date() - timedelta(days=1))

    assert not read(client, "/medical-review-board/").has("board-member")


def test_nobody_stands_on_the_board_for_a_page_that_lost_its_seal_or_was_withdrawn(client, staff):
    then = timezone.now() - timedelta(days=400)
    due = (timezone.now() - timedelta(days=31)).date()
    staff.published(make_article("lapsed", author=staff.writer.expert), now=then, next_review_due=due)
    gone = staff.published(make_article("gone", author=staff.writer.expert)).article
    workflow.withdraw(gone, reason="Wrong.", by=staff.editor)

    assert "nobody is named here" in read(client, "/medical-review-board/")["board"]


def test_contact_shows_the_address_that_the_settings_name_and_else_the_way_to_the_form(client, db, settings):
    settings.CONTACT_EMAIL = "editors@example.org"
    assert "mailto:editors@example.org" in client.get("/contact/").content.decode()

    settings.CONTACT_EMAIL = ""
    told = read(client, "/contact/")
    assert "no public mail address" in told["contact"]
    assert "mailto:" not in told.response.content.decode() and not told.document.xpath("//main//form")


def test_the_page_on_how_we_review_ends_with_the_two_seals_and_the_checkpoint(client, db):
    page = read(client, "/how-we-review/")

    assert len(page.all("seal")) == 2 and page.has("example")
    assert page.document.xpath("//main//a[@href='/ledger/checkpoint.json']")
    assert not read(client, "/how-we-review/history/1/").has("example")


def test_every_page_leads_to_all_of_them(client, db):
    links = read(client, "/").document.xpath("//footer//a/@href")

    assert {f"/{slug}/" for slug in SLUGS} <= set(links)


def test_stored_copies_go_when_a_page_is_published(client, page, staff):
    shows = client.get("/privacy/")["Surrogate-Key"].split()
    lists = client.get("/sitemaps/pages.xml")["Surrogate-Key"].split()

    changed(page, staff, title="Your privacy")

    dropped = set(DroppedKey.objects.values_list("key", flat=True))
    assert dropped & set(shows) and dropped & set(lists)
    assert "corrections" in client.get("/corrections/")["Surrogate-Key"].split()
