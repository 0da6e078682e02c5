"""Addresses that the article's page talks to while somebody writes: safety copies and who else is here. JSON only.

Nobody who is not logged in reaches them: the admin answers with a redirect to the log-in, and keeps nothing.
"""

import json
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles.editorial import presence, scratch
from articles.errors import EditorialError
from articles.models import Article

# What the answer to a save tells the browser: these windows' copies are saved and can be let go of.
SAVED_COOKIE = "saved_windows"
REMEMBERED_WINDOWS = 10
PASS_LASTS = 24 * 3600


class ScratchPages:
    """For the article's admin: `/admin/articles/article/7/scratch/`, `/admin/articles/article/scratch/new/`, ..."""

    def get_urls(self) -> list:
        guarded = self.admin_site.admin_view
        own = [
            path("scratch/new/", guarded(scratch_view), name="articles_article_scratch_new"),
            path("<int:article_id>/scratch/", guarded(scratch_view), name="articles_article_scratch"),
            path("<int:article_id>/presence/", guarded(presence_view), name="articles_article_presence"),
        ]
        return [*own, *super().get_urls()]


def page_context(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """What the scripts of the article's page need: where to keep copies, whose they are, and a pass for presence."""
    window = ".".join(_windows(request.POST.get("scratch_window", "")))
    if article is None:
        return {"scratch_address": reverse("admin:articles_article_scratch_new"), "scratch_window": window}
    return {
        "scratch_address": reverse("admin:articles_article_scratch", args=[article.pk]),
        "scratch_window": window,
        "presence_address": reverse("admin:articles_article_presence", args=[article.pk]),
        "presence_pass": _signer().sign(_pass_for(request, article.pk)),
    }


def saved(request: HttpRequest, response: HttpResponseRedirect) -> HttpResponseRedirect:
    """After a save: forget the copies that are in it, here and, by a cookie that the script reads, in the browser.

    The form names its own window first, then those whose copies were restored into it.
    """
    windows = _windows(request.POST.get("scratch_window", ""))
    for window in windows:
        scratch.forget(by=request.user, window=window)
    if windows:
        known = _windows(request.COOKIES.get(SAVED_COOKIE, ""))
        response.set_cookie(
            SAVED_COOKIE,
            ".".join([*known, *windows][-REMEMBERED_WINDOWS:]),
            path=reverse("admin:articles_article_changelist"),
            secure=request.is_secure(),
            samesite="Strict",
        )
    return response


@never_cache
@require_http_methods(["GET", "POST", "DELETE"])
def scratch_view(request: HttpRequest, article_id: int | None = None) -> JsonResponse:
    """GET: my copies, and a fresh token for the form. POST: keep one. DELETE: forget one, named by `?window=`."""
    if request.method == "POST":
        return _keep(request, article_id)
    if request.method == "DELETE":
        scratch.forget(by=request.user, window=request.GET.get("window", ""))
        return JsonResponse({"forgotten": True})
    scratch.forget_old()
    copies = scratch.copies_of(_article(article_id), by=request.user)
    return JsonResponse(
        {
            # After a new log-in the old form's token is void; with this one its save works.
            "token": get_token(request),
            "user": request.user.pk,
            "copies": [
                {
                    "window": copy.window,
                    "at": copy.saved_at.isoformat(),
                    "based_on": copy.based_on,
                    "fields": copy.fields,
                }
                for copy in copies
            ],
        }
    )


def _keep(request: HttpRequest, article_id: int | None) -> JsonResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > 2 * scratch.LARGEST:
        return JsonResponse({"sentence": scratch.TOO_LARGE}, status=413)
    try:
        sent = json.loads(request.body)
        window, fields, based_on = str(sent["window"]), dict(sent["fields"]), int(sent.get("based_on") or 0)
        copy = scratch.keep(
            _article(article_id), by=request.user, window=window, fields=fields, based_on=max(0, based_on) % 2**31
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"sentence": "This is not a form."}, status=400)
    except EditorialError as refusal:
        return JsonResponse({"sentence": refusal.message}, status=413)
    return JsonResponse({"at": copy.saved_at.isoformat()})


@never_cache
@require_POST
def presence_view(request: HttpRequest, article_id: int) -> JsonResponse:
    """Note that I am here, and say who else is. The page's pass stands for the permission to see the article."""
    try:
        passed = _signer().unsign(request.POST.get("pass", ""), max_age=PASS_LASTS)
    except signing.BadSignature:
        passed = ""
    if passed != _pass_for(request, article_id):
        return JsonResponse({"sentence": "Open the article's page again."}, status=403)
    try:
        others = presence.sign(article_id=article_id, by=request.user, is_writing=request.POST.get("writing") == "yes")
    except Article.DoesNotExist:
        return JsonResponse({"sentence": "This article is gone."}, status=404)
    here = [
        {"name": str(other.user), "writing": other.is_writing, "since": other.since.isoformat()} for other in others
    ]
    return JsonResponse({"here": here})


def _article(article_id: int | None) -> Article | None:
    return None if article_id is None else get_object_or_404(Article.objects.only("pk"), pk=article_id)


def _windows(names: str) -> list[str]:
    return [name for name in names.split(".") if scratch.WINDOW.fullmatch(name)]


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="articles.presence")


def _pass_for(request: HttpRequest, article_id: int) -> str:
    return f"{request.user.pk}:{article_id}"
