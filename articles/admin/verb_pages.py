"""One page per verb of an article: it asks what the verb needs, calls it, and shows its refusal."""

from functools import partial

from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator

from articles.admin.editing import EDITOR_CSP
from articles.admin.verbs import VERBS, Verb
from articles.errors import EditorialError
from articles.models import Article


class VerbPages:
    """For the article's admin: addresses such as `/admin/articles/article/7/publish/`."""

    def get_urls(self) -> list:
        verbs = [
            path(
                f"<int:article_id>/{verb.name}/",
                self.admin_site.admin_view(partial(self.verb_view, verb=verb)),
                name=verb.url_name,
            )
            for verb in VERBS
        ]
        return [*verbs, *super().get_urls()]

    @method_decorator(csp_update(EDITOR_CSP))
    def verb_view(self, request: HttpRequest, article_id: int, *, verb: Verb) -> HttpResponse:
        """Ask what the verb needs, then call it. A refusal is shown as it is, with everything that was typed."""
        sentences: list[str] = []
        if request.method == "POST":
            # The verb is the gate, and reads the article when it has locked it: here its key is enough.
            article = Article(pk=article_id)
            form = verb.form(request.POST, article=article)
            if form.is_valid():
                try:
                    verb.perform(article, by=request.user, **form.cleaned_data)
                except Article.DoesNotExist as error:
                    raise Http404 from error
                except EditorialError as refusal:
                    sentences = [issue.message for issue in refusal.issues] or [refusal.message]
                else:
                    self.message_user(request, verb.done, messages.SUCCESS)
                    return HttpResponseRedirect(article.get_admin_url())
        article = get_object_or_404(Article, pk=article_id)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        form = verb.form(request.POST if request.method == "POST" else None, article=article)
        for sentence in sentences:
            form.add_error(None, sentence)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": verb.label.rstrip("…"),
            "original": article,
            "article": article,
            "verb": verb,
            "form": form,
        }
        return TemplateResponse(request, verb.form.template, context)
