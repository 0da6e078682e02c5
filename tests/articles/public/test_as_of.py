"""A day's address shows what readers saw at that day's end: those words, with the review they rested on then."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Publication
from tests.articles.public.reading import edit, read
from tests.articles.public.test_differences import rewrite
from tests.factories import make_article, make_figure
from tests.scenes import scene


def noon(days_ago):
    return datetime.combine(timezone.now().date() - timedelta(days=days_ago), time(12), tzinfo=UTC)


def address(days_ago, slug="sore-joints"):
    return f"/articles/{slug}/@{noon(days_ago).date().isoformat()}/"


@scene
def article(staff):
    """Out for a hundred days, and changed fifty days ago, with a picture at the top that was exchanged."""
    article = make_article(author=staff.writer.expert)
    staff.published(article, now=noon(100))
    rewrite(article, "150 minutes", "90 minutes")
    edit(article, hero=make_figure("Elbow"))
    staff.published(article, now=noon(50))
    return article


def test_each_day_shows_the_words_of_that_day(client, article):
    for days_ago, words in ((100, "150 minutes"), (51, "150 minutes"), (50, "90 minutes"), (0, "90 minutes")):
        page = read(client, address(days_ago))
        assert f"Walk {words} a week." in page.texts("section")[0]


def test_it_says_so_and_asks_not_to_be_found(client, article):
    page = read(client, address(60))

    assert page["as-of"].startswith("This is not the page as it is now.") and "version 1" in page["as-of"]
    assert "It has changed since." in page["as-of"]
    assert page.robots() == "noindex"
    assert (
        page.document.xpath("string(//link[@rel='canonical']/@href)") == "http://localhost:8000/articles/sore-joints/"
    )
    assert not page.has("structured-data") and not page.has("related")
    assert page.response["Cache-Control"].startswith("public") and not page.response.cookies
    assert "The words are still the same." in read(client, address(0))["as-of"]


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-2-3", "20260203", "yesterday", "٢٠٢٦-٠٢-٠٣", "9999-12-31", "0000-01-01"]
)
def test_what_is_no_day_is_not_found(client, article, day):
    assert client.get(f"/articles/sore-joints/@{day}/").status_code == 404


def test_before_the_first_day_and_tomorrow_there_is_nothing(client, article):
    assert client.get(address(101)).status_code == 404
    assert client.get(address(-1)).status_code == 404


def test_the_review_is_the_one_of_that_day(client, staff, article):
    live = Publication.objects.live().get()
    workflow.confirm_unchanged(
        article,
        digest=live.version.digest,
        by=staff.reviewer,
        next_review_due=live.review_due_on + timedelta(days=20),
        now=noon(10),
    )

    before, after = read(client, address(11)), read(client, address(10))

    def day(days_ago):
        then = noon(days_ago)
        return f"{then:%B} {then.day}, {then.year}"

    assert before["reviewed-date"] == day(50) and after["reviewed-date"] == day(10)
    assert read(client, address(60))["reviewed-date"] == day(100)


def test_a_review_that_has_run_out_since_had_not_on_that_day(client, staff):
    article = make_article(author=staff.writer.expert)
    staff.published(article, now=noon(400), next_review_due=noon(100).date())

    assert read(client, "/articles/sore-joints/").has("lapsed")
    page = read(client, address(300))
    assert page.all("mark")[0].get("data-state") == "reviewed" and not page.has("lapsed")


def test_a_picture_that_was_taken_off_is_named_and_not_shown(client, article):
    page = read(client, address(60))

    assert not page.has("hero") and page["closed-pictures"].endswith("Drawing: Knee.")
    assert read(client, address(0)).has("hero")


def test_a_day_on_which_the_page_was_withdrawn_gives_the_reason(client, staff, article):
    workflow.withdraw(article, reason="A doubt about the dose.", by=staff.editor, now=noon(30))
    assert client.get(address(60)).status_code == 410
    workflow.reinstate(article, note="It was right.", by=staff.editor, now=noon(20))

    page = read(client, address(25), status=410)

    assert page["title"] == "This page was withdrawn on that day"
    assert "A doubt about the dose." in page["withdrawal-reason"] and page.robots() == "noindex"
    assert "minutes" not in page.document.text_content()
    for days_ago in (31, 20, 0):
        assert read(client, address(days_ago)).has("as-of")


def test_words_that_were_withdrawn_and_replaced_are_not_shown_on_any_day(client, staff, article):
    workflow.withdraw(article, reason="It was wrong.", by=staff.editor, now=noon(30))
    article.refresh_from_db()
    rewrite(article, "90 minutes", "60 minutes")
    staff.published(article, now=noon(20))

    page = read(client, address(40), status=410)

    assert page["title"] == "What stood here on that day was withdrawn"
    assert "90 minutes" not in page.response.content.decode()
    assert read(client, address(25), status=410)["title"] == "This page was withdrawn on that day"
    assert "Walk 150 minutes" in read(client, address(60)).texts("section")[0]
    assert "Walk 60 minutes" in read(client, address(20)).texts("section")[0]


def test_an_old_address_leads_to_that_day_in_one_step(client, staff, article):
    edit(article, slug="new-slug")
    staff.published(article, now=noon(5))

    response = client.get(address(60))

    assert (response.status_code, response["Location"]) == (301, address(60, slug="new-slug"))
    page = read(client, response["Location"])
    assert "Walk 150 minutes a week." in page.texts("section")[0]
    assert "/articles/sore-joints/" not in page.response.content.decode()


def test_a_scheduled_version_is_shown_on_no_day(client, staff, article):
    rewrite(article, "90 minutes", "a secret of minutes")
    staff.approved(article)
    workflow.schedule(article, visible_from=timezone.now() + timedelta(minutes=1), by=staff.editor)

    assert "secret" not in read(client, address(0)).document.text_content()
