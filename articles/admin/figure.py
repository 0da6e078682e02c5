"""The library of pictures: stored once under the digest of their bytes. The words can be bettered, the file never."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from articles.admin.choosers import thumbnail
from articles.admin.editing import EditingAdmin
from articles.admin.figure_forms import FOCAL, TYPES, WORDS, DroppedForm, FigureForm, UploadForm
from articles.editorial import picture_use
from articles.editorial.picture_file import LARGEST_FILE, NO_PICTURE, TOO_LARGE
from articles.editorial.pictures import get_or_store_picture, remove_picture
from articles.errors import EditorialError
from articles.models import Figure

SHOWN = 30
CROPS = [("wide", "Top of a page, on a desk"), ("phone", "Top of a page, on a phone"), ("card", "Card")]


class UseFilter(admin.SimpleListFilter):
    title = "use"
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("live", "On a live page"), ("used", "Used"), ("unused", "Not used")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = {"live": Q(is_public=True), "used": Q(is_used=True), "unused": Q(is_used=False)}
        return queryset.filter(wanted.get(self.value(), Q()))


@admin.register(Figure)
class FigureAdmin(EditingAdmin):
    list_display = ["name"]
    list_filter = [UseFilter]
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 48
    show_full_result_count = False
    search_fields = ["name", "alt", "caption", "credit"]
    search_help_text = "Name, alternative text, caption or credit"

    # --- The library

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return picture_use.with_use(super().get_queryset(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        context = {
            "card": DroppedForm(auto_id="picture-__n__-%s"),
            "types": TYPES,
            "largest": LARGEST_FILE,
            "no_picture": NO_PICTURE,
            "too_large": TOO_LARGE,
            "upload_address": reverse("admin:articles_figure_upload"),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_urls(self) -> list:
        upload = self.admin_site.admin_view(require_POST(self.upload))
        return [path("upload/", upload, name="articles_figure_upload"), *super().get_urls()]

    def upload(self, request: HttpRequest) -> JsonResponse:
        """Store one of the files that were dropped; a refusal says of each field what is wrong."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = DroppedForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"refused": form.errors})
        try:
            figure, is_new = self._store(request, form, WORDS)
        except EditorialError as refusal:
            return JsonResponse({"refused": {"file": [refusal.message]}})
        if is_new:
            self.log_addition(request, figure, [{"added": {}}])
        stored = {
            "name": figure.name,
            "address": reverse("admin:articles_figure_change", args=[figure.pk]),
            "thumbnail": thumbnail(figure),
            "note": "" if is_new else was_here(figure),
        }
        return JsonResponse(stored, status=201 if is_new else 200)

    # --- One picture

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type:
        return super().get_form(request, obj, change, **{"form": FigureForm if change else UploadForm, **kwargs})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        words = ("Words", {"fields": WORDS})
        focal = tuple(FOCAL)
        if obj is None:
            return [
                ("Picture", {"fields": ["file"]}),
                words,
                ("Focal point", {"fields": [focal], "classes": ["focal"]}),
            ]
        return [
            ("Picture", {"fields": ["large", focal], "classes": ["focal"]}),
            (
                "Words",
                {
                    "fields": WORDS,
                    "description": "Pages show the words that a picture had when their version was saved.",
                },
            ),
            ("Used in", {"fields": ["used_in"], "classes": ["used-in"]}),
            ("File", {"fields": ["files", "digest", ("added_by", "added_at")]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["large", "used_in", "files", "digest", "added_by", "added_at"] if obj else []

    def save_model(self, request: HttpRequest, obj: Figure, form: forms.ModelForm, change: bool) -> None:
        if change:
            obj.save(update_fields=[*WORDS, *FOCAL])
            return
        stored, is_new = self._store(request, form, [*WORDS, *FOCAL])
        if not is_new:
            self.message_user(request, was_here(stored), messages.WARNING)
        obj.__dict__.update(stored.__dict__)

    def _store(self, request: HttpRequest, form: forms.Form, fields: list[str]) -> tuple[Figure, bool]:
        words = {field: form.cleaned_data[field] for field in fields}
        return get_or_store_picture(form.cleaned_data["file"].read(), by=request.user, **words)

    @admin.display(description="picture")
    def large(self, figure: Figure) -> SafeString:
        address = default_storage.url(figure.src)
        context = {"figure": figure.as_shown(), "address": address, "crops": CROPS}
        return render_to_string("admin/articles/figure/_focal.html", context)

    @admin.display(description="used in")
    def used_in(self, figure: Figure) -> SafeString:
        context = {
            "drafts": picture_use.drafts_using(figure)[:SHOWN],
            "pages": picture_use.pages_showing(figure)[:SHOWN],
            "experts": picture_use.portraits_of(figure)[:SHOWN],
        }
        return render_to_string("admin/articles/figure/_used_in.html", context)

    @admin.display(description="sizes")
    def files(self, figure: Figure) -> str:
        widths: dict[str, list[str]] = {"JPEG": [str(figure.width)]}
        for row in figure.renditions:
            widths.setdefault(row["type"].removeprefix("image/").upper(), []).append(str(row["width"]))
        formats = "; ".join(f"{format} {', '.join(sizes)}" for format, sizes in widths.items())
        return f"{figure.width} × {figure.height} pixels. Widths: {formats}."

    # --- Removing

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        try:
            for figure in objs:
                picture_use.require_unused(figure)
        except EditorialError as refusal:
            return [], {}, set(), [refusal.message]
        return super().get_deleted_objects(objs, request)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except EditorialError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_figure_change", args=[object_id]))

    def delete_model(self, request: HttpRequest, obj: Figure) -> None:
        remove_picture(obj, by=request.user)


def was_here(figure: Figure) -> str:
    return f"This picture was here already, as “{figure.name}”; its words stay."
