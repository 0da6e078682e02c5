"""App configurations that change what Django's own apps do: whose admin site it is, which static files are shipped."""

from importlib import import_module
from typing import Any

from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core import checks


class DeskAdminConfig(SimpleAdminConfig):
    default_site = "articles.admin.site.DeskSite"

    def ready(self) -> None:
        # Not Django's own check: it looks at what is loaded, and the desk is loaded with its addresses.
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(check_desk, checks.Tags.admin)


def check_desk(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    import_module("articles.admin.registry")
    return check_admin_app(app_configs, **kwargs)


# What the editor never loads with our configuration: less to ship, and nothing old to attack.
UNUSED_CKEDITOR_PLUGINS = """
    about adobeair ajax autoembed autogrow autolink bbcode codesnippet codesnippetgeshi colordialog copyformatting
    devtools div divarea docprops embed embedbase embedsemantic exportpdf filetools flash forms iframe iframedialog
    image image2 language mathjax menubutton notificationaggregator pagebreak placeholder preview scayt sharedspace
    smiley sourcedialog stylesheetparser tableresize templates uicolor uploadimage uploadwidget wsc xml
""".split()


class TrimmedStaticFilesConfig(StaticFilesConfig):
    """Keeps the parts of CKEditor that we switch off out of collectstatic; its licence stays with it."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        # Full paths: Django compares a directory by its last name alone, and "image" is not only a plugin's.
        *(f"ckeditor/ckeditor/plugins/{plugin}/*" for plugin in UNUSED_CKEDITOR_PLUGINS),
        "ckeditor/ckeditor/adapters/*",
        "ckeditor/ckeditor/vendor/*",
        "ckeditor/ckeditor/skins/moono/*",
        "ckeditor/ckeditor/build-config.js",
        "ckeditor/ckeditor/bender-runner.config.json",
        "ckeditor/ckeditor/CHANGES.md",
        "ckeditor/ckeditor/README.md",
        "ckeditor/ckeditor/SECURITY.md",
        "ckeditor/file-icons/*",
        "ckeditor/galleriffic/*",
        # Languages other than English: names that do not begin with "en".
        "ckeditor/ckeditor/*lang/[!e]*",
        "ckeditor/ckeditor/*lang/e[!n]*",
    ]
