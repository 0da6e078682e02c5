"""The pages around a page about the site: how it would look, publishing it, its versions, and two of them compared."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, resolve, reverse
from django.utils import translation

from articles.content.compare import compare
from articles.content.site_text import comparable
from articles.editorial.site_pages import LONGEST_NOTE, draft_digest, frozen, publish_page
from articles.errors import EditorialError
from articles.models import SitePage, SitePageVersion
from articles.public.languages import everywhere
from articles.public.views.site_pages import shown


class PublishForm(forms.Form):
    # The verb says what is missing, so that the shell and this form say the same.
    change_note = forms.CharField(
        label="What changed",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_NOTE}),
        help_text="For readers who look at the history of the page.",
    )


class SitePageViews:
    """For the admin of pages: addresses such as `/admin/articles/sitepage/7/publish/`."""

    def get_urls(self) -> list:
        def page(name: str, view: Any) -> Any:
            wrapped = self.admin_site.admin_view(view)
            return path(f"<int:page_id>/{name}/", wrapped, name=f"articles_sitepage_{name}")

        return [
            page("preview", self.preview_view),
            page("publish", self.publish_view),
            page("versions", self.versions_view),
            page("compare", self.compare_view),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """The draft by the template that readers get. No cache keeps it and no search engine lists it."""
        page = self._page(request, page_id)
        with translation.override(page.language):
            context = {
                **shown(frozen(page), request),
                "site_name": self.admin_site.site_header,
                "languages": everywhere(resolve(reverse("reading:site_page", args=[page.slug]))),
                "back_to": reverse("admin:articles_sitepage_change", args=[page.pk]),
            }
            html = render_to_string("admin/articles/sitepage/preview.html", context)
        return HttpResponse(html, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})

    def publish_view(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Show what readers will see differently, ask what changed, then publish. A refusal is shown as it is."""
        page = self._page(request, page_id)
        form = PublishForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                version = publish_page(page, by=request.user, change_note=form.cleaned_data["change_note"])
            except EditorialError as refusal:
                for sentence in [issue.message for issue in refusal.issues] or [refusal.message]:
                    form.add_error(None, sentence)
            else:
                self.log_change(request, page, f"Published version {version.number}.")
                self.message_user(request, f"Readers see version {version.number} now.", messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:articles_sitepage_change", args=[page.pk]))
        before = page.latest_version()
        return self._answer(
            request,
            "publish",
            f"Publish: {page}",
            page,
            form=form,
            before=before,
            is_unchanged=before is not None and draft_digest(page) == before.digest,
            comparison=compare(comparable(before.content), comparable(frozen(page))) if before else None,
        )

    def versions_view(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = self._page(request, page_id)
        versions = list(page.versions.select_related("made_by").defer("document").order_by("-number"))
        return self._answer(request, "versions", f"Versions: {page}", page, versions=versions)

    def compare_view(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = self._page(request, page_id)
        old, new = (self._version(page, request.GET.get(side, "")) for side in ("from", "to"))
        comparison = compare(comparable(old.content), comparable(new.content))
        title = f"What changed: {page}"
        return self._answer(request, "compare", title, page, old=old, new=new, comparison=comparison)

    # --- What they share

    def _page(self, request: HttpRequest, page_id: int) -> SitePage:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(SitePage, pk=page_id)

    def _version(self, page: SitePage, number: str) -> SitePageVersion:
        if not (number.isascii() and number.isdigit() and len(number) < 8):
            raise Http404
        return get_object_or_404(page.versions, number=int(number))

    def _answer(self, request: HttpRequest, name: str, title: str, page: SitePage, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "page": page}
        return TemplateResponse(request, f"admin/articles/sitepage/{name}.html", {**shared, **context})
