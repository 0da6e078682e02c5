"""The comments beside the text: answered, resolved and applied where the words they are about are written.

They come after the page, like the findings; without a script their link leads to a page with the same threads.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.admin.attention import has_the_last_word
from articles.admin.findings import WHOLE_ARTICLE, is_for_the_panel
from articles.admin.home.rows import day_in_words
from articles.admin.overview import hasty_reviews
from articles.admin.worklists import written_by
from articles.content.passages import EMERGENCY, HERO, KEY_POINTS, LEDE, SUMMARY, TITLE, Passage, passages_in, place_of
from articles.editorial import commenting, workflow
from articles.editorial.drafting import EDITABLE
from articles.editorial.roles import Role, roles_of
from articles.errors import EditorialError
from articles.models import Article, Comment

# So many resolved threads are kept at hand; the list of all comments has the rest.
MOST_RESOLVED = 20
# The places of a page that are fields of the form.
FIELDS = {
    TITLE: "Title",
    SUMMARY: "Summary",
    KEY_POINTS: "Key points",
    LEDE: "Lede",
    EMERGENCY: "When to get help now",
    HERO: "Picture",
}
ACTS: dict[str, Callable[..., Any]] = {
    "answer": lambda thread, by, body: workflow.answer(thread, by=by, body=body),
    "resolve": lambda thread, by, body: workflow.resolve(thread, by=by),
    "reopen": lambda thread, by, body: workflow.reopen(thread, by=by),
    "apply": lambda thread, by, body: workflow.apply_suggestion(thread, by=by),
}


@dataclass(frozen=True)
class Refused:
    """What somebody tried at a thread, with which words, and the sentence that refused it."""

    at: int
    act: str
    typed: str
    sentence: str


@dataclass(frozen=True)
class Remark:
    """One thread as its reader sees it: where its words stand now, and what this person may do about it."""

    thread: Comment
    passage: Passage | None
    when: str
    # Whether it waits for who reads this, as one of the article's writers, or they had the last word in it.
    awaits_reader: bool = False
    is_answered: bool = False
    can_be_resolved: bool = True
    can_be_applied: bool = False

    @property
    def reads_now(self) -> str:
        """The sentence by its words of today, if they are others."""
        if self.passage is None or self.passage.text == self.thread.phrase:
            return ""
        return self.passage.text

    @property
    def is_gone(self) -> bool:
        return bool(self.thread.anchor) and self.passage is None

    @property
    def subject(self) -> str:
        """What to select in the text."""
        return self.passage.text if self.passage and self.passage.kind != "picture" else ""


@dataclass(frozen=True)
class Spot:
    """A place of the form with its open threads: a field by its name, a section by its stable id, or the whole."""

    name: str
    column: str = ""
    section: str = ""
    remarks: list[Remark] = field(default_factory=list)


class CommentPages:
    """For the article's admin: `/admin/articles/article/7/comments/` and `.../comments/3/`."""

    def get_urls(self) -> list:
        guarded = self.admin_site.admin_view
        own = [
            path("<int:article_id>/comments/", guarded(require_safe(self.comments)), name="articles_article_comments"),
            path(
                "<int:article_id>/comments/<int:pk>/",
                guarded(require_POST(self.act_on_comment)),
                name="articles_article_comment",
            ),
        ]
        return [*own, *super().get_urls()]

    def comments(self, request: HttpRequest, article_id: int) -> HttpResponse:
        return self._comments(request, self._article(request, article_id))

    def act_on_comment(self, request: HttpRequest, article_id: int, pk: int) -> HttpResponse:
        """Do what the button says. A refusal stands at its thread, with what was typed."""
        article = self._article(request, article_id)
        thread = get_object_or_404(article.comments.select_related("author"), pk=pk)
        act, typed = request.POST.get("do", ""), request.POST.get("body", "")
        if act not in ACTS:
            raise Http404
        try:
            made = ACTS[act](thread, request.user, typed)
        except EditorialError as refusal:
            return self._comments(request, article, refused=Refused(thread.pk, act, typed, refusal.message))
        if act == "apply":
            # The form shows the words of before: it is loaded afresh, with what happened above it.
            messages.success(request, f"Saved as version {made.number}, with {thread.author}’s wording.")
            if is_for_the_panel(request):
                return HttpResponse(status=201, headers={"Location": article.get_admin_url()})
            return HttpResponseRedirect(article.get_admin_url())
        if is_for_the_panel(request):
            return self._comments(request, article)
        return HttpResponseRedirect(
            f"{reverse('admin:articles_article_comments', args=[article.pk])}#comment-{thread.pk}"
        )

    def _comments(self, request: HttpRequest, article: Article, *, refused: Refused | None = None) -> HttpResponse:
        spots = list(spots_of(article, reader=request.user, now=timezone.now()))
        remarks = [remark for spot in spots for remark in spot.remarks]
        roles = set(roles_of(request.user))
        context = {
            "article": article,
            "spots": spots,
            "remarks": remarks,
            "waiting": sum(remark.awaits_reader for remark in remarks),
            "resolved": _resolved(article),
            # Whoever is refused keeps the field with their words.
            "may_write": bool(refused) or bool(roles.intersection(commenting.STAFF)),
            # An editor hears of it here, too; it comes with the panel, as the form asks little enough without it.
            "hasty": hasty_reviews(article) if Role.EDITOR in roles else [],
            "refused": refused,
        }
        if is_for_the_panel(request):
            return TemplateResponse(request, "admin/articles/article/_comments.html", context)
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Comments: {article}",
            "original": article,
        }
        return TemplateResponse(request, "admin/articles/article/comments.html", context)


