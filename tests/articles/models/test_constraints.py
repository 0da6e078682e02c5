"""The mistakes that the database itself stops."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Figure, LedgerHead, Publication, RelatedArticle, Source, Topic
from tests.factories import make_article, make_source, make_topic


def refused():
    return pytest.raises(IntegrityError)


def test_two_current_publications_of_one_article_or_at_one_address(staff, article):
    publication = staff.published(article)
    other = make_article("other", author=staff.writer.expert)
    staff.published(other)
    copy = Publication.objects.get(pk=publication.pk)
    copy.pk = None

    with refused(), transaction.atomic():
        copy.save()
    with refused(), transaction.atomic():
        Publication.objects.filter(article=other).update(slug=publication.slug)


def test_a_withdrawal_without_a_reason(staff, article):
    staff.published(article)

    with refused(), transaction.atomic():
        Publication.objects.update(withdrawn_at=timezone.now())


def test_a_state_without_a_version_and_a_state_that_is_none(staff, article):
    with refused(), transaction.atomic():
        Article.objects.update(state="approved")
    with refused(), transaction.atomic():
        Article.objects.update(state="perfect")


def test_the_same_paper_twice(db):
    make_source(1)

    with refused(), transaction.atomic():
        Source.objects.create(title="Again", doi="10.1000/test.1")


def test_two_sections_one_citation_key_or_one_byline_twice(staff, article):
    with refused(), transaction.atomic():
        article.sections.update(anchor="same")
    with refused(), transaction.atomic():
        article.citations.create(source=make_source(3), key="first")
    with refused(), transaction.atomic():
        article.bylines.create(expert=staff.writer.expert, role="author")


def test_an_article_related_to_itself_or_to_nothing(staff, article):
    with refused(), transaction.atomic():
        article.related_articles.create(related=article)
    with refused(), transaction.atomic():
        RelatedArticle.objects.create(article=article)


def test_a_picture_without_words(db):
    with refused(), transaction.atomic():
        Figure.objects.create(name="x", digest="0" * 64, src="x", width=1, height=1)


def test_a_review_interval_beyond_three_years(db):
    with refused(), transaction.atomic():
        make_topic("x", months_between_reviews=37)


def test_a_topic_above_itself(db):
    nerves = make_topic("nerves")
    sclerosis = make_topic("sclerosis", parent=nerves)
    nerves.parent = sclerosis

    with pytest.raises(ValidationError, match="would stand above itself"):
        nerves.clean()
    with refused(), transaction.atomic():
        Topic.objects.filter(pk=nerves.pk).update(parent=nerves.pk)


def test_a_second_head_of_the_ledger(db):
    with refused(), transaction.atomic():
        LedgerHead.objects.create(pk=2)
