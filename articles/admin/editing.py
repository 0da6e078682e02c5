"""What the admins of editable nouns share: refusals shown on the form, no deletion in bulk, the editor's CSP."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from articles.errors import EditorialError

# The rich-text editor and the chooser write style attributes, and the editor works in frames. Scripts stay strict.
EDITOR_CSP = {"style-src": [UNSAFE_INLINE], "frame-src": [SELF]}


class EditingAdmin(ModelAdmin):
    """A form whose save may be refused by the editorial rules: it comes back with the sentence and the typed text."""

    save_as = False
    list_per_page = 50

    @method_decorator(csp_update(EDITOR_CSP))
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except EditorialError as refusal:
            # Everything was rolled back; the second pass shows the same post as a form with this one error.
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return _refused(form, refusal) if refusal else form

    def get_actions(self, request: HttpRequest) -> dict:
        """No bulk action: each of them would pass by a rule that looks at one row."""
        return {}

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Whoever or whatever the record of the site rests on is kept, and the page says why."""
        try:
            deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        except EditorialError as refusal:
            return [], {}, set(), [refusal.message]
        return deleted, counts, lacking, [why_kept(objs, protected)] if protected else protected


def why_kept(objs: QuerySet | list, protected: list) -> str:
    """Return one sentence instead of a list of rows that nobody can read."""
    names = ", ".join(str(obj) for obj in objs)
    return (
        f"{names}: {len(protected)} row{'s' if len(protected) > 1 else ''} of this site's records "
        "stand on this, so it cannot be deleted."
    )


def _refused(form: type[ModelForm], refusal: EditorialError) -> type[ModelForm]:
    class RefusedForm(form):  # type: ignore[misc, valid-type]
        def clean(self) -> Any:
            cleaned = super().clean()
            for sentence in [issue.message for issue in refusal.issues] or [refusal.message]:
                self.add_error(None, ValidationError(sentence))
            return cleaned

    return RefusedForm
