"""Steps that several verbs share: lock, freeze, move."""

from datetime import datetime
from typing import Any

from articles.content.digest import canonical, sha256
from articles.errors import EditorialError
from articles.models import Article, State, Version


def lock(article: Article) -> Article:
    """Return `article` fresh from the database, locked until the transaction ends."""
    return Article.objects.select_for_update().get(pk=article.pk)


def lock_version(version: Version) -> tuple[Article, Version]:
    article = lock(version.article)
    return article, Version.objects.get(pk=version.pk)


def latest_version(article: Article) -> Version:
    if article.latest_version is None:
        raise EditorialError("The article has no version yet; save it first.")
    return article.latest_version


def new_version(article: Article, content: dict[str, Any], *, by: Any, now: datetime) -> Version:
    newest = article.versions.order_by("-number").first()
    document = canonical(content)
    return Version.objects.create(
        article=article,
        number=newest.number + 1 if newest else 1,
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
