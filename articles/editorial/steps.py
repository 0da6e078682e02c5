"""Steps that several verbs share: lock, freeze, move."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from articles.content.digest import canonical, sha256
from articles.content.hub_links import unlinked_content
from articles.errors import EditorialError
from articles.models import Article, State, Version


def lock(article: Article) -> Article:
    """Return `article` fresh from the database, locked until the transaction ends.

    But for its key: who publishes a neighbor of it at this moment refers to it, and would wait for us as we for them.
    Nothing is joined to it: who waits for a lock gets the row as it is now, and what is joined as it was before.
    """
    return Article.objects.select_for_update(no_key=True).get(pk=article.pk)


def hold(article_id: int) -> None:
    """Lock the article with this key, as `lock` does. What is read of it afterwards may be joined with other rows."""
    Article.objects.select_for_update(no_key=True).order_by("pk").values_list("pk").filter(pk=article_id).first()


def lock_version(version: Version) -> tuple[Article, Version]:
    article = lock(version.article)
    return article, Version.objects.get(pk=version.pk)


def latest_version(article: Article) -> Version:
    if article.latest_version is None:
        raise EditorialError("The article has no version yet; save it first.")
    # It is handed on by itself, and who gets it would look its article up again.
    article.latest_version.article = article
    return article.latest_version


def says_the_same(version: Version, content: dict[str, Any]) -> bool:
    """Whether the draft, frozen now, is still `version`.

    Links to hubs are no writer's words: a hub that came or went since must not cost an unchanged draft its approval.
    """
    if version.digest == sha256(canonical(content)):
        return True
    return version.is_intact and canonical(unlinked_content(content)) == canonical(unlinked_content(version.content))


def new_version(article: Article, content: dict[str, Any], *, by: Any, now: datetime) -> Version:
    newest = article.versions.aggregate(Max("number"))["number__max"] or 0
    document = canonical(content)
    return Version.objects.create(
        article=article,
        number=newest + 1,
        document=document,
        digest=sha256(document),
        made_by=by,
        made_at=now,
    )


def move(article: Article, state: State, *, to: Version | None = None) -> None:
    article.state = state
    if to:
        article.latest_version = to
    article.save(update_fields=["state", "latest_version"])


def close_assignments(article: Article, *, now: datetime, of: Any = None) -> None:
    """Nobody is waited for any more; with `of` only that reviewer is not."""
    waiting = article.assignments.open()
    (waiting.filter(reviewer=of) if of else waiting).update(closed_at=now)
