"""Dates in words, names with degrees, pictures and the seal, for every page that shows frozen content."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from articles.content.small_words import language_of
from articles.public import languages, speakers, words
from articles.public.picture_addresses import picture_address
from articles.public.seal import ring_path
from articles.templating.constants import told_the_language

register = template.Library()


@register.filter
@told_the_language
def in_words(value: date | str | None, *, spoken: str | None) -> SafeString | str:
    """A day as readers say it, in a <time>: September 14, 2026. Frozen content holds ISO texts; both are understood."""
    if not value:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    elif isinstance(value, datetime):
        value = value.date()
    return _in_words(value, spoken)


@lru_cache(maxsize=4096)
def _in_words(day: date, language: str | None) -> SafeString:
    """A page has twenty days on it, and few of them are on it alone."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), plain_day(day))


@register.filter
def plain_day(value: date) -> str:
    """The same without an element, for titles and choices. English has the month in full; others as Django knows it."""
    return date_format(value, "F j, Y" if languages.is_spoken("en") else "DATE_FORMAT")


@register.filter
@told_the_language
@lru_cache(maxsize=2048)
def translated(text: str, *, spoken: str | None) -> str:
    """Words that the floors below say in English, in the language of the page; see articles/public/words.py."""
    return gettext(text)


register.filter("change_in_words", words.of_change)
register.filter("kind_in_words", words.of_kind)
register.filter("part_in_words", words.of_part)
register.filter("parts_in_words", words.of_parts)


@register.filter
def drawn_in_words(html: str) -> SafeString:
    """A drawn difference, frozen HTML with `ins` and `del`, with what is said around it in the reader's language."""
    return frozen_html(words.of_drawing(html))


register.filter("direction", languages.direction_of)


@register.simple_tag
@told_the_language
def lang_of(language: str, *, spoken: str | None) -> SafeString:
    """The attributes of words in `language` on a page in another: ` lang="es"`; nothing where they are the same."""
    return languages.attributes(language, around=spoken or settings.LANGUAGE_CODE)


@register.simple_tag
def lang_of_frame(language: str) -> SafeString:
    """The attributes of the site's own words within a text in `language`, which the interface may not speak."""
    return languages.attributes_of_frame(language)


@register.simple_tag
def lang_of_words(*texts: str) -> SafeString | str:
    """The attributes of a person's own words, `texts` of one hand, on a page in another language: ` lang="en"`.

    What they say of themselves is one text on every page, in the site's language or, as its small words tell, another.
    """
    found = language_of(" ".join(filter(None, texts)), otherwise=settings.LANGUAGE_CODE)
    return languages.attributes(found, around=languages.of_interface())


@register.filter
def in_tongue_of(words: str, person: dict) -> SafeString | str:
    """What a person is called or holds, marked with their language where it stands in a sentence of another."""
    tongue = lang_of_words(person["title"], person["bio"])
    return format_html("<span{}>{}</span>", tongue, words) if tongue else words


@register.simple_tag
def foreign_name(language: str) -> str:
    """What the language of a text calls itself, where it is not the page's: Español."""
    return "" if languages.is_spoken(language) else languages.name_of(language)


@register.filter
def credited(person: dict) -> str:
    """Name and degrees: Amara Osei, MD, MSc."""
    return ", ".join([person["name"], *person["degrees"]])


@register.filter
def all_credited(people: list[dict]) -> str:
    """Everybody with degrees: Amara Osei, MD, MSc, and Jon Stade, MD."""
    said = ""
    for name in map(credited, people):
        said = gettext("%(first)s, and %(last)s") % {"first": said, "last": name} if said else name
    return said


@register.filter
def all_named(people: list[dict]) -> str:
    """The same without degrees: Amara Osei and Jon Stade."""
    return words.listed([person["name"] for person in people])


@register.filter
def post(person: dict) -> str:
    """What and where, in short, for a byline: Neurologist, Lakeshore Teaching Hospital."""
    institutions = [place["institution"] for place in person["affiliations"][:1]]
    return ", ".join(part for part in [person["title"], *institutions] if part)


