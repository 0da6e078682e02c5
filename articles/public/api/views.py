"""The answers of the API. Only what is live is asked for; a withdrawn article answers 410 with the public reason."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Publication
from articles.models.standing import lapsed_if_due_before
from articles.pages import keys
from articles.public import people, tree
from articles.public.api import rows
from articles.public.api.asking import (
    Answer,
    Refused,
    as_json,
    day_of,
    endpoint,
    limit_of,
    listed,
    parsed_day,
    source_of,
)
from articles.public.api.openapi import described
from articles.public.api.table import ENDPOINTS
from articles.public.delivery import absolute, page
from articles.public.finding import changed_at, keys_of
from articles.public.related import with_standings
from articles.public.releases import Told, told
from articles.public.shelves import OnShelves, Shelves, any_language
from articles.search.citing import citing

NOT_FOUND = "Nothing is published under this address."
BAD_AFTER = "after is not where a list of ours ended: take it from `next`."


# --- Articles


@endpoint("articles")
def articles(request: HttpRequest) -> Answer:
    limit = limit_of(request)
    entries = with_standings(_filtered(request).first(limit + 1))
    shown = entries[:limit]
    last = shown[-1][0] if len(entries) > limit else None
    body = listed(
        request,
        [rows.article(publication, standing) for publication, standing in shown],
        after=f"{last.changed_on.isoformat()}.{last.pk}" if last else None,
    )
    return Answer(body, keys=["articles"])


def _filtered(request: HttpRequest) -> OnShelves:
    """The narrowest list that was named, and what else was asked as a condition on what stands there."""
    asked, wanted = request.GET, Q()
    language = _word(asked["language"]) if "language" in asked else None
    key = keys.of_hub(_word(asked["topic"])) if "topic" in asked else keys.ARTICLES
    if "expert" in asked:
        profile = keys.of_profile(_word(asked["expert"]))
        if "topic" in asked:
            wanted &= Q(publication__listed__listing__key=key)
        if language is not None:
            wanted &= Q(publication__language=language)
        key, language = profile, None
    if "slug" in asked:
        wanted &= Q(publication__slug=_word(asked["slug"]))
    if "source" in asked:
        wanted &= citing(*source_of(asked["source"]), name="publication")
    since = day_of(request, "changed_since")
    if since:
        wanted &= Q(changed_on__gte=since)
    if "reviewed" in asked:
        if asked["reviewed"] not in ("yes", "no"):
            raise Refused(400, "reviewed is yes or no.")
        lapsed = lapsed_if_due_before(timezone.now().date())
        kept = Q(publication__review__isnull=False, publication__review_due_on__gte=lapsed)
        wanted &= kept if asked["reviewed"] == "yes" else ~kept
    if "after" in asked:
        day, number = _place(asked["after"])
        beyond = Q(changed_on__lt=day) | Q(publication__lt=number)
        wanted &= Q(changed_on__lte=day) & beyond
    among = any_language if language is None else language.__eq__
    return OnShelves(Shelves([key]).of(key, among=among), only=wanted)


@endpoint("article")
def article(request: HttpRequest, uid: UUID) -> Answer:
    publication = _live(uid)
    row = rows.article(publication, publication.standing())
    body = {**row, "content": publication.version.content}
    return Answer(body, keys=keys_of(publication), modified=changed_at(publication))


@endpoint("versions")
def versions(request: HttpRequest, uid: UUID) -> Answer:
    limit, publication = limit_of(request), _live(uid)
    found = [rows.version(release, said, shown_now=publication) for release, said in _releases(publication)]
    if "after" in request.GET:
        last = _number(request.GET["after"])
        found = [row for row in found if row["number"] < last]
    after = str(found[limit - 1]["number"]) if len(found) > limit else None
    return Answer(listed(request, found[:limit], after=after), keys=keys_of(publication))


@endpoint("version")
def version(request: HttpRequest, uid: UUID, number: int) -> Answer:
    publication = _live(uid)
    for release, said in _releases(publication):
        if release.version.number == number:
            row = rows.version(release, said, shown_now=publication)
            return Answer({**row, "document": release.version.document}, keys=keys_of(publication))
    raise Refused(404, NOT_FOUND)


def _releases(publication: Publication) -> list[tuple[Publication, Told]]:
    """The first release of each version whose words were not withdrawn, the newest first."""
    releases = list(Publication.objects.released().filter(article=publication.article_id).with_standing())
    said = told(releases)
    firsts = {row.version.number: row for row in releases if not row.is_withdrawn}
    return [(row, said[row.pk]) for _, row in sorted(firsts.items(), reverse=True)]


def _live(uid: UUID) -> Publication:
    publication = Publication.objects.in_public().with_standing().filter(article_uid=uid).first()
    if publication is None:
        raise Refused(404, NOT_FOUND)
    if publication.withdrawn_at is not None:
        at = publication.withdrawn_at.isoformat()
        raise Refused(410, "This article was withdrawn.", reason=publication.withdrawal_reason, withdrawn_at=at)
    return publication


# --- Topics and people


@endpoint("topics")
def topics(request: HttpRequest) -> Answer:
    limit = limit_of(request)
    found = sorted(_topics(), key=lambda row: row["slug"])
    found = [row for row in found if row["slug"] > request.GET.get("after", "")]
    after = found[limit - 1]["slug"] if len(found) > limit else None
    return Answer(listed(request, found[:limit], after=after), keys=[keys.TOPICS, keys.TREE])


@endpoint("topic")
def topic(request: HttpRequest, slug: str) -> Answer:
    branch = tree.find(slug)
    if branch is not None:
        tree.count([branch], Shelves([keys.of_hub(slug)]))
    if branch is None or not branch.pages:
        raise Refused(404, NOT_FOUND)
    parent = branch.topic.parent
    slugs = {parent.pk: parent.slug} if parent else {}
    return Answer(rows.topic(branch, slugs), keys=[keys.of_hub(slug), keys.TREE])


def _topics() -> list[rows.Row]:
    branches = tree.plant()
    tree.count(branches.values(), Shelves(tree.hubs_of(branches.values())))
    slugs = {key: branch.topic.slug for key, branch in branches.items()}
    return [rows.topic(branch, slugs) for branch in branches.values() if branch.pages]


@endpoint("experts")
def experts(request: HttpRequest) -> Answer:
    limit = limit_of(request)
    after = _word(request.GET.get("after", ""))
    found = people.public_experts().filter(slug__gt=after).order_by("slug").prefetch_related("affiliations")
    shown = list(found[: limit + 1])
    today = timezone.now().date()
    body = listed(
        request,
        [rows.expert(person, on=today) for person in shown[:limit]],
        after=shown[limit - 1].slug if len(shown) > limit else None,
    )
    return Answer(body, keys=["experts"])


@endpoint("expert")
def expert(request: HttpRequest, slug: str) -> Answer:
    person = people.public_experts().filter(slug=slug).prefetch_related("affiliations").first()
    if person is None:
        raise Refused(404, NOT_FOUND)
    return Answer(rows.expert(person, on=timezone.now().date()), keys=[keys.of_profile(slug)])


# --- Sources


@endpoint("sources")
def sources(request: HttpRequest) -> Answer:
    limit = limit_of(request)
    found = Publication.objects.live().select_related("version").order_by("pk")
    if "article" in request.GET:
        try:
            found = found.filter(article_uid=UUID(request.GET["article"]))
        except ValueError as error:
            raise Refused(400, "article is the uid of an article.") from error
    if "after" in request.GET:
        found = found.filter(pk__gt=_number(request.GET["after"]))
    citing = list(found[: limit + 1])
    shown = [row for publication in citing[:limit] for row in rows.sources(publication)]
    after = str(citing[limit - 1].pk) if len(citing) > limit else None
    return Answer(listed(request, shown, after=after), keys=["articles"])


# --- About the API

VIEWS = {
    "articles": articles,
    "article": article,
    "versions": versions,
    "version": version,
    "topics": topics,
    "topic": topic,
    "experts": experts,
    "expert": expert,
    "sources": sources,
}


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    return as_json(request, Answer(described()))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "endpoints": ENDPOINTS,
        "root": absolute("/api/v1/"),
        "crumbs": [("Home", "/")],
        "canonical": absolute(request.path),
    }
    return page(request, "api.html", context)


# --- What was asked


def _place(after: str) -> tuple[date, int]:
    day, dot, key = after.partition(".")
    if not dot:
        raise Refused(400, BAD_AFTER)
    return parsed_day(day, BAD_AFTER), _number(key)


def _number(text: str) -> int:
    """Nine digits: more would be no number to a database."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(400, BAD_AFTER)
    return int(text)


def _word(text: str) -> str:
    if len(text) > 200:
        raise Refused(400, "This is no slug and no language.")
    return text
