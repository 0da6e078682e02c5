"""The search page, its suggestions, and the ways to it."""

import json
import random
import time
from datetime import timedelta
from functools import partial
from xml.etree import ElementTree

from django.utils import timezone

from articles.editorial import workflow
from articles.models import Publication
from articles.public import results
from tests.articles.public.reading import edit, read
from tests.at_once import at_once
from tests.factories import make_article, make_topic
from tests.scenes import scene


@scene
def published(staff):
    make_topic(name="Multiple sclerosis", synonyms=["MS", "disseminated sclerosis"])
    return staff.published(make_article(author=staff.writer.expert))


def suggestions(client, typed):
    return json.loads(client.get("/search/suggestions", {"q": typed}).content)


def titles(client, address):
    return read(client, address).document.xpath('//*[@data-part="entries"]//h3/a/text()|//h3/a/mark/text()')


def test_a_result_shows_what_answers_and_what_its_review_is_worth(client, published):
    page = read(client, "/search/?q=joint")

    (entry,) = page.all("entry")
    assert [mark.text for mark in entry.xpath(".//h3//mark")] == ["joints"]
    assert page["count"] == "1 article, best match first"
    assert "Medically reviewed" in page["card-badge"]
    assert page.robots() == "noindex"


def test_words_that_only_the_text_has_are_shown_in_their_sentence(client, published):
    assert read(client, "/search/?q=walks")["snippet"] == "Walk 150 minutes a week."


def test_what_was_typed_is_shown_and_never_run(client, published):
    body = client.get("/search/", {"q": '"><script>alert(1)</script>joints'}).content.decode()

    assert "<script>alert" not in body and "&lt;script&gt;alert(1)" in body


def test_another_name_of_a_topic_finds_its_pages(client, published):
    page = read(client, "/search/?q=disseminated+sclerosis")

    assert page["count"].startswith("1 article")
    assert page["other-names"] == "We also looked for Multiple sclerosis, MS."


def test_a_slip_is_answered_by_what_was_probably_meant(client, published):
    page = read(client, "/search/?q=jionts")

    assert page["did-you-mean"] == "Did you mean joints?"
    assert page.all("did-you-mean")[0].xpath("string(.//a/@href)") == "/search/?q=joints"
    assert page.has("a-to-z") and not page.has("entries")


def test_nobody_is_sent_from_one_empty_page_to_another(client, published, staff):
    workflow.withdraw(published.article, reason="It was wrong.", by=staff.editor)

    assert not read(client, "/search/?q=jionts").has("did-you-mean")


def test_too_common_words_and_no_words_are_told_apart(client, published):
    assert read(client, "/search/?q=the").has("too-common")
    assert not read(client, "/search/").has("too-common")
    assert read(client, "/search/?q=" + "joint+" * 40).has("shortened")


def test_results_are_narrowed_to_a_topic_and_all_below_it(client, staff, published):
    brain = make_topic("brain")
    other = make_article("other", title="Other joints", author=staff.writer.expert, main_topic=make_topic("knees"))
    staff.published(other)
    topic = published.topics.get()
    topic.parent = brain
    topic.save()

    page = read(client, "/search/?q=joints&topic=brain")

    assert page["count"].startswith("1 article")
    options = page.all("narrow")[0].xpath(".//option/text()")
    assert options == ["All topics", "Brain (1)", "Knees (1)", "Multiple sclerosis (1)"]
    assert read(client, "/search/?q=joints&topic=nothing")["count"].startswith("2 articles")


def test_of_many_topics_those_are_offered_that_most_results_belong_to_and_the_chosen_one(
    client, staff, published, monkeypatch
):
    for number, topic in enumerate(("knees", "knees", "hips")):
        article = make_article(
            f"more-{number}", title="Joints", author=staff.writer.expert, main_topic=make_topic(topic)
        )
        staff.published(article)
    monkeypatch.setattr(results, "MOST_CHOICES", 1)

    def options(address):
        return read(client, address).all("narrow")[0].xpath(".//option/text()")

    assert options("/search/?q=joints") == ["All topics", "Knees (2)"]
    assert options("/search/?q=joints&topic=hips") == ["All topics", "Hips (1)", "Knees (2)"]


def test_reviewed_only_leaves_out_what_has_no_badge(client, staff, published):
    then = timezone.now() - timedelta(days=400)
    lapsed = make_article("lapsed", title="Lapsed joints", author=staff.writer.expert)
    staff.published(lapsed, now=then, next_review_due=(timezone.now() - timedelta(days=31)).date())

    assert read(client, "/search/?q=joints")["count"].startswith("2 articles")
    assert read(client, "/search/?q=joints&reviewed=1")["count"].startswith("1 article,")
    Publication.objects.update(review=None)
    assert "with these filters" in read(client, "/search/?q=joints&reviewed=1")["count"]


