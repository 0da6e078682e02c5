"""From a page that was read to a draft: unreviewed, without a badge, whatever the page claimed."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from articles.content.html import sanitise
from articles.editorial import drafts, workflow
from articles.errors import EditorialError
from articles.importing import experts as profiles
from articles.importing.markup import html_of
from articles.importing.page import Page
from articles.importing.page_text import read_page
from articles.models import Article, BylineRole, Topic, Version
from experts.models import Expert

# As readers meet them, whatever order the page had.
_ORDER = (BylineRole.AUTHOR, BylineRole.MEDICAL_REVIEWER, BylineRole.EDITOR)


@dataclass(frozen=True)
class Imported:
    """The draft, what was read, and who had to be made for it."""

    article: Article
    version: Version
    page: Page
    new_experts: tuple[Expert, ...]


@transaction.atomic
def import_page(text: str, *, title: str, slug: str = "", topic: str = "", by: Any) -> Imported:
    """Make a draft of the copied page `text` and return it with the account of every line.

    Refuses a text that is no page (`UnreadablePage`), and with `EditorialError` an address that is in use, which is how
    a second import of the same page ends, an unknown topic, and whoever may not write. Nothing is kept of an import
    that was refused.
    """
    page = read_page(text)
    article = _create(title=title.strip(), slug=slug, topic=_topic(topic))
    if page.title and page.title != article.title:
        page.report.doubt(page.report.entries[0].number, f"The page calls itself “{page.title}”.")
    experts, new = _experts(page)
    ids = {key: str(expert.uid) for key, expert in experts.items()}
    article.lede = sanitise(html_of(page.lede, experts=ids))
    _sections(article, page, ids)
    _bylines(article, page, experts)
    _suggestions(article, page)
    # Last, as finding the people adds to the doubts.
    article.import_note = page.report.import_note()
    article.save()
    version = workflow.save_draft(article, by=by)
    article.refresh_from_db()
    if page.dates.published or page.dates.updated:
        workflow.record_import(
            article, originally_published=page.dates.published, last_updated=page.dates.updated, by=by
        )
    return Imported(article, version, page, tuple(new))


def _create(*, title: str, slug: str, topic: Topic | None) -> Article:
    if not title:
        raise EditorialError("An imported article needs a title.")
    article = Article(title=title, slug=_free_slug(slug or title), main_topic=topic)
    try:
        article.full_clean(validate_unique=False)
        with transaction.atomic():
            article.save(force_insert=True)
    except ValidationError as error:
        raise EditorialError(
            " ".join(f"{field.capitalize()}: {' '.join(said)}" for field, said in error.message_dict.items())
        ) from error
    except IntegrityError as error:
        raise EditorialError(f"The address “{article.slug}” was taken a moment ago; nothing was imported.") from error
    return article


def _free_slug(wanted: str) -> str:
    slug = slugify(wanted)[: drafts.LONGEST_SLUG].strip("-")
    if not slug:
        raise EditorialError(
            f"No address can be made of “{wanted}”; give one in letters a to z and digits as the slug."
        )
    known = Article.objects.filter(slug=slug).first()
    owner = known.title if known else drafts.slug_owner(Article(), slug)
    if owner:
        raise EditorialError(
            f"The address “{slug}” belongs to “{owner}” already; nothing was imported. "
            "If this is another page, give it another slug."
        )
    return slug


def _topic(name: str) -> Topic | None:
    name = name.strip()
    if not name:
        return None
    topic = Topic.objects.filter(slug=name).first() or Topic.objects.filter(name__iexact=name).first()
    if topic is None:
        known = ", ".join(Topic.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise EditorialError(f"There is no topic “{name}”. Topics: {known}.")
    return topic


def _experts(page: Page) -> tuple[dict[str, Expert], list[Expert]]:
    """Return who is credited or quoted, by key, and who of them is new; somebody merely mentioned is neither."""
    named = {*page.quoted, *(credit.expert for credit in page.credits)}
    experts, new = {}, []
    for person in page.people:
        if person.key not in named:
            continue
        expert = profiles.find(person, page.report)
        if expert is None:
            expert = profiles.make(person, page.report)
            new.append(expert)
        experts[person.key] = expert
    return experts, new


def _sections(article: Article, page: Page, ids: dict[str, str]) -> None:
    for position, section in enumerate(page.sections):
        article.sections.create(
            position=position,
            nav_label=section.nav_label,
            heading=section.heading,
            body=sanitise(html_of(section.blocks, experts=ids)),
        )


def _bylines(article: Article, page: Page, experts: dict[str, Expert]) -> None:
    credits = sorted(page.credits, key=lambda credit: _ORDER.index(BylineRole(credit.role)))
    rows = [*((credit.expert, credit.role) for credit in credits), *((key, BylineRole.QUOTED) for key in page.quoted)]
    # Two spellings of one name can turn out to be one expert.
    for position, (expert, role) in enumerate(dict.fromkeys((experts[key], role) for key, role in rows)):
        article.bylines.create(expert=expert, role=role, position=position)


def _suggestions(article: Article, page: Page) -> None:
    """Keep what the page showed as related: for the editor to choose from, never for readers."""
    for position, entry in enumerate(page.related):
        article.related_articles.create(
            position=position,
            suggested_title=entry.title,
            suggested_topic=entry.topic,
            suggested_alt=entry.alt,
            claims_review=bool(entry.badge_claim),
        )
