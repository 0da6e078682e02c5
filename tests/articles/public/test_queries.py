"""A page asks few questions, as many for a thousand articles as for one, and never one of a draft."""

import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editorial import workflow
from tests.articles.public.reading import edit
from tests.factories import make_article, make_topic, today
from tests.scenes import scene

DRAFT_MODELS = (
    "Article Article_topics Section Byline Citation Source RelatedArticle Figure ReviewAssignment Comment Correction "
    "SitePage"
).split()
DRAFT_TABLES = {apps.get_model("articles", name)._meta.db_table for name in DRAFT_MODELS}

MOST = {
    "/": 3,
    "/articles/": 3,
    "/articles/?topic=brain&reviewed=1&order=reviewed&since=2020-01-01": 3,
    "/articles/sore-joints/": 3,
    "/articles/sore-joints/print/": 3,
    "/articles/sore-joints/history/": 4,
    "/articles/sore-joints/history/1..2/": 5,
    "/articles/sore-joints/@{today}/": 5,
    "/articles/sore-joints/report/": 3,
    "/articles/sore-joints/review-record/": 4,
    "/articles/sore-joints/review-record.json": 3,
    "/topics/": 4,
    "/topics/brain/": 4,
    "/topics/multiple-sclerosis/": 4,
    "/experts/": 4,
    "/experts/?part=writes&order=specialty": 4,
    "/experts/expert-1/": 4,
    "/experts/expert-2/": 4,
    "/how-we-review/": 1,
    "/how-we-review/history/": 2,
    "/how-we-review/history/1/": 2,
    "/corrections/": 3,
    "/medical-review-board/": 3,
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
    "/sitemaps/pages.xml": 3,
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
        client.get(path.format(today=today()))
    return [query["sql"] for query in captured.captured_queries]


def tables_in(sql):
    return set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', sql))


def add(staff, slug):
    article = make_article(slug, title=slug, author=staff.writer.expert)
    article.topics.add(make_topic("brain"))
    return staff.published(article).article


@scene
def site(staff):
    """Articles with everything that could tempt a page to ask more: topics, people, neighbours, releases."""
    child = make_topic("multiple-sclerosis", parent=make_topic("brain"))
    first = add(staff, "sore-joints")
    workflow.feature(child.parent, articles=[first], by=staff.editor)
    workflow.feature(None, articles=[first], by=staff.editor)
    first.related_articles.create(related=add(staff, "neighbour"), position=0)
    edit(first, title="Sore joints again")
    staff.published(first)
    workflow.correct(first, text="A word.", by=staff.editor)
    gone = add(staff, "withdrawn")
    workflow.withdraw(gone, reason="It was wrong.", by=staff.editor, replacement=first)
    assert child.parent.slug == "brain"


def test_pages_ask_few_questions_and_as_many_when_there_are_more_articles(client, staff, site):
    """One test for all pages, because eight more articles take most of its time."""
    before = asked_by_each_page(client)
    for number in range(8):
        add(staff, f"more-{number}")
    after = asked_by_each_page(client)

    assert {path: asked for path, asked in before.items() if len(asked) > MOST[path]} == {}
    assert {path: len(asked) for path, asked in after.items()} == {path: len(asked) for path, asked in before.items()}


def asked_by_each_page(client):
    asked = {}
    for path in MOST:
        cache.clear()
        asked[path] = queries_of(client, path)
    return asked


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
