"""What a social card says: the title, and the review by the same standing as the page. Drawn elsewhere, kept elsewhere.

A card never claims more than the page: no seal without reviewer and day, none when the review has lapsed. A card whose
words the fonts cannot write leaves the words out, and a claim with its reviewer left out is no claim.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.content.digest import digest
from articles.models import Publication, Standing
from articles.social_cards.type import can_write

# Part of the name: another design is another picture. Raise it with every change of `drawing.py` that can be seen.
DESIGN = 1
# In pixels, each card.
WIDTH, HEIGHT = 1200, 630


@dataclass(frozen=True)
class Card:
    site: str
    title: str
    topic: str = ""
    # Who reviewed it and when, in lines. Empty: the card says nothing of a review, and has no seal.
    review: tuple[str, ...] = ()
    # The approved digest, whose ring the seal has.
    digest: str = ""
    is_overdue: bool = False
    is_edited: bool = False

    @property
    def name(self) -> str:
        """A hash of everything that is drawn. The same name is the same picture."""
        return digest({"design": DESIGN, **asdict(self)})[:32]


def card_of(publication: Publication, standing: Standing) -> Card:
    """Return the card of a page on the day of its standing. No query: the page that names it asks for few."""
    topic = (publication.card.get("topic") or {}).get("name", "")
    card = Card(
        site=settings.SITE_NAME,
        title=publication.title if can_write(publication.title) else "",
        topic=topic if can_write(topic) else "",
    )
    if not standing.has_badge:
        return card
    with translation.override(_language_of(publication)):
        lines = _review(standing)
    if not all(can_write(line) for line in lines):
        return card
    return replace(
        card,
        review=lines,
        digest=standing.approved_digest,
        is_overdue=standing.is_overdue,
        is_edited=standing.is_edited,
    )


def _review(standing: Standing) -> tuple[str, ...]:
    """Who reviewed it, and when. A standing with a badge has both days."""
    names = _(", and ").join(", ".join([person["name"], *person["degrees"]]) for person in standing.reviewers)
    reviewed = _("Medically reviewed by %(names)s") % {"names": names}
    if not standing.is_overdue:
        return reviewed, _day(standing.reviewed_on)
    overdue = _("Overdue for review since %(day)s") % {"day": _day(standing.due_on)}
    return reviewed, f"{_day(standing.reviewed_on)} · {overdue}"


def _day(day: date | None) -> str:
    """As pages write it: English has the month in full, other languages as Django knows it."""
    return "" if day is None else date_format(day, "F j, Y" if get_language() == "en" else "DATE_FORMAT")


def _language_of(publication: Publication) -> str:
    """The page's own language if the interface speaks it: es for es-MX."""
    language = publication.language.partition("-")[0].lower()
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
