"""One version, for whoever holds its secret address. It is not public: no cache keeps it, no search engine lists it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from articles.desk.page import shown
from articles.editorial.previewing import open_preview
from articles.public.languages import interface_for
from articles.public.previewed import with_open_pictures

# The address is the secret, so no page that is read from here may learn where its reader came from.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    # Rendered without the request, like every public page: it cannot know who looks.
    link = open_preview(token, is_a_look=request.method == "GET")
    if link is None:
        html = render_to_string("articles/preview_closed.html", {"site_name": settings.SITE_NAME})
        return HttpResponse(html, status=404, headers=HEADERS)
    with translation.override(interface_for(link.version.content["language"])):
        html = render_to_string("articles/shared_preview.html", {**shown(link.version), "link": link})
    return HttpResponse(with_open_pictures(html, token=token), headers=HEADERS)
