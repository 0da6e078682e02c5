"""Small services for drafts: addresses that are free, and stable ids for sections."""

from collections.abc import Iterable, Iterator

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from articles.content.passages import KEY_POINTS, LEDE, Passage, marked, passages_in, place_of, text_of
from articles.content.rewording import reworded
from articles.errors import EditorialError
from articles.models import Article, Publication, Redirect, Section
from experts.models import Expert

LONGEST_SLUG = 120
TRIES = 20
# The page's own ids begin with these; a section must not answer to one of them.
RESERVED_ANCHORS = ("page-", "source-", "ref-", "cite-")


def save_with_free_slug(article: Article) -> Article:
    """Save a new `article`; if its address is taken meanwhile, take the next free one: `ms-pain`, `ms-pain-2`.

    Two people who start the same article at the same moment both get one.
    """
    wanted = slugify(article.slug or article.title)[:LONGEST_SLUG].strip("-") or "article"
    for attempt in range(1, TRIES + 1):
        suffix = "" if attempt == 1 else f"-{attempt}"
        article.slug = wanted[: LONGEST_SLUG - len(suffix)] + suffix
        if Article.objects.filter(slug=article.slug).exists() or slug_owner(article, article.slug):
            continue
        try:
            with transaction.atomic():
                article.save(force_insert=True)
        except IntegrityError:
            article.pk = None
            continue
        return article
    raise EditorialError(f"Every address like “{wanted}” is taken; choose another one.")


def slug_owner(article: Article, slug: str) -> str | None:
    """Return the title of another article that readers know under `slug`, now or once, or None."""
    publications = Publication.objects.filter(slug=slug).exclude(article_id=article.pk).order_by()
    redirects = Redirect.objects.filter(slug=slug).exclude(article_id=article.pk).order_by()
    titles = publications.values_list("title").union(redirects.values_list("article__title"))
    return next((title for (title,) in titles[:1]), None)


def name_anchors(sections: Iterable[Section]) -> None:
    """Give every section without a stable id one, made from its label; ids once given never change."""
    for section in with_anchors(sections):
        section.save(update_fields=["anchor"])


def with_anchors(sections: Iterable[Section]) -> list[Section]:
    """As `name_anchors`, without saving; return those that were given one."""
    sections = list(sections)
    taken = {section.anchor for section in sections}
    nameless = [section for section in sections if not section.anchor]
    for section in nameless:
        stem = slugify(section.nav_label or section.heading)[:50] or "section"
        if stem.startswith(RESERVED_ANCHORS):
            stem = f"about-{stem}"
        section.anchor = next(name for name in numbered(stem) if name not in taken)
        taken.add(section.anchor)
    return nameless


def free_profile_slug(name: str) -> str:
    """Return an address for the profile of a new person called `name` that no other expert has."""
    stem = slugify(name)[:110] or "expert"
    taken = set(Expert.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in numbered(stem) if slug not in taken)


def numbered(stem: str) -> Iterator[str]:
    """Yield `stem`, then `stem-2`, `stem-3` and so on."""
    yield stem
    for number in range(2, 1000):
        yield f"{stem}-{number}"


def reword(article: Article, *, place: str, phrase: str, wording: str) -> bool:
    """Let the sentence that reads `phrase` in `place` of the draft read `wording`; say whether there was exactly one.

    Its citations and its markup stay. The draft's parts are saved; a version is made by whoever calls.
    """
    wording = " ".join(wording.split())
    if place in ("title", "summary", "lede", "emergency"):
        before = getattr(article, place)
        after = _reworded_text(before, phrase, wording, is_html=place in ("lede", "emergency"))
        setattr(article, place, after)
        article.save(update_fields=[place])
        return after != before
    if place == KEY_POINTS:
        hits = [index for index, point in enumerate(article.key_points) if _is_said(point, phrase)]
        if len(hits) == 1:
            article.key_points[hits[0]] = wording
            article.save(update_fields=["key_points"])
        return len(hits) == 1
    for section in article.sections.all():
        if place_of({"id": section.anchor}) != place:
            continue
        heading = _reworded_text(section.heading, phrase, wording, is_html=False)
        body = _reworded_text(section.body, phrase, wording, is_html=True)
        if (heading != section.heading) == (body != section.body):
            return False
        section.heading, section.body = heading, body
        section.save(update_fields=["heading", "body"])
        return True
    return False


def _reworded_text(text: str, phrase: str, wording: str, *, is_html: bool) -> str:
    if not is_html:
        return wording if _is_said(text, phrase) else text
    passages = text_of(LEDE, passages_in({"lede": text}))
    hits = [passage for passage in passages if _is_said(passage.text, phrase)]

    def write(passage: Passage) -> str:
        return reworded(passage.html, wording) if passage in hits else passage.html

    return marked(text, passages, write) if len(hits) == 1 else text


def _is_said(text: str, phrase: str) -> bool:
    return " ".join(text.split()) == " ".join(phrase.split())
