"""Pictures, for readers while a live page or a profile shows them; otherwise for those who work here.

They are served under the digest of their bytes: a file whose bytes were exchanged is not served at all.
"""

import hashlib
import logging
import re

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.desk import grants
from articles.models import Publication
from articles.public import people, previewed

logger = logging.getLogger(__name__)

# The whole name: a digest has no room for a path, so nothing outside figures/ can be named.
NAME = re.compile(r"figures/(?P<digest>[0-9a-f]{64})\.(?P<ending>jpg|png|webp|avif)", re.ASCII)
TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}

# The bytes under a name never change, but whether readers may see them does: when a page is withdrawn, no cache may
# go on showing its pictures for a year. An hour; after that a 304 costs two questions and no bytes.
PUBLIC = "public, max-age=3600"
PRIVATE = "no-store"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    name = NAME.fullmatch(path)
    if name is None:
        raise Http404
    # First without a look at who asks: an answer to a reader depends on no cookie.
    is_public = is_shown_to_readers(path)
    if not is_public and not may_look_before_readers(request, path):
        raise Http404
    content = intact(path, name["digest"])
    etag = f'"{name["digest"]}"'
    response = HttpResponse(content, content_type=TYPES[name["ending"]])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PUBLIC if is_public else PRIVATE
    response.headers["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=etag, response=response) or response


def is_shown_to_readers(path: str) -> bool:
    """Whether a page that is live now shows this file, or the profile of somebody whom readers may know."""
    if Publication.objects.live().showing(path).exists():
        return True
    return path.endswith(".jpg") and people.public_portraits(path).exists()


def may_look_before_readers(request: HttpRequest, path: str) -> bool:
    """Whether the asker works with pictures here, reviews the page that shows this one, or holds a preview of it."""
    if request.user.has_perm("articles.view_figure") or previewed.opens(request.GET.get("preview", ""), path):
        return True
    return grants.shows(request, path)


def intact(path: str, digest: str) -> bytes:
    try:
        with default_storage.open(path) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    if hashlib.sha256(content).hexdigest() != digest:
        logger.error("The bytes of %s are not those it is named after; it is not served.", path)
        raise Http404
    return content
