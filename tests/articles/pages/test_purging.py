"""Caches in front are told of what changed, in their own way; what they were not told waits, and is seen."""

import json
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import WaitingPurge
from articles.pages import generation, purging
from articles.pages.dropping import drop

pytestmark = pytest.mark.django_db


class Silent(WSGIRequestHandler):
    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def cache(settings):
    """A cache on this host that writes down what it is told, and answers with `status`."""
    asked = []

    def application(environ, start_response):
        asked.append({name: str(value) for name, value in environ.items()})
        fresh = cache_.fresh.pop(0) if cache_.fresh else "public, max-age=60, s-maxage=3600"
        start_response(cache_.status, [("Content-Length", "0"), ("Cache-Control", fresh)])
        return []

    server = make_server("127.0.0.1", 0, application, handler_class=Silent)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    cache_ = type("Cache", (), {"asked": asked, "status": "200 OK", "fresh": [], "port": server.server_port})
    settings.SITE_URL = "https://health.example"
    settings.PURGE_TOKEN = "secret"
    yield cache_
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def a_minute_later():
    """Let the time come at which caches are told again."""

    def later():
        WaitingPurge.objects.update(again_at=timezone.now())
        call_command("purge_caches")

    return later


@pytest.fixture
def decide(django_capture_on_commit_callbacks):
    def decided(*keys):
        with django_capture_on_commit_callbacks(execute=True):
            drop(keys)

    return decided


def test_nginx_is_asked_anew_for_each_page_in_each_encoding(cache, settings, keep, decide):
    settings.PURGE = [f"nginx+http://127.0.0.1:{cache.port}"]
    keep("/articles/knees/", keys=("article:1",))
    keep("/articles/hips/", keys=("article:2",))

    decide("article:1")

    assert [row["PATH_INFO"] for row in cache.asked] == ["/articles/knees/"] * 3
    assert {row["HTTP_ACCEPT_ENCODING"] for row in cache.asked} == {"br", "gzip", "identity"}
    assert {(row["HTTP_HOST"], row["HTTP_X_REFRESH"]) for row in cache.asked} == {("health.example", "secret")}
    assert not WaitingPurge.objects.untold().exists()


def test_a_withdrawn_page_that_nginx_now_holds_as_gone_is_no_failure(cache, settings, keep, decide):
    settings.PURGE = [f"nginx+http://127.0.0.1:{cache.port}"]
    cache.status = "410 Gone"
    keep("/articles/knees/", keys=("article:1",))

    decide("article:1")

    assert len(cache.asked) == 3 and not WaitingPurge.objects.untold().exists()


def test_varnish_bans_by_key_and_no_key_is_part_of_another(cache, settings, decide):
    settings.PURGE = [f"varnish+http://127.0.0.1:{cache.port}"]

    decide("article:1", "topic:joint-pain")

    (asked,) = cache.asked
    assert (asked["REQUEST_METHOD"], asked["HTTP_X_BAN_TOKEN"]) == ("BAN", "secret")
    assert asked["HTTP_X_BAN_KEYS"] == r"(^|\s)(article:1|topic:joint\-pain)(\s|$)"


def test_fastly_and_cloudflare_are_asked_through_their_apis(settings):
    settings.SITE_URL, settings.PURGE_TOKEN = "https://health.example", "secret"
    keys, paths = [f"article:{number}" for number in range(300)], [f"/articles/{number}/" for number in range(40)]

    fastly = list(purging._fastly(purging.urlsplit("fastly://SERVICE"), keys, paths))
    cloudflare = list(purging._cloudflare(purging.urlsplit("cloudflare://ZONE"), keys, paths))

    assert [len(request.get_header("Surrogate-key").split()) for request in fastly] == [256, 44]
    assert fastly[0].full_url == "https://api.fastly.com/service/SERVICE/purge"
    assert fastly[0].get_header("Fastly-key") == "secret"
    assert [len(json.loads(request.data)["files"]) for request in cloudflare] == [30, 10]
    assert json.loads(cloudflare[0].data)["files"][0] == "https://health.example/articles/0/"
    assert cloudflare[0].full_url.endswith("/zones/ZONE/purge_cache")


def test_what_a_cache_was_not_told_waits_and_is_told_later(cache, settings, decide, capsys):
    settings.PURGE = [f"varnish+http://127.0.0.1:{cache.port}"]
    cache.status = "503 Service Unavailable"
    decide("article:1")
    waiting = WaitingPurge.objects.get()
    assert (waiting.keys, waiting.tries) == (["article:1"], 1)
    assert "503" in waiting.error
    with pytest.raises(CommandError, match="1 changes could not be told: HTTP Error 503"):
        call_command("purge_caches")

    cache.status = "200 OK"
    call_command("purge_caches")

    assert not WaitingPurge.objects.untold().exists()
    assert "1 changes were told" in capsys.readouterr().out


