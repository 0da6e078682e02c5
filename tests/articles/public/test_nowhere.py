"""What is not public is nowhere: no address answers with it, and no page, feed, map or answer of the API names it.

Every address comes from the URLconf, so that one that is added later is asked, too: those that name nothing are where a
walk along all links begins, and every other one is asked for each hidden article. An address with a part that nobody
has filled in here fails.
"""

import re
from datetime import timedelta
from itertools import product
from urllib.parse import urldefrag, urljoin

import pytest
from django.urls import URLResolver, reverse
from django.utils import timezone, translation

from articles.editorial import warning, workflow
from articles.models import Feature, Publication
from articles.public import reading_urls, urls
from articles.social_cards.card import card_of
from tests.articles.public.reading import edit
from tests.factories import make_article, make_expert, make_figure, make_topic
from tests.scenes import scene

SITE = "http://localhost:8000"


def _rows(patterns, above=frozenset()):
    for row in patterns:
        parts = above | row.pattern.regex.groupindex.keys()
        yield from _rows(row.url_patterns, parts) if isinstance(row, URLResolver) else [(row.name, parts)]


# Every address by its name, with the names of its parts.
PARTS = {
    f"{module.app_name}:{name}": parts for module in (urls, reading_urls) for name, parts in _rows(module.urlpatterns)
}
# What is asked of an address beside itself; without it these would say nothing.
QUERIES = {
    "public:oembed": ["?url=http://localhost:8000/articles/live-page/"],
    "public:api_articles": ["", "?topic=multiple-sclerosis&reviewed=yes", "?language=en&limit=50"],
    "public:api_sources": ["?limit=50"],
    "reading:articles": ["", "?topic=multiple-sclerosis&reviewed=1", "?order=reviewed", "?since=2020-01-01"],
    "reading:experts": ["", "?order=specialty", "?part=writes", "?part=reviews"],
    "reading:search": ["", "?q=unheardof", "?q=unheardof&reviewed=1", "?q=joints&topic=multiple-sclerosis"],
    "reading:suggestions": ["?q=unheardof"],
}
# Addresses in HTML, XML and JSON alike.
LINK = re.compile(r"""(?:href|src|action)="([^"]+)"|<(?:loc|image:loc|id)>([^<]+)<|"(http://localhost:8000[^"]*)\"""")
NOT_FOR_READERS = ("/admin/", "/desk/", "/static/", "/preview/")
HIDDEN = ("draft", "submitted", "scheduled", "withdrawn")
WORDS = ("title", "summary", "words", "next", "correction", "warning")


@scene
def site(staff):
    """A live page, whose next version waits; and beside it an article in every state that readers must not see."""
    hidden = {state: _article(staff, state) for state in HIDDEN}
    workflow.save_draft(hidden["draft"], by=staff.writer)
    staff.approved(hidden["submitted"])
    staff.approved(hidden["scheduled"])
    workflow.schedule(hidden["scheduled"], visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)
    staff.published(hidden["withdrawn"])
    workflow.correct(hidden["withdrawn"], text="Unheardof correction: 4, not 5.", by=staff.editor)
    warning.warn_readers(hidden["withdrawn"], text="Unheardof warning.", by=staff.editor)
    workflow.withdraw(hidden["withdrawn"], reason="A public reason.", by=staff.editor)

    live = make_article("live-page", title="A live page", author=staff.writer.expert)
    for position, article in enumerate(hidden.values()):
        live.related_articles.create(related=article, position=position)
        for topic in (None, make_topic("multiple-sclerosis")):
            Feature.objects.create(topic=topic, article=article, position=position)
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


def places_in(name):
    return set(PARTS[name])


def starts():
    """Every address that names nothing, in both languages of the interface."""
    found = []
    for name in PARTS:
        if not places_in(name):
            for language in ("en", "es"):
                with translation.override(language):
                    found += [f"{reverse(name)}{query}" for query in QUERIES.get(name, [""])]
    return list(dict.fromkeys(found))


def own(article):
    """Every address that names something, filled in as if readers might see `article`, with the route's name."""
    release = Publication.objects.filter(article=article).order_by("pk").last()
    card = card_of(release, release.standing(release.visible_from)).name if release else "0" * 32
    known = {
        "slug": [article.slug], "uid": [article.uid], "old": [1], "new": [2], "day": [timezone.now().date()],
        "number": [1], "path": [article.hero.src, f"cards/{card}.png"], "ending": ["ris", "bib", "json"],
        "name": [card], "kind": ["articles", "experts"], "token": ["0" * 43],
    }  # fmt: skip
    for name in PARTS:
        places = sorted(places_in(name))
        assert set(places) <= set(known), f"{name}: say in `known` how a hidden article would be named there."
        if places:
            # Of topics and experts, those that only a hidden article names.
            others = {"topic": ["hidden-topic"], "expert": [article.slug.replace("hidden", "author")]}
            slugs = next((value for kind, value in others.items() if kind in name), known["slug"])
            for values in product(*(slugs if place == "slug" else known[place] for place in places)):
                yield name, reverse(name, kwargs=dict(zip(places, values, strict=True)))


