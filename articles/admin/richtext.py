"""Rich text in the admin. The only module that knows CKEditor: everything that keeps it fenced is here or named here.

The guard is `sanitise`, on the way in and on the way into the editor; the browser's own filter is only comfort.
"""

import re
from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString

from articles.content.html import ALLOWED, editor_rules, sanitise
from articles.content.site_text import SITE_TEXT, sanitise_text

TOOLBAR = [
    ["Format", "Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
    ["NumberedList", "BulletedList", "Outdent", "Indent", "Blockquote"],
    ["Link", "Unlink", "Cite", "Quote"],
    ["Table", "SpecialChar"],
    ["Undo", "Redo", "Find", "Maximize"],
]
# Not needed here: pictures are figures, colours and fonts are the site's, and preview and export are known holes.
# Files of these plugins are not even shipped (healthcms/apps.py).
REMOVED_PLUGINS = (
    "about,bidi,colorbutton,colordialog,copyformatting,dialogadvtab,div,elementspath,exportpdf,filebrowser,flash,font,"
    "forms,iframe,image,justify,language,newpage,pagebreak,pastefromgdocs,pastefromlibreoffice,pastefromword,preview,"
    "print,resize,save,scayt,showblocks,smiley,sourcearea,stylescombo,templates,uploadimage,wsc"
)
SPECIAL_CHARACTERS = "µ ° ± ≤ ≥ × → α β γ ½ − ‐ – … “ ” ‘ ’".split()
NO_BREAK_SPACE = "\xa0"
OWN_PLUGINS = ("cite", "quote")
EMPTY_MARKER = re.compile(r'(<sup\b[^>]*\bdata-cite="([^"]*)"[^>]*>)\s*(</sup>)')


def editor_config() -> dict[str, Any]:
    return {
        "toolbar": TOOLBAR,
        "removePlugins": REMOVED_PLUGINS,
        "extraPlugins": ",".join(OWN_PLUGINS),
        "allowedContent": editor_rules(),
        # What static/js/pasting.js keeps of a paste.
        "allowedTags": {tag: list(attributes) for tag, attributes in ALLOWED.items()},
        "format_tags": "p;h3;h4",
        # Not sup: it would take the citation markers with it.
        "removeFormatTags": "strong,em,sub,span",
        "linkDefaultProtocol": "https://",
        "removeDialogTabs": "link:advanced;link:target;link:upload",
        "specialChars": [*SPECIAL_CHARACTERS, NO_BREAK_SPACE],
        "contentsCss": static("css/editor-text.css"),
        "entities": False,
        "disableNativeSpellChecker": False,
        "customConfig": "",
        "stylesSet": False,
        "width": "100%",
        "height": 240,
        "toolbarCanCollapse": False,
    }


class RichTextWidget(CKEditorWidget):
    """The editor over a textarea that works without it."""

    own_plugins: tuple[str, ...] = OWN_PLUGINS

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.config = {}
        # By its plain address: the editor loads plugins by a path under this folder, which no hashed name has.
        folder = f"{settings.STATIC_URL}ckeditor_plugins/"
        self.external_plugin_resources = [(name, f"{folder}{name}/", "plugin.js") for name in self.own_plugins]

    def own_config(self) -> dict[str, Any]:
        return editor_config()

    def _set_config(self) -> None:
        self.config = self.own_config()
        super()._set_config()

    def format_value(self, value: Any) -> str:
        # Once more before the browser parses it: whatever wrote the row, the editor gets nothing that runs.
        return editable(value)

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        return SafeString(render_to_string("admin/widgets/richtext.html", {"widget": widget}))

    @property
    def media(self) -> forms.Media:
        media = super().media
        # In the same list: in a second one the script that makes the editor obey the CSP could come first.
        scripts = [*media._js, "js/ckeditor-csp.js", "js/richtext.js", "js/pasting.js"]
        return forms.Media(css=media._css, js=scripts)


class RichTextField(forms.CharField):
    """Text as the allow-list permits it: `clean` returns nothing else, whatever was posted."""

    widget = RichTextWidget

    def clean(self, value: Any) -> str:
        return sanitise(super().clean(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and editable(initial) != editable(data)


class SiteTextWidget(RichTextWidget):
    """The editor for a page about the site: with headings of its own, and nothing to cite or to quote."""

    own_plugins = ()

    def own_config(self) -> dict[str, Any]:
        toolbar = [[button for button in row if button not in ("Cite", "Quote")] for row in TOOLBAR]
        return editor_config() | {
            "toolbar": toolbar,
            "extraPlugins": "",
            "allowedContent": editor_rules(SITE_TEXT, {}),
            "allowedTags": {tag: list(attributes) for tag, attributes in SITE_TEXT.items()},
            "format_tags": "p;h2;h3;h4",
            "height": 480,
        }

    def format_value(self, value: Any) -> str:
        return sanitise_text(value or "")


class SiteTextField(forms.CharField):
    """Text as a page about the site may have it: `clean` returns nothing else, whatever was posted."""

    widget = SiteTextWidget

    def clean(self, value: Any) -> str:
        return sanitise_text(super().clean(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and sanitise_text(initial or "") != sanitise_text(data or "")


def editable(html: str | None) -> str:
    """Return `html` as the editor gets it: sanitised, each marker showing its key, as empty ones would be dropped."""
    return EMPTY_MARKER.sub(r"\1[\2]\3", sanitise(html or ""))
