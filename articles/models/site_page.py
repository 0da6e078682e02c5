"""A page about the site itself (how we review, privacy, contact), and its frozen versions.

The page is the editor's desk; readers get its newest version. So no draft of a policy is ever read as the policy.
"""

import json
from functools import cached_property

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation

from articles.models.frozen import Frozen, FrozenQuerySet


class SitePage(models.Model):
    slug = models.SlugField(max_length=60, help_text="The address of the page. It stays: other sites link to it.")
    language = models.CharField(max_length=12, default="en")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, help_text="One or two sentences under the title.")
    body = models.TextField(help_text="Headings of the second level make the “On this page” list.")

    class Meta:
        ordering = ["slug", "language"]
        constraints = [models.UniqueConstraint(fields=["slug", "language"], name="site_page_once_per_language")]

    def __str__(self):
        return self.title

    def latest_version(self):
        """What readers see of it, or None."""
        return self.versions.order_by("-number").first()


class SitePageVersionQuerySet(FrozenQuerySet):
    def of(self, slug, language):
        """Every version that readers saw under this address, newest first."""
        return self.filter(slug=slug, language=language).order_by("-number")

    def shown_at(self, slug, language):
        """The same, first in `language`, then in English: who comes for a page that is not translated gets that."""
        first = models.Case(models.When(language=language, then=0), default=1)
        return self.filter(slug=slug, language__in=[language, settings.LANGUAGE_CODE]).order_by(first, "-number")

    def newest(self):
        """What readers see of every page now."""
        later = SitePageVersion.objects.filter(page=models.OuterRef("page"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later)).order_by("slug", "language")


class SitePageVersion(Frozen):
    """What readers see from `made_at` until the next one. It is written when a page is published, and never again."""

    page = models.ForeignKey(SitePage, on_delete=models.PROTECT, related_name="versions")
    # Repeated from the page, to be found without a look at any draft.
    slug = models.SlugField(max_length=60, db_index=False)
    language = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    document = models.TextField(help_text="Canonical JSON: language, slug, title, summary, html.")
    digest = models.CharField(max_length=64)
    change_note = models.CharField(max_length=300, blank=True)
    # Nobody: the text came with the software.
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = SitePageVersionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["slug", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "language", "number"], name="site_page_version_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="site_page_versions_start_at_one"),
        ]

    def __str__(self):
        return f"{self.slug} ({self.language}), version {self.number}"

    def get_absolute_url(self):
        """Where it is read in its own language, whatever language is spoken at the moment."""
        with translation.override(self.language):
            return reverse("reading:site_page", args=[self.slug])

    @cached_property
    def content(self):
        """The content as a dict: language, slug, title, summary, html."""
        return json.loads(self.document)
