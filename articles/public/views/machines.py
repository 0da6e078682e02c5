"""What machines ask for beside the pages: feeds of a hub, how to cite a page, oEmbed, security.txt and llms.txt."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from articles.models import Publication, Redirect, Topic
from articles.pages import keys
from articles.public import citing, people, social, tree
from articles.public.delivery import absolute, answer
from articles.public.feeds import NEWEST, atom_text, authors_of, told
from articles.public.finding import changed_at, keys_of, with_publication
from articles.public.json_feed import feed_text
from articles.public.related import with_standings
from articles.public.shelves import OnShelves, Shelves

# --- Feeds


def _feed(
    request: HttpRequest, rows: Iterable[Publication], *, title: str, description: str, home: str, shown: list[str]
) -> HttpResponse:
    entries = with_standings(rows)
    said = {"title": f"{settings.SITE_NAME}: {title}", "description": description, "home": home}
    is_json = request.path.endswith(".json")
    write, kind = (feed_text, "feed+json") if is_json else (atom_text, "atom+xml")
    response = answer(
        request,
        write(entries, **said, address=request.path),
        content_type=f"application/{kind}; charset=utf-8",
        modified=max((publication.visible_from for publication, _ in entries), default=None),
        keys=shown,
    )
    return open_to_all(response)


@require_safe
def articles_feed(request: HttpRequest) -> HttpResponse:
    description = "New and changed health articles."
    rows = Publication.objects.live().with_standing().newest_first()[:NEWEST]
    return _feed(request, rows, title="articles", description=description, home="/articles/", shown=[keys.ARTICLES])


@require_safe
def topic_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest pages of a topic and of those below it, as on its hub."""
    topic = get_object_or_404(Topic, slug=slug)
    rows = OnShelves(Shelves([keys.of_hub(slug)]).of(keys.of_hub(slug))).first(NEWEST)
    description = f"New and changed articles on {topic.name}."
    home = topic.get_absolute_url()
    shown = [keys.of_hub(slug), keys.TREE]
    return _feed(request, rows, title=topic.name, description=description, home=home, shown=shown)


@require_safe
def expert_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest pages that name somebody, as on their profile."""
    expert = get_object_or_404(people.public_experts(), slug=slug)
    description = f"New and changed articles that {expert.name} wrote, edited, reviewed or is quoted in."
    home = expert.get_absolute_url()
    rows = people.pages_naming(expert).first(NEWEST)
    shown = [keys.of_profile(slug)]
    return _feed(request, rows, title=expert.name, description=description, home=home, shown=shown)


# --- Citing


@require_safe
@with_publication
def cite(request: HttpRequest, publication: Publication, *, ending: str) -> HttpResponse:
    write, kind = {
        "ris": (citing.ris, "application/x-research-info-systems; charset=utf-8"),
        "bib": (citing.bibtex, "application/x-bibtex; charset=utf-8"),
        "json": (citing.csl_text, "application/vnd.citationstyles.csl+json"),
    }[ending]
    text = write(publication)
    response = answer(request, text, content_type=kind, modified=changed_at(publication), keys=keys_of(publication))
    response.headers["Content-Disposition"] = f'attachment; filename="{publication.slug}.{ending}"'
    return open_to_all(response)


# --- oEmbed

# The card's own size; an asker may have less room.
WIDTH, HEIGHT, ROOMY = 600, 200, 100_000


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Describe one of our pages to a page that links to it: a quotation with title, summary and review; no script."""
    if request.GET.get("format", "json") != "json":
        return _refusal(request, 501, "Only format=json is offered.")
    publication = _named_by(request.GET.get("url", ""))
    if publication is None:
        return _refusal(request, 404, "This is not the address of an article that is published here.")
    standing = publication.standing()
    address = absolute(publication.get_absolute_url())
    authors = authors_of(publication)
    wide, high = _room(request, "maxwidth"), _room(request, "maxheight")
    picture = social.picture_of(publication, standing)
    described = {
        "version": "1.0",
        "type": "rich",
        "title": publication.title,
        "author_name": ", ".join(name for name, _ in authors),
        "author_url": authors[0][1] if authors else absolute("/"),
        "provider_name": settings.SITE_NAME,
        "provider_url": absolute("/"),
        "cache_age": 3600,
        "width": min(WIDTH, wide),
        "height": min(HEIGHT, high),
        "html": format_html(
            '<blockquote cite="{0}"><p><a href="{0}">{1}</a></p><p>{2}</p><p>{3}</p></blockquote>',
            address,
            publication.title,
            told(publication, standing),
            settings.SITE_NAME,
        ),
    }
    # A thumbnail has to fit into the room, too; it is asked for with all of its words or not at all.
    if picture.width <= wide and picture.height <= high:
        described |= {
            "thumbnail_url": picture.address,
            "thumbnail_width": picture.width,
            "thumbnail_height": picture.height,
        }
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    shown = keys_of(publication)
    return open_to_all(
        answer(request, text, content_type="application/json", modified=changed_at(publication), keys=shown)
    )


