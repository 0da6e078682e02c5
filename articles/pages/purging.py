"""Tell the caches in front of us what is no longer true. What they were not told is kept, tried again, and shown.

`PURGE` lists them as addresses, separated by commas:

    nginx+http://127.0.0.1:8080       asked anew for each stored page, so that it replaces its copy (deploy/nginx.conf)
    varnish+http://127.0.0.1:6081     banned by key (deploy/varnish.vcl)
    fastly://SERVICE                  purged by key through its API, with PURGE_TOKEN
    cloudflare://ZONE                 purged by address through its API, with PURGE_TOKEN

They are told twice. Whatever the cache, an old page may be on its way to it while it is told, and take the place of the
new one: so it is told again a minute later, when none can be on its way any more.
"""

import json
import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import SplitResult, quote, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from articles.models import WaitingPurge
from articles.pages import generation
from articles.pages.freshness import is_for_no_cache

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 5
MOST_TRIES_COUNTED = 32_000  # The column holds little more.
# After a minute without a byte nginx gives an answer up, and the others do so sooner.
AGAIN_AFTER = timedelta(minutes=1)
# A page that could not be stored, as somebody was deciding at that moment, is asked for again after so many seconds.
PAUSES = (0.1, 0.3, 1.0)
# What the shipped nginx keeps apart: it brings Accept-Encoding down to these.
ENCODINGS = ("br", "gzip", "")
# The most that one call of the API takes.
FASTLY_KEYS, CLOUDFLARE_FILES, VARNISH_KEYS = 256, 30, 50


class NotStored(OSError):
    """The cache was given a page that it must not keep, so it has its old copy still."""


def purge_soon(keys: Iterable[str], paths: Iterable[str]) -> None:
    """Remember with the decision what the caches must be told, and tell them after the commit."""
    if settings.PURGE:
        WaitingPurge.objects.create(made_at=timezone.now(), keys=sorted(keys), paths=in_order(paths))
        transaction.on_commit(purge_waiting.enqueue)


def in_order(paths: Iterable[str]) -> list[str]:
    """Articles first: what is no longer true matters most on its own page."""
    return sorted(paths, key=lambda path: (not path.startswith("/articles/"), path))


@task()
def purge_waiting() -> int:
    """Tell every cache what waits to be told, the oldest first; return how much still waits. It may run at any time."""
    _let_the_workers_know()
    for waiting in WaitingPurge.objects.untold().order_by("pk"):
        try:
            _tell_all(waiting.keys, waiting.paths)
        except (OSError, HTTPException) as error:
            logger.warning("A cache was not told of %s (%s); purge_caches tries again.", waiting, error)
            tries = min(waiting.tries + 1, MOST_TRIES_COUNTED)
            WaitingPurge.objects.filter(pk=waiting.pk).update(tries=tries, error=str(error)[:300])
            if not isinstance(error, (HTTPError, NotStored)):
                break  # It is away: the others would only wait for it, too.
        else:
            WaitingPurge.objects.filter(pk=waiting.pk).update(again_at=timezone.now() + AGAIN_AFTER)
    return WaitingPurge.objects.untold().count()


def purge_again() -> None:
    """Tell every cache a second time what it was told a minute ago or more: all of it at once, each page once."""
    due = list(WaitingPurge.objects.due_again(timezone.now()))
    keys = {key for told in due for key in told.keys}
    paths = {path for told in due for path in told.paths}
    rows = WaitingPurge.objects.filter(pk__in=[told.pk for told in due])
    try:
        _tell_all(sorted(keys), in_order(paths))
    except (OSError, HTTPException) as error:
        logger.warning("A cache was not told again of %d changes (%s); purge_caches tries again.", len(due), error)
        # Nobody knows whether it has an old page, so it counts as not told.
        rows.update(again_at=None, error=str(error)[:300])
    else:
        rows.delete()


def _let_the_workers_know() -> None:
    """Before a cache asks them anew: whoever decided may have been killed before the workers here were told."""
    generation.shared().raise_to(generation.current())


def _tell_all(keys: Sequence[str], paths: Sequence[str]) -> None:
    for cache in settings.PURGE:
        tell(cache, keys, paths)


def tell(cache: str, keys: Sequence[str], paths: Sequence[str]) -> None:
    """Tell one cache. Raises `OSError` when it does not answer, says no, or has no page to keep."""
    address = urlsplit(cache)
    kind = address.scheme.partition("+")[0]
    for request in CACHES[kind](address, keys, paths):
        try:
            _ask(request, is_page=kind == "nginx")
        except HTTPError as answer:
            # nginx hands on the 410 of a withdrawn page and the 404 of a moved one: it has replaced its copy by them.
            if not (kind == "nginx" and answer.code in (301, 404, 410)):
                raise


def _ask(request: Request, *, is_page: bool) -> None:
    for pause in (*PAUSES, None):
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - the addresses are the operator's own.
            if not is_page or not is_for_no_cache(answer.headers.get("Cache-Control", "")):
                return
        if pause is None:
            raise NotStored(f"The page {request.selector} could not be stored")
        time.sleep(pause)


def _nginx(address: SplitResult, keys: Sequence[str], paths: Sequence[str]) -> Iterator[Request]:
    for path in paths:
        for encoding in ENCODINGS:
            headers = {"X-Refresh": settings.PURGE_TOKEN, "Host": urlsplit(settings.SITE_URL).netloc}
            yield Request(_at(address, quote(path)), headers=headers | {"Accept-Encoding": encoding or "identity"})


def _varnish(address: SplitResult, keys: Sequence[str], paths: Sequence[str]) -> Iterator[Request]:
    for some in _portions(keys, VARNISH_KEYS):
        named = "|".join(re.escape(key) for key in some)
        # Without a space: Varnish would end the expression there, and ban nothing.
        headers = {"X-Ban-Keys": rf"(^|\s)({named})(\s|$)", "X-Ban-Token": settings.PURGE_TOKEN}
        yield Request(_at(address, "/"), headers=headers, method="BAN")


def _fastly(address: SplitResult, keys: Sequence[str], paths: Sequence[str]) -> Iterator[Request]:
    for some in _portions(keys, FASTLY_KEYS):
        headers = {"Fastly-Key": settings.PURGE_TOKEN, "Surrogate-Key": " ".join(some)}
        yield Request(f"https://api.fastly.com/service/{address.netloc}/purge", headers=headers, method="POST")


def _cloudflare(address: SplitResult, keys: Sequence[str], paths: Sequence[str]) -> Iterator[Request]:
    for some in _portions(paths, CLOUDFLARE_FILES):
        body = json.dumps({"files": [settings.SITE_URL + quote(path) for path in some]}).encode()
        headers = {"Authorization": f"Bearer {settings.PURGE_TOKEN}", "Content-Type": "application/json"}
        where = f"https://api.cloudflare.com/client/v4/zones/{address.netloc}/purge_cache"
        yield Request(where, data=body, headers=headers, method="POST")


CACHES: dict[str, Callable[[SplitResult, Sequence[str], Sequence[str]], Iterator[Request]]] = {
    "nginx": _nginx,
    "varnish": _varnish,
    "fastly": _fastly,
    "cloudflare": _cloudflare,
}


def _at(address: SplitResult, path: str) -> str:
    return f"{address.scheme.partition('+')[2]}://{address.netloc}{path}"


def _portions(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))
