"""Whether everything that stands here is what it was: the ledger, every digest, every file, every page, the search.

Each check goes through its rows a few at a time, and yields a sentence for each fault it meets.
"""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import brotli
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from articles.content.digest import sha256
from articles.content.search_words import fields_of
from articles.editorial import listing, verification
from articles.models import (
    Listed,
    Listing,
    Publication,
    SearchDocument,
    SitePageVersion,
    StoredPage,
    search_copies,
    search_document,
)
from articles.pages.building import rendered_now
from articles.pages.layout import layout
from articles.safekeeping import pictures
from articles.search.other_names import names_of

AT_ONCE = 100
Progress = Callable[[str, int], None]


def faults(*, on_progress: Progress = lambda what, done: None) -> Iterator[str]:
    """Yield a sentence for everything that is wrong; nothing yielded means all is well."""
    yield from verification.faults(on_progress=on_progress)
    yield from _site_pages(on_progress)
    yield from _pictures(on_progress)
    yield from _search(on_progress)
    yield from _lists(on_progress)
    yield from _stored_pages(on_progress)


def _site_pages(on_progress: Progress) -> Iterator[str]:
    for done, version in enumerate(SitePageVersion.objects.order_by("pk").iterator(chunk_size=AT_ONCE), 1):
        on_progress("versions of pages about the site", done)
        if sha256(version.document) != version.digest:
            yield f"Version {version.number} of the page /{version.slug}/ ({version.language}) was altered: " + (
                "its content does not have its digest."
            )


def _pictures(on_progress: Progress) -> Iterator[str]:
    for done, name in enumerate(pictures.names(), 1):
        on_progress("files of pictures", done)
        found = pictures.digest_of(name)
        if found is None:
            yield f"The file {name} is missing{_where(name)}."
        elif found != pictures.digest_in(name):
            yield f"The bytes of {name} are not those it is named after: it is served to nobody{_where(name)}."


def _where(name: str) -> str:
    title = Publication.objects.open().showing(name).values_list("title", flat=True).first()
    return f"; “{title}” shows it" if title else ""


def _search(on_progress: Progress) -> Iterator[str]:
    visible = Publication.objects.not_over(timezone.now()).filter(withdrawn_at__isnull=True)
    done = 0
    for batch in _batches(visible.select_related("version", "search_document").prefetch_related("topics")):
        for publication in batch:
            done += 1
            on_progress("publications in the search", done)
            yield from _found(publication)
    left = SearchDocument.objects.exclude(publication__in=visible.values("pk"))
    for title in left.values_list("publication__title", flat=True).iterator():
        yield f"The search still holds “{title}”, which readers may not see: run manage.py rebuild_search."
    if not search_copies.agree(connection):
        yield "The search knows pages as they were before a decision: run manage.py rebuild_search."
    if not search_document.agrees(connection):
        yield "The index of the search does not say what its table says: run manage.py rebuild_search."


def _found(publication: Publication) -> Iterator[str]:
    document = getattr(publication, "search_document", None)
    if document is None:
        yield f"The search does not know “{publication.title}”: run manage.py rebuild_search."
        return
    names = [name for topic in publication.topics.all() for name in names_of(topic)]
    words = fields_of(publication.version.content, names=names)
    if any(getattr(document, field) != text for field, text in words.items()):
        yield f"The search knows “{publication.title}” by other words than it has: run manage.py rebuild_search."


def _lists(on_progress: Progress) -> Iterator[str]:
    """Each publication must stand on its lists and on no others, and each list must count what stands on it."""
    visible = Publication.objects.not_over(timezone.now()).filter(withdrawn_at__isnull=True)
    done = 0
    for batch in _batches(visible.select_related("version", "review").prefetch_related("listed__listing")):
        for publication, rows in listing.rows_of(batch):
            done += 1
            on_progress("publications on the lists", done)
            stored = {(row.listing.key, row.listing.language, *_said_on(row)) for row in publication.listed.all()}
            if stored != {(*name, *_said_on(row)) for name, row in rows}:
                yield f"“{publication.title}” is not on the lists where it belongs. {_LISTS_ANEW}"
    counted = Listing.objects.annotate(number=Count("rows", filter=Q(rows__ends_at=None)))
    for row in counted.exclude(number=F("articles")).order_by("pk").iterator():
        yield f"The list {row} counts {row.articles} articles and has {row.number}. {_LISTS_ANEW}"


def _said_on(row: Listed) -> tuple[Any, ...]:
    return row.changed_on, row.reviewed_on, row.ends_at


_LISTS_ANEW = "Run manage.py rebuild_lists."


def _stored_pages(on_progress: Progress) -> Iterator[str]:
    """Each page must have the bytes it is named after, and be what would be made now, unless its time is over."""
    done = 0
    for batch in _batches(StoredPage.objects.filter(layout=layout())):
        for page in batch:
            done += 1
            on_progress("stored pages", done)
            yield from _stored_page(page)


def _stored_page(page: StoredPage) -> Iterator[str]:
    if page.valid_until <= timezone.now().timestamp():
        return
    if not _has_its_bytes(page):
        yield f"The stored page {page.path} was altered: its bytes do not have its digest. {_ANEW}"
        return
    answer = rendered_now(page.path)
    rendered = getattr(answer, "rendered", None)
    if answer.status_code == 200 and rendered is not None and rendered.tag == page.tag:
        return
    # Somebody may have decided something meanwhile: then it was dropped, and made anew under another tag.
    if StoredPage.objects.filter(pk=page.pk, tag=page.tag, generation=page.generation).exists():
        said = "is another one" if answer.status_code == 200 else f"is answered with {answer.status_code}"
        yield f"The stored page {page.path} is not what the site would show now: made anew, it {said}. {_ANEW}"


_ANEW = "Run manage.py build_pages --anew."


def _has_its_bytes(page: StoredPage) -> bool:
    try:
        bodies = gzip.decompress(bytes(page.gzip)), brotli.decompress(bytes(page.brotli))
    except (OSError, EOFError, zlib.error, brotli.error):
        return False
    return all(hashlib.sha256(body).hexdigest() == page.tag for body in bodies)


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """`rows` a few at a time, each time asked anew: nothing is held open while a page is rendered."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield batch
        last = batch[-1].pk
