"""Pictures, served under the digest of their bytes. A file whose bytes were exchanged is not served at all."""

import hashlib
import logging
import re

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

# The whole name: a digest has no room for a path, so nothing outside figures/ can be named.
NAME = re.compile(r"figures/(?P<digest>[0-9a-f]{64})\.(?P<ending>jpg|png|webp)", re.ASCII)
TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    name = NAME.fullmatch(path)
    if name is None:
        raise Http404
    try:
        with default_storage.open(path) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    if hashlib.sha256(content).hexdigest() != name["digest"]:
        logger.error("The bytes of %s are not those it is named after; it is not served.", path)
        raise Http404
    etag = f'"{name["digest"]}"'
    response = HttpResponse(content, content_type=TYPES[name["ending"]])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=etag, response=response) or response
