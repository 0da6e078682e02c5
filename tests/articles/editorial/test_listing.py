"""The lists that readers turn over say what is public, whatever was decided and whatever the clock says."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.editorial import listing, workflow
from articles.models import Listed, Listing
from articles.pages.keys import of_sitemap, touched_by
from articles.safekeeping.verifying import faults
from tests.articles.public.reading import edit
from tests.factories import make_article, make_topic


@pytest.fixture
def published(staff):
    return staff.published(make_article(author=staff.writer.expert, main_topic=make_topic(parent=make_topic("brain"))))


def kept():
    """What is on the lists, and how many each says there are."""
    rows = Listed.objects.values_list(
        "listing__key", "publication", "changed_on", "reviewed_on", "begins_at", "ends_at"
    )
    return sorted(rows, key=str), sorted(Listing.objects.exclude(articles=0).values_list("key", "language", "articles"))


def is_whole():
    """Whether the lists are what they would be if they were made anew."""
    before = kept()
    listing.rebuild()
    return kept() == before


def pages(*keys, now=None):
    counted = Listing.objects.counted(now)
    return [sum(row.pages for row in counted.filter(key=key)) for key in keys]


def told_of_lists():
    return [fault for fault in faults() if "rebuild_lists" in fault]


def keys_on():
    return set(Listed.objects.values_list("listing__key", flat=True))


def test_a_page_stands_on_the_lists_of_its_topics_and_people_and_on_that_of_all(published):
    assert keys_on() == {
        "articles",
        "hub:brain",
        "hub:multiple-sclerosis",
        *(f"profile:{row.expert.slug}" for row in published.people.all()),
        of_sitemap(published.article_id),
    }
    assert set(pages(*keys_on())) == {1} and is_whole()


def test_another_version_takes_the_place_of_the_one_before(staff, published):
    edit(published.article, title="Anew", main_topic=make_topic("heart"))
    staff.published(published.article)

    assert "hub:heart" in keys_on() and Listed.objects.filter(publication=published).count() == 0
    assert pages("articles", "hub:heart", "hub:multiple-sclerosis", "hub:brain") == [1, 1, 0, 0] and is_whole()


def test_what_is_withdrawn_stands_on_no_list_and_comes_back_to_all(staff, published):
    before = kept()
    workflow.withdraw(published.article, reason="A doubt.", by=staff.editor)
    assert not Listed.objects.exists() and pages("articles", "hub:brain") == [0, 0]

    workflow.reinstate(published.article, by=staff.editor, note="It was right.")

    assert [row[0] for row in kept()[0]] == [row[0] for row in before[0]] and kept()[1] == before[1] and is_whole()


def test_what_is_scheduled_counts_when_it_begins_and_not_before(staff, published):
    start = timezone.now() + timedelta(days=2)
    edit(published.article, title="Anew", main_topic=make_topic("heart"))
    staff.approved(published.article)
    workflow.schedule(published.article, visible_from=start, by=staff.editor)
    another = make_article("another", author=staff.writer.expert, main_topic=make_topic("heart"))
    staff.approved(another)
    workflow.schedule(another, visible_from=start, by=staff.editor)

    assert pages("articles", "hub:brain", "hub:heart") == [1, 1, 0]
    assert pages("articles", "hub:brain", "hub:heart", now=start) == [2, 0, 2]
    assert is_whole()

    workflow.unschedule(published.article, by=staff.editor)

    assert pages("articles", "hub:brain", "hub:heart") == [1, 1, 0]
    assert pages("articles", "hub:brain", "hub:heart", now=start) == [2, 1, 1]
    assert is_whole()


def test_a_confirmed_review_moves_a_page_to_the_front_of_what_was_reviewed_last(staff):
    then = timezone.now() - timedelta(days=5)
    publication = staff.published(make_article(author=staff.writer.expert), now=then)
    due = (timezone.now() + timedelta(days=90)).date()
    workflow.confirm_unchanged(
        publication.article, digest=publication.version.digest, by=staff.reviewer, next_review_due=due
    )

    assert set(Listed.objects.filter(listing__key="articles").values_list("reviewed_on", flat=True)) == {
        timezone.now().date()
    }
    assert is_whole()


def test_a_topic_that_moves_takes_its_pages_to_the_hubs_above(client, staff, published, admin_client):
    heart, topic = make_topic("heart"), make_topic()
    form = admin_client.get(f"/admin/articles/topic/{topic.pk}/change/").context["adminform"].form
    fields = {name: form[name].value() for name in form.fields} | {"parent": heart.pk}
    response = admin_client.post(
        f"/admin/articles/topic/{topic.pk}/change/",
        {name: value for name, value in fields.items() if value is not None},
    )

    assert response.status_code == 302
    assert pages("hub:heart", "hub:brain", "hub:multiple-sclerosis") == [1, 0, 1] and is_whole()


def test_the_lists_of_a_release_are_kept_with_few_queries(staff, published, django_assert_num_queries):
    """Two for a page that was there before, three for a new one; the topics are at hand then."""
    publication = published.article.open_publication()
    touched_by(publication)
    Listed.objects.update(changed_on="2026-01-01")
    with django_assert_num_queries(2):
        listing.relist(published.article, shown=[publication])

    Listed.objects.all().delete()
    Listing.objects.update(articles=0)
    with django_assert_num_queries(3):
        listing.relist(published.article, shown=[publication], is_first=True)
    assert is_whole()


def test_an_update_makes_the_files_of_the_site_map_anew_as_the_lists_have_them(staff, published):
    edit(published.article, title="Anew")
    staff.approved(published.article)
    workflow.schedule(published.article, visible_from=timezone.now() + timedelta(days=2), by=staff.editor)
    before = kept()
    migration = import_module("articles.migrations.0023_fewer_files_of_the_site_map")

    migration.share_as_before(None, connection.schema_editor())
    migration.share(None, connection.schema_editor())

    assert any(key == of_sitemap(published.article_id) for key, *_ in before[0])
    assert kept() == before


def test_lists_that_lie_are_told_of_and_made_anew(published, capsys):
    assert told_of_lists() == []
    Listing.objects.filter(key="articles").update(articles=7)
    Listed.objects.filter(listing__key="hub:brain").delete()

    assert told_of_lists() == [
        "“Sore joints” is not on the lists where it belongs. Run manage.py rebuild_lists.",
        "The list articles en counts 7 articles and has 1. Run manage.py rebuild_lists.",
        "The list hub:brain en counts 1 articles and has 0. Run manage.py rebuild_lists.",
    ]

    call_command("rebuild_lists")
    assert told_of_lists() == [] and "6 rows stand on the lists." in capsys.readouterr().out