def test_more_than_the_most_are_not_counted_and_pages_keep_the_question(client, staff, published, monkeypatch):
    for number in range(3):
        staff.published(make_article(f"more-{number}", title=f"More joints {number}", author=staff.writer.expert))
    monkeypatch.setattr(results, "MOST", 3)
    monkeypatch.setattr(results, "PER_LEAF", 2)

    page = read(client, "/search/?q=joints&reviewed=1")

    assert page["count"].startswith("3+ articles") and len(page.all("entry")) == 2
    assert page.all("pager")[0].xpath(".//a/@href") == ["/search/?q=joints&reviewed=1&page=2"]
    assert client.get("/search/?q=joints&page=0").status_code == 404
    assert client.get("/search/?q=joints&page=51").status_code == 404
    assert client.get("/search/?q=joints&page=x").status_code == 404


def test_suggestions_are_names_of_topics_and_titles(client, published):
    assert suggestions(client, "sor") == ["Sore joints"]
    assert suggestions(client, "joi") == ["Sore joints"]
    assert suggestions(client, "Diss") == ["disseminated sclerosis"]
    assert suggestions(client, "") == suggestions(client, "the ") == []


def test_what_readers_may_not_see_is_in_no_result_count_or_suggestion(client, staff, published):
    article = published.article
    edit(article, title="Zebra joints")
    workflow.save_draft(article, by=staff.writer)
    staff.approved(article)
    workflow.schedule(article, visible_from=timezone.now() + timedelta(days=1), by=staff.editor)
    gone = staff.published(make_article("gone", title="Zebra gone", author=staff.writer.expert)).article
    workflow.withdraw(gone, reason="It was wrong.", by=staff.editor)
    workflow.save_draft(make_article("draft", title="Zebra draft", author=staff.writer.expert), by=staff.writer)

    for address in ("/search/?q=zebra", "/search/?q=zerba", "/search/suggestions?q=zeb"):
        body = client.get(address).content.decode()
        assert "joints" not in body and "gone" not in body and "draft" not in body and "mean" not in body, address
    assert "1 article," in read(client, "/search/?q=joints")["count"]


def test_a_search_form_stands_in_every_header_and_where_a_page_is_missing_or_gone(client, staff, published):
    assert read(client, "/articles/").has("site-search")
    assert read(client, "/nothing/", status=404).has("search-form")
    workflow.withdraw(published.article, reason="It was wrong.", by=staff.editor)
    assert read(client, "/articles/sore-joints/", status=410).has("search-form")


def test_machines_are_told_how_to_search(client, db):
    data = read(client, "/").structured_data()
    assert data["@type"] == "WebSite"
    assert data["potentialAction"]["target"]["urlTemplate"] == "http://localhost:8000/search/?q={search_term_string}"

    description = ElementTree.fromstring(client.get("/opensearch.xml").content)
    (address,) = [element.get("template") for element in description if element.tag.endswith("Url")]
    assert address == "http://localhost:8000/search/?q={searchTerms}"


PIECES = [
    "joints",
    '"',
    "'",
    "*",
    "AND",
    "NEAR(",
    "title:",
    "😀",
    "\\",
    "%",
    "\x1b",
    "心臓",
    "(",
    ")",
    "a" * 10_000,
    "-",
    "\0",
]


def test_whatever_is_typed_the_page_answers_at_once(client, published):
    chance = random.Random(5)
    for _ in range(60):
        typed = " ".join(chance.choices(PIECES, k=chance.randint(1, 8)))
        for address in ("/search/", "/search/suggestions"):
            asked = partial(client.get, address, {"q": typed})
            answer = at_once(asked, within=1, clock=time.perf_counter)
            # A NUL is refused by the whole site before anything reads it.
            assert answer.status_code == (400 if "\0" in typed else 200), typed


def test_the_form_alone_may_be_listed_by_search_engines_and_what_somebody_typed_may_not(client, published):
    form = read(client, "/search/")

    assert form.robots() == ""
    assert form.document.xpath('//link[@rel="canonical"]/@href') == ["http://localhost:8000/search/"]
    for typed in ("?q=", "?q=joints", "?topic=multiple-sclerosis", "?page=2"):
        assert read(client, f"/search/{typed}").robots() == "noindex"
