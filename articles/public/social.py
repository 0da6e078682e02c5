"""What other sites show of a link to us: Open Graph and its kin. Title and description are the page's own."""

from dataclasses import dataclass, field
from typing import Any

from articles.addresses import address_of
from articles.models import Publication, Standing
from articles.public.delivery import absolute
from articles.public.picture_addresses import picture_address
from articles.social_cards.card import HEIGHT, WIDTH, Card, card_of


@dataclass(frozen=True)
class Picture:
    address: str
    width: int
    height: int
    alt: str
    kind: str = ""
    # Whether it is wide enough to stand above the words.
    is_wide: bool = False


@dataclass(frozen=True)
class Social:
    """What a page says of itself beyond title, description and address. Each of `facts` is one property."""

    kind: str = "website"
    picture: Picture | None = None
    facts: list[tuple[str, str]] = field(default_factory=list)


def of_article(publication: Publication, standing: Standing) -> Social:
    content = publication.version.content
    facts = [
        ("article:published_time", publication.first_published_on.isoformat()),
        ("article:modified_time", publication.changed_on.isoformat()),
        *[
            ("article:author", absolute(address_of("reading:expert", line["slug"])))
            for line in content["bylines"]
            if line["role"] == "author"
        ],
        *[("article:section", topic["name"]) for topic in content["topics"][:1]],
        *[("article:tag", topic["name"]) for topic in content["topics"][1:]],
    ]
    return Social("article", picture_of(publication, standing), facts)


def of_expert(expert: Any) -> Social:
    portrait = expert.portrait
    if not portrait:
        return Social("profile")
    address = absolute(picture_address(portrait["src"]))
    return Social("profile", Picture(address, portrait["width"], portrait["height"], portrait["alt"] or expert.name))


def picture_of(publication: Publication, standing: Standing) -> Picture:
    """The article's card, at the address of what it says today. No query."""
    card = card_of(publication, standing)
    said = [publication.title, *card.review]
    alt = " ".join(words if words[-1] in ".?!" else f"{words}." for words in said)
    return Picture(absolute(card_path(publication, card)), WIDTH, HEIGHT, alt, kind="image/png", is_wide=True)


def card_path(publication: Publication, card: Card) -> str:
    return address_of("public:social_card", publication.slug, card.name)
