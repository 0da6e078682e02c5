"""What the admins of editable nouns share: refusals shown on the form, no deletion in bulk, the editor's CSP."""

from collections.abc import Callable, Iterable
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import router
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from articles.admin.paging import CappedPaginator
from articles.errors import EditorialError
from articles.pages.dropping import drop

# The rich-text editor and the chooser write style attributes, and the editor works in frames. Scripts stay strict.
EDITOR_CSP = {"style-src": [UNSAFE_INLINE], "frame-src": [SELF]}


class KeepsRecords:
    """Says in a sentence why something cannot be deleted, where Django lists rows that nobody can read."""

    kept_advice = ""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        try:
            deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        except EditorialError as refusal:
            return [], {}, set(), [refusal.message]
        return ([], {}, set(), [self._why_kept(objs)]) if protected else (deleted, counts, lacking, protected)

    def _why_kept(self, objs: Any) -> str:
        collector = NestedObjects(using=router.db_for_write(self.model))
        collector.collect(objs)
        names = ", ".join(str(obj) for obj in objs)
        nouns = ", ".join(sorted({str(row._meta.verbose_name_plural) for row in collector.protected}))
        return f"{names} stands in the record of this site ({nouns}) and cannot be deleted. {self.kept_advice}".strip()


class NamesItsList:
    """Titles a list with what is in it, as nobody there "selects" anything "to change"."""

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class ChangesPages:
    """Drops the stored pages that show a row as it is today, with the transaction that changes it."""

    shown_on: Callable[[Any], Iterable[str]]

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        drop(self.shown_on(form.instance))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        keys = self.shown_on(obj)
        super().delete_model(request, obj)
        drop(keys)


class EditingAdmin(NamesItsList, KeepsRecords, ModelAdmin):
    """A form whose save may be refused by the editorial rules: it comes back with the sentence and the typed text."""

    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False

    @method_decorator(csp_update(EDITOR_CSP))
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if "_saveasnew" in request.POST:
            # Django makes a copy for anyone who posts this word, whether there is such a button or not.
            raise PermissionDenied
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


def _refused(form: type[ModelForm], refusal: EditorialError) -> type[ModelForm]:
    class RefusedForm(form):  # type: ignore[misc, valid-type]
        def clean(self) -> Any:
            cleaned = super().clean()
            for sentence in [issue.message for issue in refusal.issues] or [refusal.message]:
                self.add_error(None, ValidationError(sentence))
            return cleaned

    return RefusedForm
