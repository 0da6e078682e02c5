"""A page asks few questions, as many for a thousand articles as for one, and never one of a draft."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial import workflow
from tests.articles.public.reading import edit
from tests.factories import make_article, make_topic

DRAFT_MODELS = (
    "Article Article_topics Section Byline Citation Source RelatedArticle Figure ReviewAssignment Comment Correction"
).split()
DRAFT_TABLES = {apps.get_model("articles", name)._meta.db_table for name in DRAFT_MODELS}

MOST = {
    "/": 4,
    "/articles/": 4,
    "/articles/sore-joints/": 3,
    "/articles/sore-joints/print/": 3,
    "/articles/sore-joints/history/": 4,
    "/articles/sore-joints/history/1..2/": 5,
    f"/articles/sore-joints/@{timezone.now():%Y-%m-%d}/": 5,
    "/articles/sore-joints/report/": 3,
    "/articles/sore-joints/review-record/": 4,
    "/articles/sore-joints/review-record.json": 3,
    "/topics/": 4,
    "/topics/multiple-sclerosis/": 4,
    "/experts/": 4,
    "/experts/expert-1/": 4,
    "/experts/expert-2/": 4,
    "/how-we-review/": 0,
    "/feeds/articles.atom": 4,
    "/feeds/articles.json": 4,
    "/feeds/topics/brain.atom": 4,
    "/feeds/topics/brain.json": 4,
    "/feeds/experts/expert-1.atom": 4,
    "/feeds/experts/expert-2.json": 4,
    "/articles/sore-joints/cite.ris": 1,
    "/articles/sore-joints/cite.bib": 1,
    "/articles/sore-joints/cite.json": 1,
    "/oembed?url=http://localhost:8000/articles/sore-joints/": 2,
    "/llms.txt": 2,
    "/sitemap.xml": 2,
    "/sitemaps/pages.xml": 1,
    "/sitemaps/articles-1.xml": 1,
    "/sitemaps/experts-1.xml": 1,
    "/search/": 1,
    "/search/?q=joints": 4,
    "/search/?q=joints&reviewed=1&topic=multiple-sclerosis": 4,
    "/search/?q=jiont": 4,
    "/search/suggestions?q=more": 2,
    "/opensearch.xml": 0,
    "/robots.txt": 0,
    "/ledger/checkpoint.json": 1,
    "/articles/withdrawn/": 3,
    "/articles/nothing/": 2,
}


def queries_of(client, path):
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return [query["sql"] for query in captured.captured_queries]


def tables_in(sql):
    return set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', sql))


@pytest.fixture
def site(staff):
    """Articles with everything that could tempt a page to ask more: topics, people, neighbours, releases."""
    parent = make_topic("brain")
    child = make_topic("multiple-sclerosis", parent=parent)

    def add(slug):
        article = make_article(slug, title=slug, author=staff.writer.expert)
        article.topics.add(parent)
        return staff.published(article).article

    first = add("sore-joints")
    first.related_articles.create(related=add("neighbour"), position=0)
    edit(first, title="Sore joints again")
    staff.published(first)
    workflow.correct(first, text="A word.", by=staff.editor)
    gone = add("withdrawn")
    workflow.withdraw(gone, reason="It was wrong.", by=staff.editor, replacement=first)
    assert child.parent == parent
    return add


@pytest.mark.parametrize("path", MOST)
def test_a_page_asks_few_questions_and_as_many_when_there_are_more_articles(client, site, path):
    before = queries_of(client, path)
    for number in range(8):
        site(f"more-{number}")
    after = queries_of(client, path)

    assert len(before) <= MOST[path], before
    assert len(after) == len(before)


@pytest.mark.parametrize("path", MOST)
def test_no_page_asks_a_draft(client, site, path):
    asked = {table for sql in queries_of(client, path) for table in tables_in(sql)}

    assert not asked & DRAFT_TABLES


def test_a_redirect_asks_no_draft_either(client, staff, published):
    article = published.article
    edit(article, slug="new-slug")
    staff.published(article)

    asked = {table for sql in queries_of(client, "/articles/sore-joints/") for table in tables_in(sql)}

    assert asked and not asked & DRAFT_TABLES
