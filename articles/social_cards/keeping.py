"""Draw cards when something is released, and keep them. No answer depends on it: what is missing is drawn at once."""

import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models import Publication
from articles.social_cards.card import Card, card_of

logger = logging.getLogger(__name__)

# How every PNG ends. A file that was written by half, or is none, does not.
LAST_BYTES = b"IEND\xaeB`\x82"


def draw(publication_id: int) -> None:
    """Keep the card of a page as it stands now, or as it will when its time comes."""
    publication = Publication.objects.with_standing().filter(pk=publication_id, withdrawn_at__isnull=True).first()
    if publication is not None:
        begins = max(publication.visible_from, timezone.now())
        kept_or_drawn(card_of(publication, publication.standing(begins)))


def kept_or_drawn(card: Card) -> bytes:
    """Return the card as a PNG, from the storage if it is there and whole."""
    name = f"cards/{card.name}.png"
    kept = _kept(name)
    if kept.endswith(LAST_BYTES):
        return kept
    # Pillow is loaded by whoever draws. Readers' pages only name the card.
    from articles.social_cards.drawing import png_of

    drawn = png_of(card)
    try:
        default_storage.delete(name)
        default_storage.save(name, ContentFile(drawn))
    except OSError as error:
        logger.warning("The card %s could not be kept (%s); it is drawn each time.", name, error)
    return drawn


def _kept(name: str) -> bytes:
    try:
        with default_storage.open(name) as file:
            return file.read()
    except OSError:
        return b""
