"""What a save and a publication cost the database, from the sent form to the answer, every statement counted."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.roles import Role
from articles.editorial.snapshot import freeze
from articles.models import Article, BylineRole
from tests import factories
from tests.articles.admin.filled_form import filled_form

SAVE, PUBLISH = 25, 40


@pytest.fixture
def cost(client_of):
    """The statements of a save: cost(article, by=writer, title="..."). More fields than the form has may be given."""

    def of(article, *, by, more=None, **changes):
        client, address = client_of(by), article.get_admin_url()
        form = filled_form(client.get(address), **changes) | (more or {})
        with CaptureQueriesContext(connection) as asked:
            response = client.post(address, form)
        assert response.status_code == 302
        return [query["sql"] for query in asked]

    return of


def cited(slug, *, times):
    """An article that cites so many sources, and has as many sections with a picture and as many people."""
    article = factories.make_article(slug=slug)
    for number in range(2, times):
        article.citations.create(source=factories.make_source(number + 1), key=f"key{number}", position=number)
        article.sections.create(position=number, nav_label=f"Part {number}", heading="H", figure=article.hero)
        expert = factories.make_expert(name=f"Expert {number}")
        article.bylines.create(expert=expert, role=BylineRole.QUOTED, position=number)
    return article


def frozen_now(article):
    return freeze(Article.objects.get(pk=article.pk), on=timezone.now().date()).content


def latest_content(article):
    return Article.objects.get(pk=article.pk).latest_version.content


def test_a_publication_takes_few_statements(article, staff, client_of, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    for number in range(8):
        staff.published(factories.make_article(f"near-{number}", title=f"Near {number}", author=staff.writer.expert))
    staff.published(article)
    Article.objects.filter(pk=article.pk).update(title="Joints that hurt")
    staff.approved(article)
    client = client_of(staff.editor)

    with CaptureQueriesContext(connection) as asked:
        response = client.post(reverse("admin:articles_article_publish", args=[article.pk]), {"change_note": "Title."})

    assert response.status_code == 302
    assert article.live_publication().title == "Joints that hurt"
    # One more is the task that makes the pages, once this is committed.
    assert len(asked) + 1 <= PUBLISH, [query["sql"] for query in asked]


@pytest.mark.parametrize("who", ["writer", "editor"])
def test_a_save_takes_few_statements(article, staff, cost, who):
    window = {"scratch_window": "0123abcd"}
    # Rows that were made elsewhere get their places once.
    cost(article, by=staff.writer)

    statements = cost(article, by=getattr(staff, who), more=window, title="Joints that hurt")

    assert len(statements) <= SAVE, statements
    assert latest_content(article)["title"] == "Joints that hurt"


def test_a_save_of_a_long_article_takes_as_many_as_that_of_a_short_one(staff, cost):
    short, long = cited("short", times=3), cited("long", times=12)
    for article in (short, long):
        workflow.save_draft(article, by=staff.writer)

    costs = [len(cost(article, by=staff.writer, title="Joints that hurt")) for article in (short, long)]

    assert costs[0] == costs[1]


def test_each_new_citation_takes_one_statement_more(article, staff, cost):
    def new_rows(first, times):
        rows = {"citations-TOTAL_FORMS": str(article.citations.count() + times)}
        for index in range(times):
            row = f"citations-{article.citations.count() + index}"
            source = factories.make_source(first + index)
            rows |= {f"{row}-key": f"key{first + index}", f"{row}-source": str(source.pk), f"{row}-position": ""}
        return rows

    cost(article, by=staff.writer)

    few = cost(article, by=staff.writer, more=new_rows(20, 3))
    many = cost(article, by=staff.writer, more=new_rows(40, 12))

    assert len(many) - len(few) == 9
    assert article.citations.count() == 17


def test_moving_one_row_before_many_takes_as_many_as_before_a_few(staff, cost):
    short, long = cited("short", times=3), cited("long", times=12)
    for article in (short, long):
        workflow.save_draft(article, by=staff.writer)

    costs = [len(cost(article, by=staff.writer, **{"citations__0__position": "99"})) for article in (short, long)]

    assert costs[0] == costs[1]
    assert [citation.key for citation in long.citations.all()][-1] == "first"


def test_a_version_made_from_the_form_says_what_is_stored(article, staff, cost):
    """The form hands on what it wrote instead of reading it again: nothing of that may differ."""
    speaker, another = factories.make_expert(name="Dana Quoted"), factories.make_expert(name="Another Author")
    topic, source = factories.make_topic(slug="joint-pain", name="Joint pain"), factories.make_source(9)
    neighbor = factories.make_article(slug="neighbor", title="Neighbor")
    knee = factories.make_figure("Elbow")
    said = f'<p><span class="quote" data-expert="{speaker.uid}">Walk.</span> <sup data-cite="ninth"></sup></p>'
    changes = {
        "lede": said,
        "summary": "  Two spaces around. ",
        "hero": str(knee.pk),
        "topics": str(topic.pk),
        "sections-0-body": said,
        "sections-0-position": "9",
        "sections-0-figure": str(knee.pk),
        "sections-1-DELETE": "on",
        "sections-TOTAL_FORMS": "3",
        "sections-2-heading": "Added",
        "sections-2-body": "<p onclick='x()'>New.</p>",
        "bylines-0-expert": str(another.pk),
        "citations-TOTAL_FORMS": "3",
        "citations-2-key": "ninth",
        "citations-2-source": str(source.pk),
        "citations-2-position": "",
        "related_articles-TOTAL_FORMS": "1",
        "related_articles-0-related": str(neighbor.pk),
        "related_articles-0-position": "",
    }

    cost(article, by=staff.writer, more=changes)

    content = latest_content(article)
    assert content == frozen_now(article)
    assert {byline["name"] for byline in content["bylines"]} >= {"Dana Quoted", "Another Author"}
    assert [section["heading"] for section in content["sections"]] == ["How joints and MS are linked", "Added"]
    assert [topic["slug"] for topic in content["topics"]][1:] == ["joint-pain"]
    assert content["related"] == [str(neighbor.uid)]


def test_what_the_form_does_not_show_is_in_the_version_all_the_same(article, staff, cost):
    codenames = [f"{action}_citation" for action in ("view", "add", "change", "delete")]
    Group.objects.get(name=Role.WRITER).permissions.remove(*Permission.objects.filter(codename__in=codenames))
    before = article.latest_version.content["references"]

    cost(article, by=staff.writer, title="Joints that hurt")

    assert before
    assert latest_content(article)["references"] == before


def test_a_source_that_is_not_there_is_refused_with_the_typed_text_kept(article, staff, save):
    response = save(article, by=staff.writer, citations__0__source="987654", title="Typed in vain")

    page = response.content.decode()
    assert "Select a valid choice" in page and "Typed in vain" in page
    assert article.citations.get(key="first").source_id != 987654


def test_one_person_twice_in_a_role_is_refused(article, staff, save):
    author = article.bylines.first().expert
    more = {
        "bylines__TOTAL_FORMS": "2",
        "bylines__1__expert": str(author.pk),
        "bylines__1__role": "author",
        "bylines__1__position": "",
    }

    response = save(article, by=staff.writer, **more)

    assert "Please correct the duplicate" in response.content.decode()
    assert article.bylines.count() == 1


def test_a_role_that_does_not_exist_is_refused(article, staff, save):
    response = save(article, by=staff.writer, bylines__0__role="owner")

    assert "Select a valid choice" in response.content.decode()


def test_the_address_of_another_draft_is_refused(article, staff, save):
    factories.make_article(slug="taken")

    response = save(article, by=staff.writer, slug="taken")

    assert "Another article has this address already." in response.content.decode()
