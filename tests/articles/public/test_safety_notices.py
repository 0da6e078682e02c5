"""A safety notice stands above the text wherever the text is read, and says nothing false about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.public.views.article import fresh_correction
from tests.articles.public.reading import read
from tests.scenes import scene

ADDRESS = "/articles/sore-joints/"
RECALL = "One batch of these tablets was recalled.\n\nAsk your pharmacist about yours."


@scene
def warned(staff, published):
    workflow.warn_readers(published.article, text=RECALL, by=staff.editor)
    return published.article


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}print/"])
def test_page_and_print_view_show_it_before_the_title(client, warned, address):
    page = read(client, address)

    assert "One batch of these tablets was recalled. Ask your pharmacist" in page["safety-notice"]
    parts = page.document.xpath("//@data-part")
    assert parts.index("safety-notice") < parts.index("title")


def test_seal_digest_and_structured_data_are_those_of_the_page_without_it(client, staff, published):
    before = read(client, ADDRESS)

    workflow.warn_readers(published.article, text=RECALL, by=staff.editor)
    after = read(client, ADDRESS)

    assert after.structured_data() == before.structured_data()
    for part in ("mark", "digest", "body", "dates"):
        assert after.texts(part) == before.texts(part)


def test_lists_and_search_say_that_there_is_one(client, warned):
    for address in ("/articles/", "/search/?q=joints", "/topics/multiple-sclerosis/"):
        assert read(client, address).texts("card-safety") == ["Safety notice"]


def test_record_and_history_tell_when_it_was_shown_and_lifted(client, staff, warned):
    workflow.lift_warning(warned, by=staff.editor)

    assert not read(client, ADDRESS).has("safety-notice")
    for address in (f"{ADDRESS}history/", f"{ADDRESS}review-record/"):
        page = read(client, address)
        told = [row.get("data-event") for row in page.all("decision")]
        assert told.index("warning_lifted") < told.index("readers_warned")
        assert "One batch of these tablets was recalled. Ask your pharmacist about yours." in page.texts("public-note")


def test_the_page_of_a_past_day_shows_the_notice_of_that_day(client, staff, published):
    article, now = published.article, timezone.now()
    days = {days: now - timedelta(days=days) for days in (9, 7, 5)}
    article.publications.update(visible_from=days[9])
    workflow.warn_readers(article, text=RECALL, by=staff.editor, now=days[7])
    workflow.lift_warning(article, by=staff.editor, now=days[5])

    shown = {day: read(client, f"{ADDRESS}@{at:%Y-%m-%d}/").has("safety-notice") for day, at in days.items()}

    assert shown == {9: False, 7: True, 5: False}


def test_what_readers_must_know_today_stands_on_the_page_of_a_past_day_too(client, staff, published):
    then = timezone.now() - timedelta(days=3)
    published.article.publications.update(visible_from=then)
    workflow.warn_readers(published.article, text=RECALL, by=staff.editor)

    page = read(client, f"{ADDRESS}@{then:%Y-%m-%d}/")

    assert "One batch of these tablets was recalled." in page["safety-notice"]


def test_a_correction_is_told_under_the_title_for_thirty_days(client, staff, published):
    then = timezone.now() - timedelta(days=30)
    article = published.article
    workflow.correct(article, text="It said mg and means g.", by=staff.editor)
    page = read(client, ADDRESS)
    assert page["corrected"].startswith("Corrected on ")
    assert page.all("corrected")[0].xpath("./a/@href") == ["#page-corrections"]

    content = {"corrections": [{"on": then.date().isoformat(), "text": "x"}]}
    assert fresh_correction(content, on=timezone.now().date()) is None
    assert fresh_correction(content, on=timezone.now().date() - timedelta(days=1)) == content["corrections"][0]
