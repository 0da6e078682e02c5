"""Numbers for whoever watches the site, in the text format of Prometheus: /metrics, for who knows METRICS_TOKEN.

They are those of one host: ask each host by itself, past the proxy (docs/deployment.md).
"""

import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from secrets import compare_digest

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import WaitingPurge
from articles.pages import generation, tally
from articles.pages.building import BUILDING

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Measure:
    """Counts what Django answers, and how long it took; the edge counts its own. Without a token there is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._numbers = tally.numbers()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if BUILDING in request.META:
            return self.get_response(request)  # Nobody asked, and nobody waits.
        begun = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - begun
        self._numbers[tally.DJANGO[response.status_code // 100]] += 1
        self._numbers[tally.MICROSECONDS] += int(seconds * 1_000_000)
        place = bisect_left(tally.BUCKETS, seconds)
        if place < len(tally.BUCKETS):
            self._numbers[tally.WITHIN[place]] += 1
        return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Whoever does not know the token learns nothing, not even that there is something here."""
    sent = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not compare_digest(sent.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        raise Http404
    text = "\n".join(_lines(tally.shared().sums())) + "\n"
    return HttpResponse(text, content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def _lines(sums: list[int]) -> Iterator[str]:
    by_edge = sums[tally.EDGE_200] + sums[tally.EDGE_304]
    by_django = {digit: sums[number] for digit, number in tally.DJANGO.items()}
    classes = by_django | {
        2: by_django[2] + sums[tally.EDGE_200],
        3: by_django[3] + sums[tally.EDGE_304],
    }
    yield from _head("healthcms_requests_total", "counter", "Requests answered, by the class of their status.")
    yield from (f'healthcms_requests_total{{status="{digit}xx"}} {count}' for digit, count in classes.items())
    yield from _head("healthcms_served_total", "counter", "Requests answered, by where the answer came from.")
    # What was fetched from its row and had run out by then went on to Django, and is in both.
    sources = {"memory": max(0, by_edge - sums[tally.ROWS]), "row": sums[tally.ROWS], "django": sum(by_django.values())}
    yield from (f'healthcms_served_total{{from="{name}"}} {count}' for name, count in sources.items())
    yield from _head("healthcms_django_seconds", "histogram", "How long Django took, where it was asked.")
    total = 0
    for bound, number in zip(tally.BUCKETS, tally.WITHIN, strict=True):
        total += sums[number]
        yield f'healthcms_django_seconds_bucket{{le="{bound:g}"}} {total}'
    yield f'healthcms_django_seconds_bucket{{le="+Inf"}} {sources["django"]}'
    yield f"healthcms_django_seconds_sum {sums[tally.MICROSECONDS] / 1_000_000:.6f}"
    yield f"healthcms_django_seconds_count {sources['django']}"
    yield from _head("healthcms_waiting_purges", "gauge", "Changes that a cache in front was not told of yet.")
    yield f"healthcms_waiting_purges {WaitingPurge.objects.untold().count()}"
    yield from _head("healthcms_generation", "gauge", "How many decisions changed something that readers see.")
    yield f"healthcms_generation {generation.current()}"


def _head(name: str, kind: str, words: str) -> Iterator[str]:
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"