def _room(request: HttpRequest, name: str) -> int:
    """How much room the asker has, in pixels; as much as we like if they do not say."""
    named = request.GET.get(name, "")
    return max(1, int(named)) if named.isascii() and named.isdigit() and len(named) < 6 else ROOMY


def _named_by(address: str) -> Publication | None:
    """Return the live publication that an address of ours leads to, an old one too."""
    if not address.startswith(f"{settings.SITE_URL}/"):
        return None
    try:
        match = resolve(urlsplit(address.removeprefix(settings.SITE_URL)).path)
    except (Resolver404, ValueError):
        return None
    if match.view_name != "public:article":
        return None
    live = Publication.objects.live().with_standing()
    slug = match.kwargs["slug"]
    moved = Redirect.objects.filter(slug=slug).values("article")
    return live.filter(slug=slug).first() or live.filter(article__in=moved).first()


def _refusal(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    text = json.dumps({"error": sentence}) + "\n"
    return open_to_all(answer(request, text, content_type="application/json", status=status))


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Let anybody's page read this: it is public, and no cookie goes with it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


# --- About the site

SECURITY_DAYS = 180


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a hole (RFC 9116). Without somebody to write to there is no such file."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    if ":" not in contact:
        contact = f"mailto:{contact}"
    # From midnight on, so that the file stays the same for a day.
    today = datetime.combine(timezone.now().date(), time(), tzinfo=UTC)
    lines = [
        f"Contact: {contact}",
        f"Expires: {today + timedelta(days=SECURITY_DAYS):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {absolute('/.well-known/security.txt')}",
    ]
    return answer(request, "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


LLMS = """# {name}

> Health articles, each with an author, a medical reviewer, a date and numbered sources. Every published version is
> frozen and named by its SHA-256; the review belongs to exactly one such version and runs out on a day.

Say where it comes from, with the address and the day of the last medical review. A page whose review has lapsed says
so: do not present it as reviewed. A safety notice stands above the text: say it first. Withdrawn pages answer 410 with
the reason: do not use what you kept of them. Doses and warnings are the words of one version: quote them whole, or not
at all.

## For machines

- [API]({site}/api/): articles, versions, topics, experts and sources as JSON, with digests
- [Feed of articles]({site}/feeds/articles.json): what is new and what changed
- [Site map]({site}/sitemap.xml): every address worth finding
- [Checkpoint of the ledger]({site}/ledger/checkpoint.json): with it and the receipt of a page its review can be checked

## About us

- [How we review]({site}/how-we-review/): what the mark means, and how to check it
- [Editorial policy]({site}/editorial-policy/): who writes, who pays, and what may be published
- [Corrections]({site}/corrections/): what was wrong, and since when it is right

## Topics

{topics}
"""


@require_safe
def llms_txt(request: HttpRequest) -> HttpResponse:
    roots = tree.plant_roots()
    tree.count(roots, Shelves(tree.hubs_of(roots)))
    topics = [
        f"- [{branch.topic.name}]({absolute(branch.topic.get_absolute_url())}): {branch.pages} "
        f"article{'' if branch.pages == 1 else 's'}"
        for branch in roots
        if branch.pages
    ]
    text = LLMS.format(name=settings.SITE_NAME, site=settings.SITE_URL, topics="\n".join(topics) or "None yet.")
    return answer(request, text, content_type="text/plain; charset=utf-8", keys=["articles", "topics"])
