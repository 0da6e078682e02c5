"""The admin site as a desk: its name, its main navigation, and what waits on its first page."""

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify

from articles.admin.calendar import calendar_view
from articles.admin.choosers import ChooserView
from articles.admin.home import home_of
from articles.admin.notices import notices_view
from articles.editorial.roles import Role, roles_of


@dataclass(frozen=True)
class Place:
    """One link of the main navigation, for those who may look there."""

    label: str
    permission: str
    url_name: str

    @property
    def address(self) -> str:
        return reverse(f"admin:{self.url_name}")


PLACES = (
    Place("Articles", "articles.view_article", "articles_article_changelist"),
    Place("Calendar", "articles.view_article", "calendar"),
    Place("Sources", "articles.view_source", "articles_source_changelist"),
    Place("Pictures", "articles.view_figure", "articles_figure_changelist"),
    Place("Topics", "articles.view_topic", "articles_topic_changelist"),
    Place("Experts", "experts.view_expert", "experts_expert_changelist"),
    Place("Reports", "articles.view_readerreport", "articles_readerreport_changelist"),
    Place("Ledger", "articles.view_editorialrecord", "articles_editorialrecord_changelist"),
    Place("Users", "experts.view_user", "experts_user_changelist"),
)


# The nouns by what people come for, instead of by the package they live in.
GROUPS = {
    "Write": ["Article", "Source", "Figure", "Topic", "Feature", "SitePage", "Redirect"],
    "Look up": ["Publication", "Version", "EditorialRecord", "Correction", "ReviewAssignment", "Comment"],
    "Readers": ["ReaderReport"],
    "People": ["Expert", "User", "Group"],
}


class DeskSite(AdminSite):
    site_header = site_title = settings.SITE_NAME
    index_title = "What waits"
    site_url = "/"
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict:
        roles = roles_of(request.user) if request.user.is_active else []
        own = {"places": self.places(request), "roles": roles, "is_reviewer": Role.MEDICAL_REVIEWER in roles}
        return {**super().each_context(request), **own}

    def get_urls(self) -> list:
        own = [
            path("notices/", self.admin_view(partial(notices_view, site=self)), name="notices"),
            path("calendar/", self.admin_view(partial(calendar_view, site=self)), name="calendar"),
        ]
        return [*own, *super().get_urls()]

    def places(self, request: HttpRequest) -> list[tuple[str, str, bool]]:
        """The label and address of each list that this person may see, and whether they are in it."""
        allowed = [place for place in PLACES if request.user.has_perm(place.permission)]
        return [(place.label, place.address, request.path.startswith(place.address)) for place in allowed]

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().index(request, {"home": home_of(request.user, now=timezone.now()), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = {name: [models[noun] for noun in nouns if noun in models] for name, nouns in GROUPS.items()}
        home = reverse("admin:index")
        return [
            {"name": name, "app_label": slugify(name), "app_url": home, "has_module_perms": True, "models": shown}
            for name, shown in groups.items()
            if shown
        ]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return ChooserView.as_view(admin_site=self)(request)
