"""Scenes are the same for every test, and no test sees what another one did to them."""

import pytest

from articles.editorial import workflow
from articles.models import Article, Version
from tests.factories import Staff, make_article
from tests.scenes import scene


@scene
def staff():
    return Staff()


@scene
def article(staff):
    return make_article(author=staff.writer.expert)


@scene
def version(staff, article):
    return workflow.save_draft(article, by=staff.writer)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_change_is_gone_for_the_next_test(article, turn):
    assert (article.title, Article.objects.get().title) == ("Sore joints", "Sore joints")

    article.title = turn
    article.save()
    make_article("another")


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_scene_stands_on_the_scenes_it_names(staff, article, version, turn):
    assert version.article == article
    assert Version.objects.count() == 1

    staff.published(article)


def test_whoever_does_not_ask_for_a_scene_sees_none_of_it(article_is_nowhere):
    assert article_is_nowhere


@pytest.fixture
def article_is_nowhere(db):
    return not Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_with_transactions_of_its_own_sees_nothing_either():
    assert not Article.objects.exists()


def test_a_scene_is_asked_for_before_the_test_begins(request):
    with pytest.raises(AssertionError, match="Name staff among the test's arguments"):
        request.getfixturevalue("staff")
