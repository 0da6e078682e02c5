"""What a reviewer does while reading: mark sentences as fine, comment, answer, and (by itself) be seen to read.

Each form works without a script and leads back to its place. What is refused is shown on a page of its own with
everything that was typed.
"""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.content.passages import PICTURE, Passage, passages_in
from articles.desk.forms import CommentForm
from articles.desk.identity import for_reviewers, latest_version
from articles.editorial import reading, workflow
from articles.editorial.sign_offs import Mark, progress
from articles.errors import EditorialError
from articles.models import Comment, Publication, ReviewAssignment, State, Version


def of_own_article(assignment: ReviewAssignment, *, pk: int) -> bool:
    """The address names a comment on the article of this assignment."""
    return Comment.objects.filter(pk=pk, article=assignment.article_id).exists()


@for_reviewers(latest_version)
@require_POST
def marks(request: Any, pk: int) -> HttpResponse:
    """Mark one passage, or all open ones of some places, as fine; or open one again."""
    version = _version(pk)
    by = request.reader.user
    keys, anchor = request.POST.getlist("key"), "sum"
    try:
        if places := request.POST.getlist("place"):
            judged = progress(version, by=by, on=timezone.now().date()).judged
            keys = [row.passage.key for row in judged if row.passage.place in places and row.mark == Mark.OPEN]
        if request.POST.get("mark") == Mark.OPEN:
            workflow.open_again(version, keys, by=by)
        else:
            workflow.sign_off(version, keys, by=by)
        anchor = next((passage.id for passage in passages_in(version.content) if passage.key in keys), anchor)
    except EditorialError as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{page_of(version)}#{anchor}")


@for_reviewers(latest_version)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_on(request: Any, pk: int) -> HttpResponse:
    """Comment on a sentence, a picture or a part of the page, or suggest a wording."""
    version = _version(pk)
    passages = passages_in(version.content)
    asked = request.POST if request.method == "POST" else request.GET
    place = asked.get("place", "")
    form = CommentForm(
        request.POST or None,
        choices=[passage for passage in passages if not place or passage.place == place],
        initial={"key": asked.get("key", ""), "place": place},
    )
    if request.method == "POST" and form.is_valid():
        try:
            remark = workflow.comment(version, by=request.reader.user, **form.cleaned_data)
        except EditorialError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(f"{page_of(version)}#comment-{remark.pk}")
    sentence = _named(passages, asked.get("key", ""))
    context = {"form": form, "version": version, "back": page_of(version), "sentence": sentence}
    return render(request, "desk/comment.html", context, status=422 if form.errors else 200)


@for_reviewers(of_own_article)
@require_POST
def comment(request: Any, pk: int) -> HttpResponse:
    """Answer, resolve or reopen a comment."""
    thread = get_object_or_404(Comment.objects.select_related("article", "author"), pk=pk, parent=None)
    by, latest = request.reader.user, thread.article.latest_version
    back = f"{page_of(latest or thread.version)}#comment-{pk}"
    try:
        match request.POST.get("do"):
            case "answer":
                workflow.answer(thread, by=by, body=request.POST.get("body", ""))
            case "resolve":
                workflow.resolve(thread, by=by)
            case "reopen":
                workflow.reopen(thread, by=by)
            case _:
                raise Http404
    except EditorialError as refusal:
        context = {"refusal": refusal.message, "typed": request.POST.get("body", ""), "back": back, "thread": thread}
        return render(request, "desk/comment_refused.html", context, status=422)
    return redirect(back)


@for_reviewers(latest_version)
@require_POST
def visit(request: Any, pk: int) -> HttpResponse:
    """Note how long the page was in sight and which changes were; the browser tells it now and then."""
    try:
        told = json.loads(request.body)
        reading.note_visit(
            _version(pk),
            by=request.reader.user,
            seconds=int(told["seconds"]),
            changes=int(told["changes"]),
            visited=[int(number) for number in told["visited"]],
        )
    except (ValueError, TypeError, KeyError, EditorialError):
        # A courtesy of the browser: what it says wrongly is not noted.
        return HttpResponse(status=400)
    return HttpResponse(status=204)


def page_of(version: Version) -> str:
    """Where `version` is judged: if it is live and not in review, on the page that asks whether it is still right."""
    if version.article.state != State.IN_REVIEW:
        live = Publication.objects.live().filter(version=version).first()
        if live:
            return reverse("desk:live_page", args=[live.pk])
    return reverse("desk:version", args=[version.pk])


def _version(pk: int) -> Version:
    return get_object_or_404(Version.objects.select_related("article__latest_version", "made_by"), pk=pk)


def _named(passages: list[Passage], key: str) -> str:
    """How a page calls the passage with this key: by its words."""
    for passage in passages:
        if passage.key == key:
            return f"Picture: {passage.text}" if passage.kind == PICTURE else passage.text
    return ""
