"""The picture that other sites show beside a link to an article, at an address that names what is drawn."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from articles.models import Publication
from articles.pages.freshness import freshness
from articles.public.delivery import next_midnight
from articles.public.finding import keys_of, with_publication
from articles.public.social import card_path
from articles.social_cards.card import card_of
from articles.social_cards.keeping import kept_or_drawn


@require_safe
@with_publication
def social_card(request: HttpRequest, publication: Publication, *, name: str) -> HttpResponse:
    """Answer with the card of what the page says today; a card of another day leads to it."""
    card, now = card_of(publication, publication.standing()), timezone.now()
    response: HttpResponse
    if card.name != name:
        response = HttpResponsePermanentRedirect(card_path(publication, card))
    else:
        content = kept_or_drawn(card)
        response = HttpResponse(content, content_type="image/png")
        response.headers["ETag"] = quote_etag(hashlib.sha256(content).hexdigest())
    # As short as a page: the review can run out at midnight, and a page can be withdrawn at any time.
    response.headers["Cache-Control"] = freshness((next_midnight(now) - now).total_seconds())
    response.headers["Surrogate-Key"] = " ".join(keys_of(publication))
    if response.status_code == 200:
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
    return response
