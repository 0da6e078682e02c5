"""The article page and its print view: one frozen version, and what the clock says about it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Publication, Standing
from articles.public import structured_data
from articles.public.delivery import absolute, page
from articles.public.finding import changed_at, keys_of, with_publication
from articles.public.related import related_to


@require_safe
@with_publication
def article(request: HttpRequest, publication: Publication) -> HttpResponse:
    standing = publication.standing()
    related = related_to(publication)
    data = structured_data.article_page(publication, standing, crumbs_to(publication))
    context = {
        **shown(publication, standing),
        "related": related,
        "structured_data": structured_data.script_text(data),
    }
    keys = [*keys_of(publication), *[f"article:{neighbour.article_uid}" for neighbour, _ in related]]
    return page(request, "articles/article.html", context, modified=changed_at(publication), keys=keys)


@require_safe
@with_publication
def print_view(request: HttpRequest, publication: Publication) -> HttpResponse:
    context = {**shown(publication, publication.standing()), "today": timezone.now()}
    return page(request, "articles/print.html", context, modified=changed_at(publication), keys=keys_of(publication))


def shown(publication: Publication, standing: Standing) -> dict:
    """What both views show."""
    releases = Publication.objects.released().filter(article=publication.article_id)
    return {
        "publication": publication,
        "content": publication.version.content,
        "standing": standing,
        "credits": credits_of(publication.version.content["bylines"], standing),
        "crumbs": crumbs_to(publication),
        "canonical": absolute(publication.get_absolute_url()),
        "version_count": releases.values("version").distinct().count(),
        "section": "articles",
    }


LABELS = {"author": "Written by", "editor": "Edited by", "quoted": "Quoted on this page"}


def credits_of(bylines: list[dict], standing: Standing) -> list[dict]:
    """Everybody behind the page, once each. The reviewer is whoever decided, never who a byline names as such."""
    people = [{**line, "label": LABELS[line["role"]]} for line in bylines if line["role"] in LABELS]
    people.sort(key=lambda person: list(LABELS).index(person["role"]))
    label = "Medically reviewed by" if standing.has_badge else "Last reviewed by"
    at = sum(person["role"] == "author" for person in people)
    people[at:at] = [{**person, "role": "medical_reviewer", "label": label} for person in standing.reviewers]
    return people


def crumbs_to(publication: Publication) -> list[tuple[str, str]]:
    """Home, then the way down to the main topic, as the version has it."""
    topics = publication.version.content["topics"][:1]
    steps = [step for topic in topics for step in [*topic["path"], topic]]
    return [("Home", "/"), *[(step["name"], reverse("reading:topic", args=[step["slug"]])) for step in steps]]
