"""What the API answers: live articles alone, with the digests of their receipts, list by list to the end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.content.digest import digest, sha256
from articles.editorial import workflow
from articles.models import Publication
from tests.articles.public.reading import edit
from tests.articles.public.test_queries import DRAFT_TABLES, tables_in
from tests.factories import make_article, make_source, make_topic
from tests.scenes import scene

API = "/api/v1/"


def asked(client, path, *, status=200, **query):
    response = client.get(f"{API}{path}", query)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json" and response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies and response["Vary"] == "Accept-Encoding"
    return response.json()


def every_row(client, path, **query):
    """All rows, leaf by leaf as `next` leads."""
    body = asked(client, path, **query)
    rows = body["data"]
    while body["next"]:
        response = client.get(body["next"].removeprefix("http://localhost:8000"))
        body = response.json()
        rows += body["data"]
    return rows


def out(staff, slug, *, days_ago=0, **fields):
    then = timezone.now() - timedelta(days=days_ago)
    return staff.published(make_article(slug, title=slug, author=staff.writer.expert, **fields), now=then)


def test_an_article_carries_the_digests_of_its_receipt(client, published):
    receipt = client.get("/articles/sore-joints/review-record.json").json()

    row = asked(client, f"articles/{published.article_uid}/")
    version = asked(client, f"articles/{published.article_uid}/versions/1/")

    assert row["digest"] == version["digest"] == receipt["shown"]["digest"] == digest(row["content"])
    assert version["document"] == receipt["shown"]["document"] and sha256(version["document"]) == version["digest"]
    assert row["review"]["approved_digest"] == row["digest"]
    assert row["review"]["reviewers"][0]["name"] == "Rita Reviewer" and row["review"]["has_badge"] is True
    assert row["receipt"] == "http://localhost:8000/articles/sore-joints/review-record.json"


def test_a_list_goes_on_to_its_end_and_tells_each_row_once(client, staff):
    for number in range(7):
        out(staff, f"page-{number}", days_ago=number // 2)

    rows = every_row(client, "articles/", limit=2)

    assert [row["slug"] for row in rows] == [f"page-{number}" for number in (1, 0, 3, 2, 5, 4, 6)]
    for path in ("topics/", "experts/", f"articles/{rows[0]['uid']}/versions/"):
        assert every_row(client, path, limit=1) == every_row(client, path)
    assert len(every_row(client, "sources/", limit=3)) == 14


def test_articles_are_filtered(client, staff):
    brain = make_topic("brain")
    make_topic("multiple-sclerosis", parent=brain)
    out(staff, "ms", days_ago=9)
    out(staff, "skin", main_topic=make_topic("skin"))
    then = timezone.now() - timedelta(days=400)
    lapsed = make_article("lapsed", title="lapsed", author=staff.writer.expert, main_topic=make_topic("skin"))
    staff.published(lapsed, now=then, next_review_due=(timezone.now() - timedelta(days=31)).date())
    yesterday = (timezone.now() - timedelta(days=1)).date().isoformat()

    def slugs(**query):
        return {row["slug"] for row in asked(client, "articles/", **query)["data"]}

    assert slugs(topic="brain") == {"ms"} and slugs(topic="none") == set()
    assert slugs(expert="expert-2") == {"ms", "skin", "lapsed"} and slugs(expert="none") == set()
    assert slugs(reviewed="yes") == {"ms", "skin"} and slugs(reviewed="no") == {"lapsed"}
    assert slugs(changed_since=yesterday) == {"skin"}
    assert slugs(slug="skin", language="en") == {"skin"} and slugs(language="es") == set()


ADDRESS = "https://example.org/guide"


@scene
def citing(staff):
    """Three pages that cite sample 1; one of them a web page, too."""
    for slug in ("one", "two", "three"):
        article = make_article(slug, title=slug, author=staff.writer.expert)
        if slug == "two":
            source = make_source(9, doi="10.1000/web", url=ADDRESS, pmid="123")
            article.citations.filter(key="second").update(source=source)
        staff.published(article)


@pytest.mark.parametrize(
    ("source", "slugs"),
    [
        ("doi:10.1000/test.1", {"one", "two", "three"}),
        ("doi:https://doi.org/10.1000/TEST.1", {"one", "two", "three"}),
        ("doi:10.1000/test.2", {"one", "three"}),
        ("pmid:123", {"two"}),
        ("pmid:PMID 0123", {"two"}),
        (f"url:{ADDRESS}", {"two"}),
        (f"url:{ADDRESS.replace('example', 'EXAMPLE')}/#top", {"two"}),
        ("doi:10.1000/test", set()),
        ("pmid:12", set()),
    ],
)
@pytest.mark.parametrize("few", [0, 200])
def test_articles_are_found_by_what_they_cite(client, citing, monkeypatch, source, slugs, few):
    # A source that is cited everywhere is looked for in another way than one that few cite.
    monkeypatch.setattr("articles.search.citing.FEW", few)

    assert {row["slug"] for row in every_row(client, "articles/", source=source, limit=2)} == slugs
    assert {row["slug"] for row in every_row(client, "articles/", source=source, slug="two")} == slugs & {"two"}


def test_what_counts_is_what_the_live_version_cites(client, staff, citing):
    article = Publication.objects.get(slug="one").article
    article.citations.filter(key="second").update(source=make_source(3))
    workflow.save_draft(article, by=staff.writer)

    def found(number):
        return {row["slug"] for row in asked(client, "articles/", source=f"doi:10.1000/test.{number}")["data"]}

    assert (found(2), found(3)) == ({"one", "three"}, set())
    staff.published(article)
    assert (found(2), found(3)) == ({"three"}, {"one"})
    workflow.withdraw(article, reason="A doubt.", by=staff.editor)
    assert (found(1), found(3)) == ({"two", "three"}, set())


def test_a_question_for_a_source_is_cheap_and_touches_no_draft(client, citing):
    with CaptureQueriesContext(connection) as captured:
        asked(client, "articles/", source="doi:10.1000/test.1")

    assert len(captured.captured_queries) <= 3
    assert not {table for query in captured.captured_queries for table in tables_in(query["sql"])} & DRAFT_TABLES


@pytest.mark.parametrize(
    "query",
    [{"limit": "0"}, {"limit": "51"}, {"limit": "x"}, {"limit": "٣"}, {"after": "x"}, {"after": "2026-01-01.x"},
     {"after": "2026-13-01.1"}, {"after": "2026-01-01." + "9" * 40}, {"topics": "brain"}, {"changed_since": "today"},
     {"changed_since": "20260101"}, {"reviewed": "maybe"}, {"expert": "a" * 500}, {"source": ""},
     {"source": "10.1000/test.1"},
     {"source": "isbn:9780000000002"}, {"source": "doi:"}, {"source": "doi:x"}, {"source": "pmid:PMC123"},
     {"source": "url:javascript:alert(1)"}, {"source": "doi:10.1000/" + "a" * 500}],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(client, published, query):
    assert asked(client, "articles/", status=400, **query)["error"].endswith(".")


def test_an_expert_a_topic_and_a_source_are_told_as_readers_see_them(client, staff, published):
    make_topic("empty-topic")

    (topic,) = asked(client, "topics/")["data"]
    assert topic == asked(client, "topics/multiple-sclerosis/") and topic["articles"] == 1
    experts = asked(client, "experts/")["data"]
    assert {row["name"] for row in experts} == {"Wanda Writer", "Rita Reviewer"}
    assert experts[0] == asked(client, f"experts/{experts[0]['slug']}/")
    sources = asked(client, "sources/", article=str(published.article_uid))["data"]
    assert [row["number"] for row in sources] == [1, 2]
    assert {row["digest"] for row in sources} == {published.version.digest}
    assert sources[0]["reference"].startswith("Sample A. Pain in multiple sclerosis, part 1.")
    asked(client, "topics/empty-topic/", status=404)
    asked(client, "sources/", status=400, article="x")


def test_versions_are_those_that_were_published_and_not_withdrawn(client, staff, published):
    article, uid = published.article, published.article_uid
    edit(article, title="A title that nobody published")
    workflow.save_draft(article, by=staff.writer)
    edit(article, title="Sore joints, anew")
    third = staff.published(article, change_note="New.").version.number

    rows = asked(client, f"articles/{uid}/versions/")["data"]
    assert [row["number"] for row in rows] == [third, 1]
    assert [row["is_shown_now"] for row in rows] == [True, False]
    assert rows[0]["changed"].startswith("Material change: ") and rows[1]["changed"] is None
    asked(client, f"articles/{uid}/versions/2/", status=404)

    workflow.withdraw(article, reason="A doubt.", by=staff.editor)
    article.refresh_from_db()
    edit(article, title="Sore joints, right")
    staff.published(article)
    assert third not in {row["number"] for row in asked(client, f"articles/{uid}/versions/")["data"]}
    asked(client, f"articles/{uid}/versions/{third}/", status=404)


def test_a_withdrawn_article_answers_with_the_reason_and_no_word_of_it(client, staff, published):
    workflow.withdraw(published.article, reason="A doubt about the dose.", by=staff.editor)

    for path in ("", "versions/", "versions/1/"):
        body = asked(client, f"articles/{published.article_uid}/{path}", status=410)
        assert body["reason"] == "A doubt about the dose." and "Sore" not in str(body)
    assert asked(client, "articles/")["data"] == []
    asked(client, f"articles/{uuid4()}/", status=404)


def test_an_unchanged_answer_costs_nothing(client, published):
    first = client.get(f"{API}articles/")
    again = client.get(f"{API}articles/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"") and again["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"].startswith("public, max-age=")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_read_only(client, published, method):
    response = getattr(client, method)(f"{API}articles/")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_a_safety_notice_and_the_card_of_today_are_told(client, published):
    (row,) = asked(client, "articles/")["data"]
    assert row["safety_notice"] is None and row["language"] == "en"
    assert client.get(row["card"].removeprefix("http://localhost:8000"))["Content-Type"] == "image/png"

    Publication.objects.update(safety_notice="Do not take X.", safety_notice_on="2026-09-14")

    (row,) = asked(client, "articles/")["data"]
    assert row["safety_notice"] == {"text": "Do not take X.", "on": "2026-09-14"}
    assert row == {key: asked(client, f"articles/{published.article_uid}/")[key] for key in row}


def test_words_altered_in_the_database_are_not_called_reviewed(client, published):
    Publication.objects.update(review=None)

    (row,) = asked(client, "articles/")["data"]

    assert row["review"]["state"] == "unreviewed" and row["review"]["has_badge"] is False


PATHS = (
    "articles/", "articles/{}/", "articles/{}/versions/", "articles/{}/versions/1/", "topics/",
    "topics/multiple-sclerosis/", "experts/", "experts/expert-1/", "sources/",
    "articles/?topic=multiple-sclerosis&expert=expert-1&reviewed=yes",
)  # fmt: skip


def test_it_asks_few_questions_whatever_there_is_and_none_of_a_draft(client, staff, published):
    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(API + path.format(published.article_uid)).status_code == 200
        return [query["sql"] for query in captured.captured_queries]

    before = {path: queries(path) for path in PATHS}
    for number in range(5):
        out(staff, f"more-{number}")

    for path in PATHS:
        after = queries(path)
        assert len(after) == len(before[path]) <= 3, path
        assert not {table for sql in after for table in tables_in(sql)} & DRAFT_TABLES, path
