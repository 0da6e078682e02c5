"""The pages around a version: the timeline, two compared, bringing one back, its preview, and secret links to it."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles.admin.timeline import entries
from articles.content.compare import compare
from articles.desk.page import preview
from articles.editorial import previewing, workflow
from articles.editorial.drafting import EDITABLE
from articles.editorial.roles import Role, has_role
from articles.errors import EditorialError
from articles.models import Article, PreviewLink, Version
from articles.public.delivery import absolute

PER_PAGE = 25
USUAL_DAYS = 7


class ShareForm(forms.Form):
    days = forms.IntegerField(
        label="Days",
        min_value=previewing.SHORTEST_DAYS,
        max_value=previewing.LONGEST_DAYS,
        initial=USUAL_DAYS,
        help_text=f"From {previewing.SHORTEST_DAYS} to {previewing.LONGEST_DAYS}; after them the link opens nothing.",
    )


class VersionPages:
    """For the admin of versions: its own pages, each for whoever may see versions; the verbs refuse the rest."""

    def get_urls(self) -> list:
        def page(address: str, view: Any, name: str) -> Any:
            return path(address, self.admin_site.admin_view(view), name=f"articles_version_{name}")

        return [
            page("of/<int:article_id>/", self.timeline_view, "timeline"),
            page("compare/", self.compare_view, "compare"),
            page("<int:version_id>/preview/", self.preview_view, "preview"),
            page("<int:version_id>/widths/", self.widths_view, "widths"),
            page("<int:version_id>/restore/", self.restore_view, "restore"),
            page("<int:version_id>/share/", self.share_view, "share"),
            page("links/<int:link_id>/revoke/", self.revoke_view, "revoke"),
            *super().get_urls(),
        ]

    # --- Reading

    def timeline_view(self, request: HttpRequest, article_id: int) -> HttpResponse:
        article = get_object_or_404(Article, pk=article_id)
        self._require_view(request)
        versions = article.versions.select_related("made_by").order_by("-number")
        page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
        shown = list(page.object_list)
        before = versions.filter(number__lt=shown[-1].number).first() if shown else None
        rows = entries(article, shown, before=before)
        return self._page(
            request,
            "timeline",
            f"Versions: {article}",
            article=article,
            page=page,
            entries=rows,
            # What an editor asks first: what is new since readers saw it, or since the save before.
            default_to=shown[0].pk if shown else None,
            default_from=next((row.version.pk for row in rows[1:] if row.is_live), shown[1].pk if shown[1:] else None),
            can_write=is_writing(request.user),
            is_editable=article.state in EDITABLE,
        )

    def compare_view(self, request: HttpRequest) -> HttpResponse:
        self._require_view(request)
        old, new = (self._version(request.GET.get(side)) for side in ("from", "to"))
        if old.article_id != new.article_id:
            raise Http404
        article = old.article
        uids = {*old.content.get("related", []), *new.content.get("related", [])}
        titles = {str(uid): title for uid, title in Article.objects.filter(uid__in=uids).values_list("uid", "title")}
        return self._page(
            request,
            "compare",
            f"What changed: {article}",
            article=article,
            old=old,
            new=new,
            comparison=compare(old.content, new.content, titles=titles),
            versions=article.versions.select_related("made_by").defer("document"),
            can_restore=is_writing(request.user) and article.state in EDITABLE,
        )

    # A page of ours may frame the preview, and nobody else's.
    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    def preview_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        version = self._version(version_id)
        self._require_view(request)
        if "beside" in request.GET:
            # It stands beside the article's form: a way back would lead away from what is typed there.
            return preview(version)
        return preview(
            version,
            back_to=version.article.get_admin_url(),
            widths=reverse("admin:articles_version_widths", args=[version.pk]),
        )

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def widths_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        version = self._version(version_id)
        self._require_view(request)
        title = f"Preview of version {version.number}: {version.content['title']}"
        return self._page(request, "widths", title, article=version.article, version=version)

    # --- Bringing back

    def restore_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        """Say what will happen, then do it. A refusal is shown as it is."""
        version = self._version(version_id)
        self._require_view(request)
        article, refusal = version.article, ""
        if request.method == "POST":
            try:
                restored = workflow.restore(article, version=version, by=request.user)
            except EditorialError as refused:
                refusal = refused.message
            else:
                said = f"Version {version.number} is back, as version {restored.version.number}."
                self.message_user(request, said, messages.SUCCESS)
                for sentence in restored.missed:
                    self.message_user(request, sentence, messages.WARNING)
                return HttpResponseRedirect(article.get_admin_url())
        title = f"Restore version {version.number}: {article}"
        return self._page(request, "restore", title, article=article, version=version, refusal=refusal)

    # --- Secret links

    def share_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        """Make a secret link, shown this once, and list those there are. Loading the page again shows no secret."""
        version = self._version(version_id)
        self._require_view(request)
        form = ShareForm(request.POST if request.method == "POST" else None)
        address = ""
        if request.method == "POST" and form.is_valid():
            try:
                token = previewing.make_preview_link(version, by=request.user, days=form.cleaned_data["days"])
            except EditorialError as refused:
                form.add_error(None, refused.message)
            else:
                address = absolute(reverse("public:shared_preview", args=[token]))
        return self._page(
            request,
            "share",
            f"Share version {version.number}: {version.article}",
            article=version.article,
            version=version,
            form=form,
            address=address,
            links=version.preview_links.select_related("made_by"),
            now=timezone.now(),
            can_write=is_writing(request.user),
        )

    def revoke_view(self, request: HttpRequest, link_id: int) -> HttpResponse:
        link = get_object_or_404(PreviewLink, pk=link_id)
        self._require_view(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            previewing.revoke_preview_link(link, by=request.user)
        except EditorialError as refused:
            self.message_user(request, refused.message, messages.ERROR)
        else:
            self.message_user(request, "The link opens nothing any more.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_version_share", args=[link.version_id]))

    # --- What they share

    def _require_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _version(self, pk: Any) -> Version:
        if not str(pk).isascii() or not str(pk).isdigit() or len(str(pk)) > _LONGEST_NUMBER:
            raise Http404
        return get_object_or_404(Version.objects.select_related("article", "made_by"), pk=pk)

    def _page(self, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/articles/version/{name}.html", {**shared, **context})


_LONGEST_NUMBER = 18


def is_writing(user: Any) -> bool:
    """Whether the buttons of writers are offered; the verbs ask again."""
    return has_role(user, Role.WRITER) or has_role(user, Role.EDITOR)