def walked(client):
    """Return every answer that can be reached, by its address."""
    waiting, answers = starts(), {}
    while waiting:
        path = waiting.pop()
        if path in answers or path.startswith(NOT_FOR_READERS):
            continue
        response = client.get(path)
        answers[path] = response
        if response["Content-Type"].startswith("image/"):
            continue
        for groups in LINK.findall(response.content.decode()):
            address = next(filter(None, groups)).replace("&amp;", "&").replace("&quot;", '"')
            found = urldefrag(urljoin(f"{SITE}{path}", address))[0]
            if found.startswith(f"{SITE}/") and "{" not in found:
                waiting.append(found.removeprefix(SITE))
    return answers


def test_no_address_that_can_be_reached_names_what_is_not_public(client, site, settings):
    settings.SECURITY_CONTACT = "security@example.org"
    answers = walked(client)

    # That the walk came to every kind of page: what a link leads to, and what only machines ask for.
    assert {client.get(path).status_code for path in starts()} == {200}
    for part in ("history/", "review-record/", "review-record.json", "cite.bib", "print/", "report/", "card-", "@"):
        assert [path for path in answers if path.startswith(f"/articles/live-page/{part}")], part
    for path in ("/corrections/", "/es/topics/multiple-sclerosis/", "/sitemaps/articles-1.xml"):
        assert answers[path].status_code == 200
    words = [f"nheardof {word}".encode() for word in WORDS] + [b"/hidden-"]
    words += [article.hero.src.encode() for article in site.values()]
    for path, response in answers.items():
        # A search says what was searched for.
        body = response.content.replace(b"unheardof", b"") if "/search/" in path else response.content
        for word in words:
            assert word not in body, f"{path} names {word}"
        # Whoever a page named once keeps the profile when the page is withdrawn.
        for state in ("draft", "submitted", "scheduled"):
            assert f"nheardof Author {state}".encode() not in body, path


@pytest.mark.parametrize("state", HIDDEN)
def test_no_address_of_its_own_answers_with_a_word_of_it(client, site, state):
    article = site[state]
    asked = list(own(article))
    asked += [("public:oembed", f"/oembed?url={SITE}/articles/{article.slug}/")]
    assert len(asked) > 30

    for name, path in asked:
        response = client.get(path)
        is_of_the_article = path.startswith(("/articles/", "/api/v1/articles/"))
        # A list of the site map is there for whatever is live; somebody who was public once keeps the profile.
        is_of_others = name == "public:sitemap_file" or (state == "withdrawn" and "expert" in name)
        expected = {200, 404} if is_of_others else {410 if state == "withdrawn" and is_of_the_article else 404}
        assert response.status_code in expected, path
        for word in [f"nheardof {word}".encode() for word in WORDS if word != "title"]:
            assert word not in response.content, f"{path} says {word}"
        if not is_of_others:
            assert b"application/ld+json" not in response.content and b"og:title" not in response.content, path
            assert response["Content-Type"] != "image/png", path


def test_what_is_hidden_is_counted_nowhere(client, site):
    assert client.get("/api/v1/topics/multiple-sclerosis/").json()["articles"] == 1
    assert (
        "](http://localhost:8000/topics/multiple-sclerosis/): 1 article\n" in client.get("/llms.txt").content.decode()
    )
    for path in ("/api/v1/articles/", "/feeds/articles.json", "/feeds/topics/multiple-sclerosis.json"):
        feed = client.get(path).json()
        assert len(feed.get("data", feed.get("items"))) == 1, path


def test_the_next_version_of_a_live_page_is_at_no_address_before_its_time(client, site):
    live = Publication.objects.live().get()

    assert client.get(f"/api/v1/articles/{live.article_uid}/versions/2/").status_code == 404
    assert client.get("/articles/live-page/history/1..2/").status_code == 404
    for path in (f"/api/v1/articles/{live.article_uid}/", f"/articles/live-page/@{timezone.now():%Y-%m-%d}/"):
        assert b"unheardof next" not in client.get(path).content