def test_a_cache_that_is_away_holds_up_no_decision(settings, decide):
    settings.PURGE = ["varnish+http://127.0.0.1:9"]

    decide("article:1")

    assert "refused" in WaitingPurge.objects.get().error


def test_a_cache_that_is_away_is_not_waited_for_once_for_each_change(settings, monkeypatch):
    settings.PURGE = ["varnish+http://127.0.0.1:9"]
    for key in ("first", "second"):
        WaitingPurge.objects.create(made_at=timezone.now(), keys=[key], paths=[])

    assert purging.purge_waiting.func() == 2

    assert list(WaitingPurge.objects.values_list("tries", flat=True)) == [1, 0]


def test_one_change_that_a_cache_refuses_holds_up_no_other(cache, settings):
    settings.PURGE = [f"varnish+http://127.0.0.1:{cache.port}"]
    cache.status = "400 Bad Request"
    for key in ("first", "second"):
        WaitingPurge.objects.create(made_at=timezone.now(), keys=[key], paths=[])

    purging.purge_waiting.func()

    assert list(WaitingPurge.objects.values_list("tries", flat=True)) == [1, 1]


def test_an_expression_for_varnish_has_no_space(settings):
    """It would end there, and Varnish would ban nothing."""
    (request,) = purging._varnish(purging.urlsplit("varnish+http://x"), ["article:1", "topic:joint-pain"], [])

    assert " " not in request.get_header("X-ban-keys")


def test_without_a_cache_nothing_is_written_down(settings, decide):
    settings.PURGE = []

    decide("article:1")

    assert not WaitingPurge.objects.exists()


def test_the_oldest_change_is_told_first(cache, settings):
    settings.PURGE = [f"varnish+http://127.0.0.1:{cache.port}"]
    for key in ("first", "second"):
        WaitingPurge.objects.create(made_at=timezone.now(), keys=[key], paths=[])

    assert purging.purge_waiting.func() == 0

    assert ["first" in row["HTTP_X_BAN_KEYS"] for row in cache.asked] == [True, False]


def test_a_cache_is_told_again_a_minute_later_of_each_page_once(cache, settings, keep, decide, a_minute_later):
    settings.PURGE = [f"nginx+http://127.0.0.1:{cache.port}"]
    for key in ("article:1", "article:2"):
        keep("/", keys=("articles",))
        decide(key, "articles")
    cache.asked.clear()
    call_command("purge_caches")
    assert not cache.asked

    a_minute_later()

    assert [row["PATH_INFO"] for row in cache.asked] == ["/"] * 3
    assert not WaitingPurge.objects.exists()


def test_a_cache_that_is_away_when_it_is_told_again_was_not_told(cache, settings, decide, a_minute_later):
    settings.PURGE = [f"varnish+http://127.0.0.1:{cache.port}"]
    decide("article:1")
    cache.status = "503 Service Unavailable"

    with pytest.raises(CommandError, match="1 changes could not be told"):
        a_minute_later()

    assert WaitingPurge.objects.untold().count() == 1


def test_a_page_that_could_not_be_stored_is_asked_for_again(cache, settings, keep, decide, monkeypatch):
    """Somebody was deciding at that moment; nginx did not keep the answer, and has its old copy still."""
    monkeypatch.setattr(purging, "PAUSES", (0.001, 0.001))
    settings.PURGE = [f"nginx+http://127.0.0.1:{cache.port}"]
    keep("/articles/knees/", keys=("article:1",))
    cache.fresh += ["public, max-age=60, s-maxage=0"] * 2

    decide("article:1")

    assert len(cache.asked) == 2 + 3 and not WaitingPurge.objects.untold().exists()


def test_a_page_that_cannot_be_stored_at_all_was_not_told_and_holds_up_no_other(cache, settings, monkeypatch):
    monkeypatch.setattr(purging, "PAUSES", (0.001, 0.001))
    settings.PURGE = [f"nginx+http://127.0.0.1:{cache.port}"]
    cache.fresh += ["public, max-age=60, s-maxage=0"] * 3
    for path in ("/articles/knees/", "/articles/hips/"):
        WaitingPurge.objects.create(made_at=timezone.now(), keys=[], paths=[path])

    assert purging.purge_waiting.func() == 1

    assert WaitingPurge.objects.untold().get().error == "The page /articles/knees/ could not be stored"


def test_before_a_cache_asks_the_workers_of_this_host_know(cache, settings):
    """Whoever decided may have been killed between the commit and the file."""
    settings.PURGE = [f"varnish+http://127.0.0.1:{cache.port}"]
    drop(["article:1"])
    assert generation.shared().value == 0

    purging.purge_waiting.func()

    assert generation.shared().value == generation.current() > 0
