"""What readers are led on to: the editor's choice, then the nearest; live pages, never this one, none twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Kinship, Publication
from articles.public.related import computed_for, related_to
from tests.factories import make_article, make_topic


@pytest.fixture
def put(staff):
    def publish(slug, topic="multiple-sclerosis", chosen=()):
        article = make_article(slug, title=slug, author=staff.writer.expert, main_topic=make_topic(topic))
        for position, other in enumerate(chosen):
            article.related_articles.create(related=other, position=position)
        staff.published(article)
        return article

    return publish


def shown(article):
    publication = Publication.objects.live().with_standing().get(article=article)
    return [other.slug for other, _ in related_to(publication)]


def test_the_nearest_fill_what_the_editor_left_free_and_nobody_stands_there_twice(put):
    far = put("far", topic="back-pain")
    near = [put(f"near-{number}") for number in range(4)]
    page = put("page", chosen=[far, near[0]])

    assert shown(page) == ["far", "near-0", "near-3", "near-2"]
    assert [row.slug for row in computed_for(page)] == ["near-3", "near-2", "near-1"]
    assert computed_for(page)[0].reasons.startswith("Same main topic: Multiple sclerosis; 2 shared sources")


def test_the_nearer_page_stands_before_the_newer_one(put):
    put("near")
    put("newer", topic="back-pain")

    assert shown(put("page")) == ["near", "newer"]


def test_withdrawn_and_scheduled_pages_are_not_there_and_leave_their_place_to_others(staff, put):
    page, gone, other = put("page"), put("gone"), put("other")
    coming = make_article("coming", author=staff.writer.expert)
    staff.approved(coming)
    workflow.schedule(coming, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)
    workflow.withdraw(gone, reason="It was wrong.", by=staff.editor)
    assert Kinship.objects.filter(article=page).count() == 3

    assert shown(page) == ["other"]
    assert [row.slug for row in computed_for(page)] == ["other"]
    workflow.reinstate(gone, note="It was right.", by=staff.editor)
    assert set(shown(page)) == {"other", "gone"} and other


def test_a_page_with_a_next_version_waiting_is_there_once(staff, put):
    page, other = put("page"), put("other")
    other.title = "other again"
    other.save()
    staff.approved(other)
    workflow.schedule(other, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)

    assert shown(page) == ["other"]


def test_the_form_shows_editors_what_is_computed_and_why(client, staff, put):
    put("near")
    page = put("page")
    client.force_login(staff.editor)

    answer = client.get(page.get_admin_url()).content.decode()

    assert "Same main topic: Multiple sclerosis; 2 shared sources" in answer
    assert 'href="/articles/near/"' in answer
