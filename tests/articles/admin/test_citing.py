"""What the editor page asks the server while somebody writes: sources and people, found and new."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.editorial import workflow
from articles.editorial.quoting import credit_the_quoted
from articles.editorial.snapshot import parts_of
from articles.models import Article, BylineRole, Source
from experts.models import Expert
from tests import factories

SOURCES = "/admin/articles/article/citing/sources/"
PEOPLE = "/admin/articles/article/citing/people/"
PASTED = "Hoang PD, Gandevia SC. Prevalence of contractures. Disabil Rehabil. 2014;36(19):1588-1593."


@pytest.fixture
def writer(staff, client_of):
    return client_of(staff.writer)


def found(client, words):
    return [source["label"] for source in client.get(SOURCES, {"q": words}).json()["sources"]]


def test_sources_are_found_by_words_of_title_journal_author_and_year(writer):
    factories.make_source(1, title="Balance and falls", authors=[{"family": "Müller", "given": "K"}], year=2019)
    factories.make_source(2, title="Heat")

    assert found(writer, "falls balance") == ["Balance and falls (2019)"]
    assert found(writer, "Müller 2019") == ["Balance and falls (2019)"]
    assert found(writer, "tests heat") == ["Heat (2024)"]
    assert found(writer, "nothing of this") == []


@pytest.mark.parametrize(
    "pasted", ["10.1000/TEST.1", "https://doi.org/10.1000/test.1", "Sample A. T. J. 2024;1:2. doi:10.1000/test.1"]
)
def test_a_known_doi_finds_the_source_that_is_there(writer, pasted):
    source = factories.make_source(1)

    answer = writer.get(SOURCES, {"q": pasted}).json()

    assert [it["id"] for it in answer["sources"]] == [source.pk]
    assert answer["sources"][0]["key"] == "sample2024"


def test_a_pasted_reference_fills_the_small_form(writer):
    fields = writer.get(SOURCES, {"q": PASTED}).json()["fields"]

    assert fields["authors"] == "Hoang PD\nGandevia SC"
    assert (fields["title"], fields["container"], fields["pages"]) == (
        "Prevalence of contractures",
        "Disabil Rehabil",
        "1588-1593",
    )


def test_a_search_asks_the_sources_once(writer):
    factories.make_source(1)

    for words in ("pain", "10.1000/test.1", PASTED):
        with CaptureQueriesContext(connection) as asked:
            writer.get(SOURCES, {"q": words})
        assert len([query for query in asked if "articles_source" in query["sql"]]) <= 2


def test_a_new_source_is_added_and_nobody_has_looked_it_up(writer):
    answer = writer.post(
        SOURCES, {"kind": "review", "title": "New", "authors": "Foley PL", "year": "2013", "status": "current"}
    )

    source = Source.objects.get(title="New")
    assert answer.status_code == 201
    assert answer.json()["source"]["key"] == "foley2013"
    assert source.status == "unknown"


def test_a_source_that_is_there_is_not_added_again(writer):
    source = factories.make_source(1)

    answer = writer.post(SOURCES, {"kind": "review", "title": "Again", "doi": "doi:10.1000/TEST.1"}).json()

    assert (answer["source"]["id"], answer["is_known"]) == (source.pk, True)
    assert Source.objects.count() == 1


def test_what_is_wrong_with_a_new_source_is_said_by_field(writer):
    answer = writer.post(SOURCES, {"kind": "review", "title": "", "doi": "no doi"})

    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"title", "doi"}


def test_markup_in_a_source_stays_text(writer):
    factories.make_source(1, title="<script>alert(1)</script> Pain")

    (source,) = writer.get(SOURCES, {"q": "pain"}).json()["sources"]

    assert "<script" not in source["html"]


def test_people_are_found_and_a_new_one_is_known_by_name_alone(writer):
    factories.make_expert(name="Dana Quoted")

    assert [person["name"] for person in writer.get(PEOPLE, {"q": "dana"}).json()["people"]] == ["Dana Quoted, MD"]
    assert writer.post(PEOPLE, {"name": " Nora  Newcomer "}).status_code == 201
    assert Expert.objects.get(name="Nora Newcomer").is_verified is False
    assert writer.post(PEOPLE, {"name": " "}).status_code == 400


def test_only_those_who_write_are_answered(staff, client_of, client):
    reviewer = client_of(staff.reviewer)
    for address in (SOURCES, PEOPLE):
        assert client.get(address).status_code == 302
        assert reviewer.post(address, {"name": "X", "title": "X"}).status_code in (302, 403)
        assert client_of(staff.writer).put(address).status_code == 405


def test_whoever_is_quoted_in_the_text_is_credited_when_it_is_saved(article, staff, save):
    expert = factories.make_expert(name="Dana Quoted")
    said = f'<p><span class="quote" data-expert="{expert.uid}">Walk.</span></p>'

    save(article, by=staff.writer, sections__0__body=said, lede=said)

    article.refresh_from_db()
    assert [byline["name"] for byline in article.latest_version.content["bylines"] if byline["role"] == "quoted"] == [
        "Dana Quoted"
    ]
    assert f'data-expert="{expert.uid}"' in article.latest_version.content["lede"]


def test_an_author_who_speaks_and_somebody_unknown_are_not_credited(article):
    author = article.bylines.get(role=BylineRole.AUTHOR).expert
    unknown = "00000000-0000-0000-0000-000000000000"
    Article.objects.filter(pk=article.pk).update(
        lede=f'<p><span class="quote" data-expert="{author.uid}">A</span>'
        f'<span class="quote" data-expert="{unknown}">B</span><span class="quote" data-expert="x">C</span></p>'
    )
    article.refresh_from_db()

    assert credit_the_quoted(article, parts_of(article)) == []


def test_a_reviewer_who_is_quoted_is_credited_as_quoted_too(article):
    expert = factories.make_expert(name="Dana Quoted")
    article.bylines.create(expert=expert, role=BylineRole.MEDICAL_REVIEWER, position=9)
    Article.objects.filter(pk=article.pk).update(
        lede=f'<p><span class="paraphrase" data-expert="{expert.uid}">A</span></p>'
    )
    article.refresh_from_db()

    assert [row.role for row in credit_the_quoted(article, parts_of(article))] == [BylineRole.QUOTED]


def test_a_long_article_asks_no_more_than_a_short_one(staff, client_of):
    client = client_of(staff.writer)
    counts = []
    for rows in (1, 25):
        article = factories.make_article(slug=f"with-{rows}-rows")
        for number in range(rows):
            figure = factories.make_figure() if hasattr(factories, "make_figure") else article.hero
            article.sections.create(
                nav_label=f"N{number}", heading="H", body="<p>B</p>", figure=figure, position=number
            )
            article.citations.create(key=f"k{number}", source=factories.make_source(100 + number), position=number)
            expert = factories.make_expert(name=f"Expert {rows} {number}")
            article.bylines.create(expert=expert, role=BylineRole.QUOTED, position=number)
        workflow.save_draft(article, by=staff.writer)
        address = reverse("admin:articles_article_change", args=[article.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]
