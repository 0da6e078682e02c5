"""Publishing is building: the pages that a decision changed are made at once, so that no reader waits for them.

A page is made by asking our own site for it, through every middleware: it is the page that a reader would have got.
What was not built, for whatever reason, is made when somebody asks for it.
"""

import logging
from collections.abc import Callable
from functools import cache
from io import BytesIO
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse
from django.urls import reverse
from django_tasks import task

from articles.models import Publication
from articles.pages.encoding import BEST
from articles.pages.keys import people_on
from articles.pages.storing import Made, store

logger = logging.getLogger(__name__)
# In the environment of a request: it is nobody's, and this is what keeps the page (articles/public/storing.py).
BUILDING = "healthcms.building"
TRIES = 3
# Keeps a page and says whether it did.
Keep = Callable[[Made], bool]


def paths_of(publication: Publication) -> list[str]:
    """The pages that a release changed and that readers ask for first: the article's own, and its lists."""
    own = [reverse(f"public:{name}", args=[publication.slug]) for name in ("article", "history")]
    hubs = [reverse("reading:topic", args=[topic.slug]) for topic in publication.topics.all()]
    people = [reverse("reading:expert", args=[slug]) for slug in sorted(people_on(publication))]
    lists = [reverse(f"reading:{name}") for name in ("home", "articles", "topics")]
    return [*own, *dict.fromkeys(hubs), *people, *lists, reverse("public:feed")]


@task()
def build(paths: list[str], tries: int = 1) -> int:
    """Make and store these pages; return how many of them there are now. It may run any number of times."""
    failed = [path for path in paths if not make(path)]
    if failed and tries < TRIES:
        build.enqueue(failed, tries + 1)
    return len(paths) - len(failed)


def make(path: str) -> bool:
    """Make and store the page at `path`, compressed as well as can be; say whether an answer came."""
    return ask_for(path, keep=_keep_at_its_best)


def ask_for(path: str, *, keep: Keep) -> bool:
    """Ask the site for `path` and let `keep` have the page, if there is one; say whether an answer came at all."""
    try:
        status = _site().get_response(WSGIRequest(_asking_for(path) | {BUILDING: keep})).status_code
    except Exception:
        logger.exception("The page %s could not be built; it is made when somebody asks for it.", path)
        return False
    return status < 500


def rendered_now(path: str) -> HttpResponse:
    """Return what the site answers at this moment, without storing it."""
    response = _site().get_response(WSGIRequest(_asking_for(path) | {BUILDING: _keep_nothing}))
    assert isinstance(response, HttpResponse)
    return response


def _keep_at_its_best(made: Made) -> bool:
    return bool(store([made], effort=BEST))


def _keep_nothing(made: Made) -> bool:
    return False


@cache
def _site() -> WSGIHandler:
    return WSGIHandler()


def _asking_for(path: str) -> dict[str, object]:
    """The environment of a plain request by nobody, as the server of SITE_URL would get it."""
    site = urlsplit(settings.SITE_URL)
    environ: dict[str, object] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "REQUEST_URI": quote(path),
        "QUERY_STRING": "",
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
    }
    if settings.SECURE_SSL_REDIRECT and getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value
    return environ
