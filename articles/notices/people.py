"""Who is told: the editors, and the people who wrote an article. Whoever lost account or role is told nothing."""

from typing import Any

from django.db.models import Q, QuerySet

from articles.editorial.roles import Role
from articles.models import Article, BylineRole, Comment
from experts.models import User


def in_role(*roles: Role) -> QuerySet[User]:
    """Active people who hold one of `roles`, each once."""
    return User.objects.filter(
        is_active=True, pk__in=User.groups.through.objects.filter(group__name__in=roles).values("user")
    )


def editors() -> QuerySet[User]:
    return in_role(Role.EDITOR)


def writers_of(article: Article) -> QuerySet[User]:
    """Whoever made a version of `article`, and its authors, as far as they have an account."""
    authors = article.bylines.filter(role=BylineRole.AUTHOR).values("expert__user")
    return in_role(*Role).filter(Q(pk__in=article.versions.values("made_by")) | Q(pk__in=authors))


def people_in_thread(comment: Comment) -> QuerySet[User]:
    """Whoever wrote the remark that `comment` answers, or another answer to it."""
    if comment.parent_id is None:
        return User.objects.none()
    said: Any = Comment.objects.filter(Q(pk=comment.parent_id) | Q(parent=comment.parent_id))
    return in_role(*Role).filter(pk__in=said.values("author"))
