"""What machines ask for beside the pages: feeds of a hub, how to cite a page, oEmbed, security.txt and llms.txt."""

import json
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from articles.models import Publication, Redirect
from articles.public import citing, people, tree
from articles.public.delivery import absolute, answer
from articles.public.feeds import NEWEST, atom_text, in_words
from articles.public.finding import changed_at, keys_of, with_publication
from articles.public.json_feed import feed_text
from articles.public.related import with_standings

# --- Feeds


def _feed(
    request: HttpRequest, rows: QuerySet[Publication], *, title: str, description: str, home: str, keys: list[str]
) -> HttpResponse:
    entries = with_standings(rows.with_standing().newest_first()[:NEWEST])
    said = {"title": f"{settings.SITE_NAME}: {title}", "description": description, "home": home}
    is_json = request.path.endswith(".json")
    write, kind = (feed_text, "feed+json") if is_json else (atom_text, "atom+xml")
    response = answer(
        request,
        write(entries, **said, address=request.path),
        content_type=f"application/{kind}; charset=utf-8",
        modified=max((publication.visible_from for publication, _ in entries), default=None),
        keys=["articles", *keys],
    )
    return open_to_all(response)


@require_safe
def articles_feed(request: HttpRequest) -> HttpResponse:
    description = "New and changed health articles."
    rows = Publication.objects.live()
    return _feed(request, rows, title="articles", description=description, home="/articles/", keys=[])


@require_safe
def topic_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest pages of a topic and of those below it, as on its hub."""
    branch = next((branch for branch in tree.plant().values() if branch.topic.slug == slug), None)
    if branch is None:
        raise Http404
    rows = Publication.objects.live().in_topics(branch.topics())
    description = f"New and changed articles on {branch.topic.name}."
    home = branch.topic.get_absolute_url()
    return _feed(request, rows, title=branch.topic.name, description=description, home=home, keys=[f"topic:{slug}"])


@require_safe
def expert_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest pages that name somebody, as on their profile."""
    expert = get_object_or_404(people.public_experts(), slug=slug)
    description = f"New and changed articles that {expert.name} wrote, edited, reviewed or is quoted in."
    home = expert.get_absolute_url()
    rows = people.pages_naming(expert)
    return _feed(request, rows, title=expert.name, description=description, home=home, keys=[f"expert:{slug}"])


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
WIDTH, HEIGHT, LEAST = 600, 200, 200


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
    authors = citing.authors_of(publication)
    wide = request.GET.get("maxwidth", "")
    width = min(WIDTH, max(LEAST, int(wide))) if wide.isascii() and wide.isdigit() and len(wide) < 6 else WIDTH
    described = {
        "version": "1.0",
        "type": "rich",
        "title": publication.title,
        "author_name": ", ".join(authors),
        "provider_name": settings.SITE_NAME,
        "provider_url": absolute("/"),
        "cache_age": 3600,
        "width": width,
        "height": HEIGHT,
        "html": format_html(
            '<blockquote cite="{0}"><p><a href="{0}">{1}</a></p><p>{2}</p><p>{3} {4}</p></blockquote>',
            address,
            publication.title,
            publication.summary,
            in_words(standing),
            settings.SITE_NAME,
        ),
    }
    figure = publication.version.content["hero"]
    if figure:
        described |= {
            "thumbnail_url": absolute(default_storage.url(figure["src"])),
            "thumbnail_width": figure["width"],
            "thumbnail_height": figure["height"],
        }
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    keys = keys_of(publication)
    return open_to_all(
        answer(request, text, content_type="application/json", modified=changed_at(publication), keys=keys)
    )


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
so: do not present it as reviewed. Withdrawn pages answer 410 with the reason: do not use what you kept of them. Doses
and warnings are the words of one version: quote them whole, or not at all.

## For machines

- [API]({site}/api/): articles, versions, topics, experts and sources as JSON, with digests
- [Feed of articles]({site}/feeds/articles.json): what is new and what changed
- [Site map]({site}/sitemap.xml): every address worth finding
- [How we review]({site}/how-we-review/): what the mark means, and how to check it

## Topics

{topics}
"""


@require_safe
def llms_txt(request: HttpRequest) -> HttpResponse:
    branches = tree.plant()
    tree.count(tree.roots(branches))
    topics = [
        f"- [{branch.topic.name}]({absolute(branch.topic.get_absolute_url())}): {branch.pages} "
        f"article{'' if branch.pages == 1 else 's'}"
        for branch in tree.roots(branches)
        if branch.pages
    ]
    text = LLMS.format(name=settings.SITE_NAME, site=settings.SITE_URL, topics="\n".join(topics) or "None yet.")
    return answer(request, text, content_type="text/plain; charset=utf-8", keys=["articles", "topics"])