@register.filter
def posts(person: dict) -> list[str]:
    """Every affiliation in full: role (unless the title says it), unit, institution, city and region."""
    title = person["title"].lower()
    keys = ("role", "unit", "institution", "city", "region")
    return [
        ", ".join(place[key] for key in keys if place[key] and not (key == "role" and place[key].lower() in title))
        for place in person["affiliations"]
    ]


@register.filter
def initials(person: dict) -> str:
    """What stands in the circle of somebody without a portrait."""
    words = person["name"].split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


@register.filter
def in_role(people: list[dict], role: str) -> list[dict]:
    return [person for person in people if person["role"] == role]


@register.filter
def times(count: int) -> range:
    """1 to `count`: the mentions of a source."""
    return range(1, count + 1)


@register.filter
def grouped(digest: str) -> str:
    """The first twelve digits of a digest, in fours, as a person compares them."""
    return f"{digest[:4]} {digest[4:8]} {digest[8:12]}"


@register.filter
def frozen_html(html: str) -> SafeString:
    """HTML of a frozen version: sanitised before it was digested and approved. Never give it anything else."""
    return SafeString(html)


@register.filter
def wide_tables(html: str) -> SafeString:
    """Frozen HTML with each table in a box that scrolls sideways and can be reached by keyboard."""
    if "<table>" not in html:
        return frozen_html(html)
    box = format_html('<div class="scroll" tabindex="0" role="group" aria-label="{}">', gettext("Table"))
    return mark_safe(html.replace("<table>", f"{box}<table>").replace("</table>", "</table></div>"))  # noqa: S308


@register.filter
def with_portraits(html: str, people: list[dict]) -> SafeString:
    """Frozen HTML with the portrait of whoever speaks in a set-off quote beside their name."""
    return mark_safe(speakers.with_portraits(html, people))  # noqa: S308


@register.filter
def media(src: str) -> str:
    return picture_address(src)


@register.filter
def srcset(renditions: list[dict]) -> str:
    return ", ".join(f"{picture_address(item['src'])} {item['width']}w" for item in renditions)


@register.filter
def by_type(renditions: list[dict]) -> list[tuple[str, list[dict]]]:
    """Renditions by media type, the smallest first; the order of the types stays."""
    types: dict[str, list[dict]] = {}
    for item in sorted(renditions, key=lambda item: item["width"]):
        types.setdefault(item["type"], []).append(item)
    return list(types.items())


@register.filter
def fitting(renditions: list[dict], frame: int) -> list[tuple[str, str]]:
    """For a frame of so many pixels: each type with the smallest that fills it, on plain and on dense screens."""
    found = []
    for kind, rows in by_type(renditions):
        plain, dense = (
            next((row for row in rows if row["width"] >= frame * density), rows[-1])["src"] for density in (1, 2)
        )
        shown = {plain: "", dense: " 2x"} if plain != dense else {plain: ""}
        found.append((kind, ", ".join(f"{picture_address(src)}{density}" for src, density in shown.items())))
    return found


@register.filter
def quarter(percent: int) -> int:
    """A percentage in steps of a quarter, 0 to 4: the stylesheet's data-fx and data-fy."""
    return round(percent / 25)


@register.inclusion_tag("includes/_picture.html")
def picture(figure: dict, sizes: str, *, eager: bool = False) -> dict:
    """The picture of a figure in every size and format there is. Lazy, unless it is the first thing to see."""
    return {"figure": figure, "sizes": sizes, "eager": eager}


@register.inclusion_tag("includes/_seal.html")
def seal(digest: str, state: str, *, label: str = "", edited: bool = False) -> dict:
    """The mark's drawing. Without a label it is hidden from assistive technology: the words beside it say all."""
    return {"ring": ring_path(digest), "state": state, "label": label, "is_edited": edited}
