"""A search that was asked before is answered from memory, for exactly as long as the answer is true."""

import weakref
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from articles.editorial import workflow
from articles.models import PageGeneration
from articles.pages.dropping import drop, drop_everything
from articles.pages.encoding import ONCE, QUICK, encoded
from articles.pages.keys import around_topic
from articles.public import answers, subjects
from articles.public.answers import OVERHEAD, Answers, Kept, Moment
from tests.articles.public.reading import edit
from tests.factories import make_article, make_topic

ASKED = "/search/?q=joints"


@pytest.fixture(autouse=True)
def a_new_worker(settings, tmp_path, monkeypatch):
    """A process that has not been asked anything yet."""
    settings.PAGES_STORED = True
    settings.PAGES_GENERATION_FILE = tmp_path / "generation"

    def begin():
        monkeypatch.setattr(answers, "answers", Answers(limit=answers.MOST_BYTES))
        monkeypatch.setattr(subjects, "_memory", subjects.Memory())

    begin()
    return begin


@pytest.fixture
def published(staff):
    return staff.published(make_article(author=staff.writer.expert))


@pytest.fixture
def says(client):
    """Whether a search shows a title: says("Sore joints")."""
    return lambda title, address=ASKED: (
        title in client.get(address).content.decode().replace("<mark>", "").replace("</mark>", "")
    )


def test_the_second_reader_costs_one_query_and_gets_the_same_bytes(client, published, django_assert_num_queries):
    first = client.get(ASKED)

    with django_assert_num_queries(1):
        second = client.get(ASKED)

    assert second.content == first.content
    unlike = {"X-Request-ID", "Cache-Control"}
    assert {k: v for k, v in second.items() if k not in unlike} == {k: v for k, v in first.items() if k not in unlike}
    assert client.get(ASKED, headers={"if-none-match": second["ETag"]}).status_code == 304


def test_a_first_answer_costs_four_queries_and_five_where_the_worker_knows_no_topics(
    client, published, django_assert_num_queries
):
    with django_assert_num_queries(4):
        client.get(ASKED)
    with django_assert_num_queries(3):
        client.get("/search/?q=walk")
    with django_assert_num_queries(1):
        client.get(ASKED)


def test_suggestions_are_kept_as_well(client, published, django_assert_num_queries):
    first = client.get("/search/suggestions?q=sor").content

    with django_assert_num_queries(1):
        assert client.get("/search/suggestions?q=sor").content == first


def test_a_withdrawn_article_is_in_no_answer_of_any_worker(published, says, staff):
    assert says("Sore joints")

    # Nobody told this process: the transaction of the test never commits, as if the decision fell on another host.
    workflow.withdraw(published.article, reason="It was wrong.", by=staff.editor)

    assert not says("Sore joints")
    workflow.reinstate(published.article, by=staff.editor, note="It was right.")
    assert says("Sore joints")


def test_a_new_version_is_in_the_next_answer(published, says, staff):
    assert says("Sore joints") and not says("Stiff joints")

    edit(published.article, title="Stiff joints")
    staff.published(published.article)

    assert says("Stiff joints") and not says("Sore joints")


def test_what_was_scheduled_appears_at_its_hour_though_nobody_decides_anything_then(
    client, published, says, staff, monkeypatch
):
    edit(published.article, title="Stiff joints")
    staff.approved(published.article)
    hour = timezone.now() + timedelta(seconds=40)
    workflow.schedule(published.article, visible_from=hour, by=staff.editor)
    answer = client.get(ASKED)
    assert "Stiff" not in answer.content.decode()
    # No copy lives beyond it, ours or that of a cache in front.
    assert int(answer["Cache-Control"].split("max-age=")[1].split(",")[0]) <= 40

    monkeypatch.setattr(timezone, "now", lambda: hour)

    assert says("Stiff joints") and not says("Sore joints")


def test_no_answer_outlives_the_midnight_at_which_a_review_turns(client, staff, monkeypatch):
    due = timezone.now().date()
    staff.published(
        make_article(author=staff.writer.expert), now=timezone.now() - timedelta(days=300), next_review_due=due
    )
    assert "next review due today" in client.get(ASKED).content.decode()

    midnight = datetime.combine(due + timedelta(days=1), datetime.min.time(), tzinfo=timezone.now().tzinfo)
    monkeypatch.setattr(timezone, "now", lambda: midnight)

    assert "overdue for review since" in client.get(ASKED).content.decode()


