"""The page as readers saw it at the end of one day (UTC): the words, and the review they rested on then."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Publication
from articles.public.delivery import absolute, page
from articles.public.finding import keys_of, with_publication
from articles.public.releases import open_files, standing_at, with_open_pictures
from articles.public.views.article import shown

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@require_safe
@with_publication
def as_of(request: HttpRequest, publication: Publication, *, day: str) -> HttpResponse:
    on, now = _named(day), timezone.now()
    if on > now.date():
        raise Http404
    end = datetime.combine(on + timedelta(days=1), time(), tzinfo=UTC) - timedelta(microseconds=1)
    row, withdrawal = standing_at(publication, min(end, now))
    canonical = absolute(publication.get_absolute_url())
    if withdrawal:
        context = {"publication": publication, "day": on, "withdrawal": withdrawal, "canonical": canonical}
        return page(request, "articles/as_of_withdrawn.html", context, status=410, keys=keys_of(publication))
    if row is None:
        raise Http404
    standing = row.standing(min(end, now))
    context = {**shown(row, standing, on=on), "day": on, "now_shown": publication, "canonical": canonical}
    closed: list[str] = []
    is_open = open_files(context["content"], context["credits"])
    for name in ("content", "credits"):
        context[name] = with_open_pictures(context[name], is_open, closed)
    reviewer, co_reviewers = with_open_pictures([standing.reviewer, list(standing.co_reviewers)], is_open, [])
    context["standing"] = replace(standing, reviewer=reviewer, co_reviewers=tuple(co_reviewers))
    context["closed_pictures"] = list(dict.fromkeys(filter(None, closed)))
    modified, keys, language = row.visible_from, keys_of(publication), row.language
    return page(request, "articles/as_of.html", context, modified=modified, keys=keys, language=language)


def _named(day: str) -> date:
    if not DAY.fullmatch(day):
        raise Http404
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
