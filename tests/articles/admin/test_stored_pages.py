"""What is edited as it stands, a topic or a person, is at once another on the pages that show it as it stands."""

import pytest
from django.urls import reverse

from articles.models import DroppedKey, Topic
from articles.pages.dropping import drop
from tests import factories
from tests.articles.admin.filled_form import filled_form


@pytest.fixture
def dropped():
    """The keys dropped since it was called last."""
    drop([])

    def since():
        keys = set(DroppedKey.objects.values_list("key", flat=True))
        DroppedKey.objects.all().delete()
        return keys

    since()
    return since


def edit(client, address, form_id, **changes):
    response = client.post(address, filled_form(client.get(address), form_id, **changes), follow=True)
    assert response.status_code == 200 and "was changed successfully" in response.content.decode()


def test_a_renamed_topic_is_renamed_on_its_hub_and_wherever_the_tree_is_shown(staff, client_of, dropped, client):
    topic = factories.make_topic("joint-pain", name="Joint pain")
    address = reverse("admin:articles_topic_change", args=[topic.pk])

    edit(client_of(staff.editor), address, "topic_form", name="Painful joints")

    shown = client.get("/topics/joint-pain/")["Surrogate-Key"].split()
    assert dropped() & set(shown)
    assert {"tree"} <= set(client.get("/topics/")["Surrogate-Key"].split())


def test_a_deleted_topic_leaves_no_hub_behind(superuser, client_of, dropped):
    topic = factories.make_topic("joint-pain", name="Joint pain")

    client_of(superuser).post(reverse("admin:articles_topic_delete", args=[topic.pk]), {"post": "yes"})

    assert not Topic.objects.filter(pk=topic.pk).exists()
    assert "hub:joint-pain" in dropped()


def test_a_person_is_another_on_their_profile_and_in_the_directory(staff, article, client_of, dropped, client):
    staff.published(article)
    author = article.bylines.get(role="author").expert
    dropped()
    address = reverse("admin:experts_expert_change", args=[author.pk])

    edit(client_of(staff.editor), address, "expert_form", bio="Writes about joints.")

    keys = dropped()
    assert keys & set(client.get(author.get_absolute_url())["Surrogate-Key"].split())
    assert keys & set(client.get("/experts/")["Surrogate-Key"].split())
    assert keys & set(client.get("/medical-review-board/")["Surrogate-Key"].split())
