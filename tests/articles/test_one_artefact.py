"""Nothing done to a draft, a person, a source, a topic or a picture changes one byte of a published page."""

import pytest
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import (
    Article,
    Byline,
    Citation,
    EditorialRecord,
    Figure,
    Publication,
    PublicationExpert,
    PublicationFile,
    RelatedArticle,
    Section,
    Source,
    Topic,
    Version,
    Waiver,
)
from experts.models import Affiliation, Credential, Disclosure, Expert
from tests.factories import make_article, make_expert
from tests.scenes import scene

# Every model whose rows a version is frozen from.
DRAFTED = [
    Article, Section, Byline, Citation, Source, RelatedArticle, Figure, Topic, Waiver,
    Expert, Affiliation, Credential, Disclosure,
]  # fmt: skip
KEPT = {
    # The rows' own identity; changing them makes another row, not another content.
    "id",
    "uid",
    "article",
    "expert",
    "user",
    "latest_version",
    "parent",
}


def fields_of(model):
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in KEPT and not isinstance(field, (models.ForeignKey, models.DateTimeField))
    ]


def another(field, row):
    """A value that `field` does not have in `row`, and that the database accepts."""
    now = getattr(row, field.attname)
    if field.choices:
        return next(value for value, _ in field.flatchoices if value != now)
    if isinstance(field, models.BooleanField):
        return not now
    if isinstance(field, models.IntegerField):
        return (now or 0) + 1
    if isinstance(field, models.DateField):
        return "2001-01-01"
    if isinstance(field, models.JSONField):
        return [{"family": "Altered", "given": "X"}] if field.name == "authors" else ["altered"]
    if isinstance(field, models.URLField):
        return "https://altered.example/"
    return "altered"[: field.max_length or 7]


@scene
def published(staff, article):
    """A live page with something in every field that a version is frozen from."""
    quoted = make_expert(name="Quinn Quoted")
    quoted.portrait = article.hero.as_shown()
    quoted.save()
    article.bylines.create(expert=quoted, role="quoted", position=2)
    neighbour = make_article("neighbour", author=staff.writer.expert, title="Neighbour")
    staff.published(neighbour)
    article.related_articles.create(related=neighbour)
    article.waivers.create(code="old-source", reason="The classic.", by=staff.writer, made_at=timezone.now())
    return staff.published(article)


def page(publication):
    response = Client().get(publication.get_absolute_url())
    assert response.status_code == 200
    return response.content


def rows_behind(model, publication):
    """The rows of `model` that this very page was frozen from; the neighbour's own draft is another page's."""
    article = publication.article
    if model is Article:
        return model.objects.filter(pk=article.pk)
    if model in (Section, Byline, Citation, RelatedArticle, Waiver):
        return model.objects.filter(article=article)
    return model.objects.all()


def change(row, field, how):
    value = another(field, row)
    if how == "query set":
        type(row).objects.filter(pk=row.pk).update(**{field.attname: value})
        return
    table, column = connection.ops.quote_name(row._meta.db_table), connection.ops.quote_name(field.column)
    prepared = field.get_db_prep_save(value, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [prepared, row.pk])


@pytest.mark.parametrize("how", ["query set", "raw SQL"])
@pytest.mark.parametrize("model", DRAFTED, ids=lambda model: model.__name__)
def test_changing_any_field_leaves_the_page_byte_identical(published, model, how):
    before = page(published)

    for field in fields_of(model):
        row = rows_behind(model, published).first()
        change(row, field, how)
        assert page(published) == before, f"{model.__name__}.{field.name} leaked into the page"


def test_changing_who_is_credited_pictured_and_filed_leaves_the_page_byte_identical(published):
    before = page(published)
    article = published.article

    article.bylines.update(expert=make_expert(name="Somebody Else"))
    Article.objects.filter(pk=article.pk).update(hero=None, main_topic=None)
    article.citations.all().delete()
    article.sections.all().delete()
    article.related_articles.all().delete()

    assert page(published) == before


def test_this_test_looks_at_every_table_that_is_drafted():
    """A new noun must say here whether pages are frozen from it."""
    from django.apps import apps

    known = {*DRAFTED, Version, EditorialRecord, Publication, PublicationExpert, PublicationFile}
    beside = {
        "Kinship",
        "Listing",
        "Listed",
        "Notice",
        "PreviewLink",
        "Presence",
        "ScratchCopy",
        "SearchDocument",
        "SearchWord",
        "User",
        "LedgerHead",
        "Redirect",
        "ReaderReport",
        "ReviewAssignment",
        "ReviewLink",
        "ReviewVisit",
        "OneTimeCode",
        "SignOff",
        "Reminder",
        "SitePage",
        "SitePageVersion",
        "Feature",
        "PageViews",
        "StoredPage",
        "StoredPageKey",
        "PageGeneration",
        "DroppedKey",
        "ComingChange",
        "WaitingPurge",
        "Comment",
        "Correction",
    }
    models_there = {*apps.get_app_config("articles").get_models(), *apps.get_app_config("experts").get_models()}

    assert {model.__name__ for model in models_there - known} == beside


def test_an_address_that_a_draft_takes_is_not_public(published):
    Article.objects.filter(pk=published.article.pk).update(slug="leaked")

    assert Client().get(reverse("public:article", args=["leaked"])).status_code == 404
