"""A preview link opens one version, for a time, until it is revoked; its secret is kept nowhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.previewing import make_preview_link, open_preview, revoke_preview_link
from articles.errors import EditorialError
from articles.models import Article, PreviewLink
from tests.scenes import scene


@scene
def version(article, staff):
    return workflow.save_draft(article, by=staff.writer)


@scene
def token(version, staff):
    return make_preview_link(version, by=staff.writer, days=7)


def test_a_link_opens_its_version_and_counts_the_looks(token, version):
    assert open_preview(token).version == version
    assert open_preview(token).views == 2


def test_a_question_without_a_look_is_not_counted(token):
    open_preview(token, is_a_look=False)

    assert PreviewLink.objects.get().views == 0


def test_a_link_stays_with_its_version_when_the_draft_moves_on(token, version, staff):
    Article.objects.update(title="Other")
    workflow.save_draft(version.article, by=staff.writer)

    assert open_preview(token).version == version


def test_the_secret_is_kept_nowhere(token):
    (row,) = PreviewLink.objects.values()

    assert token not in str(row)
    assert len(token) >= 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM articles_previewlink WHERE token_digest = %s", [token])
        assert cursor.fetchone() == (0,)


def test_a_link_expires(token):
    assert open_preview(token, now=timezone.now() + timedelta(days=6)) is not None
    assert open_preview(token, now=timezone.now() + timedelta(days=7, seconds=1)) is None


def test_a_revoked_link_opens_nothing(token, staff):
    revoke_preview_link(PreviewLink.objects.get(), by=staff.editor)

    assert open_preview(token) is None


def test_a_link_revoked_twice_is_revoked_since_the_first_time(token, staff):
    link, then = PreviewLink.objects.get(), timezone.now() - timedelta(hours=1)
    revoke_preview_link(link, by=staff.editor, now=then)
    revoke_preview_link(link, by=staff.editor)

    link.refresh_from_db()
    assert link.revoked_at == then


@pytest.mark.parametrize("wrong", ["", "x", "token", "ü" * 10, "'; DROP TABLE", "a" * 5000])
def test_a_wrong_secret_opens_nothing(token, wrong):
    assert open_preview(wrong) is None


@pytest.mark.parametrize("days", [0, -1, 31, 400])
def test_a_link_is_valid_for_one_to_thirty_days(version, staff, days):
    with pytest.raises(EditorialError, match="1 to 30 days"):
        make_preview_link(version, by=staff.writer, days=days)


@pytest.mark.parametrize("who", ["reviewer"])
def test_only_writers_and_editors_make_and_revoke_links(token, version, staff, who):
    with pytest.raises(EditorialError, match="Only a writer or an editor"):
        make_preview_link(version, by=getattr(staff, who), days=7)
    with pytest.raises(EditorialError, match="Only a writer or an editor"):
        revoke_preview_link(PreviewLink.objects.get(), by=getattr(staff, who))


def test_two_links_have_two_secrets(version, staff):
    assert make_preview_link(version, by=staff.writer, days=1) != make_preview_link(version, by=staff.editor, days=1)
