"""The article page and its print view: one frozen version, and what the clock says about it."""

from datetime import UTC, date, datetime, timedelta
from operator import itemgetter

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.addresses import address_of
from articles.models import Publication, Standing
from articles.models.prepared import Prepared
from articles.public import crumbs, social, structured_data
from articles.public.delivery import absolute, page
from articles.public.finding import changed_at, keys_of, with_publication
from articles.public.related import related_to
from articles.public.until import end_of_news, next_change

# How long a correction is told at the top, too.
CORRECTION_IS_NEWS = timedelta(days=30)

VERSIONS = Prepared(
    Publication,
    lambda article, now: Publication.objects.released(now).filter(article=article).order_by("pk").only("version"),
    {"article": -1, "now": datetime(1, 1, 1, tzinfo=UTC)},
)


@require_safe
@with_publication
def article(request: HttpRequest, publication: Publication) -> HttpResponse:
    standing = publication.standing()
    related = related_to(publication)
    data = structured_data.article_page(publication, standing, crumbs_to(publication))
    context = {
        **shown(publication, standing),
        "report_address": address_of("public:report", publication.slug),
        "related": related,
        "social": social.of_article(publication, standing),
        "structured_data": structured_data.script_text(data),
    }
    # The neighbors that the editor chose, too, if they are not out yet: the page changes when they come.
    neighbors = {*publication.version.content["related"], *[str(row.article_uid) for row, _ in related]}
    return page(
        request,
        "articles/article.html",
        context,
        modified=changed_at(publication),
        keys=[*keys_of(publication), *[f"article:{uid}" for uid in neighbors]],
        until=next_change(
            [publication, *[row for row, _ in related]],
            now=timezone.now(),
            news_until=end_of_news(publication.version.content, lasts=CORRECTION_IS_NEWS),
        ),
        language=publication.language,
    )


@require_safe
@with_publication
def print_view(request: HttpRequest, publication: Publication) -> HttpResponse:
    standing = publication.standing()
    context = {
        **shown(publication, standing),
        "today": timezone.now(),
        "social": social.of_article(publication, standing),
    }
    modified, keys, language = changed_at(publication), keys_of(publication), publication.language
    return page(request, "articles/print.html", context, modified=modified, keys=keys, language=language)


def shown(publication: Publication, standing: Standing, *, on: date | None = None) -> dict:
    """What both views show, on the day `on`."""
    versions = VERSIONS(article=publication.article_id, now=timezone.now())
    return {
        "publication": publication,
        "content": publication.version.content,
        "standing": standing,
        "fresh_correction": fresh_correction(publication.version.content, on=on or timezone.now().date()),
        "credits": credits_of(publication.version.content["bylines"], standing),
        "crumbs": crumbs_to(publication),
        "canonical": absolute(publication.get_absolute_url()),
        "version_count": len({release.version_id for release in versions}),
        "section": "articles",
    }


def fresh_correction(content: dict, *, on: date) -> dict | None:
    """The newest correction, as long as readers of the page may not have heard of it."""
    newest = max(content["corrections"], key=itemgetter("on"), default=None)
    return newest if newest and on - date.fromisoformat(newest["on"]) < CORRECTION_IS_NEWS else None


LABELS = {"author": _("Written by"), "editor": _("Edited by"), "quoted": _("Quoted on this page")}


def credits_of(bylines: list[dict], standing: Standing) -> list[dict]:
    """Everybody behind the page, once each. The reviewer is whoever decided, never who a byline names as such."""
    people = [{**line, "label": LABELS[line["role"]]} for line in bylines if line["role"] in LABELS]
    people.sort(key=lambda person: list(LABELS).index(person["role"]))
    label = _("Medically reviewed by") if standing.has_badge else _("Last reviewed by")
    at = sum(person["role"] == "author" for person in people)
    people[at:at] = [{**person, "role": "medical_reviewer", "label": label} for person in standing.reviewers]
    return people


def crumbs_to(publication: Publication) -> list[tuple[str, str]]:
    """Home, then the way down to the main topic, as the version has it."""
    topics = publication.version.content["topics"][:1]
    steps = [step for topic in topics for step in [*topic["path"], topic]]
    return [crumbs.home(), *[(step["name"], address_of("reading:topic", step["slug"])) for step in steps]]
