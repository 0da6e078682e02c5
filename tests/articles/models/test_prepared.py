"""A question that was put into SQL once gets the answers of its query set, whatever its values."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models import F
from django.utils import timezone

from articles.models import Publication
from articles.models.prepared import Prepared
from tests.factories import make_article

NEVER = datetime(1, 1, 1, tzinfo=UTC)


def build(slug, now, uid):
    return Publication.objects.live(now).with_standing().filter(slug=slug).exclude(article_uid=uid)


@pytest.fixture
def live():
    return Prepared(Publication, build, {"slug": "a-slug", "now": NEVER, "uid": UUID(int=1)})


def test_it_finds_what_the_query_set_finds(staff, live, django_assert_num_queries):
    for slug in ("sore-joints", "back-pain"):
        staff.published(make_article(slug, author=staff.writer.expert))
    now, nobody = timezone.now(), uuid4()

    for slug in ("sore-joints", "back-pain", "nothing"):
        found = live(slug=slug, now=now, uid=nobody)
        assert found == list(build(slug, now, nobody))
        with django_assert_num_queries(0):
            assert all(row.standing().has_badge and row.version.content["slug"] == slug for row in found)
    first = Publication.objects.get(slug="sore-joints")
    assert found == [] and live(slug="sore-joints", now=now, uid=first.article_uid) == []
    assert live(slug="sore-joints", now=now - timedelta(days=1), uid=nobody) == []


def test_every_field_comes_as_from_the_query_set(staff, live):
    staff.published(make_article("sore-joints", author=staff.writer.expert))
    now, nobody = timezone.now(), uuid4()

    (found,) = live(slug="sore-joints", now=now, uid=nobody)
    (expected,) = build("sore-joints", now, nobody)

    for of in (lambda row: row, lambda row: row.version, lambda row: row.review, lambda row: row.release):
        fields = [field.attname for field in of(expected)._meta.concrete_fields]
        assert {name: getattr(of(found), name) for name in fields} == {
            name: getattr(of(expected), name) for name in fields
        }


def test_what_is_worked_out_beside_the_fields_comes_along(staff):
    published = staff.published(make_article("sore-joints", author=staff.writer.expert))
    question = Prepared(
        Publication,
        lambda slug: Publication.objects.filter(slug=slug).annotate(next_pk=F("pk") + 1).only("slug"),
        {"slug": "a-slug"},
    )

    (found,) = question(slug="sore-joints")

    assert found.next_pk == published.pk + 1
    assert found.get_deferred_fields() >= {"title", "summary"}


def test_its_rows_are_rows_like_others(staff, django_assert_num_queries):
    published = staff.published(make_article("sore-joints", author=staff.writer.expert))
    question = Prepared(
        Publication,
        lambda: Publication.objects.select_related("version", "replacement").only(
            "slug", "version__number", "replacement__state"
        ),
        {},
    )

    (found,) = question()

    with django_assert_num_queries(0):
        assert found.replacement is None and found.version.number == 1
        assert not found._state.adding and found.version._state.db == found._state.db == "default"
    with django_assert_num_queries(2):
        assert (found.title, found.version.document) == (published.title, published.version.document)


def test_a_value_that_the_question_has_no_place_for_is_refused(db):
    question = Prepared(
        Publication, lambda slug, now: Publication.objects.filter(slug=slug), {"slug": "s", "now": NEVER}
    )

    with pytest.raises(ValueError, match="no place for now"):
        question(slug="sore-joints", now=timezone.now())


def test_a_question_that_has_no_answer_asks_nothing(db, django_assert_num_queries):
    question = Prepared(Publication, lambda: Publication.objects.none(), {})

    with django_assert_num_queries(0):
        assert question() == []
