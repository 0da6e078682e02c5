"""Generated pages: the same seed makes the same ones, and each says what it is."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.archive.generated import writing
from articles.archive.generated.corpus import MARK, MOST_TOPICS, Corpus
from articles.archive.generated.text import zipf
from articles.archive.generated.writing import write
from articles.archive.lines import as_text
from articles.editorial.verification import faults
from articles.models import Article, EditorialRecord, Publication, Source, Version
from articles.search.finding import find
from articles.search.question import asked

DAY = date(2026, 3, 31)


def bytes_of(corpus):
    rows = [*corpus.users(), *corpus.topics(), *corpus.experts(), *corpus.sources()]
    return "\n".join(as_text(row) for row in [*rows, *map(corpus.article, range(corpus.count))])


def test_the_same_seed_makes_the_same_bytes():
    assert bytes_of(Corpus(6, seed=1, on=DAY)) == bytes_of(Corpus(6, seed=1, on=DAY))


def test_another_seed_makes_others():
    assert bytes_of(Corpus(6, seed=1, on=DAY)) != bytes_of(Corpus(6, seed=2, on=DAY))


def test_an_article_can_be_made_without_those_before_it():
    corpus = Corpus(50, seed=1, on=DAY)
    for number in range(40):
        corpus.article(number)

    assert corpus.article(40) == Corpus(50, seed=1, on=DAY).article(40)


def test_topics_and_experts_grow_with_the_articles_up_to_a_limit():
    small, large = Corpus(5_000, seed=1, on=DAY), Corpus(1_000_000, seed=1, on=DAY)

    assert (small.topic_count, small.expert_count) == (100, 50)
    assert (large.topic_count, large.expert_count) == (MOST_TOPICS, 2000)


def test_few_words_come_often():
    weights = zipf(3)

    assert weights == pytest.approx([1, 1.5, 1.8333], abs=0.001)


@pytest.mark.parametrize("share", [0, 33, 80, 100])
def test_the_share_that_is_reviewed_is_as_asked(share):
    corpus = Corpus(100, seed=1, on=DAY, reviewed=share)

    assert sum(map(corpus.is_reviewed, range(100))) == share


@pytest.fixture
def corpus(db, monkeypatch):
    monkeypatch.setattr(writing, "AT_ONCE", 4)
    return Corpus(10, seed=7, on=timezone.now().date())


def test_they_are_live_most_of_them_with_a_badge(corpus):
    assert write(corpus) == 10

    standings = [publication.standing() for publication in Publication.objects.live().with_standing()]
    assert (len(standings), sum(standing.has_badge for standing in standings)) == (10, 8)


def test_their_ledger_holds(corpus):
    write(corpus)

    assert list(faults()) == []
    assert all(record.details["generated"] for record in EditorialRecord.objects.all())


def test_a_page_says_that_it_is_generated_and_rests_on_no_real_source(corpus, client):
    write(corpus)

    page = client.get("/articles/generated-7-1/")
    assert page.status_code == 200
    assert MARK in page.content.decode()
    assert all(source.doi.startswith("10.5555/") for source in Source.objects.all())


def test_the_draft_is_the_version_to_the_word(corpus):
    from articles.content.digest import canonical, sha256
    from articles.editorial.snapshot import freeze

    write(corpus)

    for article in Article.objects.all():
        assert sha256(canonical(freeze(article, on=corpus.on).content)) == article.latest_version.digest


def test_they_are_found_by_their_words(corpus):
    write(corpus)

    publication = Publication.objects.get(slug="generated-7-3")
    assert publication.pk in find(asked(f'"{publication.title}"'))


def test_written_twice_nothing_is_new(corpus):
    write(corpus)
    records = EditorialRecord.objects.count()

    assert write(corpus) == 0
    assert EditorialRecord.objects.count() == records


def test_an_interrupted_run_goes_on(corpus):
    class Stop(Exception):
        pass

    def stop(done, of):
        raise Stop

    with pytest.raises(Stop):
        write(corpus, progress=stop)
    assert Version.objects.count() == 4

    assert write(corpus) == 6
    assert list(faults()) == []


def test_they_came_one_after_another_and_the_newest_is_of_yesterday(corpus):
    moments = [corpus.moment_of(number) for number in range(corpus.count)]

    assert moments == sorted(moments)
    assert moments[-1].date() == corpus.on - timedelta(days=1)
