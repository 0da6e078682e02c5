"""What is frozen stays frozen in the admin, for a superuser too: pages, posts, bulk actions and side doors."""

from datetime import date

import pytest
from django.urls import reverse

from articles.admin.registry import site
from articles.editorial import workflow
from articles.editorial.reports import file_report
from articles.models import Comment, Correction, EditorialRecord, Publication, ReviewAssignment, Version
from experts.models import User
from tests import factories
from tests.scenes import scene

FROZEN = ["version", "editorialrecord", "publication", "correction", "reviewassignment", "comment"]


@scene
def rows(staff):
    """One row of each frozen noun."""
    article = factories.make_article()
    version = workflow.save_draft(article, by=staff.writer)
    workflow.submit_for_review(article, by=staff.writer)
    workflow.assign(article, reviewer=staff.reviewer, due_on=date(2099, 1, 1), by=staff.editor)
    comment = Comment.objects.create(
        article=article, version=version, author=staff.reviewer, body="Which dose?", made_at=version.made_at
    )
    workflow.recall(article, by=staff.writer)
    staff.published(article)
    workflow.correct(article, text="It said mg and means g.", by=staff.editor)
    return {
        "version": Version.objects.first(),
        "editorialrecord": EditorialRecord.objects.first(),
        "publication": Publication.objects.first(),
        "correction": Correction.objects.get(),
        "reviewassignment": ReviewAssignment.objects.first(),
        "comment": comment,
        "article": article,
        "readerreport": file_report(
            article.live_publication(), section_id="", message="A typo.", email="reader@example.org"
        ),
    }


@pytest.mark.parametrize("noun", FROZEN)
def test_a_superuser_may_look_and_nothing_else(noun, rows, superuser, client_of):
    client, row = client_of(superuser), rows[noun]
    change = reverse(f"admin:articles_{noun}_change", args=[row.pk])
    before = list(type(row).objects.order_by("pk").values())

    assert client.get(reverse(f"admin:articles_{noun}_changelist")).status_code == 200
    looked = client.get(change)
    assert looked.status_code == 200
    assert b'name="_save"' not in looked.content
    fields = {field.name: "1" for field in row._meta.fields}
    assert client.post(change, fields).status_code == 403
    assert client.post(change, fields | {"_saveasnew": "1"}).status_code == 403
    assert client.get(reverse(f"admin:articles_{noun}_add")).status_code == 403
    assert client.post(reverse(f"admin:articles_{noun}_add"), fields).status_code == 403
    assert client.post(reverse(f"admin:articles_{noun}_add") + "?_popup=1", fields).status_code == 403
    assert client.post(reverse(f"admin:articles_{noun}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert list(type(row).objects.order_by("pk").values()) == before


@pytest.mark.parametrize("noun", [*FROZEN, "article", "readerreport"])
def test_there_is_no_bulk_deletion(noun, rows, superuser, client_of):
    address = reverse(f"admin:articles_{noun}_changelist")
    row = rows[noun]

    client_of(superuser).post(
        address, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes", "index": "0"}
    )

    assert type(row).objects.filter(pk=row.pk).exists()


def test_an_article_is_not_deleted_by_anyone(article, superuser, client_of):
    address = reverse("admin:articles_article_delete", args=[article.pk])

    assert client_of(superuser).get(address).status_code == 403
    assert client_of(superuser).post(address, {"post": "yes"}).status_code == 403


def test_nothing_is_edited_in_a_list():
    assert [model for model, model_admin in site._registry.items() if model_admin.list_editable] == []


def test_no_inline_shows_a_frozen_noun():
    inlines = {inline.model for model_admin in site._registry.values() for inline in model_admin.inlines}

    assert inlines.isdisjoint({Version, EditorialRecord, Publication, Correction, Comment, ReviewAssignment})


def test_only_users_have_a_bulk_action(rows, superuser, client_of, rf):
    request = rf.get("/")
    request.user = superuser

    with_actions = [model for model, desk in site._registry.items() if desk.get_actions(request)]

    assert with_actions == [User]


def test_the_choosers_show_nobody_what_they_may_not_see(rows, staff, client_of):
    reader = factories.make_user(username="rob_reader", is_staff=True)
    address = reverse("admin:autocomplete")
    sources = {"app_label": "articles", "model_name": "citation", "field_name": "source", "term": ""}
    users = {"app_label": "experts", "model_name": "expert", "field_name": "user", "term": ""}

    assert client_of(reader).get(address, sources).status_code == 403
    assert client_of(staff.writer).get(address, sources).status_code == 200
    assert client_of(staff.writer).get(address, users).status_code == 403


def test_a_tampered_version_is_shown_as_such(rows, superuser, client_of):
    page = client_of(superuser).get(reverse("admin:articles_version_change", args=[rows["version"].pk]))

    assert "How joints and MS are linked" in page.content.decode()
    assert rows["version"].digest in page.content.decode()


def test_the_preview_of_a_version_is_closed_to_those_who_may_not_see_versions(rows, client_of, client):
    address = reverse("admin:articles_version_preview", args=[rows["version"].pk])
    reader = factories.make_user(username="rob_reader", is_staff=True)

    assert client.get(address).status_code == 302
    assert client_of(reader).get(address).status_code == 403


def test_the_list_of_articles_takes_as_many_queries_for_ten_as_for_two(staff, client_of, django_assert_max_num_queries):
    client = client_of(staff.editor)
    address = reverse("admin:articles_article_changelist")
    for number in range(2):
        staff.published(factories.make_article(slug=f"article-{number}"))
    with django_assert_max_num_queries(30) as few:
        client.get(address)
    for number in range(2, 6):
        staff.published(factories.make_article(slug=f"article-{number}"))

    with django_assert_max_num_queries(30) as many:
        client.get(address)

    assert len(many) == len(few)


def test_the_lists_of_one_article_are_linked_from_it(rows, staff, client_of):
    client, article = client_of(staff.writer), rows["article"]
    page = client.get(article.get_admin_url()).content.decode()

    for address in (
        reverse("admin:articles_version_timeline", args=[article.pk]),
        f"/admin/articles/editorialrecord/?article__id__exact={article.pk}",
    ):
        assert address in page
        assert client.get(address).status_code == 200