def spots_of(article: Article, *, reader: Any, now: datetime) -> Iterator[Spot]:
    """The open threads by the place where their words stand in the draft, in the order of the form."""
    threads = commenting.open_threads(article)
    version = article.latest_version
    if version is None or not threads:
        return
    passages = passages_in(version.content)
    order = {passage.id: number for number, passage in enumerate(passages)}
    roles = set(roles_of(reader))
    may_apply = article.state in EDITABLE and bool(roles & {Role.WRITER, Role.EDITOR})
    own = is_written_by(article, reader)
    spots = _all_spots(article)
    for thread in threads:
        passage = commenting.stands_at(thread, passages)
        is_as_it_was = passage is not None and (passage.text, passage.place) == (thread.phrase, thread.section)
        is_answered = has_the_last_word(reader, thread)
        remark = Remark(
            thread=thread,
            passage=passage,
            when=day_in_words(thread.made_at, now),
            awaits_reader=own and not is_answered,
            is_answered=own and is_answered and bool(thread.answers.all()),
            can_be_resolved=not thread.is_blocking or thread.author_id == reader.pk or Role.EDITOR in roles,
            can_be_applied=may_apply and bool(thread.suggestion) and is_as_it_was,
        )
        place = passage.place if passage else thread.section
        spots[place if place in spots else ""].remarks.append(remark)
    for spot in spots.values():
        if spot.remarks:
            spot.remarks.sort(key=lambda remark: order.get(remark.passage.id, -1) if remark.passage else -1)
            yield spot


def is_written_by(article: Article, user: Any) -> bool:
    return bool(written_by(user).filter(pk=article.pk).exists())


def _all_spots(article: Article) -> dict[str, Spot]:
    """Every place of the form by its name in a version: the whole page, the fields above, the sections, the rest."""
    fields = {place: Spot(name, column=place) for place, name in FIELDS.items()}
    below = {place: fields.pop(place) for place in (EMERGENCY, HERO)}
    rows = article.sections.values_list("anchor", "nav_label", "heading")
    sections = {
        place_of({"id": anchor}): Spot(f"{number}. {label or heading or 'Section'}", section=anchor)
        for number, (anchor, label, heading) in enumerate(rows, start=1)
    }
    return {"": Spot(WHOLE_ARTICLE), **fields, **sections, **below}


def _resolved(article: Article) -> list[Comment]:
    threads = article.comments.threads().filter(resolved_at__isnull=False)
    told = threads.select_related("author", "resolved_by", "applied_in").prefetch_related("answers__author")
    return list(told.order_by("-resolved_at")[:MOST_RESOLVED])
