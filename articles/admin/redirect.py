"""Old addresses: publishing makes them when a slug changes; an editor adds one for a page that came from elsewhere."""

from typing import Any

from django import forms
from django.contrib import admin

from articles.admin.editing import EditingAdmin
from articles.editorial.drafts import slug_owner
from articles.models import Redirect


class RedirectForm(forms.ModelForm):
    class Meta:
        model = Redirect
        fields = ["slug", "article"]

    def clean(self) -> dict[str, Any]:
        """Refuse an address at which readers find another article: the redirect would never be asked."""
        cleaned = super().clean() or {}
        article, slug = cleaned.get("article"), cleaned.get("slug")
        if article and slug and "slug" in self.changed_data:
            owner = slug_owner(article, slug)
            if owner:
                self.add_error("slug", f"The address “{slug}” belongs to “{owner}”.")
        return cleaned


@admin.register(Redirect)
class RedirectAdmin(EditingAdmin):
    form = RedirectForm
    list_display = ["slug", "article", "made_at"]
    list_select_related = ["article"]
    search_fields = ["slug", "article__title"]
    autocomplete_fields = ["article"]
