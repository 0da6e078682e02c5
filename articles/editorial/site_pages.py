"""Pages about the site: what an editor publishes is frozen, and readers see that and nothing else.

They hold no medical text, so no doctor approves them and the ledger does not name them (docs/decisions/0012).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles.content.digest import canonical, sha256
from articles.content.html import parse, plain_text, serialise
from articles.content.site_text import sanitise_text
from articles.editorial.drafts import RESERVED_ANCHORS, numbered
from articles.editorial.gate import require_nothing_missing, require_role
from articles.editorial.requirements import Issue
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import SitePage, SitePageVersion
from articles.pages import dropping, keys

LONGEST_NOTE = 300
LONGEST_ID = 50


@transaction.atomic
def publish_page(page: SitePage, *, by: Any, change_note: str, now: datetime | None = None) -> SitePageVersion:
    """Show the draft of `page` to readers, now. The first version needs no change note."""
    page = SitePage.objects.select_for_update().get(pk=page.pk)
    require_role(by, Role.EDITOR)
    before = page.latest_version()
    if before and draft_digest(page) == before.digest:
        raise EditorialError(f"Readers see exactly this already, as version {before.number}: nothing changed.")
    require_nothing_missing([*_missing(page), *_missing_note(change_note, before)])
    return _freeze(page, before, by=by, change_note=change_note.strip(), now=now or timezone.now())


@transaction.atomic
def install_page(
    *, slug: str, language: str, title: str, summary: str, body: str, now: datetime | None = None
) -> SitePageVersion | None:
    """Make and publish a text that comes with the software. A page that is there stays as it is, a draft too."""
    words = {"title": title, "summary": summary, "body": body}
    page, is_new = SitePage.objects.get_or_create(slug=slug, language=language, defaults=words)
    if not is_new:
        return None
    require_nothing_missing(_missing(page))
    return _freeze(page, None, by=None, change_note="", now=now or timezone.now())


def frozen(page: SitePage) -> dict[str, str]:
    """Return what readers would get if the draft were published: a page's version holds this and nothing else."""
    return {
        "language": page.language,
        "slug": page.slug,
        "title": " ".join(page.title.split()),
        "summary": " ".join(page.summary.split()),
        "html": with_ids(sanitise_text(page.body)),
    }


def draft_digest(page: SitePage) -> str:
    """Return the digest that the draft's next version would have: another one than before, if anything changed."""
    return sha256(canonical(frozen(page)))


def with_ids(html: str) -> str:
    """Return clean `html` in which every heading has an id of its own. One that it has stays: others link to it."""
    if "<h2" not in html:
        return html
    root = parse(html)
    taken: set[str] = set()
    nameless = []
    for heading in list(root.iter("h2")):
        if not heading.text_content().strip():
            heading.drop_tree()
        elif _is_own(heading.get("id", "")) and heading.get("id") not in taken:
            taken.add(heading.get("id"))
        else:
            nameless.append(heading)
    for heading in nameless:
        stem = slugify(heading.text_content())[:LONGEST_ID].strip("-") or "part"
        stem = f"about-{stem}" if stem.startswith(RESERVED_ANCHORS) else stem
        heading.set("id", next(name for name in numbered(stem) if name not in taken))
        taken.add(heading.get("id"))
    return serialise(root)


def _is_own(name: str) -> bool:
    return name != "" and slugify(name) == name and not name.startswith(RESERVED_ANCHORS)


def _missing(page: SitePage) -> Iterator[Issue]:
    if not page.title.strip():
        yield Issue("title", "The page has no title.", "title")
    if not page.summary.strip():
        yield Issue("summary", "Write a summary: one or two sentences under the title.", "summary")
    if not plain_text(sanitise_text(page.body)):
        yield Issue("body", "The page has no text yet.", "body")


def _missing_note(change_note: str, before: SitePageVersion | None) -> Iterator[Issue]:
    if before and not change_note.strip():
        yield Issue("change-note", "Say what changed: readers see it in the history of the page.", "change_note")
    if len(change_note.strip()) > LONGEST_NOTE:
        yield Issue("change-note", f"Say what changed in at most {LONGEST_NOTE} characters.", "change_note")


def _freeze(
    page: SitePage, before: SitePageVersion | None, *, by: Any, change_note: str, now: datetime
) -> SitePageVersion:
    content = frozen(page)
    # The draft keeps the ids, so that a heading can be reworded and its address stays.
    page.body = content["html"]
    page.save(update_fields=["body"])
    document = canonical(content)
    dropping.drop([keys.of_page(page.slug), keys.SITE_PAGES])
    return SitePageVersion.objects.create(
        page=page,
        slug=page.slug,
        language=page.language,
        number=before.number + 1 if before else 1,
        document=document,
        digest=sha256(document),
        change_note=change_note,
        made_by=by,
        made_at=now,
    )
