"""The front page: what editors put first, what is new, what was checked last; nothing without its badge."""

from datetime import timedelta

from django.utils import timezone

from articles.editorial import workflow
from articles.models import Publication
from tests.articles.public.copies import copies_of
from tests.articles.public.reading import read, words
from tests.factories import make_article


def out(staff, slug, *, days_ago=0, **fields):
    then = timezone.now() - timedelta(days=days_ago)
    fields = {"title": slug, **fields}
    return staff.published(make_article(slug, author=staff.writer.expert, **fields), now=then).article


def titles(page, part):
    found = page.document.xpath(f"//*[@data-part='{part}']//h3")
    return [words(heading) for heading in found]


def test_an_empty_front_page_says_so_and_what_to_read_meanwhile(client, db):
    page = read(client, "/")

    assert page["nothing-yet"].startswith("No reviewed article has been published yet.")
    assert page.all("nothing-yet")[0].xpath("string(.//a/@href)") == "/how-we-review/"
    for part in ("featured", "newest-review", "newest", "recently-reviewed", "topics", "seal-of-the-day"):
        assert not page.has(part)


def test_without_a_choice_the_front_page_leads_with_the_newest_review_and_its_seal(client, staff):
    out(staff, "older", days_ago=9)
    out(staff, "newest")

    page = read(client, "/")

    assert "newest" in page["newest-review"] and "Medically reviewed by Rita Reviewer, MD, MSc" in page["newest-review"]
    assert "reviewed by Rita Reviewer" in page["seal-of-the-day"]
    assert titles(page, "newest") == ["older"] and not page.has("recently-reviewed")
    assert page["topics"] == "Topics Multiple sclerosis2 pages All topics from A to Z"


def test_what_an_editor_put_first_stands_first_in_that_order(client, staff):
    one, two, _ = (out(staff, slug, days_ago=days) for slug, days in (("one", 9), ("two", 20), ("three", 0)))

    workflow.feature(None, articles=[two, one], by=staff.editor)
    page = read(client, "/")

    assert titles(page, "featured") == ["two", "one"]
    assert titles(page, "newest") == ["three"] and not page.has("newest-review")
    assert "“three”" in page["seal-of-the-day"]


def test_a_featured_page_that_is_withdrawn_is_out_at_once_and_comes_back(client, staff):
    one, two = out(staff, "one"), out(staff, "two")
    workflow.feature(None, articles=[one, two], by=staff.editor)

    workflow.withdraw(one, reason="A doubt.", by=staff.editor)
    assert titles(read(client, "/"), "featured") == ["two"]

    workflow.reinstate(one, note="It was sound.", by=staff.editor)
    assert titles(read(client, "/"), "featured") == ["one", "two"]


def test_no_page_stands_on_the_front_page_twice(client, staff):
    today = timezone.now().date()
    first = staff.published(make_article(author=staff.writer.expert), now=timezone.now() - timedelta(days=90))
    copies = copies_of(first, {f"page-{number:02}": today - timedelta(days=number) for number in range(12)})
    workflow.feature(None, articles=[copy.article for copy in copies[3:5]], by=staff.editor)

    page = read(client, "/")

    assert titles(page, "featured") == ["page-03", "page-04"]
    assert titles(page, "newest") == ["page-00", "page-01", "page-02", "page-05"]
    assert titles(page, "recently-reviewed") == [f"page-{number:02}" for number in range(6, 10)]


def test_an_old_page_that_was_checked_again_is_recently_reviewed(client, staff):
    today = timezone.now().date()
    old = out(staff, "old", days_ago=60)
    live = Publication.objects.live().get(article=old)
    copies_of(live, {f"page-{number}": today - timedelta(days=number + 1) for number in range(6)})
    workflow.confirm_unchanged(old, digest=live.version.digest, by=staff.reviewer, next_review_due=live.review_due_on)

    page = read(client, "/")

    assert titles(page, "newest-review") == ["old"]
    assert titles(page, "newest") == [f"page-{number}" for number in range(4)]
    assert titles(page, "recently-reviewed") == ["page-4", "page-5"]


def test_the_front_page_shows_no_page_that_lost_its_badge(client, staff):
    then = timezone.now() - timedelta(days=400)
    article = make_article("lapsed", title="lapsed", author=staff.writer.expert)
    staff.published(article, now=then, next_review_due=(timezone.now() - timedelta(days=31)).date())
    workflow.feature(None, articles=[article], by=staff.editor)

    page = read(client, "/")

    assert page.has("nothing-yet") and "/articles/lapsed/" not in page.response.content.decode()


def test_a_title_in_another_language_says_so(client, staff):
    out(staff, "peau", language="fr")

    assert read(client, "/").document.xpath("//main//h3/@lang") == ["fr"]
