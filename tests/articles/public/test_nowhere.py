"""What is not public is nowhere: no address answers with it, and no page, feed, map or answer of the API names it.

One walk: every link that can be reached from the front page, the feeds, the site map and the API is followed, so that
an address that is added later is walked, too.
"""

import re
from datetime import timedelta
from urllib.parse import urldefrag, urljoin

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Publication
from tests.articles.public.reading import edit
from tests.factories import make_article, make_expert, make_figure, make_topic

SITE = "http://localhost:8000"
STARTS = [
    "/", "/search/?q=unheardof", "/search/suggestions?q=unheardof", "/sitemap.xml", "/feeds/articles.atom",
    "/feeds/articles.json", "/api/", "/api/v1/articles/", "/api/v1/topics/", "/api/v1/experts/", "/api/v1/sources/",
    "/api/v1/openapi.json", "/robots.txt", "/llms.txt", "/opensearch.xml", "/ledger/checkpoint.json",
]  # fmt: skip
# Addresses in HTML, XML and JSON alike.
LINK = re.compile(r"""(?:href|src|action)="([^"]+)"|<(?:loc|image:loc|id)>([^<]+)<|"(http://localhost:8000[^"]*)\"""")
NOT_FOR_READERS = ("/admin/", "/desk/", "/static/", "/preview/")
OWN = [
    "/articles/{slug}/", "/articles/{slug}/print/", "/articles/{slug}/history/", "/articles/{slug}/history/1..2/",
    "/articles/{slug}/@{today}/", "/articles/{slug}/review-record/", "/articles/{slug}/review-record.json",
    "/articles/{slug}/report/", "/articles/{slug}/report/thanks/", "/articles/{slug}/cite.ris",
    "/articles/{slug}/cite.bib", "/articles/{slug}/cite.json", "/api/v1/articles/{uid}/",
    "/api/v1/articles/{uid}/versions/", "/api/v1/articles/{uid}/versions/1/",
    "/oembed?url=http://localhost:8000/articles/{slug}/", "/media/{picture}",
]  # fmt: skip
HIDDEN = ("draft", "submitted", "scheduled", "withdrawn")


@pytest.fixture
def site(staff):
    """A live page, whose next version waits; and beside it an article in every state that readers must not see."""
    hidden = {state: _article(staff, state) for state in HIDDEN}
    workflow.save_draft(hidden["draft"], by=staff.writer)
    staff.approved(hidden["submitted"])
    staff.approved(hidden["scheduled"])
    workflow.schedule(hidden["scheduled"], visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)
    staff.published(hidden["withdrawn"])
    workflow.withdraw(hidden["withdrawn"], reason="A public reason.", by=staff.editor)

    live = make_article("live-page", title="A live page", author=staff.writer.expert)
    for position, article in enumerate(hidden.values()):
        live.related_articles.create(related=article, position=position)
    staff.published(live)
    edit(live, summary="Nobody may read this yet: unheardof next.")
    staff.approved(live)
    workflow.schedule(live, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)
    return hidden


def _article(staff, state):
    author = make_expert(name=f"Unheardof Author {state}", slug=f"author-{state}", title="Health writer", degrees=[])
    article = make_article(
        f"hidden-{state}",
        author=author,
        title=f"Unheardof title {state}",
        summary=f"Unheardof summary {state}.",
        hero=make_figure(f"Unheardof picture {state}"),
        main_topic=make_topic("multiple-sclerosis"),
    )
    section = article.sections.first()
    section.body = section.body.replace("Walk 150", f"Unheardof words {state}. Walk 150")
    section.save()
    return article


def walked(client):
    """Return every answer that can be reached, by its address."""
    waiting, answers = list(STARTS), {}
    while waiting:
        path = waiting.pop()
        if path in answers or path.startswith(NOT_FOR_READERS):
            continue
        response = client.get(path)
        answers[path] = response
        if path.startswith("/media/"):
            continue
        for groups in LINK.findall(response.content.decode()):
            address = next(filter(None, groups)).replace("&amp;", "&").replace("&quot;", '"')
            found = urldefrag(urljoin(f"{SITE}{path}", address))[0]
            if found.startswith(f"{SITE}/") and "{" not in found:
                waiting.append(found.removeprefix(SITE))
    return answers


def test_no_address_that_can_be_reached_names_what_is_not_public(client, site):
    answers = walked(client)

    assert len(answers) > 40 and "/articles/live-page/cite.bib" in answers
    assert {client.get(path).status_code for path in STARTS} == {200}
    words = [b"nheardof title", b"nheardof summary", b"nheardof words", b"nheardof next", b"/hidden-"]
    words += [article.hero.src.encode() for article in site.values()]
    for path, response in answers.items():
        # A search says what was searched for.
        body = response.content.replace(b"unheardof", b"") if path.startswith("/search/") else response.content
        for word in words:
            assert word not in body, f"{path} names {word}"
        # Whoever a page named once keeps the profile when the page is withdrawn.
        for state in ("draft", "submitted", "scheduled"):
            assert f"nheardof Author {state}".encode() not in body, path


@pytest.mark.parametrize("state", HIDDEN)
def test_no_address_of_its_own_answers_with_a_word_of_it(client, site, state):
    article = site[state]
    named = {"slug": article.slug, "uid": article.uid, "today": timezone.now().date(), "picture": article.hero.src}

    for pattern in OWN:
        path = pattern.format(**named)
        response = client.get(path)
        is_page = path.startswith(("/articles/", "/api/"))
        assert response.status_code == (410 if state == "withdrawn" and is_page else 404), path
        for word in (b"Unheardof words", b"Unheardof summary", b"application/ld+json"):
            assert word not in response.content, path


@pytest.mark.parametrize("state", ["draft", "submitted", "scheduled"])
def test_whoever_is_named_only_there_has_no_address(client, site, state):
    for path in (
        f"/experts/author-{state}/",
        f"/feeds/experts/author-{state}.atom",
        f"/api/v1/experts/author-{state}/",
    ):
        assert client.get(path).status_code == 404


def test_the_next_version_of_a_live_page_is_at_no_address_before_its_time(client, site):
    live = Publication.objects.live().get()

    assert client.get(f"/api/v1/articles/{live.article_uid}/versions/2/").status_code == 404
    assert client.get("/articles/live-page/history/1..2/").status_code == 404
    for path in (f"/api/v1/articles/{live.article_uid}/", f"/articles/live-page/@{timezone.now():%Y-%m-%d}/"):
        assert b"unheardof next" not in client.get(path).content
