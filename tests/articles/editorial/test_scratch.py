"""Safety copies: every window's words are kept, nothing else is touched, and they go when nobody needs them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import presence, scratch, workflow
from articles.errors import EditorialError
from articles.models import Article, ScratchCopy, State
from tests import factories
from tests.scenes import scene

pytestmark = pytest.mark.django_db

ONE, TWO = "a" * 32, "b" * 32


@scene
def staff():
    return factories.Staff()


@scene
def article(staff):
    article = factories.make_article()
    workflow.save_draft(article, by=staff.writer)
    article.refresh_from_db()
    return article


def fields(title):
    return {"values": {"title": [title]}, "labels": {}, "at": 1}


def test_a_window_has_one_copy_and_the_newest_words_are_in_it(article, staff):
    scratch.keep(article, by=staff.writer, window=ONE, fields=fields("First"), based_on=1)
    scratch.keep(article, by=staff.writer, window=ONE, fields=fields("Second"), based_on=1)

    (copy,) = scratch.copies_of(article, by=staff.writer)
    assert copy.fields == fields("Second")


def test_two_windows_never_write_over_each_other(article, staff):
    scratch.keep(article, by=staff.writer, window=ONE, fields=fields("In the first"))
    scratch.keep(article, by=staff.writer, window=TWO, fields=fields("In the second"))

    titles = {copy.fields["values"]["title"][0] for copy in scratch.copies_of(article, by=staff.writer)}
    assert titles == {"In the first", "In the second"}


def test_nobody_sees_anybody_elses_copy(article, staff):
    scratch.keep(article, by=staff.writer, window=ONE, fields=fields("Mine"))

    assert not scratch.copies_of(article, by=staff.editor)


def test_the_form_of_a_new_article_is_kept_apart(article, staff):
    scratch.keep(None, by=staff.writer, window=ONE, fields=fields("A new one"))

    assert not scratch.copies_of(article, by=staff.writer)
    assert scratch.copies_of(None, by=staff.writer).count() == 1


def test_a_hundred_copies_make_no_version_and_change_nothing(article, staff):
    before = Article.objects.filter(pk=article.pk).values().get()

    for number in range(100):
        scratch.keep(article, by=staff.writer, window=ONE, fields=fields(f"Title {number}"), based_on=1)

    assert article.versions.count() == 1
    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert ScratchCopy.objects.count() == 1


def test_words_are_kept_during_a_review_and_from_somebody_who_may_not_write(article, staff):
    workflow.submit_for_review(article, by=staff.writer)
    visitor = factories.make_user(username="vera_visitor")

    for user, window in ((staff.writer, ONE), (visitor, TWO)):
        scratch.keep(article, by=user, window=window, fields=fields("Too late"))

    article.refresh_from_db()
    assert (article.state, article.title, article.versions.count()) == (State.IN_REVIEW, "Sore joints", 1)
    assert scratch.copies_of(article, by=visitor).count() == 1


def test_what_is_far_too_long_is_refused_with_a_sentence_and_the_last_copy_stays(article, staff):
    scratch.keep(article, by=staff.writer, window=ONE, fields=fields("Short"))

    with pytest.raises(EditorialError, match="too long for a safety copy"):
        scratch.keep(article, by=staff.writer, window=ONE, fields=fields("x" * scratch.LARGEST))

    assert scratch.copies_of(article, by=staff.writer).get().fields == fields("Short")


def test_characters_that_a_database_cannot_hold_do_not_cost_the_words(article, staff):
    scratch.keep(article, by=staff.writer, window=ONE, fields=fields("Walk\0 a \ud800little. 🙂"))

    copy = scratch.copies_of(article, by=staff.writer).get()
    assert copy.fields["values"]["title"] == ["Walk a little. 🙂"]


def test_a_copy_is_forgotten_when_asked_and_only_ones_own(article, staff):
    scratch.keep(article, by=staff.writer, window=ONE, fields=fields("Mine"))

    scratch.forget(by=staff.editor, window=ONE)
    assert scratch.copies_of(article, by=staff.writer).exists()
    scratch.forget(by=staff.writer, window=ONE)

    assert not scratch.copies_of(article, by=staff.writer).exists()


def test_copies_are_kept_for_thirty_days(article, staff):
    now = timezone.now()
    scratch.keep(article, by=staff.writer, window=ONE, fields=fields("Old"), now=now - timedelta(days=30, minutes=1))
    scratch.keep(article, by=staff.writer, window=TWO, fields=fields("Not so old"), now=now - timedelta(days=29))

    assert [copy.window for copy in scratch.copies_of(article, by=staff.writer, now=now)] == [TWO]
    scratch.forget_old(now=now)

    assert [copy.window for copy in ScratchCopy.objects.all()] == [TWO]


def test_a_window_without_a_proper_name_is_refused(article, staff):
    with pytest.raises(EditorialError):
        scratch.keep(article, by=staff.writer, window="../../x", fields=fields("x"))


def test_who_is_here_is_known_for_half_a_minute(article, staff):
    now = timezone.now()
    presence.sign(article_id=article.pk, by=staff.writer, is_writing=True, now=now)

    def seen(seconds):
        return presence.sign(
            article_id=article.pk, by=staff.editor, is_writing=False, now=now + timedelta(seconds=seconds)
        )

    assert [(other.user, other.is_writing, other.since) for other in seen(29)] == [(staff.writer, True, now)]
    assert seen(31) == []


def test_since_is_when_somebody_came_and_starts_anew_after_an_absence(article, staff):
    now = timezone.now()
    for seconds in (0, 10, 20, 120):
        presence.sign(article_id=article.pk, by=staff.writer, is_writing=False, now=now + timedelta(seconds=seconds))
        if seconds == 20:
            assert article.presences.get().since == now

    assert article.presences.get().since == now + timedelta(seconds=120)


def test_a_sign_takes_three_queries_however_many_are_here(article, staff, django_assert_num_queries):
    for number in range(5):
        user = factories.make_user(username=f"user_{number}")
        presence.sign(article_id=article.pk, by=user, is_writing=False)

    with django_assert_num_queries(3):
        others = presence.sign(article_id=article.pk, by=staff.writer, is_writing=True)

    assert len(others) == 5