def test_languages_encodings_and_questions_are_kept_apart(client, published):
    def asked(address, encoding=""):
        return client.get(address, headers={"accept-encoding": encoding})

    english, spanish = asked(ASKED), asked(f"/es{ASKED}")
    assert english.content != spanish.content and spanish["Content-Language"] == "es"
    assert asked(ASKED, "gzip")["Content-Encoding"] == "gzip" and asked(ASKED, "br")["Content-Encoding"] == "br"
    assert "Content-Encoding" not in asked(ASKED).headers
    assert asked("/search/?q=nothing").content != asked(ASKED).content


def test_an_answer_is_compressed_in_more_haste_than_the_form_which_is_stored(client, published):
    for address, effort in ((ASKED, ONCE), ("/search/", QUICK)):
        plain = client.get(address).content

        assert client.get(address, headers={"accept-encoding": "br"}).content == encoded(plain, "br", effort=effort)


def test_topics_that_others_took_the_place_of_are_gone_although_no_garbage_is_looked_for_among_them(client, published):
    client.get(ASKED)
    old = [weakref.ref(kept) for kept in (subjects._memory._subjects, subjects._memory._subjects.names)]
    drop(around_topic(published.topics.get()))

    client.get(ASKED)

    assert [kept() for kept in old] == [None, None]


def test_another_name_of_a_topic_is_known_at_once_and_a_publication_leaves_the_topics_alone(
    client, published, says, django_assert_num_queries
):
    topic = published.topics.get()
    assert not says("Sore joints", "/search/?q=morbus")

    topic.synonyms = ["Morbus"]
    topic.save()
    drop(around_topic(topic))

    assert "We also looked for" in client.get("/search/?q=morbus").content.decode()
    known = subjects._memory._subjects
    drop(["articles"])
    client.get("/search/?q=other")
    assert subjects._memory._subjects is known
    # Whoever wants to be sure drops everything: an import may have brought topics.
    make_topic("imported", synonyms=["Carried"])
    drop_everything()
    assert "Imported" in client.get("/search/?q=carried").content.decode()


def test_another_database_behind_the_site_is_another_generation(client, published, says):
    assert says("Sore joints")

    published.__class__.objects.update(title="Other joints")
    PageGeneration.objects.update(number=0)

    assert says("Other joints")


def test_where_pages_are_not_stored_no_answer_is(client, published, settings, says):
    settings.PAGES_STORED = False
    assert says("Sore joints")

    published.__class__.objects.update(title="Other joints")

    assert says("Other joints")


def kept(size, *, until=None):
    return Kept(b"x" * size, (), until or timezone.now() + timedelta(hours=1))


def moment(generation=1):
    return Moment(generation, timezone.now() + timedelta(hours=1))


def test_the_memory_is_bounded_and_what_was_idle_longest_goes_first():
    memory = Answers(limit=3 * (OVERHEAD + 1001))
    for question in "abc":
        assert memory.find(question, moment()) is None
        memory.keep(question, kept(1000), moment())
    assert memory.find("a", moment())

    memory.keep("d", kept(1000), moment())

    assert [question for question in "abcd" if memory.find(question, moment())] == ["a", "c", "d"]
    memory.keep("e", kept(10_000), moment())
    assert not any(memory.find(question, moment()) for question in "abcde")


def test_what_a_slow_thread_found_before_a_decision_is_not_kept_after_it():
    memory = Answers(limit=100_000)
    memory.find("a", moment(1))
    memory.find("b", moment(2))

    memory.keep("a", kept(10), moment(1))

    assert memory.find("a", moment(2)) is None


def test_an_answer_whose_time_is_over_is_not_given():
    memory = Answers(limit=100_000)
    memory.find("a", moment())
    memory.keep("a", kept(10, until=timezone.now() - timedelta(seconds=1)), moment())

    assert memory.find("a", moment()) is None


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_since_the_last_request_is_opened_anew(monkeypatch):
    asked, lost = answers._MOMENT.asked, [OperationalError("server closed the connection unexpectedly")]

    def asked_in_vain_at_first(*given):
        if lost:
            raise lost.pop()
        return asked(*given)

    monkeypatch.setattr(answers._MOMENT, "asked", asked_in_vain_at_first)
    connection.ensure_connection()
    before = connection.connection

    assert answers.this_moment() and not lost
    # A database in memory would be lost with its connection.
    assert connection.connection is not before or connection.vendor == "sqlite"


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_asked_twice_and_no_more(monkeypatch):
    times = []

    def asked_in_vain(*given):
        times.append(given)
        raise OperationalError("connection refused")

    monkeypatch.setattr(answers._MOMENT, "asked", asked_in_vain)

    with pytest.raises(OperationalError):
        answers.this_moment()
    assert len(times) == 2
