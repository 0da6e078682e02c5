"""Whoever's words stand in the text is on the byline as quoted: that is what keeps them from reviewing it."""

from typing import Any
from uuid import UUID

from django.db import transaction

from articles.content.html import parse
from articles.editorial.drafts import free_profile_slug
from articles.editorial.gate import require_role
from articles.editorial.roles import Role
from articles.editorial.snapshot import Parts
from articles.errors import EditorialError
from articles.models import Article, Byline, BylineRole
from experts.models import Expert

# Whoever wrote the article may speak in it without a second credit.
CREDITED = (BylineRole.AUTHOR, BylineRole.QUOTED)


def credit_the_quoted(article: Article, parts: Parts) -> list[Byline]:
    """Put everybody whose words are marked in the draft on its byline as quoted; return the rows that were made."""
    said = _people_in([article.lede, article.emergency, *(section.body for section in parts.sections)])
    credited = {byline.expert.uid for byline in parts.bylines if byline.role in CREDITED}
    last = max((byline.position for byline in parts.bylines), default=0)
    missing = [uid for uid in said if uid not in credited]
    unnamed = {expert.uid: expert for expert in Expert.objects.filter(uid__in=missing)} if missing else {}
    found = [unnamed[uid] for uid in said if uid in unnamed]
    return [
        Byline.objects.create(article=article, expert=expert, role=BylineRole.QUOTED, position=position)
        for position, expert in enumerate(found, start=last + 1)
    ]


@transaction.atomic
def add_person(name: str, *, by: Any) -> Expert:
    """Make a person whom the text can quote, known by name alone; somebody else checks who that is."""
    require_role(by, Role.WRITER, Role.EDITOR)
    name = " ".join(name.split())
    if not name:
        raise EditorialError("Write the name of the person.")
    if len(name) > 120:
        raise EditorialError("A name has at most 120 letters; write the rest into the title.")
    return Expert.objects.create(name=name, slug=free_profile_slug(name))


def _people_in(texts: list[str]) -> list[UUID]:
    """The stable ids of the people whom the texts name, each once, in reading order."""
    marks = [uid for text in texts if "data-expert" in text for uid in parse(text).xpath(".//@data-expert")]
    return list(dict.fromkeys(uid for mark in marks if (uid := _uuid(mark))))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
