"""Every page of the site, made many at a time: after an import or an update of the software.

They are compressed in haste and stored a batch at a time, which costs a tenth of making each by itself; compressing.py
does better by them later. What is stored and true already is passed over, so who was interrupted begins again.
"""

import time
from collections.abc import Callable, Iterator
from itertools import chain, islice

from django.db import reset_queries
from django.urls import reverse

from articles.models import Publication, StoredPage, Topic
from articles.pages.building import ask_for, make
from articles.pages.encoding import QUICK
from articles.pages.layout import layout
from articles.pages.storing import Made, store

AT_ONCE = 50
LISTS = ("home", "articles", "topics", "experts")


def build_all(*, progress: Callable[[int, int], None]) -> tuple[int, int]:
    """Make every page that is not stored; return how many pages there are, and how many could not be made."""
    done = failed = 0
    total = Publication.objects.live().count() + Topic.objects.count() + len(LISTS)
    paths = _paths()
    while batch := list(islice(paths, AT_ONCE)):
        failed += _build(batch)
        done += len(batch)
        progress(done, total)
        reset_queries()
    return done, failed


def _build(paths: list[str]) -> int:
    """Make and store those of `paths` that are missing; return how many failed."""
    here = StoredPage.objects.filter(path__in=paths, layout=layout(), valid_until__gt=time.time())
    missing = set(paths) - set(here.values_list("path", flat=True))
    made: list[Made] = []

    def keep(page: Made) -> bool:
        made.append(page)
        return True

    failed = sum(not ask_for(path, keep=keep) for path in paths if path in missing)
    kept = {page.path for page in store(made, effort=QUICK)}
    # A decision came in between, or somebody was deciding.
    again = [page.path for page in made if page.path not in kept]
    return failed + sum(not make(path) for path in again)


def _paths() -> Iterator[str]:
    lists = (reverse(f"reading:{name}") for name in LISTS)
    topics = (reverse("reading:topic", args=[slug]) for slug in Topic.objects.values_list("slug", flat=True))
    newest_first = Publication.objects.live().newest_first().values_list("slug", flat=True)
    articles = (reverse("public:article", args=[slug]) for slug in newest_first.iterator())
    return chain(lists, topics, articles)
